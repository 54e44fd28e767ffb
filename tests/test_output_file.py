from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from shelterkit.errors import NotDoneError, StorageError
from shelterkit.store.output_file import write_output

NEW, OLD = b"new page\n", b"old page\n"


def put(path: Path, *, force: bool = False, protect: str = "") -> None:
    write_output(str(path), NEW, force=force, protect=protect)


def test_a_new_file_is_whole_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        put(tmp_path / "page.txt")
    finally:
        os.umask(before)

    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]
    assert (tmp_path / "page.txt").read_bytes() == NEW
    assert stat.S_IMODE((tmp_path / "page.txt").stat().st_mode) == 0o600


def test_a_file_that_is_there_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(OLD)

    with pytest.raises(NotDoneError, match="is there already"):
        put(tmp_path / "page.txt")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"page.txt": OLD}


def test_force_replaces_a_file_whole_and_makes_it_private(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(OLD)
    page.chmod(0o644)

    put(page, force=True)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"page.txt": NEW}
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_what_is_no_file_is_never_replaced(kind: str, force: bool, tmp_path: Path) -> None:  # noqa: FBT001
    path = Path("/dev/null") if kind == "device" else tmp_path / "page.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    mode = path.lstat().st_mode

    with pytest.raises(NotDoneError):
        put(path, force=force)

    assert path.lstat().st_mode == mode


@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_is_never_followed(dangling: bool, tmp_path: Path) -> None:  # noqa: FBT001
    target, link = tmp_path / "target.txt", tmp_path / "page.txt"
    if not dangling:
        target.write_bytes(OLD)
    link.symlink_to(target)

    with pytest.raises(NotDoneError, match="is there already"):
        put(link)
    put(link, force=True)

    assert not link.is_symlink()
    assert link.read_bytes() == NEW
    assert target.exists() is not dangling
    assert dangling or target.read_bytes() == OLD


def test_the_kit_is_never_replaced_by_a_page(tmp_path: Path) -> None:
    kit, other_name = tmp_path / "kit.txt", tmp_path / "same.txt"
    kit.write_bytes(OLD)
    os.link(kit, other_name)

    for path in (kit, other_name):
        with pytest.raises(NotDoneError, match="is the kit itself"):
            put(path, force=True, protect=str(kit))

    assert kit.read_bytes() == OLD


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    "name",
    [
        ".kit.toml.history/00000001.toml",
        ".kit.toml.history/new.txt",
        "link/00000001.toml",
        ".kit.toml.lock",
        ".kit.toml.edited-item-0123abcd-4567cdef.toml",
        "shelterkit/told-0123abcd-0123abcd.json",
    ],
)
def test_what_shelterkit_keeps_is_never_replaced_by_a_file(name: str, force: bool, tmp_path: Path) -> None:  # noqa: FBT001
    for folder in (".kit.toml.history", "shelterkit"):
        (tmp_path / folder).mkdir()
    (tmp_path / "link").symlink_to(".kit.toml.history")
    (tmp_path / ".kit.toml.history" / "00000001.toml").write_bytes(OLD)
    before = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}

    with pytest.raises(NotDoneError, match="is where shelterkit keeps") as refused:
        put(tmp_path / name, force=force)

    assert refused.value.code == "output-kept"
    assert {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")} == before


@pytest.mark.parametrize("name", ["history/1.txt", "kit.lock", "told-0123abcd-0123abcd.json", "a.history/x.txt"])
def test_a_name_that_is_only_like_what_shelterkit_keeps_is_written(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)

    put(tmp_path / name)

    assert (tmp_path / name).read_bytes() == NEW


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotDoneError, match="there is no folder"):
        put(tmp_path / "nowhere" / "page.txt")


def test_a_name_too_long_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="too long"):
        put(tmp_path / f"{'x' * 300}.txt")

    assert list(tmp_path.iterdir()) == []


LIMITED = """
import resource, sys
from shelterkit.errors import StorageError
from shelterkit.store.output_file import write_output
resource.setrlimit(resource.RLIMIT_FSIZE, (4, 4))
try:
    write_output(sys.argv[1], b"more than four bytes", force=sys.argv[2] == "force")
except StorageError as error:
    print(error.code)
"""


@pytest.mark.parametrize("force", ["", "force"])
def test_where_the_disk_is_full_the_old_file_stays_and_nothing_is_left(force: str, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    if force:
        page.write_bytes(OLD)

    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, str(page), force], capture_output=True, text=True, check=True, timeout=30
    )

    assert ran.stdout == "disk-full\n"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == ({"page.txt": OLD} if force else {})


def test_a_file_that_came_in_between_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.txt"
    link = os.link

    def faster(source: str, name: str) -> None:
        Path(name).write_bytes(OLD)
        link(source, name)

    monkeypatch.setattr(os, "link", faster)

    with pytest.raises(NotDoneError, match="is there already"):
        put(page)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"page.txt": OLD}
