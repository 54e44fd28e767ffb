"""What an import would do, what it did, and what it left out; what an export says of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.inventory.items import KINDS
from shelterkit.quantities.amounts import show_amount
from shelterkit.report.changes import DRY_RUN, UNDO
from shelterkit.report.document import Document, Paragraph, Row, Table, Verbatim, document
from shelterkit.report.wording import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.interchange.drafts import RowProblem
    from shelterkit.interchange.offer import Imported
    from shelterkit.interchange.shelving import Placed
    from shelterkit.inventory.items import Item
    from shelterkit.report.document import Block

MOST_PROBLEMS = 20
_MOST_ITEMS, _MOST_LIKE, _MOST_NOTES = 8, 5, 8
_KIND_WORDS = {"water": "water", "food": "food", "med": "medicine", "other": "other"}
_INDENT = 2


def preview_document(done: Imported, again: str, *, dry_run: bool) -> Document:
    """Return what an import would add, what is here already and every row that is left out."""
    return document(
        Paragraph(f"{done.offer.name} ({_program(done)}): {_found(done)}.", hang=_INDENT),
        _table(done.added, ids=False),
        _rest(done),
        tuple(Paragraph(line, hang=2 * _INDENT) for line in problem_lines(done.problems, again)),
        Verbatim(DRY_RUN) if dry_run else None,
    )


def imported_document(done: Imported) -> Document:
    """Return what was added."""
    name = done.offer.name
    kinds = f": {_kinds(done.added)}" if done.added else ""
    head = f"Imported {count_words(len(done.added), 'item')} from {name}{kinds}."
    return document(
        Paragraph(head, hang=_INDENT),
        _table(done.added, ids=True),
        (*_here(done), *_said((*_household(done), *_differing(done)))),
        Verbatim(UNDO),
    )


def nothing_new_document(done: Imported) -> Document:
    """Return that all of a file is in the kit already, and what of it differs."""
    number = done.here + len(done.differing)
    here = f"{count_words(number, 'item')} in it, here already" if number else "no items in it"
    first = f"Nothing to import from {done.offer.name}: {here}. Nothing was changed."
    return document(Paragraph(first, hang=_INDENT), _said(_differing(done)))


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
    lines = [
        f"{one.place}: {one.item.name}, {show_amount(one.item.amount)}, is like {item.id}, of which "
        f"{show_amount(item.amount)} are here; it is added beside it."
        for one, item in done.like[:_MOST_LIKE]
    ]
    more = len(done.like) - _MOST_LIKE
    lines += [f"{more} more are like items here but for their amounts."] if more > 0 else []
    notes = [f"{one.place}: {_sentence(note)}" for one in done.added for note in one.notes]
    lines += notes[:_MOST_NOTES]
    lines += [f"{len(notes) - _MOST_NOTES} more notes like these."] if len(notes) > _MOST_NOTES else []
    return _said((*_household(done), *_differing(done), *lines, *done.offer.notes))


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
        f"{item.id} {item.name} is not as in the file ({show_amount(one.item.amount)} there, "
        f"{show_amount(item.amount)} here): it stays as it is here."
        for one, item in done.differing[:_MOST_LIKE]
    ]
    more = len(done.differing) - _MOST_LIKE
    return [*lines, f"{more} more are not as in the file, and stay as they are here."] if more > 0 else lines


def _said(lines: Sequence[str]) -> tuple[Block, ...]:
    return tuple(Paragraph(_sentence(line), hang=_INDENT) for line in lines)


def exported_document(path: str, number: int) -> Document:
    """Return what was written."""
    return document(
        Paragraph(f"Wrote {path}: {count_words(number, 'item')}, only you can read it.", hang=_INDENT),
    )
