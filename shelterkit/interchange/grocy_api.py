"""Grocy's stock as its interface answers: the JSON of /api/stock and /api/stock/products/ID."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from shelterkit.interchange.drafts import Draft, Reading
from shelterkit.interchange.foreign_values import (
    EACH,
    NotAnItemError,
    amount_of,
    energy_number,
    energy_said,
    gathered,
    name_of,
    put_words,
    stock_of,
)
from shelterkit.interchange.grocy import NOTHING_IN_STOCK, PROGRAM, drafted, opened_note, put_day, put_ref

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_UNITS: Final = "Grocy's stock file names no units: everything is counted in pieces."


def recognises(document: Any) -> bool:
    """Tell whether a JSON document is Grocy's stock."""
    if isinstance(document, dict):
        return isinstance(document.get("product"), dict) and "stock_amount" in document
    first = document[0] if isinstance(document, list) and document else None
    return isinstance(first, dict) and {"product_id", "amount", "best_before_date"} <= first.keys()


def read(document: Any, order: str | None = None) -> Reading:
    """Return what Grocy's interface says is in stock; `order` is that of a date's numbers."""
    notes = () if isinstance(document, dict) else (_NO_UNITS,)
    return gathered(PROGRAM, _entries(document), partial(_draft, order), notes)


def _entries(document: Any) -> Iterator[tuple[str, Any]]:
    entries = document if isinstance(document, list) else [document]
    for number, entry in enumerate(entries, 1):
        yield f"entry {number}", entry


def _draft(order: str | None, place: str, entry: Any) -> Draft | str:
    product = entry.get("product") if isinstance(entry, dict) else None
    if not isinstance(product, dict):
        raise NotAnItemError("it names no product; save what /api/stock answers, which names them")
    notes: list[str] = []
    name = name_of(product.get("name"))
    unit = _table(entry, "quantity_unit_stock")
    stock = stock_of(entry["stock_amount"] if "stock_amount" in entry else entry.get("amount"))
    amount = amount_of(stock, name_of(unit.get("name")) if unit else "", notes)
    if amount.is_zero:
        return NOTHING_IN_STOCK
    energy = energy_number(product.get("calories"))  # 0 where nobody said
    each = amount._replace(size=EACH)
    table = drafted(name, None, amount, energy_said(energy, each, notes) if energy else None)
    put_day(table, entry.get("best_before_date", entry.get("next_due_date")), product.get("due_type"), order)
    put_words(table, "where", _table(entry, "location").get("name"), notes)
    put_ref(table, product.get("id"))
    notes += opened_note(entry.get("amount_opened", entry.get("stock_amount_opened")))
    return Draft(place, table, tuple(notes))


def _table(entry: dict[str, Any], key: str) -> dict[str, Any]:
    found = entry.get(key)
    return found if isinstance(found, dict) else {}
