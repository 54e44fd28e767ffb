"""The log of a save read back as what it did to the disk: names, contents, flushes, and the word to the user."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from tests.faults.traced import LOOKS

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = 0
TOLD = "told"
# strace writes what has no name in C this way as well, so that Python reads the same bytes.
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"(\.\.\.)?')
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (\d+)(?:<[^>]*>)?$")
_DESCRIPTOR = re.compile(r"(\d+)<")
_NO_MATTER = frozenset(["flock", "chmod", "fchmod", "fchmodat", "utimensat"])
_WRITABLE = re.compile("O_WRONLY|O_RDWR|O_CREAT")


class Disk(NamedTuple):
    """Which file each path names, FOLDER for a folder, and what is in each file."""

    names: dict[str, int]
    contents: dict[int, bytes]


class Step(NamedTuple):
    """One thing done to the disk: `names` changes paths in one go, `content` is all of a file after a write."""

    kind: str
    names: tuple[tuple[str, int | None], ...] = ()
    inode: int = FOLDER
    raw: bytes = b""
    path: str = ""


class UnknownCallError(Exception):
    """A call that changes the disk and is not understood: without it the model would be too kind."""


def disk_of(folder: Path) -> Disk:
    """Return what a folder holds, all of it safely on the disk."""
    disk = Disk({}, {})
    for path in sorted((folder / "k").rglob("*") if (folder / "k").exists() else ()):
        _note(disk, folder, path)
    if (folder / "k").exists():
        _note(disk, folder, folder / "k")
    return disk


def _note(disk: Disk, folder: Path, path: Path) -> None:
    inode = FOLDER if path.is_dir() else len(disk.contents) + 1
    disk.names[str(path.relative_to(folder))] = inode
    if inode != FOLDER:
        disk.contents[inode] = path.read_bytes()


def steps_of(log: str, folder: Path, before: Disk) -> list[Step]:
    """Return what an undisturbed run did in a folder; the last words on the screen are the ones that promise."""
    reader = _Reader(str(folder), before)
    for line in log.splitlines():
        reader.take(line)
    told = [number for number, step in enumerate(reader.steps) if step.kind == TOLD]
    return [step for number, step in enumerate(reader.steps) if step.kind != TOLD or number == told[-1]]


class _Reader:
    """Reads a log, knowing which file each path and each descriptor stands for."""

    def __init__(self, folder: str, before: Disk) -> None:
        self.folder = folder
        self.steps: list[Step] = []
        self.names = dict(before.names)
        self.contents = dict(before.contents)
        self.open: dict[int, tuple[str, int]] = {}
        self.at: dict[int, int] = {}

    def take(self, line: str) -> None:
        match = _LINE.match(line)
        if match is None:
            return
        name, words, result = match[1], match[2], int(match[3])
        if name == "write" and words.startswith("1<"):
            self.steps.append(Step(TOLD))
        elif not self._is_ours(words) or name in LOOKS or name in _NO_MATTER:
            return
        elif name in ("openat", "rename", "renameat2", "link", "unlink", "mkdir"):
            self._on_paths(name, words, result)
        elif name in ("write", "fsync", "fdatasync", "ftruncate", "close"):
            self._on_descriptor(name, words)
        else:
            raise UnknownCallError(line)

    def _is_ours(self, words: str) -> bool:
        """Tell whether a call is about the kit's folder, or the folder that has its name."""
        return any(part in words for part in (f"{self.folder}/k", f'"{self.folder}"', f"<{self.folder}>"))

    def _on_paths(self, name: str, words: str, result: int) -> None:
        texts = [text.decode() for text in _texts(words)]
        paths = ["." if text == self.folder else text.removeprefix(f"{self.folder}/") for text in texts]
        if name == "openat":
            self._opened(paths[0], words, result)
        elif name == "rename":
            self._name((paths[1], self.names[paths[0]]), (paths[0], None))
        elif name == "renameat2" and "RENAME_EXCHANGE" in words:
            self._name((paths[1], self.names[paths[0]]), (paths[0], self.names[paths[1]]))
        elif name == "link":
            self._name((paths[1], self.names[paths[0]]))
        elif name == "unlink":
            self._name((paths[0], None))
        else:
            self._name((paths[0], FOLDER))

    def _name(self, *changes: tuple[str, int | None]) -> None:
        for path, inode in changes:
            if inode is None:
                self.names.pop(path, None)
            else:
                self.names[path] = inode
        self.steps.append(Step("names", names=changes))

    def _opened(self, path: str, words: str, descriptor: int) -> None:
        if not _WRITABLE.search(words):
            self.open[descriptor] = path, FOLDER
            return
        if path not in self.names:
            inode = max(self.contents, default=FOLDER) + 1
            self.contents[inode] = b""
            self._name((path, inode))
        inode = self.names[path]
        self.open[descriptor], self.at[descriptor] = (path, inode), 0
        if "O_TRUNC" in words and self.contents[inode]:
            self._put(inode, b"")

    def _put(self, inode: int, raw: bytes) -> None:
        self.contents[inode] = raw
        self.steps.append(Step("content", inode=inode, raw=raw))

    def _on_descriptor(self, name: str, words: str) -> None:
        match = _DESCRIPTOR.match(words)
        descriptor = int(match[1]) if match else -1
        path, inode = self.open[descriptor]
        if name == "close":
            del self.open[descriptor]
        elif name in ("fsync", "fdatasync"):
            self.steps.append(Step("flush", inode=inode, path=path))
        elif name == "write":
            raw, at = _texts(words.partition(", ")[2])[0], self.at[descriptor]
            old = self.contents[inode]
            self._put(inode, old[:at].ljust(at, b"\0") + raw + old[at + len(raw) :])
            self.at[descriptor] = at + len(raw)
        else:
            raise UnknownCallError(words)


def _texts(words: str) -> list[bytes]:
    """Return the texts among the words of a call."""
    found = []
    for match in _TEXT.finditer(words):
        if match[2]:
            raise UnknownCallError(f"cut short: {words[:80]}")
        text: bytes = ast.literal_eval(f'b"{match[1]}"')
        found.append(text)
    return found
