"""What single items ask for: dates that have passed or come near, water to replace, food nobody can count."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from shelterkit.calendar_dates import Span, parse_span
from shelterkit.reminders.reminder import EXPIRED, NO_ENERGY, ROTATE, SOON, UNUSED, WARNING, Reminder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from shelterkit.advisory.figures import Advisory
    from shelterkit.assessment.assess import Assessment
    from shelterkit.inventory.items import Inventory, Item

# CDC's for water people fill themselves; most authorities that name a time name this one.
USUAL_ROTATION = Span(6, 0, "m")
_EATEN_BY = {"people": "food", "infant": "infant-food", "dog": "dog-food", "cat": "cat-food"}


def rotation_of(advisory: Advisory) -> Span:
    """Return after what time water without a date is replaced: as the advisory says, else after 6 months."""
    figure = advisory.figure("drinking-water")
    return parse_span(figure.rotate) if figure and figure.rotate else USUAL_ROTATION


def need_of(item: Item) -> str | None:
    """Return the need an item is for; None for batteries and other things."""
    if item.kind == "water":
        return "technical-water" if item.technical else "drinking-water"
    if item.kind == "food":
        return _EATEN_BY[item.eaten_by]
    return "medication" if item.kind == "med" else None


def of_lots(inventory: Inventory, *, on: date, within: Span, rotation: Span) -> Iterator[Reminder]:
    """Yield what is past its last day, what has it within a time (that day included), and water kept for too long."""
    limit = within.after(on)
    for item in inventory.items:
        last = item.last_usable
        if last is None:
            if item.kind == "water" and not item.amount.is_zero:
                yield from _rotate(item, rotation, on)
        elif last <= limit and not item.amount.is_zero:
            code = EXPIRED if last < on else SOON
            yield Reminder(code, WARNING, need_of(item), item, day=last, days=Decimal((last - on).days))


def _rotate(item: Item, rotation: Span, on: date) -> Iterator[Reminder]:
    """Yield water whose day to be replaced has passed; when it was added nobody says, nothing can be said."""
    due = rotation.after(item.added) if item.added else on
    if due < on:
        yield Reminder(ROTATE, WARNING, need_of(item), item, day=due)


def of_waste(assessment: Assessment, inventory: Inventory) -> Iterator[Reminder]:
    """Yield the lots of medicine of which some goes off before anybody's turn comes to take it."""
    for line in assessment.lines:
        if line.need.kind != "medication" or not line.wasted:
            continue
        for item in inventory.items:
            if item.id in line.wasted:
                wasted = line.wasted[item.id] / (line.parts * line.need.factor)
                yield Reminder(
                    UNUSED,
                    WARNING,
                    line.need.kind,
                    item,
                    line.need.medicine,
                    line=line,
                    day=item.last_usable,
                    days=Decimal((item.last_usable - assessment.on).days) if item.last_usable else None,
                    wasted=wasted,
                )


def of_unknown(assessment: Assessment) -> Iterator[Reminder]:
    """Yield one reminder of all the food that counts as nothing, because nobody said what it is worth."""
    kinds = [line.need.kind for line in assessment.lines if line.unknown]
    if kinds:
        yield Reminder(NO_ENERGY, WARNING, kinds[0], items=assessment.unknown)
