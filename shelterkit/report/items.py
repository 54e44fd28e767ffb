"""What `list`, `show` and `expires` say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from shelterkit.inventory.items import first_to_expire
from shelterkit.quantities.amounts import show_amount
from shelterkit.report.document import ALARM, PLAIN, WARNING, Document, Paragraph, Row, Table, Verbatim, document
from shelterkit.report.wording import (
    amount_words,
    away_words,
    count_words,
    dose_words,
    energy_words,
    good_to_words,
    kept_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from shelterkit.household import Regimen
    from shelterkit.inventory.items import Item
    from shelterkit.report.document import Block

_SOON_DAYS = 30
KIND_NAMES = {"water": "water", "food": "food", "med": "medicine", "other": "other"}


def tone_of(item: Item, on: date) -> str:
    """Return how urgent an item's date is."""
    last = item.last_usable
    if last is None or item.amount.is_zero:
        return PLAIN
    if last < on:
        return ALARM
    return WARNING if last <= on + timedelta(_SOON_DAYS) else PLAIN


def list_document(items: Sequence[Item], *, on: date, narrowed: bool) -> Document:
    """Return the list of items."""
    if not items:
        nothing = "Nothing in the kit fits that." if narrowed else "The kit is empty."
        return document(nothing, None if narrowed else Verbatim("Try:  shelterkit add water 6x1.5L -b 2027-05"))
    rows = tuple(_list_row(item, on) for item in items)
    return document(Table(("Id", "Item", "Amount", "Best before", "Where"), rows, wraps=1, toned=3))


def _list_row(item: Item, on: date) -> Row:
    last = item.last_usable
    dated = f"{last} EXPIRED" if last and last < on else str(last or "")
    details = [_amount(item), item.where]
    stacked = (
        f"{item.id} {item.name}",
        ", ".join(part for part in details if part),
        *((good_to_words(item, on) or "",) if last else ()),
    )
    return Row((item.id, item.name, _amount(item), dated, item.where or ""), stacked, tone=tone_of(item, on))


def _amount(item: Item) -> str:
    return "none" if item.amount.is_zero else show_amount(item.amount)


def expires_document(items: Sequence[Item], undated: Sequence[Item], *, on: date, within: str, later: int) -> Document:
    """Return what goes off when: soonest first, the expired named as such; `later` items go off after the time."""
    note = (*_undated(undated), *_later(later))
    if not items:
        return document(f"Nothing in the kit goes off within {within}.", note)
    headers = ("Best before", "In", "Id", "Item", "Amount", "Where")
    rows = tuple(_expires_row(item, on) for item in sorted(items, key=first_to_expire))
    return document(Table(headers, rows, wraps=3, toned=1), note)


def _expires_row(item: Item, on: date) -> Row:
    last = item.last_usable or on
    distance = "EXPIRED" if last < on else away_words(last, on)
    cells = (str(last), distance, item.id, item.name, _amount(item), item.where or "")
    place = ", ".join(part for part in (_amount(item), item.where) if part)
    return Row(cells, (f"{item.id} {item.name}", place, good_to_words(item, on) or ""), tone=tone_of(item, on))


def _later(count: int) -> tuple[Block, ...]:
    return (Paragraph(f"Later: {count_words(count, 'item')}.   shelterkit expires --all"),) if count else ()


def _undated(items: Sequence[Item]) -> tuple[Block, ...]:
    if not items:
        return ()
    named = ", ".join(f"{item.id} {item.name}" for item in items)
    return (Paragraph(f"Not listed: {count_words(len(items), 'item')} without a date ({named}).", hang=2),)


def show_document(item: Item, regimens: Sequence[Regimen], *, on: date) -> Document:
    """Return everything the kit knows about one item, one fact a line."""
    facts = (
        ("Kind", KIND_NAMES[item.kind] + (", technical: not for drinking" if item.technical else "")),
        ("Amount", "none" if item.amount.is_zero else amount_words(item)),
        ("Use by" if item.use_by else "Best before", _dated(item, on)),
        ("Where", item.where),
        ("Kept", kept_words(item)),
        ("Energy", energy_words(item)),
        ("Needs", item.needs),
        ("Lasts", _lasts(item)),
        ("Eaten by", item.eaten_by if item.kind == "food" else None),
        ("Kept for", item.person),
        *((f"{one.person or 'Somebody'} takes", dose_words(one)) for one in regimens),
        ("Note", item.note),
        ("Added", str(item.added) if item.added else None),
        ("Opened", str(item.opened) if item.opened else None),
    )
    rows = tuple(Row((name, value), (f"{name}: {value}",)) for name, value in facts if value)
    return document(f"{item.id}  {item.name}", Table((), rows, wraps=1, indent=2))


def _dated(item: Item, on: date) -> str:
    words = good_to_words(item, on)
    if words is None:
        return "no date"
    expired = item.last_usable is not None and item.last_usable < on
    dated = words.removeprefix("use by ").removeprefix("best before ")
    return f"{dated}, EXPIRED: it counts as nothing" if expired else dated


def _lasts(item: Item) -> str | None:
    if item.lasts is None:
        return None
    per = f" for {show_amount(item.lasts.per)}" if item.lasts.per else ""
    days = item.lasts.whole_days
    return f"{days} {'day' if days == 1 else 'days'} for one eater{per}"
