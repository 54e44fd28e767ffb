"""A whole kit as JSON, and the rows of its items; and a kit out of such JSON again."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shelterkit.codec.characters import hostile_characters
from shelterkit.errors import BadDataError
from shelterkit.interchange.columns import FIELDS
from shelterkit.interchange.drafts import RowProblem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SCHEMA = "shelterkit.export/1"
# Where a kit file has a date as such.
_DATES = {"": ("saved", "counted"), "person": ("born",), "item": ("opened", "added", "best_before", "use_by")}


def exported(document: dict[str, Any], *, made: date) -> dict[str, Any]:
    """Return a kit's document as JSON has it, dates as text, every unknown field with it."""
    return {"schema": SCHEMA, "made": str(made), "kit": _plain(document)}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    # JSON has no number for them; only a field nobody knows can hold one.
    is_number = not isinstance(value, float) or value - value == 0
    return value if is_number else str(value)


def item_rows(document: dict[str, Any]) -> list[list[str]]:
    """Return a row an item under the names of its fields, each value as the kit file has it."""
    tables = [table for table in document.get("item", []) if isinstance(table, dict)]
    return [list(FIELDS), *([_cell(field, table.get(field)) for field in FIELDS] for table in tables)]


def _cell(field: str, value: Any) -> str:
    if field == "needs" and not isinstance(value, str):
        return ""  # Somebody else's note under that name, which is no text.
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)


def is_ours(document: Any) -> bool:
    """Tell whether JSON is of shelterkit itself."""
    return isinstance(document, dict) and str(document.get("schema", "")).startswith("shelterkit.")


def kit_document(document: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the kit's document in an export; BadDataError where the JSON is another answer, or newer."""
    schema, _, version = str(document["schema"]).partition("/")
    ours, _, known = SCHEMA.partition("/")
    if schema != ours:
        message = f"{name} is an answer of shelterkit ({schema.removeprefix('shelterkit.')}), not an export"
        raise BadDataError(message, code="import-unknown", file=name, advice="shelterkit export -o kit.json")
    if version != known:
        message = f"{name} was exported by a newer shelterkit ({schema}/{version})"
        raise BadDataError(message, code="import-newer", file=name, advice="pipx upgrade shelterkit")
    kit = document.get("kit")
    if not isinstance(kit, dict):
        message, advice = f"{name} is an export without a kit in it", "shelterkit import --help"
        raise BadDataError(message, code="import-unreadable", file=name, advice=advice)
    made = {key: _numbers(value) for key, value in kit.items()}
    for key in _DATES[""]:
        _make_day(made, key)
    for table_name in ("person", "item"):
        for table in _tables(made.get(table_name)):
            for key in _DATES[table_name]:
                _make_day(table, key)
    return made


def _tables(value: Any) -> Sequence[dict[str, Any]]:
    return [table for table in value if isinstance(table, dict)] if isinstance(value, list) else []


def _numbers(value: Any) -> Any:
    """Return a value with the numbers a kit file would have."""
    if isinstance(value, dict):
        return {key: _numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_numbers(inner) for inner in value]
    return float(value) if isinstance(value, Decimal) else value


def _make_day(table: dict[str, Any], key: str) -> None:
    """Make a date of a text that is one; any other is refused with the kit's other mistakes."""
    value = table.get(key)
    if isinstance(value, str):
        try:
            table[key] = date.fromisoformat(value)
        except ValueError:
            return


def pruned(document: dict[str, Any]) -> tuple[dict[str, Any], tuple[RowProblem, ...]]:
    """Return a kit's document without the tables and fields that have characters a terminal obeys, and which went."""
    gone = {path[:2]: char for path, char in hostile_characters(document)}
    if not gone:
        return document, ()
    problems: list[RowProblem] = []
    kept = {
        key: _without(value, {path[1] for path in gone if path[0] == key and len(path) > 1})
        for key, value in document.items()
    }
    for path, char in gone.items():
        place = " ".join(str(part + 1 if isinstance(part, int) else part) for part in path)
        if len(path) == 1:
            del kept[str(path[0])]
        problems.append(RowProblem(place, f"it has a character that is no text (U+{ord(char):04X})"))
    return kept, tuple(problems)


def _without(value: Any, places: Collection[str | int]) -> Any:
    if isinstance(value, dict):
        return {key: inner for key, inner in value.items() if key not in places}
    if isinstance(value, list):
        return [inner for number, inner in enumerate(value) if number not in places]
    return value
