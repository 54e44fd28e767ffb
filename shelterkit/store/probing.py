"""What the disk of a kit can do, tried out with files of no content that are gone afterwards."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.store.disk_words import storage_error
from shelterkit.store.stop_signals import noting_stops
from shelterkit.store.whole_file import remove, temporary_beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from shelterkit.errors import StorageError


class Probe(NamedTuple):
    """What was tried: why nothing can be written, if so; else what the disk cannot do of lock, rename, link, flush."""

    refusal: StorageError | None = None
    lacks: tuple[str, ...] = ()


def probe(path: str) -> Probe:
    """Try out the disk in the folder of a kit, and leave the folder as it was."""
    real = os.path.realpath(path)
    folder = os.path.dirname(real)
    try:
        with noting_stops() as stop:
            before = os.stat(folder)
            lacks = _tried(real)
            _as_before(folder, before)
            stop.obey()
    except OSError as error:
        return Probe(storage_error(error, real))
    return Probe(None, lacks)


def _as_before(folder: str, before: os.stat_result) -> None:
    """Put back when the folder was last changed, so that looking leaves no trace; another's folder stays as it is."""
    try:
        os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))
    except OSError:
        return


def _tried(real: str) -> tuple[str, ...]:
    # The names are those of temporary files: what a kill leaves of them, the next save sweeps.
    first, second = temporary_beside(real), temporary_beside(real)
    descriptor = os.open(first, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, b"\n")
        steps: tuple[tuple[str, Callable[[], object]], ...] = (
            ("lock", lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)),
            ("flush", lambda: os.fsync(descriptor)),
            ("link", lambda: _linked(first, second)),
            ("rename", lambda: os.rename(first, second)),
            ("flush-folder", lambda: _flushed(os.path.dirname(real))),
        )
        return tuple(word for word, step in steps if not _works(step))
    finally:
        os.close(descriptor)
        remove(first)
        remove(second)


def _works(step: Callable[[], object]) -> bool:
    try:
        step()
    except OSError:
        return False
    return True


def _linked(first: str, second: str) -> None:
    os.link(first, second)
    os.unlink(second)


def _flushed(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
