"""An editor beside other changes: nothing anybody saved is lost, nothing written is forgotten."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from typing import Any

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


SOURCED = """
[[item]]
id = "f8"
kind = "food"
name = "Rice"
amount = "1 kg"
kcal = "365/100g"
kcal_source = "usda:NDB:20444"
"""


@pytest.mark.parametrize("words", [("edit", "f8"), ("edit", "--file")])
@pytest.mark.parametrize(
    ("change", "energy"),
    [
        ("s|365/100g|300/100g|", 'kcal = "300/100g"\n'),
        ("/kcal = /d", ""),
        ("s|1 kg|2 kg|", 'kcal = "365/100g"\nkcal_source = "usda:NDB:20444"\n'),
        ("s|365/100g|300/100g|;s|usda:NDB:20444|label|", 'kcal = "300/100g"\nkcal_source = "label"\n'),
    ],
)
def test_a_source_never_stands_beside_an_energy_it_is_not_the_source_of(
    words: tuple[str, ...], change: str, energy: str, stocked: Home, tmp_path: Path
) -> None:
    stocked.put(STOCKED + SOURCED)

    text, code = on_terminal(80, *words, environment=editor(tmp_path, f"sed -i '{change}' $1"))

    assert code == 0, text
    fields = stocked.kit.read_text().partition('id = "f8"')[2].splitlines(keepends=True)
    assert "".join(line for line in fields if line.startswith("kcal")) == energy


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


# What a terminal leaves that is closed while an editor is open.

CLOSED = "kill -KILL $PPID"
CHANGED = "sed -i s/cellar/garage/ $1"


def copies(home: Home) -> list[str]:
    """Return the copies there are, as screens show a path."""
    return sorted(home.same(str(path)) for path in home.kit.parent.glob(".kit.toml.edited-*"))


def found(home: Home, code: str) -> list[dict[str, Any]]:
    return [one for one in json.loads(home.run("doctor", "--json").stdout)["findings"] if one["code"] == code]


def listed(home: Home) -> list[str]:
    others = json.loads(home.run("where", "--json").stdout)["others"]
    return [one["path"] for one in others if one["what"] == "from_an_editor"]


@pytest.mark.parametrize("words", ["edit --file", "edit w1"])
def test_a_copy_with_nothing_new_is_told_and_cleared_away(words: str, stocked: Home, tmp_path: Path) -> None:
    on_terminal(80, *words.split(), environment=editor(tmp_path, CLOSED))

    left = copies(stocked)
    told = found(stocked, "editor-copies")
    fixed = stocked.run("doctor", "--fix")

    assert len(left) == len(told) == 1
    assert told[0]["fixable"]
    assert "1 copy left by an editor deleted" in fixed.stdout
    assert (copies(stocked), listed(stocked), found(stocked, "editor-copies")) == ([], [], [])


@pytest.mark.parametrize("backup", ["cp $1 $1~", "true"])
@pytest.mark.parametrize("words", ["edit --file", "edit w1"])
def test_what_was_written_and_not_saved_is_never_deleted_and_always_found(
    words: str, backup: str, stocked: Home, tmp_path: Path
) -> None:
    on_terminal(80, *words.split(), environment=editor(tmp_path, backup, CHANGED, CLOSED))

    left = [path for path in copies(stocked) if path[-1] != "~"]
    stocked.run("doctor", "--fix")
    told = found(stocked, "editor-unsaved")

    assert copies(stocked) == listed(stocked) == left
    assert [one["text"] for one in told] == [
        f"what was written in an editor that was closed is not in the kit: {left[0]}"
    ]
    program, *way = shlex.split(told[0]["try"].replace("/home/anna", str(stocked.folder)))
    assert program == ("shelterkit" if words == "edit --file" else "less")
    if words == "edit --file":
        assert "garage" in stocked.run(*way).stdout
        way.remove("--dry-run")
        assert stocked.run(*way, "--yes").code == 0
        assert "garage" in stocked.kit.read_text()
    else:
        assert "garage" in Path(way[0]).read_text()


def test_a_copy_that_is_being_edited_is_nobodys_leftover(stocked: Home, tmp_path: Path) -> None:
    looks = f"{MEANWHILE} doctor --fix >{tmp_path}/said || true"

    text, code = on_terminal(80, "edit", "--file", environment=editor(tmp_path, looks, CHANGED))

    assert code == 0, text
    assert "editor" not in (tmp_path / "said").read_text()
    assert "garage" in stocked.kit.read_text()
    assert copies(stocked) == []


def test_the_backup_an_editor_makes_goes_with_the_copy(stocked: Home, tmp_path: Path) -> None:
    text, code = on_terminal(80, "edit", "w1", environment=editor(tmp_path, "cp $1 $1~", CHANGED))

    assert code == 0, text
    assert copies(stocked) == []


@pytest.mark.parametrize("lines", [("exit 3",), ("rm $1",), ("rm $1", "mkdir $1"), (f"{CHANGED}", "exit 3")])
def test_an_editor_that_fails_leaves_only_what_was_written(
    lines: tuple[str, ...], stocked: Home, tmp_path: Path
) -> None:
    text, code = on_terminal(80, "edit", "w1", environment=editor(tmp_path, *lines))

    is_written = lines[0] == CHANGED
    assert code == 1
    assert ("your text is in" in text) is is_written
    assert len(found(stocked, "editor-unsaved")) == (1 if is_written or len(lines) == 2 else 0)
    assert found(stocked, "editor-copies") == []


@pytest.mark.usefixtures("stocked")
def test_a_copy_is_for_its_owner_alone(tmp_path: Path) -> None:
    on_terminal(80, "edit", "w1", environment=editor(tmp_path, f"stat -c %a $1 >{tmp_path}/mode"))

    assert (tmp_path / "mode").read_text() == "600\n"
