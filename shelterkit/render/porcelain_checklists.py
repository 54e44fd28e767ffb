"""Checklists for programs: JSON documents and tab-separated lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.render.porcelain import item_json, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from shelterkit.assessment.assess import Line as Supply
    from shelterkit.checklist.lines import Checklist, Source
    from shelterkit.checklist.personal import Entry, Known, Medicine, Section


def checklists_json(checklists: Iterable[Checklist]) -> dict[str, Any]:
    """Return which checklists there are."""
    return {
        "schema": "shelterkit.checklists/1",
        "checklists": [{"id": one.id, "title": one.title, "as_of": str(one.as_of)} for one in checklists],
    }


def checklist_json(
    checklist: Checklist, sections: Sequence[Section], known: Known | None, *, on: date
) -> dict[str, Any]:
    """Return one checklist with everything that is known of the household, and every source."""
    return {
        "schema": "shelterkit.checklist/1",
        "today": str(on),
        "id": checklist.id,
        "title": checklist.title,
        "as_of": str(checklist.as_of),
        "personal": known is not None,
        "places": {name.replace("-", "_"): text for name, text in known.places.items()} if known else None,
        "contacts": [one._asdict() for one in known.contacts] if known else None,
        "parts": [
            {"title": section.title, "lines": [_line_json(entry, on) for entry in section.entries]}
            for section in sections
        ],
    }


def _line_json(entry: Entry, on: date) -> dict[str, Any]:
    line = entry.line
    return {
        "id": line.id,
        "text": line.text,
        "only": list(line.only),
        "need": line.need,
        "place": line.place,
        "done": entry.done,
        "supply": _supply_json(entry.supply) if entry.supply else None,
        "items": [item_json(item, on) for item in entry.things],
        "medicines": [_medicine_json(medicine) for medicine in entry.medicines],
        "sources": [_source_json(source) for source in line.sources],
    }


def _supply_json(supply: Supply) -> dict[str, Any]:
    return {
        "need": supply.need.kind,
        "unit": supply.need.unit,
        "have": number(supply.have),
        "target": number(supply.target_amount, "ROUND_UP"),
        "target_days": supply.target.days,
        "days": number(supply.days),
        "short": number(supply.short),
        "state": supply.state,
    }


def _medicine_json(medicine: Medicine) -> dict[str, Any]:
    return {
        "medicine": medicine.name,
        "doses": [
            {
                "person": one.person,
                "dose": number(one.dose),
                "unit": one.unit.symbol if one.unit else None,
                "per": one.per,
            }
            for one in medicine.regimens
        ],
        "items": [item.id for item in medicine.items],
        "supply": _supply_json(medicine.supply) if medicine.supply else None,
    }


def _source_json(source: Source) -> dict[str, Any]:
    return source._asdict()


def checklist_rows(sections: Sequence[Section]) -> list[list[str | None]]:
    """Return a line per line: part id done text."""
    return [
        [section.title, entry.line.id, "done" if entry.done else "open", entry.line.text]
        for section in sections
        for entry in section.entries
    ]
