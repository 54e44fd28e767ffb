"""A kit named with --kit is named in every command that is offered after it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from shelterkit.cli.app import Root
from shelterkit.cli.main import main
from shelterkit.render.command_lines import COMMANDS, with_option
from shelterkit.store import kit_file
from tests.conftest import TODAY

if TYPE_CHECKING:
    from pathlib import Path

ADD = ("add", "other", "Lamp", "1piece")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what shelterkit says of a kit named with --kit."""
    capsys.readouterr()
    main(["--kit", "my kit.toml", *words], TODAY)
    return capsys.readouterr().out


def test_the_way_back_is_that_of_the_kit_that_was_named(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "init", "--adults", "2", "--no-input")
    said(capsys, "backup", "b.toml")

    offered = [
        said(capsys, *words)
        for words in (ADD, ("use", "o1", "1"), ("undo",), ("redo",), ("restore", "b.toml", "--yes"))
    ]

    named = "shelterkit --kit 'my kit.toml'"
    ways = ["undo", "undo", "redo", "undo", "undo"]
    assert all(f"{named} {way}\n" in text for way, text in zip(ways, offered, strict=True))
    assert all(text.count("shelterkit") == text.count(named) for text in offered)


def test_a_kit_that_was_not_named_is_not_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHELTERKIT_KIT", str(tmp_path / "kit.toml"))
    main(["init", "--adults", "2", "--no-input"], TODAY)
    capsys.readouterr()

    main(list(ADD), TODAY)

    assert "Undo: shelterkit undo\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Undo: shelterkit undo", "Undo: shelterkit --kit k undo"),
        ("Next:  shelterkit", "Next:  shelterkit --kit k"),
        ("  shelterkit history --diff 3", "  shelterkit --kit k history --diff 3"),
        ("Restore it:  shelterkit --kit k restore b", "Restore it:  shelterkit --kit k restore b"),
        ("Here it stays; shelterkit undo brings it back.", "Here it stays; shelterkit --kit k undo brings it back."),
        ("Versions (shelterkit history) are not in it.", "Versions (shelterkit --kit k history) are not in it."),
        (
            "Try:  shelterkit list --kit z    or  shelterkit undo",
            "Try:  shelterkit list --kit z    or  shelterkit --kit k undo",
        ),
        (
            "pipx upgrade shelterkit      or  shelterkit list",
            "pipx upgrade shelterkit      or  shelterkit --kit k list",
        ),
        ("Nothing of shelterkit is here; shelterkit did not do it.", ""),
        ("Look at a sample:  shelterkit --demo", ""),
        ('# shelterkit: written by "shelterkit schedule install"', ""),
        ("# You may edit this file; then run `shelterkit status`.", ""),
        ("30 8 * * * /usr/bin/shelterkit check --quiet", ""),
    ],
)
def test_every_command_names_the_kit_and_no_other_words_do(text: str, shown: str) -> None:
    assert with_option(text, "--kit k") == (shown or text)


def test_every_command_that_there_is_can_name_a_kit() -> None:
    assert {*COMMANDS.split("|"), "help"} == {*Root.modules, *Root.aliases}


def modes(tmp_path: Path) -> dict[str, int]:
    """Return who may read the kit, its history and the versions in it."""
    places = (tmp_path / "my kit.toml", *sorted((tmp_path / ".my kit.toml.history").rglob("*")))
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in places}
    return {**found, "history": stat.S_IMODE((tmp_path / ".my kit.toml.history").stat().st_mode)}


@pytest.mark.parametrize("is_damaged", [False, True])
def test_restoring_what_was_shared_opens_no_private_kit(
    *, is_damaged: bool, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said(capsys, "init", "--adults", "2", "--no-input")
    kit = tmp_path / "my kit.toml"
    theirs = kit.read_text().replace("adults = 2", "adults = 5")
    (tmp_path / "b.toml").write_text(f"# ours\nshared = true # us\n{theirs}")
    said(capsys, *ADD)
    if is_damaged:
        kit.write_bytes(kit.read_bytes()[:60])

    tried, done = (said(capsys, "restore", "b.toml", word) for word in ("--dry-run", "--yes"))

    told = "The kit stays private, though what is restored was shared with a group.\n"
    assert told in tried
    assert told in done
    assert {mode for name, mode in modes(tmp_path).items() if name != "history"} == {0o600}
    assert modes(tmp_path)["history"] == 0o700
    assert (kit_file.load(str(kit)).kit.household.adults, kit_file.load(str(kit)).kit.shared) == (5, False)


def test_restoring_what_was_private_leaves_a_shared_kit_to_its_group(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said(capsys, "init", "--adults", "2", "--no-input")
    kit = tmp_path / "my kit.toml"
    (tmp_path / "b.toml").write_text(kit.read_text().replace("adults = 2", "adults = 5"))
    kit.write_text(f"shared = true\n{kit.read_text()}")
    said(capsys, *ADD)

    done = said(capsys, "restore", "b.toml", "--yes")

    assert "The kit stays shared with its group, though what is restored was private.\n" in done
    assert stat.S_IMODE(kit.stat().st_mode) == 0o660
    assert (kit_file.load(str(kit)).kit.household.adults, kit_file.load(str(kit)).kit.shared) == (5, True)


def test_a_shared_kit_restored_where_none_was_is_said_to_be_shared(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "b.toml").write_text("format = 1\nshared = true\n[household]\nadults = 1\n")

    done = said(capsys, "restore", "b.toml", "--yes")

    assert "A group may use this kit too: it says shared = true.\n" in done


def test_what_was_shared_is_its_owners_alone_down_to_every_version_after_undo(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said(capsys, "init", "--adults", "2", "--no-input")
    kit = tmp_path / "my kit.toml"
    kit.write_text(f"shared = true\n{kit.read_text()}")
    said(capsys, *ADD)
    assert {mode for name, mode in modes(tmp_path).items() if name != "history"} == {0o660}

    said(capsys, "undo", "2")

    assert {mode for name, mode in modes(tmp_path).items() if name != "history"} == {0o600}
    assert os.access(kit, os.R_OK)


TANK = '[[item]]\nid = "w1"\nkind = "water"\nname = "Tank"\namount = "9 L"\n'
TWINS = f"format = 1\n[household]\nadults = 1\n{TANK}{TANK}"


@pytest.mark.parametrize(
    ("text", "way_back"),
    [
        (TWINS, ""),
        (TWINS.replace("\n", "\r\n"), "Undo all but the first change of the text"),
        (f"\ufeff{TWINS[:34]}".replace("\n", "\r\n"), "Undo"),
    ],
    ids=["a step", "two steps", "a kit that read"],
)
def test_mending_promises_no_undo_to_a_text_that_did_not_read(
    text: str, way_back: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "my kit.toml").write_bytes(text.encode())

    mended = said(capsys, "doctor", "--fix")

    assert ("\nThe text before did not read; it is kept as version 1. What differed in it:\n" in mended) is (
        "w1" in text
    )
    assert (f"\n{way_back}: shelterkit --kit 'my kit.toml' undo\n" in mended) is bool(way_back), mended
    assert ("Undo" in mended) is bool(way_back)
    assert main(["--kit", "my kit.toml", "undo"], TODAY) == (0 if way_back else 1)


def test_restoring_over_a_damaged_kit_promises_no_undo_to_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "my kit.toml").write_text("form")
    (tmp_path / "b.toml").write_text("format = 1\n[household]\nadults = 1\n")

    done = said(capsys, "restore", "b.toml", "--yes")

    assert done.splitlines()[1:] == [
        "What was there before did not read; its text stays in the history.",
        "See it:  shelterkit --kit 'my kit.toml' history",
    ]


def test_a_merge_names_doses_numbers_places_and_days_that_are_not_the_same_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said(capsys, "init", "--adults", "2", "--no-input")
    said(capsys, "add", "med", "Insulin", "20 tablets", "--dose", "2/day")
    said(capsys, "household", "contact", "add", "Oleh", "111")
    mine = (tmp_path / "my kit.toml").read_text()
    (tmp_path / "b.toml").write_text(mine)
    same = said(capsys, "restore", "b.toml", "--merge", "--yes")
    (tmp_path / "my kit.toml").rename("b.toml")
    (tmp_path / ".my kit.toml.history").rename("gone")
    for words in (
        ("household", "place", "shelter", "School 5"),
        ("household", "contact", "remove", "Oleh"),
        ("household", "contact", "add", "Oleh", "222"),
        ("household", "--days", "21"),
    ):
        main(["--kit", "b.toml", *words], TODAY)
    (tmp_path / "b.toml").write_text((tmp_path / "b.toml").read_text().replace('"2 tablets"', '"4 tablets"'))
    (tmp_path / "my kit.toml").write_text(mine)

    merged = said(capsys, "restore", "b.toml", "--merge", "--yes")

    assert same == "Nothing to merge: the kit has all that b.toml has. Nothing was changed.\n"
    assert merged.splitlines() == [
        "Nothing to merge: all that b.toml has is here by name. Nothing was changed.",
        "Not the same there; it stays as it is here:",
        "  somebody takes Insulin, 2 tablets per day (there 4 tablets per day)",
        "  Oleh, 111 (there 222)",
        "  the advice: us-cdc, as many days as advised (there us-cdc, 21 days)",
        "  shelter: not noted (there School 5)",
    ]


def test_a_list_nested_too_deep_is_refused_and_not_a_failure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said(capsys, "init", "--adults", "2", "--no-input")
    kit = f'{{"format": 1, "household": {{"adults": 1}}, "x": {"[" * 900}{"]" * 900}}}'
    (tmp_path / "deep.json").write_text(f'{{"schema": "shelterkit.export/1", "kit": {kit}}}')

    code = main(["--kit", "my kit.toml", "import", "deep.json", "--yes"], TODAY)

    assert code == 65
    assert "deep.json is nested deeper than any list" in capsys.readouterr().err


def test_a_kit_nested_too_deep_is_refused_when_it_is_to_be_written_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "my kit.toml").write_text(f"format = 1\nx = {'[' * 300}{']' * 300}\n[household]\nadults = 1\n")
    capsys.readouterr()

    code = main(["--kit", "my kit.toml", *ADD], TODAY)

    assert code == 65
    assert "more brackets inside one another than can be written again" in capsys.readouterr().err.replace("\n", " ")
