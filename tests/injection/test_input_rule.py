"""No character that a terminal obeys gets into a kit, wherever a text is typed; one that is there is told of."""

from __future__ import annotations

import csv
import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.cli.app import root_command
from shelterkit.codec.characters import hostile_characters
from shelterkit.errors import BadValue
from shelterkit.quantities.plain_text import composed, is_text, not_text
from tests.injection.oracles import obeyed
from tests.injection.payloads import HARMLESS
from tests.injection.scene import Scene, kit_of
from tests.stocked import STOCKED

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = {
    "escape": "\x1b", "bell": "\x07", "return": "\r", "tab": "\t", "line": "\n", "delete": "\x7f", "c1": "\x9b",
    "next-line": "\x85", "line-separator": "\u2028", "paragraph": "\u2029", "embedding": "\u202b",
    "override": "\u202e", "pop": "\u202c", "isolate": "\u2066", "end-isolate": "\u2069", "byte-order": "\ufeff",
    "surrogate": "\udcff",
}  # fmt: skip
ALLOWED = ("\u200c", "\u200d", "\u200e", "\u00ad", "é", "ї", "語", "א", "🥫", "\u0301", "\u00a0", "<", "=", "|")
STORED = (
    "add food {} 1kg", "add food Rice 1kg --where {}", "add food Rice 1kg --note {}", "add med Pills 9 --for {}",
    "edit f1 --name {}", "edit f1 --where {}", "edit f1 --note {}", "edit m1 --for {} --dose 1/day",
    "household add {}", "household dose {} Pills 1/day", "household dose Anna {} 1/day",
    "household contact add {} 112", "household contact add Oleh {}", "household contact add Oleh 112 --note {}",
    "household place shelter {}", "household place meeting {}", "household place alerts {}",
)  # fmt: skip
# What stands before an option under test, for each command that needs something.
BASE = {
    "add": "add food Rice 1kg", "use": "use f1 1", "edit": "edit f1", "remove": "remove f1", "show": "show f1",
    "checklist": "checklist go-bag", "import": "import rows.csv", "restore": "restore copy.toml",
    "advisory use": "advisory use us-cdc", "advisory show": "advisory show us-cdc", "help": "help amounts",
    "advisory check": "advisory check x.toml", "household add": "household add Oleh",
    "household remove": "household remove Anna", "household dose": "household dose Anna Pills 1/day",
    "household contact add": "household contact add Oleh 112", "household place": "household place shelter School",
    "household contact remove": "household contact remove Oleh",
}  # fmt: skip
WHICH_KIT = "--kit"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = Scene(tmp_path, HARMLESS)
    made.put(STOCKED)
    made.write_rows("rows.csv")
    made.put(STOCKED)
    (tmp_path / "copy.toml").write_text(STOCKED)
    return made


@pytest.mark.parametrize("char", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("line", STORED)
def test_a_character_that_is_no_text_is_refused_where_a_text_is_kept(line: str, char: str, scene: Scene) -> None:
    before = scene.kit.read_bytes()
    typed = f"a{char}b"

    ran = scene.run(*(word.format(typed) for word in line.split()), "--json", "--no-input")

    if char == "\n" and "--note" in line:
        assert ran.code == 0, "a note may have several lines"
        return
    refusal = json.loads(ran.out or ran.err)
    assert (ran.code, refusal["code"], refusal["changed"]) == (2, "text-characters", False)
    assert f"U+{ord(char):04X}" in refusal["message"]
    assert obeyed(ran.stdout + ran.stderr) == []
    assert scene.kit.read_bytes() == before


@pytest.mark.parametrize("char", ALLOWED, ids=ascii)
def test_letters_marks_and_joiners_of_every_script_are_kept(char: str, scene: Scene) -> None:
    ran = scene.run("add", "food", f"a{char}b", "1kg", "--json")

    assert ran.code == 0, ran.stderr
    assert composed(f"a{char}b", "name") in scene.kit.read_text(encoding="utf-8")


def text_options() -> list[tuple[str, str]]:
    """Return every option of every command that takes a text."""
    root = root_command()
    found: list[tuple[str, str]] = []
    for name in root.list_commands(None):
        _options_of(name, root.get_command(None, name), found)
    return found


def _options_of(words: str, command: Any, found: list[tuple[str, str]]) -> None:
    found += [
        (words, one.opts[0])
        for one in command.params
        if one.param_type_name == "option" and "str" in f"{one.type} {one.type.name}".lower()
    ]
    for name, inner in getattr(command, "commands", {}).items():
        _options_of(f"{words} {name}", inner, found)


OPTIONS = [one for one in text_options() if one[1] != WHICH_KIT]


@pytest.mark.parametrize(("command", "option"), OPTIONS, ids=[" ".join(one) for one in OPTIONS])
def test_no_option_of_any_command_lets_such_a_character_in_or_out(command: str, option: str, scene: Scene) -> None:
    for char in REFUSED.values():
        ran = scene.run(*BASE.get(command, command).split(), f"{option}=a{char}b", "--no-input")

        assert ran.code in (0, 1, 2, 3, 65, 66, 74), ran.stderr
        assert obeyed(ran.stdout, allowed="\r\n" if command in ("calendar", "export") else "\n") == []
        assert obeyed(ran.stderr) == []
        assert hostile_characters(tomllib.loads(scene.kit.read_text(encoding="utf-8"))) == []


def test_the_options_that_keep_a_text_are_among_those_of_the_table() -> None:
    assert len(OPTIONS) > 100
    assert {("add", "--note"), ("edit", "--name"), ("household contact add", "--note")} <= set(OPTIONS)


@pytest.mark.parametrize("char", [one for one in REFUSED.values() if one != "\udcff"], ids=ascii)
def test_nothing_that_is_imported_brings_such_a_character_along(char: str, scene: Scene) -> None:
    cell = f"a{char}b"
    with (scene.folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ["Name", "Amount", "Kind", "Where", "Note"],
                ["Rice", "1 kg", "food", "pantry", "dry"],
                [cell, "2 kg", "food", "pantry", "dry"],
                ["Oats", "3 kg", "food", cell, cell],
            ]
        )
    scene.run("export", "-o", "kit.json")
    exported = json.loads((scene.folder / "kit.json").read_text(encoding="utf-8"))
    exported["kit"]["item"] = [{"id": "f7", "kind": "food", "name": cell, "amount": "7 kg", "where": cell}]
    (scene.folder / "kit.json").write_text(json.dumps(exported), encoding="utf-8")
    (scene.folder / "theirs.toml").write_text(kit_of(cell), encoding="utf-8")

    for name in ("list.csv", "kit.json", "theirs.toml"):
        ran = scene.run("import", name, "--yes")

        assert obeyed(ran.stdout + ran.stderr) == []
        found = hostile_characters(tomllib.loads(scene.kit.read_text(encoding="utf-8")))
        assert found == [], (name, found)
    assert "Rice" in scene.kit.read_text(encoding="utf-8")


@pytest.mark.parametrize("char", [one for one in REFUSED.values() if one not in "\udcff\n"], ids=ascii)
def test_a_kit_that_has_one_opens_and_doctor_names_the_line_and_the_character(char: str, scene: Scene) -> None:
    escaped = f"\\u{ord(char):04x}"
    scene.put(STOCKED.replace('name = "Buckwheat"', f'name = "Buck{escaped}wheat"'))
    line = next(n for n, one in enumerate(scene.kit.read_text().splitlines(), 1) if escaped in one)

    listed, told = scene.run("list"), scene.run("doctor").stdout

    assert listed.code == 0
    assert "Buck\\" in listed.stdout
    assert f"line {line}" in told
    assert f"U+{ord(char):04X}" in told


def test_the_path_of_each_such_text_and_name_of_a_field_is_told() -> None:
    document = {
        "a\x1b": 1,
        "item": [{"name": "b\u202e", "note": "two\nlines", "where": "c\nd"}, {"name": "plain", "n": 3, "note": "e\r"}],
        "deep": {"more": [["\x07"]]},
    }

    assert hostile_characters(document) == [
        (("a\x1b",), "\x1b"),
        (("item", 0, "name"), "\u202e"),
        (("item", 0, "where"), "\n"),
        (("item", 1, "note"), "\r"),
        (("deep", "more", 0, 0), "\x07"),
    ]


def test_a_document_nested_without_end_is_looked_at_to_some_depth() -> None:
    nested: Any = "\x1b"
    for _ in range(5000):
        nested = [nested]

    assert hostile_characters({"deep": nested}) == []


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_what_passes_has_nothing_that_the_rule_refuses_and_passes_again(anything: str) -> None:
    try:
        kept = composed(anything, "name")
    except BadValue as refusal:
        better = refusal.instead[0] if refusal.instead else "x"
        assert composed(better, "name") == better
        return

    assert not_text(kept) is None
    assert all(is_text(char) for char in kept)
    assert not set(REFUSED.values()) & set(kept)
    assert composed(kept, "name") == kept
