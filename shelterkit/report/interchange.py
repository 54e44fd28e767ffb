"""What an import would do, what it did, and what it left out; what an export says of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.inventory.items import KINDS
from shelterkit.quantities.amounts import show_amount
from shelterkit.report.changes import DRY_RUN, UNDO
from shelterkit.report.document import Document, Paragraph, Row, Table, Verbatim, document
from shelterkit.report.foods import got_words
from shelterkit.report.staying import HEAD, staying_lines
from shelterkit.report.wording import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.codec.kit import Kit
    from shelterkit.interchange.drafts import RowProblem
    from shelterkit.interchange.offer import Imported
    from shelterkit.interchange.reading_back import Otherwise
    from shelterkit.interchange.shelving import Placed
    from shelterkit.inventory.items import Item
    from shelterkit.report.document import Block

MOST_PROBLEMS = 20
_MOST_ITEMS, _MOST_LIKE, _MOST_NOTES = 8, 5, 8
_KIND_WORDS = {"water": "water", "food": "food", "med": "medicine", "other": "other"}
_INDENT = 2
_MOST_OTHERWISE = 3
_FIELDS = {"where": "place", "row": "the whole row"}


def preview_document(done: Imported, again: str, alike: str, *, dry_run: bool) -> Document:
    """Return what an import would add, what is here already and every row that is left out."""
    return document(
        Paragraph(f"{done.offer.name} ({_program(done)}): {_found(done)}.", hang=_INDENT),
        _table(done.added, ids=False),
        (*_rest(done), *_like(done, alike), *_said(_energies(done)), *_worthless(done, ids=False)),
        tuple(Paragraph(line, hang=2 * _INDENT) for line in problem_lines(done.problems, again)),
        Verbatim(DRY_RUN) if dry_run else None,
    )


def imported_document(done: Imported, alike: str) -> Document:
    """Return what was added."""
    name = done.offer.name
    kinds = f": {_kinds(done.added)}" if done.added else ""
    head = f"Imported {count_words(len(done.added), 'item')} from {name}{kinds}."
    return document(
        Paragraph(head, hang=_INDENT),
        _table(done.added, ids=True),
        (*_here(done), *_said(_household(done)), *_stays(done), *_said(_differing(done)), *_like(done, alike)),
        _said(_energies(done)),
        _worthless(done, ids=True),
        Verbatim(UNDO),
    )


def nothing_new_document(done: Imported, alike: str) -> Document:
    """Return that all of a file is in the kit already, and what of it differs."""
    number = done.here + len(done.differing) + len(done.like)
    parts = [f"{count_words(number, 'item')} in it, here already"] if number else []
    parts += [f"{count_words(len(done.problems), 'row')} left out"] if done.problems else []
    first = f"Nothing to import from {done.offer.name}: {', '.join(parts) or 'no items in it'}. Nothing was changed."
    return document(Paragraph(first, hang=_INDENT), _stays(done), _said(_differing(done)), _like(done, alike))


def problem_lines(problems: Sequence[RowProblem], again: str) -> list[str]:
    """Return why rows are left out, the first twenty of them, and how to see the others."""
    if not problems:
        return []
    lines = [f"Left out, {count_words(len(problems), 'row')}:"]
    lines += [f"  {one.place}: {_sentence(one.message)}" for one in problems[:MOST_PROBLEMS]]
    more = len(problems) - MOST_PROBLEMS
    return [*lines, f"  and {more} more: {again}"] if more > 0 else lines


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _program(done: Imported) -> str:
    program = done.offer.program
    return {"spreadsheet": "a spreadsheet", "shelterkit": "from shelterkit"}.get(program, f"from {program}")


def _found(done: Imported) -> str:
    """Return "12 items to add: 3 water, 9 food; 2 here already"."""
    parts = [f"{count_words(len(done.added), 'item')} to add" + (f", {_kinds(done.added)}" if done.added else "")]
    parts += [f"{done.here} here already"] if done.here else []
    parts += [f"{len(done.differing)} here with other details"] if done.differing else []
    parts += [f"{len(done.like)} like what is here, not added"] if done.like else []
    parts += [f"{count_words(len(done.problems), 'row')} left out"] if done.problems else []
    return "; ".join(parts)


def _kinds(added: Sequence[Placed]) -> str:
    counts = [(sum(one.item.kind == kind for one in added), kind) for kind in KINDS]
    return ", ".join(f"{number} {_KIND_WORDS[kind]}" for number, kind in counts if number)


def _table(added: Sequence[Placed], *, ids: bool) -> tuple[Block, ...]:
    """Return the first items as they will stand in the kit; an id is shown only once it is given."""
    if not added:
        return ()
    rows = tuple(_row(one.item, one.item.id if ids else _KIND_WORDS[one.item.kind]) for one in added[:_MOST_ITEMS])
    headers = ("Id" if ids else "Kind", "Item", "Amount", "Best before", "Where")
    table = Table(headers, rows, wraps=1, indent=_INDENT)
    more = len(added) - _MOST_ITEMS
    return (table, Paragraph(f"  and {more} more")) if more > 0 else (table,)


def _row(item: Item, first: str) -> Row:
    last = str(item.last_usable or "")
    amount = show_amount(item.amount)
    details = ", ".join(part for part in (amount, f"best before {last}" if last else "", item.where or "") if part)
    return Row((first, item.name, amount, last, item.where or ""), (f"{first} {item.name}", details))


def _here(done: Imported) -> tuple[Block, ...]:
    if not done.here:
        return ()
    return (Paragraph(f"Here already and left as they are: {count_words(done.here, 'item')}."),)


def _rest(done: Imported) -> tuple[Block, ...]:
    """Return what is worth a look before agreeing: lots that are almost here already, what was assumed."""
    said = (*_differing(done), *note_lines(done), *done.offer.notes)
    return (*_said(_household(done)), *_stays(done), *_said(said))


def note_lines(done: Imported) -> list[str]:
    """Return what was left out or assumed in each row that is added, the first eight of it."""
    notes = [f"{one.place}: {_sentence(note)}" for one in done.added for note in one.notes]
    more = len(notes) - _MOST_NOTES
    return [*notes[:_MOST_NOTES], f"{more} more notes like these."] if more > 0 else notes


def _energies(done: Imported) -> list[str]:
    """Return which items got the energy of a food of the catalogue, and what it is."""
    lines = [f"{one.place}: {one.item.name}: {got_words(one.item, food)}" for one, food in done.known[:_MOST_ITEMS]]
    more = len(done.known) - _MOST_ITEMS
    return [*lines, f"{more} more got their energy from USDA; shelterkit show tells it."] if more > 0 else lines


def _worthless(done: Imported, *, ids: bool) -> tuple[Block, ...]:
    """Return in one line which food has no energy; once it has ids, how to say it."""
    found = done.worthless
    if not found:
        return ()
    named = [f"{one.item.id} {one.item.name}" if ids else one.item.name for one in found[:_MOST_ITEMS]]
    named += [f"{len(found) - _MOST_ITEMS} more"] if len(found) > _MOST_ITEMS else []
    verbs = "has no energy and counts" if len(found) == 1 else "have no energy and count"
    line = Paragraph(f"{count_words(len(found), 'item')} {verbs} as nothing: {', '.join(named)}.", hang=_INDENT)
    return (line, Verbatim(f"Set it:  shelterkit edit {found[0].item.id} --like FOOD")) if ids else (line,)


def _household(done: Imported) -> list[str]:
    """Return who and what comes with a whole kit beside its items."""
    come = done.newcomers
    people = [f"{name} ({raised}: one more)" if raised else name for name, raised in come.people]
    doses = [f"{one.medicine}{f' for {one.person}' if one.person else ''}" for one in come.regimens]
    parts = (("People", people), ("Doses", doses), ("Contacts", come.contacts))
    return [f"{what}: {', '.join(names)}" for what, names in parts if names]


def _differing(done: Imported) -> list[str]:
    """Return which items here are not as a file has them."""
    lines = [
        f"{item.id} {item.name} is not as in the file ({_other(one.item, item)}): it stays as it is here."
        for one, item in done.differing[:_MOST_LIKE]
    ]
    more = len(done.differing) - _MOST_LIKE
    return [*lines, f"{more} more are not as in the file, and stay as they are here."] if more > 0 else lines


def _other(there: Item, here: Item) -> str:
    """Return in what an item there is another than here: its amount, its date, or both."""
    days = [str(item.last_usable or "no date") for item in (there, here)]
    dated = [f"{show_amount(item.amount)}, {day}" for item, day in zip((there, here), days, strict=True)]
    plain = [show_amount(item.amount) for item in (there, here)]
    told = plain if days[0] == days[1] else dated
    return f"{told[0]} there; {told[1]} here" if told is dated else f"{told[0]} there, {told[1]} here"


def _like(done: Imported, alike: str) -> tuple[Block, ...]:
    """Return what was not added because a lot of the same kind, name and date is here, and how to add it."""
    if not done.like:
        return ()
    lines = [
        f"{one.place}: {one.item.name} is like {item.id}, which is here ({_how_else(one.item, item)}); it is not added."
        for one, item in done.like[:_MOST_LIKE]
    ]
    more = len(done.like) - _MOST_LIKE
    lines += [f"{more} more are like items that are here; they are not added."] if more > 0 else []
    return (*_said(lines), Verbatim(f"Add {'it' if len(done.like) == 1 else 'them'} all the same:  {alike}"))


def _how_else(there: Item, here: Item) -> str:
    """Return in what an item of a file is not as the one that is here."""
    if there.amount != here.amount:
        return f"{show_amount(there.amount)} there, {show_amount(here.amount)} here"
    if there.where != here.where:
        return f"{there.where or 'no place'} there, {here.where or 'no place'} here"
    return "with other details"


def _stays(done: Imported) -> tuple[Block, ...]:
    """Return what a whole kit has otherwise beside its items; the kit's own stays."""
    if done.mine is None or done.offer.household is None:
        return ()
    lines = staying_lines(done.mine, done.offer.household)
    return (Paragraph(HEAD), *(Paragraph(f"  {line}", hang=2 * _INDENT) for line in lines)) if lines else ()


def _said(lines: Sequence[str]) -> tuple[Block, ...]:
    return tuple(Paragraph(_sentence(line), hang=_INDENT) for line in lines)


def not_in_a_table(kit: Kit) -> str:
    """Return what of a kit a table of its items does not have beside the household; empty where there is no more."""
    people, doses, contacts = len(kit.household.people), len(kit.household.regimens), len(kit.contacts)
    parts = ["1 person" if people == 1 else f"{people} people"] if people else []
    parts += [f"the doses of {count_words(doses, 'medicine')}"] if doses else []
    parts += [count_words(contacts, "contact")] if contacts else []
    if not parts:
        return ""
    what = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    only = "are only in" if len(parts) > 1 or doses or people + contacts > 1 else "is only in"
    return f"A table has the items: {what} {only} the JSON. All of it: shelterkit export -o kit.json"


def not_exact_in_a_table(differing: Sequence[Otherwise]) -> str:
    """Return which items come back otherwise when a table is read again; empty where none does."""
    if not differing:
        return ""
    named = [f"{one.item.id} {one.item.name} ({_fields(one)})" for one in differing[:_MOST_OTHERWISE]]
    more = len(differing) - _MOST_OTHERWISE
    named += [f"and {more} more"] if more > 0 else []
    return f"Not the same once the table is read again: {', '.join(named)}. A backup has all of it: shelterkit backup"


def _fields(one: Otherwise) -> str:
    return ", ".join(_FIELDS.get(field, field.replace("_", " ")) for field in one.fields)


def exported_document(path: str, number: int) -> Document:
    """Return what was written."""
    return document(
        Paragraph(f"Wrote {path}: {count_words(number, 'item')}, only you can read it.", hang=_INDENT),
    )
