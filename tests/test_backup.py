"""A backup: one file that says what it is and has the kit's exact bytes; nothing is written over for it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.store.backups import as_backup
from tests.conftest import program
from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    Golden = Callable[[str, str], None]

NAME = "shelterkit-backup-2026-11-23"


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a home with something of every kind in its kit, whose owner is in another folder."""
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    made.put(STOCKED)
    (tmp_path / "stick").mkdir()
    monkeypatch.chdir(tmp_path / "stick")
    return made


def files(home: Home) -> list[str]:
    return sorted(path.name for path in (home.folder / "stick").iterdir())


def test_what_backup_says_reads_as_agreed(home: Home, golden: Golden) -> None:
    (home.folder / "stick" / "folder").mkdir()

    seen = home.transcript("""
        shelterkit backup
        shelterkit backup
        shelterkit backup folder
        shelterkit backup kit.toml
        shelterkit backup kit.toml
        shelterkit backup kit.toml --force
        shelterkit backup --json
        shelterkit backup --quiet
        shelterkit backup -
    """)

    golden("cli/backup.txt", seen)


@pytest.mark.parametrize(
    "raw",
    [
        STOCKED.encode(),
        STOCKED.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + STOCKED.encode(),
        STOCKED.encode() + b"\x1a",
        STOCKED.encode() + "# ґанок".encode(),
        STOCKED.rstrip().encode(),
        as_backup(STOCKED.encode(), "kit.toml", now=datetime(2026, 11, 20, tzinfo=UTC)),
    ],
    ids=["plain", "crlf", "bom", "ctrl-z", "comment", "no line end", "a backup itself"],
)
def test_a_backup_is_a_line_and_the_exact_bytes_and_reads_as_a_kit(home: Home, raw: bytes) -> None:
    home.put(raw)

    assert home.run("backup", "copy.toml").code == 0

    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    first, _, body = Path("copy.toml").read_bytes().partition(b"\n")
    assert mark + body == raw
    assert first.startswith(mark + b"# shelterkit-backup ")
    assert json.loads(first.removeprefix(mark + b"# shelterkit-backup ")) == {
        "format": 1,
        "made": "2026-11-23T12:00:00Z",
        "kit": "kit.toml",
        "size": len(raw),
        "sha256": hashlib.sha256(raw).hexdigest(),
    }
    assert home.run("--kit", "copy.toml", "list") == home.run("list")


def test_a_backup_names_no_folder_and_is_its_owners_alone(home: Home) -> None:
    mask = os.umask(0)
    try:
        home.run("backup")
    finally:
        os.umask(mask)

    made = Path(f"{NAME}.toml")
    assert str(home.folder) not in made.read_text()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_nothing_is_written_over_however_many_backups_a_day_has(home: Home) -> None:
    for number in range(1, 100):
        Path(f"{NAME}{f'-{number}' if number > 1 else ''}.toml").write_text("somebody's own")

    seen = home.run("backup")

    assert seen.code == 1
    assert seen.stderr == ("Error: there are too many files named shelterkit-backup-2026-11-23.\nTry:  ls\n")
    assert {Path(name).read_text() for name in files(home)} == {"somebody's own"}


def test_a_backup_changes_nothing_of_the_kit_and_needs_no_right_to(home: Home) -> None:
    before = home.kit.stat().st_mtime_ns
    home.kit.parent.chmod(0o500)
    try:
        seen = home.run("backup")
    finally:
        home.kit.parent.chmod(0o700)

    assert seen.code == 0
    assert home.kit.stat().st_mtime_ns == before
    assert [path.name for path in home.kit.parent.iterdir()] == ["kit.toml"]


def test_the_kit_is_never_written_over_by_its_backup(home: Home) -> None:
    seen = home.run("backup", str(home.kit), "--force")

    assert (seen.code, home.kit.read_text()) == (1, STOCKED)


@pytest.mark.parametrize("damage", ["format = 1\n[[item", "", "\0" * 99])
def test_a_damaged_kit_is_refused_with_its_way_out(home: Home, damage: str) -> None:
    home.run("use", "f1", "1")
    home.put(damage)

    seen = home.run("backup")

    assert seen.code == 65
    assert "shelterkit undo --last-good" in seen.stderr
    assert files(home) == []


def test_an_advisory_of_ones_own_is_named_for_it_is_not_in_the_backup(home: Home) -> None:
    home.put(STOCKED.replace("de-bbk", "my-town"))

    seen = home.run("backup")

    assert "It follows your own advisory my-town, which is not in it either: copy that file too.\n" in seen.stdout


def test_a_backup_on_a_terminal_is_shown_without_what_a_terminal_obeys(home: Home) -> None:
    home.put(STOCKED.replace('"cellar"', '"cel\x9b31mlar"', 1))

    seen = on_terminal(80, "backup", "-")

    assert seen.code == 0
    assert "Buckwheat" in seen.text
    assert "\x9b" not in seen.text
    assert re.search(r"cel\S+31mlar", seen.text)


def test_a_backup_into_a_pipe_is_the_file(home: Home) -> None:

    ran = program("--kit", str(home.kit), "backup", "-")

    made = (ran.stdout.partition("\n")[2], ran.stderr, ran.returncode)
    assert made == (STOCKED, "", 0)
