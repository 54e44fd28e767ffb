"""Homebox's inventory as it exports it: CSV or TSV with a heading HB.name, HB.quantity, HB.location and so on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from shelterkit.calendar_dates import parse_stored_date
from shelterkit.errors import BadValue
from shelterkit.interchange.drafts import Draft, Reading
from shelterkit.interchange.foreign_kinds import kind_said
from shelterkit.interchange.foreign_values import (
    NotAnItemError,
    amount_of,
    day_of,
    gathered,
    name_of,
    put_words,
    refuse_excess,
    stock_of,
    words_of,
)
from shelterkit.inventory.finding import fold
from shelterkit.quantities.amounts import Amount, parse_amount
from shelterkit.quantities.numbers import LARGEST, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shelterkit.interchange.sheet import Row, Sheet

PROGRAM: Final = "Homebox"
_FIELD: Final = "hb.field."
_YES: Final = frozenset(("true", "yes", "1", "t"))
_NO_ASSET: Final = "000-000"
_MOST_NAMED: Final = 6
# What people call their own fields, and what it is here.
_OWN_FIELDS: Final = {
    "best_before": "best before|best before date|bbd|bbe|expires|expiry|expiry date|expiration|expiration date|"
    "exp date|mhd|haltbar bis|mindesthaltbarkeitsdatum|придатний до|термін придатності",
    "use_by": "use by|use by date|zu verbrauchen bis|вжити до",
    "size": "size|package size|volume|weight|net weight|content|contents|inhalt|розмір|об'єм|вага",  # noqa: RUF001
    "unit": "unit|units|einheit|одиниця",
}
_OWN: Final = {fold(word): field for field, words in _OWN_FIELDS.items() for word in words.split("|")}
_READ: Final = frozenset(
    (
        *("hb.name", "hb.quantity", "hb.location", "hb.tags", "hb.labels", "hb.import_ref", "hb.asset_id"),
        *("hb.archived", "hb.sold_to", "hb.sold_date", "hb.sold_time", "hb.description", "hb.notes", "hb.url"),
    )
)
# What Homebox writes into a column nobody filled.
_NOTHING: Final = ((), ("",), ("0",), ("false",))


def recognises(header: Sequence[str]) -> bool:
    """Tell whether a header is Homebox's."""
    return "hb.name" in {heading.strip().casefold() for heading in header}


def read(sheet: Sheet, order: str | None = None) -> Reading:
    """Return what a Homebox export says is there; `order` is that of a date's numbers."""
    header = tuple(heading.strip() for heading in sheet.header)
    fields = tuple(_field(heading) for heading in header)
    entries = ((row.place, row) for row in sheet.rows)
    return gathered(PROGRAM, entries, partial(_draft, fields, order), _unread(header, fields, sheet.rows))


def _field(heading: str) -> str:
    """Return what a heading is called here; one of the user's own fields by what it means."""
    folded = heading.casefold()
    own = fold(" ".join(folded.removeprefix(_FIELD).split())) if folded.startswith(_FIELD) else ""
    return _OWN.get(own, folded)


def _cells(fields: Sequence[str], row: Row) -> dict[str, str]:
    """Return what a row says by field; where two columns mean one field, the first that says something."""
    cells: dict[str, str] = {}
    for field, cell in zip(fields, row.cells, strict=False):
        cells[field] = cells.get(field) or cell
    return cells


def _unread(header: Sequence[str], fields: Sequence[str], rows: Sequence[Row]) -> tuple[str, ...]:
    """Name the columns that say something which has no place in a kit."""
    known = _READ | _OWN_FIELDS.keys()
    strange = [at for at, field in enumerate(fields) if field and field not in known]
    told = [header[at] for at in strange if any(row.cells[at : at + 1] not in _NOTHING for row in rows)]
    if not told:
        return ()
    more = f" and {len(told) - _MOST_NAMED} more" if len(told) > _MOST_NAMED else ""
    return (f"Columns left out: {', '.join(quoted(one) for one in told[:_MOST_NAMED])}{more}.",)


def _draft(fields: Sequence[str], order: str | None, place: str, row: Row) -> Draft | str:
    refuse_excess(row, fields)
    cells = _cells(fields, row)
    name = name_of(cells.get("hb.name"))
    if cells.get("hb.archived", "").casefold() in _YES:
        return "archived in Homebox"
    if any(cells.get(f"hb.sold_{field}") for field in ("to", "date", "time")):
        return "sold, as Homebox says"
    if "/location/" in cells.get("hb.url", ""):
        return "a place and not a thing"
    notes: list[str] = []
    amount = _amount(cells, notes)
    if amount.is_zero:
        return "nothing of it is there"
    tags = (cells.get("hb.tags") or cells.get("hb.labels") or "").split(";")
    kind = kind_said(tags)
    table: dict[str, Any] = {"kind": kind} if kind else {}
    table.update(name=name, amount=amount.text)
    _put_day(table, cells, order)
    put_words(table, "where", cells.get("hb.location"), notes)
    texts = (words_of(cells.get(f"hb.{field}"), field).rstrip(".") for field in ("description", "notes"))
    put_words(table, "note", ". ".join(filter(None, texts)), notes)
    if ref := _ref(cells):
        table["ref"] = ref
    return Draft(place, table, tuple(notes))


def _put_day(table: dict[str, Any], cells: Mapping[str, str], order: str | None) -> None:
    dated = {field: day for field in ("use_by", "best_before") if (day := day_of(cells.get(field), order))}
    if dated:
        # Where both are given the earlier one is the safe one.
        first = min(dated, key=lambda field: parse_stored_date(dated[field]).day)
        table[first] = dated[first]


def _ref(cells: Mapping[str, str]) -> str | None:
    """Return who an item is in Homebox: its import reference, else its asset number."""
    if ref := cells.get("hb.import_ref"):
        return f"homebox:{ref}"
    asset = cells.get("hb.asset_id")
    return f"homebox:asset:{asset}" if asset and asset != _NO_ASSET else None


def _amount(cells: Mapping[str, str], notes: list[str]) -> Amount:
    """Return how many there are, each of its size where a field says one."""
    if not cells.get("hb.quantity"):
        raise NotAnItemError("it says no quantity")
    number = stock_of(cells["hb.quantity"], "quantity")
    counted = amount_of(number, cells.get("unit", ""), notes)
    text = cells.get("size")
    if not text:
        return counted
    try:
        size = parse_amount(text)
    except BadValue:
        size = None
    whole = number == number.to_integral_value()
    if size is None or size.count is not None or size.is_zero or size.unit.dimension == "pieces" or not whole:
        notes.append(f"its size {quoted(text)} is left out")
        return counted
    if number * size.size > LARGEST:
        raise NotAnItemError("it is more than a kit holds: 1 000 000 of a unit")
    return size if number == 1 else Amount(number, size.size, size.unit)
