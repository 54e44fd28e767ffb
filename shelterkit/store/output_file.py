"""A file somebody asked for: whole or not at all, never over another one unasked, readable by its owner only."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import errno
import os
import stat

from shelterkit.errors import NotDoneError, StorageError
from shelterkit.store.disk_words import storage_error
from shelterkit.store.whole_file import flush_folder, name_new, remove, write_new

# Folder and name of what only shelterkit itself writes.
_KEPT = {
    r"\..+\.history/.*": "the history of a kit",
    r".*/\..+\.lock": "the lock of a kit",
    r".*/\..+\.edited-(kit|item)-[0-9a-f-]+\.toml.*": "what an editor works on",
    r"shelterkit/told-[0-9a-f]{8}-[0-9a-f]{8}\.json": "what the reminders have said",
}
_FOLDER_CANNOT_FLUSH = (errno.EINVAL, errno.EACCES, errno.ENOTSUP, errno.EBADF)


def write_output(path: str, raw: bytes, *, force: bool, protect: str = "") -> None:
    """Write a file; one that is there is replaced only with `force`, and never the one at `protect`."""
    folder = os.path.dirname(path) or "."
    _refuse_kept_places(path, folder)
    if not os.path.isdir(folder):
        raise NotDoneError(f"there is no folder {folder}", code="output-folder")
    try:
        _refuse_what_is_there(path, force=force, protect=protect)
        _write_beside(path, folder, raw, force=force)
    except FileExistsError as error:
        raise _is_there(path) from error
    except OSError as error:
        raise _refused(error, path) from error


def _refuse_kept_places(path: str, folder: str) -> None:
    """Refuse the names under which shelterkit keeps things itself: versions of a kit, its lock, what was told."""
    import re  # noqa: PLC0415 - only where a file is written

    try:
        real = os.path.realpath(folder)
    except OSError:  # the folder one is in is gone: the write itself says so
        real = folder
    place = os.path.join(os.path.basename(real), os.path.basename(path))
    for name, what in _KEPT.items():
        if re.fullmatch(name, place, re.DOTALL | re.IGNORECASE):
            raise NotDoneError(f"{path} is where shelterkit keeps {what}", code="output-kept")


def _refuse_what_is_there(path: str, *, force: bool, protect: str) -> None:
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return
    if stat.S_ISDIR(status.st_mode):
        raise NotDoneError(f"{path} is a folder", code="output-not-a-file")
    is_link = stat.S_ISLNK(status.st_mode)
    if not (stat.S_ISREG(status.st_mode) or is_link):
        raise NotDoneError(f"{path} is not a file that can be replaced", code="output-not-a-file")
    if not force:
        raise _is_there(path)
    # A link is replaced by the file, and what it points to stays as it is; but where the kit is, nothing else is put.
    if protect and os.path.exists(path) and os.path.exists(protect) and os.path.samefile(path, protect):
        raise NotDoneError(f"{path} is the kit itself", code="output-is-kit")


def _write_beside(path: str, folder: str, raw: bytes, *, force: bool) -> None:
    """Write a temporary file, then give it its name in one step; on any trouble nothing is left."""
    # The name tells nothing of the content, and is short enough wherever the file's own name is.
    temporary = os.path.join(folder, f".shelterkit.{os.urandom(8).hex()}.tmp")
    write_new(temporary, raw)
    try:
        if force:
            os.replace(temporary, path)
        else:
            name_new(temporary, path)
    except BaseException:
        remove(temporary)
        raise
    try:
        flush_folder(folder)
    except OSError as error:
        # A folder that may be written to need not be readable; the file is there all the same.
        if error.errno not in _FOLDER_CANNOT_FLUSH:
            raise


def _is_there(path: str) -> NotDoneError:
    return NotDoneError(f"{path} is there already", code="output-exists", advice="again:--force")


def _refused(error: OSError, path: str) -> StorageError:
    if error.errno == errno.EROFS:
        return StorageError(f"{path} is on a read-only disk", code="disk-read-only", advice="df .", file=path)
    if error.errno == errno.ENAMETOOLONG:
        return StorageError(f"the name of the file is too long: {path}", code="disk", file=path)
    return storage_error(error, path)
