"""Where everything of a kit is on this computer: what one looks for, and what one deletes on leaving."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import NoKitError, ShelterkitError
from shelterkit.settings import CONFIG_NAME, advisories_folder, config_folder
from shelterkit.store.conflict_copies import conflict_copies
from shelterkit.store.edited_copies import edited_copies
from shelterkit.store.lock import lock_file
from shelterkit.store.reading import history_folder
from shelterkit.store.whole_file import temporaries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shelterkit.services.kits import Desk
    from shelterkit.services.schedule import Wish

CRONTAB = "your crontab"


class Place(NamedTuple):
    """A file or folder and what it is for; `is_there` tells whether it exists."""

    what: str
    path: str
    is_there: bool = True


def places(desk: Desk, wish: Wish) -> tuple[Place, ...]:
    """Return the kit, its history and the settings, there or not, and whatever else there is of the kit."""
    if desk.place.demo:
        return (Place("kit", desk.place.path), *_settings(desk))
    real = os.path.realpath(desk.place.path)
    usual = (_place("kit", desk.place.path), _place("history", history_folder(real)), *_settings(desk))
    return (*usual, *(one for one in _others(desk, real) if one.is_there), *_reminders(desk, wish))


def _place(what: str, path: str) -> Place:
    return Place(what, path, os.path.lexists(path))


def _settings(desk: Desk) -> tuple[Place, ...]:
    """Return where config.toml and one's own advisories are; a user without a home has neither."""
    try:
        config = os.path.join(config_folder(desk.environment), CONFIG_NAME)
        return _place("config", config), _place("own advisories", advisories_folder(desk.environment))
    except NoKitError:
        return ()


def _others(desk: Desk, real: str) -> Iterator[Place]:
    from shelterkit.services.told import state_folder  # noqa: PLC0415 - `check` needs no places

    yield _place("lock", lock_file(real))
    told = state_folder(desk.environment)
    if told:
        yield _place("what was told", told)
    folder = os.path.dirname(real)
    for name in conflict_copies(real):
        yield Place("conflict copy", os.path.join(folder, name))
    for copy in edited_copies(real):
        yield Place("from an editor", copy.path)
    try:
        yield from (Place("from a save", path) for path in temporaries(real))
    except OSError:
        return  # Who may not list the folder is told by doctor.


def _reminders(desk: Desk, wish: Wish) -> Iterator[Place]:
    """Yield where `check` is run from every day; what cannot be looked at is another command's to say."""
    from shelterkit.report.job import CRON, SYSTEMD  # noqa: PLC0415
    from shelterkit.services.schedule import look  # noqa: PLC0415

    try:
        seen = look(desk, wish)
    except ShelterkitError:
        return
    if seen.installed(CRON):
        yield Place("reminder", CRONTAB)
    if seen.installed(SYSTEMD):
        yield from (Place("reminder", path) for path in seen.units.paths)
