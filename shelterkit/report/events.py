"""Events in words, with the names of things only where they were asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.calendar_dates import Span
from shelterkit.events import LAST_USABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from shelterkit.events import Event
    from shelterkit.inventory.items import Item

_NAMELESS = {"water": "1 water item", "food": "1 food item", "med": "1 medicine", "other": "1 other item"}


class Entry(NamedTuple):
    """One day as a calendar takes it; `rings` are the days on which it reminds."""

    uid: str
    what: str
    day: date
    title: str
    details: str
    rings: tuple[date, ...] = ()
    item_id: str | None = None


def entries(
    events: Iterable[Event], kit_id: str, *, names: bool, remind: Sequence[Span], on: date
) -> tuple[Entry, ...]:
    """Return the events of a kit as entries of a calendar, each reminding so long before its day."""
    return tuple(
        Entry(
            f"{event.key}.{kit_id}@shelterkit",
            event.what,
            event.day,
            _title(event, names=names),
            _details(event, names=names, on=on),
            _rings(event.day, remind, on),
            event.item.id if event.item else None,
        )
        for event in events
    )


def _title(event: Event, *, names: bool) -> str:
    if event.what == LAST_USABLE and event.item:
        # Nobody is told to take a medicine because it goes off.
        do = "Use up" if event.item.kind in ("water", "food") else "Replace"
        thing = event.item.name if names else f"{_NAMELESS[event.item.kind]} ({event.item.id})"
        return f"{do}: {thing}"
    if not names:
        return "Order medicine"
    people = f" ({', '.join(event.people)})" if event.people else ""
    return f"Order {event.medicine}{people}"


def _details(event: Event, *, names: bool, on: date) -> str:
    if event.what == LAST_USABLE and event.item:
        place = f", {event.item.where}" if names and event.item.where else ""
        return f"{event.item.id}{place}. {_good_to(event.item)}. What is left of it: shelterkit show {event.item.id}"
    package = f"{event.item.id}: " if event.item else ""
    runs_out = event.runs_out or on
    # A calendar is read later: no word in it may count from today.
    ended = f"There is not enough from {runs_out} on"
    last = f"The last full day is {runs_out - timedelta(1)}" if runs_out > on else ended
    return f"{package}{last}. How long it lasts: shelterkit status"


def _good_to(item: Item) -> str:
    last = item.last_usable
    if item.good_to is None or item.good_to.day != last:
        return f"Opened, good to {last}"
    return f"{'Use by' if item.use_by else 'Best before'} {last}"


def _rings(day: date, remind: Sequence[Span], on: date) -> tuple[date, ...]:
    """Return the days to remind on that are not over; where all are, the day itself.

    A calendar that gets an alarm of the past may ring at once, and once more with every import.
    """
    asked = {Span(-span.months, -span.days).after(day) for span in remind}
    ahead = sorted(ring for ring in asked if ring >= on)
    return tuple(ahead) or ((day,) if asked else ())
