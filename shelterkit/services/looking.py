"""Look at the kit: nothing here writes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.inventory.finding import find_item, fold
from shelterkit.inventory.items import first_to_expire, id_number
from shelterkit.services.kits import KitMistakeError, Opened, assess_kit, open_kit

if TYPE_CHECKING:
    from shelterkit.assessment.assess import Assessment
    from shelterkit.calendar_dates import Span
    from shelterkit.household import Regimen
    from shelterkit.inventory.items import Item
    from shelterkit.services.kits import Desk


class Listing(NamedTuple):
    """Items that were asked for."""

    opened: Opened
    items: tuple[Item, ...]


class Filter(NamedTuple):
    """Which items to list, and in which order."""

    kind: str | None = None
    where: str | None = None
    within: Span | None = None
    sort: str | None = None

    @property
    def narrows(self) -> bool:
        """Tell whether some items may be left out."""
        return any((self.kind, self.where, self.within))


_KIND_ORDER = {"water": 0, "food": 1, "med": 2, "other": 3}


def listing(desk: Desk, which: Filter, *, anyway: bool = False) -> Listing:
    """Return the items that pass a filter."""
    opened = open_kit(desk, anyway=anyway)
    items = [item for item in opened.kit.inventory.items if _passes(item, which, desk)]
    if which.sort == "name":
        items.sort(key=lambda item: fold(item.name))
    elif which.sort == "date":
        items.sort(key=first_to_expire)
    elif which.sort == "where":
        items.sort(key=lambda item: fold(item.where or "\uffff"))
    else:
        items.sort(key=lambda item: (_KIND_ORDER[item.kind], id_number(item.id)))
    return Listing(opened, tuple(items))


def _passes(item: Item, which: Filter, desk: Desk) -> bool:
    if which.kind and item.kind != which.kind:
        return False
    if which.where and fold(which.where) not in fold(item.where or ""):
        return False
    if which.within is None:
        return True
    last = item.last_usable
    return last is not None and last <= which.within.after(desk.today)


class Expiring(NamedTuple):
    """What goes off within a time, and what has no date."""

    opened: Opened
    items: tuple[Item, ...]
    undated: tuple[Item, ...]
    later: int = 0


def expiring(desk: Desk, within: Span | None) -> Expiring:
    """Return the items that go off within a span (None: all that ever do), the expired among them."""
    opened = open_kit(desk)
    stocked = [item for item in opened.kit.inventory.items if not item.amount.is_zero]
    by = within.after(desk.today) if within else date.max
    dated = tuple(item for item in stocked if item.last_usable and item.last_usable <= by)
    undated = tuple(item for item in stocked if not item.last_usable)
    later = len(stocked) - len(dated) - len(undated)
    return Expiring(opened, tuple(sorted(dated, key=first_to_expire)), undated, later)


class Shown(NamedTuple):
    """One item with the regimens of the medicine it is."""

    opened: Opened
    item: Item
    regimens: tuple[Regimen, ...]


def one_item(desk: Desk, words: str) -> Shown:
    """Return everything about one item."""
    from shelterkit.household import medicine_key  # noqa: PLC0415

    opened = open_kit(desk)
    item = find_item(opened.kit.inventory, words)
    key = medicine_key(item.name)
    takes = opened.kit.household.regimens if item.kind == "med" else ()
    return Shown(opened, item, tuple(one for one in takes if medicine_key(one.medicine) == key))


def household(desk: Desk) -> tuple[Opened, Assessment | None]:
    """Return the kit and, where its advice can be had, the demand of a day."""
    opened = open_kit(desk)
    try:
        return opened, assess_kit(desk, opened.kit).assessment
    except KitMistakeError:
        return opened, None
