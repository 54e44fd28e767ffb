from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

import pytest

from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal, started_on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Golden = Callable[[str, str], None]

OUR_COLOURS = re.compile(r"\x1b\[(?:0|1|31|33)m")

SCREENS = (
    "", "list", "show f1", "expires --within 1y", "household", "advisory list", "advisory show de-bbk",
    "advisory show energy", "advisory compare", "advisory check", "--help", "add --help", "household --help",
    "count", "count w1 4 f2 500g -n", "household contact", "household place", "count --help",
    "use water 2 bottles", "undo", "edit f1 --amount 3x400g", "add food Rice 5kg --kcal 360/100g -n", "list other -w x",
)  # fmt: skip

HOSTILE = (
    "\x1b[2J\x1b[31mred", "\x1b]52;c;ZWNobyBib28=\x07", "\x1b]8;;http://example.org\x07link", "\x9b2Jc1 \x85 \x90",
    "bell\x07 back\x08\x08 return\r over", "del\x7f", "bidi \u202eevil\u202c \u2066x\u2069", "\ufeffmark",
    "a\u2028b\u2029c",
    "[red]x[/red]", "[/]", "[link=http://example.org]y[/link]", ":warning: :boom:", "`$(reboot)`", "100% {0} %s \\n",
    "🥫 beans 👨‍👩‍👧‍👦", "❤️ heart", "緊急用の飲料水と食料", "한국어 물", "e\u0301\u0300\u0302\u0303 a\u0315",
    "Питна вода", "مياه الشرب",
    "\u200bzero\u200bwidth\u00ad", "tab\there", "w" * 100, "語" * 50, "-x --help", "  spaced  out  ", "'\"", "|pipe|",
)  # fmt: skip

LOOKING = (
    "", "status", "list", "list food", "list --sort name", "show {id}", "expires --all", "household", "history",
    "where", "advisory compare", "count", "household contact", "household place", "count {id} 1",
    "use {id}", "edit {id} --where y", "remove {id}",
)  # fmt: skip


def toml(text: str) -> str:
    return '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 32 or c in '"\\\x7f' else c for c in text) + '"'


def hostile_kit() -> str:
    items = "".join(
        f'[[item]]\nid = "f{n}"\nkind = "food"\nname = {toml(name)}\namount = "{n} cans"\nkcal = "100/can"\n'
        f"best_before = 2026-12-{n:02}\nwhere = {toml(name)}\nnote = {toml(name)}\n"
        for n, name in enumerate(HOSTILE, 1)
    )
    people = "".join(
        f"[[person]]\nname = {toml(name)}\n[[regimen]]\nperson = {toml(name)}\nmedicine = {toml(name)}\n"
        f'dose = "1 tablet"\nper = "day"\n'
        for name in HOSTILE
    )
    contacts = "".join(
        f"[[contact]]\nname = {toml(name)}\nphone = {toml(name)}\nnote = {toml(name)}\n" for name in HOSTILE
    )
    places = f"shelter = {toml(HOSTILE[0])}\nmeeting_place = {toml(HOSTILE[1])}\nalert_channels = {toml(HOSTILE[-9])}\n"
    head = f'format = 1\n[plan]\nadvisory = "us-cdc"\ndays = 3\n{places}[household]\nadults = {len(HOSTILE)}\n'
    return f"{head}{people}{contacts}{items}[next_id]\nfood = 99\n"


def cells(line: str) -> int:
    """Return the columns of a line; the mark that asks for an emoji makes it two columns wide."""
    marks = line.count("\ufe0f")
    return marks + sum(
        0 if category(char) in ("Mn", "Me", "Cf") else 1 + (east_asian_width(char) in "WF") for char in line
    )


@pytest.fixture
def home(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Return a home whose path is short and always as long, for lines are cut at the terminal's width."""
    folder = Path(tempfile.mkdtemp(prefix="sk-", dir="/tmp"))
    (folder / "home").mkdir()
    monkeypatch.setenv("HOME", str(folder / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "home"))
    made = Home(folder, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    yield made
    shutil.rmtree(folder)


@pytest.fixture
def stocked(home: Home) -> Home:
    home.put(STOCKED)
    return home


@pytest.mark.parametrize("columns", [80, 40])
def test_screens_on_a_terminal_read_as_agreed(columns: int, stocked: Home, golden: Golden) -> None:
    seen = []
    for screen in SCREENS:
        text, code = on_terminal(columns, *screen.split())
        seen.append(f"$ shelterkit {screen}\n{text.replace(chr(27), 'ESC')}" + (f"[exit {code}]\n" if code else ""))

    golden(f"cli/terminal-{columns}.txt", stocked.same("\n".join(seen)))


@pytest.mark.parametrize("columns", [20, 40, 59, 60, 80, 200])
@pytest.mark.parametrize("screen", [screen for screen in SCREENS if screen != "undo"])
@pytest.mark.usefixtures("stocked")
def test_no_line_is_wider_than_the_terminal(screen: str, columns: int) -> None:
    text, code = on_terminal(columns, *screen.split())

    assert code == 0
    assert [line for line in OUR_COLOURS.sub("", text).splitlines() if cells(line) > columns] == []


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
@pytest.mark.parametrize("screen", LOOKING)
def test_hostile_names_stay_text(screen: str, columns: int, home: Home) -> None:
    home.put(hostile_kit())

    for number in (1, 2, 10, 16, 25, 26):
        text, code = on_terminal(columns, *screen.replace("{id}", f"f{number}").split())

        bare = OUR_COLOURS.sub("", text)
        assert code == 0, bare
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]", bare)
        assert [line for line in bare.splitlines() if cells(line) > columns] == []
        if "{id}" not in screen:
            break


@pytest.mark.parametrize("form", ["--plain", "--json", "--color=always", "--color=never"])
@pytest.mark.parametrize("screen", [one for one in LOOKING if not one.startswith(("use", "edit", "remove"))])
def test_hostile_names_stay_text_in_a_pipe(screen: str, form: str, home: Home) -> None:
    home.put(hostile_kit())

    seen = home.run(*screen.replace("{id}", "f1").split(), form)

    bare = OUR_COLOURS.sub("", seen.stdout) if form == "--color=always" else seen.stdout
    allowed = "\t" if form == "--plain" else ""
    assert seen.code == 0, seen.stderr
    found = re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]", bare)
    assert set(found) <= set(allowed)


def test_names_with_brackets_are_shown_as_typed(home: Home) -> None:
    home.put(hostile_kit())

    text, _ = on_terminal(200, "list")

    for name in ("[red]x[/red]", "[/]", ":warning: :boom:", "`$(reboot)`", "緊急用の飲料水と食料", "Питна вода"):
        assert name in text


def test_columns_align_by_the_width_of_their_letters(home: Home) -> None:
    home.put(hostile_kit())

    text, _ = on_terminal(200, "list", "--color", "never")

    rows = [line for line in text.splitlines() if re.match(r"f\d", line)]
    starts = {cells(row[: row.index("2026-12-")]) for row in rows if " cans" in row and "2026-12-" in row}
    assert len(starts) == 1, starts


def test_init_asks_and_keeps_what_is_in_brackets(home: Home, golden: Golden) -> None:
    text, code = on_terminal(
        80, "init", answers=["2", "1", "x", "1", "1", "", "more", "de-bbk", ""], environment={"LANG": "de_DE.UTF-8"}
    )

    assert code == 0, text
    golden("cli/init-questions.txt", f"$ shelterkit init\n{home.same(text)}")


def test_init_stopped_in_the_middle_leaves_nothing(home: Home) -> None:
    before = home.listing()

    text, code = on_terminal(80, "init", answers=["2", "\x03"])

    assert code == 130
    assert text.endswith("Nothing was changed.\n")
    assert home.listing() == before


def test_init_whose_answers_end_leaves_nothing(home: Home) -> None:
    before = home.listing()

    text, code = on_terminal(80, "init", answers=["2", "\x04"])

    assert code == 1, text
    assert "Nothing was changed." in text
    assert home.listing() == before


@pytest.mark.parametrize(("answer", "gone"), [("y", True), ("n", False), ("", False), ("yes", True), ("так", True)])
def test_removing_three_items_asks_first(answer: str, gone: bool, stocked: Home, golden: Golden) -> None:  # noqa: FBT001 - a table
    text, code = on_terminal(80, "remove", "w1", "f1", "o1", answers=[answer])

    assert code == (0 if gone else 1)
    assert ('id = "w1"' not in stocked.kit.read_text()) == gone
    if answer in ("y", "n"):
        name = "cli/remove-asks.txt" if gone else "../errors/declined.txt"
        golden(name, f"$ shelterkit remove w1 f1 o1\n{stocked.same(text)}[exit {code}]\n")


@pytest.mark.parametrize("typed", ["Germany", "Deutschland", "німеччина", "BBK", "de-bbk", "DE", "3"])
def test_whose_advice_is_found_by_country_publisher_id_or_number(typed: str, home: Home) -> None:
    text, code = on_terminal(80, "init", answers=["2", "", "", "", "", typed, ""], environment={"LANG": "C"})

    assert code == 0
    assert f"Number or country [1, USA]: {typed}\nPlan for how many days [10, as BBK advises]: " in text
    assert 'advisory = "de-bbk"' in home.kit.read_text()


@pytest.mark.parametrize(
    ("answers", "gone", "again"),
    [
        (["j"], True, 0),
        (["Ja"], True, 0),
        (["ні"], False, 0),
        (["nein"], False, 0),
        (["да", "oui", "y"], True, 2),
        (["yes please", "n"], False, 1),
        (["т", "sure", "ok"], False, 2),
    ],
)
def test_an_answer_that_is_neither_yes_nor_no_is_asked_for_again(
    answers: list[str],
    gone: bool,  # noqa: FBT001 - a table
    again: int,
    stocked: Home,
) -> None:
    text, code = on_terminal(80, "remove", "w1", "f1", "o1", answers=answers)

    assert code == (0 if gone else 1)
    assert ('id = "w1"' not in stocked.kit.read_text()) == gone
    assert text.count("  Please answer y or n.\n") == again
    assert ("That was neither y nor n, so it is a no." in text) == (answers[-1] == "ok")


@pytest.mark.parametrize(
    ("words", "offers"),
    [("edit w1", r"Try:  shelterkit edit w1\n"), ("edit --file", r"Try:  \S+/editor.sh \S+\.toml\n")],
)
def test_what_does_not_read_is_kept_with_a_way_to_go_on(words: str, offers: str, stocked: Home, tmp_path: Path) -> None:
    script = tmp_path / "editor.sh"
    script.write_text("#!/bin/sh\nsed -i s/amount/amuont/ $1\n")
    script.chmod(0o700)

    text, code = on_terminal(400, *words.split(), answers=["x", "no"], environment={"EDITOR": str(script)})

    kept = next(stocked.kit.parent.glob(".kit.toml.edited-*"))
    assert code == 1
    assert text.count("Please answer y or n.") == 1
    assert "amuont" in kept.read_text()
    assert f"what you wrote is kept in {kept}" in " ".join(text.split())
    assert re.search(offers, text), text


@pytest.mark.usefixtures("stocked")
def test_a_date_far_ahead_is_asked_about() -> None:
    text, code = on_terminal(80, "add", "water", "3L", "-b", "2070", answers=["y"])

    assert code == 0
    assert "2070-12-31 is more than 30 years ahead. Is that right? [y/N] y" in text


EDITORS = [
    ("editor", "no-such-editor", 74),
    ("editor-failed", "false", 1),
    ("edit-unreadable", "sed -i s/amount/amuont/", 1),
]


@pytest.mark.parametrize(("word", "editor", "exit_code"), EDITORS)
def test_an_editor_that_fails_changes_nothing(
    word: str, editor: str, exit_code: int, stocked: Home, golden: Golden
) -> None:
    before = stocked.kit.read_bytes()

    text, code = on_terminal(80, "edit", "w1", answers=["n"], environment={"EDITOR": editor})

    assert code == exit_code, text
    assert stocked.kit.read_bytes() == before
    same = re.sub(r"(edited-item)-\w{8}-\w{8}", r"\1-89abcdef-01234567", stocked.same(text))
    golden(f"../errors/{word}.txt", f"$ EDITOR={editor!r} shelterkit edit w1\n{same}[exit {code}]\n")


EDITED = [
    ("edit w1", "sed -i s/cellar/garage/", "garage", 0),
    ("edit --file", "sed -i s/cellar/garage/", "garage", 0),
    ("edit w1", "true", "cellar", 0),
]


@pytest.mark.parametrize(("words", "editor", "there", "exit_code"), EDITED)
def test_an_editor_changes_what_it_was_given(
    words: str, editor: str, there: str, exit_code: int, stocked: Home
) -> None:
    text, code = on_terminal(80, *words.split(), environment={"EDITOR": editor})

    assert code == exit_code, text
    assert f'where = "{there}"' in stocked.kit.read_text()
    assert stocked.run("undo").code == (1 if editor == "true" else 0)


NO_COLOUR: list[tuple[tuple[str, ...], dict[str, str]]] = [
    ((), {"NO_COLOR": "1"}),
    ((), {"TERM": "dumb"}),
    (("--color", "never"), {}),
    (("--color", "never"), {"FORCE_COLOR": "1"}),
    (("--json",), {}),
    (("--plain",), {}),
]


@pytest.mark.parametrize(("words", "environment"), NO_COLOUR)
@pytest.mark.usefixtures("stocked")
def test_no_colour_where_it_is_not_wanted(words: tuple[str, ...], environment: dict[str, str]) -> None:
    text, code = on_terminal(80, "status", *words, environment=environment)

    assert code == 0
    assert "\x1b" not in text


@pytest.mark.usefixtures("stocked")
def test_colour_carries_no_words_of_its_own() -> None:
    coloured, _ = on_terminal(80, "status")
    bare, _ = on_terminal(80, "status", "--color", "never")

    assert "\x1b[33m" in coloured
    assert OUR_COLOURS.sub("", coloured) == bare


def test_colour_always_wins_over_no_color_even_in_a_pipe(stocked: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b[33m" in stocked.run("status", "--color", "always").stdout


@pytest.mark.parametrize("columns", ["0", "1", "abc", "-5", "999999", ""])
@pytest.mark.usefixtures("stocked")
def test_an_odd_number_of_columns_is_no_reason_to_fail(columns: str) -> None:
    text, code = on_terminal(80, "status", environment={"COLUMNS": columns})

    assert code == 0
    assert max(map(cells, OUR_COLOURS.sub("", text).splitlines())) <= 200


@pytest.mark.usefixtures("stocked")
def test_a_terminal_of_its_own_shows_what_this_process_shows() -> None:
    for words in (("status",), ("list",), ("--help",)):
        assert started_on_terminal(80, *words) == on_terminal(80, *words)


@pytest.mark.usefixtures("stocked")
def test_the_program_is_told_the_width_by_columns_first() -> None:
    text, _ = on_terminal(200, "list", environment={"COLUMNS": "40"})

    assert max(map(cells, OUR_COLOURS.sub("", text).splitlines())) <= 40
    assert os.environ.get("COLUMNS") is None
