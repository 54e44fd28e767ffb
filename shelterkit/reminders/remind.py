"""Look a kit over: everything that needs attention, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.calendar_dates import Span
from shelterkit.reminders.lots import USUAL_ROTATION, of_lots, of_unknown, of_waste
from shelterkit.reminders.needs import of_needs
from shelterkit.reminders.reminder import (
    CLOCK,
    KIT_WIDE,
    STALE,
    UNKNOWN,
    WARNING,
    Reminder,
    Verdict,
    urgency,
    verdict,
)
from shelterkit.reminders.thresholds import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from shelterkit.assessment.assess import Assessment, Line
    from shelterkit.household import Household
    from shelterkit.inventory.items import Inventory
    from shelterkit.reminders.thresholds import Thresholds

GROUPS = ("water", "food", "med", "other")
_GROUP_OF = {
    "drinking-water": "water",
    "technical-water": "water",
    "food": "food",
    "infant-food": "food",
    "dog-food": "food",
    "cat-food": "food",
    "medication": "med",
    None: "other",
}
_STALE_AFTER = Span(6)


class Facts(NamedTuple):
    """What a kit says beside how it stands: the shelf, the people, the days it was saved and counted.

    `rotation` is the time after which water without a date is replaced. `by_clock` tells that today is what this
    computer's clock says; a day that somebody named is not judged.
    """

    inventory: Inventory
    household: Household
    saved: date | None = None
    counted: date | None = None
    rotation: Span = USUAL_ROTATION
    by_clock: bool = True


class Check(NamedTuple):
    """A kit that was looked over: how it stands, by which limits, for whom, and what needs attention."""

    assessment: Assessment
    facts: Facts
    thresholds: Thresholds
    only: frozenset[str] | None
    reminders: tuple[Reminder, ...]

    @property
    def verdict(self) -> Verdict:
        """Return the worst of all that needs attention."""
        return verdict(self.reminders)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the needs that were asked about."""
        only = self.only
        return tuple(line for line in self.assessment.lines if only is None or _GROUP_OF[line.need.kind] in only)


def look_over(
    assessment: Assessment, facts: Facts, thresholds: Thresholds = DEFAULTS, *, only: frozenset[str] | None = None
) -> Check:
    """Return all that needs attention on the day of the assessment.

    `only` keeps the kinds it names: water is drinking and technical water; food is what people, infants, dogs and
    cats eat, with the food nobody can count; med is medicines; other is the dates of other things. What is true of
    the kit as a whole stays whatever is asked for: an answer about water alone is no better than the clock it counts
    by and the shelf that somebody last looked at.
    """
    found = [
        *_of_clock(facts, assessment.on),
        *of_needs(assessment, facts.inventory, facts.household, thresholds),
        *of_lots(facts.inventory, on=assessment.on, within=thresholds.within, rotation=facts.rotation),
        *of_waste(assessment, facts.inventory),
        *of_unknown(assessment),
        *_of_age(facts, assessment.on),
    ]
    wanted = [one for one in found if only is None or one.code in KIT_WIDE or _GROUP_OF[one.need] in only]
    return Check(assessment, facts, thresholds, only, tuple(sorted(wanted, key=urgency)))


def _of_clock(facts: Facts, on: date) -> Iterator[Reminder]:
    """Yield that the clock looks wrong: more than a day before the kit was saved, else before its newest item."""
    if not facts.by_clock:
        return
    newest = max((item for item in facts.inventory.items if item.added), key=lambda item: str(item.added), default=None)
    last = facts.saved or (newest.added if newest else None)
    if last and (last - on).days > 1:
        yield Reminder(CLOCK, UNKNOWN, item=None if facts.saved else newest, day=last)


def _of_age(facts: Facts, on: date) -> Iterator[Reminder]:
    """Yield that nobody has counted or changed the kit for more than 6 months; without any date nobody can say."""
    days = [day for day in (facts.saved, facts.counted) if day]
    if days and _STALE_AFTER.after(max(days)) < on:
        yield Reminder(STALE, WARNING, day=max(days))
