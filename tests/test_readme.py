"""What the README says is so: its sessions, its kit, its advisory, its tables."""

from __future__ import annotations

import ast
import re
import secrets
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.cli.app import root_command
from shelterkit.errors import ShelterkitError
from tests.conftest import program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Kit

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SOURCES = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "shelterkit").rglob("*.py"))]
# Every text of the program, without its code: "from shelterkit import" offers nothing.
TEXTS = "\n".join(
    str(node.value)
    for source in SOURCES
    for node in ast.walk(ast.parse(source))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
)
# The README's reader is Anna, and she undoes at twelve past nine, whenever the test runs.
HOME, MOMENT = "/home/anna", re.compile(r"(?:today|\d{4}-\d\d-\d\d) \d\d:\d\d(?=\))")
# What shelterkit is to have one day; some of it does not exist yet.
DESIGNED = {
    *("status", "add", "use", "edit", "remove", "list", "show", "count", "undo", "redo", "expires", "forecast", "shop"),
    *("checklist", "check", "init", "household", "advisory", "schedule", "backup", "restore", "export", "import"),
    *("calendar", "history", "doctor", "where", "help"),
}


def blocks(kind: str) -> list[str]:
    """Return the fenced blocks of a kind, in their order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[str]:
    """Return the commands of a session without their outputs."""
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


def session(block: str, home: str) -> str:
    """Return a session as it goes now: each command and what it prints, on both streams."""
    lines = []
    for command in commands(block):
        first, *words = (word.replace("~", home, 1) for word in shlex.split(command))
        assert first == "shelterkit"
        ran = program(*words)
        shown = MOMENT.sub("today 09:12", (ran.stdout + ran.stderr).replace(home, HOME))
        lines.append(f"$ {command}\n{shown}")
    return "".join(lines)


@pytest.fixture
def annas(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a home whose path is as long as Anna's, because lines break by the length of what they say."""
    home = Path("/tmp", secrets.token_hex(len(HOME))[: len(HOME) - len("/tmp/")])  # noqa: S108 - nobody has this name
    home.mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(home))
    yield home
    shutil.rmtree(home)


@pytest.mark.skipif(sys.platform != "linux", reason="the README shows the paths of Linux")
def test_every_session_goes_as_the_readme_shows_it(annas: Path, request: pytest.FixtureRequest) -> None:
    advisories = annas / ".config" / "shelterkit" / "advisories"
    advisories.mkdir(parents=True)
    (advisories / "my-town.toml").write_text(own_advisory(), encoding="utf-8")
    (annas / "pantry.csv").write_text(blocks("csv")[0], encoding="utf-8")
    written = blocks("console")

    going = [session(block, str(annas)) for block in written]

    if request.config.getoption("--update-golden"):
        text = README.read_text(encoding="utf-8")
        for before, after in zip(written, going, strict=True):
            text = text.replace(f"```console\n{before}```\n", f"```console\n{after}```\n", 1)
        README.write_text(text, encoding="utf-8")
        written = blocks("console")
    assert going == written


def own_advisory() -> str:
    """Return the advisory the README shows as an example."""
    return next(block for block in blocks("toml") if block.startswith("id ="))


def documented_kit() -> str:
    """Return the kit in which the README documents every field."""
    return next(block for block in blocks("toml") if block.startswith("format ="))


def test_the_readme_shows_the_help_of_the_program() -> None:
    shown = [command for block in blocks("console") for command in commands(block)]

    assert "shelterkit --help" in shown


def test_the_two_commands_are_one_line_each() -> None:
    in_new_environment = "python3 -m venv .venv && .venv/bin/pip install --quiet "

    assert blocks("sh") == [
        f"{in_new_environment}. && .venv/bin/shelterkit --demo status\n",
        f"{in_new_environment}--editable '.[dev]' && .venv/bin/pytest -n auto\n",
    ]


@pytest.mark.parametrize("command", ["list", "status", "household", "expires"])
def test_every_documented_field_of_a_kit_is_understood(empty: Kit, command: str) -> None:
    empty.write(documented_kit())

    ran = empty.run(command)

    assert (ran.code, ran.stderr) == (0, "")


@pytest.mark.parametrize("table", ["plan", "household", "person", "regimen", "item", "next_id"])
def test_a_field_the_readme_does_not_document_is_noted(empty: Kit, table: str) -> None:
    header = re.compile(rf"^(\[+{table}\]+).*$", re.MULTILINE)
    empty.write(header.sub(r"\1" + "\nundocumented = 1", documented_kit(), count=1))

    ran = empty.run("list")

    assert re.findall(r'field "(\w+)"', ran.stderr) == ["undocumented"]


def test_every_field_a_full_kit_is_written_with_is_documented(empty: Kit) -> None:
    empty.write(documented_kit())
    for words in WRITERS:
        assert empty.run(*words).code == 0, words

    written = set(re.findall(r"^\[*([a-z_]+)", empty.path.read_text(encoding="utf-8"), re.MULTILINE))

    assert written - set(re.findall(r"^\[*([a-z_]+)", documented_kit(), re.MULTILINE)) == set()


WRITERS = (
    ("household", "add", "Olena", "--born", "1990", "--sex", "f", "--pregnant", "--breastfeeding"),
    ("household", "dose", "Olena", "Iron", "1/12h"),
    ("household", "--hot", "--days", "9", "--cats", "1"),
    ("add", "food", "Beans", "12x400g", "--kcal", "340/can", "-b", "2028", "-w", "car", "--note", "x"),
    ("add", "food", "Cat food", "2 kg", "--lasts", "9d", "--eaten-by", "cat", "--use-by", "2027"),
    ("add", "food", "Milk", "2 packs", "--kj", "900/pack"),
    ("add", "med", "Iron", "30 tablets", "--for", "Olena"),
    ("add", "water", "20L", "--technical"),
    ("add", "other", "Candles", "9"),
    ("edit", "f1", "--opened", "2026-11-20", "--keeps", "2m"),
)


def test_every_variable_of_the_program_is_in_the_readme_and_no_other() -> None:
    read = set(re.findall(r"\bSHELTERKIT_[A-Z_]+", TEXTS))

    assert set(re.findall(r"\bSHELTERKIT_[A-Z_]+", README.read_text(encoding="utf-8"))) == read


def test_every_exit_code_is_in_the_readme_and_no_other() -> None:
    bug, signals = 70, (129, 130, 143)
    given = {0, bug, *signals, *(one.exit_code for one in _all_refusals(ShelterkitError))}
    rows = re.findall(r"^\| ([\d, ]+) \| [a-z ]+ \|", README.read_text(encoding="utf-8"), re.MULTILINE)

    assert {int(code) for row in rows for code in row.split(",")} == given


def _all_refusals(kind: type[ShelterkitError]) -> Iterator[type[ShelterkitError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _all_refusals(one)


def test_every_json_schema_is_in_the_readme_and_no_other() -> None:
    written = set(re.findall(r'"?(shelterkit\.[a-z-]+/\d+)', TEXTS))

    assert set(re.findall(r"`(shelterkit\.[a-z-]+/\d+)`", README.read_text(encoding="utf-8"))) == written


@pytest.mark.parametrize("text", [README.read_text(encoding="utf-8"), TEXTS], ids=["readme", "program"])
def test_no_command_is_offered_that_does_not_exist(text: str) -> None:
    missing = DESIGNED - set(root_command().list_commands(None))

    offered = set(re.findall(rf"shelterkit (?:--\S+ )?({'|'.join(sorted(missing))})\b", text))

    assert offered == set()


def test_every_command_the_readme_names_exists() -> None:
    there = {*root_command().list_commands(None), *root_command().aliases}
    text = README.read_text(encoding="utf-8")

    named = set(re.findall(r"(?:`|^\$ )(?:\.venv/bin/)?shelterkit (?:--demo )?([a-z]+)", text, re.MULTILINE))

    assert len(named) > 5
    assert named - there == set()
