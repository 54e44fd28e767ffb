"""The limits at which `check` speaks: the [check] table of a kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.calendar_dates import Span, parse_span
from shelterkit.errors import BadValue, Problem, WrongFieldsError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Thresholds(NamedTuple):
    """How far ahead dates are looked at, and how few days of medicine and water are too few."""

    within: Span = Span(0, 30, "d")
    medication_warning: Span = Span(0, 14, "d")
    medication_critical: Span = Span(0, 3, "d")
    water_critical: Span = Span(0, 1, "d")


DEFAULTS = Thresholds()
KEYS = frozenset(Thresholds._fields)


def read_thresholds(table: Mapping[str, Any]) -> Thresholds:
    """Return the limits a [check] table sets, the usual ones for the rest; WrongFieldsError names every mistake.

    Keys that are not among KEYS are left alone: whoever keeps the kit's unknown fields keeps these, too.
    """
    if not isinstance(table, dict):
        raise WrongFieldsError((Problem(("check",), "check must be a table"),))
    found: dict[str, Span] = {}
    problems: list[Problem] = []
    for key in Thresholds._fields:
        value = table.get(key)
        try:
            if isinstance(value, str):
                found[key] = parse_span(value)
            elif value is not None:
                problems.append(Problem(("check", key), f'{key} must be text in quotes, like "30d"'))
        except BadValue as refusal:
            problems.append(Problem(("check", key), str(refusal)))
    if problems:
        raise WrongFieldsError(tuple(problems))
    return DEFAULTS._replace(**found)


def whole_days(span: Span) -> int:
    """Return the days of a span that supplies are measured with: a month as 30 of them and a year as 365."""
    years, months = divmod(span.months, 12)
    return years * 365 + months * 30 + span.days
