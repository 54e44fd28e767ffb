"""One shelterkit saves at a time: the lock beside the kit."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import errno
import fcntl
import os
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING

from shelterkit.errors import BusyError
from shelterkit.store.disk_words import storage_error
from shelterkit.store.sharing import keep_owner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shelterkit.store.stop_signals import StopRequest

WAIT_SECONDS = 10.0
_PAUSE = 0.01
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP)


def lock_file(real: str) -> str:
    """Return the path of a kit's lock."""
    folder, name = os.path.split(real)
    return os.path.join(folder, f".{name}.lock")


@contextmanager
def locked(real: str, stop: StopRequest) -> Iterator[bool]:
    """Hold the kit's lock; yields False where the file system has no locks and saving must watch for others itself."""
    path = lock_file(real)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    except OSError as error:
        raise storage_error(error, path) from error
    try:
        if os.fstat(descriptor).st_uid == 0:
            keep_owner(descriptor, real)
        # The lock ends with the descriptor. The file stays: deleting it would let two in at once.
        yield _flocked(descriptor, path, stop)
    finally:
        # Nothing was written to it, so a trouble with closing it says nothing about the kit.
        with suppress(OSError):
            os.close(descriptor)


def _flocked(descriptor: int, path: str, stop: StopRequest) -> bool:
    until = deadline()
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait(until, stop)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return False
            raise storage_error(error, path) from error
        else:
            return True


def deadline() -> float:
    """Return until when to wait for another shelterkit."""
    return monotonic() + WAIT_SECONDS


def wait(until: float, stop: StopRequest) -> None:
    """Wait a moment for another shelterkit, but not past the deadline and not when asked to stop."""
    stop.obey()
    if monotonic() >= until:
        message = f"another shelterkit has been saving for more than {WAIT_SECONDS:.0f} seconds"
        raise BusyError(message, advice="run the same command again")
    sleep(_PAUSE)
