"""What the disk's refusals mean, in plain words."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import errno
import os

from shelterkit.errors import StorageError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM)
_TOO_MANY_OPEN = (errno.EMFILE, errno.ENFILE)


def storage_error(error: OSError, path: str, *, doing: str = "saved", changed: bool = False) -> StorageError:
    """Return the refusal that says what the disk answered about `path`, which was to be `doing` (saved or read)."""
    number = error.errno
    if number in _FULL:
        return _full(path, changed=changed)
    if number in _FORBIDDEN:
        return _forbidden(path, doing, changed=changed)
    if number == errno.EROFS:
        message, code, advice = (
            f"{path} is on a read-only disk",
            "disk-read-only",
            "use a kit on another disk: --kit PATH",
        )
    elif number == errno.EIO:
        message, code = "the disk reported an error", "disk-broken"
        advice = "make a backup elsewhere, then check the disk"
    elif number in _TOO_MANY_OPEN:
        message, code = "this computer has too many files open", "disk-busy"
        advice = "close some programs, then run the same command again"
    else:
        reason = os.strerror(number).lower() if number else str(error)
        message, code, advice = f"{path} could not be {doing} ({reason})", "disk", "shelterkit where"
    return StorageError(message, code=code, advice=advice, file=path, changed=changed)


def _full(path: str, *, changed: bool) -> StorageError:
    folder = existing_folder(path)
    try:
        room = os.statvfs(folder)
        free = f"{room.f_bavail * room.f_frsize} bytes free on {_disk_of(folder)}"
    except OSError:
        free = f"writing {path}"
    advice = "free some space, then run the same command again"
    return StorageError(f"the disk is full ({free})", code="disk-full", advice=advice, file=path, changed=changed)


def _forbidden(path: str, doing: str, *, changed: bool) -> StorageError:
    message = f"there is no permission for {path} to be {doing}"
    place = path if os.path.lexists(path) else existing_folder(path)
    advice = f"ls -ld {_quoted(place)}"
    roots = [one for one in _files_of(path, place) if _has_roots(one)] if os.geteuid() != 0 else []
    if roots:
        message = f"{roots[0]} belongs to root, perhaps since shelterkit ran with sudo once"
        advice = f'sudo chown -R "$USER" {" ".join(map(_quoted, roots))}'
    return StorageError(message, code="disk-permission", advice=advice, file=path, changed=changed)


def _files_of(path: str, place: str) -> list[str]:
    """Return what is there of a kit, or of its lock, which is refused first: whoever owns one of them may own all."""
    folder, name = os.path.split(os.path.realpath(path))
    kit = name.removeprefix(".").removesuffix(".lock") if name.endswith(".lock") else name
    others = [os.path.join(folder, one) for one in (kit, f".{kit}.lock", f".{kit}.history")]
    return [place, *(one for one in others if os.path.lexists(one) and one != os.path.realpath(place))]


def _has_roots(place: str) -> bool:
    """Tell whether root owns a file, a folder, or anything in a history."""
    try:
        inside = [os.path.join(place, name) for name in os.listdir(place)] if place.endswith(".history") else []
    except OSError:
        inside = []
    return any(os.lstat(one).st_uid == 0 for one in (place, *inside))


def existing_folder(path: str) -> str:
    """Return the nearest folder above a path that exists."""
    folder = os.path.dirname(os.path.abspath(path))
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return folder


def _disk_of(folder: str) -> str:
    """Return where the disk of a folder is mounted: the place a person recognises."""
    folder = os.path.realpath(folder)
    while not os.path.ismount(folder):
        folder = os.path.dirname(folder)
    return folder


def _quoted(path: str) -> str:
    from shlex import quote  # noqa: PLC0415 - only for a refusal

    return quote(path)
