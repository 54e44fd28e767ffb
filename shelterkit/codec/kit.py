"""What one kit file says, and the names of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.household import PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from shelterkit.household import Contact, Household, Plan
    from shelterkit.inventory.items import Inventory

FORMAT = 1
TRIMESTERS = 3  # and what a pregnancy counts as when nobody says which
HEADER = "# shelterkit kit. You may edit this file; then run `shelterkit status` to see whether it still reads.\n"
_TABLES = ("plan", "household", "person", "regimen", "contact", "item", "next_id", "check")
TOP = frozenset(("format", "saved", "counted", "uuid", "shared", *_TABLES))
PLAN = frozenset(("advisory", "days", "hot", *PLACES, "bags", "cooks_without_power"))
PERSON = frozenset(("name", "born", "sex", "pregnant", "breastfeeding"))
REGIMEN = frozenset(("person", "medicine", "dose", "per"))
CONTACT = frozenset(("name", "phone", "note"))
_BASE = ("id", "kind", "name", "amount", "best_before", "use_by", "where", "note", "added", "opened", "keeps")
_OF_KIND = ("kcal", "kj", "lasts", "eaten_by", "technical", "person", "kcal_source", "kept", "needs", "ref")
ITEM = frozenset((*_BASE, *_OF_KIND))


class Kit(NamedTuple):
    """Everything one kit file says.

    `unknown` are the paths of fields that are kept but not understood, `counted` is the day of the last stock-take,
    `check` are the limits of `check` as they are written, `shared` lets the group of the file use it too.
    """

    plan: Plan
    household: Household
    inventory: Inventory
    uuid: str | None = None
    saved: date | None = None
    unknown: tuple[tuple[str | int, ...], ...] = ()
    contacts: tuple[Contact, ...] = ()
    counted: date | None = None
    check: Mapping[str, Any] = {}
    shared: bool = False
