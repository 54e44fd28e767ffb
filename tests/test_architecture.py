"""Laws of the house that no linter knows: where streams are, what a command's help must have, that examples run."""

from __future__ import annotations

import ast
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from shelterkit.cli.app import root_command
from shelterkit.cli.main import main
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Kit, Ran

PACKAGE = Path(__file__).parent.parent / "shelterkit"
FILES = sorted(PACKAGE.rglob("*.py"))
STREAMS = ("stdin", "stdout", "stderr")
# The program's start and end, where streams may be closed; and Rich, which wants the stream it is to paint for.
TOUCH_STREAMS = ("__main__.py", "render/terminal.py")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "core", "common", "models", "misc"}
# Commands that are about a terminal: they refuse where there is none.
NEED_TERMINAL = {"shelterkit init", "shelterkit edit --file"}


def inside(path: Path) -> str:
    """Return a file's path within the package."""
    return path.relative_to(PACKAGE).as_posix()


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {name for path in FILES for name in (*path.relative_to(PACKAGE).parent.parts, path.stem)}

    assert names & EMPTY_NAMES == set()


def test_only_cli_touches_a_stream() -> None:
    outside = [path for path in FILES if not inside(path).startswith("cli/") and inside(path) not in TOUCH_STREAMS]

    assert [f"{inside(path)}:{line}" for path in outside for line in stream_lines(path.read_text("utf-8"))] == []


def stream_lines(source: str) -> Iterator[int]:
    """Yield the lines of a module that print, or take hold of a standard stream."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="print" | "input")):
                yield node.lineno
            case ast.Attribute(value=ast.Name(id="sys"), attr=attr) if attr.strip("_") in STREAMS:
                yield node.lineno
            case ast.ImportFrom(module="sys", names=names) if any(one.name.strip("_") in STREAMS for one in names):
                yield node.lineno


def test_a_stream_is_noticed_however_it_is_reached() -> None:
    source = "import sys\nprint(1)\nsys.stdout.write('')\nfrom sys import stderr\ninput()\nsys.__stdout__\nsys.argv\n"

    assert sorted(stream_lines(source)) == [2, 3, 4, 5, 6]


class Documented(NamedTuple):
    """A command as its help shows it."""

    words: tuple[str, ...]
    examples: tuple[str, ...]


def all_commands() -> list[Documented]:
    """Return every command and every command of a group."""
    root = root_command()
    found: list[Documented] = []
    for name in root.list_commands(None):
        found += documented((name,), root.get_command(None, name))
    return found


def documented(words: tuple[str, ...], command: Any) -> Iterator[Documented]:
    """Yield a command and, of a group, every command in it."""
    yield Documented(words, command.examples)
    for name, inner in getattr(command, "commands", {}).items():
        yield from documented((*words, name), inner)


COMMANDS = all_commands()
IDS = [" ".join(command.words) for command in COMMANDS]


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_every_command_has_help_with_two_examples_of_its_own(
    capsys: pytest.CaptureFixture[str], command: Documented
) -> None:
    code = main((*command.words, "--help"), TODAY)

    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    assert len(command.examples) >= 2
    assert [line for line in command.examples if f"\n  {line}\n" not in said.out] == []
    assert [line for line in command.examples if f" {' '.join(command.words)}" not in line] == []


def test_the_overview_names_every_command_and_no_other(empty: Kit) -> None:
    lines = [line for line in empty.run("--help").stdout.splitlines() if line.startswith("  ")]

    cells = {cell for line in lines for cell in re.split(r" {2,}", line.strip())}

    # "shelterkit" alone is the bare program, which is status.
    named = {cell for cell in cells if re.fullmatch("[a-z]+", cell)} - {"shelterkit"}
    # What explains them is offered in a sentence of its own.
    assert named | {"help"} == set(root_command().list_commands(None))


SHELF = """\
# shelterkit kit.
format = 1
[plan]
advisory = "us-cdc"
[household]
adults = 2
children = 1
[[item]]
id = "w1"
kind = "water"
name = "Drinking water"
amount = "6 x 1.5 L"
best_before = "2027-05"
[[item]]
id = "w2"
kind = "water"
name = "Drinking water"
amount = "2 x 1.5 L"
best_before = 2026-10-31
[[item]]
id = "f1"
kind = "food"
name = "Canned beans"
amount = "12 x 400 g"
[[item]]
id = "f2"
kind = "food"
name = "Buckwheat"
amount = "2 kg"
[[item]]
id = "f3"
kind = "food"
name = "Rice"
amount = "1 kg"
[[item]]
id = "o1"
kind = "other"
name = "AA batteries"
amount = "24"
"""
ADVISORY = """\
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


CHANGES = [("edit", "w1", "--where", "car"), *[("add", "other", "Candles", "4")] * 4]
PEOPLE = [
    *[("household", "add", name) for name in ("Anna", "Oleh")],
    *[("household", "contact", "add", name, "555-0142") for name in ("Aunt Olha", "Doctor")],
]
USUALLY_BEFORE = [*PEOPLE, *CHANGES]
BEFORE: dict[tuple[str, ...], list[tuple[str, ...]]] = {
    ("import",): [("export", "-o", "kit.json")],
    ("restore",): [("backup", "my-kit.toml"), *CHANGES],
    ("redo",): [*CHANGES, ("undo", "4")],
    ("household", "add"): [],
    ("schedule", "remove"): [("schedule", "install", "--cron")],
}
# A check says how the kit stands: this one is short of food.
CODES: dict[tuple[str, ...], tuple[int, ...]] = {("check",): (0, 1, 2)}
PROGRAM = """\
#!{}
import sys
sys.path.insert(0, {!r})
from shelterkit.__main__ import run
run()
"""


@pytest.mark.parametrize(
    "command", [one for one in COMMANDS if one.words != ("init",)], ids=lambda one: " ".join(one.words)
)
def test_every_example_in_the_help_runs(empty: Kit, command: Documented, monkeypatch: pytest.MonkeyPatch) -> None:
    empty.write(SHELF)
    empty.path.with_name("my-town.toml").write_text(ADVISORY, encoding="utf-8")
    empty.path.with_name("list.csv").write_text("name,amount,kind\nSoap,4,other\nRice,5 kg,\n", encoding="utf-8")
    monkeypatch.chdir(empty.path.parent)
    # What cron is given to run is this tree, wherever it is installed.
    program = empty.path.with_name("shelterkit")
    program.write_text(PROGRAM.format(sys.executable, str(PACKAGE.parent)), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("sys.argv", [str(program)])
    for words in BEFORE.get(command.words, USUALLY_BEFORE):
        assert empty.run(*words).code == 0, words

    codes = CODES.get(command.words, (0,))
    refused = [(line, ran.stderr) for line, ran in examples_run(empty, command) if ran.code not in codes]

    assert refused == []


def examples_run(kit: Kit, command: Documented) -> Iterator[tuple[str, Ran]]:
    """Run the examples of a command one after another."""
    for line in command.examples:
        if line in NEED_TERMINAL:
            continue
        if "--last-good" in line:
            kit.path.write_bytes(b"")
        yield line, kit.run(*shlex.split(line)[1:])


def test_the_examples_of_init_begin_a_kit(empty: Kit) -> None:
    init = next(command for command in COMMANDS if command.words == ("init",))

    ran = list(examples_run(empty, init))

    assert [(line, result.code) for line, result in ran] == [(line, 0) for line in init.examples[1:]]


@pytest.mark.parametrize("line", sorted(NEED_TERMINAL))
def test_what_needs_a_terminal_says_so_and_how_to_do_without(empty: Kit, line: str) -> None:
    if line != "shelterkit init":
        empty.write(SHELF)

    ran = empty.run(*shlex.split(line)[1:])

    assert (ran.code, ran.stdout) == (2, "")
    assert "Try:  shelterkit " in ran.stderr
