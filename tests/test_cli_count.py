"""The stock-take as somebody at home does it: print the sheet, count, type it in."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from tests.conftest import TODAY
from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    Golden = Callable[[str, str], None]

# Something for every line of the sheet: used up, expired, opened, in the fridge, without a place, of unknown worth;
# and needs with nothing, one of them a medicine for when it is needed.
EVERYTHING = """\
format = 1
saved = 2026-11-01
counted = 2026-05-04
[plan]
advisory = "de-bbk"
[household]
adults = 1
infants = 1
dogs = 1
[[regimen]]
medicine = "Insulin"
dose = "10 ml"
[[regimen]]
medicine = "Metformin 500 mg"
dose = "1 tablet"
[[regimen]]
medicine = "Ibuprofen"
dose = "1"
per = "as-needed"
[[regimen]]
medicine = "Aspirin"
dose = "1"
per = "as-needed"
[[item]]
id = "w1"
kind = "water"
name = "Canister"
amount = "0 x 20 L"
where = "Hall"
[[item]]
id = "f1"
kind = "food"
name = "Green beans"
amount = "4 jars"
where = "hall"
[[item]]
id = "f2"
kind = "food"
name = "Infant formula with a very long name that goes on and on"
amount = "2 packs"
kcal = "4100/pack"
eaten_by = "infant"
use_by = 2026-10-31
[[item]]
id = "m1"
kind = "med"
name = "Insulin"
amount = "300 ml"
kept = "fridge"
best_before = "2027-01"
[[item]]
id = "m2"
kind = "med"
name = "Aspirin"
amount = "20 tablets"
where = "attic"
"""
LISTED = ("w1", "Canister", "Hall", "Green beans", "Infant formula", "Insulin", "Fridge", "Aspirin", "attic")
LACKING = ("Water", "Dog food", "Metformin 500 mg", "Ibuprofen")


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home with something of every kind in its kit."""
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    monkeypatch.chdir(tmp_path)
    made.put(STOCKED)
    return made


SCREENS = {
    "count": """
        shelterkit count
        shelterkit count w1 4 f2 500g f1 12
        shelterkit count w1 4
        shelterkit count w1 4 f2 500g --dry-run
        shelterkit count w1 5 --dry-run
        shelterkit count metformin 0 "aa batteries" 30 beans 3kg
        shelterkit count
        shelterkit undo
        shelterkit undo
        shelterkit redo
        shelterkit count w1 0 f1 0 f2 0 m1 0 o1 0
        shelterkit history
        shelterkit count --quiet m1 28
        shelterkit count -q
    """,
    "count-json": """
        shelterkit count --json
        shelterkit count --plain
        shelterkit count w1 0 o1 20 --json
        shelterkit count w1 6 --json --dry-run
        shelterkit count w1 9kg blorp 3 f2 9 o1 12 o1 12 --json
        shelterkit count --on 2027-06-01 --json
    """,
}


@pytest.mark.parametrize("name", SCREENS)
def test_a_stock_take_reads_as_agreed(name: str, home: Home, golden: Golden) -> None:
    golden(f"cli/{name}.txt", home.transcript(SCREENS[name]))


def test_an_empty_kit_has_a_calm_sheet(home: Home, golden: Golden) -> None:
    home.kit.unlink()
    home.run("init", "--adults", "1", "--dogs", "1", "--no-input")

    golden("cli/count-empty.txt", home.transcript("shelterkit count\nshelterkit count --json"))


@pytest.mark.parametrize("columns", [80, 40, 20])
def test_the_sheet_fits_the_screen(columns: int, home: Home, golden: Golden) -> None:
    home.put(EVERYTHING)

    seen = [on_terminal(columns, *words).text for words in (("count",), ("count", "w1", "2", "f1", "3"))]

    assert [line for text in seen for line in text.replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
            if len(line) > columns] == []  # fmt: skip
    golden(f"cli/count-{columns}.txt", "\n".join(seen).replace("\x1b", "ESC"))


@pytest.mark.parametrize("form", ["txt", "md", "html", "pdf"])
def test_the_sheet_is_written_in_every_form(form: str, home: Home) -> None:
    home.put(EVERYTHING)

    ran = home.run("count", "-o", f"count.{form}")

    written = (home.folder / f"count.{form}").read_bytes()
    assert (ran.code, ran.stderr) == (0, "")
    assert stat.S_IMODE((home.folder / f"count.{form}").stat().st_mode) == 0o600
    if form == "pdf":
        assert written.startswith(b"%PDF")
    else:
        text = written.decode()
        assert [
            word for word in (*LISTED, *LACKING, "2026-10-31 EXPIRED", "printed 2026-11-23") if word not in text
        ] == []
    assert home.kit.read_text() == EVERYTHING


def test_only_needs_with_nothing_at_all_have_a_line_of_their_own(home: Home) -> None:
    home.put(EVERYTHING)

    told = json.loads(home.run("count", "--json").stdout)

    assert told["counted"] == "2026-05-04"
    assert [item["id"] for item in told["items"]] == ["f1", "f2", "m1", "m2", "w1"]
    assert [(one["need"], one["medicine"]) for one in told["needs_with_nothing"]] == [
        ("drinking-water", None),
        ("dog-food", None),
        ("medication", "Metformin 500 mg"),
        ("medication", "Ibuprofen"),
    ]


def test_without_advice_the_sheet_is_without_needs(home: Home) -> None:
    home.put(EVERYTHING.replace('"de-bbk"', '"nobody"'))

    ran = home.run("count")

    assert ran.code == 0
    assert "Canister" in ran.stdout
    assert "Needs" not in ran.stdout


def test_the_sheet_itself_says_words_that_work(home: Home) -> None:
    line = next(line for line in home.run("count").stdout.splitlines() if line.startswith("When done:"))

    ran = home.run(*line.split()[3:])

    assert ran.code == 0
    assert [text for text in ran.stdout.splitlines() if text.endswith("as it was")] == [
        "m1 Metformin 500 mg: 56 tablets, as it was",
        "w1 Drinking water: 6 x 1.5 L, as it was",
    ]


def test_all_that_was_counted_is_one_change_that_is_taken_back_whole(home: Home) -> None:
    home.run("count", "w1", "6")
    before = home.kit.read_bytes()

    home.run("count", "w1", "1", "f1", "0", "m1", "5", "o1", "20cans")
    changed = home.kit.read_bytes()
    home.run("undo")

    assert home.kit.read_bytes() == before != changed


@pytest.mark.parametrize("amounts", [("w1", "6"), ("w1", "2")])
def test_the_day_of_the_stock_take_is_noted_even_where_all_is_as_it_was(amounts: tuple[str, ...], home: Home) -> None:
    assert home.run("count", *amounts).code == 0

    assert f"\ncounted = {TODAY}\n" in home.kit.read_text()
    assert json.loads(home.run("count", "--json").stdout)["counted"] == str(TODAY)


@pytest.mark.parametrize(
    "words",
    ["w1 4 blorp 3", "w1 4 f2 6", "w1 4 w1 5", "w1 4 f1", "w1 4 f1 3 -o count.txt", "w1 4 f1 3 --print", "w1 4 f1 -1"],
)
def test_one_wrong_word_and_nothing_is_changed(words: str, home: Home) -> None:
    ran = home.run("count", *words.split())

    assert ran.code in (1, 2)
    assert "Nothing was changed.\n" in ran.stderr
    assert home.kit.read_text() == STOCKED
    assert not list(home.folder.glob("count*"))


def test_looking_at_the_sheet_writes_nothing_and_may_be_on_another_day(home: Home) -> None:
    before = home.listing()

    ran = home.run("count", "--on", "2028-01-01")

    assert ran.code == 0
    assert "2027-05-31 EXPIRED" in ran.stdout
    assert home.listing() == before


def test_what_was_counted_is_set_today_only(home: Home) -> None:
    ran = home.run("count", "w1", "4", "--on", "2028-01-01")

    assert (ran.code, home.kit.read_text()) == (2, STOCKED)


def _many(number: int) -> str:
    items = (
        f'[[item]]\nid = "o{one}"\nkind = "other"\nname = "Thing {one}"\namount = "9"\n' for one in range(1, number + 1)
    )
    return f"format = 1\n[household]\nadults = 1\n{''.join(items)}"


@pytest.mark.parametrize("changed", [0, 3, 15])
def test_many_counts_are_told_in_short(changed: int, home: Home, golden: Golden) -> None:
    home.put(_many(20))
    words = [word for one in range(1, 21) for word in (f"o{one}", "8" if one <= changed else "9")]

    ran = home.run("count", *words)

    golden(f"cli/count-many-{changed}.txt", ran.stdout)


def test_many_needs_are_told_in_short(home: Home) -> None:
    doses = "".join(f'[[regimen]]\nmedicine = "Pill {one}"\ndose = "1"\n' for one in range(1, 9))
    pills = "".join(
        f'[[item]]\nid = "m{one}"\nkind = "med"\nname = "Pill {one}"\namount = "9 tablets"\n' for one in range(1, 9)
    )
    home.put(f"format = 1\n[household]\nadults = 1\n{doses}{pills}")

    ran = home.run("count", *(word for one in range(1, 9) for word in (f"m{one}", "8")))

    assert ran.stdout.splitlines()[-2:] == [
        "8 needs stand differently; see them all:   shelterkit status",
        "Undo: shelterkit undo",
    ]


def test_a_medicine_that_would_clash_with_its_dose_is_refused(home: Home) -> None:
    home.put(EVERYTHING.replace('"300 ml"', '"0 tablets"').replace('"10 ml"', '"1 ml"'))

    ran = home.run("count", "m1", "5")

    assert ran.code == 2
    assert ran.stderr.startswith("Error: a dose is 1 ml of Insulin, but m1 Insulin is 5 tablets: they cannot be\n")


@pytest.mark.parametrize("day", [TODAY.replace(day=24)])
def test_the_same_count_on_another_day_is_a_change(day: date, home: Home) -> None:
    home.run("count", "w1", "6")

    again, later = home.run("count", "w1", "6"), home.run("count", "w1", "6", today=day)

    assert again.stdout == "That is how it is already; nothing was changed.\n"
    assert later.stdout.splitlines() == [
        "w1 Drinking water: 6 x 1.5 L, as it was",
        "It is noted that the kit was counted today.",
        "Undo: shelterkit undo",
    ]
