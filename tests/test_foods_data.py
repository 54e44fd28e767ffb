"""The catalogue of foods as it is shipped: whole, sourced, and unchanged."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.library import foods
from shelterkit.quantities.amounts import parse_amount
from shelterkit.report.foods import CATEGORIES

if TYPE_CHECKING:
    from shelterkit.catalogue.foods import Food

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "shelterkit" / "data" / "foods.csv"
REFERENCE = ROOT.parent / "shared" / "reference" / "foods.csv"
FOODS = foods()
IDS = [food.id for food in FOODS]


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_every_row_is_a_food_with_every_cell_it_needs() -> None:
    header, *cells = rows(SHIPPED)

    assert len(FOODS) == len(cells) == 162
    assert {len(row) for row in cells} == {len(header)}
    assert [row[0] for row in cells if not all(row[header.index(name)] for name in NEEDED)] == []


NEEDED = (
    "id", "name_en", "aliases_en", "name_uk", "aliases_uk", "category", "basis", "kcal", "usda_id", "usda_description",
    "typical_package", "needs_cooking",
)  # fmt: skip


def test_every_id_is_one_food_s() -> None:
    assert [name for name, number in Counter(IDS).items() if number > 1] == []
    assert [one for one in IDS if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one)] == []


def test_no_name_or_alias_belongs_to_two_foods() -> None:
    owners: dict[str, set[str]] = {}
    for food in FOODS:
        for name in food.names:
            owners.setdefault(name.casefold(), set()).add(food.id)

    assert {name: sorted(ids) for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("food", FOODS, ids=IDS)
def test_a_food_is_sourced_and_within_reason(food: Food) -> None:
    assert Decimal(0) <= food.kcal <= Decimal(902)
    assert re.fullmatch(r"NDB:\d{5}(\|FDC:\d{6})?", food.usda_id)
    assert food.category in CATEGORIES
    assert food.keeps_months is None or (0 < food.keeps_months <= 60 and food.keeps_source.startswith("FoodKeeper #"))
    assert food.water_ml is None or 0 < food.water_ml <= 2000


@pytest.mark.parametrize("food", FOODS, ids=IDS)
def test_every_usual_pack_has_an_energy(food: Food) -> None:
    sizes = [parse_amount(package.partition("(")[0].strip()) for package in food.packages]

    assert [size.text for size in sizes if food.energy_for(size) is None] == []
    assert all(food.comes_in(size) for size in sizes)


def test_bases_are_weight_or_volume() -> None:
    header, *cells = rows(SHIPPED)

    assert {row[header.index("basis")] for row in cells} == {"100g", "100ml"}
    assert {row[header.index("needs_cooking")] for row in cells} == {"yes", "no"}


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference is not here")
def test_the_catalogue_is_the_reference_row_by_row() -> None:
    assert rows(SHIPPED) == rows(REFERENCE)
