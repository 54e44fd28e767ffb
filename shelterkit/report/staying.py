"""What another kit has otherwise than this one; whether it is merged or imported, this kit keeps its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.household import medicine_key
from shelterkit.inventory.finding import fold
from shelterkit.report.household import PLACE_NAMES
from shelterkit.report.wording import dose_words, household_words, whole_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shelterkit.codec.kit import Kit
    from shelterkit.household import Household, Plan, Regimen

HEAD = "Not the same there; it stays as it is here:"
_NOTED = {"born": "born", "sex": "sex", "pregnant": "trimester", "breastfeeding": "breastfeeding"}


def staying_lines(mine: Kit, theirs: Kit) -> list[str]:
    """Return what both kits have beside their items, and not the same: as it is here, and as it is there."""
    return [
        *_households(mine.household, theirs.household),
        *_doses(mine.household, theirs.household),
        *_phones(mine, theirs),
        *_plans(mine.plan, theirs.plan),
    ]


def _households(mine: Household, theirs: Household) -> Iterator[str]:
    here, there = household_words(mine), household_words(theirs)
    if here != there:
        yield f"the household: {here} (there {there})"
    for person in mine.people:
        other = theirs.find_person(person.name)
        for field, word in _NOTED.items() if other else ():
            here_is, there_is = getattr(person, field), getattr(other, field)
            if here_is != there_is:
                yield f"{person.name}, {word}: {_noted(here_is)} (there {_noted(there_is)})"


def _noted(value: object) -> str:
    return "yes" if value is True else str(value or "not noted")


def _doses(mine: Household, theirs: Household) -> Iterator[str]:
    doses = {_key(one): dose_words(one) for one in theirs.regimens}
    for one in mine.regimens:
        here, there = dose_words(one), doses.get(_key(one))
        if there and there != here:
            yield f"{one.person or 'somebody'} takes {one.medicine}, {here} (there {there})"


def _key(one: Regimen) -> tuple[str, str]:
    return (one.person or "").casefold(), medicine_key(one.medicine)


def _phones(mine: Kit, theirs: Kit) -> Iterator[str]:
    numbers = {fold(one.name): one.phone for one in theirs.contacts}
    for one in mine.contacts:
        there = numbers.get(fold(one.name), one.phone)
        if there != one.phone:
            yield f"{one.name}, {one.phone or 'no number'} (there {there or 'no number'})"


def _plans(mine: Plan, theirs: Plan) -> Iterator[str]:
    if mine[:3] != theirs[:3]:
        yield f"the advice: {_advice(mine)} (there {_advice(theirs)})"
    for place, name in PLACE_NAMES.items():
        here, there = getattr(mine, place), getattr(theirs, place)
        if there and here != there:
            yield f"{name.lower()}: {here or 'not noted'} (there {there})"


def _advice(plan: Plan) -> str:
    days = whole_days(plan.days) if plan.days else "as many days as advised"
    return f"{plan.advisory}, {days}{', hot weather' if plan.hot else ''}"
