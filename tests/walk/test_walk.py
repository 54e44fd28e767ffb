"""The first hour: thirty wishes of somebody tired and worried, typed on a real terminal."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

from shelterkit.cli.app import root_command
from shelterkit.cli.main import main
from shelterkit.render.safe import width
from tests.conftest import TODAY
from tests.terminal import Seen, on_terminal

WALK: dict[str, Any] = tomllib.loads((Path(__file__).parent / "wishes.toml").read_text(encoding="utf-8"))
WISHES: list[dict[str, Any]] = WALK["wish"]
NAMES = [wish["name"] for wish in WISHES]
SETTINGS = re.compile(r"[A-Z_]+=")
TERMINALS = [(80, "C.UTF-8"), (40, "C.UTF-8"), (80, "C"), (40, "C")]
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Typed:
    """One command of a wish: its words, and what stands before it for its environment."""

    def __init__(self, line: str, home: Path) -> None:
        parts = shlex.split(line)
        settings = [part for part in parts if SETTINGS.match(part)]
        self.words = parts[len(settings) + 1 :]
        assert parts[len(settings)] == "shelterkit"
        self.environment = dict(setting.split("=", 1) for setting in settings)
        if "HOME" in self.environment:
            self.environment["HOME"] = str(home / self.environment["HOME"])
            Path(self.environment["HOME"]).mkdir(exist_ok=True)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home of one's own, which is the folder one is in."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kit_file(home: Path) -> Path:
    return home / ".local/share/shelterkit/kit.toml"


def prepare(wish: dict[str, Any], home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in WALK["setups"][wish["setup"]]:
        assert main(Typed(line, home).words, TODAY) == 0
    if wish.get("broken"):
        kit = kit_file(home)
        kit.write_text(kit.read_text(encoding="utf-8").replace('amount = "6 x 1.5 L"', 'amount = "6 x 1.5 L'))
    capsys.readouterr()


def typed(wish: dict[str, Any], home: Path, columns: int, language: str) -> Seen:
    """Type all commands of a wish and return all that stood on the terminal, with the last exit code."""
    shown, code = "", 0
    for line in wish["commands"]:
        one = Typed(line, home)
        environment = {"LANG": language, "LC_ALL": language, **one.environment}
        seen = on_terminal(columns, *one.words, answers=wish.get("answers", ()), environment=environment)
        shown, code = shown + COLOUR.sub("", seen.text), seen.code
    return Seen(shown, code)


@pytest.mark.parametrize(("columns", "language"), TERMINALS, ids=[f"{one}-{other}" for one, other in TERMINALS])
@pytest.mark.parametrize("wish", WISHES, ids=NAMES)
def test_a_wish_of_the_first_hour_comes_true(
    wish: dict[str, Any], columns: int, language: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(wish, home, capsys)

    seen = typed(wish, home, columns, language)

    said = " ".join(seen.text.split())
    assert [pattern for pattern in wish["must"] if not re.search(pattern, said)] == [], seen.text
    assert [pattern for pattern in wish.get("must_not", ["Traceback"]) if re.search(pattern, said)] == [], seen.text
    assert seen.code == wish.get("code", 0)
    if "--json" not in " ".join(wish["commands"]):
        assert [line for line in seen.text.splitlines() if width(line) > columns and not pasted(line)] == []


def pasted(line: str) -> bool:
    """Tell whether a line is a command or an address, which is never broken."""
    return "shelterkit" in line or "http" in line or os.sep in line


@pytest.mark.parametrize("wish", WISHES, ids=NAMES)
def test_a_wish_needs_nothing_that_help_does_not_tell(
    wish: dict[str, Any], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if wish.get("code") == 2 or "check" in " ".join(wish["commands"]):
        return
    known = {*root_command().list_commands(None), *root_command().aliases, "--demo", "--version", ""}

    for line in wish["commands"]:
        words = Typed(line, home).words or [""]
        main(["--help"], TODAY)
        overview = capsys.readouterr().out
        assert words[0] in known
        if words[0] and not words[0].startswith("-"):
            has_inner = words[0] in ("household", "advisory", "schedule") and words[1:2] and words[1][:1] != "-"
            main([*words[: 2 if has_inner else 1], "--help"], TODAY)
        shown = overview + capsys.readouterr().out
        options = [word for word in words if re.match("--?[a-z]", word)]
        assert [option for option in options if option not in shown] == []
