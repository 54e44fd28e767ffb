"""Dates as people type them, month ends and spans: 2027-05, 31 May 2027, in 6 months."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from shelterkit.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2100, 12, 31)
MONTH_NAMES: Final = (
    "january jan січень січня січ",
    "february feb лютий лютого лют",
    "march mar березень березня бер",  # noqa: RUF001
    "april apr квітень квітня квіт кві",
    "may травень травня трав тра",
    "june jun червень червня черв чер",
    "july jul липень липня лип",
    "august aug серпень серпня серп сер",  # noqa: RUF001
    "september sep sept вересень вересня вер",
    "october oct жовтень жовтня жовт жов",
    "november nov листопад листопада лист лис",
    "december dec грудень грудня груд гру",  # noqa: RUF001
)
_MONTHS: Final = {name: month for month, names in enumerate(MONTH_NAMES, 1) for name in names.split()}
_SPAN_WORDS: Final = {
    "d": "d day days д дн день дня дні днів",
    "w": "w wk wks week weeks тиж тиждень тижня тижні тижнів",
    "m": "m mo mos month months міс місяць місяця місяці місяців",
    "y": "y yr yrs year years р рік року роки років",  # noqa: RUF001
}
_SPAN_UNITS: Final = {word: unit for unit, words in _SPAN_WORDS.items() for word in words.split()}
_NEAR_DAYS: Final = {"today": 0, "tomorrow": 1, "yesterday": -1, "сьогодні": 0, "завтра": 1, "вчора": -1}
_LONGEST: Final = 60
_MOST_YEARS: Final = 100
_FAR_YEARS: Final = 30
_DAYS_UNTIL: Final = 60  # a distance is told in days below this many,
_MONTHS_UNTIL: Final = 24  # and in months below this many
_YEAR_DIGITS: Final = 4
_MONTHS_A_YEAR: Final = 12


class TypedDate(NamedTuple):
    """A last day and how precisely it was given; `far` when it is more than 30 years ahead."""

    day: date
    precision: str = "day"
    far: bool = False

    @property
    def text(self) -> str:
        """Return the date as a kit keeps it: 2027-05-31, 2027-05 or 2027."""
        return self.day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


class _Typed(NamedTuple):
    text: str
    order: str | None = None
    today: date | None = None


class Span(NamedTuple):
    """A length of time in whole months or days; `unit` is the one it was typed in."""

    months: int = 0
    days: int = 0
    unit: str = ""

    @property
    def text(self) -> str:
        """Return the span as a kit keeps it: 30d, 6w, 3m or 1y."""
        unit = self.unit or ("m" if self.months else "d")
        return f"{self.months // (12 if unit == 'y' else 1) or self.days // (7 if unit == 'w' else 1)}{unit}"

    def after(self, day: date) -> date:
        """Return the day that comes so long after another; a month's end stays in its month."""
        return _moved(day, self) or LATEST


def parse_date(text: str, *, today: date, order: str | None = None) -> TypedDate | None:
    """Read a date as people type it; None when the text is "none".

    A month or year means its last day. Where slashes leave day and month open, `order` (dmy, mdy) decides.
    """
    words = " ".join(text.split()).casefold()
    if words == "none":
        return None
    found = _relative(words, today, text) or _absolute(words, _Typed(text, order, today))
    return found._replace(far=found.day > Span(12 * _FAR_YEARS).after(today))


def parse_stored_date(value: str | date, order: str | None = None) -> TypedDate:
    """Read a date as a kit keeps it: a TOML date, 2027-05-31, 2027-05, 2027, or typed in full (in an `order`)."""
    if type(value) is date and EARLIEST <= value <= LATEST:
        return TypedDate(value)
    if isinstance(value, date):
        if isinstance(value, datetime):
            message = f"{value} has a time of day; write {value:%Y-%m-%d}."
            raise BadValue(message, code="date-unreadable", typed=str(value), instead=(f"{value:%Y-%m-%d}",))
        return _dated(value.year, value.month, value.day, _Typed(str(value)))
    year, month, day = value[:4], value[5:7], value[8:]
    digits = year + month + day
    if digits.isdigit() and digits.isascii() and value == "-".join(filter(None, (year, month, day))):
        return _dated(int(year), int(month) if month else None, int(day) if day else None, _Typed(value))
    return _absolute(" ".join(value.split()).casefold(), _Typed(value, order))


def parse_span(text: str) -> Span:
    """Read a span such as 30d, 6w, 3m, 1y or 30 days."""
    words = " ".join(text.split()).casefold()
    found = re.fullmatch(r"([0-9]{1,6}) ?([^\W\d_]+)\.?", words)
    if found and (unit := _SPAN_UNITS.get(found[2])):
        return _checked_span(int(found[1]), unit, text)
    bare = re.fullmatch(r"[-+−]? ?([1-9][0-9]{0,2}) ?(\D*)", words)  # noqa: RUF001 - as pasted
    meant = _SPAN_UNITS.get(_closest(bare[2], _SPAN_UNITS) or "", "" if bare[2] else "d") if bare else ""
    instead = (f"{bare[1]}{meant}",) if bare and meant and int(bare[1]) <= _MOST_YEARS else ()
    message = f"{_quoted(text)} is not a span of time; write it like 30d, 6w, 3m or 1y."
    raise BadValue(message, code="span-unreadable", typed=text, instead=instead)


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, 12, 31) if month == _MONTHS_A_YEAR else date(year, month + 1, 1) - timedelta(days=1)


def distance(day: date, today: date) -> str:
    """Say how far away a day is: today, in 22 days, 3 months ago."""
    return f"in {away(day, today)}" if day > today else away(day, today)


def away(day: date, today: date) -> str:
    """Say how far away a day is, for a column: today, 22 days, 3 months ago."""
    if day == today:
        return "today"
    first, last = sorted((day, today))
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    number, word = (months, "month") if months < _MONTHS_UNTIL else (months // 12, "year")
    if (last - first).days < _DAYS_UNTIL:
        number, word = (last - first).days, "day"
    return f"{number} {word}{'' if number == 1 else 's'}{' ago' if day < today else ''}"


def _moved(day: date, span: Span) -> date | None:
    """Return the day a span later, or None when that is beyond the calendar of a kit."""
    year, month = divmod(day.year * 12 + day.month - 1 + span.months, 12)
    if year > LATEST.year:
        return None
    month_end = last_of_month(year, month + 1)
    ordinal = month_end.replace(day=min(day.day, month_end.day)).toordinal() + span.days
    return date.fromordinal(ordinal) if ordinal <= LATEST.toordinal() else None


def _checked_span(number: int, unit: str, text: str) -> Span:
    in_days = number * {"d": 1, "w": 7, "m": 30, "y": 365}[unit]
    if not 1 <= in_days <= _MOST_YEARS * 365:
        message = f"{_quoted(text)} is outside what can be planned for: 1 day to 100 years."
        raise BadValue(message, code="span-range", typed=text, instead=("1d" if not number else "100y",))
    months = number * {"m": 1, "y": 12}.get(unit, 0)
    return Span(months, 0 if months else in_days, unit)


def _relative(words: str, today: date, text: str) -> TypedDate | None:
    """Return the day words such as tomorrow, in 6 months or +180d mean, None when they mean none."""
    found = re.fullmatch(r"(?:in |через |\+ ?)?([0-9]+ ?([^\W\d_]+)\.?)", words)
    try:
        if words in _NEAR_DAYS:
            day: date | None = today + timedelta(days=_NEAR_DAYS[words])
        elif found and found[2] in _SPAN_UNITS:
            day = _moved(today, parse_span(found[1]))
        else:
            return None
    except BadValue as refusal:
        is_now = found is not None and found[1].startswith("0")
        raise BadValue(str(refusal), code="date-range", typed=text, instead=("today",) * is_now) from None
    if day is None or not EARLIEST <= day <= LATEST:
        raise BadValue(f"{_quoted(text)} is outside 2000 to 2100.", code="date-range", typed=text)
    return TypedDate(day)


def _absolute(words: str, typed: _Typed) -> TypedDate:
    """Return the date words say by themselves, whatever the day is today."""
    if len(words) <= _LONGEST:
        if found := re.fullmatch(r"([0-9]{4})(?:[-./]([0-9]{1,2})(?:[-./]([0-9]{1,2}))?)?", words):
            year, month, day = (int(number) if number else None for number in found.groups())
            return _dated(year or 0, month, day, typed)
        if found := re.fullmatch(r"([0-9]{1,2})[-./]([0-9]{4})", words):
            return _dated(int(found[2]), int(found[1]), None, typed)
        if found := re.fullmatch(r"([0-9]{1,2})([-./]) ?([0-9]{1,2})\2 ?([0-9]{4})", words):
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            return _dated(year, second, first, typed) if found[2] == "." else _slashed(first, second, year, typed)
        if named := _named(words):
            return _dated(*named, typed)
    raise _unreadable(words, typed.text, typed.today)


def _slashed(first: int, second: int, year: int, typed: _Typed) -> TypedDate:
    """Return the one date two numbers and a year can mean."""
    ambiguous = 0 < first <= _MONTHS_A_YEAR >= second > 0 and first != second
    if ambiguous and typed.order not in {"dmy", "mdy"}:
        instead = _to_come((*_readings(year, second, first), *_readings(year, first, second)), typed.today)
        message = f"{typed.text.strip()} can be {first} {_month_name(second)} or {second} {_month_name(first)}."
        raise BadValue(message, code="date-ambiguous", typed=typed.text, instead=instead)
    month_first = typed.order == "mdy" if ambiguous else second > _MONTHS_A_YEAR >= first
    return _dated(year, first, second, typed) if month_first else _dated(year, second, first, typed)


def _month_name(month: int) -> str:
    return MONTH_NAMES[month - 1].partition(" ")[0].capitalize()


def _named(words: str) -> tuple[int, int, int | None] | None:
    """Return year, month and day of a date with the month in letters."""
    if not re.fullmatch(r"[\w\s.,/-]+", words):
        return None
    tokens = [token for token in re.findall(r"[0-9]+|[^\W\d_]+", words) if token not in {"st", "nd", "rd", "th", "р"}]  # noqa: RUF001
    months = [_MONTHS[token] for token in tokens if token in _MONTHS]
    numbers = [token for token in tokens if token.isdecimal()]
    years = [int(number) for number in numbers if len(number) == _YEAR_DIGITS]
    days = [int(number) for number in numbers if len(number) < _YEAR_DIGITS - 1]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(tokens) != 2 + len(days):
        return None
    return years[0], months[0], days[0] if days else None


def _dated(year: int, month: int | None, day: int | None, typed: _Typed) -> TypedDate:
    """Return the date of these numbers, or refuse what no calendar has."""
    if not EARLIEST.year <= year <= LATEST.year:
        raise _wrong_year(year, month, day, typed)
    if month is None:
        return TypedDate(date(year, 12, 31), "year")
    if not 1 <= month <= _MONTHS_A_YEAR:
        instead = tuple(_readings(year, day, month if day else None))
        raise BadValue(f"month {month} does not exist.", code="date-impossible", typed=typed.text, instead=instead)
    last = last_of_month(year, month)
    if day is None:
        return TypedDate(last, "month")
    if not 1 <= day <= last.day:
        message = f"{last:%B %Y} has {last.day} days."
        raise BadValue(message, code="date-impossible", typed=typed.text, instead=(str(last),))
    return TypedDate(date(year, month, day))


def _wrong_year(year: int, month: int | None, day: int | None, typed: _Typed) -> BadValue:
    """Return the refusal of a year, with the one it was when two digits were exchanged or a century slipped."""
    digits = f"{year:04}"
    swapped = [digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(3)]
    nearest = range(typed.today.year - 1, typed.today.year + _FAR_YEARS + 1) if typed.today else range(2000, 2101)
    slipped = [f"20{digits[2:]}"] if typed.today else []
    meant = next((int(near) for near in (*swapped, *slipped) if int(near) in nearest), None)
    instead = tuple(_readings(meant, month, day)) if meant else ()
    message = f"the year {year} is outside 2000 to 2100{f'; did you mean {meant}?' if meant else '.'}"
    return BadValue(message, code="date-range", typed=typed.text, instead=instead)


def _unreadable(words: str, text: str, today: date | None) -> BadValue:
    """Return the refusal of a text that is no whole date, with the dates it was probably meant to be."""
    if found := re.fullmatch(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{2})", words):
        first, second, third = int(found[1]), int(found[3]), int(found[4])
        day_first, month_first, year_first = (third, second, first), (third, first, second), (first, second, third)
        orders = {".": (day_first,), "/": (day_first, month_first), "-": (year_first, day_first)}[found[2]]
        instead = _to_come([iso for year, month, day in orders for iso in _readings(2000 + year, month, day)], today)
        message = f"{text.strip()} needs all four digits of its year."
        return BadValue(message, code="date-short", typed=text, instead=instead)
    if (found := re.fullmatch(r"([0-9]{1,2})[-./]([0-9]{2})", words)) and 1 <= int(found[1]) <= _MONTHS_A_YEAR:
        month = last_of_month(2000 + int(found[2]), int(found[1]))
        message = f"{text.strip()}: {month:%B %Y}? Write {month:%Y-%m}."
        return BadValue(message, code="date-short", typed=text, instead=(f"{month:%Y-%m}",))
    instead = tuple(_suggested(words)) if len(words) <= _LONGEST else ()
    hint = f"did you mean {instead[0]}?" if instead else "write it like 2027-05-31, 31.05.2027 or 2027-05."
    return BadValue(f"{_quoted(text)} is not a date; {hint}", code="date-unreadable", typed=text, instead=instead)


def _suggested(words: str) -> Iterator[str]:
    """Yield the date that eight digits or a misspelt or short one of words was probably meant to be."""
    if found := re.fullmatch(r"(20[0-9]{2})([01][0-9])([0-3][0-9])", words):
        yield from _readings(int(found[1]), int(found[2]), int(found[3]))
    if near := _closest(words, _NEAR_DAYS, cutoff=0.8):
        yield near
    for word in re.findall(r"[^\W\d_]{3,}", words):
        known = _closest(word, _MONTHS)
        named = _named(re.sub(r"\b([0-9]{2})$", r"20\1", words.replace(word, known))) if known else None
        if named:
            yield from _readings(*named)


def _to_come(readings: Iterable[str], today: date | None) -> tuple[str, ...]:
    """Return dates, those that are past behind the others: they are less likely to be meant."""
    return tuple(sorted(readings, key=lambda iso: today is not None and iso < str(today)))


def _readings(year: int, month: int | None, day: int | None) -> Iterator[str]:
    """Yield the date as a kit keeps it when the calendar has it."""
    if not EARLIEST.year <= year <= LATEST.year or not 1 <= (month or 1) <= _MONTHS_A_YEAR:
        return
    if day is None:
        yield f"{year}-{month:02}" if month else f"{year}"
    elif month and 1 <= day <= last_of_month(year, month).day:
        yield f"{year}-{month:02}-{day:02}"


def _closest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    import difflib  # noqa: PLC0415 - costs 2 ms, and only a misspelt word needs it

    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff)), None)


def _quoted(text: str) -> str:
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[: _LONGEST - 3]}..."'
