"""Energy that nobody had to type: foods of the catalogue, for what is added, corrected, or has lain there without."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.catalogue.choosing import KNOWN, Choice, choose, choose_like, fillable, is_open, with_food
from shelterkit.catalogue.matching import search
from shelterkit.errors import NotDoneError
from shelterkit.library import foods
from shelterkit.services.changing import Change, Decision, Pen, change

if TYPE_CHECKING:
    from collections.abc import Callable

    from shelterkit.catalogue.foods import Food
    from shelterkit.codec.kit import Kit
    from shelterkit.inventory.items import Item
    from shelterkit.services.kits import Desk


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


def fill_all(desk: Desk, pen: Pen) -> Change[tuple[Filled, ...]]:
    """Give every item without energy that of its food where the catalogue knows it for certain, in one step."""
    known = foods()

    def decide(kit: Kit) -> Decision[tuple[Filled, ...]]:
        filled = tuple(Filled(with_food(item, food), food) for item, food in fillable(known, kit.inventory))
        inventory = kit.inventory
        for one in filled:
            inventory = inventory.with_changed(one.item)
        named = ", ".join(f"{one.item.id} {one.item.name}" for one in filled)
        return Decision(kit._replace(inventory=inventory), f"look up the energy of {named}", filled)

    return change(desk, pen, decide)
