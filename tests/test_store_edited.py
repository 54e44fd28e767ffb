"""The copies an editor works on: what tells one that is in use from one that was left, and one with nothing new."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.store.edited_copies import ITEM, KIT, EditedCopy, discard, edited_copies, in_use, new_copy

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = b"format = 1\n"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    path = tmp_path / "kit.toml"
    path.write_bytes(TEXT)
    return path


@pytest.mark.parametrize("of", [KIT, ITEM])
def test_a_copy_lies_beside_the_kit_for_its_owner_alone(of: str, kit: Path) -> None:
    path = Path(new_copy(str(kit), TEXT, of))

    assert path.parent == kit.parent
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert edited_copies(str(kit)) == (EditedCopy(str(path), of, is_changed=False),)


def test_a_copy_of_a_kit_behind_a_link_lies_beside_the_kit_itself(kit: Path, tmp_path: Path) -> None:
    link = tmp_path / "desk" / "kit.toml"
    link.parent.mkdir()
    link.symlink_to(kit)

    path = Path(new_copy(str(link), TEXT, KIT))

    assert path.parent == kit.parent
    assert edited_copies(str(link)) == edited_copies(str(kit))


def test_where_nothing_can_be_written_the_copy_is_in_the_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kit = str(tmp_path / "nowhere" / "kit.toml")

    path = Path(new_copy(kit, TEXT, KIT))

    assert path.parent == tmp_path
    assert path.read_bytes() == TEXT
    assert edited_copies(kit) == ()


def test_a_copy_in_use_is_no_leftover_until_its_editor_is_gone(kit: Path) -> None:
    path = new_copy(str(kit), TEXT, KIT)

    with in_use(path):
        during = edited_copies(str(kit))
    after = edited_copies(str(kit))

    assert (during, len(after)) == ((), 1)


@pytest.mark.parametrize(
    ("ending", "content", "is_changed"),
    [
        ("", b"format = 1\n# more\n", True),
        ("", TEXT, False),
        ("~", TEXT, False),
        ("~", b"half", True),
        (".save", TEXT, True),
        (".swp", b"\0", True),
    ],
)
def test_whatever_may_hold_something_new_is_changed(
    *, ending: str, content: bytes, is_changed: bool, kit: Path
) -> None:
    path = new_copy(str(kit), TEXT, KIT)
    Path(path).unlink()
    Path(path + ending).write_bytes(content)

    assert edited_copies(str(kit)) == (EditedCopy(path + ending, KIT, is_changed=is_changed),)


@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_what_cannot_be_read_may_hold_something_new(kind: str, kit: Path) -> None:
    path = Path(new_copy(str(kit), TEXT, KIT))
    path.unlink()
    makes: dict[str, Callable[[], None]] = {
        "folder": path.mkdir,
        "link": lambda: path.symlink_to("/nowhere"),
        "pipe": lambda: os.mkfifo(path),
    }
    makes[kind]()

    assert edited_copies(str(kit)) == (EditedCopy(str(path), KIT, is_changed=True),)


def test_files_of_others_are_no_copies(kit: Path) -> None:
    for name in (".kit.toml.edited-kit-1.toml", ".other.toml.edited-kit-00000000-00000000.toml", "kit.toml.edited"):
        kit.with_name(name).write_bytes(b"mine")

    assert edited_copies(str(kit)) == ()


def test_a_copy_goes_with_its_backup_and_nothing_else(kit: Path) -> None:
    path = new_copy(str(kit), TEXT, KIT)
    for ending in ("~", ".save"):
        Path(path + ending).write_bytes(TEXT)

    discard(path)

    assert {one for one in kit.parent.iterdir() if one != kit} == {Path(f"{path}.save")}


def test_a_disk_without_locks_counts_no_copy_as_in_use(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_descriptor: int, _how: int) -> None:
        raise OSError("no locks here")

    monkeypatch.setattr(fcntl, "flock", refuse)
    path = new_copy(str(kit), TEXT, KIT)

    with in_use(path):
        found = edited_copies(str(kit))

    assert [one.path for one in found] == [path]
