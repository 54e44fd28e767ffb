"""An editor beside other changes: nothing anybody saved is lost, nothing written is forgotten."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from pathlib import Path

MEANWHILE = f"{sys.executable} -m tests.at 2026-11-23"


@pytest.fixture
def stocked(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    home = Home(tmp_path / "home", capsys)
    home.folder.mkdir()
    home.put(STOCKED)
    monkeypatch.setenv("SHELTERKIT_KIT", str(home.kit))
    return home


def editor(folder: Path, *lines: str) -> dict[str, str]:
    """Return an environment whose editor is a script that runs these lines on the file, $1."""
    script = folder / "editor.sh"
    script.write_text("#!/bin/sh\nset -e\n" + "".join(f"{line}\n" for line in lines))
    script.chmod(0o700)
    return {"EDITOR": str(script)}


@pytest.mark.parametrize("words", [("edit", "w1"), ("edit", "--file")])
def test_what_was_used_while_an_editor_was_open_stays_used(
    words: tuple[str, ...], stocked: Home, tmp_path: Path
) -> None:
    environment = editor(tmp_path, f"{MEANWHILE} use w1 2 bottles >/dev/null", "sed -i s/cellar/garage/ $1")

    text, code = on_terminal(80, *words, environment=environment)

    assert code in (1, 65), text
    assert "changed by somebody else" in " ".join(text.split())
    assert '"4 x 1.5 L"' in stocked.kit.read_text()
    assert "garage" not in stocked.kit.read_text()


def test_fields_shelterkit_does_not_know_stay_when_they_are_typed_in_an_editor(stocked: Home, tmp_path: Path) -> None:
    environment = editor(tmp_path, 'printf \'shop = "corner"\\nkept = "fridge"\\n# a remark\\n\' >> $1')

    text, code = on_terminal(80, "edit", "w1", environment=environment)

    assert code == 0, text
    assert "Comments do not stay with an item" in text
    assert 'shop = "corner"\nkept = "fridge"\n' in stocked.kit.read_text()


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("rm $1",), "the editor left no file at"),
        (("rm $1", "mkdir $1"), "the editor left no file at"),
        (("echo \"note = $(printf '[%.0s' $(seq 3000))\" >> $1",), "too many brackets inside one another"),
    ],
)
def test_what_an_editor_leaves_behind_is_never_a_failure_of_shelterkit(
    lines: tuple[str, ...], says: str, stocked: Home, tmp_path: Path
) -> None:
    before = stocked.kit.read_bytes()

    text, code = on_terminal(80, "edit", "w1", answers=["n"], environment=editor(tmp_path, *lines))

    assert code == 1, text
    assert says in " ".join(text.split())
    assert stocked.kit.read_bytes() == before


@pytest.mark.parametrize("words", ["'open", '"open'])
def test_an_editor_whose_quotes_do_not_match_is_refused(words: str, stocked: Home) -> None:
    before = stocked.kit.read_bytes()

    text, code = on_terminal(80, "edit", "w1", environment={"EDITOR": words})

    assert code == 74, text
    assert stocked.kit.read_bytes() == before
