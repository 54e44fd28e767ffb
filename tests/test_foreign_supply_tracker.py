"""Emergency Supply Tracker's export: items of one inventory or of several."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.interchange import supply_tracker
from shelterkit.interchange.drafts import Draft, Reading, RowProblem
from tests.foreign_files import ANY_JSON, document_of, draft, item_of, only

REF = "supply-tracker:11111111-0000-4000-8000-00000000000"
NO_ENERGY = "it does not say how much energy it has"
IMPOSSIBLE = "its energy cannot be right: left out"
FIELDS = (
    "name",
    "quantity",
    "unit",
    "categoryId",
    "itemType",
    "expirationDate",
    "neverExpires",
    "location",
    "notes",
    "weightGrams",
    "caloriesPerUnit",
    "capacityMah",
    "requiresWaterLiters",
    "isNormalRotation",
    "estimatedQuantity",
    "excludeFromCalculations",
    "id",
)


def read(**fields: Any) -> Reading:
    """Return what a file with one item says: two pieces of something for the tools, and the fields given."""
    item = {"name": "Thing", "categoryId": "tools-supplies", "quantity": 2, "unit": "pieces", **fields}
    return supply_tracker.read({"household": {}, "items": [item]})


def food(**fields: Any) -> Draft | RowProblem:
    """Return what an item of the category food is."""
    return only(read(categoryId="food", **fields))


def test_an_export_is_read_item_by_item() -> None:
    document = document_of("supply_tracker.json")

    assert supply_tracker.recognises(document)
    assert supply_tracker.read(document) == Reading(
        "Emergency Supply Tracker",
        (
            draft(
                "item 1",
                kind="water",
                name="Bottled Water",
                amount="27 L",
                best_before="2027-06-15",
                where="Cellar",
                note="blue crates",
                ref=f"{REF}1",
            ),
            draft(
                "item 2",
                NO_ENERGY,
                kind="food",
                name="Long-life Milk",
                amount="5 L",
                best_before="2027-01-20",
                ref=f"{REF}2",
            ),
            draft(
                "item 3",
                kind="food",
                name="Canned Soup",
                amount="20 cans",
                best_before="2027-08-10",
                kcal="200/can",
                ref=f"{REF}3",
            ),
            draft(
                "item 4",
                "it needs 1 L of water for each unit, which a kit does not reckon with",
                kind="food",
                name="Pasta",
                amount="2.5 kg",
                kcal="3500/1000g",
                ref=f"{REF}4",
            ),
            draft(
                "item 5",
                '"sets" is no unit here: counted in pieces',
                kind="med",
                name="First Aid Kit",
                amount="1 piece",
                ref=f"{REF}5",
            ),
            draft(
                "item 6",
                kind="other",
                name="Power Bank",
                amount="2 pieces",
                note="charged; 20000 mAh; 74 Wh",
                ref=f"{REF}6",
            ),
            draft(
                "item 8", '"meters" is no unit here: counted in pieces', name="Rope", amount="15 pieces", ref=f"{REF}8"
            ),
        ),
        (RowProblem("item 7", "February 2028 has 29 days; did you mean 2028-02-29?"),),
        ("1 left out: nothing of it is there.",),
    )


def test_several_inventories_are_read_one_after_the_other() -> None:
    document = document_of("supply_tracker_sets.json")

    assert supply_tracker.recognises(document)
    assert supply_tracker.read(document) == Reading(
        "Emergency Supply Tracker",
        (
            draft(
                "inventory 1, item 1",
                "it is used up and bought again all the time: the amount is an estimate",
                kind="food",
                name="Bread",
                amount="2 pieces",
                kcal="1200/piece",
                ref="supply-tracker:a1",
            ),
            draft("inventory 2, item 1", kind="other", name="Blanket", amount="2 pieces", ref="supply-tracker:b1"),
        ),
        (),
        ("1 left out: used up every day, and not reckoned with there either.",),
    )


@pytest.mark.parametrize(
    "document", [None, [], {}, {"items": []}, {"meta": {}, "items": []}, {"settings": {}}, {"inventorySets": {}}]
)
def test_a_document_of_another_program_is_not_taken_for_the_trackers(document: Any) -> None:
    assert not supply_tracker.recognises(document)


@pytest.mark.parametrize("damaged", [None, {"data": []}, {"data": {"items": "none"}}])
def test_an_inventory_that_is_none_is_named(damaged: Any) -> None:
    found = supply_tracker.read({"inventorySets": [damaged]})

    assert only(found) == RowProblem("inventory 1, item 1", "it is no item")


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("food", "food"),
        ("medical-health", "med"),
        ("cooking-heat", "other"),
        ("light-power", "other"),
        ("communication-info", "other"),
        ("hygiene-sanitation", "other"),
        ("tools-supplies", "other"),
        ("cash-documents", "other"),
        ("boat", None),
        (None, None),
        (["food"], None),
    ],
)
def test_the_category_says_the_kind(category: Any, kind: str | None) -> None:
    found = only(read(categoryId=category))

    assert isinstance(found, Draft)
    assert found.table.get("kind") == kind


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"name": "Pullovesi", "itemType": "bottled-water", "unit": "liters"}, "water"),
        ({"name": "Spring WATER", "unit": "liters"}, "water"),
        ({"name": "Water", "unit": "bottles"}, "food"),
        ({"name": "Milk", "itemType": 5, "unit": "liters"}, "food"),
    ],
)
def test_a_drink_is_water_where_the_tracker_itself_counts_it_as_water(fields: dict[str, Any], kind: str) -> None:
    found = only(read(categoryId="water-beverages", **fields))

    assert isinstance(found, Draft)
    assert found.table["kind"] == kind


@pytest.mark.parametrize(
    ("fields", "kcal", "notes"),
    [
        ({"caloriesPerUnit": 250}, "250/piece", ()),
        ({"caloriesPerUnit": Decimal("250.5"), "unit": "cans"}, "250.5/can", ()),
        ({"caloriesPerUnit": 3500, "unit": "kilograms"}, "3500/kg", ()),
        ({"caloriesPerUnit": 1750, "unit": "kilograms", "weightGrams": 500}, "1750/500g", ()),
        ({"caloriesPerUnit": 3500, "unit": "kilograms", "weightGrams": 100}, None, (IMPOSSIBLE,)),
        ({"caloriesPerUnit": 350, "unit": "grams"}, None, (IMPOSSIBLE,)),
        ({"caloriesPerUnit": 640, "unit": "liters"}, "640/L", ()),
        ({"caloriesPerUnit": 64000, "unit": "liters"}, None, (IMPOSSIBLE,)),
        ({"caloriesPerUnit": 4000, "weightGrams": 400}, None, (IMPOSSIBLE,)),
        ({"caloriesPerUnit": -1}, None, (IMPOSSIBLE,)),
        ({"caloriesPerUnit": "many"}, None, (IMPOSSIBLE,)),
        ({"caloriesPerUnit": 0}, None, (NO_ENERGY,)),
        ({"caloriesPerUnit": None}, None, (NO_ENERGY,)),
        ({}, None, (NO_ENERGY,)),
    ],
)
def test_energy_is_that_of_one_unit_and_never_guessed(
    fields: dict[str, Any], kcal: str | None, notes: tuple[str, ...]
) -> None:
    found = food(**fields)

    assert isinstance(found, Draft)
    assert (found.table.get("kcal"), found.notes) == (kcal, notes)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": None}, "it has no name"),
        ({"name": 7}, "the name is not text"),
        ({"quantity": "many"}, 'the quantity "many" is not a number'),
        ({"quantity": []}, "the quantity is not a number"),
        ({"quantity": None}, "it says no quantity"),
        ({"unit": ["cans"]}, "the unit is not text"),
        ({"expirationDate": "2027-13-01"}, "month 13 does not exist; did you mean 2027-01-13?"),
        ({"isNormalRotation": True, "estimatedQuantity": "x"}, 'the estimated quantity "x" is not a number'),
    ],
)
def test_an_item_that_is_none_says_why(fields: dict[str, Any], message: str) -> None:
    assert only(read(**fields)) == RowProblem("item 1", message)


def test_strange_fields_are_left_out() -> None:
    found = only(read(location=[], notes={}, capacityMah="lots", capacityWh=0, id=" ", requiresWaterLiters=-1))

    assert found == draft(
        "item 1",
        "its place is not text and is left out",
        "its note is not text and is left out",
        kind="other",
        name="Thing",
        amount="2 pieces",
    )


def test_what_is_used_up_every_day_without_an_estimate_is_left_out() -> None:
    assert read(isNormalRotation=True).notes == ("1 left out: used up every day, and not reckoned with there either.",)


@given(st.dictionaries(st.sampled_from(FIELDS), ANY_JSON), ANY_JSON)
def test_any_document_is_read_without_an_error(fields: dict[str, Any], value: Any) -> None:
    found = read(**fields)

    assert len(found.drafts) + len(found.problems) <= 1
    assert all(item_of(made) for made in found.drafts)
    for document in (value, {"household": 1, "items": [value]}, {"inventorySets": [value, {"data": value}]}):
        assert not supply_tracker.recognises(document) or supply_tracker.read(document)
