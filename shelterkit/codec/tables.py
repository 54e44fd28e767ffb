"""One table of a kit, read field by field; mistakes are collected, not raised."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from shelterkit.errors import BadValue, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")
NEEDED = ("name", "medicine", "id", "kind", "amount", "dose")


class Table:
    """One table of the document, read field by field; mistakes are collected, not raised."""

    __slots__ = ("path", "problems", "values")

    def __init__(self, values: Any, path: tuple[str | int, ...], problems: list[Problem]) -> None:
        self.values: dict[str, Any] = values if isinstance(values, dict) else {}
        self.path = path
        self.problems = problems
        if not isinstance(values, dict):
            problems.append(Problem(path, f"{path[-1]} must be a table"))

    def wrong(self, key: str, message: str) -> None:
        """Note a mistake of a field."""
        self.problems.append(Problem((*self.path, key), message))

    def text(self, key: str) -> str | None:
        """Return text, None where there is none."""
        value = self.values.get(key)
        if value is None or (type(value) is str and value.strip()):
            return value
        if type(value) is str and key not in NEEDED:
            return None  # What somebody emptied by hand is not there.
        self.wrong(key, f"{key} must be text in quotes")
        return None

    def flag(self, key: str) -> bool:
        """Return true or false, false where nothing is said."""
        value = self.values.get(key, False)
        if type(value) is not bool:
            self.wrong(key, f"{key} must be true or false")
        return value is True

    def number(self, key: str, most: int, least: int = 0) -> int | None:
        """Return a whole number within its limits, None where there is none."""
        value = self.values.get(key)
        if value is None or (type(value) is int and least <= value <= most):
            return value
        self.wrong(key, f"{key} must be a whole number from {least} to {most}")
        return None

    def day(self, key: str) -> date | None:
        """Return a date, None where there is none."""
        value = self.values.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.wrong(key, f"{key} must be a date like 2027-05-31")
        return None

    def read(self, key: str, reader: Callable[[Any], Value]) -> Value | None:
        """Read a value with one of the domain's parsers; its refusal becomes a mistake of this field."""
        value = self.values.get(key)
        if value is None:
            return None
        try:
            return reader(value)
        except BadValue as refusal:
            self.wrong(key, str(refusal))
        except (TypeError, AttributeError):
            self.wrong(key, f"{key} must be text in quotes")
        return None


def require(table: Table, required: tuple[str, ...], known: frozenset[str]) -> None:
    """Name each field that must be there and is not, or the unknown one that looks like it."""
    for key in required:
        if key in table.values:
            continue
        from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

        strange = [name for name in table.values if name not in known]
        close = get_close_matches(key, strange, n=1, cutoff=0.6)
        if close:
            table.wrong(close[0], f"unknown field; did you mean {key}?")
        else:
            table.problems.append(Problem(table.path, f"{key} is missing here"))
