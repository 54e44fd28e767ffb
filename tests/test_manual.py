"""The man page: made from the help, readable by real programs, and nothing in a text is a command of roff."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.cli.manual import page
from shelterkit.render.roff import escaped, paragraph, tagged, title, verbatim
from tests.test_architecture import COMMANDS

if TYPE_CHECKING:
    from tests.test_architecture import Documented

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "shelterkit" / "data" / "man" / "shelterkit.1"
needs_groff = pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")


def rendered(text: str, *, columns: int = 80) -> tuple[str, str]:
    """Return what groff makes of a page as plain text, and what it complains of."""
    ran = subprocess.run(
        ["/usr/bin/env", "groff", "-man", "-Tutf8", "-ww", "-P-c", "-P-b", "-P-u", f"-rLL={columns}n", "-rHY=0"],
        input=text.encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return ran.stdout.decode(), ran.stderr.decode()


def test_the_page_in_the_package_is_made_from_the_help(request: pytest.FixtureRequest) -> None:
    made = page()
    if request.config.getoption("--update-golden"):
        PAGE.write_text(made, encoding="utf-8")

    assert made == PAGE.read_text(encoding="utf-8"), (
        "python -m shelterkit.cli.manual > shelterkit/data/man/shelterkit.1"
    )


def test_the_page_is_installed_where_man_looks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"shelterkit/data/man/shelterkit.1": "share/man/man1/shelterkit.1"}


@needs_groff
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_groff_reads_the_page_without_a_complaint_and_nothing_runs_over(columns: int) -> None:
    text, complaints = rendered(PAGE.read_text(encoding="utf-8"), columns=columns)

    assert complaints == ""
    # An example stays on its line, so that it can be copied.
    examples = {line for command in COMMANDS for line in command.examples}
    over = [line for line in text.splitlines() if len(line) > columns and line.strip() not in examples]
    assert [line for line in over if "Usage: " not in line] == []


@needs_groff
@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: " ".join(one.words))
def test_every_command_is_in_the_page_with_its_examples_as_they_are_typed(command: Documented) -> None:
    text, _ = rendered(PAGE.read_text(encoding="utf-8"), columns=200)

    lines = [line.strip() for line in text.splitlines()]
    assert " ".join(command.words) in lines
    assert [line for line in command.examples if line not in lines] == []


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_man_shows_the_page() -> None:
    ran = subprocess.run(
        ["/usr/bin/env", "man", "--warnings", "-l", str(PAGE)], capture_output=True, text=True, check=True, timeout=60,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MANWIDTH": "80", "MANPAGER": "cat"},
    )  # fmt: skip

    assert ran.stderr == ""
    assert re.match(r"SHELTERKIT\(1\) +User Commands +SHELTERKIT\(1\)", ran.stdout)


HOSTILE = [
    ".so /etc/passwd",
    "'br",
    "\\fBbold\\fR",
    "\\*(lq",
    "a\n.ab stopped",
    "\\X'ps: exec rm'",
    'it\'s `a` ^ ~ "b" --c',
]


@needs_groff
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_only_ever_a_text(text: str) -> None:
    shown, complaints = rendered(title("x", 1, "x") + paragraph(text) + tagged([(text, text)]) + verbatim([text]))

    assert complaints == ""
    assert shown.count(" ".join(text.split("\n"))) == 4


@given(st.text(max_size=60))
def test_no_line_of_an_escaped_text_begins_a_command(text: str) -> None:
    made = escaped(text)

    assert "\n" not in made
    assert not made.startswith((".", "'"))
    assert re.fullmatch(r"(?:[^\\]|\\(?:e|-|&|\((?:aq|ga|ha|ti|dq)|\[u[0-9A-F]{4,6}\]))*", made, re.DOTALL)
