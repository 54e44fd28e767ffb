"""Shelterkit on disks that are small, read-only or closed: python -m tests.faults.odd_disk KIND FOLDER.

Started where such a disk may be made: in a user's own namespace, or as a user who is stopped by permissions.
Prints, as JSON, what was tried, what went wrong, and which answers were seen.
"""

# ruff: noqa: S607 - the programs that mount are where the machine has them

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.cli.main import main
from shelterkit.store import kit_file
from tests.faults.commands import BASE

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 11, 23)
LOOKING = (
    "status", "list", "show w1", "expires", "check", "shop", "household", "history", "where", "checklist go-bag",
    "advisory compare", "status --json", "list --plain", "history --diff 2", "doctor",
)  # fmt: skip
WRITING = (
    "add other Lamp 1piece", "use w1 1", "edit o1 --name String", "remove o1", "count o1 1 -y", "undo",
    "household --adults 3", "household place shelter School", "household contact add Olha 112", "advisory use us-cdc",
)  # fmt: skip
_STEP, _STEPS, _MOST_INODES, _MOST_LINES = 512, 32, 12, 6
# What only looks says of the kit by its code, which is no failure.
_STATES = (0, 1, 2)


class Ran(NamedTuple):
    """What one run printed, and its exit code."""

    code: int
    out: str
    err: str


class Tries:
    """What was tried, and what went wrong in it."""

    def __init__(self) -> None:
        self.number = 0
        self.codes: dict[str, int] = {}
        self.wrong: list[str] = []

    def write(self, kit: Path, words: str, *where: object) -> Ran:
        """Try a command that saves: the kit is as before and that is said, or it is saved and that is said."""
        before = kit.read_bytes() if kit.exists() else None
        ran = run(kit, words)
        after = kit.read_bytes() if kit.exists() else None
        self._note(ran)
        if ran.code == 0:
            self._expect(after not in (None, before), ran, "said to be saved and is not", *where)
        else:
            self._expect(ran.code == 74, ran, f"exit {ran.code}", *where)
            self._expect(after == before, ran, "not the kit of before", *where)
            self._expect("Nothing was changed" in ran.err, ran, "does not say that nothing changed", *where)
            self._expect(not list(kit.parent.rglob("*.tmp")), ran, "a temporary file stays", *where)
        if after is not None:
            kit_file.load(str(kit))
            mode = stat.S_IMODE(kit.stat().st_mode)
            self._expect(after == before or mode == 0o600, ran, f"mode {mode:o}", *where)
        return ran

    def look(self, kit: Path, words: str, *where: object) -> Ran:
        """Try a command that looks: it answers, and leaves everything as it is."""
        before = as_it_is(kit.parent)
        ran = run(kit, words)
        self._note(ran)
        self._expect(ran.code in _STATES and bool(ran.out), ran, f"exit {ran.code}", *where)
        self._expect(as_it_is(kit.parent) == before, ran, "looking left a trace", *where)
        return ran

    def works(self, kit: Path, *where: object) -> None:
        """Expect that the next change is saved and can be taken back, with nobody's help."""
        words = " ".join(BASE[0]) if not kit.exists() else "add other Later 1piece"
        ran = self.write(kit, words, *where)
        self._expect(ran.code == 0, ran, "the next change failed", *where)
        if words.startswith("add"):
            raw = kit.read_bytes()
            self._expect(run(kit, "undo").code == 0 and kit.read_bytes() != raw, ran, "undo failed", *where)

    def _note(self, ran: Ran) -> None:
        self.number += 1
        self.codes[str(ran.code)] = self.codes.get(str(ran.code), 0) + 1
        self._expect("Traceback" not in ran.err, ran, "a traceback")
        self._expect(len(ran.err.splitlines()) <= _MOST_LINES, ran, "too many lines")

    def _expect(self, right: bool, ran: Ran, wrong: str, *where: object) -> None:  # noqa: FBT001 - what is expected
        if not right:
            self.wrong.append(f"{wrong} {where}: {ran}")


def run(kit: Path, words: str) -> Ran:
    """Run shelterkit in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["--kit", str(kit), *words.split()], DAY)
    return Ran(code, out.getvalue(), err.getvalue())


def as_it_is(folder: Path) -> dict[str, tuple[int, int]]:
    """Return everything below a folder with its size and when it was changed."""
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in sorted(folder.rglob("*"))}


def begin(kit: Path) -> None:
    """Begin a kit with a few items."""
    for words in (*BASE, ("add", "food", "Rice", "2kg")):
        ran = run(kit, " ".join(words))
        if ran.code:
            raise AssertionError(ran)


def _mount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)


def full(tries: Tries, folder: Path) -> None:
    """Fill a disk of 64 KB up to each 512 bytes of its last 16 KB, and add."""
    _mount(folder, "size=64k,mode=700")
    kit = folder / "kit.toml"
    begin(kit)
    for step in range(_STEPS):
        room = os.statvfs(folder)
        filler = folder / "filler"
        filler.write_bytes(b"x" * (room.f_bavail * room.f_frsize - step * _STEP))
        tries.write(kit, "add other Lamp 1piece", "bytes free", step * _STEP)
        filler.unlink()
        tries.works(kit, "bytes were free", step * _STEP)
        run(kit, "history purge -y")


def inodes(tries: Tries, folder: Path) -> None:
    """Begin a kit and add on a disk that has room for so few files."""
    for number in range(1, _MOST_INODES + 1):
        _mount(folder, f"size=1m,nr_inodes={number},mode=700")
        kit = folder / "k" / "kit.toml"
        tries.write(kit, " ".join(BASE[0]), "files", number)
        if kit.exists():
            tries.write(kit, "add other Lamp 1piece", "files", number)
        subprocess.run(["mount", "-o", "remount,nr_inodes=1000", str(folder)], check=True)
        tries.works(kit, "files were", number)
        subprocess.run(["umount", str(folder)], check=True)


def read_only(tries: Tries, folder: Path) -> None:
    """Look and write on a disk that was mounted for reading."""
    kit = folder / "kit.toml"
    begin(kit)
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
    _look_and_write(tries, kit, "read-only")


def closed(tries: Tries, folder: Path) -> None:
    """Look and write where the folder, the kit or the history may not be written to."""
    for name, part, mode in (
        ("folder 500", ".", 0o500),
        ("kit 400", "kit.toml", 0o400),
        ("history 500", ".kit.toml.history", 0o500),
        ("lock 000", ".kit.toml.lock", 0),
    ):
        place = folder / name.replace(" ", "-")
        place.mkdir()
        kit = place / "kit.toml"
        begin(kit)
        (place / part).chmod(mode)
        _look_and_write(tries, kit, name)
        (place / part).chmod(0o700 if (place / part).is_dir() else 0o600)
        tries.works(kit, name)


def _look_and_write(tries: Tries, kit: Path, where: str) -> None:
    before = kit.read_bytes()
    for words in LOOKING:
        tries.look(kit, words, where)
    for words in WRITING:
        ran = tries.write(kit, words, where)
        if ran.code == 0:
            kit.chmod(0o600)
            kit.write_bytes(before)
            kit.chmod(0o400)


KINDS: dict[str, Callable[[Tries, Path], None]] = {
    "full": full,
    "inodes": inodes,
    "read-only": read_only,
    "closed": closed,
}

if __name__ == "__main__":
    tried = Tries()
    KINDS[sys.argv[1]](tried, Path(sys.argv[2]))
    if sys.argv[1] != "read-only":
        shutil.rmtree(sys.argv[2], ignore_errors=True)
    sys.stdout.write(json.dumps({"tried": tried.number, "codes": tried.codes, "wrong": tried.wrong}))
