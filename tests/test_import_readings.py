"""What lists from elsewhere say that is easily read as something else: energy, packs, dates, water."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from shelterkit.interchange import grocy, homebox, supply_tracker
from shelterkit.interchange.cells import Calendar
from shelterkit.interchange.drafts import RowProblem
from shelterkit.interchange.sheet import Row, Sheet
from shelterkit.interchange.spreadsheet import Asked, read
from tests.conftest import TODAY
from tests.foreign_files import only
from tests.stocked import Home

if TYPE_CHECKING:
    from pathlib import Path


def row(header: str, cells: str) -> dict[str, str] | str:
    """Return the table of a spreadsheet's one row, or why it is none."""
    sheet = Sheet(tuple(header.split(";")), (Row(2, tuple(cells.split(";"))),))
    found = only(read(sheet, Asked("list.csv", Calendar(TODAY), "food")))
    return found.message if isinstance(found, RowProblem) else found.table


@pytest.mark.parametrize(
    ("heading", "cell", "energy"),
    [
        ("kcal per 100g", "400 kcal", {"kcal": "400/100g"}),
        ("kJ per 100 g", "1435 kJ", {"kj": "1435/100g"}),
        ("kJ per 100 g", "343 kcal", {"kcal": "343/100g"}),
        ("kcal per 100g", "400 kcal/kg", {"kcal": "400/kg"}),
        ("kcal per can", "343 kcal", {"kcal": "343/piece"}),
        ("kJ/kcal per 100 g", "1435/343", {"kcal": "343/100g"}),
        ("kJ/kcal per 100 g", "1435 kJ / 343 kcal", {"kcal": "343/100g"}),
        ("kJ/kcal per 100 g", "343 kcal", {"kcal": "343/100g"}),
        ("kJ/kcal per 100 g", "343", {}),
        ("kcal;kcal per 100g", "0;343", {"kcal": "343/100g"}),
    ],
)
def test_the_heading_says_of_how_much_an_energy_is(heading: str, cell: str, energy: dict[str, str]) -> None:
    table = row(f"Name;Quantity;Size;{heading}", f"Zwieback;5;1 kg;{cell}")

    assert table == {"kind": "food", "name": "Zwieback", "amount": "5 x 1 kg", **energy}


def test_two_numbers_that_are_not_one_energy_are_no_energy() -> None:
    message = row("Name;Quantity;Size;kJ/kcal per 100 g", "Zwieback;5;1 kg;343/100")

    assert isinstance(message, str)
    assert "is not one energy in kJ and in kcal" in message


@pytest.mark.parametrize(
    ("header", "cells", "amount"),
    [
        ("Name;Quantity;Unit", "Flour;6 x 400;g", "6 x 400 g"),
        ("Name;Quantity;Unit", "Water;6x1,5;L", "6 x 1.5 L"),
        ("Name;Quantity;Size", "Flour;6x400;g", "6 x 400 g"),
        ("Name;Quantity;Unit;Size", "Beans;6x4;cans;400 g", "24 x 400 g"),
    ],
)
def test_a_count_with_a_sign_in_it_keeps_its_unit(header: str, cells: str, amount: str) -> None:
    table = row(header, cells)

    assert isinstance(table, dict)
    assert table["amount"] == amount


GROCY = ("Product", "Amount", "Next due date", "Product group")


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1/2 kg", "0.5 kg"),
        ("1 1/2 kg", "1.5 kg"),
        ("2 Packs", "2 packs"),
        ("1½ kg", '"1½ kg" is not an amount'),
        ("1 / kg", '"1 / kg" is not an amount'),
    ],
)
def test_a_fraction_of_grocy_is_never_a_piece(cell: str, amount: str) -> None:
    found = only(grocy.read(Sheet(GROCY, (Row(2, ("Flour", cell, "2028-05-01", "Food")),))))

    assert (found.message if isinstance(found, RowProblem) else found.table["amount"]) == amount


@pytest.mark.parametrize(
    ("expiry", "use_by", "day"),
    [
        ("2025-01-01", "2028-05-01", {"best_before": "2025-01-01"}),
        ("2028-05-01", "2025-01-01", {"use_by": "2025-01-01"}),
        ("2028", "2027-05", {"use_by": "2027-05"}),
    ],
)
def test_of_two_dates_in_homebox_the_earlier_counts(expiry: str, use_by: str, day: dict[str, str]) -> None:
    header = ("HB.name", "HB.quantity", "HB.field.Expiry", "HB.field.Use by")
    found = only(homebox.read(Sheet(header, (Row(2, ("Beans", "6", expiry, use_by)),))))

    assert found == ("row 2", {"name": "Beans", "amount": "6 pieces", **day}, ())


@pytest.mark.parametrize(("order", "day"), [("dmy", "2027-06-05"), ("mdy", "2027-05-06")])
def test_the_order_of_a_date_holds_for_lists_of_programs_too(order: str, day: str) -> None:
    ours = ("HB.name", "HB.quantity", "HB.field.Expiry")
    box = only(homebox.read(Sheet(ours, (Row(2, ("Beans", "6", "05/06/2027")),)), order))
    stock = only(grocy.read(Sheet(GROCY, (Row(2, ("Beans", "6 Cans", "05/06/2027", "Food")),)), order))

    assert not isinstance(box, RowProblem)
    assert not isinstance(stock, RowProblem)
    assert (box.table["best_before"], stock.table["best_before"]) == (day, day)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Watermelon juice", "food"),
        ("Coconut water", "food"),
        ("Bottled water, 6 x 1.5 l", "water"),
        ("Spring water", "water"),
    ],
)
def test_only_plain_water_is_drinking_water(name: str, kind: str) -> None:
    item = {"name": name, "categoryId": "water-beverages", "quantity": 6, "unit": "liters"}
    found = only(supply_tracker.read({"household": {}, "items": [item]}))

    assert not isinstance(found, RowProblem)
    assert found.table["kind"] == kind


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home with a kit in which nothing is."""
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    monkeypatch.chdir(tmp_path)
    made.put("format = 1\n[household]\nadults = 1\n")
    return made


def test_what_was_assumed_of_a_row_is_said_with_yes_too(home: Home) -> None:
    header = "HB.name,HB.quantity,HB.tags,HB.field.Unit"
    (home.folder / "box.csv").write_text(f"{header}\nScrews,2,tools,crumbs\n")

    said = home.run("import", "box.csv", "--yes")

    assert said.code == 0
    assert 'row 2: "crumbs" is no unit here: counted in pieces.' in said.stderr


def test_a_lot_used_up_here_does_not_double_another_one(home: Home) -> None:
    product = {"id": 5, "name": "Beans", "calories": 300}
    lots = ((2, "2027-01-01"), (7, "2028-01-01"))
    stock = [{"product_id": 5, "amount": n, "best_before_date": day, "product": product} for n, day in lots]
    (home.folder / "st.json").write_text(json.dumps(stock))
    home.run("import", "st.json", "--yes")
    home.run("use", "f1", "1")

    again = home.run("import", "st.json", "--yes")

    assert again.code == 0
    assert "f1 Beans is not as in the file (2 pieces there, 1 piece here): it stays as it is here." in again.stdout
    assert home.kit.read_text().count("[[item]]") == len(lots)
