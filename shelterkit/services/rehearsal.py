"""Run the scheduled line as it will be run, and tell what came of it."""

from __future__ import annotations

import os
import signal
import subprocess
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from shelterkit.report import crontab as lines
from shelterkit.report import units as unit_texts
from shelterkit.report.job import CRON, Rehearsal, Schedule
from shelterkit.services import crontab as crontabs
from shelterkit.services.schedule import settings_above, user

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shelterkit.services.kits import Desk

_SECONDS = 60
_MAILERS = ("/usr/sbin/sendmail", "/usr/lib/sendmail")


def can_mail() -> bool:
    """Tell whether cron finds a program to mail with; without one it throws every message away."""
    return any(os.access(path, os.X_OK) for path in _MAILERS)


def rehearse(desk: Desk, schedule: Schedule, kind: str | None) -> Rehearsal:
    """Run the line that is installed, else the one that would be, in the environment it will have.

    Only XDG_STATE_HOME is added: what this run says does not count as said.
    """
    installed = [one for one in ("systemd", "cron") if schedule.installed(one)]
    kind = kind or (installed or [schedule.best or CRON])[0]
    there = schedule.installed(kind)
    line = there.line if there else schedule.line if kind == CRON else unit_texts.exec_of(schedule.units.service)
    settings = settings_above(crontabs.read(desk.environment), schedule.job.kit) if kind == CRON else {}
    with TemporaryDirectory(prefix="shelterkit-") as state:
        environment = _environment(desk.environment, kind) | settings | {"XDG_STATE_HOME": state}
        if kind == CRON:
            command, read = lines.command_of(line)
            ran = _run((environment["SHELL"], "-c", command), environment, read)
        else:
            ran = _run(unit_texts.exec_words(line), environment, "")
    code, output, trouble = ran
    return Rehearsal(kind, line, bool(there), code, output, trouble, settings.get("MAILTO"))


def _environment(own: Mapping[str, str], kind: str) -> dict[str, str]:
    name, home = user()
    environment = {"HOME": home or own.get("HOME", "/"), "LOGNAME": name, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}
    if kind != CRON:
        environment["XDG_RUNTIME_DIR"] = f"/run/user/{os.getuid()}"
    return environment


def _run(words: tuple[str, ...], environment: dict[str, str], read: str) -> tuple[int | None, str, str]:
    """Return the exit code, the output on both streams, and the trouble there was."""
    try:
        with subprocess.Popen(  # noqa: S603 - the line that cron runs as well
            words,
            env=environment,
            cwd=environment["HOME"],
            stdin=subprocess.PIPE if read else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as running:
            try:
                output, _ = running.communicate(read.encode() or None, timeout=_SECONDS)
                return running.returncode, output.decode("utf-8", "replace"), ""
            except BaseException as stop:
                os.killpg(running.pid, signal.SIGKILL)
                if isinstance(stop, subprocess.TimeoutExpired):
                    return None, "", f"it did not end within {_SECONDS} seconds"
                raise
    except OSError as error:
        return None, "", f"it cannot be started: {error.filename or words[0]}: {(error.strerror or '').lower()}"
