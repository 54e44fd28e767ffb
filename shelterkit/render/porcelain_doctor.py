"""What doctor found, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.report.finding import FAIL, WARN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from shelterkit.report.doctor import Told


def doctor_json(
    told: Sequence[Told], today: date, *, file: str | None, fixed: Sequence[tuple[str, str]], saved: bool
) -> dict[str, Any]:
    """Return every finding, how many are warnings and errors, and what was mended."""
    return {
        "schema": "shelterkit.doctor/1",
        "today": str(today),
        "file": file,
        "saved": saved,
        "warnings": sum(one.severity == WARN for one in told),
        "errors": sum(one.severity == FAIL for one in told),
        "findings": [_finding(one) for one in told],
        "fixed": [{"code": code, "text": text} for code, text in fixed],
    }


def _finding(one: Told) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity.casefold(),
        "text": one.text,
        "details": list(one.details),
        "try": one.advice or None,
        "fixable": one.fixable,
    }


def doctor_rows(told: Sequence[Told]) -> list[list[str]]:
    """Return a line per finding: severity code text what-to-type; further lines of a finding follow its text."""
    return [[one.severity, one.code, "; ".join((one.text, *one.details)), one.advice] for one in told]
