"""Advisories for programs: JSON documents and tab-separated lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.render.porcelain import number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from shelterkit.advisory.figures import Advisory, Figure
    from shelterkit.assessment.assess import Assessment


def advisory_json(advisory: Advisory) -> dict[str, Any]:
    """Return one advisory with every figure and source."""
    return {
        "schema": "shelterkit.advisory/1",
        "id": advisory.id,
        "title": advisory.title,
        "publisher": advisory.publisher,
        "country": advisory.country,
        "as_of": str(advisory.as_of),
        "falls_back_to": advisory.falls_back_to,
        "figures": [_figure_json(figure) for figure in advisory.figures],
    }


def _figure_json(figure: Figure) -> dict[str, Any]:
    fields = figure._asdict()
    sources = [source._asdict() | {"of": list(source.of)} for source in fields.pop("sources")]
    for key in ("amount", "up_to"):
        fields[key] = fields[key].text if fields[key] else None
    return {**fields, "covers": list(figure.covers), "evidence": figure.evidence, "sources": sources}


def advisories_json(advisories: Sequence[Advisory]) -> dict[str, Any]:
    """Return the advisories in short."""
    return {"schema": "shelterkit.advisories/1", "advisories": [_short_json(advisory) for advisory in advisories]}


def _short_json(advisory: Advisory) -> dict[str, Any]:
    figure = advisory.figure("drinking-water")
    return {
        "id": advisory.id,
        "publisher": advisory.publisher,
        "title": advisory.title,
        "country": advisory.country,
        "as_of": str(advisory.as_of),
        "water": figure.amount.text if figure and figure.amount else None,
        "basis": figure.basis if figure else None,
        "per_days": figure.per_days if figure else None,
        "minimum_days": figure.minimum_days if figure else None,
        "recommended_days": figure.recommended_days if figure else None,
        "evidence": figure.evidence if figure else "none",
    }


def advisory_check_json(advisories: Sequence[Advisory]) -> dict[str, Any]:
    """Return that advisories are complete; one that is not is an error."""
    return {
        "schema": "shelterkit.advisory-check/1",
        "complete": True,
        "advisories": [{"id": one.id, "figures": len(one.figures)} for one in advisories],
    }


def advisory_rows(advisories: Sequence[Advisory]) -> list[list[str | None]]:
    """Return a line per advisory: id publisher country water basis per_days minimum_days recommended_days evidence."""
    days = ("per_days", "minimum_days", "recommended_days")
    keys = ("id", "publisher", "country", "water", "basis", *days, "evidence")
    return [[str(short[key] or "") for key in keys] for short in map(_short_json, advisories)]


def compare_json(rows: Sequence[tuple[Advisory, Assessment]], on: date) -> dict[str, Any]:
    """Return the kit by every advisory."""
    return {"schema": "shelterkit.comparison/1", "today": str(on), "advisories": [_compared(*row) for row in rows]}


def _compared(advisory: Advisory, assessment: Assessment) -> dict[str, Any]:
    water, food = assessment.line("drinking-water"), assessment.line("food")
    medicine, weakest = assessment.line("medication"), assessment.weakest
    return {
        "id": advisory.id,
        "water_days": number(water.days) if water else None,
        "food_days": number(food.days) if food else None,
        "medication_target_days": medicine.target.days if medicine else None,
        "ready_days": number(weakest.days) if weakest else None,
        "limited_by": weakest.need.kind if weakest else None,
        "evidence": _short_json(advisory)["evidence"],
        "as_of": str(advisory.as_of),
    }


def compare_rows(rows: Sequence[tuple[Advisory, Assessment]]) -> list[list[str | None]]:
    """Return a line per advisory: id water_days food_days ready_days medication_target_days evidence as_of."""
    keys = ("id", "water_days", "food_days", "ready_days", "medication_target_days", "evidence", "as_of")
    found = (_compared(*row) for row in rows)
    return [["" if one[key] is None else str(one[key]) for key in keys] for one in found]
