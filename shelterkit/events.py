"""The days a household wants to know of beforehand: last usable days, and days to order medicine by."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.calendar_dates import LATEST
from shelterkit.household import medicine_key
from shelterkit.inventory.items import first_to_expire, id_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from shelterkit.assessment.assess import Assessment
    from shelterkit.household import Household
    from shelterkit.inventory.items import Inventory, Item

LAST_USABLE, ORDER = "last-usable", "order"
ORDER_AHEAD = 14  # days; the same as medication_warning of a kit's [check] table where it says nothing


class Event(NamedTuple):
    """One such day; `key` tells it from every other one of the kit, stays the same and says no name.

    `item` is what goes off, or of a medicine to order what is left of it; `runs_out` is the first day without enough.
    """

    key: str
    what: str
    day: date
    item: Item | None = None
    medicine: str | None = None
    people: tuple[str, ...] = ()
    runs_out: date | None = None


def events_of(
    assessment: Assessment, inventory: Inventory, household: Household, *, order_ahead: int = ORDER_AHEAD
) -> tuple[Event, ...]:
    """Return every such day that is not over yet, the nearest first."""
    on = assessment.on
    found = [*_last_usable_days(inventory, on), *_order_days(assessment, inventory, household, order_ahead)]
    return tuple(sorted(found, key=lambda event: (event.day, event.what, _number(event))))


def _number(event: Event) -> tuple[int, str]:
    return (id_number(event.item.id) if event.item else 0, event.key)


def _last_usable_days(inventory: Inventory, on: date) -> Iterator[Event]:
    for item in inventory.items:
        last = item.last_usable
        # What has expired has no day to wait for any more, and of nothing there is nothing to use up.
        if last is not None and last >= on and not item.amount.is_zero:
            yield Event(item.id, LAST_USABLE, last, item)


def _order_days(assessment: Assessment, inventory: Inventory, household: Household, ahead: int) -> Iterator[Event]:
    on, numbers = assessment.on, _numbers(household)
    for line in assessment.lines:
        runs_out = line.until(on) if line.need.kind == "medication" else None
        # A medicine that lasts beyond every calendar needs no day in one.
        if runs_out is not None and runs_out <= LATEST:
            name = line.need.medicine or ""
            day = max(on, runs_out - timedelta(ahead))
            people = tuple(dict.fromkeys(person for person in line.need.people if person))
            left = _first_left(inventory, name, on)
            yield Event(f"order-{numbers[medicine_key(name)]}", ORDER, day, left, name, people, runs_out)


def _first_left(inventory: Inventory, medicine: str, on: date) -> Item | None:
    """Return the package of a medicine that is to be taken first, None where nothing is left."""
    key = medicine_key(medicine)
    left = [item for item in inventory.items if item.kind == "med" and medicine_key(item.name) == key]
    left = [item for item in left if not item.amount.is_zero and not item.is_expired(on)]
    return min(left, key=first_to_expire, default=None)


def _numbers(household: Household) -> dict[str, int]:
    """Return the place of each medicine among those the household takes.

    Packages come and go, and a name may not be told, not even as a hash: whoever has a list of medicines could
    try them all. The order of the regimens stays as it is while doses change and packages are bought and used.
    """
    keys = dict.fromkeys(medicine_key(regimen.medicine) for regimen in household.regimens)
    return {key: number for number, key in enumerate(keys, 1)}
