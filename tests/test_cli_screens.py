from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.stocked import STOCKED, Home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Golden = Callable[[str, str], None]

INIT = "shelterkit init --adults 2 --children 1 --infants 1 --dogs 1 --days 10 --advisory de-bbk --no-input"

# What is typed one after the other, beginning in a home without a kit.
FROM_NOTHING = {
    "first-steps": f"""
        shelterkit
        {INIT}
        shelterkit
        shelterkit list
        shelterkit expires
        shelterkit household
        shelterkit add water 6x1.5L --best-before 2027-05 --where cellar
        shelterkit add med "Metformin 500 mg" 56 tablets --dose 2/day --for Anna -b 09/2027
        shelterkit status
    """,
    "init": f"""
        shelterkit init --no-input
        shelterkit init --adults 1 --dry-run
        shelterkit init --empty
        shelterkit status
        {INIT}
    """,
    "init-by-locale": "shelterkit init --adults 1",
    "undo": f"""
        {INIT}
        shelterkit add water 6x1.5L -b 2027-05 -w cellar
        shelterkit use water 2 bottles
        shelterkit undo
        shelterkit redo
        shelterkit redo
        shelterkit undo 3
        shelterkit undo
        shelterkit redo 2
        shelterkit undo --last-good
        shelterkit household --adults 3
        shelterkit undo
        shelterkit household --cats 1
        shelterkit edit w1 --where garage
        shelterkit undo 2
        shelterkit undo --dry-run
    """,
    "history": f"""
        {INIT}
        shelterkit add water 6x1.5L -b 2027-05 -w cellar
        shelterkit add food Buckwheat 2kg --kcal 340/100g -b 2026-12-15
        shelterkit use w1 1
        shelterkit remove f1
        shelterkit undo
        shelterkit history
        shelterkit history --item w1
        shelterkit history --diff 4
        shelterkit history --item w9
    """,
    "history-json": f"""
        {INIT}
        shelterkit add water 6x1.5L -b 2027-05 -w cellar
        shelterkit history --json
        shelterkit history --plain
        shelterkit history --diff 2 --json
        shelterkit history --diff 2 --plain
    """,
    "demo": """
        shelterkit --demo
        shelterkit --demo list
        shelterkit --demo expires
        shelterkit --demo household
        shelterkit --demo advisory compare --plain
    """,
    "version": """
        shelterkit --version
        shelterkit -V
    """,
    "where": """
        shelterkit where
        shelterkit where --json
        shelterkit where --plain
    """,
    "advisory-list": "shelterkit advisory list",
    "advisory-show": """
        shelterkit advisory show de-bbk
        shelterkit advisory show us-embassy-kyiv
        shelterkit advisory show energy
    """,
    "advisory-check": """
        shelterkit advisory check
        shelterkit advisory check --json
        shelterkit advisory check --plain
    """,
    "advisory-json": """
        shelterkit advisory list --json
        shelterkit advisory show no-dsb --json
        shelterkit advisory show energy --json
        shelterkit advisory list --plain
        shelterkit advisory show no-dsb --plain
    """,
}

# What is typed one after the other in a home with something of every kind.
STOCKED_HOME = {
    "status": """
        shelterkit
        shelterkit status --days 1
        shelterkit status --days 30
        shelterkit status --on 2028-01-01
        shelterkit add food "Green beans" 4 jars --no-lookup
        shelterkit status
    """,
    "status-json": """
        shelterkit status --json
        shelterkit status --plain
        shelterkit --json
        shelterkit --plain
    """,
    "list": """
        shelterkit list
        shelterkit list food
        shelterkit list --where cellar
        shelterkit list --where attic
        shelterkit list --within 1y --sort date
        shelterkit list --sort name
        shelterkit list --sort where
        shelterkit list --on 2027-06-01
        shelterkit list other --within 1y
    """,
    "list-json": """
        shelterkit list --json
        shelterkit list --plain
        shelterkit list other --plain
    """,
    "show": """
        shelterkit show w1
        shelterkit show beans
        shelterkit show metformin
        shelterkit show o1
        shelterkit show w1 --on 2028-01-01
        shelterkit show m1 --json
        shelterkit show m1 --plain
    """,
    "expires": """
        shelterkit expires
        shelterkit expires --within 1y
        shelterkit expires --all
        shelterkit expires --within 1d
        shelterkit expires --on 2027-06-01
        shelterkit expires --json
        shelterkit expires --plain
    """,
    "add": """
        shelterkit add water 2 gal
        shelterkit add water 6x1,5л --technical
        shelterkit add water "Tap water" 3 x 10 L -b today
        shelterkit add food Rice 5 kg --kcal 360/100g -b "in 6 months" --note "behind the flour"
        shelterkit add food Lentils ½ kg --kcal 1700
        shelterkit add food "Green beans" 4 jars --no-lookup
        shelterkit add food Kibble 3kg --eaten-by dog --lasts 10d
        shelterkit add med Ibuprofen 2 blisters x 10 --for Anna --dose as-needed
        shelterkit add med "Insulin" 300 ml --dose 10ml/day --use-by 2026-12-31
        shelterkit add other "AA batteries" 24
        shelterkit add water 3L -b 2026-01-01
        shelterkit add water 3L -b 2070 --yes
        shelterkit add water 3L --dry-run
        shelterkit add water 3L --quiet
        shelterkit add water 3L --json
    """,
    "use": """
        shelterkit use water 2 bottles
        shelterkit use beans
        shelterkit use m1 1/2
        shelterkit use w1 750 ml
        shelterkit use w1 --all
        shelterkit use w1
        shelterkit use "aa batteries" 4 --dry-run
        shelterkit use --expired
        shelterkit use f2 500g --json
        shelterkit use beans --all --quiet
    """,
    "edit": """
        shelterkit edit w1 --amount 12x1.5L --where garage
        shelterkit edit f1 --name "White beans" --kcal 300/can --note "open the old ones first"
        shelterkit edit f2 --best-before none --where ""
        shelterkit edit m1 --dose 3/day --for Anna
        shelterkit edit w1 --technical --dry-run
        shelterkit edit w1 --opened today --keeps 3d
        shelterkit edit o1 --amount 0
        shelterkit edit o1 --amount 30 --json
        shelterkit edit w1
    """,
    "remove": """
        shelterkit remove o1
        shelterkit remove w1 f1 m1
        shelterkit remove w1 f1 m1 --dry-run
        shelterkit remove w1 f1 m1 --yes
        shelterkit remove f2 --json
        shelterkit list
    """,
    "household": """
        shelterkit household
        shelterkit household --adults 3 --cats 2
        shelterkit household --days 14 --advisory us-cdc
        shelterkit household --days 0
        shelterkit household --hot
        shelterkit household add Oleh --born 1988 --sex m
        shelterkit household add Iryna --born 1995 --sex f --pregnant
        shelterkit household add Mia --born 2020
        shelterkit household add Oleh
        shelterkit household dose Oleh Ibuprofen 1/12h
        shelterkit household dose Oleh Ibuprofen 3/week
        shelterkit household dose Oleh Ibuprofen as-needed
        shelterkit household dose Oleh Ibuprofen none
        shelterkit household
        shelterkit household remove Anna
        shelterkit household add Bob --dry-run
        shelterkit household --adults 4 --json
    """,
    "household-json": """
        shelterkit household --json
        shelterkit household --plain
    """,
    "advisory-use": """
        shelterkit advisory use us-cdc
        shelterkit advisory use ua-mvs --dry-run
        shelterkit advisory use us-embassy-kyiv
        shelterkit status
    """,
    "advisory-compare": "shelterkit advisory compare",
    "advisory-compare-json": """
        shelterkit advisory compare --json
        shelterkit advisory compare --plain
    """,
    "aliases": """
        shelterkit ls
        shelterkit eat beans 1
        shelterkit drink water 1
        shelterkit rm o1
        shelterkit people --plain
        shelterkit report --plain
    """,
}

# A kit that somebody edited by hand: comments, a field of their own, Windows line ends.
BY_HAND = STOCKED.replace("[plan]", "# for the whole house\n[plan]").replace("[[item]]", '[[item]]\ncolour = "blue"', 1)

HELP = (
    "", "status", "list", "show", "expires", "add", "use", "edit", "remove", "undo", "redo", "history", "init", "where",
    "count", "shop", "checklist", "check", "calendar", "help", "foods", "backup", "restore", "export", "import",
    "household", "household add", "household remove", "household dose",
    "household contact", "household contact add", "household contact remove", "household place",
    "advisory", "advisory list", "advisory show", "advisory use", "advisory compare", "advisory check",
    "history purge", "doctor",
    "schedule", "schedule show", "schedule install", "schedule remove", "schedule test",
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return Home(tmp_path, capsys)


@pytest.fixture
def stocked(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    home.put(STOCKED)
    monkeypatch.setenv("SHELTERKIT_KIT", str(home.kit))
    return home


@pytest.mark.parametrize("name", FROM_NOTHING)
def test_a_screen_from_nothing_reads_as_agreed(
    name: str, home: Home, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "init-by-locale":
        monkeypatch.setenv("LANG", "uk_UA.UTF-8")

    seen = home.transcript(FROM_NOTHING[name])

    golden(f"cli/{name}.txt", seen)


@pytest.mark.parametrize("name", STOCKED_HOME)
def test_a_screen_of_a_stocked_kit_reads_as_agreed(name: str, stocked: Home, golden: Golden) -> None:
    seen = stocked.transcript(STOCKED_HOME[name])

    golden(f"cli/{name}.txt", seen)


def test_a_kit_edited_by_hand_is_understood_and_nothing_is_lost_silently(stocked: Home, golden: Golden) -> None:
    stocked.put(BY_HAND.replace("\n", "\r\n"))

    seen = stocked.transcript("""
        shelterkit list
        shelterkit list --quiet
        shelterkit add water 3L
        shelterkit add water 3L
        shelterkit history
        shelterkit undo 2
    """)

    golden("cli/edited-by-hand.txt", seen)
    assert 'colour = "blue"' in stocked.kit.read_text()


@pytest.mark.parametrize("command", HELP)
def test_the_help_of_a_command_reads_as_agreed(command: str, home: Home, golden: Golden) -> None:
    seen = home.transcript(" ".join(f"shelterkit {command} --help".split()))

    golden(f"cli/help/{command.replace(' ', '-') or 'shelterkit'}.txt", seen)


# The sample screens of the contract that hold to the letter in a home with the stocked kit.
SAMPLES = [
    (
        "shelterkit expires --within 1y",
        """\
Best before  In         Id  Item              Amount      Where
2026-12-15   22 days    f2  Buckwheat         2 kg        pantry
2027-05-31   6 months   w1  Drinking water    6 x 1.5 L   cellar
2027-09-30   10 months  m1  Metformin 500 mg  56 tablets  bathroom
Not listed: 1 item without a date (o1 AA batteries).
""",
    ),
    (
        "shelterkit use water 2 bottles",
        """\
Used 2 bottles (3 L) of w1 Drinking water, the earliest (2027-05-31).
Left: 4 bottles, 6 L. Water is now 6 L of 100 L (0.6 days).
Undo: shelterkit undo
""",
    ),
]


@pytest.mark.parametrize(("line", "sample"), SAMPLES)
def test_a_sample_screen_holds_to_the_letter(line: str, sample: str, stocked: Home) -> None:
    seen = stocked.transcript(line)

    assert seen == f"$ {line}\n{sample}"


def test_the_bare_screen_has_the_lines_of_the_sample(stocked: Home) -> None:
    seen = stocked.run()

    lines = seen.stdout.splitlines()
    assert lines[:8] == [
        "Kit for 2 adults, 1 child, 1 infant, 1 dog. Plan: 10 days. Advice: de-bbk.",
        "Ready for 0 of 10 days: infant food runs out first.",
        "",
        "    Need         Have         Target       Lasts     State",
        " !  Water        9 L          100 L        0.9 days  LOW    91 L short",
        " !  Food         10 880 kcal  66 000 kcal  1.6 days  LOW    55 120 kcal short",
        " !! Infant food  none         10 days      0 days    NONE",
        " !  Dog food     none         10 days      0 days    NONE",
    ]
    assert lines[8] == "    Medication   28 days      10 days      28 days   OK"
    assert "Use up next: f2 Buckwheat, 2 kg, best before 2026-12-15 (in 22 days)" in lines


def test_adding_water_echoes_as_in_the_sample(home: Home) -> None:
    home.run(*INIT.split()[1:])

    seen = home.run("add", "water", "6x1.5L", "--best-before", "2027-05", "--where", "cellar")

    assert seen.stdout == (
        "Added w1  Drinking water, 6 x 1.5 L = 9 L, cellar\n"
        "          best before 2027-05-31 (in 6 months; only a month given: last day)\n"
        "Water is now 9 L of 100 L (0.9 days).   Undo: shelterkit undo\n"
    )


def test_undoing_says_what_is_back_as_in_the_sample(home: Home) -> None:
    home.run(*INIT.split()[1:])
    home.run("add", "water", "6x1.5L", "--best-before", "2027-05")
    home.run("use", "water", "2", "bottles")

    seen = home.run("undo")

    assert seen.stdout.splitlines()[:2] == [
        "Undone: use 2 bottles of w1 Drinking water (today 09:12).",
        "w1 is back to 6 bottles, 9 L.   Redo: shelterkit redo",
    ]


NOT_BUILT = (
    "forecast",
)  # fmt: skip


def test_no_screen_offers_a_command_that_does_not_exist_yet() -> None:
    from pathlib import Path  # noqa: PLC0415

    screens = Path(__file__).parent.glob("golden/cli/**/*.txt")

    offered = [
        (screen.name, command)
        for screen in screens
        for command in re.findall(r"shelterkit (?:--\S+ )*([a-z]+)", re.sub(r"(?m)^\$.*$", "", screen.read_text()))
        if command in NOT_BUILT
    ]

    assert offered == []


READING = (
    "status", "list", "show w1", "expires", "household", "history", "where",
    "count", "shop", "checklist", "checklist go-bag", "household contact", "household place",
    "advisory list", "advisory show de-bbk", "advisory compare", "advisory check", "doctor", "foods", "foods beans",
)  # fmt: skip


@pytest.mark.parametrize("command", READING)
def test_json_is_one_document_that_begins_with_its_schema(command: str, stocked: Home) -> None:
    seen = stocked.run(*command.split(), "--json")

    assert seen.stdout.endswith("}\n")
    assert seen.stdout.count("\n") == 1
    assert next(iter(json.loads(seen.stdout))) == "schema"
    assert json.loads(seen.stdout)["schema"].startswith("shelterkit.")
    assert seen.stderr == ""


@pytest.mark.parametrize("command", READING)
def test_plain_lines_have_the_same_number_of_fields_in_every_line(command: str, stocked: Home) -> None:
    seen = stocked.run(*command.split(), "--plain")

    fields = {len(line.split("\t")) for line in seen.stdout.splitlines()}
    assert len(fields) <= 1 or command == "household", seen.stdout
    assert "\x1b" not in seen.stdout
