"""Have the kit checked every day by cron or systemd: look, install, take out."""

from __future__ import annotations

import os
import pwd
import shlex
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import NoKitError, NotDoneError, UsageError
from shelterkit.quantities.plain_text import not_text
from shelterkit.report import crontab as lines
from shelterkit.report import units as unit_texts
from shelterkit.report.job import CRON, SYSTEMD, Done, Installed, Job, Schedule, Scheduler, Units
from shelterkit.services import crontab as crontabs
from shelterkit.services import units as timers
from shelterkit.services.changing import refuse_demo
from shelterkit.settings import kit_place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shelterkit.services.kits import Desk


class Wish(NamedTuple):
    """What the user asked for: when, how often the same message, with a notification; and which program to run."""

    program: tuple[str, ...]
    at: str = "08:30"
    snooze: str = "7d"
    notify: bool = False


def program_words(called_as: str, python: str) -> tuple[str, ...]:
    """Return the words that start this program from anywhere: cron's PATH has no folder of pipx or uv."""
    for path in (called_as, os.path.join(os.path.dirname(python), "shelterkit")):
        # The link in ~/.local/bin is kept as it is: it outlives what it points to.
        if os.path.basename(path) == "shelterkit" and os.path.isfile(path) and os.access(path, os.X_OK):
            return (os.path.abspath(path),)
    return (python, "-m", "shelterkit")


def look(desk: Desk, wish: Wish) -> Schedule:
    """Return what would be installed, and what is."""
    job = _job(desk, wish)
    units = _units(desk, job._replace(notify=True))
    crontab = crontabs.read(desk.environment)
    cron = _in_cron(crontab, job.kit)
    systemd = Scheduler(timers.has_manager(desk.environment), installed=_in_systemd(units))
    return Schedule(job, lines.cron_line(job), units, cron, systemd, _best(desk.environment, cron, systemd))


def install(desk: Desk, wish: Wish, kind: str | None, *, dry_run: bool) -> Done:
    """Put the line into cron or systemd."""
    refuse_demo(desk)
    schedule = look(desk, wish)
    kind = kind or schedule.best or (CRON if schedule.cron.refuses else "")
    _refuse_absent(schedule, kind)
    if kind == CRON:
        changed, line = _install_in_cron(desk, schedule, dry_run=dry_run), schedule.line
    else:
        changed = _install_in_systemd(desk, schedule, dry_run=dry_run)
        line = unit_texts.exec_of(schedule.units.service)
    return Done((kind,), look(desk, wish), changed, dry_run, (line,))


def _refuse_absent(schedule: Schedule, kind: str) -> None:
    """Refuse what this computer does not have."""
    if not (schedule.cron.there or schedule.cron.refuses or schedule.systemd.there):
        message = "neither cron nor systemd was found on this computer, so nothing can be installed"
        raise NotDoneError(message, code="no-scheduler", advice="shelterkit schedule show")
    instead = f"shelterkit schedule install --{schedule.best}" if schedule.best else "shelterkit schedule show"
    if kind == SYSTEMD and not schedule.systemd.there:
        message = "systemd does not run for this user now, so no timer can be started"
        raise NotDoneError(message, code="scheduler-absent", advice=instead)
    if kind == CRON and not schedule.cron.there and not schedule.cron.refuses:
        message = "there is no cron on this computer (no crontab in PATH)"
        raise NotDoneError(message, code="scheduler-absent", advice=instead)


def _install_in_cron(desk: Desk, schedule: Schedule, *, dry_run: bool) -> bool:
    before = crontabs.usable(crontabs.read(desk.environment))
    text = lines.with_block(before.text or "", schedule.job.kit, schedule.line)
    if text == before.text:
        return False
    if not dry_run:
        crontabs.write(desk.environment, before, text)
    return True


def _install_in_systemd(desk: Desk, schedule: Schedule, *, dry_run: bool) -> bool:
    timers.refuse_foreign(schedule.units)
    if not dry_run:
        timers.install(desk.environment, schedule.units)
    return True


def remove(desk: Desk, wish: Wish, kind: str | None, *, dry_run: bool) -> Done:
    """Take out what was installed, and nothing else."""
    refuse_demo(desk)
    schedule = look(desk, wish)
    taken = []
    for one, take in ((CRON, _take_out_of_cron), (SYSTEMD, _take_out_of_systemd)):
        if kind in (None, one) and take(desk, schedule, dry_run=dry_run):
            taken.append(one)
    if not taken:
        if kind != SYSTEMD and schedule.cron.refuses:
            crontabs.usable(crontabs.read(desk.environment))
        where = {CRON: "in your crontab", SYSTEMD: "in systemd", None: "in cron or systemd"}[kind]
        message = f"nothing of shelterkit is installed {where} for this kit"
        raise NotDoneError(message, code="not-scheduled", advice="shelterkit schedule show")
    found = (schedule.installed(one) for one in taken)
    taken_out = tuple(one.line if one else "" for one in found)
    return Done(tuple(taken), look(desk, wish), dry_run=dry_run, lines=taken_out)


def _take_out_of_cron(desk: Desk, schedule: Schedule, *, dry_run: bool) -> bool:
    before = crontabs.read(desk.environment)
    if before is None or before.text is None:
        return False
    text = lines.without_block(before.text, schedule.job.kit)
    if text != before.text and not dry_run:
        crontabs.write(desk.environment, before, text)
    return text != before.text


def _take_out_of_systemd(desk: Desk, schedule: Schedule, *, dry_run: bool) -> bool:
    if not any(map(os.path.lexists, schedule.units.paths)):
        return False
    timers.refuse_foreign(schedule.units)
    if not dry_run:
        timers.take_away(desk.environment, schedule.units)
    return True


def _job(desk: Desk, wish: Wish) -> Job:
    demo = desk.place.demo
    named = not demo and not _is_found_by_itself(desk)
    kit = "" if demo else desk.place.path
    for what, path in (("kit", kit), ("program", wish.program[0])):
        odd = not_text(path)
        if odd is not None:
            message = (
                f"the path of the {what} has a character that is no text (U+{ord(odd):04X}); no crontab can have it"
            )
            raise UsageError(message, code="text-characters", advice="shelterkit where")
    return Job(wish.program, kit, named, wish.at, wish.snooze, wish.notify, demo)


def _is_found_by_itself(desk: Desk) -> bool:
    """Tell whether the program finds the kit without its name where cron starts it: with no variable but HOME."""
    environment = desk.environment
    try:
        usual = kit_place(None, {key: value for key, value in environment.items() if key != "SHELTERKIT_KIT"})
    except NoKitError:
        return False
    home = os.path.realpath(environment.get("HOME") or user()[1])
    is_at_home = home == os.path.realpath(user()[1])
    return desk.place.path == usual.path and not environment.get("XDG_DATA_HOME") and is_at_home


def user() -> tuple[str, str]:
    """Return the name and the home of who asks, as cron knows them; a user the system does not know has none."""
    try:
        known = pwd.getpwuid(os.getuid())
    except KeyError:
        return "", ""
    return known.pw_name, known.pw_dir


def _units(desk: Desk, job: Job) -> Units:
    folder = timers.units_folder(desk.environment)
    return Units(folder, unit_texts.unit_name(job), unit_texts.service_text(job), unit_texts.timer_text(job))


def _in_cron(crontab: crontabs.Crontab | None, kit: str) -> Scheduler:
    if crontab is None:
        return Scheduler()
    if crontab.refused:
        return Scheduler(refuses=crontab.refused)
    found = lines.find(crontab.text or "", kit)
    mail_to = settings_above(crontab, kit).get("MAILTO")
    if found is None or not found.line:
        return Scheduler(there=True, mail_to=mail_to)
    try:
        words = shlex.split(lines.command_of(found.line)[0])
    except ValueError:
        words = []  # Somebody changed the line; `schedule test` shows what the shell makes of it.
    return Scheduler(
        there=True, installed=Installed(found.line, lines.time_of(found.line), _lost(words)), mail_to=mail_to
    )


def settings_above(crontab: crontabs.Crontab | None, kit: str) -> dict[str, str]:
    """Return the settings of a crontab for our line, which goes to its end where it is not there yet."""
    text = (crontab.text if crontab else "") or ""
    found = lines.find(text, kit)
    return found.settings if found else lines.settings_of(text)


def _in_systemd(units: Units) -> Installed | None:
    service, timer = (timers.read_unit(path) for path in units.paths)
    if service is None or timer is None or not unit_texts.is_ours(service) or not timers.is_wanted(units):
        return None
    line = unit_texts.exec_of(service)
    return Installed(line, unit_texts.time_of(timer), _lost(unit_texts.exec_words(line)))


def _lost(words: Sequence[str]) -> str:
    """Return the program of a line if it is not there any more."""
    return "" if not words or os.access(words[0], os.X_OK) else words[0]


def _best(environment: Mapping[str, str], cron: Scheduler, systemd: Scheduler) -> str:
    """Return what to install where nothing is said: a timer catches up, but only a notification tells of it."""
    if systemd.there and (crontabs.found(environment, "notify-send") or not cron.there):
        return SYSTEMD
    return CRON if cron.there else ""
