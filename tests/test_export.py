"""The kit for other programs: all of it as JSON, its items as a table, and both of them back again."""

from __future__ import annotations

import csv
import io
import json
import stat
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelterkit.codec.items import read_item
from shelterkit.codec.reading import decode
from shelterkit.codec.tables import Table
from shelterkit.codec.writing import encode
from shelterkit.interchange.cells import Calendar
from shelterkit.interchange.columns import FIELDS
from shelterkit.interchange.own import exported, item_rows, kit_document
from shelterkit.interchange.reading_back import Otherwise, read_back
from shelterkit.interchange.sheet import read_sheet
from shelterkit.interchange.shelving import items_of, with_all
from shelterkit.interchange.spreadsheet import OURS, Asked, read
from shelterkit.inventory.items import Inventory, Item
from shelterkit.quantities.amounts import parse_amount
from shelterkit.quantities.plain_text import is_text
from shelterkit.render.csv import text as csv_text
from shelterkit.render.porcelain import json_text
from shelterkit.render.safe import safe
from tests.conftest import TODAY
from tests.stocked import STOCKED, Home

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home with something of every kind in its kit."""
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    monkeypatch.chdir(tmp_path)
    made.put(STOCKED)
    return made


JSON = (
    '{"schema": "shelterkit.export/1", "made": "2026-11-23", "kit": {"format": 1, "saved": "2020-01-01", '
    '"uuid": "12068fb4-7cf2-4c4d-ba54-eaad9418b6e8", "plan": {"advisory": "de-bbk", "days": 10}, '
    '"household": {"adults": 2, "children": 1, "infants": 1, "dogs": 1, "cats": 0}, "person": [{"name": "Anna"}], '
    '"regimen": [{"person": "Anna", "medicine": "Metformin 500 mg", "dose": "2 tablets", "per": "day"}], "item": ['
    '{"id": "w1", "kind": "water", "name": "Drinking water", "amount": "6 x 1.5 L", "best_before": "2027-05", '
    '"where": "cellar", "added": "2026-11-23"}, '
    '{"id": "f1", "kind": "food", "name": "Canned beans", "amount": "12 x 400 g", "best_before": "2028-03", '
    '"where": "cellar", "added": "2026-11-23", "kcal": "340/can"}, '
    '{"id": "f2", "kind": "food", "name": "Buckwheat", "amount": "2 kg", "best_before": "2026-12-15", '
    '"where": "pantry", "added": "2026-11-23", "kcal": "340/100g"}, '
    '{"id": "m1", "kind": "med", "name": "Metformin 500 mg", "amount": "56 tablets", "best_before": "2027-09", '
    '"where": "bathroom", "added": "2026-11-23"}, '
    '{"id": "o1", "kind": "other", "name": "AA batteries", "amount": "24 pieces", "added": "2026-11-23"}], '
    '"next_id": {"water": 2, "food": 3, "med": 2, "other": 2}}}\n'
)
CSV = """\
id,kind,name,amount,best_before,use_by,where,note,kcal,kj,lasts,eaten_by,technical,person,kept,opened,added,keeps,ref,kcal_source,needs
w1,water,Drinking water,6 x 1.5 L,2027-05,,cellar,,,,,,,,,,2026-11-23,,,,
f1,food,Canned beans,12 x 400 g,2028-03,,cellar,,340/can,,,,,,,,2026-11-23,,,,
f2,food,Buckwheat,2 kg,2026-12-15,,pantry,,340/100g,,,,,,,,2026-11-23,,,,
m1,med,Metformin 500 mg,56 tablets,2027-09,,bathroom,,,,,,,,,,2026-11-23,,,,
o1,other,AA batteries,24 pieces,,,,,,,,,,,,,2026-11-23,,,,
"""


NOT_IN_IT = (
    "Note: A table has the items: 1 person and the doses of 1 medicine are only in "
    "the JSON. All of it: shelterkit export -o kit.json\n"
)


@pytest.mark.parametrize("words", [(), ("--json",), ("-o", "-"), ("--plain",)])
def test_without_a_file_the_whole_kit_is_json_on_standard_output(home: Home, words: tuple[str, ...]) -> None:
    assert home.run("export", *words) == (JSON, "", 0)


def test_the_items_are_a_table_with_the_words_of_the_kit_file(home: Home) -> None:
    ran = home.run("export", "--csv")

    assert (ran.stdout.replace("\r\n", "\n"), ran.stderr, ran.code) == (CSV, NOT_IN_IT, 0)


HOSTILE = r"""format = 1
[household]
adults = 2
[[item]]
id = "f1"
kind = "food"
name = "Rice\tbrown"
amount = "1 kg"
where = "\t tab"
[[item]]
id = "f2"
kind = "food"
name = "Bidi\u202Ex"
amount = "2 kg"
[[item]]
id = "f3"
kind = "food"
name = "=1+2"
amount = "3 kg"
where = "\"q\"; '=x"
note = "one\ntwo"
[[item]]
id = "f4"
kind = "food"
name = "Soup"
amount = "3 kg"
where = "x\ny"
"""
MORE = r"""[[item]]
id = "f5"
kind = "food"
name = "a\u0007"
amount = "3 kg"
"""


@pytest.mark.parametrize("words", [("--csv",), ("-o", "kit.csv")])
def test_what_comes_back_otherwise_from_a_table_is_named(words: tuple[str, ...], home: Home) -> None:
    home.put(HOSTILE)
    three = home.run("export", *words, "--force")
    home.put(HOSTILE + MORE)
    four = home.run("export", *words, "--force")

    named = r"f1 Rice\x09brown (name, place), f2 Bidi\u202ex (name), f4 Soup (place)"
    told = f"Note: Not the same once the table is read again: {named}"
    backup = ". A backup has all of it: shelterkit backup\n"
    assert (three.stderr, four.stderr) == (f"{told}{backup}", f"{told}, and 1 more{backup}")


def test_a_table_that_cannot_be_read_at_all_names_its_items() -> None:
    item = Item("f1", "food", "Rice", parse_amount("1 kg"))

    assert read_back((item,), 'name,amount\n"Rice,1\n' + "x,1\n" * 50_000, TODAY) == (Otherwise(item, ("row",)),)


def test_a_table_that_gives_back_everything_needs_no_note(home: Home) -> None:
    third = HOSTILE.index('[[item]]\nid = "f3"')
    home.put(HOSTILE[: HOSTILE.index("[[item]]")] + HOSTILE[third : HOSTILE.index('[[item]]\nid = "f4"')])

    assert home.run("export", "--csv").stderr == ""


def test_a_table_of_a_kit_without_people_leaves_out_nothing_that_is_told(home: Home) -> None:
    home.put('format = 1\n[plan]\nadvisory = "de-bbk"\n[household]\nadults = 2\n')

    assert home.run("export", "--csv").stderr == ""


@pytest.mark.parametrize(("name", "content"), [("kit.json", JSON), ("kit.csv", CSV), ("KIT.JSON", JSON)])
def test_the_form_of_a_file_is_its_ending(home: Home, name: str, content: str) -> None:
    ran = home.run("export", "-o", name)

    told = NOT_IN_IT if name == "kit.csv" else ""
    assert ran == (f"Wrote {name}: 5 items, only you can read it.\n", told, 0)
    assert (home.folder / name).read_bytes().decode().replace("\r\n", "\n") == content
    assert stat.S_IMODE((home.folder / name).stat().st_mode) == 0o600


def test_an_export_looks_only(home: Home) -> None:
    before = home.listing()

    home.run("export", "-o", "-")
    home.run("export", "--csv")

    assert home.listing() == before


def test_a_file_that_is_there_is_replaced_only_with_force(home: Home) -> None:
    (home.folder / "kit.json").write_text("mine")

    refused = home.run("export", "-o", "kit.json")

    assert refused.code == 1
    assert refused.stderr == "Error: kit.json is there already.\nTry:  shelterkit export -o kit.json --force\n"
    assert (home.folder / "kit.json").read_text() == "mine"
    assert home.run("export", "-o", "kit.json", "--force").code == 0
    assert (home.folder / "kit.json").read_text() == JSON


def test_the_kit_itself_is_never_overwritten(home: Home) -> None:
    (home.folder / "kit.json").hardlink_to(home.kit)

    ran = home.run("export", "-o", "kit.json", "--force")

    assert (ran.code, ran.stderr.splitlines()[0]) == (1, "Error: kit.json is the kit itself.")
    assert home.kit.read_text() == STOCKED


ENDINGS = [
    ("-o kit.xlsx", '"kit.xlsx" ends in ".xlsx"; it takes .json or .csv', "shelterkit export -o kit.json"),
    ("-o kit", '"kit" has no ending; it takes .json or .csv', "shelterkit export -o kit.json"),
    (
        "--csv -o kit.json",
        '"kit.json" ends in ".json"; --csv takes a file in .csv',
        "shelterkit export --csv -o kit.csv",
    ),
]


@pytest.mark.parametrize(("line", "message", "advice"), ENDINGS)
def test_another_ending_is_refused_with_one_that_works(home: Home, line: str, message: str, advice: str) -> None:
    ran = home.run("export", *line.split())

    assert (ran.code, ran.stderr) == (2, f"Error: {message}.\nTry:  {advice}\n")


def test_a_folder_that_is_not_there_is_refused_with_a_file_here(home: Home) -> None:
    ran = home.run("export", "-o", "nowhere/kit.csv")

    assert ran.stderr == "Error: there is no folder nowhere.\nTry:  shelterkit export -o kit.csv\n"


def test_programs_are_told_which_file_was_written(home: Home) -> None:
    ran = home.run("export", "-o", "kit.csv", "--json")

    assert json.loads(ran.stdout) == {"schema": "shelterkit.written/1", "file": "kit.csv", "items": 5}
    assert home.run("export", "-o", "kit.csv", "--force", "--quiet") == ("", "", 0)


def test_the_sample_kit_can_be_exported(home: Home) -> None:
    document = json.loads(home.run("--demo", "export").stdout)

    assert decode(kit_document(document, "x")).inventory.items
    assert home.run("--demo", "export", "-o", "demo.csv").code == 0


def test_fields_that_nobody_knows_are_exported_too(home: Home) -> None:
    home.put(STOCKED + "\n[mine]\nday = 2026-01-02\ntime = 09:00:00\nnumber = nan\nlist = [1.5, true]\n")

    kit = json.loads(home.run("export").stdout)["kit"]

    assert kit["mine"] == {"day": "2026-01-02", "time": "09:00:00", "number": "nan", "list": [1.5, True]}


def test_no_cell_of_the_table_begins_a_formula(home: Home) -> None:
    home.put(STOCKED.replace('"AA batteries"', "'=HYPERLINK(\"x\")'"))

    rows = list(csv.reader(io.StringIO(home.run("export", "--csv").stdout, newline="")))

    assert rows[-1][2] == '\'=HYPERLINK("x")'


def test_what_a_terminal_would_obey_is_escaped(home: Home) -> None:
    home.put(STOCKED.replace('"AA batteries"', '"\\u001b[2J\\u202e"'))

    assert "\x1b" not in home.run("export").stdout + home.run("export", "--csv").stdout
    assert json.loads(home.run("export").stdout)["kit"]["item"][-1]["name"] == "\x1b[2J\u202e"


def _is_plain(text: str) -> bool:
    return text == normalize("NFC", text).strip() and text != ""


# Every character that prints, those that mean something to spreadsheets more often than others.
LETTERS = st.one_of(
    st.sampled_from("'=+-@;,\"\\ \uff1da1йї\u200d"),
    st.characters(codec="utf-8").filter(lambda char: is_text(char) and safe(char) == char),
)
NAMES = st.text(LETTERS, min_size=1, max_size=20).filter(_is_plain)
NOTES = st.text(st.one_of(LETTERS, st.just("\n")), min_size=1, max_size=20).filter(_is_plain)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
BEFORE = st.one_of(DAYS, DAYS.map(lambda day: f"{day:%Y-%m}"), DAYS.map(lambda day: f"{day:%Y}"))
NUMBERS = st.integers(1, 99999).map(lambda number: Decimal(number) / 100)


def _fields(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


ANY = {"where": NAMES, "note": NOTES, "added": DAYS, "opened": DAYS, "kept": st.sampled_from(["shelf", "fridge"])}
ANY |= {"ref": NAMES, "keeps": st.sampled_from(["3d", "2w", "1m", "1y"])}
DATED = st.one_of(_fields(best_before=BEFORE), _fields(use_by=BEFORE))
OF_KIND = {
    "water": st.tuples(
        NUMBERS.map(lambda number: f"6 x {number.normalize():f} L"), _fields(technical=st.just(value=True))
    ),
    "food": st.tuples(
        st.sampled_from(["12 cans", "2 x 400 g", "0 kg", "3 kg"]),
        _fields(
            kcal=st.just("4000"),
            kcal_source=NAMES,
            needs=NAMES,
            eaten_by=st.sampled_from(["dog", "infant"]),
            lasts=st.just("30d"),
        ),
    ),
    "med": st.tuples(st.sampled_from(["56 tablets", "300 ml"]), _fields(person=NAMES)),
    "other": st.tuples(st.sampled_from(["24 pieces", "1 box"]), st.just({})),
}


@st.composite
def item_tables(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return the tables of some items, each with an id of its own."""
    tables = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        kind = draw(st.sampled_from(sorted(OF_KIND)))
        amount, more = draw(OF_KIND[kind])
        table = {"id": f"{kind[0]}{number}", "kind": kind, "name": draw(NAMES), "amount": amount}
        tables.append(table | draw(_fields(**ANY)) | draw(DATED) | more)
    return tables


def _items(tables: list[dict[str, Any]]) -> list[Item]:
    found = [read_item(Table(dict(table), ("item", 0), [])) for table in tables]
    return [item for item in found if item is not None]


@settings(max_examples=400)
@given(item_tables())
def test_a_table_that_is_imported_gives_the_very_same_items(tables: list[dict[str, Any]]) -> None:
    text = csv_text(item_rows({"item": tables}), lines=True)

    reading = read(read_sheet(text, "kit.csv"), Asked("kit.csv", Calendar(TODAY)))
    placed, problems = items_of(reading.drafts, None, TODAY)
    _, numbered = with_all(Inventory(), [one.item for one in placed])

    expected = [item if item.added else item._replace(added=TODAY) for item in _items(tables)]
    assert (reading.program, reading.problems, problems) == (OURS, (), ()) or not tables
    assert list(numbered) == expected


BORN = st.one_of(st.integers(1930, 2000), st.dates(date(1930, 1, 1), date(2020, 1, 1)))
PEOPLE = st.lists(st.fixed_dictionaries({"name": NAMES}, optional={"born": BORN}), unique_by=lambda one: one["name"])


@settings(max_examples=200)
@given(item_tables(), PEOPLE, st.dictionaries(NAMES, st.one_of(NAMES, st.booleans(), st.integers(0, 99)), max_size=3))
def test_json_gives_the_very_same_kit(
    tables: list[dict[str, Any]], people: list[dict[str, Any]], more: dict[str, Any]
) -> None:
    document: dict[str, Any] = {
        "format": 1,
        "saved": date(2026, 11, 1),
        "household": {"adults": 9, "children": 9, "infants": 9},
    }
    document |= {"item": tables, "person": people[:3], "x-mine": more}
    text = json_text(exported(document, made=TODAY))

    again = kit_document(json.loads(text, parse_float=Decimal), "kit.json")

    assert decode(again) == decode(document)
    assert encode(decode(again), again) == encode(decode(document), document)


def test_a_kit_has_a_column_for_every_field_of_an_item() -> None:
    from shelterkit.codec.kit import ITEM  # noqa: PLC0415

    assert set(FIELDS) == ITEM
