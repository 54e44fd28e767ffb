"""The commands that change what is on the shelf: add, use, remove."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from shelterkit.cli.changed import announce, changed_json
from shelterkit.cli.commands import command, request_of
from shelterkit.cli.inputs import (
    confirm,
    item_and_amount,
    optional_text,
    refuse_dose_in_parts,
    typed_date,
    typed_intake,
    typed_text,
)
from shelterkit.cli.item_options import (
    KJ,
    BestBefore,
    Dose,
    EatenBy,
    For,
    Kcal,
    Kept,
    Lasts,
    Like,
    NoLookup,
    Note,
    Technical,
    UseBy,
    Where,
    eater_of,
    energy_and_lasting,
    kept_as,
    refuse_german_can,
    refuse_two_dates,
    refuse_two_energies,
)
from shelterkit.cli.request import Request
from shelterkit.cli.words import typed_kind
from shelterkit.errors import BadValue, UsageError
from shelterkit.inventory.items import Item, checked
from shelterkit.quantities.words import split_amount
from shelterkit.services.kits import assess_if_possible

if TYPE_CHECKING:
    from shelterkit.cli.food_lookup import Looked

_EXAMPLES = {
    "water": "shelterkit add water 6x1.5L --best-before 2027-05",
    "food": 'shelterkit add food "Canned beans" 12x400g --kcal 340/can',
    "med": 'shelterkit add med "Metformin 500 mg" 56 tablets --dose 2/day --for Anna',
    "other": 'shelterkit add other "AA batteries" 24',
}
_NAMES = {"water": "Drinking water"}
_ASK_FROM = 3


def add(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    words: Annotated[list[str], typer.Argument(metavar="[NAME] AMOUNT")],
    best_before: BestBefore = None,
    use_by: UseBy = None,
    where: Where = None,
    kept: Kept = None,
    kcal: Kcal = None,
    kj: KJ = None,
    lasts: Lasts = None,
    like: Like = None,
    no_lookup: NoLookup = False,
    eaten_by: EatenBy = None,
    dose: Dose = None,
    person: For = None,
    technical: Technical = False,
    note: Note = None,
) -> None:
    """Add an item to the kit."""
    from shelterkit.report.changes import added_document  # noqa: PLC0415
    from shelterkit.services import shelf  # noqa: PLC0415

    request = request_of(context)
    what = typed_kind(request, kind, words)
    request.examples = (_EXAMPLES[what],)
    refuse_dose_in_parts(request, dose)
    try:
        item = _typed_item(what, words, technical=technical)
    except BadValue as refusal:
        raise _in_order(request, what, tuple(words), refusal) from None
    refuse_two_dates(best_before, use_by)
    refuse_two_energies(kcal, kj, like)
    date = best_before if use_by is None else use_by
    item = item._replace(
        good_to=typed_date(request, date) if date is not None else None,
        use_by=use_by is not None,
        where=optional_text(where, "place"),
        kept=kept_as(kept) if kept is not None else None,
        note=optional_text(note, "note"),
        eaten_by=eater_of(eaten_by) if eaten_by else "people",
        **energy_and_lasting(kcal, kj, lasts),
    )
    intake = typed_intake(dose, person)
    if intake and item.kind != "med":
        raise UsageError("--dose and --for belong to medicine", code="option-kind")
    if intake and intake.person == "":
        raise BadValue("--for needs a name; leave it out when anybody takes it.", code="name-missing")
    if intake and intake.dose is None:
        item = item._replace(person=intake.person)
    desk = request.desk()
    # Without a kit nothing is asked about what could not be added.
    is_there = os.path.exists(desk.place.path)
    looked = (
        _looked_up(request, item, words, like, no_lookup=no_lookup, eater_said=eaten_by is not None)
        if is_there
        else None
    )
    done = shelf.add(desk, request.pen(), looked.item if looked else item, intake)
    regimens = (done.result.regimen,) if done.result.regimen else ()
    document = lambda: added_document(  # noqa: E731
        done.result.item,
        regimens,
        assess_if_possible(desk, done.after),
        on=desk.today,
        dry_run=done.dry_run,
        food=looked.food if looked else None,
        unlike=looked.unlike if looked else None,
    )
    announce(request, done, document, said=done.result.said, json=changed_json(done, (done.result.item,), desk.today))


def _looked_up(
    request: Request, item: Item, words: Sequence[str], like: str | None, *, no_lookup: bool, eater_said: bool
) -> "Looked | None":
    """Return food with its energy from the catalogue; None where it is given, or not asked for."""
    if like is not None and (item.kind != "food" or item.eaten_by in ("dog", "cat")):
        raise UsageError("--like is for food that people eat", code="option-kind")
    if item.kind != "food" or (no_lookup and like is None):
        return None
    from shelterkit.catalogue.choosing import is_open  # noqa: PLC0415 - only for food

    if not is_open(item):
        if like is not None:
            raise UsageError("this says already what it is worth; leave out --like", code="two-energies")
        return None
    from shelterkit.cli.food_lookup import Wish, looked_up  # noqa: PLC0415 - only where energy is not given

    amount = " ".join(words[len(split_amount(words)[0]) :])
    return looked_up(request, item, Wish(amount, like, eater_said))


def _in_order(request: Request, kind: str, words: tuple[str, ...], refusal: BadValue) -> Exception:
    """Return a refusal that offers the amount at the end, where it stands before the name or is written out."""
    if refusal.code != "amount-missing":
        from shelterkit.cli.unit_words import fitting_unit  # noqa: PLC0415 - only for a refusal

        return fitting_unit(kind, refusal)
    from shelterkit.cli.refusals import command_line  # noqa: PLC0415 - only for a refusal
    from shelterkit.cli.reordered import added  # noqa: PLC0415

    better = added(request, words, (), kind=kind)
    return UsageError(str(refusal).rstrip("."), code=refusal.code, advice=command_line(better)) if better else refusal


def _typed_item(kind: str, words: Sequence[str], *, technical: bool) -> Item:
    try:
        name_words, amount = split_amount(words)
    except BadValue as refusal:
        if kind == "water":
            # A bare number of water would be refused again: it is a number of litres.
            refusal.instead = tuple(f"{better}L" if better.isdigit() else better for better in refusal.instead)
        raise
    if kind == "food":
        refuse_german_can(" ".join(words[len(name_words) :]), amount.number)
    if amount.is_zero:
        typed = " ".join(words[len(name_words) :])
        one = "6x1.5L" if kind == "water" else "1"
        raise BadValue("zero is nothing to add.", code="amount-zero", typed=typed, instead=(one,))
    name = typed_text(" ".join(name_words), "name")
    if not name:
        name = "Technical water" if technical else _NAMES.get(kind, "")
    if not name:
        raise UsageError(f"what is it called? {kind} needs a name before the amount", code="name-missing")
    item = Item("", kind, name, amount, technical=technical)
    try:
        return checked(item)
    except BadValue as refusal:
        # The words as they were typed, not as they were understood, are what a better command replaces.
        typed = " ".join(words[len(name_words) :]) if refusal.typed else ""
        raise BadValue(str(refusal), code=refusal.code, typed=typed, instead=refusal.instead) from refusal


def use(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="ITEM [AMOUNT]")] = None,
    everything: Annotated[bool, typer.Option("--all", help="use up all of it")] = False,
    expired: Annotated[bool, typer.Option("--expired", help="throw away what is expired")] = False,
) -> None:
    """Take some out: from what goes off first, and on to the next when that is empty."""
    from shelterkit.report.taken import used_document  # noqa: PLC0415
    from shelterkit.services import shelf  # noqa: PLC0415

    request = request_of(context)
    desk = request.desk()
    if expired:
        name = " ".join(words) if words else None
        _confirm_discard(request, name)
        done = shelf.discard_expired(desk, request.pen(), name)
    elif not words:
        raise UsageError("use needs ITEM", code="value-missing")
    else:
        item, amount = item_and_amount(words, everything=everything)
        try:
            done = shelf.use(desk, request.pen(), item, amount, all_of_it=everything)
        except BadValue as refusal:
            # The words as they were typed are what a better amount replaces.
            refusal.typed = refusal.typed or " ".join(words[len(split_amount(words)[0]) :])
            raise
    items = tuple(done.result.use.left(taken.item) for taken in done.result.use.taken)
    announce(
        request,
        done,
        lambda: used_document(
            done.result.use,
            assess_if_possible(desk, done.after),
            discarded=done.result.discarded,
            dry_run=done.dry_run,
        ),
        json=changed_json(done, items, desk.today),
    )


def _confirm_discard(request: Request, name: str | None) -> None:
    """Ask before three or more lots are thrown away."""
    from shelterkit.services import shelf  # noqa: PLC0415

    tried = shelf.discard_expired(request.desk(), request.pen()._replace(dry_run=True), name)
    _confirm_many(request, [taken.item for taken in tried.result.use.taken], "Throw away")


def _confirm_many(request: Request, items: Sequence[Item], verb: str) -> None:
    if len(items) >= _ASK_FROM:
        from shelterkit.quantities.amounts import show_amount  # noqa: PLC0415

        preview = [f"{item.id}  {item.name}, {show_amount(item.amount)}" for item in items]
        confirm(request, preview, f"{verb} these {len(items)} items?")


def remove(context: typer.Context, items: Annotated[list[str], typer.Argument(metavar="ITEM...")]) -> None:
    """Delete items from the kit; ITEM is an id, a name or a part of it."""
    from shelterkit.report.taken import removed_document  # noqa: PLC0415
    from shelterkit.services import shelf  # noqa: PLC0415

    request = request_of(context)
    desk = request.desk()
    tried = shelf.remove(desk, request.pen()._replace(dry_run=True), items)
    _confirm_many(request, tried.result, "Delete")
    done = tried if request.dry_run else shelf.remove(desk, request.pen(), items)
    announce(
        request,
        done,
        lambda: removed_document(done.result, dry_run=done.dry_run),
        json=changed_json(done, done.result, desk.today),
    )


COMMANDS = {
    "add": command(
        add,
        writes=True,
        usage="shelterkit add KIND [NAME] AMOUNT [options]",
        notes="KIND is water, food, med or other.",
        examples=(
            "shelterkit add water 6x1.5L --best-before 2027-05 --where cellar",
            "shelterkit add food buckwheat 2kg -b 03/2028",
            'shelterkit add food "Canned beans" 12x400g --kcal 340/can -b 03/2028',
            'shelterkit add med "Metformin 500 mg" 56 tablets --dose 2/day --for Anna',
            'shelterkit add other "AA batteries" 24',
        ),
    ),
    "use": command(
        use,
        writes=True,
        usage="shelterkit use ITEM [AMOUNT] [options]",
        notes="ITEM is an id, a name or a part of it. Without AMOUNT one piece is used.",
        examples=("shelterkit use water 2 bottles", "shelterkit use f2 500g", "shelterkit use --expired"),
    ),
    "remove": command(
        remove,
        writes=True,
        usage="shelterkit remove ITEM...",
        examples=("shelterkit remove o1", "shelterkit remove f2 f3"),
    ),
}
