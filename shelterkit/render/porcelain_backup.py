"""Backups for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.merging import compared
from shelterkit.render.porcelain import item_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from shelterkit.codec.kit import Kit
    from shelterkit.inventory.items import Item
    from shelterkit.merging import Merged
    from shelterkit.report.backup import Source


def backup_json(path: str, size: int, kit: Kit, on: date) -> dict[str, Any]:
    """Return which file was written and how much is in it."""
    told = {"schema": "shelterkit.backup/1", "today": str(on), "file": path, "size": size}
    return {**told, "items": len(kit.inventory.items)}


def restore_json(source: Source, now: Kit | None, kit: Kit, on: date, *, saved: bool) -> dict[str, Any]:
    """Return what a restore changed, or would change."""
    difference = compared(now.inventory.items if now else (), kit.inventory.items)
    return {
        "schema": "shelterkit.restore/1",
        **_head(source, on, saved=saved),
        "added": _items(difference.added, on),
        "removed": _items(difference.removed, on),
        "changed": _pairs(difference.changed, on, ("before", "after")),
        "items": _items(kit.inventory.items, on),
    }


def merge_json(source: Source, merged: Merged, left_out: Sequence[str], on: date, *, saved: bool) -> dict[str, Any]:
    """Return what a merge added, or would add."""
    return {
        "schema": "shelterkit.merge/1",
        **_head(source, on, saved=saved),
        "added": _items(merged.added, on),
        "same": merged.same,
        "differing": _pairs(merged.differing, on, ("here", "there")),
        "people": [{"name": one.person.name, "raised": one.raised} for one in merged.people],
        "regimens": [{"person": one.person, "medicine": one.medicine} for one in merged.regimens],
        "contacts": [one._asdict() for one in merged.contacts],
        "left_out": list(left_out),
    }


def _head(source: Source, on: date, *, saved: bool) -> dict[str, Any]:
    return {
        "today": str(on),
        "saved": saved,
        "file": source.path,
        "made": source.made,
        "version": source.version,
    }


def _items(items: Sequence[Item], on: date) -> list[dict[str, Any]]:
    return [item_json(item, on) for item in items]


def _pairs(pairs: Sequence[tuple[Item, Item]], on: date, names: tuple[str, str]) -> list[dict[str, Any]]:
    return [dict(zip(names, _items(pair, on), strict=True)) for pair in pairs]
