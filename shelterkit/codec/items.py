"""An item read from its table, and written into one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from shelterkit.calendar_dates import parse_span, parse_stored_date
from shelterkit.codec.kit import ITEM
from shelterkit.codec.tables import NEEDED, Table, require
from shelterkit.errors import BadValue
from shelterkit.inventory.items import EATERS, KEPT, KINDS, PREFIXES, Item, Lasting, checked
from shelterkit.quantities.amounts import parse_amount
from shelterkit.quantities.energy import parse_energy
from shelterkit.quantities.numbers import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from shelterkit.errors import Problem

_REQUIRED = ("id", "kind", "name", "amount")
_REQUIRED_SET = frozenset(_REQUIRED)
_TWICE_SAID = (("best_before", "use_by"), ("kcal", "kj"))
_MOST_ID = 10**9
ID_MISSING = "id is missing here"


def read_item(table: Table) -> Item | None:
    """Return the item a table describes; None where it has mistakes, which are noted in the table."""
    values = table.values
    before = len(table.problems)
    if not values.keys() >= _REQUIRED_SET:
        require(table, _REQUIRED, ITEM)
    for one, other in _TWICE_SAID:
        if one in values and other in values:
            table.wrong(other, f"{one} says this already; keep one of the two")
    fields: dict[str, Any] = {}
    for key, value in values.items():
        known = _READERS.get(key)
        if known and (value != "" or key in NEEDED):
            try:
                fields[known[0]] = known[1](value)
            except BadValue as refusal:
                table.wrong(key, str(refusal))
            except (TypeError, AttributeError):
                table.wrong(key, f"{key} must be text in quotes")
    if len(table.problems) > before:
        return None
    try:
        return checked(Item(**fields, use_by="use_by" in values))
    except BadValue as refusal:
        table.wrong(_FIELD_OF.get(refusal.code, "amount"), str(refusal))
        return None


def parse_lasting(text: str) -> Lasting:
    """Read how long an item feeds one eater: "30d" for all of it, "30d/12 cans" for so much of it."""
    days, slash, per = text.partition("/")
    return Lasting(parse_span(days), parse_amount(per) if slash else None)


def _id(text: str) -> str:
    digits = text.lstrip("abcdefghijklmnopqrstuvwxyz")
    if digits and digits != text and digits.isascii() and digits.isdigit() and len(digits) < len(str(_MOST_ID)):
        return text
    raise BadValue(f"{quoted(text)} is not an id; ids look like w1, f2, m1 or o3", code="id")


def _kind(text: str) -> str:
    if text in KINDS:
        return text
    raise BadValue(f"kind must be water, food, med or other, not {quoted(text)}", code="kind")


def _eater(text: str) -> str:
    if text in EATERS:
        return text
    raise BadValue(f"eaten_by must be people, infant, dog or cat, not {quoted(text)}", code="eater")


def _kept(text: str) -> str:
    if text in KEPT:
        return text
    raise BadValue(f"kept must be shelf, fridge or freezer, not {quoted(text)}", code="kept")


def _text(value: Any) -> str:
    if type(value) is str and value.strip():
        return value
    raise TypeError


def _needs(value: Any) -> str | None:
    """Return what shelterkit wrote; what somebody else noted there is kept as it is, and not understood."""
    return value if type(value) is str and value.strip() else None


def _flag(value: Any) -> bool:
    if type(value) is bool:
        return value
    raise BadValue("this must be true or false", code="flag")


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    raise BadValue("this must be a date like 2027-05-31", code="date-unreadable")


_READERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "id": ("id", _id),
    "kind": ("kind", _kind),
    "name": ("name", _text),
    "amount": ("amount", parse_amount),
    "best_before": ("good_to", parse_stored_date),
    "use_by": ("good_to", parse_stored_date),
    "where": ("where", _text),
    "note": ("note", _text),
    "added": ("added", _day),
    "opened": ("opened", _day),
    "keeps": ("keeps", parse_span),
    "kcal": ("energy", parse_energy),
    "kj": ("energy", lambda text: parse_energy(text, kj=True)),
    "lasts": ("lasts", parse_lasting),
    "eaten_by": ("eaten_by", _eater),
    "technical": ("technical", _flag),
    "person": ("person", _text),
    "kept": ("kept", _kept),
    "ref": ("ref", _text),
    "kcal_source": ("kcal_source", _text),
    "needs": ("needs", _needs),
}
_FIELD_OF = {"option-kind": "kind", "energy-unit": "kcal", "name-missing": "name"}


def with_free_ids(problems: list[Problem], document: dict[str, Any]) -> list[Problem]:
    """Return the mistakes of items, those about an id that is missing with one that is free in the kit."""
    tables, noted = document["item"], document.get("next_id")
    given: dict[str, int] = {}
    told = []
    for problem in problems:
        table = tables[problem.path[1]] if problem.message == ID_MISSING else None
        kind = table.get("kind") if isinstance(table, dict) else None
        if kind in PREFIXES:
            given[kind] = max(given.get(kind, 0) + 1, _free_number(tables, kind, noted))
            free = f"{PREFIXES[kind]}{given[kind]}"
            problem = problem._replace(message=f'{ID_MISSING}; write id = "{free}"')  # noqa: PLW2901 - the same mistake
        told.append(problem)
    return told


def _free_number(tables: list[Any], kind: str, noted: Any) -> int:
    ids = [str(table.get("id", "")) for table in tables if isinstance(table, dict)]
    numbers = [key.removeprefix(PREFIXES[kind]) for key in ids if key.startswith(PREFIXES[kind])]
    used = [int(number) + 1 for number in numbers if number.isascii() and number.isdigit()]
    mark = noted.get(kind) if isinstance(noted, dict) else None
    return max([1, *used, mark if type(mark) is int else 1])
