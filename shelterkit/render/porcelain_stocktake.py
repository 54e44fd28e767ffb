"""The stock-take sheet for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.render.porcelain import list_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from shelterkit.codec.kit import Kit
    from shelterkit.inventory.items import Item
    from shelterkit.report.stocktake import Lacking


def count_json(kit: Kit, needs: Sequence[Lacking], on: date) -> dict[str, Any]:
    """Return what is to be counted, and when that was done last."""
    items = list_json(kit.inventory.items, on)["items"]
    head = {"schema": "shelterkit.count/1", "today": str(on), "counted": str(kit.counted) if kit.counted else None}
    return {**head, "items": items, "needs_with_nothing": [one._asdict() for one in needs]}


def count_rows(places: Sequence[tuple[str, Sequence[Item]]], needs: Sequence[Lacking]) -> list[list[str | None]]:
    """Return a line per item and need: id name best_before amount where; a need has no id."""
    rows: list[list[str | None]] = [
        [item.id, item.name, str(item.last_usable or ""), item.amount.text, item.where]
        for _, items in places
        for item in items
    ]
    return rows + [["", one.medicine or one.need, "", "", ""] for one in needs]
