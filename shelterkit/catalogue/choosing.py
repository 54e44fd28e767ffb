"""Which energy food on the shelf has: from the catalogue where its name and its amount leave no doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.catalogue.cans import perhaps_canned
from shelterkit.catalogue.foods import DRAINED
from shelterkit.catalogue.matching import Match, match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.catalogue.foods import Food
    from shelterkit.inventory.items import Inventory, Item

KNOWN, SEVERAL, SIZE, DRAINING, UNIT, NONE = "known", "several", "size", "drained", "unit", "none"
_PEOPLE_EAT = ("people", "infant")
_WHICH = ("drained", "with liquid", "without liquid", "без рідини", "з рідиною")


class Choice(NamedTuple):
    """What the catalogue says of an item: how sure it is, and the foods it may be, the likeliest first.

    "size": how big is one of them; "drained": with the liquid in the can or without; "unit": the food is known by
    weight and the item is measured, or the other way round.
    """

    outcome: str
    foods: tuple[Food, ...] = ()

    @property
    def food(self) -> Food:
        """Return the food that is meant, or the likeliest of them."""
        return self.foods[0]


def is_open(item: Item) -> bool:
    """Tell whether the energy of an item is asked for and not known."""
    counts_itself = item.amount.unit.dimension == "energy" or item.amount.unit.symbol == "day"
    unknown = item.energy is None and item.lasts is None
    return item.kind == "food" and unknown and item.eaten_by in _PEOPLE_EAT and not counts_itself


def choose(foods: Sequence[Food], item: Item) -> Choice:
    """Return what the catalogue makes of an item's name and amount."""
    found = match(foods, item.name)
    if found.food is None:
        return Choice(SEVERAL, _by_size(found, item)) if found.close else Choice(NONE)
    return _doubted(foods, found.food, item)


def choose_like(foods: Sequence[Food], like: str, item: Item) -> Choice:
    """Return what an item is worth that somebody says is like a food: its id, or what it is called."""
    by_id = next((food for food in foods if food.id == like.strip().casefold()), None)
    found = Match(by_id) if by_id else match(foods, like)
    if found.food is None:
        return Choice(SEVERAL, found.close) if found.close else Choice(NONE)
    return _measured(found.food, item)


def _by_size(found: Match, item: Item) -> tuple[Food, ...]:
    """Return the foods a name may mean: first what is sold in packs of that size, of those what is ready to eat."""
    return tuple(sorted(found.close, key=lambda food: (not food.comes_in(item.amount), bool(food.needs))))


def _measured(food: Food, item: Item) -> Choice:
    if food.energy_for(item.amount) is not None:
        return Choice(KNOWN, (food,))
    return Choice(SIZE if item.amount.unit.dimension == "pieces" else UNIT, (food,))


def _doubted(foods: Sequence[Food], food: Food, item: Item) -> Choice:
    """Return the food, unless it may be one in a can, or the amount that with the liquid or without it.

    The size of a usual can tells which of the two is meant; so does a name that says it.
    """
    if canned := perhaps_canned(foods, food, item):
        return Choice(SEVERAL, canned)
    measured = _measured(food, item)
    if measured.outcome != KNOWN or _says_which(item.name):
        return measured
    base = food.id.removesuffix(DRAINED)
    both = tuple(one for one in foods if one.id in (base, base + DRAINED))
    fitting = [one for one in both if one.comes_in(item.amount)]
    if len(both) > 1:
        return Choice(KNOWN, (fitting[0],)) if len(fitting) == 1 else Choice(DRAINING, both)
    return Choice(DRAINING, both) if food.is_drained and not fitting else measured


def _says_which(name: str) -> bool:
    folded = name.casefold()
    return any(words in folded for words in _WHICH)


def with_food(item: Item, food: Food, *, eater_said: bool = False) -> Item:
    """Return an item with what is known of a food: its energy, what it needs, and who eats it unless that was said."""
    eaten_by = item.eaten_by if eater_said or item.eaten_by != "people" else food.eaten_by
    energy = food.energy_for(item.amount)
    return item._replace(energy=energy, kcal_source=food.source, needs=food.needs, eaten_by=eaten_by)


def fillable(foods: Sequence[Food], inventory: Inventory) -> tuple[tuple[Item, Food], ...]:
    """Return the items without energy whose food is certain, each with that food."""
    choices = ((item, choose(foods, item)) for item in inventory.items if is_open(item))
    return tuple((item, choice.food) for item, choice in choices if choice.outcome == KNOWN)
