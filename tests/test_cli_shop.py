from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Golden = Callable[[str, str], None]

HEAD = 'format = 1\n[plan]\nadvisory = "us-cdc"\ndays = 2\n[household]\nadults = 1\n'
# Something for every line the list can have: medicine for longer than the rest, food nobody can count, what is
# expired, what goes off too soon, what is used up, what is taken as needed.
EVERYTHING = """\
format = 1
[plan]
advisory = "se-mcf"
hot = true
[household]
adults = 2
dogs = 1
[[regimen]]
medicine = "Insulin"
dose = "10 ml"
[[regimen]]
medicine = "Ibuprofen"
dose = "1"
per = "as-needed"
[[item]]
id = "w1"
kind = "water"
name = "Canister"
amount = "3 x 20 L"
best_before = 2026-11-25
[[item]]
id = "f1"
kind = "food"
name = "Beans"
amount = "12 cans"
kcal = "340/can"
[[item]]
id = "f2"
kind = "food"
name = "Green beans"
amount = "4 jars"
[[item]]
id = "f3"
kind = "food"
name = "Kibble"
amount = "2 kg"
eaten_by = "dog"
[[item]]
id = "m1"
kind = "med"
name = "Insulin"
amount = "2 x 100 ml"
use_by = 2026-11-30
[[item]]
id = "m2"
kind = "med"
name = "Ibuprofen"
amount = "10 tablets"
best_before = "2026-01"
[[item]]
id = "o1"
kind = "other"
name = "AA batteries"
amount = "0"
[[item]]
id = "m3"
kind = "med"
name = "Aspirin"
amount = "0 tablets"
"""
ENOUGH = f"""{HEAD}
[[item]]
id = "w1"
kind = "water"
name = "Drinking water"
amount = "20 L"
[[item]]
id = "f1"
kind = "food"
name = "Rice"
amount = "5000 kcal"
"""
GOING_OFF = f'{ENOUGH}best_before = 2026-12-24\n[[item]]\nid = "f2"\nkind = "food"\nname = "Tea"\namount = "0 packs"\n'
# As advised, not as planned: food for 3 days, water for 14, medicine for 10.
ADVISED = EVERYTHING.replace("se-mcf", "us-cdc")
MY_TOWN = """\
id = "my-town"
title = "Be ready"
publisher = "My town"
country = "UA"
as_of = 2026-11-01
[[figure]]
need = "drinking-water"
amount = "4 L"
basis = "person-day"
[[figure.source]]
of = ["amount"]
evidence = "publisher"
url = "https://example.org/ready"
says = "4 L a day"
"""
KEEPS = ENOUGH.replace("20 L", "1 L")
NOBODY = HEAD.replace("adults = 1", "adults = 0")

SCREENS = {
    "shop": (
        STOCKED,
        """
        shelterkit shop
        shelterkit shop --days 30
        shelterkit shop --days 1
        shelterkit shop --replace-within 1w
        shelterkit shop --replace-within 6m --days 5
        shelterkit shop --on 2028-01-01
        shelterkit shop -o -
        shelterkit --demo shop
        """,
    ),
    "shop-everything": (
        EVERYTHING,
        """
        shelterkit shop
        shelterkit shop -o -
        """,
    ),
    "shop-advised": (ADVISED, "shelterkit shop"),
    "shop-json": (
        EVERYTHING,
        """
        shelterkit shop --json
        shelterkit shop --plain
        """,
    ),
    "shop-nothing": (
        ENOUGH,
        """
        shelterkit shop
        shelterkit shop --replace-within 2w
        shelterkit shop -o -
        shelterkit shop --json
        shelterkit shop --plain
        """,
    ),
    "shop-going-off": (
        GOING_OFF,
        """
        shelterkit shop
        shelterkit shop --replace-within 31d
        """,
    ),
    "shop-nobody": (
        NOBODY,
        """
        shelterkit shop
        shelterkit shop -o -
        shelterkit shop --json
        shelterkit shop --plain
        """,
    ),
    "shop-refused": (
        STOCKED,
        """
        shelterkit shop --replace-within soon
        shelterkit shop --replace-within 5 years
        shelterkit shop --days 0
        shelterkit shop --dry-run
        """,
    ),
}


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    monkeypatch.chdir(tmp_path / "home")
    return made


@pytest.mark.parametrize("name", SCREENS)
def test_a_shopping_list_reads_as_agreed(name: str, home: Home, golden: Golden) -> None:
    kit, lines = SCREENS[name]
    home.put(kit)

    seen = home.transcript(lines)

    golden(f"cli/{name}.txt", seen)


@pytest.mark.parametrize("columns", [80, 40])
def test_a_shopping_list_on_a_terminal_reads_as_agreed(columns: int, home: Home, golden: Golden) -> None:
    seen = []
    for kit in (STOCKED, EVERYTHING, GOING_OFF, ENOUGH):
        home.put(kit)
        text, code = on_terminal(columns, "shop")
        assert code == 0
        seen.append(f"$ shelterkit shop\n{text.replace(chr(27), 'ESC')}")

    golden(f"cli/shop-{columns}.txt", "\n".join(seen))


def test_the_sample_of_the_contract_has_these_lines(home: Home) -> None:
    home.put(STOCKED)

    lines = home.run("shop").stdout.splitlines()

    assert lines[:3] == ["To reach 10 days for 2 adults, 1 child, 1 infant, 1 dog (advice: de-bbk)", "", "Buy"]
    assert "  [ ] Water         91 L         for example 11 packs of 6 x 1.5 L" in lines
    assert lines[-3:] == [
        "Replace",
        "  [ ] f2 Buckwheat  2 kg         best before 2026-12-15",
        "Take it along:  shelterkit shop -o shopping.txt",
    ]


@pytest.mark.parametrize(
    "words", [("--days", "14"), ("--replace-within", "6w"), ("--replace-within", "1y", "--days", "3")]
)
def test_what_is_taken_along_is_what_was_on_the_screen(words: tuple[str, ...], home: Home) -> None:
    home.put(STOCKED)
    again = home.run("shop", *words).stdout.splitlines()[-1].partition(":  ")[2].split()

    assert again[0] == "shelterkit"
    assert home.run(*again[1:]).code == 0
    assert home.run(*again[1:-1], "-").stdout == home.run("shop", *words, "-o", "-").stdout
    assert (home.folder / "home" / "shopping.txt").read_text() == home.run("shop", *words, "-o", "-").stdout


def test_a_spreadsheet_gets_a_row_for_every_thing(home: Home, golden: Golden) -> None:
    home.put(EVERYTHING)

    ran = home.run("shop", "-o", "list.csv")

    raw = (home.folder / "home" / "list.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(raw.decode(), newline=""), strict=True))
    assert ran.code == 0, ran.stderr
    assert raw.count(b"\r\n") == raw.count(b"\n") == len(rows)
    assert {len(row) for row in rows} == {11}
    golden("cli/shop.csv", raw.decode().replace("\r\n", "\n"))


def test_a_list_is_not_written_over_another_unasked(home: Home) -> None:
    home.put(STOCKED)
    file = home.folder / "home" / "shopping.txt"
    file.write_text("mine")

    refused = home.run("shop", "-o", "shopping.txt")

    assert (refused.code, file.read_text()) == (1, "mine")
    assert home.run("shop", "-o", "shopping.txt", "--force").code == 0
    assert file.read_text().startswith("Shopping list\n")


FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\uff1d1", '=HYPERLINK("http://example.org","x")', "x\x1b[2J",
    "\u202eevil", 'a,b"c', "two\nlines", "[red]x[/red]", "\U0001f96b beans", "w" * 200,
)  # fmt: skip


def hostile_kit() -> str:
    """Return a kit in which whatever the list names has a hostile name."""

    def toml(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    kit = HEAD.replace("days = 2", "days = 30").replace("adults = 1", "adults = 1\ndogs = 1")
    for number, name in enumerate(FORMULAS, 1):
        kit += f'[[regimen]]\nmedicine = {toml(name)}\ndose = "1 tablet"\n'
        kit += (
            f'[[item]]\nid = "o{number}"\nkind = "other"\nname = {toml(name)}\namount = "2"\nbest_before = "2026-11"\n'
        )
        kit += f'[[item]]\nid = "m{number}"\nkind = "med"\nname = {toml("gone " + name)}\namount = "0"\n'
    return f'{kit}[[item]]\nid = "f1"\nkind = "food"\nname = "=2+2"\namount = "3 cans"\nkcal = "100/can"\n'


def test_no_cell_of_a_spreadsheet_is_a_formula(home: Home) -> None:
    home.put(hostile_kit())

    ran = home.run("shop", "-o", "list.csv")

    text = (home.folder / "home" / "list.csv").read_bytes().decode()
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    cells = [cell for row in rows for cell in row]
    assert ran.code == 0, ran.stderr
    assert [row for row in rows if len(row) != 11] == []
    assert [cell for cell in cells if re.match(r"[\s\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20]", cell)] == []
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert {"'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\\x09=1", "'\uff1d1", "x\\x1b[2J", 'a,b"c'} <= set(cells)
    assert {"'=2+2", "buy", "replace", "restock"} <= set(cells)


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_hostile_names_stay_text_on_the_screen(columns: int, home: Home) -> None:
    home.put(hostile_kit())

    text, code = on_terminal(columns, "shop", "--color", "never")

    assert code == 0
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert max(len(line) + line.count("\U0001f96b") for line in text.splitlines()) <= columns


@pytest.mark.parametrize("form", [("--plain",), ("--json",), ("-o", "-")])
def test_hostile_names_stay_text_in_a_pipe(form: tuple[str, ...], home: Home) -> None:
    home.put(hostile_kit())

    seen = home.run("shop", *form)

    assert seen.code == 0, seen.stderr
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", seen.stdout)


def test_looking_writes_nothing(home: Home) -> None:
    home.put(STOCKED)
    before = home.listing()

    for words in (("shop",), ("shop", "--json"), ("shop", "--plain"), ("--demo", "shop"), ("shop", "-o", "-")):
        assert home.run(*words).code == 0

    assert home.listing() == before


def test_the_json_has_the_keys_of_the_contract(home: Home) -> None:
    home.put(EVERYTHING)

    found = json.loads(home.run("shop", "--json").stdout)

    assert found["schema"] == "shelterkit.shop/1"
    assert {"today", "advisory", "plan_days", "ready_days", "buy", "replace", "restock"} <= found.keys()
    assert [one.keys() for one in found["buy"]] == [
        {
            "need", "medicine", "unit", "missing", "have", "target_days", "packs", "pack", "item",
            "ready_days_after", "sources",
        }
    ] * len(found["buy"])  # fmt: skip
    assert all({"id", "name", "amount", "best_before", "days", "expired"} <= one.keys() for one in found["replace"])


def test_without_any_days_to_plan_for_nothing_is_said_to_be_enough(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELTERKIT_CONFIG_DIR", str(home.folder))
    (home.folder / "advisories").mkdir()
    (home.folder / "advisories" / "my-town.toml").write_text(MY_TOWN)
    home.put(STOCKED.replace("de-bbk", "my-town").replace("days = 10", ""))

    seen = home.run("shop", "--replace-within", "1d")

    assert seen.stdout == (
        "my-town does not say for how many days to plan.   Set it:  shelterkit household --days 10\n"
    )


def test_programs_are_told_what_is_missing_to_the_third_decimal_rounded_up(home: Home) -> None:
    home.put(HEAD.replace("days = 2", "days = 1"))

    found = json.loads(home.run("shop", "--json").stdout)["buy"][0]

    assert (found["need"], found["missing"]) == ("drinking-water", 3.786)
    assert home.run("shop", "--plain").stdout.splitlines()[0].split("\t")[3:5] == ["3.786", "L"]


@pytest.mark.parametrize(
    ("foods", "words"),
    [
        (["people"], "1 food has no energy and counts as nothing."),
        (["people", "dog"], "2 foods have no energy and count as nothing."),
        (["dog"], "1 food does not say how long it lasts and counts as nothing."),
        (["dog", "dog"], "2 foods do not say how long they last and count as nothing."),
    ],
)
def test_food_that_counts_as_nothing_is_said_to(foods: list[str], words: str, home: Home) -> None:
    items = "".join(
        f'[[item]]\nid = "f{number}"\nkind = "food"\nname = "X"\namount = "1 kg"\neaten_by = "{eater}"\n'
        for number, eater in enumerate(foods, 1)
    )
    home.put(f"{HEAD}dogs = 1\n{items}")

    lines = home.run("shop").stdout.splitlines()

    assert [line for line in lines if "nothing" in line] == [f"{words}   See:  shelterkit status"]


def test_status_offers_the_list_where_something_is_missing(home: Home) -> None:
    offered = {}
    for name, kit in (
        ("missing", STOCKED),
        ("enough", ENOUGH),
        ("empty", HEAD),
        ("going off", GOING_OFF),
        ("keeps", KEEPS),
    ):
        home.put(kit)
        lines = home.run("status").stdout.splitlines()
        offered[name] = lines[next(number for number, line in enumerate(lines) if line.startswith("Next:")) :]

    assert offered == {
        "missing": ["Next:  shelterkit shop     what to buy", "       shelterkit expires  what to use up"],
        "enough": ["Next:  shelterkit list  what is there"],
        "empty": [
            "Next:  shelterkit add water 6x1.5L --best-before 2027-05  what you have",
            "       shelterkit shop                                    what to buy",
        ],
        "keeps": ["Next:  shelterkit shop  what to buy"],
        "going off": ["Next:  shelterkit expires  what to use up"],
    }
