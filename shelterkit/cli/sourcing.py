"""Words that ask where a number comes from, and the command that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.errors import BadValue, ShelterkitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.assessment.assess import Line
    from shelterkit.cli.request import Request

    Words = tuple[str, ...]

_ASKING = ("why", "explain", "source", "sources", "evidence", "reference", "references", "figures", "numbers", "origin")
_ENERGY = ("energy", "kcal", "calories")
_NEEDS = {"water": "drinking-water", "drinking": "drinking-water", "technical": "technical-water", "food": "food"}
_NEEDS |= {"med": "medication", "meds": "medication", "medicine": "medication", "medication": "medication"}
_NEEDS |= dict.fromkeys(_ENERGY, "food")


def sources_meant(request: Request, word: str, after: Sequence[str]) -> Words:
    """Return the command that shows whose figure a need's number is, or all figures; none where nobody asked."""
    if word.removeprefix("--") not in _ASKING:
        return ()
    words = [one.casefold() for one in after if one[:1] != "-"]
    kind = next((_NEEDS[one] for one in words if one in _NEEDS), "")
    lines = _lines(request)
    line = next((one for one in lines if one.need.kind == kind), None)
    if line and line.origins:
        return ("advisory", "show", line.origins[0].advisory)
    return ("household",) if lines else ("advisory", "list")


def advisory_meant(request: Request, word: str) -> str:
    """Return the advisory that a publisher or a part of an id names, the first of several; "" where none does."""
    from shelterkit.library import ENERGY  # noqa: PLC0415 - only for a refusal
    from shelterkit.services import advising  # noqa: PLC0415 - only for a refusal

    if word in _ENERGY:
        return ENERGY
    if word in _ASKING:
        lines = _lines(request)
        return lines[0].origins[0].advisory if lines and lines[0].origins else ENERGY
    desk = request.desk(needs_kit=False)
    try:
        found = advising.advisory_named(desk, word)
    except advising.AmbiguousAdvisoryError as several:
        return several.ids[0]
    return "" if found == word and found not in advising.known_ids(desk) else found


def _lines(request: Request) -> tuple[Line, ...]:
    """Return how each need stands; nothing where the kit cannot be read, which is another refusal's to say."""
    from shelterkit.services.looking import household  # noqa: PLC0415 - only for a refusal

    try:
        _, assessment = household(request.desk())
    except (ShelterkitError, BadValue, OSError):
        return ()
    return assessment.lines if assessment else ()
