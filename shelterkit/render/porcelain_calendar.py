"""Entries of a calendar for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from shelterkit.report.events import Entry


def calendar_json(entries: Iterable[Entry], today: date, *, file: str | None, names: bool) -> dict[str, Any]:
    """Return the entries that a calendar file has."""
    return {
        "schema": "shelterkit.calendar/1",
        "today": str(today),
        "file": file,
        "names": names,
        "events": [
            {
                "uid": entry.uid,
                "date": str(entry.day),
                "what": entry.what,
                "item": entry.item_id,
                "title": entry.title,
                "remind": [str(ring) for ring in entry.rings],
            }
            for entry in entries
        ],
    }
