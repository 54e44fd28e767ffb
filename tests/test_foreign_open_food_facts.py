"""Products of Open Food Facts saved as JSON: their names, amounts, eaters, and energy that is never guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.interchange import open_food_facts
from shelterkit.interchange.drafts import Draft, Reading, RowProblem
from shelterkit.interchange.foreign_values import energy_text
from shelterkit.quantities.amounts import Amount, parse_amount
from shelterkit.quantities.energy import energy_of, parse_energy
from tests.foreign_files import ANY_JSON, document_of, draft, item_of, only

CODE = "20000000000"
ONE_EACH = "Open Food Facts knows products, not how many you have: each is one package here."
NO_ENERGY = "it does not say how much energy it has"
IMPOSSIBLE = "its energy cannot be right: left out"
NO_AMOUNT = (
    'it does not say how much is in a package; write it into the file, as in "quantity": "400 g", or add it by hand'
)
KEYS = (
    "energy-kcal_100g",
    "energy-kj_100g",
    "energy_100g",
    "energy-kcal_serving",
    "energy-kj_serving",
    "energy_serving",
)
FIELDS = (
    "code",
    "product_name",
    "product_name_en",
    "generic_name",
    "brands",
    "quantity",
    "product_quantity",
    "product_quantity_unit",
    "categories_tags",
    "product_type",
    "nutriments",
    "nutrition",
    "nutrition_data_per",
    "serving_quantity",
    "serving_quantity_unit",
)


def read(**fields: Any) -> Draft | RowProblem:
    """Return what one product is: 400 g of something called Stew, and the fields given."""
    return only(open_food_facts.read({"code": "x-1", "product_name": "Stew", "quantity": "400 g", **fields}))


def told(**fields: Any) -> dict[str, Any]:
    """Return the table of a product."""
    found = read(**fields)
    assert isinstance(found, Draft), found
    return found.table


def test_the_answer_for_one_product_is_read_with_its_kcal() -> None:
    document = document_of("open_food_facts.json")

    assert open_food_facts.recognises(document)
    assert open_food_facts.read(document) == Reading(
        "Open Food Facts",
        (
            draft(
                f"product {CODE}17",
                "its date is of a package somebody else had: left out",
                kind="food",
                name="Nut spread",
                amount="400 g",
                kcal="539/100g",
                note="Acme, Acme Bio",
                ref=f"openfoodfacts:{CODE}17",
            ),
        ),
        (),
        (ONE_EACH,),
    )


def test_what_a_search_found_is_read_product_by_product() -> None:
    document = document_of("open_food_facts_search.json")

    def product(end: str, *notes: str, **fields: str) -> Draft:
        return draft(f"product {CODE}{end}", *notes, **fields, ref=f"openfoodfacts:{CODE}{end}")

    assert open_food_facts.recognises(document)
    assert open_food_facts.read(document) == Reading(
        "Open Food Facts",
        (
            product("24", kind="water", name="Spring water", amount="6 x 1.5 L"),
            product("31", kind="food", name="Linsensuppe", amount="800 g", kj="297/100g"),
            product("48", kind="food", name="Orange juice", amount="1000 ml", kj="185/100ml"),
            product("55", NO_ENERGY, kind="food", eaten_by="dog", name="Kibble", amount="3 kg"),
            product("62", IMPOSSIBLE, kind="food", eaten_by="infant", name="First milk", amount="800 g"),
            product("86", kind="food", name="Cola", amount="12 floz", kcal="140/355ml"),
            product("93", kind="food", name="Oats", amount="12 oz", kcal="372/100g"),
            product("94", kind="other", name="Soap", amount="100 g"),
        ),
        (RowProblem(f"product {CODE}79", NO_AMOUNT),),
        (ONE_EACH,),
    )


@pytest.mark.parametrize(
    "document",
    [
        {"code": "1", "status": 0},
        {"code": "1", "product": {}, "status": "success"},
        {"count": 0, "products": []},
        {"products": [{"code": "1", "nutriments": {}}]},
        {"code": "1", "product_name": "Stew"},
        [{"code": "1", "product_name": "Stew"}],
    ],
)
def test_answers_searches_and_lists_are_taken_for_open_food_facts(document: Any) -> None:
    assert open_food_facts.recognises(document)


@pytest.mark.parametrize(
    "document", [None, [], {}, [1], {"products": []}, {"products": [{"id": 1}]}, {"code": 1}, {"product_name": "a"}, 5]
)
def test_a_document_of_another_program_is_not_taken_for_open_food_facts(document: Any) -> None:
    assert not open_food_facts.recognises(document)


@pytest.mark.parametrize("product", [None, {}, [], "none"])
def test_a_product_nobody_knows_is_a_problem(product: Any) -> None:
    found = open_food_facts.read({"code": "12345678", "product": product, "status": 0})

    assert only(found) == RowProblem("product 12345678", "Open Food Facts does not know this product")


@pytest.mark.parametrize(
    ("names", "name"),
    [
        ({"product_name_en": "Soup"}, "Stew"),
        ({"product_name": " ", "product_name_en": "Soup", "product_name_uk": "Борщ"}, "Борщ"),
        ({"product_name": None, "product_name_en": "Soup"}, "Soup"),
        ({"product_name": None, "product_name_en": "Soup", "product_name_de": "Suppe"}, "Soup"),
        ({"product_name": [], "product_name_de": "Suppe"}, "Suppe"),
        ({"product_name": "", "generic_name": "Tinned stew", "brands": "Acme"}, "Tinned stew"),
        ({"product_name": "", "brands": "Acme"}, "Acme"),
        ({"product_name": "Two\n lines"}, "Two lines"),
    ],
)
def test_the_name_is_the_first_that_is_there(names: dict[str, Any], name: str) -> None:
    assert told(**names)["name"] == name


def test_a_list_of_products_is_read_in_its_order() -> None:
    products = [{"code": f"{number}", "product_name": name, "quantity": "1 kg"} for number, name in enumerate("ab")]

    found = open_food_facts.read([*products, 7])

    assert [made.table["name"] for made in found.drafts] == ["a", "b"]
    assert found.problems == (RowProblem("product 3", "Open Food Facts does not know this product"),)


def test_a_brand_that_is_the_name_is_not_said_twice() -> None:
    assert "note" not in told(product_name="", brands="Acme")


def test_a_product_without_any_name_is_a_problem() -> None:
    assert read(product_name="", brands=["Acme"]) == RowProblem("product 1", "it has no name")


@pytest.mark.parametrize(
    ("fields", "amount"),
    [
        ({"quantity": "1kg"}, "1 kg"),
        ({"quantity": "33 cl e"}, "33 cl"),
        ({"quantity": "2 x 125 g"}, "2 x 125 g"),
        ({"quantity": "900 мл"}, "900 ml"),
        ({"quantity": "big (340 g)"}, "340 g"),
        ({"quantity": "1.000 g", "product_quantity": 1000, "product_quantity_unit": "g"}, "1000 g"),
        ({"quantity": "1.000 g", "product_quantity": "1000"}, "1000 g"),
        ({"quantity": "1,000mL", "product_quantity": "1000"}, "1000 ml"),
        ({"quantity": "1,000 mL", "product_quantity": "1000"}, "1000 ml"),
        ({"quantity": "6 eggs", "product_quantity": 318, "product_quantity_unit": "G"}, "318 g"),
        ({"quantity": "6 pieces", "product_quantity": 318, "product_quantity_unit": "g"}, "318 g"),
        ({"quantity": "6 pieces"}, "6 pieces"),
        ({"quantity": "6 pieces", "product_quantity": 318}, "6 pieces"),
        ({"quantity": None, "product_quantity": 400, "product_quantity_unit": "g"}, "400 g"),
    ],
)
def test_the_amount_is_what_is_printed_else_what_is_reckoned(fields: dict[str, Any], amount: str) -> None:
    assert told(**fields)["amount"] == amount


@pytest.mark.parametrize(
    "fields",
    [
        {"quantity": None},
        {"quantity": "0 g"},
        {"quantity": "a bag"},
        {"quantity": None, "product_quantity": 400},
        {"quantity": "some", "product_quantity": "x", "product_quantity_unit": "g"},
        {"quantity": "1,000 ???", "product_quantity": 400},
        {"quantity": [], "product_quantity": 0, "product_quantity_unit": "g"},
        {"quantity": [], "product_quantity": 4, "product_quantity_unit": "sacks"},
    ],
)
def test_an_unknown_amount_is_a_problem_with_a_way_out(fields: dict[str, Any]) -> None:
    assert read(**fields) == RowProblem("product 1", NO_AMOUNT)


@pytest.mark.parametrize(
    ("fields", "kind", "eater"),
    [
        ({"categories_tags": ["en:soups"]}, "food", None),
        ({"categories_tags": "en:waters"}, "food", None),
        ({"categories_tags": ["en:waters", 5, None]}, "water", None),
        ({"categories_tags": ["en:waters", "en:flavored-waters"]}, "food", None),
        ({"categories_tags": ["en:infant-formulas"]}, "food", "infant"),
        ({"categories_tags": ["en:cat-foods"]}, "food", "cat"),
        ({"categories_tags": ["en:dog-food"]}, "food", "dog"),
        ({"categories_tags": ["en:dog-food", "en:cat-food"]}, "other", None),
        ({"categories_tags": ["en:pet-foods"]}, "other", None),
        ({"product_type": "petfood"}, "other", None),
        ({"product_type": "product"}, "other", None),
        ({"product_type": ["beauty"]}, "food", None),
    ],
)
def test_the_categories_say_the_kind_and_who_eats_it(fields: dict[str, Any], kind: str, eater: str | None) -> None:
    table = told(**fields)

    assert (table["kind"], table.get("eaten_by")) == (kind, eater)


@pytest.mark.parametrize(
    ("nutriments", "energy", "notes"),
    [
        ({"energy-kcal_100g": 902}, ("kcal", "902/100g"), ()),
        ({"energy-kcal_100g": Decimal("539.25"), "energy-kj_100g": 2255}, ("kcal", "539.25/100g"), ()),
        ({"energy-kcal_100g": "539"}, ("kcal", "539/100g"), ()),
        ({"energy-kj_100g": Decimal("1252.09888888889")}, ("kj", "1252.0989/100g"), ()),
        ({"energy_100g": 2255, "energy_unit": "kcal"}, ("kj", "2255/100g"), ()),
        ({"energy-kcal_100g": "", "energy-kj_100g": 2255}, ("kj", "2255/100g"), ()),
        ({"energy-kcal_100g": 0}, ("kcal", "0/100g"), ()),
        (
            {"energy-kcal_100g": 100, "energy-kj_100g": 2255},
            ("kcal", "100/100g"),
            ("its kcal and kJ do not agree: the kcal count",),
        ),
        ({"energy-kcal_100g": 903}, None, (IMPOSSIBLE,)),
        ({"energy-kcal_100g": 2255, "energy-kj_100g": 2255}, None, (IMPOSSIBLE,)),
        ({"energy-kj_100g": 3775}, None, (IMPOSSIBLE,)),
        ({"energy-kcal_100g": -1}, None, (IMPOSSIBLE,)),
        ({"energy-kcal_100g": "NaN"}, None, (IMPOSSIBLE,)),
        ({"energy-kcal_100g": float("nan")}, None, (IMPOSSIBLE,)),
        ({"energy-kcal_100g": Decimal("1E+400")}, None, (IMPOSSIBLE,)),
        ({"energy-kcal_100g": []}, None, (IMPOSSIBLE,)),
        ({"energy-kcal_100g": None, "energy-kcal_prepared_100g": 60}, None, (NO_ENERGY,)),
        ({"energy-kcal_serving": 140}, None, (NO_ENERGY,)),
        ({}, None, (NO_ENERGY,)),
        ([], None, (NO_ENERGY,)),
    ],
)
def test_energy_is_read_for_100_g(nutriments: Any, energy: tuple[str, str] | None, notes: tuple[str, ...]) -> None:
    found = read(nutriments=nutriments)

    said = dict([energy]) if energy else {}
    assert found == draft("product 1", *notes, kind="food", name="Stew", amount="400 g", **said)


@pytest.mark.parametrize(
    ("fields", "energy"),
    [
        ({"quantity": "1 L", "nutriments": {"energy-kcal_100g": 64}}, "64/100ml"),
        ({"quantity": "1 L", "nutriments": {"energy-kcal_100g": 64}, "nutrition_data_per": "100g"}, "64/100ml"),
        ({"quantity": "1 L", "nutriments": {"energy-kcal_100g": 64}, "nutrition_data_per": "100ml"}, "64/100ml"),
        ({"nutriments": {"energy-kcal_100g": 64}, "nutrition_data_per": "100ml"}, None),
        ({"quantity": "6 pieces", "nutriments": {"energy-kcal_100g": 64}}, None),
        (
            {"nutriments": {"energy-kcal_serving": 110}, "serving_quantity": 45, "serving_quantity_unit": "g"},
            "110/45g",
        ),
        ({"nutriments": {"energy-kcal_serving": 110}, "serving_quantity": 0, "serving_quantity_unit": "g"}, None),
        ({"nutriments": {"energy-kcal_serving": 110}, "serving_quantity": "x", "serving_quantity_unit": "g"}, None),
        ({"nutriments": {"energy-kcal_serving": 110}, "serving_quantity": 45, "serving_quantity_unit": "ml"}, None),
        ({"nutriments": {"energy-kcal_serving": 110}, "serving_quantity": 10, "serving_quantity_unit": "g"}, None),
        ({"nutriments": {}, "serving_quantity": 45, "serving_quantity_unit": "g"}, None),
        ({"nutrition": {"aggregated_set": {"per": "100g", "nutrients": {"energy-kcal": {"value": 5}}}}}, "5/100g"),
        ({"nutrition": {"aggregated_set": {"per": "100g", "nutrients": {"energy": {"value": 5}}}}}, None),
        ({"nutrition": {"aggregated_set": {"per": "100ml", "nutrients": {"energy-kcal": {"value": 5}}}}}, None),
        (
            {
                "nutrition": {
                    "aggregated_set": {
                        "per": "100g",
                        "preparation": "prepared",
                        "nutrients": {"energy-kcal": {"value": 5}},
                    }
                }
            },
            None,
        ),
        ({"nutrition": {"aggregated_set": {"per": "100g", "nutrients": {"energy-kcal": 5}}}}, None),
    ],
)
def test_energy_is_counted_by_what_the_package_is_counted_by(fields: dict[str, Any], energy: str | None) -> None:
    assert told(**fields).get("kcal") == energy


@pytest.mark.parametrize(
    "fields",
    [
        {"nutrition": {"aggregated_set": {"per": "100g", "nutrients": {"energy-kj": {"value": 1000}}}}},
        {"nutrition": {"aggregated_set": {"per": "100g", "nutrients": {"energy": {"value": 1000}}}}},
        {"nutriments": {"energy-kj_serving": 1000}, "serving_quantity": 100, "serving_quantity_unit": "g"},
        {"nutriments": {"energy_serving": 1000}, "serving_quantity": 100, "serving_quantity_unit": "g"},
    ],
)
def test_energy_without_a_unit_in_its_name_is_in_kilojoules(fields: dict[str, Any]) -> None:
    assert told(**fields)["kj"] == "1000/100g"


@pytest.mark.parametrize("tag", ["waters", "spring-waters", "mineral-waters", "natural-mineral-waters"])
def test_every_category_of_plain_water_is_water(tag: str) -> None:
    assert told(quantity="1 L", categories_tags=[f"en:{tag}"])["kind"] == "water"


@pytest.mark.parametrize("tag", ["flavored-waters", "flavoured-waters", "tonic-waters", "sodas"])
def test_water_with_something_in_it_is_food(tag: str) -> None:
    assert told(quantity="1 L", categories_tags=["en:waters", f"en:{tag}"])["kind"] == "food"


@pytest.mark.parametrize("tag", ["baby-foods", "baby-milks", "infant-formulas", "infant-milks", "first-age-milks"])
def test_what_babies_are_fed_counts_for_infants(tag: str) -> None:
    assert told(categories_tags=[f"en:{tag}"])["eaten_by"] == "infant"


@pytest.mark.parametrize("tags", [["en:pet-foods"], ["en:pet-food"], ["en:dog-foods", "en:cat-foods"]])
def test_food_of_a_pet_nobody_names_counts_for_nobody(tags: list[str]) -> None:
    assert read(categories_tags=tags) == draft(
        "product 1",
        "it does not say whose food it is, a dog's or a cat's: it counts for nobody",
        kind="other",
        name="Stew",
        amount="400 g",
    )


def test_water_has_no_energy() -> None:
    table = told(quantity="1 L", categories_tags=["en:waters"], nutriments={"energy-kcal_100g": 12})

    assert table == {"kind": "water", "name": "Stew", "amount": "1 L"}


@given(st.decimals(0, 902, places=3), st.integers(1, 2000), st.booleans())
def test_energy_of_a_package_is_what_the_label_says_of_100_g(kcal: Decimal, grams: int, in_kj: bool) -> None:  # noqa: FBT001 - a drawn value
    amount = parse_amount(f"{grams} g")
    hundred = Amount(None, Decimal(100), amount.unit)

    text = energy_text(kcal * Decimal("4.184") if in_kj else kcal, hundred, kj=in_kj)

    assert text is not None
    assert abs(energy_of(parse_energy(text, kj=in_kj), amount) - kcal * grams / 100) < 1


@given(
    st.dictionaries(st.sampled_from(FIELDS), ANY_JSON),
    st.dictionaries(st.sampled_from(KEYS), ANY_JSON),
    ANY_JSON,
)
def test_any_document_is_read_without_an_error(fields: dict[str, Any], nutriments: dict[str, Any], value: Any) -> None:
    found = read(**{"nutriments": nutriments, **fields})

    assert isinstance(found, RowProblem) or item_of(found)
    for document in (value, [value], {"products": [value], "count": 1}, {"code": value, "status": 1, "product": value}):
        assert not open_food_facts.recognises(document) or open_food_facts.read(document)
