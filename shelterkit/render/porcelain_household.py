"""Who is provided for, where to go and whom to call, for programs."""

from __future__ import annotations

from decimal import ROUND_HALF_UP
from typing import TYPE_CHECKING, Any

from shelterkit.household import PLACES
from shelterkit.render.porcelain import counts_json, number, plain, regimen_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from shelterkit.assessment.assess import Assessment
    from shelterkit.codec.kit import Kit
    from shelterkit.household import Contact, Person, Plan


def household_json(kit: Kit, assessment: Assessment | None, on: date) -> dict[str, Any]:
    """Return who is provided for, what they take and what a day takes."""
    lines = assessment.lines if assessment else ()
    plan = kit.plan
    return {
        "schema": "shelterkit.household/1",
        "today": str(on),
        **counts_json(kit.household),
        "plan": {"advisory": plan.advisory, "days": plan.days, "hot": plan.hot},
        "places": _places(plan),
        "contacts": [one._asdict() | {"phone": one.phone or None} for one in kit.contacts],
        "people": [_person_json(person, on) for person in kit.household.people],
        "regimens": [regimen_json(one) for one in kit.household.regimens],
        "demand": [
            {
                "need": line.need.kind,
                "medicine": line.need.medicine,
                "unit": line.need.unit,
                "per_day": number(line.demand_per_day, ROUND_HALF_UP),
            }
            for line in lines
        ],
    }


def _person_json(person: Person, on: date) -> dict[str, Any]:
    return {
        "name": person.name,
        "born": str(person.born) if person.born else None,
        "age": person.age(on),
        "sex": person.sex,
        "pregnant": person.pregnant or None,
        "breastfeeding": person.breastfeeding,
    }


def _places(plan: Plan) -> dict[str, str | None]:
    return {place: getattr(plan, place) for place in PLACES}


def places_json(plan: Plan, on: date) -> dict[str, Any]:
    """Return where to go."""
    return {"schema": "shelterkit.places/1", "today": str(on), "places": _places(plan)}


def contacts_json(contacts: Sequence[Contact], on: date) -> dict[str, Any]:
    """Return whom to call."""
    listed = [one._asdict() | {"phone": one.phone or None} for one in contacts]
    return {"schema": "shelterkit.contacts/1", "today": str(on), "contacts": listed}


def place_rows(plan: Plan) -> list[list[str | None]]:
    """Return a line per place: place text."""
    return [[place, text] for place, text in _places(plan).items()]


def contact_rows(contacts: Sequence[Contact]) -> list[list[str | None]]:
    """Return a line per contact: name phone note."""
    return [list(one) for one in contacts]


def household_rows(kit: Kit) -> list[list[str | None]]:
    """Return a line per fact, its kind first.

    Counts; advisory, days, hot; person name born sex; regimen person medicine dose unit per; place name text;
    contact name phone note.
    """
    household, plan = kit.household, kit.plan
    rows: list[list[str | None]] = [[group, str(count)] for group, count in counts_json(household).items()]
    rows += [["advisory", plan.advisory], ["days", str(plan.days or "")], ["hot", str(plan.hot).lower()]]
    rows += [["person", one.name, str(one.born or ""), one.sex] for one in household.people]
    rows += [
        ["regimen", one.person, one.medicine, plain(one.dose), one.unit.symbol if one.unit else "", one.per]
        for one in household.regimens
    ]
    rows += [["place", *row] for row in place_rows(plan) if row[1]]
    return rows + [["contact", *row] for row in contact_rows(kit.contacts)]
