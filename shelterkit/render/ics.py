"""Entries as an iCalendar file (RFC 5545): what calendars on phones, desktops and servers import."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from shelterkit.render.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shelterkit.report.events import Entry

_RINGS_AT = timedelta(hours=9)
_COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


class CalendarMissingError(Exception):
    """The extra that calendar files need is not installed."""


def ics(entries: Iterable[Entry], *, now: datetime) -> bytes:
    """Return entries as a calendar file made at this moment: all-day events that leave the day free.

    A calendar that has them already takes the newer ones: the same UIDs, a later DTSTAMP and a higher SEQUENCE.
    """
    try:
        from icalendar import Calendar  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise CalendarMissingError from error
    calendar = Calendar()
    calendar.add("prodid", "-//shelterkit//shelterkit//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "shelterkit")
    for entry in entries:
        calendar.add_component(_event(entry, now))
    raw: bytes = calendar.to_ical()
    return raw


def _event(entry: Entry, now: datetime) -> Any:
    from icalendar import Event  # noqa: PLC0415 - an optional extra

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("last-modified", now)
    # Nobody counts the changes of each day, and minutes only ever go up: they fit the 31 bits for 4000 years.
    event.add("sequence", max(0, (now - _COUNTED_FROM) // _MINUTE))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + _DAY)
    event.add("transp", "TRANSPARENT")
    event.add("summary", _text(entry.title))
    event.add("description", _text(entry.details))
    for ring in entry.rings:
        event.add_component(_alarm(entry.title, ring - entry.day + _RINGS_AT))
    return event


def _alarm(title: str, trigger: timedelta) -> Any:
    """Return an alarm at so long from the midnight with which the day starts."""
    from icalendar import Alarm  # noqa: PLC0415 - an optional extra

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(title))
    alarm.add("trigger", trigger)
    return alarm


def _text(text: str) -> Any:
    """Return a text with its escapes; icalendar's own would make a line end of a backslash before a capital N."""
    from icalendar.prop import vInline  # noqa: PLC0415 - an optional extra

    return vInline(safe(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,"))
