"""Whatever is printed of a kit named with --kit: every command in it names that kit too."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from shelterkit.cli.app import Root
from tests.stocked import STOCKED
from tests.test_cli_errors import FIRSTS, _furnish, _words
from tests.test_cli_screens import BY_HAND, FROM_NOTHING, HELP, READING, STOCKED_HOME, home
from tests.test_cli_widths import CHANGING, MOVING, TOPICS

if TYPE_CHECKING:
    from tests.stocked import Home
    from tests.test_cli_errors import Case

__all__ = ("home",)

LIST = "name,amount,kind,best before\nRice from the market,5 kg,food,2027-05-31\nSoap,blorp,other,\nTorch,2,other,\n"
FILES = (*MOVING, "import list.csv --yes", "import list.csv --yes", "export -o kit.csv", "doctor", "add food honey 1kg")
SCREENS = {
    **FROM_NOTHING,
    **STOCKED_HOME,
    "reading": "\n".join(f"shelterkit {one}" for one in READING),
    "changing": "\n".join(f"shelterkit {one}" for one in CHANGING),
    "files": "\n".join(f"shelterkit {one}" for one in FILES),
    "help": "\n".join(f"shelterkit {one} --help" for one in HELP),
    "topics": "\n".join(f"shelterkit help {one}" for one in ("", *TOPICS, "errors")),
    "more": """
        shelterkit check
        shelterkit check --redact
        shelterkit schedule
        shelterkit schedule show --systemd
        shelterkit schedule install --dry-run
        shelterkit schedule test
        shelterkit calendar -o kit.ics
        shelterkit checklist power-outage -o list.txt
        shelterkit foods rice
        shelterkit foods buckwheat
        shelterkit --demo shop
    """,
}
COMMAND = re.compile(
    rf"(?<![\w/'\"`-])shelterkit (?=(?:{'|'.join((*Root.modules, *Root.aliases))})(?![\w-]))(.*?)(?=  |$)"
)


def unnamed(text: str) -> list[str]:
    """Return the commands in a text that name no kit; help and the list of foods are about none."""
    found = [one[0] for line in text.splitlines() for one in COMMAND.finditer(line)]
    return [one for one in found if "--kit" not in one and not re.match(r"shelterkit (?:help|foods)", one)]


def on_a_named_kit(home: Home, words: list[str]) -> str:
    """Return what is said where the kit is named among the words, without what shelterkit calls its own usage."""
    ran = home.run("--kit", str(home.kit), *words)
    return re.sub(r"(?m)^Usage: .*$", "", ran.stdout + ran.stderr)


@pytest.mark.parametrize("name", SCREENS)
def test_every_command_on_a_screen_names_the_kit(name: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.folder)
    if name not in FROM_NOTHING:
        home.put(BY_HAND)
        (home.folder / "list.csv").write_text(LIST)
        (home.folder / "kit.txt").write_text(STOCKED.replace("Canned beans", "Canned peas"))
        (home.kit.parent / "kit.sync-conflict-20261120-101500-ABCDEFG.toml").write_text(STOCKED)
    elif name != "init":
        home.kit.parent.mkdir()

    said = {line: on_a_named_kit(home, shlex.split(line)[1:]) for line in SCREENS[name].strip().splitlines()}

    assert {line: found for line, text in said.items() if (found := unnamed(text))} == {}


@pytest.mark.parametrize("case", FIRSTS, ids=lambda case: case.code)
def test_every_command_in_a_refusal_names_the_kit(case: Case, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    _furnish(home, case.kit, monkeypatch, case.line)
    monkeypatch.delenv("SHELTERKIT_KIT")
    (home.folder / "home").mkdir(exist_ok=True)

    said = on_a_named_kit(home, _words(case, home)), home.run(*_words(case, home), "--kit", str(home.kit)).stderr

    assert [unnamed(one) for one in said] == [[], []] or case.code == "kit-option", said


@pytest.mark.parametrize("line", ["list", "status", "check", "import list.csv --yes"])
def test_every_command_in_a_note_names_the_kit(line: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.folder)
    home.put(BY_HAND)
    lost_comments = home.run("--kit", str(home.kit), "add", "water", "3L").stderr
    emptied = re.sub(r"\[\[item\]\](.|\n)*?\n\n", "", home.kit.read_text())
    home.put(emptied)
    (home.kit.parent / "kit.sync-conflict-20261120-101500-ABCDEFG.toml").write_text(STOCKED)
    (home.folder / "list.csv").write_text(LIST)

    notes = home.run("--kit", str(home.kit), *line.split()).stderr

    assert all(one.startswith("Note: ") for one in (lost_comments, notes))
    assert unnamed(lost_comments + notes) == []
