"""One thing that needs attention, how urgent it is, and what makes it a new or a worse one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.assessment.assess import VITAL
from shelterkit.inventory.items import id_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from shelterkit.assessment.assess import Line
    from shelterkit.inventory.items import Item

OK, WARNING, CRITICAL, UNKNOWN = "ok", "warning", "critical", "unknown"
_SEVERITIES = (OK, WARNING, CRITICAL, UNKNOWN)  # and their exit codes
NONE, LOW, REFILL = "none", "low", "refill"
EXPIRED, SOON, UNUSED, ROTATE, NO_ENERGY = "expired", "soon", "expires-before-taken", "rotate", "no-energy"
STALE, CLOCK = "stale", "clock"
CODES = (CLOCK, NONE, LOW, REFILL, EXPIRED, SOON, UNUSED, ROTATE, NO_ENERGY, STALE)
KIT_WIDE = frozenset((STALE, CLOCK))
_SUBJECTS = {EXPIRED: "date", SOON: "date", UNUSED: "unused", ROTATE: "rotate"}
# How bad it is among what can be said of the same subject; a need below its minimum is worse than one above it.
_LEVELS = {LOW: 2, REFILL: 3, NONE: 4, SOON: 1, EXPIRED: 2}
_MOST_LEVEL = 999


class Sign(NamedTuple):
    """What makes a message a new one: how bad it is, and the day it is about. Days left change daily, so not those."""

    weight: int
    day: date | None = None


class Reminder(NamedTuple):
    """One thing that needs attention, with all that its words need.

    `day` is the day it is about (last usable, to be replaced, last looked at), `until` the day a medicine runs out.
    """

    code: str
    severity: str
    need: str | None = None
    item: Item | None = None
    medicine: str | None = None
    people: tuple[str, ...] = ()
    line: Line | None = None
    day: date | None = None
    days: Decimal | None = None
    until: date | None = None
    order_by: date | None = None
    wasted: Decimal | None = None
    items: tuple[Item, ...] = ()

    @property
    def key(self) -> str:
        """Return what it is about, the same every day; never a name, which is nobody else's business."""
        if self.code in _SUBJECTS and self.item:
            return f"{_SUBJECTS[self.code]}:{self.item.id}"
        if self.medicine is not None:
            from zlib import crc32  # noqa: PLC0415 - only where it is kept what was said

            from shelterkit.household import medicine_key  # noqa: PLC0415

            return f"medicine:{crc32(medicine_key(self.medicine).encode('utf-8', 'surrogatepass')):08x}"
        return self.code if self.line is None else f"need:{self.need}"

    @property
    def unit(self) -> str | None:
        """Return the unit of the need it is about, None where it is about no need."""
        return self.line.need.unit if self.line else None

    @property
    def target_days(self) -> int | None:
        """Return the days its need should last."""
        return self.line.target.days if self.line else None

    @property
    def sign(self) -> Sign:
        """Return what makes this message a new or a worse one."""
        level = _LEVELS.get(self.code, 1)
        if self.code == LOW and self.line is not None and self.line.state == "minimum":
            level = 1
        severity = _SEVERITIES.index(self.severity)
        return Sign(severity * (_MOST_LEVEL + 1) + min(level, _MOST_LEVEL), self.day)


class Verdict(NamedTuple):
    """The whole in one word, and the exit code that says it to programs."""

    word: str
    code: int


def verdict(reminders: Sequence[Reminder]) -> Verdict:
    """Return the worst of all: what cannot be known is worse than what is critical."""
    code = max((_SEVERITIES.index(one.severity) for one in reminders), default=0)
    return Verdict(_SEVERITIES[code].upper(), code)


def urgency(reminder: Reminder) -> tuple[object, ...]:
    """Return the key that sorts the most urgent first: severity, code, how vital the need is, date, id."""
    vital = VITAL.index(reminder.need) if reminder.need in VITAL else len(VITAL)
    item = reminder.item
    numbered = (item.id[0], id_number(item.id), item.id) if item else ("", 0, "")
    return (
        -_SEVERITIES.index(reminder.severity),
        CODES.index(reminder.code),
        vital,
        reminder.day or reminder.until or date.max,
        numbered,
        reminder.medicine or "",
    )
