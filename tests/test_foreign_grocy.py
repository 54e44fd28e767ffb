"""Grocy's stock read from tables as they are copied from its pages or its database, and from its interface."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.interchange import grocy, grocy_api
from shelterkit.interchange.drafts import WHICH_ORDER, Draft, Reading, RowProblem
from shelterkit.interchange.sheet import Row, Sheet
from tests.foreign_files import ANY_JSON, document_of, draft, item_of, only, sheet_of

HEADER = ("Product", "Amount", "Next due date", "Calories (Per stock quantity unit)")


def table(name: str) -> Reading:
    """Return what a table among the samples says, which must be taken for Grocy's."""
    sheet = sheet_of(name)
    assert grocy.recognises(sheet.header)
    return grocy.read(sheet)


def one(header: tuple[str, ...], *cells: str) -> Draft | RowProblem:
    """Return what one row under a header is."""
    found = grocy.read(Sheet(header, (Row(2, cells),)))
    return only(found)


def answer(**entry: Any) -> Draft | RowProblem:
    """Return what one entry of Grocy's interface is."""
    found = grocy_api.read([{"product_id": 1, "amount": 1, "best_before_date": "2027-05-31", **entry}])
    return only(found)


def test_the_stock_overview_copied_into_a_spreadsheet_is_read_with_its_energy_and_without_sums() -> None:
    candy = {"where": "Candy cupboard"}
    pantry = {"where": "Pantry"}

    assert table("grocy_stock_overview.csv") == Reading(
        "Grocy",
        (
            draft(
                "row 2",
                "1 of it opened",
                kind="food",
                name="Cookies",
                amount="12 packs",
                kcal="912.5/pack",
                best_before="2027-01-31",
                **candy,
            ),
            draft(
                "row 3", kind="food", name="Flour", amount="1.5 kg", kcal="3400/kg", best_before="2027-06-30", **pantry
            ),
            draft("row 4", name="Salt", amount="2 jars", **pantry),
            draft(
                "row 5",
                kind="water",
                name="Drinking water 1.5 L",
                amount="6 bottles",
                best_before="2027-03-01",
                where="Cellar",
            ),
            draft("row 6", kind="food", name="Chocolate", amount="2 packs", best_before="2026-12-31", **candy),
            draft(
                "row 7",
                kind="food",
                name="Milk Chocolate",
                amount="5 packs",
                kcal="540/pack",
                best_before="2027-02-28",
                **candy,
            ),
            draft(
                "row 9",
                kind="food",
                name="Spaghetti",
                amount="4 packs",
                kcal="1780/pack",
                best_before="2027-05-31",
                **pantry,
            ),
        ),
        (
            RowProblem("row 11", "1,000 can be 1 or 1000; write 1000 or 1.00"),
            RowProblem("row 12", "February 2027 has 28 days; did you mean 2027-02-28?"),
        ),
        ("1 left out: the sum of other rows.", "1 left out: nothing of it is in stock."),
    )


def test_german_stock_entries_have_cans_where_they_say_dosen() -> None:
    assert table("grocy_bestand.csv") == Reading(
        "Grocy",
        (
            draft(
                "row 2",
                "3 of it opened",
                name="Linsen",
                amount="3 cans",
                best_before="2027-05-31",
                where="Keller",
                note="aus dem Angebot",
            ),
            draft("row 3", name="Nudeln", amount="1.5 kg", best_before="2027-05-31", where="Keller"),
            draft("row 4", name="Seife", amount="2 pieces", where="Bad"),
        ),
        (RowProblem("row 5", "1.000 can be 1 or 1000; write 1000 or 1.00"),),
    )


def test_a_ukrainian_overview_is_read_with_its_groups() -> None:
    store = {"best_before": "2027-05-31", "where": "Комора"}

    assert table("grocy_inventar.csv") == Reading(
        "Grocy",
        (
            draft("row 2", kind="food", name="Гречка", amount="2 packs", **store),
            draft("row 3", kind="water", name="Вода питна", amount="9 L", **store),
            draft(
                "row 4",
                "1 of it opened",
                kind="food",
                name="Огірки",
                amount="3 jars",
                best_before="2027-12-31",
                where="Комора",
            ),
        ),
        (),
    )


def test_the_view_of_the_database_counts_a_product_without_its_kinds() -> None:
    assert table("grocy_database.csv") == Reading(
        "Grocy",
        (
            draft(
                "row 2",
                "0.5 of it opened",
                kind="food",
                name="Oats",
                amount="2.1250 kg",
                kcal="3700/kg",
                best_before="2027-05-31",
                where="Pantry",
                ref="grocy:11",
            ),
            draft(
                "row 3",
                kind="food",
                name="Smoked ham",
                amount="4 packs",
                use_by="2027-01-05",
                where="Fridge",
                ref="grocy:12",
            ),
            draft(
                "row 5",
                '"Bunch" is no unit here: counted in pieces',
                kind="other",
                name="Candles",
                amount="3 pieces",
                ref="grocy:14",
            ),
        ),
        (),
        ("1 left out: nothing of it is in stock.",),
    )


def test_the_stock_of_the_interface_is_read_product_by_product() -> None:
    document = document_of("grocy_stock.json")

    assert grocy_api.recognises(document)
    assert grocy_api.read(document) == Reading(
        "Grocy",
        (
            draft(
                "entry 1",
                "1 of it opened",
                kind="food",
                name="Lentils",
                amount="12 pieces",
                kcal="320/piece",
                best_before="2027-05-31",
                ref="grocy:5",
            ),
            draft("entry 2", name="Minced meat", amount="0.3 pieces", use_by="2026-12-05", ref="grocy:6"),
            draft("entry 3", name="Candles", amount="3 pieces", ref="grocy:7"),
        ),
        (RowProblem("entry 5", "it names no product; save what /api/stock answers, which names them"),),
        (
            "Grocy's stock file names no units: everything is counted in pieces.",
            "1 left out: nothing of it is in stock.",
        ),
    )


def test_what_the_interface_says_of_one_product_has_its_unit_and_place() -> None:
    document = {
        "product": {"id": 5, "name": "Flour", "calories": Decimal("3.64"), "due_type": 1},
        "stock_amount": 750,
        "stock_amount_opened": 250,
        "next_due_date": "2027-05-31",
        "quantity_unit_stock": {"name": "Gram"},
        "location": {"name": "Pantry"},
    }

    assert grocy_api.recognises(document)
    assert grocy_api.read(document) == Reading(
        "Grocy",
        (
            draft(
                "entry 1",
                "250 of it opened",
                kind="food",
                name="Flour",
                amount="750 g",
                kcal="3.64/g",
                best_before="2027-05-31",
                where="Pantry",
                ref="grocy:5",
            ),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("header", "is_grocy"),
    [
        (("Product", "Amount", "Next due date"), True),
        (("PRODUKT", "Menge", "Nächstes Fälligkeitsdatum"), True),
        (("product_name", "amount", "qu_stock_name"), True),
        (("Product", "Amount", "Location"), False),
        (("Продукт", "Кількість", "Термін придатності"), False),
        (("Name", "Amount", "Product group"), False),
        ((), False),
    ],
)
def test_a_table_is_grocys_only_with_a_heading_of_grocy(header: tuple[str, ...], *, is_grocy: bool) -> None:
    assert grocy.recognises(header) is is_grocy


@pytest.mark.parametrize("document", [[], {}, None, "product_id", 5, [1], [{"product_id": 1}], {"product": {}}])
def test_a_document_of_another_program_is_not_taken_for_grocys(document: Any) -> None:
    assert not grocy_api.recognises(document)


@pytest.mark.parametrize(
    ("cell", "amount", "notes"),
    [
        ("12 Cans", "12 cans", ()),
        ("12", "12 pieces", ()),
        ("1,5 kg", "1.5 kg", ()),
        ("1 500 g", "1500 g", ()),
        ("2 Tins 1 Opened", "2 cans", ("1 of it opened",)),
        ("2 Packs Opened", "2 packs", ("2 of it opened",)),
        ("2 Glasses 1 opened 5 Glasses 2 opened", "2 jars", ("1 of it opened",)),
        ("3 Dose", "3 doses", ()),
        ("3 Slices", "3 pieces", ('"Slices" is no unit here: counted in pieces',)),
    ],
)
def test_an_amount_is_read_as_grocy_shows_it(cell: str, amount: str, notes: tuple[str, ...]) -> None:
    assert one(HEADER, "Peas", cell) == draft("row 2", *notes, name="Peas", amount=amount)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1 Dose", "1 can"),
        ("2 Konserven", "2 cans"),
        ("2 Gläser", "2 jars"),
        ("2 Packungen", "2 packs"),
        ("2 Päckchen", "2 packs"),
        ("2 Flaschen", "2 bottles"),
        ("2 Beutel", "2 bags"),
        ("2 Riegel", "2 bars"),
        ("2 Schachteln", "2 boxes"),
        ("2 Tabletten", "2 tablets"),
        ("2 Rollen", "2 rolls"),
        ("2 Tuben", "2 tubes"),
        ("2 Stücke", "2 pieces"),
        ("200 Gramm", "200 g"),
        ("2 Kilogramm", "2 kg"),
        ("2 Liter", "2 L"),
        ("2 Бляшанок", "2 cans"),
    ],
)
def test_german_units_are_ours_in_a_german_table(cell: str, amount: str) -> None:
    assert one(("Produkt", "Menge", "Produktgruppe"), "Erbsen", cell) == draft("row 2", name="Erbsen", amount=amount)


def test_numbers_of_the_database_are_never_ambiguous() -> None:
    header = ("product_name", "amount", "qu_stock_name", "product_calories")

    assert one(header, "Oats", "1.125", "Kilogram", "120.125") == draft(
        "row 2", kind="food", name="Oats", amount="1.1250 kg", kcal="120.1250/kg"
    )


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (("", "2 Cans"), "it has no name"),
        (("Peas", ""), "it says no amount"),
        (("Peas", "some"), '"some" is not an amount'),
        (("Peas", "-1 Can"), '"-1 Can" is not an amount'),
        (("Peas", "2000000 Cans"), '"2000000" is outside what a kit holds: 0.001 to 1 000 000'),
        (("Peas", "2 Cans", "05/06/2027"), f"05/06/2027 can be 5 June or 6 May; {WHICH_ORDER}"),
        (("Peas", "2 Cans", "2999-12-30"), "the year 2999 is outside 2000 to 2100"),
        (
            ("Peas", "2 Cans", "", "", "green"),
            "it has 5 cells, but the first row names 4 columns; is a text with a comma in it not in quotes?",
        ),
    ],
)
def test_a_row_that_is_no_item_says_why(cells: tuple[str, ...], message: str) -> None:
    assert one(HEADER, *cells) == RowProblem("row 2", message)


@pytest.mark.parametrize(
    ("energy", "field", "text"),
    [
        ("Calories (Per stock quantity unit)", "kcal", "340/can"),
        ("Energy (kJ) (Per stock quantity unit)", "kj", "340/can"),
        ("Kalorien (pro Bestandsmengeneinheit)", "kcal", "340/can"),
        ("Енергія (за одиницю)", "kcal", "340/can"),
        ("Калорії (на одиницю)", "kcal", "340/can"),
        ("Calories", None, None),
    ],
)
def test_energy_is_that_of_one_unit_and_what_has_it_is_food(energy: str, field: str | None, text: str | None) -> None:
    told = {"kind": "food", "name": "Peas", "amount": "2 cans", field: text} if field else None

    assert one((*HEADER[:3], energy), "Peas", "2 Cans", "", "340") == Draft(
        "row 2", told or {"name": "Peas", "amount": "2 cans"}
    )


@pytest.mark.parametrize("energy", ["many", "1,000", "99999999"])
def test_energy_that_cannot_be_is_left_out_with_a_note(energy: str) -> None:
    assert one(HEADER, "Peas", "2 Cans", "", energy) == draft(
        "row 2", "its energy cannot be right: left out", name="Peas", amount="2 cans"
    )


def test_a_gram_with_more_energy_than_fat_has_none() -> None:
    assert one(HEADER, "Peas", "200 g", "", "340") == draft(
        "row 2", "its energy cannot be right: left out", name="Peas", amount="200 g"
    )


def test_what_a_group_calls_water_or_tools_has_no_energy() -> None:
    header = (*HEADER, "Product group")

    assert one(header, "Still", "9 L", "", "5", "Trinkwasser") == draft(
        "row 2", kind="water", name="Still", amount="9 L"
    )


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"product": {"name": ["Peas"]}}, "the name is not text"),
        ({"product": {"name": "Peas"}, "amount": None}, "it says no amount"),
        ({"product": {"name": "Peas"}, "amount": -1}, "the amount is below zero"),
        ({"product": {"name": "Peas"}, "amount": True}, "the amount is not a number"),
        ({"product": {"name": "Peas"}, "amount": "many"}, 'the amount "many" is not a number'),
        (
            {"product": {"name": "Peas"}, "amount": Decimal("1E+400")},
            "the amount is more than a kit holds: 1 000 000 of a unit",
        ),
        ({"product": {"name": "Peas"}, "amount": float("nan")}, "the amount is not a number"),
        ({"product": {"name": "Peas"}, "best_before_date": 20270531}, "the date is not text"),
    ],
)
def test_an_entry_that_is_no_item_says_why(entry: dict[str, Any], found: str) -> None:
    assert answer(**entry) == RowProblem("entry 1", found)


def test_strange_fields_of_an_entry_are_left_out() -> None:
    product = {"name": "Peas", "id": "x", "calories": "plenty"}

    found = answer(product=product, amount=1.5, amount_opened="some", location={"name": 5}, quantity_unit_stock=[])

    assert found == draft(
        "entry 1",
        "its energy cannot be right: left out",
        "its place is not text and is left out",
        name="Peas",
        amount="1.5 pieces",
        best_before="2027-05-31",
    )


@given(st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=3), st.permutations((*HEADER, "Product group")))
def test_any_table_is_read_without_an_error(rows: list[list[str]], header: list[str]) -> None:
    sheet = Sheet(tuple(header), tuple(Row(number, tuple(row)) for number, row in enumerate(rows, 2)))

    found = grocy.read(sheet)

    assert len(found.drafts) + len(found.problems) <= len(rows)
    assert all(item_of(made) for made in found.drafts)


@given(ANY_JSON, st.sampled_from(("name", "id", "calories", "due_type")), st.data())
def test_any_answer_is_read_without_an_error(value: Any, field: str, data: st.DataObject) -> None:
    keys = ("amount", "best_before_date", "amount_opened", "location", "quantity_unit_stock", "product", "due_date")
    entry = {"product": {"name": "Peas", field: value}, "amount": 1} | data.draw(
        st.dictionaries(st.sampled_from(keys), ANY_JSON, max_size=3)
    )

    found = grocy_api.read([entry, value])

    assert len(found.drafts) + len(found.problems) <= 2
    assert all(item_of(made) for made in found.drafts)
    assert grocy_api.recognises(value) in {True, False}
