"""When to say it again: an unchanged message rests, a new or worse one speaks at once.

What was said is only ever a help: with none of it left, everything is said once more.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.reminders.reminder import CLOCK, UNKNOWN, Reminder, Sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shelterkit.calendar_dates import Span

_FORMAT = 1
_FAILED = "unknown:"
_ISO = 10
_MOST_WEIGHT = 10**6


class Said(NamedTuple):
    """How a problem stood when it was last looked at, and the day it was last told."""

    sign: Sign
    on: date


def signs_of(reminders: Iterable[Reminder]) -> dict[str, Sign]:
    """Return what there is to say, by what it is about: each of several items by itself, so that a new one speaks."""
    found: dict[str, Sign] = {}
    for one in reminders:
        found |= dict.fromkeys([f"{one.code}:{item.id}" for item in one.items] or [one.key], one.sign)
    return found


def failed(code: str, detail: str = "") -> dict[str, Sign]:
    """Return what there is to say when the kit could not be looked over: why in a word, and which mistake it was."""
    from zlib import crc32  # noqa: PLC0415 - only where something failed; a mistake's own words may hold a name

    mark = f":{crc32(detail.encode('utf-8', 'surrogatepass')):08x}" if detail else ""
    return {f"{_FAILED}{code}{mark}": Reminder(CLOCK, UNKNOWN).sign}


def due(signs: Mapping[str, Sign], told: Mapping[str, Said], *, on: date, snooze: Span | None) -> bool:
    """Tell whether to speak today: something is new, worse, of another date, or has rested long enough.

    What was told on a day that is yet to come was told by a wrong clock: nobody knows when, so it is told again.
    """
    if snooze is None:
        return bool(signs)
    return any(_speaks(sign, told.get(key), on, snooze) for key, sign in signs.items())


def _speaks(sign: Sign, said: Said | None, on: date, snooze: Span) -> bool:
    if said is None or sign.day != said.sign.day or sign.weight > said.sign.weight:
        return True
    return said.on > on or snooze.after(said.on) <= on


def told_after(
    signs: Mapping[str, Sign], told: Mapping[str, Said], *, on: date, spoken: bool, whole: bool = True
) -> dict[str, Said]:
    """Return what is to be remembered after a run.

    Speaking tells everything that is there. What is there no more is forgotten, so that it speaks at once when it
    comes back; what got better is remembered as it is now, so that it speaks when it gets worse again. What is new or
    worse and was not `spoken`, because nobody could be reached, stays untold. Where the kit could not be looked at as
    a `whole`, what was told of the rest still holds, but for another reason why it could not.
    """
    kept = {} if whole else {key: said for key, said in told.items() if not key.startswith(_FAILED)}
    for key, sign in signs.items():
        said = Said(sign, on) if spoken else told.get(key)
        if said is not None:
            is_better = sign.day == said.sign.day and sign.weight < said.sign.weight
            kept[key] = said._replace(sign=sign) if is_better else said
    return kept


def to_document(told: Mapping[str, Said]) -> dict[str, Any]:
    """Return what was told as plain lists and texts."""
    rows = {key: [said.sign.weight, _iso(said.sign.day), _iso(said.on)] for key, said in told.items()}
    return {"format": _FORMAT, "told": rows}


def from_document(document: Any) -> dict[str, Said]:
    """Return what was told; nothing at all where the document is damaged in any way."""
    try:
        if document["format"] != _FORMAT:
            return {}
        return {key: _said(*row) for key, row in document["told"].items()}
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return {}


def _iso(day: date | None) -> str | None:
    return str(day) if day else None


def _said(weight: Any, day: Any, on: Any) -> Said:
    if type(weight) is not int or not 0 <= weight <= _MOST_WEIGHT:
        raise ValueError(weight)
    return Said(Sign(weight, None if day is None else _day(day)), _day(on))


def _day(text: str) -> date:
    if len(text) != _ISO:
        raise ValueError(text)
    return date.fromisoformat(text)
