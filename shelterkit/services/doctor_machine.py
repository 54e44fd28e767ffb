"""Examine what is around a kit: the clock, the schedule, the printer, the settings."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

from shelterkit.errors import BadDataError, NoKitError, ShelterkitError
from shelterkit.report import crontab as lines
from shelterkit.report import units as unit_texts
from shelterkit.report.finding import FAIL, INFO, OK, WARN, Finding
from shelterkit.report.job import CRON, SYSTEMD
from shelterkit.services import schedule
from shelterkit.services.crontab import found
from shelterkit.services.kits import library
from shelterkit.services.rehearsal import can_mail
from shelterkit.settings import CONFIG_NAME, advisories_folder, config_folder, read_config

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from shelterkit.codec.kit import Kit
    from shelterkit.library import Library
    from shelterkit.report.job import Installed, Schedule
    from shelterkit.services.kits import Desk
    from shelterkit.services.schedule import Wish

_SECONDS = 5
_EXTRAS = (("pdf", "typst"), ("calendar", "icalendar"))
_UTF8 = ("utf-8", "utf8", "utf_8", "utf-8-sig")


def examine_clock(kit: Kit, today: date) -> Iterator[Finding]:
    """Yield that the clock is more than a day before what the kit has seen, as `check` counts it."""
    newest = max((item.added for item in kit.inventory.items if item.added), default=None)
    last = kit.saved or newest
    if last and (last - today).days > 1:
        yield Finding("clock", FAIL, {"today": today, "day": last, "saved": bool(kit.saved)})


def examine_schedule(desk: Desk, wish: Wish) -> Iterator[Finding]:
    """Yield whether a reminder is set up, and whether its program is still there."""
    seen = schedule.look(desk, wish)
    installed = [(kind, one) for kind in (CRON, SYSTEMD) if (one := seen.installed(kind))]
    if not installed:
        reason = seen.cron.refuses
        if not (seen.cron.there or seen.systemd.there):
            yield Finding("no-scheduler", INFO, {"refuses": reason})
        else:
            yield Finding("no-schedule", WARN, {"refuses": reason})
    for kind, one in installed:
        yield _installed(kind, one, seen)


def _installed(kind: str, one: Installed, seen: Schedule) -> Finding:
    if one.lost:
        return Finding("schedule-lost", WARN, {"kind": kind, "program": one.lost})
    if kind == CRON and (seen.cron.is_unheard or ("--notify" not in one.line and not can_mail())):
        return Finding("schedule-unheard", WARN, {"mailto": seen.cron.is_unheard})
    program, ours = _program(kind, one.line), seen.job.program[0]
    if program and program != ours:
        return Finding("schedule-other", WARN, {"kind": kind, "program": program, "ours": ours})
    return Finding("schedule", OK, {"kind": kind, "at": one.at})


def _program(kind: str, line: str) -> str:
    """Return the program that an installed line names."""
    try:
        words = shlex.split(lines.command_of(line)[0]) if kind == CRON else unit_texts.exec_words(line)
    except ValueError:
        return ""
    return words[0] if words else ""


def examine_printer(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the printer that pages would go to; having none is nothing wrong."""
    import subprocess  # noqa: PLC0415 - only where the printer is asked for

    program = found(environment, "lpstat")
    if found(environment, "lp") is None or program is None:
        yield Finding("no-printer", INFO, {"program": False})
        return
    try:
        ran = subprocess.run(  # noqa: S603 - a list of words, without a shell
            (program, "-d"),
            env={**environment, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            start_new_session=True,
        )
        said = ran.stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    _, named, name = said.partition("system default destination:")
    yield Finding("printer", OK, {"name": name.strip()}) if named else Finding("no-printer", INFO, {"program": True})


def examine_settings(desk: Desk, kit: Kit | None) -> Iterator[Finding]:
    """Yield whether config.toml reads, and whether the user's own advisories are complete."""
    try:
        read_config(desk.environment)
        path = os.path.join(config_folder(desk.environment), CONFIG_NAME)
        if os.path.exists(path):
            yield Finding("config", OK, {"path": path})
        folder = advisories_folder(desk.environment)
    except BadDataError as refusal:
        problems = [(one.line, one.excerpt, one.message) for one in refusal.problems]
        yield Finding("config-damaged", FAIL, {"message": str(refusal), "problems": problems, "file": refusal.file})
        folder = advisories_folder(desk.environment)
    except NoKitError:
        return
    yield from _advisories(library(desk), folder, kit.plan.advisory if kit else "")


def _advisories(books: Library, folder: str, followed: str) -> Iterator[Finding]:
    try:
        own = sorted(name for name in os.listdir(folder) if name.endswith(".toml") and name[0] != ".")
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        yield Finding("advisories-unseen", WARN, {"folder": folder, "reason": (error.strerror or "").lower()})
        return
    wrong = 0
    for name in own:
        try:
            books.check_file(os.path.join(folder, name))
        except ShelterkitError as refusal:
            wrong += 1
            problems = [(one.line, one.excerpt, one.message) for one in getattr(refusal, "problems", ())]
            facts = {"message": str(refusal), "problems": problems, "path": os.path.join(folder, name)}
            yield Finding("advisory-damaged", FAIL if name == f"{followed}.toml" else WARN, facts)
    if own and not wrong:
        yield Finding("advisories", OK, {"count": len(own)})


def examine_program(encoding: str) -> Iterator[Finding]:
    """Yield which extras are there, and whether every letter can be shown."""
    from importlib.util import find_spec  # noqa: PLC0415 - only where the extras are asked for

    missing = [extra for extra, module in _EXTRAS if find_spec(module) is None]
    yield Finding("extras-missing", INFO, {"missing": missing}) if missing else Finding("extras", OK)
    if encoding and encoding.casefold() not in _UTF8:
        yield Finding("encoding", WARN, {"encoding": encoding})
