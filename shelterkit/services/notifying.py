"""Say something on the desktop of the user, from wherever shelterkit runs."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from subprocess import Popen

_PROGRAM = "notify-send"
_ADDRESS = "DBUS_SESSION_BUS_ADDRESS"
_SUMMARY_LETTERS, _BODY_LETTERS = 80, 400
_ALSO_IN = "/usr/bin"
_TO_END = 0.3  # seconds, kept of the whole time for ending a program that hangs
_JOINERS = "\u200c\u200d"
_NO_TEXT = ("Cc", "Cf", "Cs", "Zl", "Zp")


def notify(
    summary: str, body: str, *, urgent: bool, environment: Mapping[str, str], timeout: float = 3.0
) -> str | None:
    """Show a message on the desktop; return why that was not possible, None when it was.

    What is told must not name anybody's medicine: a notification is seen by whoever is near. It never takes
    longer than `timeout` seconds, whatever the desktop does.
    """
    program = _program(environment)
    if program is None:
        return f"this computer has no program for notifications ({_PROGRAM})"
    settings = _with_bus(environment)
    if settings is None:
        return "no desktop of this user is running"
    words = [program, "--app-name=shelterkit", f"--urgency={'critical' if urgent else 'normal'}", "--"]
    words += [_plain(" ".join(summary.split()), _SUMMARY_LETTERS) or "shelterkit", _markup(_plain(body, _BODY_LETTERS))]
    try:
        code = _code_of(words, settings, timeout)
    except OSError as error:
        return f"{_PROGRAM} could not be started ({(error.strerror or 'unknown reason').lower()})"
    if code is None:
        return f"the desktop did not answer within {timeout:g} seconds"
    return None if code == 0 else f"{_PROGRAM} could not reach the desktop (it ended with {code})"


def _program(environment: Mapping[str, str]) -> str | None:
    from shutil import which  # noqa: PLC0415 - only for a notification

    # A folder named from where cron happens to stand is nobody's choice of a program.
    folders = [folder for folder in environment.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(folder)]
    return which(_PROGRAM, path=os.pathsep.join((*folders, _ALSO_IN)))


def _with_bus(environment: Mapping[str, str]) -> dict[str, str] | None:
    """Return the environment with the session bus in it, which cron's lacks; None where no desktop is running."""
    settings = dict(environment)
    if settings.get(_ADDRESS):
        return settings
    for folder in (environment.get("XDG_RUNTIME_DIR", ""), f"/run/user/{os.getuid()}"):
        bus = os.path.join(folder, "bus")
        if os.path.isabs(bus) and _is_own_socket(bus):
            return settings | {_ADDRESS: f"unix:path={_in_address(bus)}"}
    # Without an address notify-send might start a bus of its own, where nobody looks.
    return None


def _in_address(path: str) -> str:
    """Return a path as it stands in the address of a bus."""
    from urllib.parse import quote  # noqa: PLC0415 - only for a notification

    return quote(os.fsencode(path)).replace("~", "%7E")


def _is_own_socket(path: str) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISSOCK(status.st_mode) and status.st_uid == os.getuid()


def _plain(text: str, most: int) -> str:
    """Return text without what is no text, on one line a line, and not longer than a desktop shows."""
    from unicodedata import category  # noqa: PLC0415 - only for a notification

    kept = "".join(
        char if char in _JOINERS or char == "\n" or category(char) not in _NO_TEXT else " " for char in text
    ).strip()
    return kept if len(kept) <= most else f"{kept[: most - 3].rstrip()}..."


def _markup(text: str) -> str:
    r"""Return text that shows as it is: the desktop reads tags in it, and notify-send reads \033 as an escape."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\\", "\\\\")


def _code_of(words: list[str], settings: Mapping[str, str], seconds: float) -> int | None:
    """Run a program with nothing to read and nowhere to write; None when it took too long and was ended."""
    from subprocess import DEVNULL, Popen, TimeoutExpired  # noqa: PLC0415 - only for a notification

    program, *rest = words
    # Bytes, for the desktop takes UTF-8 whatever the encoding of this locale is.
    argv = [os.fsencode(program), *(word.encode() for word in rest)]
    running = Popen(  # noqa: S603 - a list of words, no shell
        argv, env=settings, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
    )
    try:
        return running.wait(max(0.0, seconds - _TO_END))
    except TimeoutExpired:
        return None
    finally:
        _end(running)


def _end(running: Popen[bytes]) -> None:
    """End a program that still runs, and all that it started."""
    from signal import SIGKILL  # noqa: PLC0415 - only for a notification
    from subprocess import TimeoutExpired  # noqa: PLC0415

    if running.poll() is not None:
        return
    try:
        os.killpg(running.pid, SIGKILL)
        running.wait(_TO_END)
    except (ProcessLookupError, PermissionError, TimeoutExpired):
        return  # It waits for a disk, and cannot be waited for.
