"""The fields of a file of advice: what stands in each, and what is wrong with one."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from shelterkit.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Path = tuple[str | int, ...]
    Table = Mapping[str, Any]
    Kinds = dict[str, str | tuple[str, ...]]

TEXT, DAYS, DATE, YES_NO, WORDS, TABLES = "text", "days", "date", "yes or no", "words", "tables"
MOST_DAYS = 3650
_LONGEST_QUOTE, _CLOSE = 200, 0.6
_EXAMPLES = {"only": "infant", "thing": "torch"}


def closest(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean X?" for the known word most like another, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a refusal needs it, and status must start fast

    close = get_close_matches(word, known, 1, _CLOSE)
    return f"; did you mean {close[0]}?" if close else ""


def field_problems(table: Table, kinds: Kinds, required: Iterable[str], path: Path) -> Iterator[Problem]:
    """Yield what is wrong with the fields of a table: missing, unknown, or of another kind."""
    for key in required:
        if key not in table:
            yield Problem((*path, key), f"{key} is missing")
    for key, value in table.items():
        kind = kinds.get(key)
        if kind is None:
            yield Problem((*path, key), f"unknown field{closest(key, kinds)}")
        elif not _fits(value, kind):
            yield Problem((*path, key), _expected(key, value, kind))


def fitting(table: Table, kinds: Kinds) -> dict[str, Any]:
    """Return the fields that are known and of the right kind: one mistake is reported once."""
    return {key: value for key, value in table.items() if key in kinds and _fits(value, kinds[key])}


def citation_problems(written: Table, source: Table, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with the address and the words of a source; `source` has its fitting fields."""
    url = source.get("url", "https://-")
    if not re.fullmatch(r"https://[^\s/?#]+\S*", url) or not url.isprintable():
        yield Problem((*path, "url"), "url must begin with https:// and have no spaces")
    if "quote" not in written and "says" not in written:
        yield Problem((*path, "quote"), "a source needs quote (its words) or says (ours)")
    elif "quote" in written and "says" in written:
        yield Problem((*path, "says"), "a source has either quote or says, not both")
    if len(source.get("quote", "")) > _LONGEST_QUOTE:
        yield Problem((*path, "quote"), f"a quote has at most {_LONGEST_QUOTE} characters")


def _fits(value: Any, kind: str | tuple[str, ...]) -> bool:
    if isinstance(kind, tuple):
        return value in kind
    if kind == TEXT:
        return isinstance(value, str) and bool(value.strip())
    if kind == DAYS:
        return type(value) is int and 1 <= value <= MOST_DAYS
    if kind == DATE:
        return isinstance(value, date) and not isinstance(value, datetime)
    if kind == YES_NO:
        return isinstance(value, bool)
    each = str if kind == WORDS else dict
    return isinstance(value, list) and all(isinstance(one, each) for one in value) and (bool(value) or each is str)


def _expected(key: str, value: Any, kind: str | tuple[str, ...]) -> str:
    if isinstance(kind, tuple) and isinstance(value, str):
        choices = f"{', '.join(kind[:-1])} or {kind[-1]}"
        return f'unknown {key} "{value}"{closest(value, kind) or f"; it must be {choices}"}'
    return {
        DAYS: f"{key} must be a whole number from 1 to {MOST_DAYS}",
        DATE: f"{key} must be a date like 2026-11-23",
        YES_NO: f"{key} must be true or false",
        WORDS: f'{key} must be a list of words, like ["{_EXAMPLES.get(key, "amount")}"]',
        TABLES: f"{key} must be written as tables",
    }.get(str(kind), f"{key} must be text in quotes")
