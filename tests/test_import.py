"""Taking over a list: whose it is, what it would add, what is here already, and how to take it back."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelterkit.codec.items import read_item
from shelterkit.codec.tables import Table
from shelterkit.errors import BadDataError
from shelterkit.interchange.drafts import Draft
from shelterkit.interchange.own import pruned
from shelterkit.interchange.shelving import Placed, items_of, shelve, with_all
from shelterkit.inventory.items import Inventory, Item
from shelterkit.services.importing import Wish, offered
from shelterkit.services.kits import Desk
from shelterkit.settings import KitPlace
from tests.conftest import TODAY
from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    Golden = Callable[[str, str], None]

FOREIGN = Path(__file__).parent / "foreign"
LIST = """\
Name,Amount,Kind,Best before,Where
Rice,5 kg,food,2027-05-31,pantry
Water,6x1.5L,water,5/6/2027,cellar
Soap,4,other,,
Soap,4,other,,
"""


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home with something of every kind in its kit, and a list beside it."""
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    monkeypatch.chdir(tmp_path)
    made.put(STOCKED)
    (tmp_path / "list.csv").write_text(LIST)
    return made


SCREENS = {
    "import": """
        shelterkit import list.csv
        shelterkit import list.csv --dry-run
        shelterkit import list.csv --yes
        shelterkit list
        shelterkit import list.csv --yes
        shelterkit import list.csv --yes --date-order dmy
        shelterkit history
        shelterkit undo 2
        shelterkit redo 2
        shelterkit use rice 1kg
        shelterkit edit o2 --where attic
        shelterkit import list.csv --dry-run --date-order dmy
        shelterkit import list.csv --yes --date-order dmy
        shelterkit import list.csv --yes --quiet --date-order dmy --add-alike
    """,
    "import-json": """
        shelterkit import list.csv --dry-run --json
        shelterkit import list.csv --yes --json
        shelterkit import list.csv --yes --json
        shelterkit import list.csv --json --date-order dmy
    """,
    "import-programs": """
        shelterkit import grocy_stock_overview.csv --dry-run
        shelterkit import homebox.csv --dry-run --kind other
        shelterkit import supply_tracker.json --dry-run --kind other
        shelterkit import open_food_facts.json --dry-run
    """,
}


@pytest.mark.parametrize("name", SCREENS)
def test_an_import_reads_as_agreed(name: str, home: Home, golden: Golden) -> None:
    for path in FOREIGN.iterdir():
        (home.folder / path.name).write_bytes(path.read_bytes())

    golden(f"cli/{name}.txt", home.transcript(SCREENS[name]))


@pytest.mark.parametrize("columns", [80, 40])
def test_somebody_at_a_terminal_sees_first_what_would_be_added(columns: int, home: Home, golden: Golden) -> None:
    environment = {"SHELTERKIT_KIT": str(home.kit), "NO_COLOR": "1"}
    no = on_terminal(columns, "import", "list.csv", answers=["n"], environment=environment)
    before = home.kit.read_text()
    yes = on_terminal(columns, "import", "list.csv", answers=["y"], environment=environment)

    assert (no.code, before, yes.code) == (1, STOCKED, 0)
    golden(f"cli/import-terminal-{columns}.txt", home.same(f"{no.text}\n{yes.text}"))


def test_a_dry_run_saves_nothing(home: Home) -> None:
    before = home.listing()

    home.run("import", "list.csv", "-n")
    home.run("import", "list.csv", "-n", "--json")

    assert home.listing() == before


def test_an_import_is_one_step_back(home: Home) -> None:
    home.run("import", "list.csv", "--yes")
    imported = home.kit.read_text()

    home.run("undo")
    undone = home.kit.read_text()
    home.run("redo")

    assert undone == STOCKED
    assert home.kit.read_text() == imported


def test_the_whole_of_every_list_is_added_once_however_often_it_is_imported(home: Home) -> None:
    for name in sorted(path.name for path in FOREIGN.iterdir()):
        words = ("import", str(FOREIGN / name), "--yes", "--kind", "other", "--date-order", "mdy")
        first = home.run(*words)
        once = home.kit.read_text()

        again = home.run(*words)

        assert (first.code, again.code) == (0, 0), (name, first, again)
        assert home.kit.read_text() == once, name


def test_what_we_export_is_here_already(home: Home) -> None:
    for name in ("kit.json", "kit.csv"):
        home.run("export", "-o", name)

        ran = home.run("import", name, "--yes")

        assert ran == (f"Nothing to import from {name}: 5 items in it, here already. Nothing was changed.\n", "", 0)


@pytest.mark.parametrize("name", ["kit.json", "kit.csv", "copy.toml"])
def test_another_kit_of_ours_brings_its_items_under_their_own_ids(home: Home, name: str) -> None:
    home.run("export", "-o", "kit.json")
    home.run("export", "-o", "kit.csv")
    (home.folder / "copy.toml").write_text(STOCKED)
    tables = home.run("export", "--csv").stdout
    home.kit.unlink()
    other = home.folder / "other" / "kit.toml"
    init = ("init", "--adults", "2", "--children", "1", "--infants", "1", "--dogs", "1", "--no-input")
    home.run("--kit", str(other), *init)

    ran = home.run("--kit", str(other), "import", name, "--yes")

    assert ran.code == 0, ran.stderr
    assert home.run("--kit", str(other), "export", "--csv").stdout == tables
    # A table has items only; who takes what is in the whole kit.
    assert ("Metformin" in home.run("--kit", str(other), "household").stdout) is (name != "kit.csv")


@pytest.mark.parametrize("name", ["old.json", "old.csv"])
def test_an_older_export_doubles_nothing_that_was_used_since(home: Home, name: str) -> None:
    home.run("export", "-o", name)
    home.run("use", "f2", "500g")
    before = home.kit.read_text()

    ran = home.run("import", name, "--yes")

    assert ran.stdout == (
        f"Nothing to import from {name}: 5 items in it, here already. Nothing was changed.\n"
        "f2 Buckwheat is not as in the file (2 kg there, 1.5 kg here): it stays as it is here.\n"
    )
    assert home.kit.read_text() == before


def test_another_kit_brings_its_people_doses_and_contacts_too(home: Home) -> None:
    other = STOCKED.replace("Anna", "Olha").replace("next_id]", 'mine]\n[[contact]]\nname = "Doctor"\n[next_id]')
    (home.folder / "other.toml").write_text(other)

    shown, done = home.run("import", "other.toml", "--dry-run"), home.run("import", "other.toml", "--yes")
    again = home.run("import", "other.toml", "--yes")

    told = "People: Olha.\nDoses: Metformin 500 mg for Olha.\nContacts: Doctor.\n"
    assert shown.stdout.startswith(f"other.toml (from shelterkit): 0 items to add; 5 here already.\n{told}")
    assert done.stdout.startswith("Imported 0 items from other.toml.\nHere already and left as they are: 5 items.\n")
    assert told in done.stdout
    assert again.stdout.startswith("Nothing to import from other.toml: 5 items in it, here already.")
    assert home.run("undo").code == 0
    assert home.kit.read_text() == STOCKED


def test_a_lot_that_differs_in_its_amount_only_is_told_and_added_only_when_asked(home: Home) -> None:
    (home.folder / "other.toml").write_text(STOCKED.replace('"24 pieces"', '"8 pieces"').replace("o1", "o7"))

    ran, asked = home.run("import", "other.toml", "--yes"), home.run("import", "other.toml", "--yes", "--add-alike")

    assert ran.stdout == (
        "Nothing to import from other.toml: 5 items in it, here already. Nothing was changed.\n"
        "o7: AA batteries is like o1, which is here (8 pieces there, 24 pieces here); it is not added.\n"
        "Add it all the same:  shelterkit import other.toml --yes --add-alike\n"
    )
    assert asked.stdout.startswith("Imported 1 item from other.toml: 1 other.\n  Id  Item          Amount")


def test_a_list_imported_again_adds_nothing_of_what_was_used_or_moved_since(home: Home) -> None:
    words = ("import", "list.csv", "--yes", "--date-order", "dmy")
    home.run(*words)
    home.run("use", "f3", "1kg")
    home.run("edit", "w2", "--where", "attic", "--amount", "5x1.5L")
    home.run("use", "o3", "1")
    before = home.kit.read_text()

    again = home.run(*words)

    assert again.stdout.startswith("Nothing to import from list.csv: 4 items in it, here already.")
    assert home.kit.read_text() == before


def test_a_second_lot_of_another_date_is_added(home: Home) -> None:
    (home.folder / "list.csv").write_text("name,amount,kind,best before\nBuckwheat,2 kg,food,2028-01-31\n")

    assert home.run("import", "list.csv", "--yes").stdout.startswith("Imported 1 item")


def test_what_was_left_out_before_is_counted_when_nothing_is_new(home: Home) -> None:
    home.run("import", "list.csv", "--yes")

    again, shown = home.run("import", "list.csv", "--yes"), home.run("import", "list.csv", "--dry-run")

    assert again.stderr == "Note: 1 row is left out; to see why: shelterkit import list.csv --dry-run\n"
    assert "  row 3: Best before: 5/6/2027 can be" in shown.stdout


def test_what_was_not_read_of_a_file_is_said_without_a_preview_too(home: Home) -> None:
    (home.folder / "list.csv").write_text("name,amount,kind,price\nSoap,1,other,2\nRope,0,other,3\n")

    ran = home.run("import", "list.csv", "--yes")

    assert ran.stderr == (
        'Note: Columns that are not read: "price".\nNote: Left out with an amount of 0: row 3 (Rope).\n'
    )


def test_a_column_that_looks_like_the_kinds_is_suggested_before_a_kind_for_all_rows(home: Home) -> None:
    (home.folder / "list.csv").write_text("name,amount,xyz\nWater,12 L,water\n")

    ran = home.run("import", "list.csv", "--yes")

    assert ran.stderr.splitlines()[-1] == "Try:  shelterkit import list.csv --yes --map xyz=kind"


def test_what_of_another_household_is_not_taken_over_is_said(home: Home) -> None:
    other = STOCKED.replace("adults = 2", "adults = 3").replace("[plan]", '[plan]\nshelter = "cellar"')
    (home.folder / "other.toml").write_text(other)

    ran = home.run("import", "other.toml", "--yes")

    assert ran.stdout.endswith(
        "Not the same there; it stays as it is here:\n"
        "  the household: 2 adults, 1 child, 1 infant, 1 dog (there 3 adults, 1 child, 1 infant, 1 dog)\n"
        "  shelter: not noted (there cellar)\n"
    )
    assert home.kit.read_text() == STOCKED


OTHERWISE = {
    'dose = "2 tablets"': 'dose = "4 tablets"',
    "[[person]]": '[[contact]]\nname = "Oleh"\nphone = "222"\n\n[[person]]',
    'name = "Anna"': 'name = "Anna"\nborn = 1980',
    "days = 10": 'days = 14\nshelter = "School 5"\nmeeting_place = "the well"',
    'advisory = "de-bbk"': 'advisory = "us-cdc"',
    "dogs = 1": "dogs = 2",
}


def test_an_import_names_what_is_not_the_same_there_as_a_merge_does(home: Home) -> None:
    other = STOCKED
    for mine, theirs in OTHERWISE.items():
        other = other.replace(mine, theirs, 1)
    (home.folder / "other.toml").write_text(other)
    home.kit.write_text(STOCKED.replace("[[person]]", '[[contact]]\nname = "Oleh"\nphone = "111"\n\n[[person]]', 1))

    merged, imported = home.run("restore", "other.toml", "--merge", "--yes"), home.run("import", "other.toml", "--yes")

    assert imported.stdout.splitlines()[1:] == merged.stdout.splitlines()[1:]
    assert imported.stdout.splitlines()[1:] == [
        "Not the same there; it stays as it is here:",
        "  the household: 2 adults, 1 child, 1 infant, 1 dog (there 2 adults, 1 child, 1 infant, 2 dogs)",
        "  Anna, born: not noted (there 1980)",
        "  Anna takes Metformin 500 mg, 2 tablets per day (there 4 tablets per day)",
        "  Oleh, 111 (there 222)",
        "  the advice: de-bbk, 10 days (there us-cdc, 14 days)",
        "  shelter: not noted (there School 5)",
        "  meeting place: not noted (there the well)",
    ]


def test_what_is_left_out_is_never_said_to_be_here(home: Home) -> None:
    hostile = '\n[[item]]\nid = "f9"\nkind = "food"\nname = "x\\u202Ey"\namount = "1 kg"\n'
    (home.folder / "other.toml").write_text(STOCKED + hostile)

    merged, imported = home.run("restore", "other.toml", "--merge", "--yes"), home.run("import", "other.toml", "--yes")

    assert merged.stdout == "Nothing to merge: the kit has the rest of other.toml. Nothing was changed.\n"
    assert imported.stdout == (
        "Nothing to import from other.toml: 5 items in it, here already, 1 row left out. Nothing was changed.\n"
    )


DATED = {
    "homebox.csv": "HB.name,HB.quantity,HB.tags,HB.field.Expiry\nBeans,6,food,03/04/2027\n",
    "grocy.csv": "Product,Amount,Next due date,Product group\nBeans,6 Cans,03/04/2027,Food\n",
    "grocy.json": '[{"product_id":5,"amount":2,"best_before_date":"03/04/2027","product":{"name":"B","calories":9}}]',
    "tracker.json": '{"household":{},"items":[{"name":"B","categoryId":"food","quantity":5,"unit":"cans",'
    '"expirationDate":"03/04/2027"}]}',
    "sheet.csv": "Name;Quantity;Expiry;Kind\nBeans;6 kg;03/04/2027;food\n",
    "short.csv": "Name;Quantity;Expiry;Kind\nBeans;6 kg;03/04/27;food\n",
}


@pytest.mark.parametrize("name", DATED)
def test_a_date_of_either_order_is_refused_with_the_words_that_read_it(name: str, home: Home) -> None:
    (home.folder / name).write_text(DATED[name])

    refused = home.run("import", name, "--yes")
    offered = refused.stderr.splitlines()[-1].removeprefix("Try:  shelterkit ").split()
    tried, other = home.run(*offered, "--json"), home.run("import", name, "--date-order", "mdy", "--json", "-n")

    assert (refused.code, offered) == (65, ["import", name, "--yes", "--date-order", "dmy"])
    days = [json.loads(ran.stdout)["added"][0]["item"]["best_before"] for ran in (tried, other)]
    assert days == ["2027-04-03", "2027-03-04"]


def test_an_import_in_which_nothing_fits_is_refused_and_shown_by_a_dry_run_that_ends_like_it(home: Home) -> None:
    (home.folder / "list.csv").write_text("name,amount,kind\nSoap,blorp,other\n")

    refused, shown = home.run("import", "list.csv", "--yes"), home.run("import", "list.csv", "--dry-run")

    assert (refused.code, shown.code) == (65, 65)
    assert shown.stdout.startswith("list.csv (a spreadsheet): 0 items to add; 1 row left out.\n")


def test_an_id_that_was_ever_given_is_not_given_again(home: Home) -> None:
    home.run("export", "-o", "kit.csv")
    home.run("remove", "o1")

    home.run("import", "kit.csv", "--yes")

    assert "o2  AA batteries" in home.run("list").stdout


def test_a_list_comes_in_through_a_pipe(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LIST.encode())))

    ran = home.run("import", "-", "--yes")

    assert ran.stdout.startswith("Imported 3 items from standard input: 1 food, 2 other.\n")


def test_more_than_20_mb_through_a_pipe_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"#" * (21 * 1024 * 1024))))

    assert home.run("import", "-", "--yes").stderr.startswith(
        "Error: standard input is too big to import; the most is 20 MB.\n"
    )


def test_a_name_of_another_program_that_is_no_text_is_left_out() -> None:
    drafts = (Draft("entry 1", {"name": "R\x1b", "kind": "food", "amount": "1 kg"}),)

    placed, problems = items_of(drafts, None, TODAY)

    assert (placed, [one.place for one in problems]) == ((), ["entry 1"])


def test_a_file_with_a_strange_name_is_called_by_what_of_it_is_text(home: Home) -> None:
    name = f"{'x' * 80}\x1b.csv"
    (home.folder / name).write_text(LIST)

    ran = home.run("import", name, "--yes")

    assert ran.code == 0
    assert f"from {'x' * 57}..." in home.run("history").stdout
    assert "\x1b" not in ran.stdout + home.kit.read_text()


def test_many_items_notes_and_likenesses_are_shown_short(home: Home) -> None:
    rows = "".join(f"Soap {number},{number + 1},other,2090\n" for number in range(12))
    (home.folder / "list.csv").write_text(f"name,amount,kind,best before\n{rows}")
    home.run("import", "list.csv", "--yes")
    more = "".join(f"Soap {number},{number + 100},other,2090\n" for number in range(12))
    (home.folder / "list.csv").write_text(f"name,amount,kind,best before\n{more}")

    like = home.run("import", "list.csv", "--dry-run").stdout.splitlines()
    lines = home.run("import", "list.csv", "--dry-run", "--add-alike").stdout.splitlines()

    assert "7 more are like items that are here; they are not added." in like
    assert "  and 4 more" in lines
    assert "4 more notes like these." in lines


def test_many_items_that_were_changed_since_are_shown_short(home: Home) -> None:
    rows = "".join(f"Soap {number},2,other\n" for number in range(8))
    (home.folder / "list.csv").write_text(f"name,amount,kind\n{rows}")
    home.run("import", "list.csv", "--yes")
    home.run("export", "-o", "kit.csv")
    for number in range(8):
        home.run("use", f"o{number + 2}", "1")

    ran = home.run("import", "kit.csv", "--yes")

    assert ran.stdout.splitlines()[-1] == "3 more are not as in the file, and stay as they are here."


def test_fields_and_tables_with_characters_that_are_no_text_are_left_out() -> None:
    document = {
        "format": 1,
        "a\u202e": 1,
        "plan": {"advisory": "x\x1b", "days": 3},
        "item": [{"name": "\x1b"}, {"id": 1}],
    }

    kept, problems = pruned(document)

    assert kept == {"format": 1, "plan": {"days": 3}, "item": [{"id": 1}]}
    assert [one.place for one in problems] == ["a\u202e", "plan advisory", "item 1"]


def test_columns_and_their_meaning_can_be_typed(home: Home) -> None:
    (home.folder / "list.csv").write_text("Ware,amount,When\nSeife,4,5/6/2027\n")
    words = ("--map", "Ware=name", "--map", "When=best_before", "--kind", "other", "--date-order", "mdy", "--yes")

    ran = home.run("import", "list.csv", *words)

    assert ran.stdout.splitlines()[2].split() == ["o2", "Seife", "4", "pieces", "2027-05-06"]


def test_a_closed_standard_input_is_an_empty_list(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    assert home.run("import", "-", "--yes").stderr.startswith("Error: standard input is empty.\n")


def test_medicine_counted_in_another_unit_than_its_doses_is_left_out(home: Home) -> None:
    (home.folder / "list.csv").write_text("name,amount,kind\nMetformin 500 mg,2 L,med\nSoap,1,other\n")

    ran = home.run("import", "list.csv", "--yes")

    assert ran.code == 0
    assert ran.stdout.startswith("Imported 1 item")
    assert ran.stderr.startswith("Note: Left out, 1 row:\nNote: row 2: Metformin 500 mg is 2 L")


def test_many_bad_rows_are_told_twenty_at_a_time_and_all_of_them_as_json(home: Home) -> None:
    rows = "".join(f"Soap,blorp{number},other\n" for number in range(33))
    (home.folder / "list.csv").write_text(f"name,amount,kind\nRice,5 kg,food\n{rows}")

    ran = home.run("import", "list.csv", "--yes")

    assert ran.stderr.count("Note: row ") == 20
    assert "Note: and 13 more: shelterkit import list.csv --dry-run --json" in " ".join(ran.stderr.split())
    assert len(json.loads(home.run("import", "list.csv", "--dry-run", "--json").stdout)["problems"]) == 33


HEAVY: dict[str, Callable[[], bytes]] = {
    "a million rows": lambda: b"name,amount\n" + b"Rice,2 kg\n" * 1_000_000,
    "a cell that never ends": lambda: b'name,amount\n"' + b"x" * 19_000_000,
    "brackets 200 000 deep": lambda: b"[" * 200_000,
    "one number of 5 000 digits": lambda: b'{"products": [{"product_name": ' + b"9" * 5000 + b"}]}",
    "numbers beyond all numbers": lambda: b'{"products": [NaN, Infinity, 1e999999999, -1e-999999999]}',
    "a name of 1 MB": lambda: b"name,amount\n" + b"x" * 1_000_000 + b",2 kg\n",
    "21 MB": lambda: b"name,amount\n" + b"Rice,2 kg\n" * 2_200_000,
    "zeros": lambda: bytes(1000),
    "a picture": lambda: b"\xff\xd8\xff\xe0",
    "UTF-16": lambda: LIST.encode("utf-16"),
    "Cyrillic of the last century": lambda: "назва;кількість\nГречка;2 кг\n".encode("cp1251"),  # noqa: RUF001 - Ukrainian words
    "a kit with mistakes": lambda: STOCKED.replace("2 kg", "2 kgg").encode(),
    "a kit of the future": lambda: STOCKED.replace("format = 1", "format = 99").encode(),
    "an export of the future": lambda: b'{"schema": "shelterkit.export/2", "kit": {}}',
    "an export without a kit": lambda: b'{"schema": "shelterkit.export/1"}',
    "an export with mistakes": lambda: b'{"schema": "shelterkit.export/1", "kit": {"format": 1, "item": 7}}',
    "another answer of ours": lambda: b'{"schema": "shelterkit.list/1", "items": []}',
    "half of a JSON file": lambda: b'{"products": [',
    "more items than a kit holds": lambda: b'{"products": [' + b'{"code": "1"},' * 100_001 + b"{}]}",
    "nothing that has a kind": lambda: b"name,amount\nRice,2 kg\n",
    "JSON of nobody": lambda: b'{"hello": "world"}',
}


@pytest.mark.parametrize("name", HEAVY)
def test_what_is_no_list_is_refused_calmly_and_soon(name: str, home: Home) -> None:
    (home.folder / "list.csv").write_bytes(HEAVY[name]())
    started = time.monotonic()

    ran = home.run("import", "list.csv", "--yes")

    assert time.monotonic() - started < 10
    assert (ran.code, ran.stdout) == (65, "")
    assert ran.stderr.startswith("Error: ")
    assert "Nothing was changed." in ran.stderr
    assert home.kit.read_text() == STOCKED


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("Windows-1251", "назва;кількість\nГречка;2 кг\n"), ("Windows-1252", "Name;Größe\nSüße Soße;2 kg\nKäse;1 kg\n")],  # noqa: RUF001
)
def test_an_old_encoding_is_called_by_its_name(encoding: str, text: str, home: Home) -> None:
    (home.folder / "list.csv").write_bytes(text.encode(encoding))

    ran = home.run("import", "list.csv", "--yes")

    assert f"(looks like {encoding})" in ran.stderr


def test_folders_pipes_and_missing_files_are_refused(home: Home) -> None:
    os.mkfifo(home.folder / "pipe")

    assert [home.run("import", name, "--yes").code for name in ("pipe", ".", "nowhere.csv")] == [65, 65, 1]


def test_without_a_kit_nothing_is_imported(home: Home) -> None:
    home.kit.unlink()

    assert home.run("import", "list.csv", "--yes").code == 66


def test_the_sample_kit_takes_nothing(home: Home) -> None:
    assert home.run("--demo", "import", "list.csv", "--yes").code == 2


def test_an_empty_table_has_nothing_to_import(home: Home) -> None:
    (home.folder / "list.csv").write_text("name,amount\n")

    assert home.run("import", "list.csv") == (
        "Nothing to import from list.csv: no items in it. Nothing was changed.\n",
        "",
        0,
    )


def test_characters_a_terminal_obeys_do_not_come_in(home: Home) -> None:
    (home.folder / "list.csv").write_text("name,amount,kind\nSo\x1b[2Jap,1,other\nRice,1 kg,food\n")
    (home.folder / "evil.toml").write_text(STOCKED.replace('"AA batteries"', '"\\u202eAA"').replace("o1", "o7"))

    table = home.run("import", "list.csv", "--yes")
    kit = home.run("import", "evil.toml", "--yes")

    assert "\x1b" not in home.kit.read_text() + table.stdout + table.stderr
    assert "\u202e" not in home.kit.read_text() + kit.stdout + kit.stderr
    assert (table.code, kit.code) == (0, 0)


def item(**fields: object) -> Item:
    """Return an item."""
    found = read_item(Table({"id": "o1", "kind": "other", "name": "Soap", "amount": "4", **fields}, ("item", 0), []))
    assert found is not None
    return found


SAME = [
    ({}, {}, 1),
    ({}, {"name": "SOAP "}, 1),
    ({}, {"note": "blue", "added": TODAY}, 1),
    ({}, {"amount": "4.0 pieces"}, 1),
    ({}, {"amount": "5"}, 0),
    ({}, {"where": "attic"}, 0),
    ({}, {"best_before": "2027"}, 0),
    ({"best_before": "2027"}, {"best_before": "2027-12-31"}, 1),
    ({"ref": "homebox:1", "name": "Soft soap"}, {"ref": "homebox:1"}, 1),
    ({"ref": "homebox:1"}, {"ref": "homebox:2"}, 0),
    ({}, {"ref": "homebox:2"}, 1),
    ({"ref": "homebox:1"}, {}, 1),
]
LIKE = [
    ({}, {"amount": "5"}, 1),
    ({}, {"where": "attic"}, 1),
    ({}, {"best_before": "2027"}, 0),
    ({"ref": "homebox:1"}, {"ref": "homebox:2"}, 0),
    ({"ref": "homebox:1"}, {"amount": "5"}, 1),
]


@pytest.mark.parametrize(("here", "there", "same"), SAME)
def test_an_item_is_known_by_its_reference_or_by_all_that_tells_two_lots_apart(
    here: dict[str, object], there: dict[str, object], same: int
) -> None:
    shelved = shelve((item(**here),), (Placed("row 2", item(**{"id": "o0", **there})),))

    assert (len(shelved.here), len(shelved.new) + len(shelved.like)) == (same, 1 - same)


@pytest.mark.parametrize(("here", "there", "like"), LIKE)
def test_an_item_of_the_same_kind_name_and_date_is_like_one_here(
    here: dict[str, object], there: dict[str, object], like: int
) -> None:
    rows = [Placed(f"row {number}", item(**{"id": "o0", **there})) for number in (2, 3)]
    shelved = shelve((item(**here),), rows)
    asked = shelve((item(**here),), rows, alike=True)

    # One that is here stands for one row, never for two.
    assert (len(shelved.like), len(shelved.new)) == (like, 2 - like)
    assert (len(asked.like), len(asked.new)) == (0, 2)


def test_two_rows_alike_are_two_lots() -> None:
    rows = [Placed(f"row {number}", item()) for number in (2, 3)]

    assert [len(part) for part in shelve((item(id="o9"),), rows)[:2]] == [1, 1]
    assert [len(part) for part in shelve((item(), item(id="o2")), rows)[:2]] == [0, 2]


def test_an_item_is_numbered_after_all_that_were_ever_given() -> None:
    inventory = Inventory((item(id="o3"),), {"other": 7})

    after, numbered = with_all(inventory, (item(id="o0"), item(id="o5"), item(id="o9"), item(id="o9"), item(id="o8")))

    assert [one.id for one in numbered] == ["o10", "o11", "o9", "o12", "o8"]
    assert after.free_number("other") == 13


DESK = Desk(KitPlace("/nowhere/kit.toml"), {}, TODAY)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)
KEYS = ["schema", "kit", "item", "items", "products", "product", "code", "name", "format", "household", "id", "kind"]
SHAPED = st.recursive(
    st.one_of(SCALARS, st.sampled_from(["shelterkit.export/1", "food", "2 kg", "2027-05-31", 1, "f1"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)
TEXTS = st.one_of(
    VALUES.map(json.dumps),
    SHAPED.map(json.dumps),
    st.text(max_size=80),
    st.text(st.sampled_from('{}[]",:;\n\t=01name,amount'), max_size=80),
    st.binary(max_size=80).map(lambda raw: raw.decode("latin-1")),
)


@settings(max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        offer = offered(DESK, text.encode("utf-8", "surrogatepass"), "list.csv", Wish())
    except BadDataError:
        return

    assert offer.name == "list.csv"


def test_an_unreadable_file_is_a_matter_of_the_disk(home: Home) -> None:
    (home.folder / "loop").symlink_to("loop")

    ran = home.run("import", "loop", "--yes")

    assert (ran.code, ran.stderr.splitlines()[0]) == (
        74,
        "Error: loop could not be read (too many levels of symbolic links).",
    )
