"""Stable output for programs: JSON documents and tab-separated lines."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from shelterkit.render.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from shelterkit.assessment.assess import Assessment, Line
    from shelterkit.assessment.demand import Origin
    from shelterkit.errors import Problem
    from shelterkit.household import Household, Regimen
    from shelterkit.inventory.items import Item
    from shelterkit.quantities.amounts import Amount

_PLACES = Decimal("0.001")
_BASES = {"volume": "L", "mass": "kg", "energy": "kcal"}
_GRAMS_A_KILOGRAM = 1000


def json_text(value: dict[str, Any]) -> str:
    """Return one JSON document on one line, with nothing in it that a terminal would obey."""
    import json  # noqa: PLC0415 - only where JSON is asked for

    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if text.isprintable():
        return f"{text}\n"
    return "".join(char if char.isprintable() else _json_escape(char) for char in text) + "\n"


def _json_escape(char: str) -> str:
    number = ord(char)
    if number <= 0xFFFF:  # noqa: PLR2004 - the most one escape holds
        return f"\\u{number:04x}"
    high, low = divmod(number - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def tsv(rows: Iterable[Sequence[str | None]]) -> str:
    """Return tab-separated lines without a header; tabs and line ends within a value become spaces."""
    return "".join("\t".join(safe(" ".join((value or "").split())) for value in row) + "\n" for row in rows)


def number(value: Decimal, rounding: str = ROUND_DOWN) -> int | float:
    """Return a number with at most three decimals; amounts at hand are rounded down."""
    rounded = value.quantize(_PLACES, rounding=rounding)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def plain(value: Decimal) -> str:
    """Return a number for a tab-separated line."""
    return str(number(value))


def status_json(assessment: Assessment, household: Household) -> dict[str, Any]:
    """Return how a kit stands."""
    weakest = assessment.weakest
    return {
        "schema": "shelterkit.status/1",
        "today": str(assessment.on),
        "advisory": assessment.advisory,
        "plan_days": assessment.plan_days,
        "household": counts_json(household),
        "ready_days": number(weakest.days) if weakest else None,
        "limited_by": weakest.need.kind if weakest else None,
        "limited_by_medicine": weakest.need.medicine if weakest else None,
        "unknown_items": sorted(item.id for item in assessment.unknown),
        "expired_items": sorted(item.id for item in assessment.expired),
        "as_needed": [{"medicine": name, "available": there} for name, there in assessment.as_needed],
        "needs": [_need_json(line, assessment.on) for line in assessment.lines],
    }


def counts_json(household: Household) -> dict[str, int]:
    """Return how many there are of each group."""
    groups = ("adults", "children", "infants", "dogs", "cats")
    return {group: getattr(household, group) for group in groups}


def _need_json(line: Line, on: date) -> dict[str, Any]:
    until = line.until(on)
    need = {"need": line.need.kind, "unit": line.need.unit}
    if line.need.medicine:
        need |= {"medicine": line.need.medicine, "people": [one for one in line.need.people if one]}  # type: ignore[dict-item]
    return need | {
        "have": number(line.have),
        "demand_per_day": number(line.demand_per_day, ROUND_HALF_UP),
        "days": number(line.days),
        "until": str(until) if until else None,
        "minimum_days": line.target.minimum,
        "target_days": line.target.days,
        "state": line.state,
        "short": number(line.short),
        "wasted": number(line.wasted_total),
        "unknown_items": sorted(item.id for item in line.unknown),
        "source": _source_json(line.origins),
        "sources": [origin_json(origin) for origin in line.origins],
    }


def _source_json(origins: Sequence[Origin]) -> dict[str, Any] | None:
    """Return the source of the amount, else that of the days."""
    first = next(iter(origins), None)
    return {key: getattr(first, key) for key in ("advisory", "evidence", "url")} if first else None


def origin_json(origin: Origin) -> dict[str, Any]:
    """Return whose figure a number is."""
    return {key: getattr(origin, key) for key in ("part", "advisory", "publisher", "says", "evidence", "url")}


def status_rows(assessment: Assessment) -> list[list[str | None]]:
    """Return a line per need: need medicine have unit demand_per_day days target_days minimum_days state short."""
    return [
        [
            line.need.kind,
            line.need.medicine,
            plain(line.have),
            line.need.unit,
            str(number(line.demand_per_day, ROUND_HALF_UP)),
            plain(line.days),
            str(line.target.days or ""),
            str(line.target.minimum or ""),
            line.state,
            plain(line.short),
        ]
        for line in assessment.lines
    ]


def item_json(item: Item, on: date) -> dict[str, Any]:
    """Return one item; absent knowledge is null."""
    last = item.last_usable
    amount = item.amount
    fields = {
        "id": item.id,
        "kind": item.kind,
        "name": item.name,
        "count": number(amount.count) if amount.count is not None else None,
        "size": number(amount.size) if amount.unit.dimension != "pieces" or amount.count is not None else None,
        "unit": amount.unit.symbol,
        "total": number(amount.number),
        "base": _base_json(amount),
        "best_before": str(last) if last else None,
        "usable_days": max(0, (last - on).days + 1) if last else None,
        "where": item.where,
        "kept": item.kept,
        "note": item.note,
        "added": str(item.added) if item.added else None,
        "opened": str(item.opened) if item.opened else None,
    }
    return fields | _kind_fields(item)


def _base_json(amount: Amount) -> dict[str, Any]:
    """Return how much it is in all in the one unit of its measure, unrounded, so that a script can add things up."""
    dimension, base = amount.unit.dimension, amount.base
    if dimension == "mass":
        base /= _GRAMS_A_KILOGRAM
    unit = _BASES.get(dimension) or ("day" if amount.unit.symbol == "day" else "piece")
    return {"amount": int(base) if base == base.to_integral_value() else float(base), "unit": unit}


def _kind_fields(item: Item) -> dict[str, Any]:
    if item.kind == "water":
        return {"technical": item.technical}
    if item.kind == "med":
        return {"person": item.person}
    if item.kind != "food":
        return {}
    energy = item.energy
    return {
        "kcal": energy.text if energy and not energy.kj else None,
        "kj": energy.text if energy and energy.kj else None,
        "lasts": item.lasts.text if item.lasts else None,
        "eaten_by": item.eaten_by,
        "kcal_source": item.kcal_source,
        "needs": item.needs,
    }


def list_json(items: Sequence[Item], on: date, schema: str = "shelterkit.list/1") -> dict[str, Any]:
    """Return items sorted by id, so that a script sees a change and nothing else."""
    ordered = sorted(items, key=lambda item: (item.id[0], len(item.id), item.id))
    return {"schema": schema, "today": str(on), "items": [item_json(item, on) for item in ordered]}


def expires_json(items: Sequence[Item], undated: Sequence[Item], on: date) -> dict[str, Any]:
    """Return what goes off, and the ids of what has no date."""
    document = list_json(items, on, "shelterkit.expires/1")
    for fields in document["items"]:
        fields["days"] = fields["usable_days"] - 1 if fields["usable_days"] else None
        fields["expired"] = fields["usable_days"] == 0
    return document | {"undated": sorted(item.id for item in undated)}


def show_json(item: Item, regimens: Sequence[Regimen], on: date) -> dict[str, Any]:
    """Return one item with what is taken of it."""
    return {
        "schema": "shelterkit.item/1",
        "today": str(on),
        "item": item_json(item, on),
        "regimens": [regimen_json(one) for one in regimens],
    }


def item_rows(items: Sequence[Item]) -> list[list[str | None]]:
    """Return a line per item: id kind name amount unit best_before where."""
    return [
        [
            item.id,
            item.kind,
            item.name,
            plain(item.amount.number),
            item.amount.unit.symbol,
            str(item.last_usable or ""),
            item.where,
        ]
        for item in items
    ]


def regimen_json(regimen: Regimen) -> dict[str, Any]:
    """Return what somebody takes."""
    return {
        "person": regimen.person,
        "medicine": regimen.medicine,
        "dose": number(regimen.dose),
        "unit": regimen.unit.symbol if regimen.unit else None,
        "per": regimen.per,
    }


def problems_json(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return the mistakes of a file: line, field and what is wrong."""
    return [
        {
            "line": problem.line,
            "field": str(problem.path[-1]) if problem.path else None,
            "message": problem.message,
        }
        for problem in problems
    ]
