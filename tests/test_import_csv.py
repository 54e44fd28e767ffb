"""Tables as people keep them: which column is what, what each cell says, and why a row is left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelterkit.errors import BadDataError, BadValue
from shelterkit.interchange.cells import Calendar
from shelterkit.interchange.columns import field_of
from shelterkit.interchange.drafts import WHICH_ORDER, Draft, Reading, RowProblem
from shelterkit.interchange.formulas import marked, unmarked
from shelterkit.interchange.sheet import Row, Sheet, read_sheet
from shelterkit.interchange.spreadsheet import Asked, read
from tests.conftest import TODAY

WHOLE_ENERGY = (
    "Energy without a unit is taken as that of the whole amount; for one can write 340/can, or add "
    '--map "COLUMN=kcal_each".'
)
FOREIGN = Path(__file__).parent / "foreign"


def read_text(text: str, *columns: str, kind: str | None = None, order: str | None = None) -> Reading:
    """Return what a table says."""
    return read(read_sheet(text, "list.csv"), Asked("list.csv", Calendar(TODAY, order), kind, columns))


def read_file(name: str) -> Reading:
    """Return what a table in the folder of foreign files says."""
    return read_text((FOREIGN / name).read_bytes().decode())


def food(place: int, **table: Any) -> Draft:
    """Return a draft of food."""
    return Draft(f"row {place}", {"kind": "food", **table})


def test_a_german_table_with_semicolons_and_decimal_commas_is_read() -> None:
    assert read_file("spreadsheet-german.csv") == Reading(
        "spreadsheet",
        (
            food(2, name="Reis", amount="2 x 500 g", best_before="2027-05-31", where="Keller", kcal="348/100g"),
            Draft(
                "row 3",
                {
                    "kind": "water",
                    "name": "Trinkwasser",
                    "amount": "6 x 1.5 L",
                    "best_before": "2027-05",
                    "where": "Keller",
                    "note": 'vom "Brunnen"; still',
                },
            ),
            food(4, name="Linsen", amount="12 x 400 g", best_before="2028-03-31", where="Küche", kcal="92.5/100g"),
            Draft(
                "row 5",
                {
                    "kind": "med",
                    "name": "Ibuprofen 400 mg",
                    "amount": "20 tablets",
                    "best_before": "2027-06-30",
                    "where": "Bad",
                },
            ),
        ),
        (RowProblem("row 7", "Menge: 1.500 can be 1.5 or 1500; write 1500 or 1.50"),),
        ("Left out with an amount of 0: row 6 (Kerzen).",),
    )


def test_a_ukrainian_table_is_read() -> None:
    assert read_file("spreadsheet-ukrainian.csv") == Reading(
        "spreadsheet",
        (
            food(2, name="Гречка", amount="2.5 kg", best_before="2027-05-31", where="комора", kcal="8750/2.5kg"),
            Draft(
                "row 3",
                {
                    "kind": "water",
                    "name": "Питна вода",
                    "amount": "6 x 1.5 L",
                    "best_before": "2027-05",
                    "where": "льох",
                },
            ),
            Draft(
                "row 4",
                {
                    "kind": "med",
                    "name": "Парацетамол",
                    "amount": "20 tablets",
                    "best_before": "2028-01",
                    "where": "ванна",
                },
            ),
            Draft("row 5", {"kind": "other", "name": "Свічки", "amount": "10 pieces"}),
        ),
        (RowProblem("row 6", 'Кількість "1": "буханка" is not a unit; did you mean банка?'),),
        (WHOLE_ENERGY,),
    )


def test_an_english_table_with_tabs_and_american_dates_is_read() -> None:
    assert read_file("spreadsheet-english.tsv") == Reading(
        "spreadsheet",
        (
            food(
                2,
                name="Canned beans",
                amount="12 x 400 g",
                best_before="2028-03-31",
                where="Pantry",
                kcal="340/piece",
            ),
            Draft(
                "row 3",
                {
                    "kind": "water",
                    "name": "Drinking water",
                    "amount": "2 x 1 gal",
                    "best_before": "2027-05-31",
                    "where": "Garage",
                },
            ),
            Draft("row 5", {"kind": "other", "name": "Batteries", "amount": "24 pieces", "where": "Drawer"}),
            Draft("row 6", {"kind": "other", "name": "=2+2", "amount": "1 piece", "where": "Drawer"}),
        ),
        (
            RowProblem(
                "row 4",
                "Expiration Date: 4/5/2028 can be 4 May or 5 April; --date-order dmy (or mdy) says which",
            ),
        ),
        ('Columns that are not read: "Purchased".',),
    )


HEADERS = [
    ("Best-Before Date", "best_before"),
    ("EXPIRES", "best_before"),
    ("use_by", "use_by"),
    ("Geöffnet am", "opened"),
    ("GEOFFNET AM", "opened"),
    ("Термін придатності", "best_before"),
    ("Од. вим.", "unit"),
    ("Об’єм", "size"),  # noqa: RUF001 - a Ukrainian word
    ("kcal/100g", "kcal_per_100g"),
    ("kcal per 100 ml", "kcal_per_100g"),
    ("ккал на 100 г", "kcal_per_100g"),  # noqa: RUF001 - a Ukrainian word
    ("kJ pro 100 g", "kj_per_100g"),
    ("Calories per can", "kcal_each"),
    ("Calories per serving", None),
    ("kcal", "kcal"),
    ("Price", None),
    ("", None),
]


@pytest.mark.parametrize(("name", "field"), HEADERS)
def test_a_column_is_known_by_the_word_over_it(name: str, field: str | None) -> None:
    assert field_of(name) == field


AMOUNTS = [
    ("amount", "6x1.5L", "6 x 1.5 L"),
    ("amount", '"1,5 kg"', "1.5 kg"),
    ("amount", "12 cans", "12 cans"),
    ("amount", "12", "12 pieces"),
    ("amount,unit", "2,kg", "2 kg"),
    ("amount,unit", "12,cans", "12 cans"),
    ("amount,unit", "12,-", "12 pieces"),
    ("amount,size", "12,400 g", "12 x 400 g"),
    ("amount,size", "12 cans,400 g", "12 x 400 g"),
    ("amount,size", "2 kg,400 g", "2 kg"),
    ("amount,size", "6 x 500 g,400 g", "6 x 500 g"),
    ("amount,unit,size", "12,cans,400 g", "12 x 400 g"),
    ("amount,unit,size", "12,g,400", "12 x 400 g"),
    ("amount,unit,size", "2,kg,400 g", "2 kg"),
    ("amount,unit,size", "2,tub,400 g", "2 x 400 g"),
    ("size", "400 g", "400 g"),
    ("size,unit", "400,g", "400 g"),
    ("amount,unit", "5,500 g", "5 x 500 g"),
    ("amount,unit", '12,"1,5 л"', "12 x 1.5 L"),
    ("amount,unit", "5 Packungen,500 g", "5 x 500 g"),
    ("amount,size", '"1,5",kg', "1.5 kg"),
]


@pytest.mark.parametrize(("columns", "cells", "amount"), AMOUNTS)
def test_an_amount_is_read_from_one_column_or_from_three(columns: str, cells: str, amount: str) -> None:
    assert read_text(f"name,{columns}\nRice,{cells}\n", kind="food").drafts == (
        Draft("row 2", {"name": "Rice", "kind": "food", "amount": amount}),
    )


NO_AMOUNT = 'amount: "x" is not an amount; write it like 6x1.5L, 2 kg or 12 cans'
NO_DATE = 'best before: "soon" is not a date; write it like 2027-05-31, 31.05.2027 or 2027-05'
A_NUMBER = 'best before: "46173" is the number a spreadsheet has for 2026-05-31; show the column as dates there'
LEFT_OUT = [
    ("Rice,,", "the amount is empty"),
    (",2 kg,", "it has no name"),
    ("Rice,2 blorp,", 'amount "2 blorp": "blorp" is not a unit; use L, ml, kg, g, kcal, cans or tablets'),
    ("Rice,nan,", 'amount: "nan" is not an amount; write it like 6x1.5L, 2 kg or 12 cans'),
    ("Rice,-3,", 'amount: "-3" is below zero'),
    ("Rice,1e9,", 'amount: "1e9" is not an amount; write it like 6x1.5L, 2 kg or 12 cans'),
    ("Rice,2,31.02.2027", 'best before "31.02.2027": February 2027 has 28 days; did you mean 2027-02-28?'),
    ("Rice,2,31.12.27", f"best before: 31.12.27 needs all four digits of its year, like 2027-12-31; {WHICH_ORDER}"),
    ("Rice,2,in 6 months", 'best before: "in 6 months" says how long, not until which day; write it like 2027-05-31'),
    ("Rice,2,30 days", 'best before: "30 days" says how long, not until which day; write it like 2027-05-31'),
    ("Rice,x,soon", f"{NO_AMOUNT}; {NO_DATE}"),
    ("Rice,2,46173", A_NUMBER),
    ("Rice,1 Pfund,", 'amount "1 Pfund": "Pfund" is not a unit here; a Pfund is 500 g'),
    (
        "Rice,2,2027,oops",
        "it has 4 cells, but the first row names 3 columns; is a text with a comma in it not in quotes?",
    ),
    ("R\x1b[2J,2,", 'name "R\x1b[2J": the name has a character that is no text (U+001B)'),
    (f"{'R' * 121},2,", f'name "{"R" * 57}...": the name is 121 characters long; 120 is the most'),
    (f"{'R' * 2001},2,", f'name "{"R" * 57}...": the name is longer than 2000 characters'),
]


@pytest.mark.parametrize(("row", "message"), LEFT_OUT)
def test_a_row_that_is_no_item_is_named_with_its_column_its_text_and_why(row: str, message: str) -> None:
    reading = read_text(f"name,amount,best before\n{row}\n", kind="food")

    assert (reading.drafts, reading.problems) == ((), (RowProblem("row 2", message),))


def test_a_size_without_a_unit_says_nothing() -> None:
    assert read_text("name,amount,size\nRice,12,400\n").problems == (
        RowProblem("row 2", 'amount "12": a size of "400" needs its unit, like 400 g'),
    )


DATES = [
    ("2027-05-31", "2027-05-31"),
    ("31.05.2027", "2027-05-31"),
    ("5/31/2027", "2027-05-31"),
    ("31/5/2027", "2027-05-31"),
    ("2027-05-31T00:00:00Z", "2027-05-31"),
    ("31.05.2027 00:00", "2027-05-31"),
    ("May 2027", "2027-05"),
    ("2027", "2027"),
    ("never", None),
    ("-", None),
    ("ніколи", None),
    ("ohne", None),
    ("unbegrenzt", None),
]


@pytest.mark.parametrize(("cell", "day"), DATES)
def test_a_date_is_read_as_spreadsheets_write_it(cell: str, day: str | None) -> None:
    (draft,) = read_text(f"name,amount,expires\nRice,2 kg,{cell}\n").drafts

    assert draft.table.get("best_before") == day


@pytest.mark.parametrize(("order", "day"), [("dmy", "2027-06-05"), ("mdy", "2027-05-06")])
def test_the_order_of_a_dates_numbers_can_be_said(order: str, day: str) -> None:
    (draft,) = read_text("name,amount,expires\nRice,2 kg,5/6/2027\n", order=order).drafts

    assert draft.table["best_before"] == day


def test_of_two_dates_the_earlier_counts() -> None:
    (draft,) = read_text("name,amount,best before,use by\nRice,2 kg,2028,2027\n").drafts

    assert draft.table == {"name": "Rice", "amount": "2 kg", "use_by": "2027"}


def test_a_date_far_ahead_is_pointed_out() -> None:
    (draft,) = read_text("name,amount,best before\nRice,2 kg,2072\n").drafts

    assert draft.notes == ("2072 is more than 30 years ahead",)


KINDS = [
    ("питна вода", "water"),
    ("GROCERIES", "food"),
    ("їжа", "food"),
    ("medicine", "med"),
    ("ліки", "med"),
    ("misc", "other"),
]


@pytest.mark.parametrize(("word", "kind"), KINDS)
def test_a_kind_is_known_by_many_words(word: str, kind: str) -> None:
    (draft,) = read_text(f"name,amount,type\nX,2 L,{word}\n").drafts

    assert draft.table["kind"] == kind


def test_a_kind_nobody_knows_is_that_of_rows_that_do_not_say() -> None:
    text = "name,amount,type\nSaffron,2 g,Spicery\n"

    assert read_text(text).problems == (
        RowProblem("row 2", 'type: "Spicery" is none of water, food, med and other; --kind says it of such rows'),
    )
    assert read_text(text, kind="food").drafts == (
        Draft("row 2", {"name": "Saffron", "kind": "food", "amount": "2 g"}),
    )


@pytest.mark.parametrize("name", ["Art", "Sorte", "Warengruppe"])
def test_a_column_that_may_be_that_of_the_kinds_is_so_where_no_other_is(name: str) -> None:
    alone = read_text(f"Name;Menge;{name}\nWasser;12 l;Wasser\n")
    beside = read_text(f"Name;Menge;{name};Kategorie\nReis;2 kg;Basmati;food\n")

    assert alone == Reading("spreadsheet", (Draft("row 2", {"name": "Wasser", "kind": "water", "amount": "12 L"}),), ())
    assert [one.table["kind"] for one in beside.drafts] == ["food"]
    assert beside.notes == (f'Columns that are not read: "{name}".',)


def test_a_column_of_kinds_under_another_word_is_pointed_out() -> None:
    reading = read_text("name,amount,xyz,abc\nRice,2 kg,food,1\nSoap,1,other,2\n")

    assert reading.kind_column == "xyz"
    assert reading.notes == (
        'Columns that are not read: "xyz", "abc".',
        '"xyz" looks like the kinds; to have it read: --map "xyz=kind".',
    )


def test_rows_of_which_nothing_is_in_stock_are_named() -> None:
    rows = "".join(f"Soap {number},0,other\n" for number in range(7))

    assert read_text(f"name,amount,kind\n{rows}").notes == (
        (
            "Left out with an amount of 0: row 2 (Soap 0), row 3 (Soap 1), row 4 (Soap 2), row 5 (Soap 3), "
            "row 6 (Soap 4) and 2 more."
        ),
    )


def test_a_table_without_a_column_of_amounts_is_refused_with_the_one_it_may_be() -> None:
    with pytest.raises(BadDataError, match='names no column for the amount; it has "Foo", "Wieviel"') as refused:
        read_text("Name;Foo;Wieviel\nReis;x;2 kg\n")

    assert (refused.value.code, refused.value.advice) == ("import-columns", "again:--map=Wieviel=amount")


ENERGIES = [
    ("kcal", "2 kg", "7000", {"kcal": "7000/2kg"}, ()),
    ("kcal", "2 kg", "350/100g", {"kcal": "350/100g"}, ()),
    ("kj", "2 kg", "1500/100g", {"kj": "1500/100g"}, ()),
    ("kcal per 100 g", "2 L", "40", {"kcal": "40/100ml"}, ()),
    ("kj per 100 g", "2 kg", "1500", {"kj": "1500/100g"}, ()),
    ("kcal each", "12", "340", {"kcal": "340/piece"}, ()),
    (
        "kcal per 100 g",
        "12",
        "340",
        {},
        ("its energy is left out: 12 pieces cannot be counted by 100g; count both alike, as in 340/can",),
    ),
]


@pytest.mark.parametrize(("column", "amount", "cell", "energy", "notes"), ENERGIES)
def test_energy_is_never_guessed(
    column: str, amount: str, cell: str, energy: dict[str, str], notes: tuple[str, ...]
) -> None:
    (draft,) = read_text(f"name,amount,{column}\nRice,{amount},{cell}\n", kind="food").drafts

    assert ({key: draft.table[key] for key in ("kcal", "kj") if key in draft.table}, draft.notes) == (energy, notes)


def test_only_food_has_energy() -> None:
    text = "name,amount,kind,kcal\nWater,2 L,water,0\nSoap,2,other,5\n"

    assert [(one.table.get("kcal"), one.notes) for one in read_text(text).drafts] == [
        (None, ()),
        (None, ("its energy is left out: only food has any",)),
    ]


SHEETS = [
    ("a,b\n1,2\n", (("a", "b"), ((2, ("1", "2")),))),
    ("a;b\r\n1,5;2\r\n", (("a", "b"), ((2, ("1,5", "2")),))),
    ("a\tb\r1\t2\r", (("a", "b"), ((2, ("1", "2")),))),
    ("sep=|\na|b\n1|2\n", (("a", "b"), ((3, ("1", "2")),))),
    ("\n\na,b\n\n ,\n1,2", (("a", "b"), ((6, ("1", "2")),))),
    ('a,b\n"1\n2",3\n4,5\n', (("a", "b"), ((2, ("1\n2", "3")), (3, ("4", "5"))))),
    ('a,b\n"x ""y"", z",2\n', (("a", "b"), ((2, ('x "y", z', "2")),))),
    ("a,b\n1\n", (("a", "b"), ((2, ("1",)),))),
    ("a,b\n'=1,'x\n", (("a", "b"), ((2, ("=1", "'x")),))),
    ("a\u2028b,c\n", (("a\u2028b", "c"), ())),
    ("", ((), ())),
]


@pytest.mark.parametrize(("text", "sheet"), SHEETS)
def test_a_table_is_read_as_spreadsheets_save_it(text: str, sheet: Any) -> None:
    header, rows = sheet

    assert read_sheet(text, "list.csv") == Sheet(header, tuple(Row(*row) for row in rows))


REFUSED = [
    ("foo,bar\n1,2\n", "import-columns", 'names no column for the name of a thing; it has "foo", "bar"'),
    ("\n\n", "import-columns", "it has nothing"),
    ("name,amount\n" + "x,1\n" * 100_001, "import-too-big", "has more than 100 000 rows"),
    ('name,amount\n"Rice,2\n' + "x,1\n" * 50_000, "import-unreadable", "a cell after row 1 that does not end"),
]


@pytest.mark.parametrize(("text", "code", "words"), REFUSED)
def test_what_is_no_table_of_items_is_refused_as_a_whole(text: str, code: str, words: str) -> None:
    with pytest.raises(BadDataError, match=words) as refused:
        read_text(text)

    assert refused.value.code == code


def test_columns_can_be_named_by_hand() -> None:
    reading = read_text("Was,Zahl,note\nReis,2 kg,x\n", "was=name", "Zahl=amount", "note=-")

    assert reading.drafts == (Draft("row 2", {"name": "Reis", "amount": "2 kg"}),)
    assert reading.notes == ()


@pytest.mark.parametrize("pair", ["foo=name", "name=foo", "=", "name"])
def test_a_column_or_field_that_is_not_there_is_refused(pair: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_text("name,amount\nRice,2 kg\n", pair)

    assert (refused.value.code, refused.value.typed) == ("map", pair)


def test_a_column_said_twice_is_read_once_and_the_other_is_named() -> None:
    reading = read_text("name,item,amount\nRice,Basmati,2 kg\n")

    assert [one.table["name"] for one in reading.drafts] == ["Rice"]
    assert reading.notes == ('Columns that are not read: "item".',)


FLAGS = [
    ("eaten by", "Hund", {"eaten_by": "dog"}),
    ("kept", "Kühlschrank", {"kept": "fridge"}),
    ("opened", "2026-11-01", {"opened": date(2026, 11, 1)}),
    ("keeps", "3 days", {"keeps": "3d"}),
    ("lasts", "30d", {"lasts": "30d"}),
    ("technical", "yes", {"technical": True}),
    ("technical", "ні", {}),
    ("person", "Anna", {"person": "Anna"}),
    ("note", "one\r\ntwo", {"note": "one\ntwo"}),
    ("where", "one\ntwo", {"where": "one two"}),
]


@pytest.mark.parametrize(("column", "cell", "fields"), FLAGS)
def test_every_field_of_a_kit_can_be_a_column(column: str, cell: str, fields: dict[str, Any]) -> None:
    (draft,) = read_text(f'name,amount,{column}\nX,2 kg,"{cell}"\n').drafts

    assert draft.table == {"name": "X", "amount": "2 kg", **fields}


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("eaten by", 'eaten by: "blorp" is none of people, infant, dog and cat'),
        ("kept", 'kept: "blorp" is none of shelf, fridge and freezer'),
        ("technical", 'technical: "blorp" is neither yes nor no'),
    ],
)
def test_a_word_that_none_of_the_choices_is_is_named(column: str, message: str) -> None:
    assert read_text(f"name,amount,{column}\nX,2 kg,blorp\n").problems == (RowProblem("row 2", message),)


@given(st.text(st.sampled_from("=+-@;'\" \t\r\n\uff1d,a1"), max_size=12))
def test_the_mark_against_formulas_comes_off_again(text: str) -> None:
    assert unmarked(marked(text)) == text


WORDS = st.sampled_from(["name", "amount", "kind", "best before", "kcal", "unit", "size", "Rice", "2 kg", "12", "food"])
CELLS = st.one_of(WORDS, st.text(max_size=12), st.sampled_from(["1,5", "31.05.2027", "5/6/2027", "'=1", '"', "-", "½"]))


@settings(max_examples=2000)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=6), st.sampled_from(",;\t"), st.booleans())
def test_no_text_at_all_breaks_the_reader(rows: list[list[str]], sign: str, with_header: bool) -> None:  # noqa: FBT001
    head = [sign.join(("name", "amount", "best before", "kcal", "kind", "size"))] if with_header else []
    text = "\n".join((*head, *(sign.join(row) for row in rows)))

    try:
        reading = read_text(text)
    except BadDataError:
        return

    assert isinstance(reading, Reading)
