"""What the stock-take says: the sheet to fill in, and the echo of what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.household import medicine_key
from shelterkit.inventory.finding import fold
from shelterkit.inventory.items import KINDS, id_number
from shelterkit.quantities.amounts import show_amount
from shelterkit.quantities.numbers import number_text
from shelterkit.report.changes import line_for, now_words, said_document
from shelterkit.report.document import Document, Gap, Heading, Row, Table, Verbatim, WriteIn, document
from shelterkit.report.wording import NEED_NAMES, count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from shelterkit.assessment.assess import Assessment, Line
    from shelterkit.codec.kit import Kit
    from shelterkit.inventory.counting import Counted
    from shelterkit.inventory.items import Item
    from shelterkit.report.document import Block

TITLE = "Stock-take"
NO_PLACE = "No place noted"
BLANK = "________"
_EXAMPLES = 2
_MOST_ITEMS, _MOST_NEEDS = 12, 6


class Lacking(NamedTuple):
    """A need of the household of which nothing is in the kit."""

    need: str
    medicine: str | None = None


def lacking(assessment: Assessment | None, items: Sequence[Item]) -> tuple[Lacking, ...]:
    """Return the needs of which nothing is in the kit, not even something expired or of unknown worth."""
    if assessment is None:
        return ()
    there = [item for item in items if not item.amount.is_zero]
    served = {_key(line) for item in there if (line := line_for(item, assessment))}
    needs = [Lacking(*_key(line)) for line in assessment.lines if _key(line) not in served]
    medicines = {medicine_key(item.name) for item in there if item.kind == "med"}
    as_needed = (name for name, _ in assessment.as_needed if medicine_key(name) not in medicines)
    return tuple(dict.fromkeys((*needs, *(Lacking("medication", name) for name in as_needed))))


def _key(line: Line) -> tuple[str, str | None]:
    return line.need.kind, line.need.medicine


def sheet_document(kit: Kit, needs: Sequence[Lacking], *, on: date) -> Document:
    """Return the sheet: what is noted, place by place, with room to write what is there."""
    places = by_place(kit.inventory.items)
    last = f"Last stock-take: {kit.counted or 'none yet'}."
    return document(
        Heading(TITLE, 1),
        f"Write what you find beside each item. {last}" if places else "There is nothing in the kit yet.",
        tuple(block for place, items in places for block in _place(place, items, on)),
        _needs(needs),
        Gap(),
        tuple(_afterwards(places)),
        title=TITLE,
        footer=f"{TITLE} - printed {on}",
    )


def by_place(items: Sequence[Item]) -> list[tuple[str, tuple[Item, ...]]]:
    """Return the items of each place: places in the order of their names, items without one last."""
    found: dict[str, list[Item]] = {}
    names: dict[str, str] = {}
    for item in sorted(items, key=lambda item: (KINDS.index(item.kind), id_number(item.id))):
        where = item.where or (item.kept.capitalize() if item.kept in ("fridge", "freezer") else "")
        names.setdefault(fold(where), where)
        found.setdefault(fold(where), []).append(item)
    ordered = sorted(found, key=lambda where: (not where, where))
    return [(names[where] or NO_PLACE, tuple(found[where])) for where in ordered]


def _place(place: str, items: Sequence[Item], on: date) -> tuple[Block, ...]:
    headers = ("Id", "Item", "Best before", "In the kit", "Counted")
    return (Gap(), Heading(place), Table(headers, tuple(_row(item, on) for item in items), wraps=1))


def _row(item: Item, on: date) -> Row:
    last = item.last_usable
    dated = f"{last} EXPIRED" if last and last < on else str(last or "")
    amount = _amount(item)
    word = "use by" if item.use_by else "best before"
    details = ", ".join(part for part in (amount, f"{word} {dated}" if dated else "") if part)
    return Row((item.id, item.name, dated, amount, BLANK), (f"{item.id} {item.name}", details, f"counted {BLANK}"))


def _amount(item: Item) -> str:
    return "none" if item.amount.is_zero else show_amount(item.amount)


def _needs(needs: Sequence[Lacking]) -> tuple[Block, ...]:
    if not needs:
        return ()
    blanks = tuple(WriteIn(one.medicine or NEED_NAMES[one.need]) for one in needs)
    return (Gap(), Heading("Needs with nothing in the kit:"), *blanks)


def _afterwards(places: Sequence[tuple[str, Sequence[Item]]]) -> Iterator[Block]:
    """Yield how to type in what was counted, with items of this very kit."""
    first = [item for _, items in places for item in items][:_EXAMPLES]
    if first:
        words = " ".join(f"{item.id} {typed_amount(item)}" for item in first)
        yield Verbatim(f"When done:  shelterkit count {words}")
    yield Verbatim("What is new:  shelterkit add --help")


def typed_amount(item: Item) -> str:
    """Return an item's amount as one word that `count` takes: 6 of 6 x 1.5 L, 2kg, 12 of 12 cans."""
    amount = item.amount
    if amount.unit.dimension == "pieces":
        return number_text(amount.number)
    return "".join(amount.text.split()) if amount.count is None else number_text(amount.count)


def counted_document(found: Sequence[Counted], assessment: Assessment | None, *, dry_run: bool) -> Document:
    """Return what was counted, item by item, and what it means for the needs."""
    changed = [one for one in found if not one.is_as_before]
    lines = [_counted(one) for one in found]
    if len(found) > _MOST_ITEMS:
        shown = changed[: _MOST_ITEMS - 2]
        lines = [_counted(one) for one in shown]
        more, same = len(changed) - len(shown), len(found) - len(changed)
        lines += [f"And {more} more changed."] if more else []
        lines += [f"{count_words(same, 'item')} as before."] if same else []
    if not changed:
        lines.append(f"{'It would be' if dry_run else 'It is'} noted that the kit was counted today.")
    return said_document(*lines, *_meanings(changed, assessment, dry_run=dry_run), dry_run=dry_run)


def _counted(one: Counted) -> str:
    was = "as it was" if one.is_as_before else f"(was {_amount(one.before)})"
    comma = "," if one.is_as_before else ""
    return f"{one.after.id} {one.after.name}: {_amount(one.after)}{comma} {was}"


def _meanings(changed: Sequence[Counted], assessment: Assessment | None, *, dry_run: bool) -> list[str]:
    """Return how each need stands that a changed item serves, unless there are many."""
    served = ((one.after, line_for(one.after, assessment)) for one in changed)
    # What nobody knows the worth of changes no number.
    lines = {_key(line): line for item, line in served if line and item not in line.unknown}
    if len(lines) > _MOST_NEEDS:
        return [f"{len(lines)} needs stand differently; see them all:   shelterkit status"]
    return [now_words(line, dry_run=dry_run) for line in lines.values()]
