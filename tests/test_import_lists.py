"""Lists as people keep them at home: titles, totals, headings, packs in words, dates and numbers of three countries."""

from __future__ import annotations

import pytest

from shelterkit.errors import BadDataError
from shelterkit.interchange.cells import Calendar
from shelterkit.interchange.columns import columns_of
from shelterkit.interchange.drafts import Reading, RowProblem
from shelterkit.interchange.packing import counted_packs, in_our_words, packed
from shelterkit.interchange.sheet import read_sheet
from shelterkit.interchange.spreadsheet import Asked, read
from shelterkit.interchange.written_dates import in_full
from tests.conftest import TODAY

CARRIED = "A row that does not say its kind has that of the row or the heading above it."


def listed(text: str, *columns: str, kind: str | None = None, order: str | None = None) -> Reading:
    return read(read_sheet(text, "list.csv"), Asked("list.csv", Calendar(TODAY, order), kind, columns))


def amounts(text: str) -> list[str]:
    return [one.table["amount"] for one in listed(text, kind="food").drafts]


def kinds(text: str, kind: str | None = None) -> list[str | None]:
    return [one.table.get("kind") for one in listed(text, kind=kind).drafts]


def test_a_title_above_the_names_of_the_columns_is_not_read() -> None:
    reading = listed("Our stock;;\nas of 01.11.2026;;\n\nArtikel;Menge;MHD\nReis;5 kg;05.2027\n", kind="food")

    assert [one.table["name"] for one in reading.drafts] == ["Reis"]
    assert reading.notes == ("The names of the columns are taken from row 4; what is above it is not read.",)


def test_a_title_is_told_from_columns_that_were_named_by_hand() -> None:
    below = listed("Our stock;\nWas;Zahl\nReis;5 kg\n", "Was=name", "Zahl=amount", kind="food")
    first = listed("Was;Zahl\nname;amount\n", "Was=name", "Zahl=amount", kind="food")

    assert [one.table["name"] for one in below.drafts] == ["Reis"]
    assert ([one.place for one in first.problems], first.notes) == (["row 2"], ())


@pytest.mark.parametrize("word", ["Total", "TOTAL:", "Summe", "Gesamt", "Всього", "Разом:", "grand total"])
def test_the_sum_of_other_rows_is_no_item(word: str) -> None:
    reading = listed(f"name,amount\nRice,5 kg\n{word},64\n", kind="food")

    assert [one.table["name"] for one in reading.drafts] == ["Rice"]
    assert (reading.problems, reading.notes) == ((), ("Left out as the sum of others: row 3.",))


def test_a_sum_without_a_name_may_say_more() -> None:
    reading = listed("group,name,amount\nfood,Rice,5 kg\nSum of food,,5\n", kind="food")

    assert (reading.problems, reading.notes) == ((), ("Left out as the sum of others: row 3.",))


@pytest.mark.parametrize("cell", ["~5 kg", "ca. 5 kg", "approx. 5 kg", "прибл. 5 кг", "etwa 5 kg"])
def test_an_estimate_counts_and_is_called_one(cell: str) -> None:
    (draft,) = listed(f"name,amount\nRice,{cell}\n", kind="food").drafts

    assert (draft.table["amount"], draft.notes) == ("5 kg", ("its amount is an estimate",))


def test_of_a_titled_table_without_names_its_own_columns_are_told() -> None:
    with pytest.raises(BadDataError, match='"Warengruppe", "Ware", "Bestand"') as refused:
        listed("Lagerbestand;;\nWarengruppe;Ware;Bestand\nGetreide;Reis;5 kg\n")

    assert refused.value.advice == "again:--map=Ware=name"


def test_of_many_sums_five_are_named() -> None:
    reading = listed("name,amount\n" + "Total,1\n" * 7, kind="food")

    assert reading.notes == ("Left out as the sum of others: row 2, row 3, row 4, row 5, row 6 and 2 more.",)


def test_a_heading_within_a_table_says_the_kind_of_the_rows_under_it() -> None:
    reading = listed(
        "Kategorie;Artikel;Menge\nKonserven;;\n;Ravioli;6\nMedikamente;;\n;Jod;1\nother;Seife;2\n;Kerzen;3\n"
    )

    assert [one.table.get("kind") for one in reading.drafts] == ["food", "med", "other", None]
    assert reading.notes == (CARRIED,)


def test_a_heading_may_stand_where_the_names_do() -> None:
    reading = listed("name,amount\nCANNED GOODS,\nBeans,6\nBATTERIES AND SUCH,\nAA,20\n")

    assert [one.table.get("kind") for one in reading.drafts] == ["food", None]
    assert [one.place for one in reading.problems] == ["row 4"]


def test_an_item_whose_amount_was_forgotten_is_no_heading() -> None:
    reading = listed("name,amount\nWater,\nRice,5 kg\n")

    assert [one.table.get("kind") for one in reading.drafts] == [None]
    assert reading.problems == (RowProblem("row 2", "the amount is empty"),)


MERGED = "kind,name,amount\nfood,Rice,5 kg\n,Oats,1 kg\nother,Soap,2\n,Candles,3\n"


def test_a_kind_in_the_first_row_of_several_is_that_of_all_of_them() -> None:
    assert kinds(MERGED) == ["food", "food", "other", "other"]
    assert listed(MERGED).notes == (CARRIED,)


def test_what_was_said_of_rows_without_a_kind_comes_before_the_row_above() -> None:
    assert kinds(MERGED, "med") == ["food", "med", "other", "med"]
    assert listed(MERGED, kind="med").notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "kind,name,amount\nfood,Rice,5 kg\nfood,Oats,1 kg\n,Soap,2\n,Candles,3\n",
        "kind,name,amount\n,Rice,5 kg\nfood,Oats,1 kg\n,Soap,2\n",
        "kind,name,amount\nwater,Water,5 L\n,Soap,2\nfood,Rice,1 kg\n",
    ],
)
def test_a_kind_that_was_left_empty_is_not_taken_from_the_row_above(text: str) -> None:
    assert None in kinds(text)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Mineralwasser still", "water"),
        ("Spring water", "water"),
        ("Вода питна", "water"),
        ("Apfelsaft", "food"),
        ("Cola", "food"),
        ("Coconut water", "food"),
        ("Вода з ароматом лимона", "food"),
    ],
)
def test_a_drink_is_water_where_its_name_says_so(name: str, kind: str) -> None:
    words = ("Getränke", "drinks", "Напої")

    assert [kinds(f"name,amount,type\n{name},6 L,{word}\n") for word in words] == [[kind]] * 3


@pytest.mark.parametrize(
    ("header", "row", "amount"),
    [
        ("name;amount;unit", "Pasta;10;Packungen à 500 g", "10 x 500 g"),
        ("name;amount;unit", "Water;24;Flaschen à 1,5 l", "24 x 1.5 L"),
        ("name;amount;unit", "Tomatoes;12;Dosen 400 g", "12 x 400 g"),
        ("name;amount;unit", "Soup;10;Dose 800 ml", "10 x 800 ml"),
        ("name;amount;unit", "Rusks;4;Pkg. 225g", "4 x 225 g"),
        ("name;amount;unit", "Вода;6;пляшок 6 л", "6 x 6 L"),
        ("name;amount;unit", "Honey;500;Gramm", "500 g"),
        ("name;amount;size", "Beans;12;15 oz can", "12 x 15 oz"),
        ("name;amount;size", "Ravioli;4;800g Dose", "4 x 800 g"),
        ("name;amount;size", "Bread;3 Pck.;250 g", "3 x 250 g"),
        ("name;amount;size", "Pills;1 Packung;20 Tabl.", "1 x 20 tablets"),
        ("name;amount", "Вугілля;2 уп. по 10 таб", "2 x 10 tablets"),
        ("name;amount", "Йод;1 фл.", "1 bottle"),
        ("name;Menge (kg)", "Rice;5", "5 kg"),
        ("name;Menge (kg)", "Rice;500 g", "500 g"),
        ("name;Кількість, кг", "Рис;2,5", "2.5 kg"),
        ("name;amount;Weight in g", "Beans;6;400", "6 x 400 g"),
        ("name;Gewicht [g]", "Beans;400", "400 g"),
        ("name;Menge (Stück)", "Beans;400", "400 pieces"),
        ("name;Soll;Ist", "Beans;9;4 kg", "4 kg"),
        ("name;amount;unit", "Honey;1 000;g", "1000 g"),
        ("name;amount;Вага, г", "Мед;2;1 000", "2 x 1000 g"),  # noqa: RUF001 - Ukrainian
        ("name;Qty on hand", "Beans;2 boxes of 16 tablets", "2 x 16 tablets"),
    ],
)
def test_an_amount_is_read_as_lists_have_it(header: str, row: str, amount: str) -> None:
    assert amounts(f"{header}\n{row}\n") == [amount]


def test_a_column_that_counts_the_rows_is_not_offered_for_the_amount() -> None:
    with pytest.raises(BadDataError) as refused:
        listed("Nr.;name;Haben\n1;Rice;5 kg\n2;Oats;3 kg\n")

    assert refused.value.advice == "again:--map=Haben=amount"


def test_energy_of_a_hundred_grams_is_known_by_its_heading_in_german() -> None:
    names = ("Energie (kcal/100g)", "Brennwert kJ je 100 g", "Energie (pro Portion)", "Energy (kcal/100g)")

    assert [columns_of((name,), {}).at for name in names] == [
        {"kcal_per_100g": 0},
        {"kj_per_100g": 0},
        {},
        {"kcal_per_100g": 0},
    ]


@pytest.mark.parametrize("cell", ["500 g", "can", "5 cans", "red beans 400 g", "6x400g", "Dose", ""])
def test_a_cell_without_a_pack_and_its_size_is_left_as_it_is(cell: str) -> None:
    assert (packed(cell), counted_packs(cell)) == (("", ""), ("", "", ""))


def test_words_of_a_kit_stay_as_they_are() -> None:
    assert in_our_words("2 cans. 3 Dosen, 1 Pck. 5 L") == "2 cans. 3 cans, 1 packs 5 L"


@pytest.mark.parametrize(
    ("typed", "order", "written"),
    [
        ("Mai 2027", None, "May 2027"),
        ("31. Dezember 2027", None, "31. December 2027"),
        ("Mrz. 2027", None, "March 2027"),
        ("31.12.27", None, "31.12.27"),
        ("31.12.27", "dmy", "31.12.2027"),
        ("12/31/27", "mdy", "12/31/2027"),
        ("27-12-31", "ymd", "2027-12-31"),
        ("05.27", "dmy", "05.2027"),
        ("05.27", "ymd", "05.27"),
        ("Aug-27", "mdy", "August-2027"),
        ("Dez 27", "dmy", "December 2027"),
        ("3 Mai 27", "dmy", "3 May 2027"),
        ("2027", "dmy", "2027"),
        ("31.12.2027", "dmy", "31.12.2027"),
    ],
)
def test_a_date_is_written_in_full(typed: str, order: str | None, written: str) -> None:
    assert in_full(typed, order) == written


def test_a_date_that_is_refused_is_told_as_it_stands_there() -> None:
    reading = listed("name,amount,exp\nRice,5 kg,Dez 27\n", kind="food")

    assert reading.problems == (RowProblem("row 2", 'exp: "Dez 27" is not a date; did you mean 2027-12?'),)
