from __future__ import annotations

import json
import re
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.stocked import STOCKED
from tests.terminal import on_terminal
from tests.test_cli_screens import HELP, READING
from tests.test_cli_terminal import OUR_COLOURS, cells, home, hostile_kit, stocked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.stocked import Home

    Golden = Callable[[str, str], None]

__all__ = ("home", "stocked")

WIDTHS = (20, 40, 60, 80, 120)
TOPICS = ("dates", "amounts", "cron", "exit-codes", "json", "safety")
CHANGING = (
    "use water 2 bottles -n",
    "edit f1 --amount 3x400g -n",
    "add water 3L -n",
    "count w1 4 -n",
    "household --cats 1 -n",
)
SCREENS = (
    "", *READING, *CHANGING, *(f"{one} --help".strip() for one in HELP), *(f"help {one}" for one in TOPICS),
    "--demo", "check", "calendar -o -", "schedule show", "shop --days 30", "checklist power-outage", "history",
)  # fmt: skip
REFUSED = (
    "add water 1,500L", "use w1 100L", "list --sort blorp", "stauts", "add water", "checklist volcano",
    "--on blorp list",
    "add water 6x1.5L -b 05/06/2027", "household dose Anna Metformin blorp", "shop --days blorp",
)  # fmt: skip
SPOKEN = {"SHELTERKIT_ACCESSIBLE": "1"}
BAR = re.compile(r"[█░]+|\[[#-]+\]")

# What has to be one line to mean the same: of a crontab, of a unit, a setting, a path.
OF_A_FILE = re.compile(r"(?m)^ +(?:\w+ ?= ?\S|30 8 \* \* \* |/).*$")


def widest(text: str) -> int:
    return max(map(cells, OUR_COLOURS.sub("", text).splitlines()), default=0)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.usefixtures("stocked")
def test_status_reads_as_agreed_on_every_terminal(columns: int, golden: Golden) -> None:
    seen = []
    for name, environment in (("", {}), ("NO_COLOR=1 ", {"NO_COLOR": "1"}), ("SHELTERKIT_ACCESSIBLE=1 ", SPOKEN)):
        text, code = on_terminal(columns, "status", environment=environment)
        assert code == 0
        seen.append(f"$ {name}shelterkit status\n{text.replace(chr(27), 'ESC')}")

    golden(f"cli/widths/status-{columns}.txt", "\n".join(seen))


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.usefixtures("stocked")
def test_no_screen_is_wider_than_its_terminal(screen: str) -> None:
    wide = []
    for columns in WIDTHS:
        text, code = on_terminal(columns, *shlex.split(screen))
        assert code in (0, 2 if screen == "check" else 0), text
        if widest(OF_A_FILE.sub("", text)) > columns and screen != "calendar -o -":
            wide.append((columns, text))

    assert wide == []


MOVING = ("backup my.toml --force", "restore kit.txt -n", "restore kit.txt --merge -n", "import list.csv -n",
    "export -o my.csv --force", "doctor --fix -n", "history purge -n",
)  # fmt: skip
LIST = "name,amount,kind,best before\nRice from the market,5 kg,food,2027-05-31\nSoap,blorp,other,\nTorch,2,other,\n"


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize(
    "screen", ["schedule show --cron", "schedule show --systemd", "schedule install --cron -n", "help cron"]
)
@pytest.mark.usefixtures("stocked")
def test_a_line_of_a_file_is_never_broken_for_a_narrow_screen(screen: str, columns: int) -> None:
    narrow, wide = (on_terminal(most, *screen.split(), "--color", "never").text for most in (columns, 200))

    lines = [line.strip() for line in OF_A_FILE.findall(wide)]
    assert lines
    assert [line.strip() for line in OF_A_FILE.findall(narrow)] == lines
    is_said = "what goes on over the edge is one line" in " ".join(narrow.split())
    assert is_said == (widest("\n".join(OF_A_FILE.findall(narrow))) > columns) or screen == "help cron"


@pytest.mark.parametrize("environment", [{}, SPOKEN], ids=["", "read aloud"])
@pytest.mark.parametrize("line", MOVING)
def test_no_screen_about_files_is_wider_than_its_terminal(
    line: str, environment: dict[str, str], stocked: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(stocked.folder)
    (stocked.folder / "kit.txt").write_text(STOCKED.replace("Canned beans", "Canned peas"))
    (stocked.folder / "list.csv").write_text(LIST)
    seen = [on_terminal(columns, *line.split(), environment=environment) for columns in WIDTHS]

    assert {one.code for one in seen} == {0}, seen
    if environment:
        assert not [one.text for one in seen if re.search(r" {3,}|^ ", one.text, re.MULTILINE)]
    else:
        assert [(n, one.text) for n, one in zip(WIDTHS, seen, strict=True) if widest(one.text) > n] == []


@pytest.mark.parametrize("line", ["use Metformin 2 tablts", "add food beans 12x400g", "import list.csv"])
def test_a_refusal_is_read_aloud_in_lines_that_are_not_broken(
    line: str, stocked: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(stocked.folder)
    (stocked.folder / "list.csv").write_text("name,amount,kind\nRice,blorp,food\n" * 9)

    narrow, wide = (on_terminal(columns, *line.split(), "--no-input", environment=SPOKEN) for columns in (20, 120))

    assert narrow == wide
    assert narrow.code > 0
    assert not re.search(r"(?m)^ ", wide.text), wide.text


@pytest.mark.parametrize("line", REFUSED)
@pytest.mark.usefixtures("stocked")
def test_no_refusal_is_wider_than_its_terminal(line: str) -> None:
    for columns in WIDTHS:
        text, code = on_terminal(columns, *shlex.split(line))

        assert code > 0
        # What is to be pasted is one line, and the terminal's own to wrap.
        assert widest(re.sub("(?m)^Try:.*$", "", text)) <= columns, text


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("environment", [{}, SPOKEN])
@pytest.mark.usefixtures("home")
def test_no_question_is_wider_than_its_terminal(columns: int, environment: dict[str, str]) -> None:
    answers = ["2", "1", "x", "1", "1", "", "more", "de-bbk", ""]

    text, code = on_terminal(columns, "init", answers=answers, environment={"LANG": "de_DE.UTF-8", **environment})

    typed = re.sub(r"(?m)(?<=[\]?:] )(?:x|more|de-bbk|\d)$", "", text)
    assert code == 0, text
    assert widest(re.sub("(?m)^Kit saved in .*$", "", typed)) <= columns or environment, text


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_questions_before_three_items_fit(columns: int, stocked: Home) -> None:
    stocked.put(STOCKED.replace("Canned beans", "W" * 100).replace("AA batteries", "語" * 50))

    text, code = on_terminal(columns, "remove", "w1", "f1", "o1", answers=["n"])

    assert code == 1
    assert widest(text.replace("[y/N] n", "[y/N]")) <= columns, text


@pytest.mark.parametrize(
    ("asked", "columns"),
    [("0", 80), ("abc", 80), ("999999", 200), ("1", 20), ("-5", 80), ("", 100), ("٣", 80), ("45", 45)],
)
@pytest.mark.usefixtures("stocked")
def test_an_odd_number_of_columns_is_a_usable_one(asked: str, columns: int) -> None:
    text, _ = on_terminal(100, "status", environment={"COLUMNS": asked, "NO_COLOR": "1"})
    usual, _ = on_terminal(columns, "status", environment={"NO_COLOR": "1"})

    assert text == usual


@pytest.mark.parametrize("columns", [20, 40, 80, 120])
@pytest.mark.parametrize(
    "screen", ["status", "list", "expires --all", "household", "shop", "checklist go-bag", "check"]
)
def test_long_and_foreign_names_fit_and_none_is_cut(screen: str, columns: int, home: Home) -> None:
    home.put(hostile_kit())

    text, _ = on_terminal(columns, *screen.split())

    together = "".join(OUR_COLOURS.sub("", text).split())
    assert widest(text) <= columns
    if screen in ("list", "expires --all"):
        assert together.count("w" * 100) + together.count("語" * 50) >= 2 or columns >= 60


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        ((), {"TERM": "dumb"}),
        (("--plain",), {}),
        (("--json",), {}),
        ((), SPOKEN),
        (("--color", "always"), {"COLUMNS": "59"}),
    ],
)
@pytest.mark.usefixtures("stocked")
def test_there_is_no_bar_where_none_is_wanted(words: tuple[str, ...], environment: dict[str, str]) -> None:
    text, code = on_terminal(120, "status", *words, environment=environment)

    assert code == 0
    assert not BAR.search(text)


@pytest.mark.parametrize("words", [(), ("--color", "always"), ("--plain",), ("--json",)])
def test_there_is_no_bar_in_a_pipe(words: tuple[str, ...], stocked: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")

    seen = stocked.run("status", *words)

    assert not BAR.search(seen.stdout)


@pytest.mark.usefixtures("stocked")
def test_a_bar_stands_beside_the_same_words_and_is_left_out_first() -> None:
    wide = on_terminal(120, "status", "--color", "never").text
    narrow = on_terminal(80, "status", "--color", "never").text

    table = [" ".join(BAR.sub("", line).split()) for line in wide.splitlines()[:9]]
    assert len(BAR.findall(wide)) == 5
    assert BAR.findall(narrow) == []
    assert table == [" ".join(line.split()) for line in narrow.splitlines()[:9]]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.usefixtures("stocked")
def test_what_is_read_aloud_is_a_sentence_a_line_whatever_the_width(screen: str) -> None:
    if screen == "calendar -o -":
        return

    narrow = on_terminal(20, *shlex.split(screen), environment=SPOKEN).text
    wide = on_terminal(120, *shlex.split(screen), environment=SPOKEN).text

    assert "\x1b" not in wide
    assert not re.search(r" {3,}|^ |[\u2500-\u259f]|_{4,}|^!|\[ \]", wide, re.MULTILINE), wide
    # The overview is shortened for a narrow screen and read as it is there.
    assert narrow == wide or screen in ("--help", "help")


@pytest.mark.usefixtures("home")
def test_questions_are_read_aloud_as_plain_lines(golden: Golden) -> None:
    answers = ["2", "1", "x", "1", "1", "", "1", ""]

    text, code = on_terminal(40, "init", "-n", answers=answers, environment={"LANG": "de_DE.UTF-8", **SPOKEN})

    assert code == 0, text
    golden("cli/widths/init-read-aloud.txt", re.sub(r"/\S*/kit\.toml", "/home/anna/kit.toml", text))


@pytest.mark.parametrize(
    ("config", "environment", "is_read"),
    [
        ('ui = "accessible"', {}, True),
        ('ui = "standard"', {}, False),
        ('ui = "accessible"', {"SHELTERKIT_ACCESSIBLE": "0"}, False),
        ('ui = "standard"', {"SHELTERKIT_ACCESSIBLE": "yes"}, True),
    ],
)
@pytest.mark.usefixtures("stocked")
def test_the_settings_say_who_has_it_read_aloud(
    config: str,
    environment: dict[str, str],
    is_read: bool,  # noqa: FBT001 - a table
    tmp_path: Path,
) -> None:
    (tmp_path / "config.toml").write_text(config, encoding="utf-8")

    text, code = on_terminal(80, "status", environment={"SHELTERKIT_CONFIG_DIR": str(tmp_path), **environment})

    assert code == 0
    assert text.startswith("Ready for 0 of 10 days") == is_read


@pytest.mark.usefixtures("stocked")
def test_another_word_for_the_screens_is_refused_and_help_is_there_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('ui = "loud"', encoding="utf-8")
    environment = {"SHELTERKIT_CONFIG_DIR": str(tmp_path)}

    status = on_terminal(80, "status", environment=environment)
    helped = on_terminal(80, "status", "--help", environment=environment)

    assert status.code == 65
    assert "ui must be one of standard, accessible" in " ".join(status.text.split())
    assert helped.code == 0


def test_read_aloud_in_a_pipe_when_the_environment_says_so(stocked: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELTERKIT_ACCESSIBLE", "1")

    assert stocked.run("status").stdout.startswith("Ready for 0 of 10 days: infant food runs out first.\n")
    assert stocked.run("list", "--plain").stdout.startswith("w1\twater\t")
    assert json.loads(stocked.run("status", "--json").stdout)["schema"] == "shelterkit.status/1"


COMMANDS = (
    ("household", "household --adults 2 --children 1"),
    ("add --help", 'add med "Metformin 500 mg" 56 tablets --dose 2/day --for Anna'),
    ("help", "add water 6x1.5L -b 2027-05"),
    ("shop --days 30 --replace-within 2m", "shop --days 30 --replace-within 2m -o shopping.txt"),
    ("checklist go-bag", "checklist go-bag --print"),
)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize(("screen", "command"), COMMANDS)
@pytest.mark.usefixtures("stocked")
def test_a_command_is_pasted_as_it_was_meant_from_any_width(screen: str, command: str, columns: int) -> None:
    text, _ = on_terminal(columns, *screen.split(), environment={"NO_COLOR": "1"})

    said = [pasted(lines) for lines in re.findall(r"(?m)(?:^|(?<=  ))(shelterkit(?:.*\\\n)*.*)", text)]

    assert shlex.split(command) in [words[: len(shlex.split(command))] for words in said]


def pasted(lines: str) -> list[str]:
    """Return the words that a real shell hands to shelterkit when these lines are pasted."""
    line = re.sub(r"(?<=\S)  +\w.*$", "", lines)
    script = f"shelterkit() {{ printf '%s\\0' \"$@\"; }}\n{line}\n"
    ran = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)
    return ran.stdout.split("\0")[:-1]


@pytest.mark.parametrize("form", [".html", ".md", ".txt"])
def test_status_goes_on_paper(form: str, stocked: Home, golden: Golden) -> None:
    path = stocked.folder / f"status{form}"

    seen = stocked.run("status", "-o", str(path))

    assert (seen.code, seen.stderr) == (0, "")
    assert seen.stdout.startswith(f"Wrote /home/anna/status{form} (only you can read it).\n")
    golden(f"paper/status{form}", path.read_text("utf-8"))


def test_status_on_paper_leaves_what_is_there_and_knows_its_forms(stocked: Home) -> None:
    path = stocked.folder / "there.html"
    path.write_text("mine")

    assert stocked.run("status", "-o", str(path)).code == 1
    assert stocked.run("status", "-o", str(path.with_suffix(".doc"))).code == 2
    assert stocked.run("status", "--days", "3", "-o", "-").stdout.startswith("How long the kit lasts\n")
    assert path.read_text() == "mine"
