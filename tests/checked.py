"""Kits looked over without a file or a command: what the tests of `check` begin with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from shelterkit.assessment.assess import assess
from shelterkit.assessment.demand import Advice
from shelterkit.codec.reading import decode
from shelterkit.library import Library
from shelterkit.reminders.lots import rotation_of
from shelterkit.reminders.remind import Check, Facts, look_over
from shelterkit.reminders.thresholds import DEFAULTS

if TYPE_CHECKING:
    from shelterkit.reminders.thresholds import Thresholds

TODAY = date(2026, 12, 8)
LIBRARY = Library()
_TABLE, _CANADA, _ESTONIA = LIBRARY.energy_table(), LIBRARY.get("ca"), LIBRARY.get("ee")

Fields = dict[str, Any]


def checked(  # noqa: PLR0913 - each is a fact of a kit or an option of check
    *items: Fields,
    on: date = TODAY,
    advisory: str = "de-bbk",
    household: dict[str, int] | None = None,
    days: int | None = None,
    thresholds: Thresholds = DEFAULTS,
    only: str = "",
    by_clock: bool = True,
    counted: date | None = None,
    **tables: Any,
) -> Check:
    """Return what needs attention in a kit of these items, one adult's ten days by the BBK if nothing else is said."""
    plan = {"advisory": advisory, **({"days": days} if days else {})}
    document = {"format": 1, "plan": plan, "household": household or {"adults": 1}, "item": list(items), **tables}
    kit = decode(document)
    advice = Advice(LIBRARY.chain(advisory), _TABLE, _CANADA, _ESTONIA)
    assessment = assess(kit.inventory, kit.household, advice, plan=kit.plan, on=on)
    rotation = rotation_of(advice.chosen)
    facts = Facts(kit.inventory, kit.household, kit.saved, counted, rotation, by_clock)
    return look_over(assessment, facts, thresholds, only=frozenset(only.split(",")) if only else None)


def water(amount: str = "20 L", item_id: str = "w1", **fields: Any) -> Fields:
    """Return water as a kit has it."""
    return {"id": item_id, "kind": "water", "name": "Drinking water", "amount": amount, **fields}


def food(amount: str = "22000 kcal", item_id: str = "f1", **fields: Any) -> Fields:
    """Return food as a kit has it."""
    return {"id": item_id, "kind": "food", "name": "Buckwheat", "amount": amount, **fields}


def pills(amount: str = "56 tablets", item_id: str = "m1", **fields: Any) -> Fields:
    """Return a medicine as a kit has it."""
    return {"id": item_id, "kind": "med", "name": "Metformin", "amount": amount, **fields}


def other(item_id: str = "o1", **fields: Any) -> Fields:
    """Return something else as a kit has it."""
    return {"id": item_id, "kind": "other", "name": "AA batteries", "amount": "24", **fields}


def takes(dose: str = "2 tablets", per: str = "day", medicine: str = "Metformin", **fields: str) -> Fields:
    """Return what somebody takes."""
    return {"medicine": medicine, "dose": dose, "per": per, **fields}


# Water and food to the target: what else is in a kit is all that can need attention.
ENOUGH = (water("20 L", "w90"), food("22000 kcal", "f90"))
