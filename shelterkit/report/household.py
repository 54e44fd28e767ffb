"""What `household` says: who is provided for, and what they use in a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.quantities.numbers import show_number
from shelterkit.report.document import Document, Gap, Paragraph, Row, Table, Verbatim, document
from shelterkit.report.wording import amount_in, count_words, dose_words, household_words, need_name, origins_words

if TYPE_CHECKING:
    from datetime import date

    from shelterkit.assessment.assess import Assessment, Line
    from shelterkit.household import Household, Person, Plan
    from shelterkit.report.document import Block


def household_document(household: Household, plan: Plan, assessment: Assessment | None, *, on: date) -> Document:
    """Return who is provided for, what they take, and the daily demand that follows."""
    days = f"{plan.days} days" if plan.days else "as many days as advised"
    return document(
        f"{_sentence(household_words(household))}. Plan: {days}. Advice: {plan.advisory}.",
        _people(household, on),
        _regimens(household),
        _demand(assessment),
        Gap(),
        Verbatim(f"Change it:  shelterkit household --adults {household.adults} --children {household.children}"),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _people(household: Household, on: date) -> tuple[Block, ...]:
    if not household.people:
        return ()
    rows = tuple(_person_row(person, on) for person in household.people)
    return (Gap(), Table(("Name", "Age", "About"), rows, wraps=2))


def _person_row(person: Person, on: date) -> Row:
    age = person.age(on)
    sex = {"f": "female", "m": "male"}.get(person.sex or "", "")
    trimester = {1: ", 1st trimester", 2: ", 2nd trimester"}.get(person.pregnant, "")
    pregnant = f"pregnant{trimester}" if person.pregnant else ""
    about = ", ".join(word for word in (sex, pregnant, "breastfeeding" if person.breastfeeding else "") if word)
    shown = "" if age is None else str(age)
    return Row((person.name, shown, about), (person.name, ", ".join(word for word in (shown, about) if word)))


def _regimens(household: Household) -> tuple[Block, ...]:
    if not household.regimens:
        return ()
    rows = tuple(
        Row(
            (one.person or "somebody", one.medicine, dose_words(one)),
            (f"{one.person or 'somebody'}: {one.medicine}", dose_words(one)),
        )
        for one in household.regimens
    )
    return (Gap(), Table(("Who", "Medicine", "Dose"), rows, wraps=1))


def _demand(assessment: Assessment | None) -> tuple[Block, ...]:
    if assessment is None or not assessment.lines:
        return ()
    rows = tuple(_demand_row(line) for line in assessment.lines)
    return (Gap(), Paragraph("Used up in a day:"), Table((), rows, wraps=2, indent=2))


def _demand_row(line: Line) -> Row:
    name = need_name(line, alone=False)
    amount = daily_words(line)
    whose = origins_words(line.need.origins)
    return Row((name, amount, whose), (f"{name}: {amount}", *((whose,) if whose else ())))


def daily_words(line: Line) -> str:
    """Return the demand of a day, three decimals at most, half up."""
    if line.need.unit in ("L", "kcal"):
        return f"{show_number(line.demand_per_day, 3, rounding='half-up')} {line.need.unit}"
    if line.need.unit == "day":
        animal = line.need.kind.removesuffix("-food")
        return f"food for {count_words(int(line.demand_per_day), animal)}"
    return amount_in(line.need.unit, line.demand_per_day, rounding="half-up")
