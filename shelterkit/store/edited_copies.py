"""The copies that an editor works on: beside the kit, so that a later look finds what a closed terminal left."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import fcntl
import os
import re
from contextlib import contextmanager, suppress
from tempfile import mkstemp
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from shelterkit.errors import BadDataError
from shelterkit.store.whole_file import read_whole, remove, write_new

if TYPE_CHECKING:
    from collections.abc import Iterator

KIT, ITEM = "kit", "item"
_BACKUP = "~"


class EditedCopy(NamedTuple):
    """A copy that nobody edits any more: of which it is one, the kit or an item, and whether something was written."""

    path: str
    of: str
    is_changed: bool


def new_copy(kit: str, text: bytes, of: str) -> str:
    """Write a text for an editor into a file that only its owner can read, and return its path.

    The name tells what stood in it at first, so that it is known later whether anything was written.
    """
    folder, name = os.path.split(os.path.realpath(kit))
    path = os.path.join(folder, f".{name}.edited-{of}-{crc32(text):08x}-{os.urandom(4).hex()}.toml")
    try:
        write_new(path, text, like=os.path.join(folder, name))
    except OSError:
        # Where nothing can be saved the text can be looked at all the same.
        descriptor, path = mkstemp(prefix="shelterkit-", suffix=".toml")
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
    return path


@contextmanager
def in_use(path: str) -> Iterator[None]:
    """Mark a copy as being edited; the mark ends with this process, however it ends."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        with suppress(OSError):  # Where the disk has no locks nothing tells of an editor that is open.
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def discard(path: str) -> None:
    """Remove a copy, and the backup of it that an editor made."""
    for one in (path, f"{path}{_BACKUP}"):
        remove(one)


def edited_copies(kit: str) -> tuple[EditedCopy, ...]:
    """Return the copies beside a kit whose editor is gone, and what editors left of them; in order."""
    folder, name = os.path.split(os.path.realpath(kit))
    ours = re.compile(rf"\.{re.escape(name)}\.edited-({KIT}|{ITEM})-([0-9a-f]{{8}})-[0-9a-f]{{8}}\.toml(.*)")
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return ()
    found = ((os.path.join(folder, one), match) for one in names if (match := ours.fullmatch(one)))
    return tuple(EditedCopy(path, match[1], _is_changed(path, match)) for path, match in found if not _is_used(path))


def _is_changed(path: str, match: re.Match[str]) -> bool:
    """Tell whether a file has something else than stood there first; what cannot be read may have."""
    try:
        raw = read_whole(path, follow=False).raw
    except (OSError, BadDataError):
        return True
    return match[3] not in ("", _BACKUP) or crc32(raw) != int(match[2], 16)


def _is_used(path: str) -> bool:
    """Tell whether the editor of a copy is still open."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False
