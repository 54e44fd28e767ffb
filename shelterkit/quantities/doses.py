"""How much of a medicine is taken, and how often: 2/day, 1/12h, 5 ml 3 times a day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shelterkit.errors import BadValue
from shelterkit.quantities.amounts import parse_amount
from shelterkit.quantities.numbers import LARGEST, quoted

if TYPE_CHECKING:
    from decimal import Decimal


def parse_dose(text: str) -> tuple[Decimal, str | None, str]:
    """Read "2/day", "1/12h", "2 a day", "5 ml 3 times a day" or "as-needed 10" as number, unit word and period."""
    try:
        return _read_dose(text)
    except BadValue as refusal:
        meant = [dose for one in (_in_english(text), *refusal.instead) for dose in (one, f"{one}/day")]
        instead = tuple(dict.fromkeys(dose for dose in meant if _is_dose(dose)))
        if instead[:1] == (_in_english(text),):
            message = f"{quoted(text)} is not a dose here; write it like 2/day, 1/12h or 3/week."
            raise BadValue(message, code="dose", typed=text, instead=instead[:1]) from None
        refusal.instead = instead
        raise


def _in_english(text: str) -> str:
    """Return a dose with its German or Ukrainian words for how often as a kit spells them; "" where it has none."""
    day, week = r"(?:tag|день|добу)\b|täglich|щодня|щоденно", r"(?:woche|тиждень)\b|wöchentlich|щотижня"
    words = " ".join(text.split())
    for often, period in ((day, "day"), (week, "week")):
        each = rf"(?: ?(?:mal|x|х|рази|раз|разів))?(?:/| )?(?:\b(?:am|pro|je|in der|на|в|у) )?(?:{often})"  # noqa: RUF001
        words, number = re.subn(each, f"/{period}", words, count=1, flags=re.IGNORECASE)
        if number:
            return words
    return ""


def _read_dose(text: str) -> tuple[Decimal, str | None, str]:
    words = _plain_words(" ".join(text.split()))
    if found := re.fullmatch(r"as[- ]needed ?(.*)", words, re.IGNORECASE):
        number, unit = _number_and_unit(found[1] or "1", text)
        return _taken(number, text), unit, "as-needed"
    part = r"([\d./,½]+)"
    if found := re.fullmatch(rf"{part}-{part}-{part}(?:-{part})?", words):
        # Morning, noon, evening and night, as it stands on many a box.
        parts = [_number_and_unit(one, text)[0] for one in found.groups() if one]
        return _taken(sum(parts, parts[0] * 0), text), None, "day"
    times = re.fullmatch(
        r"(.+?) (\d{1,2}) ?(?:x|times) ?(?:a|per|/) ?(\w+)", words.replace("/day", " a day"), re.IGNORECASE
    )
    if times:
        number, unit = _number_and_unit(times[1], text)
        return _taken(number * int(times[2]), text), unit, _period(times[3].casefold(), times[1], text)
    words = re.sub(r" (?:times )?(?:a|per|every) (?=\w+$)", "/", words, flags=re.IGNORECASE)
    left, slash, period = words.rpartition("/")
    if not slash:
        _taken(_number_and_unit(words, text)[0], text)
        raise _no_period(text, words)
    number, unit = _number_and_unit(left, text)
    return _taken(number, text), unit, _period(period.strip().casefold(), left, text)


def _plain_words(words: str) -> str:
    """Return the words with how often in numbers: "twice a day" as "1 2 times a day", "2 daily" as "2/day"."""
    words = re.sub(r"^(?:once|twice|thrice|three times)\b", lambda found: f"1 {found[0]}", words, flags=re.IGNORECASE)
    for word, number in (("once", 1), ("twice", 2), ("thrice", 3), ("three times", 3), ("four times", 4)):
        words = re.sub(rf"\b{word} ?(?:a|per|/)? ?(?=day|week)", f"{number} times a ", words, flags=re.IGNORECASE)
    words = re.sub(r"^(\d{1,2}) times ?(a|per|/)", r"1 \1 times \2", words, flags=re.IGNORECASE)
    words = re.sub(r"[ /]*\b(?:daily|a day|each day|every day)$", "/day", words, flags=re.IGNORECASE)
    words = re.sub(r"^every\b", "1 every", words, flags=re.IGNORECASE)
    words = re.sub(r" ?\bevery (\d{1,3}) ?(h|hours?|d|days?)$", r"/\1\2", words, flags=re.IGNORECASE)
    return re.sub(r"^(?:when|if|as) (?:needed|required)", "as-needed", words, flags=re.IGNORECASE)


def _taken(number: Decimal, text: str) -> Decimal:
    """Return the number of a dose, or refuse one that takes nothing or more than a kit holds."""
    if 0 < number <= LARGEST:
        return number
    why = "it is more than any kit holds" if number else "it takes nothing"
    raise BadValue(f"{quoted(text)} is no dose: {why}.", code="dose", typed=text)


_PERIODS = {
    "day": "day",
    "d": "day",
    "daily": "day",
    "1d": "day",
    "24h": "day",
    "week": "week",
    "w": "week",
    "wk": "week",
    "7d": "week",
    "день": "day",
    "добу": "day",
    "доба": "day",
    "тиждень": "week",
    "tag": "day",
    "woche": "week",
}
_MOST_HOURS, _HOUR_DIGITS = 168, 3


def _period(period: str, left: str, text: str) -> str:
    hours = period.removesuffix("hours").removesuffix("hour").removesuffix("h").strip()
    if period in _PERIODS:
        return _PERIODS[period]
    if found := re.fullmatch(r"(\d) ?(?:d|days?)", period):
        hours, period = str(int(found[1]) * 24), f"{int(found[1]) * 24}h"
        if hours == "24":
            return "day"
    number = int(hours) if hours.isascii() and hours.isdigit() and len(hours) <= _HOUR_DIGITS else 0
    if period != hours and 1 <= number <= _MOST_HOURS:
        return f"{number}h"
    raise _no_period(text, left.strip())


def _no_period(text: str, amount: str) -> BadValue:
    return BadValue(
        f"{quoted(text)} does not say how often; write for example 2/day, 1/12h or 3/week.",
        code="dose-period",
        typed=text,
        instead=(f"{amount}/day",),
    )


def _number_and_unit(text: str, typed: str) -> tuple[Decimal, str | None]:
    """Return the number and the unit of a dose; no unit where only a number stands."""
    try:
        amount = parse_amount(text)
    except BadValue as refusal:
        instead = tuple(typed.replace(text, better, 1) for better in refusal.instead if text)
        if refusal.code in ("amount-unreadable", "amount-missing") and not instead:
            message = f"{quoted(typed)} is not a dose; write for example 2/day, 1/12h, 3/week or as-needed."
            raise BadValue(message, code="dose", typed=typed) from refusal
        raise BadValue(str(refusal), code=refusal.code, typed=typed, instead=instead) from refusal
    has_unit = amount.unit.symbol != "piece" or text.strip()[-1:].isalpha()
    return amount.number, amount.unit.symbol if has_unit else None


def _is_dose(text: str) -> bool:
    try:
        _read_dose(text)
    except BadValue:
        return False
    return True
