"""What `check` said and when, kept in a file that nobody has to keep: without it everything is said once more."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from shelterkit.errors import BadDataError
from shelterkit.reminders.snoozing import from_document, to_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shelterkit.reminders.snoozing import Said
    from shelterkit.services.kits import Desk

_LARGEST = 4 * 1024 * 1024
_IN_HOME = os.path.join(".local", "state")


def told_file(desk: Desk, *audience: str) -> str | None:
    """Return the file for what was told of a kit to one audience; None where there is no place for one.

    The audience are the options that decide what is told to whom: what a notification said, a mail has not. The name
    of the file tells neither where the kit is nor what was asked.
    """
    folder = state_folder(desk.environment)
    if folder is None or desk.place.demo:
        return None
    from zlib import crc32  # noqa: PLC0415 - only where something may rest

    path = os.fsencode(os.path.abspath(desk.place.path))
    options = "\0".join(audience).encode("utf-8", "surrogateescape")
    return os.path.join(folder, f"told-{crc32(path):08x}-{crc32(options):08x}.json")


def state_folder(environment: Mapping[str, str]) -> str | None:
    """Return the folder for state; a path that depends on where one stands is no such place."""
    state = environment.get("XDG_STATE_HOME", "")
    if not os.path.isabs(state):
        home = environment.get("HOME")
        if home is None:
            home = os.path.expanduser("~")  # What the system knows of this user, where cron says nothing.
        state = os.path.join(home, _IN_HOME)
    return os.path.join(state, "shelterkit") if os.path.isabs(state) else None


def read_told(path: str | None) -> dict[str, Said]:
    """Return what was told; nothing where the file cannot be read, is damaged, a link, a pipe or far too big."""
    if path is None:
        return {}
    try:
        raw = _read(path)
        if not raw:
            return {}
        import json  # noqa: PLC0415 - only where something was told

        return from_document(json.loads(raw))
    except (OSError, ValueError, RecursionError):
        return {}


def _read(path: str) -> bytes:
    import stat  # noqa: PLC0415

    # Without O_NONBLOCK opening a pipe that nobody writes to would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            return b""
        return file.read(_LARGEST)


def write_told(path: str | None, told: Mapping[str, Said]) -> bool:
    """Keep what was told, all of it or what was kept before; return whether that was possible."""
    if path is None:
        return False
    try:
        if told:
            _write(path, told)
        else:
            os.unlink(path)
    except FileNotFoundError:
        return not told
    except (OSError, ValueError, BadDataError):
        return False
    return True


def _write(path: str, told: Mapping[str, Said]) -> None:
    import json  # noqa: PLC0415 - only where something was told

    from shelterkit.store.whole_file import remove, temporary_beside, write_new  # noqa: PLC0415

    _make_folder(os.path.dirname(path))
    temporary = temporary_beside(path)
    write_new(temporary, json.dumps(to_document(told), indent=0).encode() + b"\n")
    try:
        os.replace(temporary, path)
    except BaseException:
        remove(temporary)
        raise


def _make_folder(folder: str) -> None:
    """Make the folder and what is missing above it, for the owner alone; no home, and nothing in somebody else's."""
    home, usual, _ = folder.rpartition(f"/{_IN_HOME}/")
    if usual and not os.path.isdir(home or "/"):
        raise FileNotFoundError(home)  # The home of a user without one, like /nonexistent: root could make it.
    there = folder
    while not os.path.isdir(there) and os.path.dirname(there) != there:
        there = os.path.dirname(there)
    me, owner = os.geteuid(), os.stat(there).st_uid
    if me != owner and (me == 0 or there == folder):
        raise PermissionError(folder)
    if there != folder:
        missing = os.path.relpath(folder, there).split(os.sep)
        for number in range(1, len(missing) + 1):
            os.mkdir(os.path.join(there, *missing[:number]), 0o700)
