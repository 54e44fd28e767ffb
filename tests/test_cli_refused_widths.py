"""Every refusal there is on a terminal of every width: nothing cut, and nothing over the edge that could be broken."""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING

import pytest

from shelterkit.cli.main import main
from shelterkit.render.safe import width
from tests.conftest import TODAY
from tests.test_cli_errors import FIRSTS, _furnish, _words, home

if TYPE_CHECKING:
    from tests.stocked import Home
    from tests.test_cli_errors import Case

__all__ = ("home",)

WIDTHS = (20, 40, 60, 80, 120)
PATH = "/home/anna/Documents/a-folder-with-a-very-long-name-that-no-phone-shows-in-one-line/kit.toml"


class Screen(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        """Tell that somebody looks at it."""
        return True

    def reconfigure(self, **_: object) -> None:
        """Take every character."""


def refused(words: list[str], columns: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what is said on a terminal so wide."""
    monkeypatch.setenv("COLUMNS", str(columns))
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", screen := Screen())
        assert main(words, TODAY) > 0
    return screen.getvalue()


def over_the_edge(text: str, columns: int) -> list[str]:
    """Return the lines that are too wide and could be broken: a command is one line, and a path is one word."""
    wide = [line for line in text.splitlines() if width(line) > columns and not line.startswith("Try:")]
    return [line for line in wide if " " in line.removeprefix("File: ").strip()]


def squeezed(text: str) -> str:
    """Return a text without what parts its lines."""
    return "".join(text.replace("\\\n", "").split())


@pytest.mark.parametrize("case", FIRSTS, ids=lambda case: case.code)
def test_a_refusal_fits_and_is_whole_on_every_screen(case: Case, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    _furnish(home, case.kit, monkeypatch, case.line)

    said = {columns: refused(_words(case, home), columns, monkeypatch) for columns in WIDTHS}

    assert {columns: lines for columns, text in said.items() if (lines := over_the_edge(text, columns))} == {}
    is_short = any("all of them with --json" in " ".join(text.split()) for text in said.values())
    assert len({squeezed(text) for text in said.values()}) == 1 or is_short or "(...)" in said[20], said
    assert all(re.search(r"(?m)^Try:  \S", text) for text in said.values())


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_path_that_is_wider_than_the_screen_is_never_cut(
    columns: int, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refused(["--kit", PATH, "status"], columns, monkeypatch)

    assert PATH in said.partition("Try:")[0]
    assert f"Try:  shelterkit --kit {PATH} init" in said
    assert home.folder.exists()
