"""Say who is provided for and what they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.assessment.demand import medicine_unit
from shelterkit.errors import BadValue, NotDoneError
from shelterkit.household import Household, Person, Regimen, medicine_key
from shelterkit.quantities.units import find_unit
from shelterkit.services.changing import Change, Decision, Pen, change

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from shelterkit.codec.kit import Kit
    from shelterkit.inventory.items import Item
    from shelterkit.quantities.units import Unit
    from shelterkit.services.kits import Desk

SINGULAR = {"adults": "adult", "children": "child", "infants": "infant", "dogs": "dog", "cats": "cat"}


class Intake(NamedTuple):
    """What was typed about taking a medicine: a dose, a person, or both."""

    dose: tuple[Decimal, str | None, str] | None = None
    person: str | None = None


class Told(NamedTuple):
    """A household before and after a change, and what there is to say about it."""

    before: Household
    after: Household
    said: tuple[str, ...] = ()


def with_intake(
    kit: Kit, intake: Intake | None, item: Item, *, on: date
) -> tuple[Household, Regimen | None, tuple[str, ...]]:
    """Return the household with the regimen that was typed with an item, and what was taken for granted."""
    household = kit.household
    if intake is None:
        return household, None, ()
    said: tuple[str, ...] = ()
    person = intake.person
    if person is not None:
        household, person, said = _with_person_for(household, person, on=on)
    if intake.dose is None:
        return household, None, said
    number, word, per = intake.dose
    unit = find_unit(word) if word else _counted_in(item)
    household, regimen, more = _with_regimen(household, Regimen(person, item.name, number, unit, per))
    return household, regimen, (*said, *more)


def _counted_in(item: Item) -> Unit | None:
    return None if item.amount.unit.symbol == "piece" else item.amount.unit


def _with_regimen(household: Household, regimen: Regimen) -> tuple[Household, Regimen, tuple[str, ...]]:
    """Return the household with the regimen in the place of the same person's for the same medicine."""
    key = medicine_key(regimen.medicine)

    def is_same(other: Regimen) -> bool:
        same_person = (other.person or "").casefold() == (regimen.person or "").casefold()
        return same_person and medicine_key(other.medicine) == key

    replaced = [one for one in household.regimens if is_same(one)]
    said = tuple(
        f"The dose of {regimen.medicine} for {regimen.person or 'somebody'} was {one.dose:f} per {one.per} before."
        for one in replaced
        if (one.dose, one.per) != (regimen.dose, regimen.per)
    )
    if replaced:
        kept = tuple(regimen if is_same(one) else one for one in household.regimens)
        return household._replace(regimens=kept), regimen, said
    return household._replace(regimens=(*household.regimens, regimen)), regimen, said


def _with_person_for(household: Household, name: str, *, on: date) -> tuple[Household, str, tuple[str, ...]]:
    """Return the household with the person a medicine is for: one who has a name, or one of the adults.

    A name that looks like one in the household is refused: two spellings of one person would be two people.
    """
    known = household.find_person(name)
    if known:
        return household, known.name, ()
    counts, named = household.places(on)
    if close_names(household, name) or counts["adults"] <= len(named["adults"]):
        raise no_such_person(household, name)
    people = (*household.people, Person(name))
    adults = f"one of the {counts['adults']} adults" if counts["adults"] > 1 else "the adult"
    return household._replace(people=people), name, (f"{name} is now {adults} in this household.",)


def close_names(household: Household, name: str) -> list[str]:
    """Return the names in the household that look like a name."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a name nobody has

    known = {person.name.casefold(): person.name for person in household.people}
    return [known[one] for one in get_close_matches(name.casefold(), known, n=2, cutoff=0.6)]


class NoSuchPersonError(NotDoneError):
    """Nobody in the household has that name; `close` are the names that look like it."""

    code = "person-unknown"

    def __init__(self, name: str, close: tuple[str, ...], *, known: tuple[str, ...]) -> None:
        people = f" People with a name: {', '.join(known)}." if known and not close else ""
        super().__init__(f'nobody in this household is called "{name}".{people}')
        self.name = name
        self.close = close


def no_such_person(household: Household, name: str) -> NoSuchPersonError:
    """Return the refusal of a name nobody has."""
    known = tuple(person.name for person in household.people)
    return NoSuchPersonError(name, tuple(close_names(household, name)), known=known)


def set_household(desk: Desk, pen: Pen, counts: dict[str, Any], *, plan: dict[str, Any]) -> Change[Told]:
    """Set how many people and pets there are, and what is planned for."""

    def decide(kit: Kit) -> Decision[Told]:
        after = kit.household._replace(**counts)
        _refuse_fewer_places_than_names(after, on=desk.today)
        changed = kit._replace(household=after, plan=kit.plan._replace(**plan))
        what = ", ".join(_did(key, value) for key, value in {**counts, **plan}.items())
        said = tuple(_plan_words(key, value) for key, value in plan.items())
        return Decision(changed, f"household: {what}", Told(kit.household, after, said))

    return change(desk, pen, decide)


def _did(key: str, value: Any) -> str:
    """Return one change as the history calls it."""
    if key == "hot":
        return "hot weather" if value else "no hot weather"
    return f"{key} {'as advised' if value is None else value}"


def _plan_words(key: str, value: Any) -> str:
    if key == "days":
        return f"Planned for {value} {'day' if value == 1 else 'days'}." if value else "Planned for the days advised."
    if key == "advisory":
        return f"Advice is now {value}."
    return "Planned for hot weather: twice the water." if value else "Not planned for hot weather."


def _refuse_fewer_places_than_names(household: Household, *, on: date) -> None:
    for group, people in household.overfull_groups(on).items():
        names = ", ".join(person.name for person in people)
        raise NotDoneError(
            f"more of the {group} have a name than that: {names}",
            code="household-names",
            advice="shelterkit household",
        )


def add_person(desk: Desk, pen: Pen, person: Person) -> Change[Told]:
    """Give one of the household a name, or say more about somebody who has one.

    Where the group has no place left for the person, its count goes up.
    """

    def decide(kit: Kit) -> Decision[Told]:
        household = kit.household
        known = household.find_person(person.name)
        if known and person._replace(name=known.name) == Person(known.name):
            raise NotDoneError(
                f"{known.name} is in this household already", code="person-known", advice="shelterkit household"
            )
        wanted = _told_more(known, person) if known else person
        others = tuple(one for one in household.people if one is not known)
        after = household._replace(people=(*others, wanted))
        said = [f"{wanted.name} is {_group_words(after, wanted, on=desk.today)}."]
        for group in after.overfull_groups(desk.today):
            raised = getattr(after, group) + 1
            after = after._replace(**{group: raised})
            said = [f"{wanted.name} is one more: {SINGULAR[group] if raised == 1 else group} now {raised}."]
        return Decision(
            kit._replace(household=after), f"household: add {wanted.name}", Told(household, after, tuple(said))
        )

    return change(desk, pen, decide)


def _told_more(known: Person, more: Person) -> Person:
    """Return a person with what was told of them now over what was known."""
    return Person(
        known.name,
        known.born if more.born is None else more.born,
        more.sex or known.sex,
        more.pregnant or known.pregnant,
        more.breastfeeding or known.breastfeeding,
    )


def _group_words(household: Household, person: Person, *, on: date) -> str:
    group = person.group(on)
    counts, _ = household.places(on)
    return f"the {SINGULAR[group]}" if counts[group] == 1 else f"one of the {counts[group]} {group}"


def remove_person(desk: Desk, pen: Pen, name: str) -> Change[Told]:
    """Take a name and what they take out of the household; the counts stay."""

    def decide(kit: Kit) -> Decision[Told]:
        household = kit.household
        person = household.find_person(name)
        if person is None:
            raise no_such_person(household, name)
        takes = [one for one in household.regimens if one.person == person.name]
        after = household._replace(
            people=tuple(one for one in household.people if one is not person),
            regimens=tuple(one for one in household.regimens if one.person != person.name),
        )
        said = [f"{person.name} has no name here any more; the number of people is as it was."]
        if takes:
            said.append(f"Nothing is planned any more of: {', '.join(one.medicine for one in takes)}.")
        return Decision(
            kit._replace(household=after), f"household: remove {person.name}", Told(household, after, tuple(said))
        )

    return change(desk, pen, decide)


class Dosed(NamedTuple):
    """A regimen that was set, and what was there before."""

    regimen: Regimen
    said: tuple[str, ...]


def set_dose(desk: Desk, pen: Pen, name: str, medicine: str, intake: Intake) -> Change[Dosed]:
    """Say what a person takes of a medicine, whether there is any of it or not."""

    def decide(kit: Kit) -> Decision[Dosed]:
        person = kit.household.find_person(name)
        if person is None:
            raise no_such_person(kit.household, name)
        number, word, per = intake.dose or (None, None, "day")
        if number is None:
            raise BadValue("a dose is needed, for example 2/day.", code="dose")
        called, unit = _medicine_called(kit, medicine)
        unit = find_unit(word) if word else unit
        household, regimen, said = _with_regimen(kit.household, Regimen(person.name, called, number, unit, per))
        after = kit._replace(household=household)
        if regimen.rate:
            medicine_unit(household, kit.inventory, medicine_key(called))
        return Decision(after, f"dose of {called} for {person.name}", Dosed(regimen, said))

    return change(desk, pen, decide)


def _medicine_called(kit: Kit, medicine: str) -> tuple[str, Unit | None]:
    """Return a medicine's name as the kit has it and the unit it is counted in."""
    key = medicine_key(medicine)
    for item in kit.inventory.items:
        if item.kind == "med" and (item.id == medicine.casefold() or medicine_key(item.name) == key):
            return item.name, _counted_in(item)
    known = next((one for one in kit.household.regimens if medicine_key(one.medicine) == key), None)
    return (known.medicine, known.unit) if known else (medicine, None)


def stop_dose(desk: Desk, pen: Pen, name: str, medicine: str) -> Change[Told]:
    """Forget what a person takes of a medicine."""

    def decide(kit: Kit) -> Decision[Told]:
        person = kit.household.find_person(name)
        if person is None:
            raise no_such_person(kit.household, name)
        key = medicine_key(_medicine_called(kit, medicine)[0])
        kept = tuple(
            one for one in kit.household.regimens if one.person != person.name or medicine_key(one.medicine) != key
        )
        if len(kept) == len(kit.household.regimens):
            raise NotDoneError(
                f"{person.name} has no dose of {medicine}", code="no-dose", advice="shelterkit household"
            )
        after = kit.household._replace(regimens=kept)
        said = (f"{person.name} does not take {medicine} any more.",)
        return Decision(
            kit._replace(household=after), f"no dose of {medicine} for {person.name}", Told(kit.household, after, said)
        )

    return change(desk, pen, decide)
