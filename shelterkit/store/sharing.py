"""A kit shared with a group on purpose, and a history that somebody else put in the place of the kit's own."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os
import stat

from shelterkit.errors import BadDataError, StorageError

FILE, FOLDER = 0o660, 0o2770
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_BOM = b"\xef\xbb\xbf"


def shared_group(raw: bytes, real: str) -> int | None:
    """Return the group that a kit with these bytes is shared with, None for one that is its owner's alone."""
    if not says_shared(raw):
        return None
    place = real if os.path.exists(real) else os.path.dirname(real)
    return os.stat(place).st_gid


def says_shared(raw: bytes) -> bool:
    """Tell whether `shared = true` stands above the tables; a kit damaged further down is shared all the same."""
    if b"shared" not in raw:
        return False
    lines = raw.removeprefix(_BOM).splitlines()
    number = _line_of_shared(lines)
    return number is not None and lines[number].partition(b"=")[2].partition(b"#")[0].strip() == b"true"


def _line_of_shared(lines: list[bytes]) -> int | None:
    for number, line in enumerate(lines):
        if line.lstrip().startswith(b"["):
            return None
        if line.partition(b"=")[0].strip() == b"shared":
            return number
    return None


def with_shared(raw: bytes, *, shared: bool) -> bytes:
    """Return a kit's text that is shared or is not, and is otherwise as it was."""
    mark = _BOM if raw.startswith(_BOM) else b""
    lines = raw.removeprefix(_BOM).splitlines(keepends=True)
    said = b"shared = true\n" if shared else b"shared = false\n"
    number = _line_of_shared(lines)
    if number is None:
        lines.insert(0, said)
    else:
        lines[number] = said
    return mark + b"".join(lines)


def let_in(descriptor: int, group: int, mode: int) -> None:
    """Let a group use a file or folder; what cannot be given to that very group stays its owner's alone."""
    try:
        if os.fstat(descriptor).st_gid != group:
            os.fchown(descriptor, -1, group)
        os.fchmod(descriptor, mode)
    except OSError:
        return


def keep_owner(descriptor: int, like: str) -> None:
    """Give what root has just made to the owner of the file at a path, of its folder where nothing is there yet."""
    if os.geteuid() != 0:
        return
    try:
        status = os.stat(like if os.path.exists(like) else os.path.dirname(like))
        made = os.fstat(descriptor)
        # A file with a second name may be one that somebody put here for root to give away.
        is_given_away = made.st_nlink == 1 or stat.S_ISDIR(made.st_mode)
        if is_given_away and (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    except OSError:
        return


def make_folder(path: str, like: str) -> None:
    """Make a folder, its owner's alone, where none is; one that root makes is that of who owns the kit."""
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        if os.path.isdir(path):
            return
        raise
    if os.geteuid() == 0:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            keep_owner(descriptor, like)
        finally:
            os.close(descriptor)


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
        for name in os.listdir(folder):
            let_in_at(os.path.join(folder, name), status.st_gid, _PRIVATE_FILE)
    elif group is not None and not is_open:
        # The folder comes last, so that what is cut short is done again by the next save.
        for name in os.listdir(folder):
            let_in_at(os.path.join(folder, name), group, FILE)
        let_in_at(folder, group, FOLDER)
    return group


def is_open(folder: str) -> bool:
    """Tell whether a history is open to a group."""
    try:
        return stat.S_IMODE(os.stat(folder).st_mode) == FOLDER
    except OSError:
        return False


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
