"""What a table does not give back as the kit has it, found by reading the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from shelterkit.errors import BadDataError
from shelterkit.interchange.cells import Calendar
from shelterkit.interchange.sheet import read_sheet
from shelterkit.interchange.shelving import items_of
from shelterkit.interchange.spreadsheet import Asked, read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from shelterkit.inventory.items import Item

WHOLE: Final = ("row",)
_NAME: Final = "table.csv"


class Otherwise(NamedTuple):
    """An item that comes back otherwise, and its fields that do; `WHOLE` where it does not come back at all."""

    item: Item
    fields: tuple[str, ...]


def read_back(items: Sequence[Item], table: str, today: date) -> tuple[Otherwise, ...]:
    """Return the items that are otherwise once the table written of them is read."""
    try:
        reading = read(read_sheet(table, _NAME), Asked(_NAME, Calendar(today)))
    except BadDataError:  # No table of that size is read.
        return tuple(Otherwise(item, WHOLE) for item in items)
    placed, _ = items_of(reading.drafts, None, today)
    back = {one.place: one.item for one in placed}
    told = (Otherwise(item, _fields(item, back.get(f"row {number}"))) for number, item in enumerate(items, 2))
    return tuple(one for one in told if one.fields)


def _fields(item: Item, back: Item | None) -> tuple[str, ...]:
    if back is None:
        return WHOLE
    # What has no day it was written down gets the day it is read.
    back = back if item.added else back._replace(added=None)
    return tuple(name for name in item._fields if getattr(item, name) != getattr(back, name))
