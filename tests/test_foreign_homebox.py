"""Homebox's inventory read from the table it exports."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.interchange import homebox
from shelterkit.interchange.drafts import WHICH_ORDER, Draft, Reading, RowProblem
from shelterkit.interchange.sheet import Row, Sheet, read_sheet
from tests.foreign_files import draft, item_of, only, sheet_of

LEFT_OUT = ", ".join(
    f'"HB.{name}"'
    for name in (
        "purchase_date",
        "purchase_from",
        "manufacturer",
        "low_stock_threshold",
        "purchase_price",
        "sold_price",
    )
)
HEADINGS = ("HB.name", "HB.quantity", "HB.tags", "HB.field.Size", "HB.field.Expires", "HB.field.Best before", "HB.url")


def read(**cells: str) -> Reading:
    """Return what an export with one row says: beans, and the cells given."""
    row = {"HB.name": "Beans", "HB.quantity": "12"} | {f"HB.{name.replace('__', '.')}": cells[name] for name in cells}
    return homebox.read(Sheet(tuple(row), (Row(2, tuple(row.values())),)))


def table(**more: Any) -> dict[str, Any]:
    """Return the table of twelve beans with something more."""
    return {"name": "Beans", "amount": "12 pieces", **more}


def test_an_export_is_read_with_its_own_fields_and_what_is_gone_is_left_out() -> None:
    sheet = sheet_of("homebox.csv")

    assert homebox.recognises(sheet.header)
    assert homebox.read(sheet) == Reading(
        "Homebox",
        (
            draft(
                "row 2",
                kind="food",
                name="Beans in tomato",
                amount="12 x 400 g",
                best_before="2027-05-31",
                where="Home / Cellar",
                note="White beans. top shelf",
                ref="homebox:bean-1",
            ),
            draft(
                "row 3",
                kind="water",
                name="Drinking water",
                amount="6 x 1.5 L",
                best_before="2027-03",
                where="Home / Cellar",
                ref="homebox:asset:000-002",
            ),
            draft("row 4", name="Radio", amount="1 piece", where="Home / Hall", note="=SUM(1)"),
            draft(
                "row 9",
                'its size "a box" is left out',
                kind="med",
                name="Ibuprofen 200 mg",
                amount="2.5 pieces",
                best_before="2027-05-31",
                where="Home / Bath",
                ref="homebox:ibu-2",
            ),
        ),
        (RowProblem("row 8", f"05/06/2027 can be 5 June or 6 May; {WHICH_ORDER}"),),
        (
            f"Columns left out: {LEFT_OUT} and 2 more.",
            "1 left out: archived in Homebox.",
            "1 left out: sold, as Homebox says.",
            "1 left out: a place and not a thing.",
            "1 left out: nothing of it is there.",
        ),
    )


def test_a_tsv_is_read_like_a_csv() -> None:
    text = "HB.import_ref\tHB.name\tHB.quantity\tHB.labels\nr1\tCandles\t4\tHousehold; Cellar\n"

    assert homebox.read(read_sheet(text, "items.tsv")) == Reading(
        "Homebox",
        (draft("row 2", kind="other", name="Candles", amount="4 pieces", ref="homebox:r1"),),
        (),
    )


@pytest.mark.parametrize("header", [("name", "quantity"), (), ("HB.quantity",)])
def test_a_table_without_homeboxs_name_column_is_not_homeboxs(header: tuple[str, ...]) -> None:
    assert not homebox.recognises(header)


@pytest.mark.parametrize(
    ("cells", "more", "notes"),
    [
        ({"field__Unit": "cans"}, {"amount": "12 cans"}, ()),
        ({"field__Одиниця": "банок"}, {"amount": "12 cans"}, ()),
        ({"quantity": "0.001"}, {"amount": "0.001 pieces"}, ()),
        ({"field__Unit": "crumbs"}, {}, ('"crumbs" is no unit here: counted in pieces',)),
        ({"field__Net weight": "400 g"}, {"amount": "12 x 400 g"}, ()),
        ({"field__Size": "400 g", "quantity": "1"}, {"amount": "400 g"}, ()),
        ({"field__Size": "400 g", "quantity": "1.5"}, {"amount": "1.5 pieces"}, ('its size "400 g" is left out',)),
        ({"field__Size": "0 g"}, {}, ('its size "0 g" is left out',)),
        ({"field__Size": "2 x 5 g"}, {}, ('its size "2 x 5 g" is left out',)),
        ({"field__Size": "XL"}, {}, ('its size "XL" is left out',)),
        ({"field__EXPIRY date": "2027-05-31"}, {"best_before": "2027-05-31"}, ()),
        ({"field__Use by": "31.05.2027"}, {"use_by": "2027-05-31"}, ()),
        ({"field__Expires": "2027", "field__Use by": "2027-05"}, {"use_by": "2027-05"}, ()),
        ({"field__Expires": "", "field__Best before": "2027"}, {"best_before": "2027"}, ()),
        ({"field__Expires": "2027", "field__Best before": "2028"}, {"best_before": "2027"}, ()),
        ({"tags": "Ліки"}, {"kind": "med"}, ()),
        ({"tags": "Food;Water"}, {}, ()),
        ({"tags": "food; Emergency food"}, {"kind": "food"}, ()),
        ({"import_ref": "a", "asset_id": "000-001"}, {"ref": "homebox:a"}, ()),
        ({"asset_id": "000-000"}, {}, ()),
        ({"description": "White.", "notes": "top\n shelf"}, {"note": "White. top shelf"}, ()),
        ({"sold_price": "0", "archived": "false", "url": "http://box.example/item/1"}, {}, ()),
        ({"warranty_expires": ""}, {}, ()),
    ],
)
def test_a_row_is_read_by_what_its_columns_mean(
    cells: dict[str, str], more: dict[str, str], notes: tuple[str, ...]
) -> None:
    assert only(read(**cells)) == Draft("row 2", table(**more) if "kind" not in more else {**more, **table()}, notes)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"name": " "}, "it has no name"),
        ({"quantity": ""}, "it says no quantity"),
        ({"quantity": "some"}, 'the quantity "some" is not a number'),
        ({"quantity": "-2"}, "the quantity is below zero"),
        ({"quantity": "3000000"}, "the quantity is more than a kit holds: 1 000 000 of a unit"),
        ({"quantity": "900000", "field__Size": "400 g"}, "it is more than a kit holds: 1 000 000 of a unit"),
        ({"field__Expires": "2027-02-30"}, "February 2027 has 28 days; did you mean 2027-02-28?"),
    ],
)
def test_a_row_that_is_no_item_says_why(cells: dict[str, str], message: str) -> None:
    assert only(read(**cells)) == RowProblem("row 2", message)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"archived": "TRUE"}, "archived in Homebox"),
        ({"sold_to": "Jo"}, "sold, as Homebox says"),
        ({"sold_date": "2026-01-01"}, "sold, as Homebox says"),
        ({"sold_time": "2026-01-01"}, "sold, as Homebox says"),
        ({"url": "http://box.example/location/1"}, "a place and not a thing"),
        ({"quantity": "0"}, "nothing of it is there"),
    ],
)
def test_what_is_not_on_the_shelf_is_left_out(cells: dict[str, str], reason: str) -> None:
    assert read(**cells) == Reading("Homebox", (), (), (f"1 left out: {reason}.",))


def test_a_column_that_is_not_read_is_named() -> None:
    assert read(field__Colour="red", manufacturer="Acme", insured="false").notes == (
        'Columns left out: "HB.field.Colour", "HB.manufacturer".',
    )


def test_all_columns_are_named_where_there_are_few() -> None:
    (note,) = read(**{f"field__{letter}": "1" for letter in "abcdef"}).notes

    assert note == "Columns left out: " + ", ".join(f'"HB.field.{letter}"' for letter in "abcdef") + "."


def test_a_shifted_row_is_refused() -> None:
    sheet = Sheet(("HB.name", "HB.quantity"), (Row(7, ("Beans", "white", "12")),))

    assert only(homebox.read(sheet)) == RowProblem(
        "row 7", "it has 3 cells, but the first row names 2 columns; is a text with a comma in it not in quotes?"
    )


@given(st.lists(st.lists(st.text(max_size=12) | st.sampled_from(("1", "2 L")), max_size=8), max_size=3))
def test_any_table_is_read_without_an_error(rows: list[list[str]]) -> None:
    sheet = Sheet(HEADINGS, tuple(Row(number, tuple(row)) for number, row in enumerate(rows, 2)))

    found = homebox.read(sheet)

    assert len(found.drafts) + len(found.problems) <= len(rows)
    assert all(item_of(made) for made in found.drafts)
