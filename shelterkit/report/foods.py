"""What the catalogue of foods says: a list, one food in full, and what an item got from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.catalogue.matching import says_which
from shelterkit.quantities.amounts import show_amount
from shelterkit.quantities.numbers import show_number
from shelterkit.report.document import Block, Document, Heading, Paragraph, Row, Table, Verbatim, document
from shelterkit.report.wording import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from shelterkit.catalogue.foods import Food
    from shelterkit.inventory.items import Item

CATEGORIES = {
    "grains": "Grains, flour, pasta, bread",
    "pulses": "Beans, peas and lentils, dry",
    "canned": "Cans: beans, vegetables, fruit",
    "meat_fish": "Meat and fish",
    "dairy": "Milk, cheese, eggs",
    "fats": "Oil and fat",
    "fruit_veg": "Fruit and vegetables",
    "sweets": "Sweet things",
    "snacks": "Nuts, seeds and snacks",
    "drinks": "Drinks",
    "infant": "For infants",
    "ready_meals": "Ready meals and soups",
}
_HEADERS = ("Id", "Food", "Energy", "Keeps")
_DAYS_A_MONTH = 30


def foods_document(foods: Sequence[Food], *, narrowed: bool) -> Document:
    """Return foods by category, or those that were searched for, the likeliest first."""
    if narrowed and len(foods) == 1:
        return food_document(foods[0])
    how = Verbatim("Take one:  shelterkit add food NAME AMOUNT --like ID")
    if narrowed:
        return document(_table(foods), how)
    blocks: list[Block] = []
    for category, title in CATEGORIES.items():
        blocks += [Heading(title), _table([food for food in foods if food.category == category])]
    return document(Paragraph(f"{count_words(len(foods), 'food')}, energy by USDA. The label on a pack wins."), blocks)


def _table(foods: Sequence[Food]) -> Table:
    return Table(_HEADERS, tuple(map(_row, foods)), wraps=1, indent=2)


def _row(food: Food) -> Row:
    cells = (food.id, food.name, energy_per(food), _keeps(food) or "")
    return Row(cells, (f"{food.id}  {food.name}", ", ".join(cell for cell in cells[2:] if cell)))


def food_document(food: Food) -> Document:
    """Return everything about one food, one fact a line."""
    keeps = _keeps(food)
    facts = (
        ("Also", ", ".join(food.aliases)),
        ("Ukrainian", ", ".join((food.name_uk, *food.aliases_uk))),
        ("Energy", f"{energy_per(food)} (USDA, {food.usda_description})"),
        ("Source", food.usda_id.replace("|", ", ").replace(":", " ")),
        ("Sold in", ", ".join(food.packages)),
        ("Keeps", f"{keeps} unopened" if keeps else None),
        ("By", food.keeps_source),
        ("Needs", food.needs),
        ("Eaten by", "infants" if food.eaten_by == "infant" else None),
    )
    rows = tuple(Row((name, value), (f"{name}: {value}",)) for name, value in facts if value)
    how = Verbatim(f"Take it:  shelterkit add food NAME AMOUNT --like {food.id}")
    return document(f"{food.id}  {food.name}", Table((), rows, wraps=1, indent=2), how)


def energy_per(food: Food) -> str:
    """Return "346 kcal/100 g"."""
    return f"{show_number(food.kcal)} kcal/100 {'ml' if food.by_volume else 'g'}"


def _keeps(food: Food) -> str | None:
    """Return "24 months", "15 days", "1 month in the fridge"."""
    months = food.keeps_months
    if months is None:
        return None
    whole = months == months.to_integral_value()
    span = count_words(int(months), "month") if whole else count_words(int(months * _DAYS_A_MONTH), "day")
    return f"{span} in the fridge" if food.keeps_cold else span


def _keeps_option(months: Decimal) -> str:
    whole = months == months.to_integral_value()
    return f"{int(months)}m" if whole else f"{int(months * _DAYS_A_MONTH)}d"


def known_words(item: Item, food: Food) -> str:
    """Return the energy an item got and whose figure it is: "346 kcal/100 g (USDA, Buckwheat groats, ...)"."""
    energy = item.energy or food.energy_for(item.amount)
    assert energy is not None  # noqa: S101 - a food is known only for what it can be counted by
    assert energy.per is not None  # noqa: S101 - its energy is that of 100 g or 100 ml
    number = f"{show_number(energy.number)} kcal/{show_amount(energy.per)}"
    density = food.density if energy.per.unit.dimension == "volume" else None
    basis = f", {energy_per(food)} at {density} g/ml" if density else ""
    counted = "; counted for the weight without the liquid" if food.is_drained else ""
    return f"{number} (USDA, {food.usda_description}{basis}){counted}"


def counted_words(item: Item, food: Food) -> str:
    """Return the energy an item got; before it the food it is taken for, where its name does not say so much."""
    taken_for = "" if says_which(item.name, food) else f"counted as {food.name}: "
    return f"{taken_for}{known_words(item, food)}"


def _is_for_infants(item: Item, food: Food) -> bool:
    return food.eaten_by == item.eaten_by == "infant"


def eater_words(item: Item, food: Food) -> str:
    """Return that an item counts for infants because of what it is."""
    if not _is_for_infants(item, food):
        return ""
    return f"Counted as infant food; for others:   shelterkit edit {item.id} --eaten-by people"


def keeping_words(item: Item, food: Food, *, dry_run: bool) -> str:
    """Return how long it usually keeps, where nobody gave a date; of which food that is true, where that is not said.

    What is kept in a fridge may be another one than that which keeps on a shelf.
    """
    keeps = _keeps(food)
    if item.good_to or keeps is None or food.keeps_months is None or (item.kept == "fridge" and not food.keeps_cold):
        return ""
    option = f"-b {_keeps_option(food.keeps_months)}"
    how = option if dry_run else f"shelterkit edit {item.id} {option}"
    if says_which(item.name, food):
        return f"no date; usually keeps {keeps} unopened, FoodKeeper. Set it: {how}"
    return f"no date; {food.name} usually keeps {keeps} unopened, FoodKeeper. If it is that: {how}"


def unit_words(item: Item, food: Food) -> str:
    """Return why the energy of a food does not count for an amount."""
    by = "volume" if food.by_volume else "weight"
    return f"{food.name}: the energy is known by {by} ({energy_per(food)}), which {show_amount(item.amount)} is not."


def offer_words(item: Item, food: Food) -> str:
    """Return the offer of a food's energy for an item that has none."""
    return f"{known_words(item, food)} can be its energy:   shelterkit edit {item.id} --like {food.id}"


def filled_words(item: Item, food: Food) -> str:
    """Return what an item got that had no energy, or would get."""
    return f"{item.id} {item.name}: {got_words(item, food)}"


def got_words(item: Item, food: Food) -> str:
    """Return the energy of an item that was looked up with many others, and that it is for infants where it is."""
    eater = "; counted as infant food" if _is_for_infants(item, food) else ""
    return f"{known_words(item, food)}{eater}"
