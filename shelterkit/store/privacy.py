"""Who may read the files of a kit: its owner alone, or a group it is shared with on purpose."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from shelterkit.store.reading import history_folder

_OTHERS_WRITE, _STICKY = stat.S_IWOTH, stat.S_ISVTX


class Place(NamedTuple):
    """A file or folder of a kit: what it is, and who may do what with it."""

    what: str
    path: str
    mode: int
    right: int
    owner: int

    @property
    def is_open(self) -> bool:
        """Tell whether more people may read or write it than should."""
        return bool(self.mode & 0o777 & ~self.right)


class Privacy(NamedTuple):
    """The files of a kit and the folder they are in."""

    places: tuple[Place, ...]
    folder: str
    folder_mode: int
    group: int

    @property
    def open(self) -> tuple[Place, ...]:
        """Return what more people may read or write than should."""
        return tuple(place for place in self.places if place.is_open)

    @property
    def is_replaceable(self) -> bool:
        """Tell whether anybody at all can put another file in the kit's place."""
        return bool(self.folder_mode & _OTHERS_WRITE) and not self.folder_mode & _STICKY


def privacy(path: str, *, shared: bool) -> Privacy:
    """Return who may do what with the files of a kit; links in their places are no files of it."""
    real = os.path.realpath(path)
    folder, name = os.path.split(real)
    history = history_folder(real)
    file_right, folder_right = (0o660, 0o770) if shared else (0o600, 0o700)
    places = [("kit", real, file_right), ("lock", os.path.join(folder, f".{name}.lock"), file_right)]
    places += [("history", history, folder_right)]
    places += [("version", one, file_right) for one in _versions(history)]
    found = [place for what, one, right in places if (place := _place(what, one, right))]
    status = os.stat(folder)
    return Privacy(tuple(found), folder, stat.S_IMODE(status.st_mode), _group(real))


def _versions(history: str) -> list[str]:
    try:
        return sorted(os.path.join(history, name) for name in os.listdir(history))
    except OSError:
        return []


def _place(what: str, path: str, right: int) -> Place | None:
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(status.st_mode):
        return None
    return Place(what, path, stat.S_IMODE(status.st_mode), right, status.st_uid)


def _group(path: str) -> int:
    try:
        return os.stat(path).st_gid
    except OSError:
        return -1


def close(place: Place) -> None:
    """Take away what more people may do with a file or folder than should."""
    os.chmod(place.path, place.mode & (place.right | ~0o777))
