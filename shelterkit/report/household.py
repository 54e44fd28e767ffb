"""What `household` says: who is provided for, and what they use in a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.quantities.numbers import show_number
from shelterkit.report.changes import said_document
from shelterkit.report.document import Document, Gap, Paragraph, Row, Table, Verbatim, document
from shelterkit.report.wording import (
    amount_in,
    count_words,
    dose_words,
    household_words,
    need_name,
    origins_words,
    plan_words,
    whole_days,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from shelterkit.assessment.assess import Assessment, Line
    from shelterkit.codec.kit import Kit
    from shelterkit.household import Contact, Household, Person, Plan
    from shelterkit.report.document import Block


PLACE_NAMES = {"shelter": "Shelter", "meeting_place": "Meeting place", "alert_channels": "Alert channels"}


def household_document(kit: Kit, assessment: Assessment | None, *, on: date) -> Document:
    """Return who is provided for, what they take, the daily demand that follows, where to go and whom to call."""
    household, plan = kit.household, kit.plan
    return document(
        f"{_sentence(household_words(household))}. Plan: {_planned(plan, assessment)}. Advice: {plan.advisory}.",
        _people(household, on),
        _regimens(household),
        _demand(assessment),
        _places(plan),
        _contacts(kit.contacts),
        Gap(),
        Verbatim(f"Change it:  shelterkit household --adults {household.adults} --children {household.children}"),
    )


def _planned(plan: Plan, assessment: Assessment | None) -> str:
    if plan.days:
        return whole_days(plan.days)
    known = assessment is not None and assessment.plan_days
    return f"{plan_words(assessment)}, as advised" if assessment and known else "as many days as advised"


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
    hot = ": water is doubled for hot weather" if assessment.plan.hot else ""
    return (
        Gap(),
        Paragraph(f"Used up in a day{hot or ':'}"),
        Table((), rows, wraps=2, indent=2),
        *_sources(assessment),
    )


def _sources(assessment: Assessment) -> Iterator[Block]:
    """Yield the commands that show where the figures are from, each advisory once."""
    lent = (one.advisory for line in assessment.lines for one in line.origins)
    found = dict.fromkeys((assessment.advisory, *lent))
    yield Gap()
    yield Paragraph("Where these figures and the days are from:")
    yield from (Verbatim(f"  shelterkit advisory show {advisory}") for advisory in found)


def _demand_row(line: Line) -> Row:
    name = need_name(line, alone=False)
    amount = daily_words(line)
    whose = origins_words(line.need.origins, counted=True)
    return Row((name, amount, whose), (f"{name}: {amount}", *((whose,) if whose else ())))


def daily_words(line: Line) -> str:
    """Return the demand of a day, three decimals at most, half up."""
    if line.need.unit in ("L", "kcal"):
        return f"{show_number(line.demand_per_day, 3, rounding='half-up')} {line.need.unit}"
    if line.need.unit == "day":
        animal = line.need.kind.removesuffix("-food")
        return f"food for {count_words(int(line.demand_per_day), animal)}"
    return amount_in(line.need.unit, line.demand_per_day, rounding="half-up")


def _places(plan: Plan) -> tuple[Block, ...]:
    """Return the places that are noted, a sentence each."""
    noted = ((name, getattr(plan, place)) for place, name in PLACE_NAMES.items())
    lines = tuple(Paragraph(f"{name}: {text}", hang=2) for name, text in noted if text)
    return (Gap(), *lines) if lines else ()


def _contacts(contacts: Sequence[Contact]) -> tuple[Block, ...]:
    if not contacts:
        return ()
    rows = tuple(
        Row(
            (one.name, one.phone, one.note or ""),
            (f"{one.name}: {one.phone or 'no number'}", *((one.note,) if one.note else ())),
        )
        for one in contacts
    )
    return (Gap(), Table(("Call", "Phone", "Note"), rows, wraps=2))


def places_document(plan: Plan) -> Document:
    """Return where to go, and what is not noted yet."""
    noted = [(name, getattr(plan, place) or "not noted") for place, name in PLACE_NAMES.items()]
    return document(
        Table((), tuple(Row((name, text), (f"{name}: {text}",)) for name, text in noted), wraps=1),
        Gap(),
        Verbatim("Change it:  shelterkit household place shelter School 5, cellar"),
    )


def contacts_document(contacts: Sequence[Contact]) -> Document:
    """Return whom to call."""
    how = Verbatim('Add one:  shelterkit household contact add "Aunt Olha" 555-0142')
    if not contacts:
        return document("No phone numbers are noted.", how)
    return document(_contacts(contacts)[1:], Gap(), how)


def contact_added_document(contact: Contact, before: Contact | None, *, dry_run: bool) -> Document:
    """Return the echo of a phone number, and the one it replaces."""
    note = f" ({contact.note})" if contact.note else ""
    changed = before is not None and before.phone != contact.phone
    was = f"{contact.name} was noted already, with the number {before.phone or 'none'}." if before and changed else ""
    return said_document(f"{contact.name}: {contact.phone}{note}", was, dry_run=dry_run)


def contact_removed_document(gone: Sequence[Contact], *, dry_run: bool) -> Document:
    """Return who is not noted any more."""
    verb = "Would take off the list" if dry_run else "Off the list"
    return said_document(*(f"{verb}: {one.name}, {one.phone or 'no number'}" for one in gone), dry_run=dry_run)


def placed_document(place: str, text: str | None, before: str | None, *, dry_run: bool) -> Document:
    """Return the echo of a place, and what was noted before."""
    was = f"Before: {before}" if before else ""
    return said_document(f"{PLACE_NAMES[place]}: {text or 'not noted any more'}", was, dry_run=dry_run)
