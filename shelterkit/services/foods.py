"""Energy that nobody had to type: foods of the catalogue, for what is added, corrected, or has lain there without."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.catalogue.choosing import KNOWN, Choice, choose, choose_like, fillable, is_open, with_food
from shelterkit.catalogue.matching import search
from shelterkit.errors import NotDoneError
from shelterkit.inventory.items import id_number
from shelterkit.library import foods

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shelterkit.catalogue.foods import Food
    from shelterkit.inventory.items import Inventory, Item


class UnsettledFoodError(NotDoneError):
    """What an item is said to be like does not settle its energy; `choice` says why."""

    def __init__(self, item: Item, choice: Choice) -> None:
        super().__init__(f"what {item.name} is like does not settle its energy")
        self.item = item
        self.choice = choice


class Filled(NamedTuple):
    """An item that had no energy, as it is now, and the food it was taken from."""

    item: Item
    food: Food


def find_foods(words: str) -> tuple[Food, ...]:
    """Return the foods that words may mean, the likeliest first; all of them without words."""
    return search(foods(), words)


def is_known_food(name: str) -> bool:
    """Tell whether a name is one of the catalogue, or may be."""
    return bool(name) and bool(find_foods(name))


def choice_of(item: Item, like: str | None = None) -> Choice:
    """Return what the catalogue makes of an item, by its name or by what it is said to be like."""
    return choose(foods(), item) if like is None else choose_like(foods(), like, item)


def likened(like: str, *, eater_said: bool) -> Callable[[Item], Item]:
    """Return how an item gets the energy of a food; UnsettledFoodError where that leaves a doubt."""
    known = foods()

    def settle(item: Item) -> Item:
        choice = choose_like(known, like, item)
        if choice.outcome != KNOWN:
            raise UnsettledFoodError(item, choice)
        return with_food(item, choice.food, eater_said=eater_said)

    return settle


def offered(item: Item) -> Food | None:
    """Return the food an item certainly is, where its energy is asked for and not known."""
    if not is_open(item):
        return None
    choice = choose(foods(), item)
    return choice.food if choice.outcome == KNOWN else None


def looked_up(items: Sequence[Item], *, lookup: bool) -> tuple[tuple[Item, Food | None], ...]:
    """Return items that come from elsewhere, each with the energy of the food it certainly is, and that food.

    What has an id comes out of a kit, and stays what it is there.
    """
    wanting = {number for number, item in enumerate(items) if lookup and is_open(item) and not id_number(item.id)}
    known = foods() if wanting else ()
    return tuple(_looked_up(known, item) if number in wanting else (item, None) for number, item in enumerate(items))


def _looked_up(known: Sequence[Food], item: Item) -> tuple[Item, Food | None]:
    choice = choose(known, item)
    return (with_food(item, choice.food), choice.food) if choice.outcome == KNOWN else (item, None)


def with_true_sources(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return items without the source of an energy which that source does not have."""
    known = foods() if any(item.kcal_source for item in items) else ()
    by_source: dict[str, list[Food]] = {}
    for food in known:
        by_source.setdefault(food.source, []).append(food)
    return tuple(_with_true_source(item, by_source.get(item.kcal_source or "", [])) for item in items)


def _with_true_source(item: Item, named: Sequence[Food]) -> Item:
    energy = item.energy
    is_true = energy is not None and any(food.energy_for(energy.per or item.amount) == energy for food in named)
    return item if is_true or not named else item._replace(kcal_source=None)


def filled(inventory: Inventory) -> tuple[Filled, ...]:
    """Return every item without energy that the catalogue knows for certain, with its energy."""
    if not any(map(is_open, inventory.items)):
        return ()
    return tuple(Filled(with_food(item, food), food) for item, food in fillable(foods(), inventory))


def with_filled(inventory: Inventory, filled: Sequence[Filled]) -> Inventory:
    """Return the inventory with the items that got their energy."""
    by_id = {one.item.id: one.item for one in filled}
    return inventory._replace(items=tuple(by_id.get(item.id, item) for item in inventory.items))
