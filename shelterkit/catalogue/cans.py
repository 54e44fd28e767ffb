"""Beans and their like that may be in a can: dry they have four times the energy, and are called the same."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from shelterkit.catalogue.matching import is_called_alike, is_same_thing
from shelterkit.quantities.units import GRAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.catalogue.foods import Food
    from shelterkit.inventory.items import Item

_DRY: Final = "dry"
_SAYS_DRY: Final = ("dry", "dried", "сух", "сушен")  # noqa: RUF001 - Ukrainian
# Grams a can of them has, small ones and large ones.
_LEAST, _MOST = Decimal(200), Decimal(850)


def perhaps_canned(foods: Sequence[Food], food: Food, item: Item) -> tuple[Food, ...]:
    """Return what a name may mean in cans and dry, the likelier first; nothing where it is dry for certain.

    A name that says it leaves no doubt, nor does a size in which no cans are sold and the dry ones are.
    """
    folded = item.name.casefold()
    if food.category != "pulses" or _DRY not in food.name or any(word in folded for word in _SAYS_DRY):
        return ()
    canned = _canned(foods, food, item.name)
    fitting = tuple(one for one in canned if one.comes_in(item.amount))
    is_can = item.amount.unit.symbol == "can" or (_is_of_a_can(item) and not food.comes_in(item.amount))
    if is_can:
        return (*canned, food)
    return (food, *canned) if fitting else ()


def _canned(foods: Sequence[Food], food: Food, name: str) -> tuple[Food, ...]:
    """Return the same in cans; where the catalogue has none, what is most like it."""
    cans = tuple(one for one in foods if one.category == "canned" and "canned" in one.name)
    names = (name, food.name, food.name_uk.partition(",")[0])
    same = tuple(one for one in cans if any(is_called_alike(mine, its) for mine in names for its in one.names))
    return same or tuple(one for one in cans if any(is_same_thing(name, its) for its in one.names))


def _is_of_a_can(item: Item) -> bool:
    each = item.amount._replace(count=None)
    return each.unit.dimension == "mass" and _LEAST <= each.base / GRAM.factor <= _MOST
