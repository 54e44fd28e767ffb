"""The versions of a kit: one file each, a line that says what happened and then the kit's exact bytes."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.store.reading import history_folder
from shelterkit.store.sharing import history_group, make_folder, refuse_planted
from shelterkit.store.whole_file import LARGEST, TEMPORARY, flush_folder, read_whole, remove, write_new

if TYPE_CHECKING:
    from collections.abc import Iterator

# 200 changes can be taken back, which needs the version before the first of them as well.
MOST_STATES = 201
MOST_VERSIONS = 3 * MOST_STATES
MOST_BYTES = 20 * 1024 * 1024
REPEATS = ("undo", "redo", "restore-good")
MARK = b"# shelterkit-history "
_LONGEST_HEADER = 1 << 16
_HEADER_TYPES = ((int,), (str,), (str,), (str,), (int,), (int, type(None)), (dict,), (int,))
_NAME = re.compile(r"\d{8,}\.toml", re.ASCII)
_PENDING = re.compile(r"\d{8,}\.tmp", re.ASCII)


class Header(NamedTuple):
    """What a version is: its number, when and what happened, and the state of the kit that it stands for.

    A state is numbered like the version that first had it; `parent` is the state it grew from.
    """

    version: int
    at: str
    did: str
    kind: str
    node: int
    parent: int | None
    ids: dict[str, int]
    size: int


class Kept(NamedTuple):
    """A version's header and the kit's bytes in it."""

    header: Header
    body: bytes


class Versions:
    """The history folder of one kit file."""

    __slots__ = ("_real", "folder")

    def __init__(self, real: str) -> None:
        self._real = real
        self.folder = history_folder(real)

    def numbers(self) -> list[int]:
        """Return the numbers of all versions, oldest first."""
        return sorted(int(name[: -len(".toml")]) for name in self._names() if _NAME.fullmatch(name))

    def pending(self) -> list[int]:
        """Return the numbers of versions whose save was not finished, oldest first."""
        return sorted(int(name[: -len(TEMPORARY)]) for name in self._names() if _PENDING.fullmatch(name))

    def _names(self) -> list[str]:
        refuse_planted(self.folder, self._real)
        try:
            return os.listdir(self.folder)
        except (FileNotFoundError, NotADirectoryError):
            return []

    def path(self, number: int, ending: str = ".toml") -> str:
        """Return the path of a version's file."""
        return os.path.join(self.folder, f"{number:08d}{ending}")

    def read(self, number: int, ending: str = ".toml") -> Kept:
        """Return one version; one whose first line was damaged is still a version of its own."""
        raw = read_whole(self.path(number, ending), LARGEST + _LONGEST_HEADER, follow=False).raw
        first, _, body = raw.partition(b"\n")
        header = _header(first, number)
        return Kept(header, body) if header else Kept(_unknown(number, len(raw)), raw)

    def header(self, number: int) -> Header:
        """Return only what a version is, without reading the kit in it."""
        # What else may stand there is not followed and not waited for.
        descriptor = os.open(self.path(number), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            first = file.readline(_LONGEST_HEADER)
        return _header(first, number) or _unknown(number, 0)

    def headers(self) -> Iterator[Header]:
        """Yield what each version is, newest first."""
        for number in reversed(self.numbers()):
            yield self.header(number)

    def newest(self) -> Kept | None:
        """Return the newest version, if there is any."""
        numbers = self.numbers()
        return self.read(numbers[-1]) if numbers else None

    def begin(self, header: Header, body: bytes) -> None:
        """Write a version down before the kit changes; `finish` makes it count afterwards."""
        make_folder(self.folder, self._real)
        group = history_group(body, self._real, self.folder)
        first = MARK + json.dumps(header._replace(size=len(body))._asdict()).encode() + b"\n"
        write_new(self.path(header.version, TEMPORARY), first + body, group=group, like=self._real)
        try:
            flush_folder(self.folder)
        except OSError:
            self.drop(header.version)
            raise

    def finish(self, number: int) -> None:
        """Let a version count that was begun."""
        os.rename(self.path(number, TEMPORARY), self.path(number))

    def drop(self, number: int) -> None:
        """Forget a version that was begun."""
        remove(self.path(number, TEMPORARY))

    def is_whole(self, kept: Kept) -> bool:
        """Tell whether a version was written to its end."""
        return kept.header.kind != "unknown" and kept.header.size == len(kept.body)

    def prune(self) -> None:
        """Remove the oldest versions beyond what is promised; trouble with that never fails a save."""
        try:
            self._prune()
        except OSError:
            return

    def _prune(self) -> None:
        numbers = self.numbers()
        sizes = {number: os.stat(self.path(number)).st_size for number in numbers}
        total = sum(sizes.values())
        if len(numbers) <= MOST_STATES and total <= MOST_BYTES:
            return
        repeats = {header.version for header in self.headers() if header.kind in REPEATS}
        states = len(numbers) - len(repeats)
        # The newest is what the kit is and the one before it what undo needs. Where room is short, a state that stands
        # in the history a second time goes before one that stands there once.
        spare = numbers[:-2]
        if total > MOST_BYTES:
            spare = sorted(spare, key=lambda number: (number not in repeats, number))
        for left, number in zip(range(len(numbers), 2, -1), spare, strict=False):
            if states <= MOST_STATES and left <= MOST_VERSIONS and total <= MOST_BYTES:
                break
            states -= number not in repeats
            total -= sizes[number]
            remove(self.path(number))


def _header(first: bytes, number: int) -> Header | None:
    if not first.startswith(MARK):
        return None
    try:
        header = Header(**json.loads(first[len(MARK) :]))
    except (ValueError, TypeError):
        return None
    right = all(type(value) in kinds for value, kinds in zip(header, _HEADER_TYPES, strict=True))
    return header if right and header.version == number else None


def _unknown(number: int, size: int) -> Header:
    """Return what is said of a version whose first line somebody damaged."""
    return Header(number, "", "an unknown change", "unknown", number, number - 1, {}, size)


def higher(one: dict[str, int], other: dict[str, Any]) -> dict[str, int]:
    """Return for each kind the higher of two next numbers: a number once given is never given again."""
    numbers = {kind: number for kind, number in other.items() if type(number) is int}
    return {kind: max(one.get(kind, 1), numbers.get(kind, 1)) for kind in {**one, **numbers}}
