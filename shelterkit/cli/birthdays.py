"""When somebody was born, as people type it: 1948, 03.05.1948, 3 May 1948."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shelterkit.errors import BadValue
from shelterkit.quantities.numbers import quoted

if TYPE_CHECKING:
    from datetime import date

    from shelterkit.calendar_dates import TypedDate
    from shelterkit.cli.request import Request

_OLDEST = 120


def typed_birthday(request: Request, text: str) -> int | date:
    """Return the year or the day somebody here was born."""
    today = request.real_today
    if text.isascii() and text.isdigit() and len(text) == 4:  # noqa: PLR2004 - digits of a year
        if today.year - _OLDEST <= int(text) <= today.year:
            return int(text)
        raise BadValue(f"{text} is no year somebody here was born in.", code="born", typed=text)
    typed = _typed(request, text)
    if typed is None:
        raise _unreadable(text)
    if typed.precision != "day":
        message = f"{quoted(text)} is a month; write the day as well, or only the year."
        raise BadValue(message, code="born", typed=text, instead=(str(typed.day.year),))
    if typed.day > today:
        raise BadValue(f"{text} is still to come.", code="born", typed=text)
    if typed.day.year < today.year - _OLDEST:
        raise BadValue(f"{text} is no day somebody here was born on.", code="born", typed=text)
    return typed.day


def _typed(request: Request, text: str) -> TypedDate | None:
    """Read a date by the rules for those of items, which begin in 2000: one of the century before as of the next."""
    from shelterkit.calendar_dates import parse_date  # noqa: PLC0415

    old = re.search(r"(?<!\d)19(\d\d)(?!\d)", text)
    shifted = f"{text[: old.start()]}20{old[1]}{text[old.end() :]}" if old else text
    order = request.config.date_order if "/" in text else None
    try:
        typed = parse_date(shifted, today=request.real_today, order=order)
        return typed._replace(day=typed.day.replace(year=int(f"19{old[1]}"))) if old and typed else typed
    except BadValue as refusal:
        if refusal.code in ("date-unreadable", "date-range") and not refusal.instead:
            raise _unreadable(text) from None
        message = str(refusal).replace(f"20{old[1]}", old[0]) if old else str(refusal)
        instead = tuple(_born(day, request.real_today, is_old=bool(old)) for day in refusal.instead)
        raise BadValue(message, code=refusal.code, typed=text, instead=instead) from None
    except ValueError:  # There was no 29 February in 1900.
        raise _unreadable(text) from None


def _born(day: str, today: date, *, is_old: bool) -> str:
    """Return a day of birth for one offered in this century: nobody is born in the years to come."""
    return f"19{day[2:]}" if is_old or (day[:2] == "20" and day > str(today)) else day


def _unreadable(text: str) -> BadValue:
    return BadValue(
        f"{quoted(text)} is no year or date of birth; write 1988 or 1988-05-31.",
        code="born",
        typed=text,
    )
