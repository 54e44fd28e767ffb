"""The days of a kit that belong in a calendar."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.events import events_of
from shelterkit.reminders.thresholds import read_thresholds, whole_days
from shelterkit.services.kits import assess_opened, open_kit

if TYPE_CHECKING:
    from shelterkit.events import Event
    from shelterkit.services.kits import Desk, Opened

_LONGEST_ID = 64


class Days(NamedTuple):
    """The events of a kit, and what tells this kit from every other one."""

    opened: Opened
    events: tuple[Event, ...]
    kit_id: str


def calendar_days(desk: Desk) -> Days:
    """Return the days to know of beforehand; medicine is to be ordered as early as `check` would tell of it."""
    opened = open_kit(desk)
    order_ahead = whole_days(read_thresholds(opened.kit.check).medication_warning)
    assessment = assess_opened(desk, opened)
    events = events_of(assessment, opened.kit.inventory, opened.kit.household, order_ahead=order_ahead)
    return Days(opened, events, _kit_id(opened.kit.uuid, desk.place.path))


def _kit_id(written: str | None, path: str) -> str:
    """Return what tells a kit from others: its uuid, else its place.

    A kit written by hand has no uuid, and looking at it writes none into it.
    """
    from uuid import NAMESPACE_URL, uuid5  # noqa: PLC0415 - only for a calendar

    if written and len(written) <= _LONGEST_ID and written.isascii() and written.replace("-", "").isalnum():
        return written
    return str(uuid5(NAMESPACE_URL, written or f"file://{os.path.realpath(path)}"))
