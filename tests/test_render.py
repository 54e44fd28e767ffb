from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.inventory.items import Item
from shelterkit.quantities.amounts import parse_amount
from shelterkit.render import porcelain, text
from shelterkit.render.safe import padded, safe, width, wrapped
from shelterkit.report.document import (
    Credits,
    Footnote,
    Gap,
    Heading,
    Paragraph,
    Row,
    Table,
    Tick,
    Verbatim,
    WriteIn,
    document,
)

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
SAFE_TEXT = ANY_TEXT.map(safe)
OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")

SHOWN = [
    ("Drinking water", "Drinking water"),
    ("Питна вода", "Питна вода"),
    ("[red]x[/red]", "[red]x[/red]"),
    ("👨‍👩‍👧", "👨‍👩‍👧"),
    ("می‌خواهم", "می‌خواهم"),
    ("a\u00a0b\u3000c", "a\u00a0b\u3000c"),
    ("\x1b[31m", r"\x1b[31m"),
    ("\x9b", r"\x9b"),
    ("a\tb\nc", r"a\x09b\x0ac"),
    ("\u202eevil", r"\u202eevil"),
    ("\u2028", r"\u2028"),
    ("\ufeff", r"\ufeff"),
    ("\udcff", r"\udcff"),
    ("\U000e0041", r"\U000e0041"),
]

WIDTHS = [
    ("", 0),
    ("abc", 3),
    ("é", 1),
    ("e\u0301", 1),
    ("語", 2),
    ("한글", 4),
    ("🥫", 2),
    ("❤\ufe0f", 2),
    ("Ї", 1),
    ("\uff21", 2),
]

WRAPPED = [
    ("one two three", None, 0, ["one two three"]),
    ("one two three", 20, 0, ["one two three"]),
    ("one two three", 7, 0, ["one two", "three"]),
    ("one two three", 8, 2, ["one two", "  three"]),
    ("  one two three", 8, 2, ["  one", "  two", "  three"]),
    ("abcdefghij", 4, 0, ["abcd", "efgh", "ij"]),
    ("語語語語", 4, 0, ["語語", "語語"]),
    ("needs 66 000 kcal", 10, 0, ["needs", "66 000", "kcal"]),
    ("Use up next: f3 Rice, 2 kg", 18, 2, ["Use up next:", "  f3 Rice, 2 kg"]),
    ("Of f3 2 kg are left", 6, 0, ["Of f3", "2 kg", "are", "left"]),
]


@pytest.mark.parametrize(("typed", "shown"), SHOWN)
def test_text_is_shown_as_typed_or_visibly_escaped(typed: str, shown: str) -> None:
    assert safe(typed) == shown


@given(ANY_TEXT)
def test_nothing_that_a_terminal_obeys_is_left(anything: str) -> None:
    assert OBEYED.search(safe(anything)) is None


@given(ANY_TEXT)
def test_escaping_twice_changes_nothing_more(anything: str) -> None:
    assert safe(safe(anything)) == safe(anything)


@pytest.mark.parametrize(("shown", "columns"), WIDTHS)
def test_width_is_what_a_terminal_takes(shown: str, columns: int) -> None:
    assert width(shown) == columns


@given(SAFE_TEXT, st.integers(0, 80))
def test_padding_fills_to_the_width(shown: str, columns: int) -> None:
    assert width(padded(shown, columns)) == max(columns, width(shown))


@pytest.mark.parametrize(("line", "columns", "hang", "lines"), WRAPPED)
def test_lines_break_between_words(line: str, columns: int | None, hang: int, lines: list[str]) -> None:
    assert wrapped(line, columns, hang=hang) == lines


@given(SAFE_TEXT, st.integers(8, 80), st.integers(0, 10))
def test_no_wrapped_line_is_too_wide(shown: str, columns: int, hang: int) -> None:
    assert [line for line in wrapped(shown, columns, hang=hang) if width(line) > columns] == []


@given(SAFE_TEXT, st.integers(8, 80), st.integers(0, 10))
def test_wrapping_loses_nothing(shown: str, columns: int, hang: int) -> None:
    lines = wrapped(shown, columns, hang=hang)

    assert "".join("".join(lines).split()) == "".join(shown.split())


TABLE = Table(
    ("Id", "Item", "Amount"),
    (
        Row(("w1", "Drinking water", "6 x 1.5 L"), ("w1 Drinking water", "6 x 1.5 L"), "!", "warning"),
        Row(("f1", "緊急用の食料 and a good deal more than fits", "2 kg"), ("f1 緊急用の食料", "2 kg")),
    ),
    wraps=1,
    marked=True,
)
SCREEN = document(
    Heading("Kit"), "All of it.", Gap(), TABLE, Verbatim("shelterkit add water 6x1.5L --best-before 2027-05")
)


def test_a_pipe_gets_one_record_a_line() -> None:
    assert text.render(SCREEN) == (
        "Kit\n"
        "All of it.\n"
        "\n"
        "    Id  Item                                         Amount\n"
        " !  w1  Drinking water                               6 x 1.5 L\n"
        "    f1  緊急用の食料 and a good deal more than fits  2 kg\n"
        "shelterkit add water 6x1.5L --best-before 2027-05\n"
    )


def test_a_cell_that_is_too_wide_goes_on_below_itself() -> None:
    lines = text.render(document(TABLE), 60).splitlines()

    assert lines[0].split() == ["Id", "Item", "Amount"]
    assert lines[2].startswith("    f1  緊急用の食料 and")
    assert [width(line) for line in lines if width(line) > 60] == []


def test_a_narrow_screen_gets_a_title_and_its_details() -> None:
    assert text.render(document(TABLE), 40) == (
        "! w1 Drinking water\n"
        "  6 x 1.5 L\n"
        "\n"
        "f1 緊急用の食料\n"
        "  2 kg\n"
    )  # fmt: skip


SHEET = document(
    Heading("Power outage", 1),
    WriteIn("Shelter"),
    WriteIn("Who can be called?"),
    Heading("Before"),
    Tick(
        "Store drinking water for every person and animal.", details=("water: 14 L of 42 L, 28 L to get",), notes=(1, 2)
    ),
    Tick("Charge the power bank.", done=True, details=("power bank: hall", "  second one: bedroom, top drawer")),
    Footnote("Federal Office of Civil Protection, bbk.example", 1, "https://www.bbk.example/"),
    Footnote("Red Cross", 2),
    Credits("Figures", (("BBK, bbk.example", "https://www.bbk.example/"), ("CDC, cdc.gov", None))),
)


def test_a_sheet_in_a_pipe_has_a_line_for_each_thing() -> None:
    assert text.render(SHEET) == (
        "Power outage\n"
        "Shelter: ________________________________________\n"
        "Who can be called? ________________________________________\n"
        "Before\n"
        "[ ] Store drinking water for every person and animal. (1, 2)\n"
        "    water: 14 L of 42 L, 28 L to get\n"
        "[x] Charge the power bank.\n"
        "    power bank: hall\n"
        "      second one: bedroom, top drawer\n"
        "(1) Federal Office of Civil Protection, bbk.example\n"
        "(2) Red Cross\n"
        "Figures: BBK, bbk.example; CDC, cdc.gov.\n"
    )


def test_a_sheet_on_a_narrow_screen_goes_on_below_its_text() -> None:
    assert text.render(SHEET, 30) == (
        "Power outage\n"
        "Shelter: _____________________\n"
        "Who can be called?\n"
        "______________________________\n"
        "Before\n"
        "[ ] Store drinking water for\n"
        "    every person and animal.\n"
        "    (1, 2)\n"
        "    water: 14 L of 42 L, 28 L\n"
        "      to get\n"
        "[x] Charge the power bank.\n"
        "    power bank: hall\n"
        "      second one: bedroom, top\n"
        "      drawer\n"
        "(1) Federal Office of Civil\n"
        "    Protection, bbk.example\n"
        "(2) Red Cross\n"
        "Figures: BBK, bbk.example;\n"
        "CDC, cdc.gov.\n"
    )


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=4), st.integers(20, 200), st.booleans())
def test_no_document_is_wider_than_its_screen(
    rows: list[tuple[str, str, str]],
    columns: int,
    marked: bool,  # noqa: FBT001 - drawn
) -> None:
    table = Table(("A", "B", "C"), tuple(Row(cells, cells, "!!") for cells in rows), wraps=1, marked=marked)
    sheet = [
        (Tick(one, details=(two,), notes=(1, 12)), WriteIn(two), Footnote(three, 3), Credits("Sources", ((one, None),)))
        for one, two, three in rows
    ]
    screen = document(Heading("Head"), *(Paragraph(cells[0]) for cells in rows), *sheet, table)

    assert [line for line in text.render(screen, columns).splitlines() if width(line) > columns] == []


@given(st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=5))
def test_json_says_the_same_in_one_line_without_control_characters(value: dict[str, str]) -> None:
    written = porcelain.json_text(value)

    assert written.endswith("}\n")
    assert not any(category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in written[:-1])
    assert json.loads(written) == value


@given(st.lists(st.lists(st.none() | ANY_TEXT, min_size=3, max_size=3), max_size=5))
def test_every_tab_separated_line_has_as_many_fields(rows: list[list[str | None]]) -> None:
    lines = porcelain.tsv(rows).split("\n")

    assert len(lines) == len(rows) + 1
    assert all(line.count("\t") == 2 for line in lines[:-1])


NUMBERS = [("0", 0), ("9", 9), ("9.0", 9), ("0.9999", 0.999), ("1.5", 1.5), ("1000000", 1_000_000), ("0.0009", 0)]


@pytest.mark.parametrize(("value", "shown"), NUMBERS)
def test_numbers_have_at_most_three_decimals_and_never_more_than_there_is(value: str, shown: float) -> None:
    assert porcelain.number(Decimal(value)) == shown
    assert isinstance(porcelain.number(Decimal(value)), type(shown))


@pytest.mark.parametrize(
    ("kind", "amount", "base"),
    [
        ("water", "2x1gal", {"amount": 7.570823568, "unit": "L"}),
        ("water", "12x500ml", {"amount": 6, "unit": "L"}),
        ("water", "16.9floz", {"amount": 0.49979264960625, "unit": "L"}),
        ("food", "12x400g", {"amount": 4.8, "unit": "kg"}),
        ("food", "1lb", {"amount": 0.45359237, "unit": "kg"}),
        ("food", "2000 kcal", {"amount": 2000, "unit": "kcal"}),
        ("food", "12 cans", {"amount": 12, "unit": "piece"}),
        ("food", "10 days", {"amount": 10, "unit": "day"}),
    ],
)
def test_a_script_can_add_items_up_in_one_unit_of_each_measure(kind: str, amount: str, base: dict[str, object]) -> None:
    item = Item("x1", kind, "Thing", parse_amount(amount))

    assert porcelain.item_json(item, date(2026, 11, 23))["base"] == base
