"""One save: under the lock, the kit is replaced whole and every state it had goes into the history."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from shelterkit.errors import BadDataError, BusyError, NotDoneError, StorageError
from shelterkit.store.disk_words import storage_error
from shelterkit.store.exchanging import exchange
from shelterkit.store.lock import deadline, lock_file, locked, wait
from shelterkit.store.reading import read_steady
from shelterkit.store.sharing import FILE, let_in_at, shared_group
from shelterkit.store.stop_signals import noting_stops, undisturbed
from shelterkit.store.versions import Header, Kept, Versions, higher
from shelterkit.store.whole_file import (
    flush_folder,
    name_new,
    read_whole,
    remove,
    seen_as,
    sweep,
    temporary_beside,
    write_new,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from shelterkit.store.stop_signals import StopRequest
    from shelterkit.store.whole_file import Whole

CHANGED = "kit-changed"
_TRIES = 5
# The kits this process has saved: what fails or is stopped afterwards must not say that nothing was changed.
MADE: list[str] = []

Result = TypeVar("Result")


class State(NamedTuple):
    """Which state of the kit a new version stands for; None for one that never was before."""

    node: int
    parent: int | None


class Save:
    """A save under way: nobody else is saving, and nothing of it shows before `replace`."""

    __slots__ = ("before", "has_lock", "left_open", "now", "path", "real", "stop", "versions")

    def __init__(self, path: str, real: str, now: datetime, stop: StopRequest) -> None:
        self.path = path
        self.real = real
        self.now = now
        self.stop = stop
        self.has_lock = True
        # Without locks: the versions that a crash left open. Every other one that is open is somebody's save under way.
        self.left_open: tuple[int, ...] = ()
        self.versions = Versions(real)
        self.before: Whole | None = None

    def read(self) -> bytes:
        """Return the kit's bytes as they are now; a save that finds others later is refused."""
        self.before = read_steady(self.path)
        group = shared_group(self.before.raw, self.real)
        if group is not None:
            let_in_at(lock_file(self.real), group, FILE)
        return self.before.raw

    def newest_number(self) -> int:
        """Return the number of the newest version, 0 when there is none."""
        with disk_refusals(self.real, doing="read"):
            return max(self.versions.numbers(), default=0)

    def settle(self) -> Kept | None:
        """Bring the history up to the kit as it is: end what a crash left open, keep what was edited by hand."""
        raw = self.before.raw if self.before else None
        try:
            for number in self.versions.pending():
                if not (self.has_lock or number in self.left_open):
                    raise changed_meanwhile(self.path)
                self._settle_pending(number, raw)
            newest = self.versions.newest()
        except FileNotFoundError as error:
            if self.has_lock:
                raise
            raise changed_meanwhile(self.path) from error
        if raw is None or (newest and newest.body == raw):
            return newest
        if not self.has_lock:
            self._refuse_if_changed()
        did, kind = ("edited by hand", "hand") if newest else ("found as it was", "found")
        header = self._header(newest, did, kind, None, {})
        self._begin(header, raw)
        self.versions.finish(header.version)
        return Kept(header, raw)

    def _settle_pending(self, number: int, raw: bytes | None) -> None:
        kept = self.versions.read(number, ".tmp")
        newest = self.versions.newest()
        never_happened = (newest.body == raw != kept.body) if newest else raw is None
        if never_happened or not self.versions.is_whole(kept):
            self.versions.drop(number)
        else:
            self.versions.finish(number)

    def _header(self, newest: Kept | None, did: str, kind: str, state: State | None, ids: dict[str, int]) -> Header:
        last = newest.header if newest else None
        number = last.version + 1 if last else 1
        node, parent = state or (number, last.node if last else None)
        at = self.now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        marks = higher(ids, last.ids) if last else ids
        return Header(number, at, did, kind, node, parent, marks, 0)

    def replace(
        self,
        raw: bytes,
        did: str,
        *,
        kind: str = "change",
        state: State | None = None,
        ids: dict[str, int] | None = None,
    ) -> int:
        """Put new bytes in the kit's place and return their version; until the rename the kit stays as it was."""
        self.stop.obey()
        with disk_refusals(self.real):
            newest = self.settle()
            header = self._header(newest, did, kind, state, ids or {})
            self._begin(header, raw)
            temporary = temporary_beside(self.real)
            try:
                write_new(temporary, raw, group=shared_group(raw, self.real), like=self.real)
                self._swap(temporary)
            except BaseException as error:
                remove(temporary)
                # After "saved, but" the kit is the new one; its version is ended by the next save.
                if not getattr(error, "changed", False):
                    self.versions.drop(header.version)
                raise
        self._finish(header.version)
        return header.version

    def _begin(self, header: Header, raw: bytes) -> None:
        try:
            self.versions.begin(header, raw)
        except FileExistsError as error:
            raise changed_meanwhile(self.path) from error

    def _swap(self, temporary: str) -> None:
        self._refuse_if_changed()
        with undisturbed():
            self.stop.obey()
            if self.before is None:
                _put_where_nothing_is(temporary, self.real)
            else:
                self._exchange(temporary)
            MADE.append(self.real)
            try:
                flush_folder(os.path.dirname(self.real))
            except OSError as error:
                message, advice = (
                    "saved, but the disk reported an error",
                    "make a backup elsewhere, then check the disk",
                )
                raise StorageError(message, code="disk-broken", advice=advice, file=self.path, changed=True) from error
        # Where the files changed places, this is the old kit, which the history has.
        remove(temporary)

    def _exchange(self, temporary: str) -> None:
        """Put the new kit in the old one's place; what another program put there at the last moment is put back."""
        if not exchange(temporary, self.real):
            os.rename(temporary, self.real)
        elif not self._is_the_one_read(temporary):
            if not exchange(temporary, self.real):
                os.rename(temporary, self.real)
            raise changed_meanwhile(self.path)

    def _is_the_one_read(self, place: str) -> bool:
        assert self.before is not None  # noqa: S101 - a kit is exchanged only for one that was read
        try:
            is_same = seen_as(os.stat(place, follow_symlinks=False)) == self.before.seen
            return is_same or read_whole(place, follow=False).raw == self.before.raw
        except FileNotFoundError:
            return True  # Whoever removed it wanted it gone, and the new kit is in its place.
        except (OSError, BadDataError):
            return False

    def _refuse_if_changed(self) -> None:
        """Refuse to lose what an editor or a sync program, which knows nothing of the lock, saved meanwhile."""
        if self.before is None:
            return
        try:
            same = seen_as(os.stat(self.real)) == self.before.seen
            if not (same and self.has_lock):
                same = read_whole(self.real).raw == self.before.raw
        except (FileNotFoundError, BadDataError):
            same = False
        if not same:
            raise changed_meanwhile(self.path)

    def _finish(self, number: int) -> None:
        """End the history's part; the kit is saved, so trouble here is left to the next save."""
        try:
            self.versions.finish(number)
        except OSError:
            return
        self.versions.prune()


def _put_where_nothing_is(temporary: str, real: str) -> None:
    try:
        name_new(temporary, real)
    except FileExistsError as error:
        raise kit_exists(real) from error


def kit_exists(path: str) -> NotDoneError:
    """Return the refusal to start a kit where one is."""
    return NotDoneError(f"there is a kit already at {path}", code="kit-exists", file=path, advice="shelterkit status")


def changed_meanwhile(path: str) -> BusyError:
    """Return the refusal to save over what another program saved a moment ago."""
    message = f"another program changed {os.path.basename(path)} at the same moment"
    return BusyError(message, code=CHANGED, file=path, advice="run the same command again")


@contextmanager
def disk_refusals(path: str, *, doing: str = "saved") -> Iterator[None]:
    """Say what the disk refused in plain words."""
    try:
        yield
    except OSError as error:
        raise storage_error(error, path, doing=doing) from error


@contextmanager
def saving(path: str, now: datetime) -> Iterator[Save]:
    """Hold the lock of the kit at `path`, private and undisturbed, for one save."""
    real = os.path.realpath(path)
    with private_files(), noting_stops() as stop, locked(real, stop) as has_lock:
        save = Save(path, real, now, stop)
        save.has_lock = has_lock
        with disk_refusals(real):
            if has_lock:
                sweep(real)
            else:
                _wait_for_others(save)
        yield save


@contextmanager
def private_files() -> Iterator[None]:
    """Make new files and folders the owner's alone, whatever the umask."""
    mask = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(mask)


def _wait_for_others(save: Save) -> None:
    """Without locks, a version that was begun shows that another is saving; one that stays was left by a crash."""
    until = deadline()
    while save.versions.pending():
        try:
            wait(until, save.stop)
        except BusyError:
            save.left_open = tuple(save.versions.pending())
            return


def repeated(path: str, now: datetime, attempt: Callable[[Save], Result]) -> Result:
    """Return what an attempt to save came to; it is made anew when another program changed the kit meanwhile."""
    for _ in range(_TRIES - 1):
        try:
            return _attempted(path, now, attempt)
        except BusyError as busy:
            if busy.code != CHANGED:
                raise
    return _attempted(path, now, attempt)


def _attempted(path: str, now: datetime, attempt: Callable[[Save], Result]) -> Result:
    with saving(path, now) as save, disk_refusals(path):
        return attempt(save)


def look(path: str) -> None:
    """Refuse a kit that is not there before anything is made beside it."""
    if not os.path.exists(path):
        read_steady(path)
