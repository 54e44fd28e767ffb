"""A kit shared with a group on purpose, and a history that somebody else put in the place of the kit's own."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os
import stat

from shelterkit.errors import BadDataError, StorageError

FILE, FOLDER = 0o660, 0o2770
_PRIVATE_FOLDER = 0o700


def shared_group(raw: bytes, real: str) -> int | None:
    """Return the group that a kit with these bytes is shared with, None for one that is its owner's alone."""
    if b"shared" not in raw or not _says_shared(raw):
        return None
    place = real if os.path.exists(real) else os.path.dirname(real)
    return os.stat(place).st_gid


def _says_shared(raw: bytes) -> bool:
    """Tell whether `shared = true` stands above the tables; a kit damaged further down is shared all the same."""
    for line in raw.removeprefix(b"\xef\xbb\xbf").splitlines():
        if line.lstrip().startswith(b"["):
            return False
        key, _, value = line.partition(b"=")
        if key.strip() == b"shared":
            return value.partition(b"#")[0].strip() == b"true"
    return False


def let_in(descriptor: int, group: int, mode: int) -> None:
    """Let a group use a file or folder; what cannot be given to that very group stays its owner's alone."""
    try:
        if os.fstat(descriptor).st_gid != group:
            os.fchown(descriptor, -1, group)
        os.fchmod(descriptor, mode)
    except OSError:
        return


def let_in_at(path: str, group: int, mode: int) -> None:
    """Let a group use what is at a path, which is no link; another member's is theirs to open."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return
    try:
        let_in(descriptor, group, mode)
    finally:
        os.close(descriptor)


def history_group(raw: bytes, real: str, folder: str) -> int | None:
    """Return the group that a version with these bytes is for, once the history is open to it or to its owner alone."""
    group = shared_group(raw, real)
    status = os.stat(folder)
    is_open = stat.S_IMODE(status.st_mode) == FOLDER
    if group is None and is_open:
        if _is_damaged(raw, real):
            return status.st_gid  # Nobody unshared it, and the others must be able to mend it.
        let_in_at(folder, status.st_gid, _PRIVATE_FOLDER)
    elif group is not None and not is_open:
        # The folder comes last, so that what is cut short is done again by the next save.
        for name in os.listdir(folder):
            let_in_at(os.path.join(folder, name), group, FILE)
        let_in_at(folder, group, FOLDER)
    return group


def _is_damaged(raw: bytes, real: str) -> bool:
    from shelterkit.store.reading import understood  # noqa: PLC0415 - only for a kit that was shared

    try:
        understood(raw, real)
    except BadDataError:
        return True
    return False


def refuse_planted(history: str, real: str) -> None:
    """Refuse a history that leads elsewhere or that a stranger made: what comes back from it would be theirs."""
    try:
        status = os.lstat(history)
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISLNK(status.st_mode):
        raise _planted(history, "is a link, and a history is kept only beside its kit")
    if not stat.S_ISDIR(status.st_mode):
        raise _planted(history, "is not a folder, and the history of the kit has its place there")
    if status.st_uid not in (os.geteuid(), 0) and not _may_be_theirs(real, status.st_uid):
        raise _planted(history, f"belongs to another user ({status.st_uid}), so it may not be the history of this kit")


def _may_be_theirs(real: str, user: int) -> bool:
    """Tell whether a user owns the kit or its folder, or the kit is shared with others on purpose."""
    try:
        if user == os.stat(os.path.dirname(real)).st_uid or user == os.stat(real).st_uid:
            return True
        with open(real, "rb") as file:
            return shared_group(file.read(), real) is not None
    except OSError:
        return False


def _planted(history: str, what: str) -> StorageError:
    from shlex import quote  # noqa: PLC0415 - only for a refusal

    advice = f"ls -ld {quote(history)}"
    return StorageError(f"{history} {what}", code="history-foreign", advice=advice, file=history)
