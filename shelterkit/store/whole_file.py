"""A file read whole and written whole: never a part of it, never anything but a regular file."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import errno
import os
import re
import stat
from typing import NamedTuple

from shelterkit.errors import BadDataError

LARGEST = 20 * 1024 * 1024
TEMPORARY = ".tmp"
_CANNOT_FLUSH = (errno.EINVAL, errno.ENOTSUP)
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a disk device"),
)
_NO_LINKS = (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


class Seen(NamedTuple):
    """What tells one state of a file from the next without reading it."""

    inode: int
    mtime_ns: int
    size: int


class Whole(NamedTuple):
    """A file's bytes, and which state of it they are."""

    raw: bytes
    seen: Seen


def read_whole(path: str, largest: int = LARGEST, *, follow: bool = True) -> Whole:
    """Return all bytes of a regular file; refuse anything that could hang, never end or fill the memory."""
    try:
        # Without O_NONBLOCK opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW))
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.EOPNOTSUPP):
            raise _not_a_file(path, "a socket") from error
        raise
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _not_a_file(path, _kind(status.st_mode))
        if status.st_size > largest:
            raise too_big(path, status.st_size)
        raw = _read_all(descriptor, largest)
    finally:
        os.close(descriptor)
    if len(raw) > largest:
        raise too_big(path, len(raw))
    return Whole(raw, seen_as(status))


def seen_as(status: os.stat_result) -> Seen:
    """Return what identifies the state of a file."""
    return Seen(status.st_ino, status.st_mtime_ns, status.st_size)


def _read_all(descriptor: int, largest: int) -> bytes:
    parts = []
    size = 0
    while size <= largest and (part := os.read(descriptor, 1 << 20)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _kind(mode: int) -> str:
    return next((word for is_kind, word in _KINDS if is_kind(mode)), "something else")


def _not_a_file(path: str, kind: str) -> BadDataError:
    message = f"{path} is {kind}, not a file"
    return BadDataError(message, code="kit-not-a-file", file=path, advice="shelterkit where")


def too_big(path: str, size: int) -> BadDataError:
    """Return the refusal for a kit beyond what is ever read."""
    message = f"{path} is too big for a kit ({size / 1048576:.1f} MB; the most is {LARGEST // 1048576} MB)"
    return BadDataError(message, code="kit-too-big", file=path, advice=_move_away(path))


def _move_away(path: str) -> str:
    from shlex import quote  # noqa: PLC0415 - only for a refusal

    return f"mv -i {quote(path)} {quote(path + '.away')}"


def write_new(path: str, raw: bytes, *, group: int | None = None, like: str = "") -> None:
    """Write a file that does not exist yet and wait until it is on the disk; on any trouble leave none behind.

    It is its owner's alone, and that of a group where one is named; root leaves it to the owner of what is at `like`.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        try:
            if like and os.geteuid() == 0:
                from shelterkit.store.sharing import keep_owner  # noqa: PLC0415 - few are root

                keep_owner(descriptor, like)
            if group is not None:
                from shelterkit.store.sharing import FILE, let_in  # noqa: PLC0415 - few kits are shared

                let_in(descriptor, group, FILE)
            rest = memoryview(raw)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            flush(descriptor)
        finally:
            # Some file systems report a failed write only here.
            os.close(descriptor)
    except BaseException:
        remove(path)
        raise


def name_new(temporary: str, path: str) -> None:
    """Give a file a name that nothing has yet; FileExistsError where something has it.

    A link fails where another program was faster, a rename would not.
    """
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise FileExistsError(path) from error
        os.rename(temporary, path)
    else:
        remove(temporary)


def flush(descriptor: int) -> None:
    """Wait until a file or folder is on the disk itself, where the file system can tell."""
    import fcntl  # noqa: PLC0415 - readers need no fcntl

    # On macOS fsync only reaches the drive's cache; this reaches the drive.
    to_the_drive = getattr(fcntl, "F_FULLFSYNC", None)
    if to_the_drive is not None:
        try:
            fcntl.fcntl(descriptor, to_the_drive)
        except OSError:
            pass
        else:
            return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH:
            raise


def flush_folder(path: str) -> None:
    """Wait until a folder's list of names is on the disk: without it a rename is lost in a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def temporary_beside(real: str) -> str:
    """Return a fresh name for a temporary file in the same folder; it tells nothing of the content."""
    folder, name = os.path.split(real)
    return os.path.join(folder, f".{name}.{os.urandom(8).hex()}{TEMPORARY}")


def temporaries(real: str) -> list[str]:
    """Return the paths of temporary files beside a file, left by stopped saves or of one under way."""
    folder, name = os.path.split(real)
    ours = re.compile(rf"\.{re.escape(name)}\.[0-9a-f]{{16}}\{TEMPORARY}")
    return [os.path.join(folder, entry) for entry in os.listdir(folder) if ours.fullmatch(entry)]


def sweep(real: str) -> None:
    """Remove temporary files that a stopped save left; only under the lock, when they are certainly dead."""
    for path in temporaries(real):
        remove(path)


def remove(path: str) -> None:
    """Remove a file if that is possible; what stays is swept by the next save."""
    try:
        os.unlink(path)
    except OSError:
        return
