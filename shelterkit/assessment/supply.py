"""What each item on the shelf adds to a need."""

from __future__ import annotations

from decimal import Decimal
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.assessment.coverage import Lot
from shelterkit.household import medicine_key
from shelterkit.inventory.items import first_to_expire
from shelterkit.quantities.energy import energy_ratio, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from shelterkit.assessment.demand import Need
    from shelterkit.inventory.items import Inventory, Item

_EATEN_BY = {"food": "people", "infant-food": "infant", "dog-food": "dog", "cat-food": "cat"}
_MOST_PARTS = 10**20


class Stock(NamedTuple):
    """The lots of one need, first to expire first, in `parts` of its unit; `unknown` items add nothing."""

    lots: tuple[Lot, ...]
    parts: Decimal
    unknown: tuple[Item, ...]


def stock_for(need: Need, inventory: Inventory, *, eaters: int, on: date) -> Stock:
    """Return what is on the shelf for a need: nothing expired, and nothing guessed."""
    usable = [item for item in _items_for(need, inventory) if not (item.is_expired(on) or item.amount.is_zero)]
    supplies: list[tuple[Item, Decimal, Decimal]] = []
    unknown: list[Item] = []
    usable.sort(key=first_to_expire)
    for item in usable:
        ratio = _supply(need, item, eaters)
        if ratio is None:
            unknown.append(item)
        else:
            supplies.append((item, *ratio))
    parts = need.rate.days * _common_parts([denominator for _, _, denominator in supplies])
    lots = tuple(
        Lot(item.id, numerator * parts / denominator, _usable_days(item, on), item.person)
        for item, numerator, denominator in supplies
    )
    return Stock(lots, parts, tuple(unknown))


def _items_for(need: Need, inventory: Inventory) -> Sequence[Item]:
    if need.kind == "medication":
        key = medicine_key(need.medicine or "")
        return [item for item in inventory.items if item.kind == "med" and medicine_key(item.name) == key]
    if need.unit == "L":
        technical = need.kind == "technical-water"
        return [item for item in inventory.items if item.kind == "water" and item.technical is technical]
    eater = _EATEN_BY[need.kind]
    return [item for item in inventory.items if item.kind == "food" and item.eaten_by == eater]


def _supply(need: Need, item: Item, eaters: int) -> tuple[Decimal, Decimal] | None:
    """Return the item's supply as numerator and denominator, None when nobody said what it is worth."""
    if need.kind not in _EATEN_BY:
        return item.amount.base, Decimal(1)
    in_energy = item.amount.unit.dimension == "energy" or item.energy is not None
    if need.unit == "kcal" and in_energy:
        return energy_ratio(item.energy, item.amount)
    days = _eater_days(item)
    if days is None or need.unit == "day":
        return days
    # An eater's day is the need's demand for one of those who eat: the demand through their number.
    return days[0] * need.rate.amount, days[1] * need.rate.days * eaters


def _eater_days(item: Item) -> tuple[Decimal, Decimal] | None:
    """Return for how many days the item feeds one eater, as numerator and denominator."""
    if item.lasts is None:
        return (item.amount.number, Decimal(1)) if item.amount.unit.symbol == "day" else None
    days = Decimal(item.lasts.whole_days)
    if item.lasts.per is None:
        return days, Decimal(1)
    have, per = share_of(item.amount, item.lasts.per)
    return days * have, per


def _common_parts(denominators: Sequence[Decimal]) -> Decimal:
    """Return a number that every denominator divides, so that all lots are whole parts of one unit."""
    parts = 1
    for denominator in set(denominators):
        numerator, _ = denominator.as_integer_ratio()
        parts = lcm(parts, numerator // _twos_and_fives(numerator))
    return Decimal(parts) if parts < _MOST_PARTS else Decimal(1)


def _twos_and_fives(number: int) -> int:
    """Return the part of a number that decimals can divide by exactly."""
    part = 1
    for prime in (2, 5):
        while number % (part * prime) == 0:
            part *= prime
    return part


def _usable_days(item: Item, on: date) -> int | None:
    last = item.last_usable
    return None if last is None else (last - on).days + 1
