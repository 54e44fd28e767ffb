"""One run of the program: its words, its options, its day."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from shelterkit.errors import BadValue, NoKitError, NotDoneError, UsageError
from shelterkit.quantities.numbers import quoted
from shelterkit.services.kits import Desk
from shelterkit.settings import KitPlace, kit_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.services.changing import Pen
    from shelterkit.settings import Config

# The options every command takes, before or after it.
FLAGS = {
    "quiet": ("-q", "--quiet"),
    "json": ("--json",),
    "plain": ("--plain",),
    "no_input": ("--no-input",),
    "debug": ("--debug",),
    "demo": ("--demo",),
}
COLORS = ("auto", "always", "never")
# Those of `check` that have a value: before it they are a mistake, and still one of a run of `check`.
_CHECK_VALUES = {"--only", "--within", "--snooze"}
VALUES = {"kit": ("--kit",), "on": ("--on",), "color": ("--color",)}


class Request:
    """What this run was asked, with the global options wherever they stood; the later one wins."""

    def __init__(self, argv: Sequence[str], today: date | None) -> None:
        self.argv = tuple(argv)
        self.real_today = today or date.today()  # noqa: DTZ011, TID251 - the household's own calendar day
        self._is_real_day = today is None
        self.kit: str | None = None
        self.on: str | None = None
        self.color: str | None = None
        self.demo = self.quiet = self.json = self.plain = self.no_input = self.debug = False
        self.dry_run = self.yes = self.allow_root = False
        self.command = ""
        self.examples: tuple[str, ...] = ()
        self.writes = self.saved = False
        self.exit_code = 0
        self._config: Config | None = None

    @property
    def is_check(self) -> bool:
        """Tell whether this is a run of `check`, whose exit codes say how the kit stands, whatever else is wrong."""
        words = iter(self.argv)
        valued = {word for names in VALUES.values() for word in names} | _CHECK_VALUES
        for word in words:
            if word in valued:
                next(words, None)
            elif not word.startswith("-"):
                return word in ("check", "remind")
        return False

    @property
    def named_kit(self) -> str | None:
        """Return the kit that --kit names, also of words that could not be read to their end."""
        if self.kit is not None or "--kit" not in " ".join(self.argv):
            return self.kit
        named = None
        for word, after in zip(self.argv, (*self.argv[1:], None), strict=True):
            if word == "--":
                break
            if word == "--kit" or word.startswith("--kit="):
                named = after if word == "--kit" else word.removeprefix("--kit=")
        return named

    def note(self, name: str, value: Any) -> None:
        """Keep the value of a global option."""
        if name == "color" and value not in COLORS:
            from shelterkit.cli.meant import closest  # noqa: PLC0415 - only for a refusal

            raise BadValue(
                f"--color takes {', '.join(COLORS)}, not {quoted(value)}.",
                code="choice",
                typed=value,
                instead=(closest(value, COLORS),),
            )
        setattr(self, name, value)

    @property
    def config(self) -> Config:
        """Return what config.toml says, read when it is first needed."""
        if self._config is None:
            from shelterkit.settings import read_config  # noqa: PLC0415

            self._config = read_config(os.environ)
        return self._config

    @property
    def today(self) -> date:
        """Return the day asked about: --on, else the clock."""
        from shelterkit.calendar_dates import LATEST, parse_date  # noqa: PLC0415

        if self.on is None:
            if self.real_today > LATEST:
                message = f"the clock of this computer says {self.real_today}, which cannot be right"
                raise NotDoneError(message, code="clock", advice="date")
            return self.real_today

        typed = parse_date(self.on, today=self.real_today, order=self.config.date_order)
        if typed is None:
            raise BadValue(
                '--on needs a day, not "none".', code="date-unreadable", typed=self.on, instead=(str(self.real_today),)
            )
        return typed.day

    def desk(self, *, needs_kit: bool = True) -> Desk:
        """Return what services work with; where no kit is needed, one that cannot be found is no matter."""
        if self.writes and self.on is not None:
            raise UsageError("--on is for looking only: a change is made today", code="on-writes")
        try:
            place = kit_place(self.kit, os.environ, demo=self.demo)
        except NoKitError:
            if needs_kit:
                raise
            place = KitPlace("")
        if self.writes and not place.demo and not self.allow_root:
            _refuse_foreign_home(place.path)
        return Desk(place, os.environ, self.today)

    def pen(self) -> Pen:
        """Return how changes are written."""
        from shelterkit.services.changing import Pen  # noqa: PLC0415

        return Pen(self._now(), self.dry_run)

    def _now(self) -> datetime:
        """Return this moment; on a day that stands in for the clock, its noon."""
        if self._is_real_day:
            return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - cli reads the clock
        day = self.real_today
        return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    def can_ask(self) -> bool:
        """Tell whether somebody is there to answer a question."""
        return not self.no_input and not self.json and all(map(_is_terminal, (sys.stdin, sys.stdout)))


def _is_terminal(stream: Any) -> bool:
    return stream is not None and stream.isatty()


def _refuse_foreign_home(path: str) -> None:
    """Refuse to change as root what is somebody else's, unless it is asked for: it would stay theirs all the same."""
    if os.geteuid() != 0:
        return
    place = os.path.realpath(path)
    while not os.path.exists(place) and place != os.path.dirname(place):
        place = os.path.dirname(place)
    folder = place if os.path.isdir(place) else os.path.dirname(place)
    try:
        owners = {os.stat(place).st_uid, os.stat(folder).st_uid} - {0}
    except OSError:
        return  # A disk that does not answer here does not when saving either, and is told there.
    is_by_sudo = os.environ.get("SUDO_UID", "") not in ("", "0")
    if owners and (is_by_sudo or folder.startswith(("/home/", "/Users/"))):
        raise UsageError(
            f"{folder} is not root's, and shelterkit does not change as root what is somebody else's",
            code="foreign-home",
            advice="run the same command without sudo, or with --allow-root",
        )
