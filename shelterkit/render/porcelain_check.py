"""What `check` says to programs: a JSON document, and the one line that monitors read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shelterkit.reminders.reminder import CLOCK, EXPIRED, LOW, NO_ENERGY, NONE, REFILL, ROTATE, SOON, STALE, UNUSED
from shelterkit.reminders.thresholds import whole_days
from shelterkit.render.porcelain import number
from shelterkit.report.reminders import sentence, span_words
from shelterkit.report.wording import NEED_NAMES, count_words, days_words
from shelterkit.report.wording import whole_days as whole_days_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from shelterkit.assessment.assess import Line
    from shelterkit.reminders.remind import Check
    from shelterkit.reminders.reminder import Reminder
    from shelterkit.reminders.thresholds import Thresholds

_DATED = (EXPIRED, SOON, UNUSED)
_LABELS = {
    "drinking-water": "water_l",
    "technical-water": "technical_water_l",
    "food": "food_kcal",
    "infant-food": "infant_food_days",
    "dog-food": "dog_food_days",
    "cat-food": "cat_food_days",
}
_PLACES = Decimal("0.001")


def check_json(check: Check, *, redact: bool = False) -> dict[str, Any]:
    """Return the verdict and what needs attention, the most urgent first; redacted without a name in it."""
    found = check.verdict
    return {
        "schema": "shelterkit.check/1",
        "today": str(check.assessment.on),
        "state": found.word.lower(),
        "exit": found.code,
        "problems": [_problem_json(one, check, redact=redact) for one in check.reminders],
    }


def check_rows(check: Check, *, redact: bool = False) -> list[list[str | None]]:
    """Return a line per thing that needs attention: code severity need item days and the sentence."""
    problems = [_problem_json(one, check, redact=redact) for one in check.reminders]
    return [
        [None if one[key] is None else str(one[key]) for key in ("code", "severity", "need", "item", "days", "message")]
        for one in problems
    ]


def _problem_json(reminder: Reminder, check: Check, *, redact: bool) -> dict[str, Any]:
    item, line, day = reminder.item, reminder.line, reminder.day
    return {
        "code": reminder.code,
        "severity": reminder.severity,
        "need": reminder.need,
        "item": item.id if item else None,
        "days": _number(reminder.days),
        "target_days": reminder.target_days,
        "best_before": _day(day) if reminder.code in _DATED else None,
        "until": _day(reminder.until),
        "order_by": _day(reminder.order_by),
        "medicine": None if redact else reminder.medicine,
        "people": None if redact else list(reminder.people),
        "state": line.state if line else None,
        "have": number(line.have) if line else None,
        "short": number(line.short) if line else None,
        "unit": reminder.unit,
        "wasted": _number(reminder.wasted),
        "replace_by": _day(day) if reminder.code == ROTATE else None,
        "since": _day(day) if reminder.code in (STALE, CLOCK) else None,
        "items": sorted(one.id for one in reminder.items) if reminder.code == NO_ENERGY else None,
        "message": _message(reminder, check, redact=redact),
    }


def _message(reminder: Reminder, check: Check, *, redact: bool) -> str:
    if not redact:
        return sentence(reminder, check)
    from shelterkit.report.redacted import redacted  # noqa: PLC0415 - only where names are left out

    return redacted((reminder,), check)


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else number(value)


def _day(day: date | None) -> str | None:
    return str(day) if day else None


def nagios_line(check: Check) -> str:
    """Return a line of a monitoring plugin: the verdict, fixed words, and the needs asked about as measured values.

    No name is in it, so nothing in a kit can break the line or be read by whoever sees the monitor. A value and its
    limits are rounded down alike; what decides is the exit code, which is judged on exact amounts.
    """
    measured = " ".join(_measured(check.lines, check.thresholds))
    return f"{check.verdict.word} - {_summary(check)}{f' | {measured}' if measured else ''}"


def _summary(check: Check) -> str:
    if not check.reminders:
        weakest = check.assessment._replace(lines=check.lines).weakest
        return _lasts(weakest) if weakest else "nothing is needed"
    first = check.reminders[0]
    same = sum(1 for one in check.reminders if _counted_with(one) == _counted_with(first))
    more = len(check.reminders) - same
    return f"{_first_words(first, same, check)}{f', and {more} more' if more else ''}"


def _counted_with(reminder: Reminder) -> tuple[str, str | None]:
    """Return what reminders have in common that are counted together: items of one code, medicines used up."""
    counts = reminder.code in (EXPIRED, SOON, UNUSED, ROTATE) or reminder.need == "medication"
    return reminder.code, None if counts else reminder.need


def _first_words(first: Reminder, count: int, check: Check) -> str:
    """Return the most urgent thing in words that are the same for every kit."""
    if first.line and first.code == LOW:
        return _lasts(first.line)
    if first.line and first.code == REFILL:
        # Long enough for the plan and still too short to order anew: the plan's days would say the opposite.
        return f"medication lasts {days_words(first.line.days)}"
    if first.code == NONE:
        used_up = f"{count_words(count, 'medication')} used up"
        return used_up if first.need == "medication" else f"no {NEED_NAMES[first.need or 'food'].lower()}"
    words = {
        EXPIRED: f"{count_words(count, 'item')} expired",
        SOON: f"{count_words(count, 'item')} near the last day (within {span_words(check.thresholds.within)})",
        UNUSED: f"{count_words(count, 'medication')} going off before use",
        ROTATE: f"{count_words(count, 'item')} of water to replace",
        NO_ENERGY: f"{count_words(len(first.items), 'food item')} of unknown worth",
        STALE: f"the kit was not looked at since {first.day}",
        CLOCK: "the clock looks wrong",
    }
    return words[first.code]


def _lasts(line: Line) -> str:
    name, days, target = NEED_NAMES[line.need.kind].lower(), _value(line.days), line.target.days
    return f"{name} lasts {days} of {whole_days_words(target)}" if target else f"{name} lasts {days_words(line.days)}"


def _measured(lines: tuple[Line, ...], thresholds: Thresholds) -> Iterator[str]:
    """Yield each need as label=value;warning;critical;least, of all medicines the one that runs out first."""
    for line in lines:
        kind, target = line.need.kind, line.target.days
        if kind in ("drinking-water", "technical-water", "food"):
            few = line.demand_per_day * whole_days(thresholds.water_critical) if kind == "drinking-water" else None
            yield _perfdata(_LABELS[kind], line.have, line.target_amount if target else None, few)
        elif kind != "medication":
            yield _perfdata(_LABELS[kind], line.days, Decimal(target) if target else None, None)
    medicines = [line for line in lines if line.need.kind == "medication"]
    if medicines:
        shortest = min(medicines, key=lambda line: line.covered / line.per_day)
        enough = max(shortest.target.days or 0, whole_days(thresholds.medication_warning))
        few = Decimal(whole_days(thresholds.medication_critical))
        yield _perfdata("medication_days", shortest.days, Decimal(enough), few)


def _perfdata(label: str, value: Decimal, warning: Decimal | None, critical: Decimal | None) -> str:
    limits = ";".join("" if limit is None else f"{_value(limit)}:" for limit in (warning, critical))
    return f"{label}={_value(value)};{limits};0"


def _value(value: Decimal) -> str:
    """Return a plain number, rounded down to three decimals: never 1e3, never a group of thousands."""
    text = f"{value.quantize(_PLACES, rounding='ROUND_DOWN'):f}"
    return text.rstrip("0").rstrip(".")
