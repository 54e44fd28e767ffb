"""The edit command: correct fields of an item, or open it or the whole kit in an editor."""

from typing import Annotated, Any

import typer

from shelterkit.cli.changed import announce, changed_json
from shelterkit.cli.commands import command, request_of
from shelterkit.cli.inputs import optional_text, typed_date, typed_intake, typed_text
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
    Note,
    UseBy,
    Where,
    eater_of,
    energy_and_lasting,
    kept_as,
    refuse_two_dates,
    refuse_two_energies,
)
from shelterkit.cli.request import Request
from shelterkit.errors import BadValue, UsageError
from shelterkit.inventory.items import Item
from shelterkit.quantities.numbers import quoted
from shelterkit.services.changing import Change
from shelterkit.services.kits import assess_if_possible
from shelterkit.services.people import Intake
from shelterkit.services.shelf import Edited


def edit(
    context: typer.Context,
    item: Annotated[list[str] | None, typer.Argument(metavar="ITEM")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="another name")] = None,
    amount: Annotated[str | None, typer.Option("--amount", metavar="AMOUNT", help="6x1.5L, 2 kg, 12 cans, 0")] = None,
    best_before: BestBefore = None,
    use_by: UseBy = None,
    where: Where = None,
    kept: Kept = None,
    kcal: Kcal = None,
    kj: KJ = None,
    lasts: Lasts = None,
    like: Like = None,
    eaten_by: EatenBy = None,
    dose: Dose = None,
    person: For = None,
    technical: Annotated[
        bool | None, typer.Option("--technical/--drinking", help="water: technical, or for drinking")
    ] = None,
    opened: Annotated[
        str | None, typer.Option("--opened", metavar="DATE", help="the day it was opened, or none")
    ] = None,
    keeps: Annotated[str | None, typer.Option("--keeps", metavar="DUR", help="how long it keeps once opened")] = None,
    note: Note = None,
    file: Annotated[bool, typer.Option("--file", help="open the whole kit file in your editor")] = False,
) -> None:
    """Correct an item; without options it opens in your editor."""
    request = request_of(context)
    if file:
        from shelterkit.cli.editor import edit_file  # noqa: PLC0415

        return edit_file(request)
    if not item:
        raise UsageError("edit needs ITEM, or --file for the whole kit", code="value-missing")
    refuse_two_dates(best_before, use_by)
    refuse_two_energies(kcal, kj, like)
    fields: dict[str, Any] = {
        **_dates(request, best_before, use_by),
        **_texts(name, where, note),
        **_amount(amount),
        **energy_and_lasting(kcal, kj, lasts),
        **_opening(request, opened, keeps),
    }
    fields |= {"eaten_by": eater_of(eaten_by)} if eaten_by else {}
    fields |= {"kept": kept_as(kept)} if kept is not None else {}
    fields |= {"technical": technical} if technical is not None else {}
    if amount is not None and len(item) > 1 and item[0][1:].isdigit():
        message = f'an amount of several words goes in quotes: --amount "{amount} {" ".join(item[1:])}"'
        raise UsageError(message, code="amount-quotes")
    words = typed_text(" ".join(item), "name")
    if not fields and dose is None and person is None and like is None:
        from shelterkit.cli.editor import edit_item  # noqa: PLC0415

        return edit_item(request, words)
    return _edit(request, words, fields, dose, person, like)


def _edit(
    request: Request, words: str, fields: dict[str, Any], dose: str | None, person: str | None, like: str | None
) -> None:
    from shelterkit.report.edited import edited_document  # noqa: PLC0415
    from shelterkit.services import shelf  # noqa: PLC0415

    desk = request.desk()
    intake = typed_intake(dose, person)
    if intake and intake.dose is not None and intake.person == "":
        intake = intake._replace(person=None)
    if intake and intake.dose is None and intake.person is not None:
        fields = {**fields, "person": intake.person or None}
        intake = None if not intake.person else intake
    if like is None:
        done = shelf.edit(desk, request.pen(), words, fields, intake)
    else:
        done = _likened(request, words, fields, intake, like)
    edited = done.result
    announce(
        request,
        done,
        lambda: edited_document(
            edited.before,
            edited.after,
            edited.regimen,
            assess_if_possible(desk, done.after),
            on=desk.today,
            dry_run=done.dry_run,
        ),
        said=(*edited.said, *_offer(edited.after, fields)),
        json=changed_json(done, (edited.after,), desk.today),
    )


def _likened(request: Request, words: str, fields: dict[str, Any], intake: Intake | None, like: str) -> Change[Edited]:
    """Correct an item that gets its energy from a food."""
    from shelterkit.cli.food_lookup import unsettled  # noqa: PLC0415
    from shelterkit.services import foods, shelf  # noqa: PLC0415

    settle = foods.likened(like, eater_said="eaten_by" in fields)
    try:
        return shelf.edit(request.desk(), request.pen(), words, fields, intake, settle=settle)
    except foods.UnsettledFoodError as error:
        raise unsettled(request, error, like) from error


def _offer(item: Item, fields: dict[str, Any]) -> tuple[str, ...]:
    """Return the offer of an energy the catalogue knows for certain, unless somebody has just taken it away."""
    if item.kind != "food" or item.energy or "energy" in fields:
        return ()
    from shelterkit.report.foods import offer_words  # noqa: PLC0415 - only for food without energy
    from shelterkit.services.foods import offered  # noqa: PLC0415

    food = offered(item)
    return (offer_words(item, food),) if food else ()


def _dates(request: Request, best_before: str | None, use_by: str | None) -> dict[str, Any]:
    text = best_before if use_by is None else use_by
    if text is None:
        return {}
    return {"good_to": typed_date(request, text), "use_by": use_by is not None}


def _texts(name: str | None, where: str | None, note: str | None) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if name is not None:
        fields["name"] = typed_text(name, "name")
    if where is not None:
        fields["where"] = optional_text(where, "place")
    if note is not None:
        fields["note"] = optional_text(note, "note")
    return fields


def _amount(text: str | None) -> dict[str, Any]:
    from shelterkit.quantities.amounts import parse_amount  # noqa: PLC0415

    return {"amount": parse_amount(text)} if text is not None else {}


def _opening(request: Request, opened: str | None, keeps: str | None) -> dict[str, Any]:
    from shelterkit.calendar_dates import parse_span  # noqa: PLC0415

    fields: dict[str, Any] = {}
    if opened is not None:
        typed = typed_date(request, opened)
        if typed and typed.day > request.today:
            raise BadValue(
                f"{quoted(opened)} is still to come.", code="date-range", typed=opened, instead=(str(request.today),)
            )
        fields["opened"] = typed.day if typed else None
    if keeps is not None:
        fields["keeps"] = None if keeps.casefold() == "none" else parse_span(keeps)
    return fields


COMMANDS = {
    "edit": command(
        edit,
        writes=True,
        usage="shelterkit edit ITEM [options]",
        notes="ITEM is an id, a name or a part of it.",
        examples=(
            "shelterkit edit f1 --best-before 2028-03",
            "shelterkit edit w1 --amount 4x1.5L",
            "shelterkit edit f2 --like buckwheat",
            "shelterkit edit --file",
        ),
    ),
}
