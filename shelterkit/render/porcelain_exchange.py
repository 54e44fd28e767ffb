"""Export and import for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.render.porcelain import item_json, regimen_json

if TYPE_CHECKING:
    from datetime import date

    from shelterkit.interchange.offer import Imported


def import_json(done: Imported, on: date, *, saved: bool) -> dict[str, Any]:
    """Return what was added, what was here already and every row that was left out."""
    come = done.newcomers
    return {
        "schema": "shelterkit.import/1",
        "today": str(on),
        "file": done.offer.name,
        "program": done.offer.program,
        "saved": saved,
        "added": [
            {"place": one.place, "item": item_json(one.item, on), "notes": list(one.notes)} for one in done.added
        ],
        "already_here": done.here,
        "differing": [{"place": one.place, "item": item.id} for one, item in done.differing],
        "like_one_that_is_here": [{"place": one.place, "item": item.id} for one, item in done.like],
        "people": [name for name, _ in come.people],
        "doses": [regimen_json(one) for one in come.regimens],
        "contacts": list(come.contacts),
        "looked_up": [{"place": one.place, "item": one.item.id, "food": food.id} for one, food in done.known],
        "no_energy": [{"place": one.place, "item": one.item.id} for one in done.worthless],
        "problems": [{"place": one.place, "message": one.message} for one in done.problems],
        "notes": list(done.offer.notes),
    }
