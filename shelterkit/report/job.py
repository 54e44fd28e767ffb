"""The check that is run every day: its words, and where it stands."""

from __future__ import annotations

from typing import NamedTuple

CRON, SYSTEMD = "cron", "systemd"
STATES = {0: "OK", 1: "WARNING", 2: "CRITICAL", 3: "UNKNOWN"}


class Job(NamedTuple):
    """What is run every day; `named` tells whether the line has to say which kit, for it would not be found else."""

    program: tuple[str, ...]
    kit: str
    named: bool = False
    at: str = "08:30"
    snooze: str = "7d"
    notify: bool = False
    demo: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words of the command, the program first."""
        words = (*self.program, "check", "--quiet", "--snooze", self.snooze)
        words += ("--notify",) if self.notify else ()
        words += ("--kit", self.kit) if self.named else ()
        return words + (("--demo",) if self.demo else ())


class Installed(NamedTuple):
    """A line that is installed: how it reads, when it runs, and the program it names that is not there any more."""

    line: str
    at: str = ""
    lost: str = ""


class Scheduler(NamedTuple):
    """cron or systemd: whether this computer has it, what it refuses, what is installed in it, and whom cron mails to.

    Without a MAILTO in the crontab cron mails to the user, with an empty one to nobody.
    """

    there: bool = False
    refuses: str = ""
    installed: Installed | None = None
    mail_to: str | None = None

    @property
    def is_unheard(self) -> bool:
        """Tell whether the line that is installed would say everything to nobody."""
        return self.mail_to == "" and self.installed is not None and "--notify" not in self.installed.line


class Units(NamedTuple):
    """The two files of a systemd timer."""

    folder: str
    name: str
    service: str
    timer: str

    @property
    def paths(self) -> tuple[str, str]:
        """Return where the service and the timer are."""
        return f"{self.folder}/{self.name}.service", f"{self.folder}/{self.name}.timer"


class Schedule(NamedTuple):
    """What would be installed, what is, and in which of the two this computer has."""

    job: Job
    line: str
    units: Units
    cron: Scheduler
    systemd: Scheduler
    best: str

    def installed(self, kind: str) -> Installed | None:
        """Return what is installed in cron or systemd."""
        return (self.cron if kind == CRON else self.systemd).installed


class Done(NamedTuple):
    """What was installed or taken out, or would be; `changed` tells whether there was anything to do."""

    kinds: tuple[str, ...]
    schedule: Schedule
    changed: bool = True
    dry_run: bool = False
    lines: tuple[str, ...] = ()


class Rehearsal(NamedTuple):
    """What came of the line when it ran as it will: its exit code and words, or the trouble it had to start or end."""

    kind: str
    line: str
    installed: bool
    code: int | None
    output: str
    trouble: str = ""
    mail_to: str | None = None

    @property
    def state(self) -> str:
        """Return the word of what `check` found; "" where what ran was no check, for a shell ends with 2 as well."""
        word = STATES.get(-1 if self.code is None else self.code, "")
        is_silent = not self.output.strip() and (word == "OK" or "--notify" in self.line)
        return word if is_silent or any(line.startswith(word) for line in self.output.splitlines()) else ""

    @property
    def works(self) -> bool:
        """Tell whether the line can tell how the kit is."""
        return self.state in ("OK", "WARNING", "CRITICAL")
