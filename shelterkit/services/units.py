"""Write, start and take away systemd user timers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from shelterkit.errors import BadDataError, NotDoneError
from shelterkit.report.units import is_ours
from shelterkit.services.crontab import asked, found
from shelterkit.store.disk_words import storage_error
from shelterkit.store.stop_signals import noting_stops
from shelterkit.store.whole_file import flush_folder, read_whole, remove, temporary_beside, write_new

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shelterkit.report.job import Units

_READABLE = 0o644


def units_folder(environment: Mapping[str, str]) -> str:
    """Return the folder of the user's own units."""
    config = environment.get("XDG_CONFIG_HOME", "")
    home = environment.get("HOME") or os.path.expanduser("~")
    return os.path.join(config if config.startswith("/") else os.path.join(home, ".config"), "systemd", "user")


def has_manager(environment: Mapping[str, str]) -> bool:
    """Tell whether a systemd of this user is running, and the user has a home for its files."""
    is_running = found(environment, "systemctl") and os.path.isdir(os.path.join(_runtime(environment), "systemd"))
    return bool(is_running) and os.path.isabs(units_folder(environment))


def read_unit(path: str) -> str | None:
    """Return what a unit file holds, None where there is none."""
    try:
        return read_whole(path).raw.decode("utf-8", "surrogateescape")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except BadDataError:
        return ""  # A folder or a device in its place is not ours.
    except OSError as error:
        raise storage_error(error, path, doing="read") from error


def refuse_foreign(units: Units) -> None:
    """Refuse to touch a file of the same name that somebody else wrote."""
    for path in units.paths:
        text = read_unit(path)
        if os.path.islink(path) or (text is not None and not is_ours(text)):
            message = f"{path} is there already and was not written by shelterkit"
            raise NotDoneError(message, code="unit-foreign", advice="shelterkit schedule show --systemd", file=path)


def install(environment: Mapping[str, str], units: Units) -> None:
    """Write the files of a timer and start it."""
    with noting_stops():
        _write_both(units)
        complaint = _told(environment, ("daemon-reload",), ("enable", "--now", f"{units.name}.timer"))
    if complaint:
        message = f"{units.name}.service and .timer are written to {units.folder}, but not started: {complaint}"
        advice = f"systemctl --user enable --now {units.name}.timer"
        raise NotDoneError(message, code="systemctl", advice=advice, changed=True)


def take_away(environment: Mapping[str, str], units: Units) -> None:
    """Stop a timer and remove its files."""
    with noting_stops():
        complaint = _told(environment, ("disable", "--now", f"{units.name}.timer"))
        try:
            for path in (*units.paths, _wanted(units)):
                if os.path.lexists(path):
                    os.unlink(path)
        except OSError as error:
            raise storage_error(error, units.folder, doing="changed", changed=True) from error
        complaint = _told(environment, ("daemon-reload",)) or complaint
    if complaint and has_manager(environment):
        message = f"{units.name}.service and .timer are removed, but systemctl did not stop them: {complaint}"
        advice = f"systemctl --user stop {units.name}.timer"
        raise NotDoneError(message, code="systemctl", advice=advice, changed=True)


def is_wanted(units: Units) -> bool:
    """Tell whether a timer is started at every login; who switched it off with systemctl has it still."""
    return os.path.lexists(_wanted(units))


def _wanted(units: Units) -> str:
    """Return the link with which systemctl starts a timer at every login."""
    return os.path.join(units.folder, "timers.target.wants", f"{units.name}.timer")


def _write_both(units: Units) -> None:
    """Write both files, each whole or not at all."""
    written: list[tuple[str, str]] = []
    changed = False
    try:
        os.makedirs(units.folder, exist_ok=True)
        for path, text in zip(units.paths, (units.service, units.timer), strict=True):
            temporary = temporary_beside(path)
            write_new(temporary, text.encode())
            written.append((temporary, path))
            os.chmod(temporary, _READABLE)
        for temporary, path in written:
            os.replace(temporary, path)
            changed = True
        flush_folder(units.folder)
    except OSError as error:
        raise storage_error(error, units.folder, changed=changed) from error
    finally:
        for temporary, _ in written:
            remove(temporary)


def _told(environment: Mapping[str, str], *orders: tuple[str, ...]) -> str:
    """Give systemctl orders one after the other and return its first complaint."""
    program = found(environment, "systemctl")
    if program is None:
        return "there is no systemctl on this computer"
    around = {**environment, "XDG_RUNTIME_DIR": _runtime(environment)}
    for order in orders:
        answer = asked((program, "--user", *order), around)
        if not answer.done:
            return answer.complaint or "it gave no reason"
    return ""


def _runtime(environment: Mapping[str, str]) -> str:
    return environment.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
