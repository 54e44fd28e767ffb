"""What `help` explains: every topic, and the recipes it gives."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.cli.topics import TOPICS
from shelterkit.render.porcelain_shopping import COLUMNS
from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal
from tests.test_cli_widths import OF_A_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parent.parent / "shelterkit" / "data" / "help"


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    made.put(STOCKED)
    return made


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_reads_as_agreed(topic: str, home: Home, golden: Callable[[str, str], None]) -> None:
    golden(f"cli/help/{topic}.txt", home.run("help", topic).stdout)


def test_every_topic_has_its_text_and_no_text_is_left_over() -> None:
    # The errors have a catalogue of their own.
    assert {path.stem for path in FOLDER.iterdir()} | {"errors"} == set(TOPICS)


@pytest.mark.parametrize("words", ["exit codes", "Exit-Codes", "'exit codes'"])
def test_a_topic_goes_by_its_words(words: str, home: Home) -> None:
    assert home.run("help", *words.replace("'", "").split()).stdout == home.run("help", "exit-codes").stdout


@pytest.mark.parametrize("command", ["add", "household add", "check", "help"])
def test_help_on_a_command_is_its_own_help(command: str, home: Home) -> None:
    assert home.run("help", *command.split()) == home.run(*command.split(), "--help")


def test_help_alone_is_the_overview(home: Home) -> None:
    assert home.run("help") == home.run("--help")


def plain_columns() -> list[tuple[str, list[str]]]:
    """Return the commands of the topic for scripts whose columns it lists, each with these."""
    text = (FOLDER / "json.txt").read_text(encoding="utf-8").partition("The columns of --plain")[2]
    found = [line.strip().partition(": ") for line in text.splitlines() if line[:2] == "  "]
    return [(command, columns.split()) for commands, _, columns in found for command in commands.split(", ")]


@pytest.mark.parametrize(("command", "columns"), plain_columns())
def test_plain_lines_have_the_columns_that_are_listed(command: str, columns: list[str], home: Home) -> None:
    word = {"show": "show w1", "expires": "expires --within 20y"}.get(command, command)
    home.run("add", "water", "3L")

    lines = home.run(*word.split(), "--plain").stdout.splitlines()

    assert lines
    assert {line.count("\t") + 1 for line in lines} == {len(columns)}


def test_the_columns_of_a_shopping_list_are_called_as_in_its_csv() -> None:
    assert [name.replace("-", "_") for name in dict(plain_columns())["shop"]] == list(COLUMNS)


def recipes() -> list[tuple[str, dict[str, str]]]:
    """Return the crontab lines of the topic on cron, each with the variables set above it."""
    found: list[tuple[str, dict[str, str]]] = []
    variables: dict[str, str] = {}
    for line in (FOLDER / "cron.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("  "):
            variables = {}
        elif name := re.fullmatch(r"  ([A-Z]+)=(.*)", line):
            variables[name[1]] = name[2]
        elif line.startswith("  30 8 * * * "):
            found.append((line.removeprefix("  30 8 * * * "), dict(variables)))
    return found


CURL = """#!{python}
import pathlib, sys
pathlib.Path({said!r}).write_text(repr(sys.argv[1:]))
"""


@pytest.mark.parametrize(("line", "variables"), recipes(), ids=lambda value: str(value)[:40])
def test_a_recipe_hands_the_text_to_the_program_it_names(
    line: str, variables: dict[str, str], home: Home, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    tools = tmp_path / "bin"
    tools.mkdir()
    starter = tools / "shelterkit"
    starter.write_text(f'#!/bin/sh\nexec {sys.executable} -m tests.at 2026-11-23 "$@"\n')
    (tools / "curl").write_text(CURL.format(python=sys.executable, said=str(said)))
    for program in tools.iterdir():
        program.chmod(0o755)
    here = {name: value.replace("/usr/local/bin/shelterkit", str(starter)) for name, value in variables.items()}
    environment = {"PATH": f"{tools}:/usr/bin:/bin", "HOME": str(tmp_path), "SHELTERKIT_KIT": str(home.kit), **here}

    first, second = (
        subprocess.run(
            ["/bin/sh", "-c", line.replace("/usr/local/bin/shelterkit", str(starter))],
            env=environment,
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        for _ in range(2)
    )

    told = said.read_text() if "curl" in line else first.stdout
    assert "CRITICAL - " in told
    assert ("Buckwheat" in told) is ("--redact" not in f"{line}{variables}")
    assert (first.stderr, second.stderr, second.stdout) == ("", "", "")


def test_where_sending_fails_a_recipe_says_it_again(home: Home, tmp_path: Path) -> None:
    line, variables = next((line, variables) for line, variables in recipes() if "curl" in line)
    tools, state = tmp_path / "bin", tmp_path / ".local" / "state" / "shelterkit"
    tools.mkdir()
    starter = tools / "shelterkit"
    starter.write_text(f'#!/bin/sh\nexec {sys.executable} -m tests.at 2026-11-23 "$@"\n')
    (tools / "curl").write_text("#!/bin/sh\nexit 22\n")
    for program in tools.iterdir():
        program.chmod(0o755)
    here = {name: value.replace("/usr/local/bin/shelterkit", str(starter)) for name, value in variables.items()}
    environment = {"PATH": f"{tools}:/usr/bin:/bin", "HOME": str(tmp_path), "SHELTERKIT_KIT": str(home.kit), **here}
    environment["TOLD"] = str(state)

    subprocess.run(["/bin/sh", "-c", line], env=environment, cwd=FOLDER.parents[2], check=True, timeout=60)

    assert not state.exists()


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("columns", [20, 40, 60, 80])
def test_no_topic_runs_over_the_width(topic: str, columns: int, home: Home) -> None:
    assert home.kit.exists()

    seen = on_terminal(columns, "help", topic)

    assert seen.code == 0
    # A line of a crontab is one line, and the terminal's own to wrap.
    assert max(map(len, OF_A_FILE.sub("", seen.text).splitlines())) <= columns
