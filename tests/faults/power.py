"""What a disk can hold after a power cut: every state that the steps of a save allow, in two models.

What was not flushed may be there or not. In the `weak` model each name and each file decides for itself; in the
`ordered` one names appear in the order they were made, as in a journal. A file that was not flushed is as it was
before, empty, cut in the middle, all zeros or whole. Flushing a file says nothing about its name: flushing the folder
does.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from tests.faults.commands import copy_of, ready, writing
from tests.faults.disk_log import FOLDER, TOLD, Disk, Step, disk_of, steps_of
from tests.faults.program import scratch
from tests.faults.traced import EVERYTHING, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WEAK, ORDERED = "weak", "ordered"

Names = dict[str, int | None]
Tree = tuple[tuple[str, bytes | None], ...]


class Cut(NamedTuple):
    """What a power cut can leave: each path with its bytes, None for a folder; and whether the user had been told."""

    tree: Tree
    told: bool


def steps(program: Path, name: str) -> tuple[Disk, list[Step]]:
    """Return the disk before a command, and what the command does to it."""
    folder = scratch(name)
    copy_of(name, folder)
    outcome = run(program, folder, writing(name), "-s", "1000000", "-e", f"trace={EVERYTHING}")
    if outcome.code:
        raise AssertionError(f"{name} fails without any fault: {outcome.out}{outcome.err}")
    before = disk_of(ready(name))
    return before, steps_of(outcome.log, folder, before)


def cuts(before: Disk, done: list[Step], model: str) -> set[Cut]:
    """Return every state a power cut before, between or after the steps can leave."""
    disk = _Unflushed(before, model)
    found = set(disk.cuts())
    for step in done:
        disk.take(step)
        found.update(disk.cuts())
    return found


class _Unflushed:
    """What is certainly on the disk, and what may be."""

    def __init__(self, before: Disk, model: str) -> None:
        self.model = model
        self.certain: Names = dict(before.names)
        self.changes: list[tuple[tuple[str, int | None], ...]] = []
        self.flushed = dict(before.contents)
        self.written: dict[int, list[bytes]] = {}
        self.told = False

    def take(self, step: Step) -> None:
        if step.kind == TOLD:
            self.told = True
        elif step.kind == "names":
            self.changes.append(step.names)
        elif step.kind == "content":
            self.written.setdefault(step.inode, []).append(step.raw)
        elif step.inode != FOLDER:
            self.flushed[step.inode] = self.written.pop(step.inode, [self.flushed.get(step.inode, b"")])[-1]
        else:
            self._flush_folder(step.path)

    def _flush_folder(self, folder: str) -> None:
        """Make the names in a folder certain; a journal makes everything before them certain as well."""
        touching = [number for number, names in enumerate(self.changes) if any(_in(path, folder) for path, _ in names)]
        last = touching[-1] + 1 if touching else 0
        kept = []
        for names in self.changes[:last]:
            settled = [change for change in names if self.model == ORDERED or _in(change[0], folder)]
            self.certain.update(settled)
            rest = tuple(change for change in names if change not in settled)
            kept += [rest] if rest else []
        self.changes = kept + self.changes[last:]

    def cuts(self) -> Iterator[Cut]:
        for names in self._possible_names():
            for tree in self._trees(names):
                yield Cut(tree, self.told)

    def _possible_names(self) -> Iterator[Names]:
        if self.model == ORDERED:
            names = dict(self.certain)
            yield names
            for changes in self.changes:
                names = names | dict(changes)
                yield names
            return
        options: dict[str, set[int | None]] = {}
        for changes in self.changes:
            for path, inode in changes:
                options.setdefault(path, {self.certain.get(path)}).add(inode)
        for chosen in product(*options.values()):
            yield self.certain | dict(zip(options, chosen, strict=True))

    def _trees(self, names: Names) -> Iterator[Tree]:
        """Return what the folder can hold under these names; in a folder that is not there, nothing is."""
        live = {path: inode for path, inode in names.items() if inode is not None and _has_parents(path, names)}
        inodes = sorted({inode for inode in live.values() if inode != FOLDER})
        for contents in product(*(self._possible_contents(inode) for inode in inodes)):
            held = dict(zip(inodes, contents, strict=True))
            yield tuple(sorted((path, held.get(inode)) for path, inode in live.items()))

    def _possible_contents(self, inode: int) -> Iterable[bytes]:
        before, after = self.flushed.get(inode, b""), self.written.get(inode, [])
        if not after:
            return (before,)
        last = after[-1]
        return {before, *after, b"", last[: len(last) // 2], bytes(len(last))}


def _in(path: str, folder: str) -> bool:
    return str(PurePosixPath(path).parent) == folder


def _has_parents(path: str, names: Names) -> bool:
    return all(names.get(str(parent)) is not None for parent in PurePosixPath(path).parents if str(parent) != ".")


def lay_out(cut: Cut, folder: Path) -> None:
    """Make what a power cut left."""
    for path, raw in cut.tree:
        place = folder / path
        if raw is None:
            place.mkdir(mode=0o700)
        else:
            place.write_bytes(raw)
            place.chmod(0o600)
