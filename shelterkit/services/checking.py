"""Look the kit over for what needs attention, and remember what was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.reminders.lots import rotation_of
from shelterkit.reminders.remind import Check, Facts, look_over
from shelterkit.reminders.thresholds import read_thresholds
from shelterkit.services.kits import Opened, assess_with, open_kit

if TYPE_CHECKING:
    from shelterkit.calendar_dates import Span
    from shelterkit.services.kits import Desk


class Looked(NamedTuple):
    """A kit and what it asks for."""

    opened: Opened
    check: Check


def look(desk: Desk, *, only: frozenset[str] | None, within: Span | None, by_clock: bool) -> Looked:
    """Return all that needs attention today; `within` goes before what the kit says of how early to tell."""
    opened = open_kit(desk)
    kit = opened.kit
    assessment, advice = assess_with(desk, opened)
    thresholds = read_thresholds(kit.check)
    if within is not None:
        thresholds = thresholds._replace(within=within)
    facts = Facts(
        kit.inventory,
        kit.household,
        saved=kit.saved,
        counted=kit.counted,
        rotation=rotation_of(advice.chosen),
        by_clock=by_clock,
    )
    return Looked(opened, look_over(assessment, facts, thresholds, only=only))
