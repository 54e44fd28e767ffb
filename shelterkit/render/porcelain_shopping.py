"""What to buy for programs and spreadsheets: a JSON document and rows."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import TYPE_CHECKING, Any

from shelterkit.inventory.items import id_number
from shelterkit.quantities.amounts import show_amount
from shelterkit.render.porcelain import number, origin_json
from shelterkit.report.wording import need_name

if TYPE_CHECKING:
    from datetime import date

    from shelterkit.inventory.items import Item
    from shelterkit.quantities.amounts import Amount
    from shelterkit.render.csv import Cell
    from shelterkit.shopping import Pack, Purchase, ShoppingList, UsedUp

COLUMNS = (
    "action", "need", "name", "amount", "unit", "packs", "pack", "product", "item", "best_before", "ready_days",
)  # fmt: skip
_PLACES = Decimal("0.001")


def shopping_json(found: ShoppingList) -> dict[str, Any]:
    """Return what to buy in the order to buy it in, and by id what to replace and what is used up."""
    assessment = found.assessment
    return {
        "schema": "shelterkit.shop/1",
        "today": str(assessment.on),
        "advisory": assessment.advisory,
        "plan_days": assessment.plan_days,
        "ready_days": number(found.ready_days) if found.ready_days is not None else None,
        "buy": [_purchase_json(one) for one in found.buy],
        "replace": [_item_json(one, assessment.on) for one in sorted(found.replace, key=lambda item: _id_key(item.id))],
        "restock": [_used_up_json(one) for one in sorted(found.restock, key=lambda gone: _id_key(gone.item_id))],
        "unknown_items": sorted((item.id for item in assessment.unknown), key=_id_key),
    }


def _id_key(item_id: str | None) -> tuple[bool, str, int]:
    """Return the key that sorts by id; what has none comes last."""
    return (False, item_id[0], id_number(item_id)) if item_id else (True, "", 0)


def _purchase_json(purchase: Purchase) -> dict[str, Any]:
    line, pack = purchase.line, purchase.pack
    return {
        "need": line.need.kind,
        "medicine": line.need.medicine,
        "unit": line.need.unit,
        "missing": number(purchase.missing, ROUND_UP),
        "have": number(line.have),
        "target_days": line.target.days,
        "packs": pack.number if pack else None,
        "pack": _amount_json(pack.amount) if pack else None,
        "item": pack.item.id if pack else None,
        "ready_days_after": number(purchase.ready_days),
        "sources": [origin_json(origin) for origin in line.origins],
    }


def _amount_json(amount: Amount) -> dict[str, Any]:
    count = number(amount.count) if amount.count is not None else None
    return {"count": count, "size": number(amount.size), "unit": amount.unit.symbol}


def _item_json(item: Item, on: date) -> dict[str, Any]:
    last, expired = item.last_usable or on, item.is_expired(on)
    return {
        "id": item.id,
        "kind": item.kind,
        "name": item.name,
        "amount": number(item.amount.number),
        "unit": item.amount.unit.symbol,
        "best_before": str(last),
        "days": None if expired else (last - on).days,
        "expired": expired,
    }


def _used_up_json(gone: UsedUp) -> dict[str, Any]:
    return {"id": gone.item_id, "kind": gone.kind, "name": gone.name, "as_needed": gone.as_needed}


def shopping_csv(found: ShoppingList) -> list[list[Cell]]:
    """Return the list for a spreadsheet, its header first."""
    return [list(COLUMNS), *_rows(found)]


def shopping_rows(found: ShoppingList) -> list[list[str | None]]:
    """Return a line per thing: action need name amount unit packs pack product item best_before ready_days."""
    return [[_plain(cell) for cell in row] for row in _rows(found)]


def _plain(cell: Cell) -> str | None:
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else None if cell is None else str(cell)


def _rows(found: ShoppingList) -> list[list[Cell]]:
    rows = [_buy_row(one) for one in found.buy]
    for item in found.replace:
        amount = item.amount.number.quantize(_PLACES, rounding=ROUND_DOWN)
        dated = str(item.last_usable or "")
        rows.append(_row("replace", item.name, amount=amount, unit=item.amount.unit.symbol, item=item.id, dated=dated))
    return [*rows, *(_row("restock", gone.name, item=gone.item_id or "") for gone in found.restock)]


def _buy_row(purchase: Purchase) -> list[Cell]:
    line, pack = purchase.line, purchase.pack
    row = _row("buy", need_name(line, alone=False), amount=purchase.missing.quantize(_PLACES, rounding=ROUND_UP))
    row[1], row[4], row[10] = line.need.kind, line.need.unit, purchase.ready_days
    if pack:
        row[5:9] = [pack.number, _pack_text(pack), pack.item.name, pack.item.id]
    return row


def _pack_text(pack: Pack) -> str:
    amount = pack.amount
    return show_amount(amount._replace(count=None) if amount.count == 1 else amount)


def _row(  # noqa: PLR0913 - the columns that two kinds of rows have
    action: str, name: str, *, amount: Decimal | None = None, unit: str = "", item: str = "", dated: str = ""
) -> list[Cell]:
    return [action, "", name, amount, unit, None, "", "", item, dated, None]
