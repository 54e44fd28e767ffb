"""Read a kit from its document, every mistake with the path of its field."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shelterkit.codec.items import read_item, with_free_ids
from shelterkit.codec.kit import CONTACT, FORMAT, ITEM, PERSON, PLAN, REGIMEN, TOP, TRIMESTERS, Kit
from shelterkit.codec.tables import Table, require
from shelterkit.errors import BadValue, Problem, WrongFieldsError
from shelterkit.household import GROUPS, PETS, PLACES, Contact, Household, Person, Plan, Regimen
from shelterkit.inventory.items import KINDS, Inventory
from shelterkit.quantities.amounts import parse_amount
from shelterkit.quantities.numbers import quoted

if TYPE_CHECKING:
    from datetime import date

    from shelterkit.quantities.units import Unit

_MOST_PEOPLE, _MOST_DAYS, _MOST_ID, _HOUR_DIGITS = 1000, 3650, 10**9, 3


def decode(document: dict[str, Any], *, on: date | None = None) -> Kit:
    """Return the kit a document describes; WrongFieldsError names every mistake with the path of its field.

    `on` is today, where the caller knows it: counts that a hand has mended since the last save may fit only today.
    """
    problems: list[Problem] = []
    unknown: list[tuple[str | int, ...]] = [(key,) for key in document if key not in TOP]
    top = Table(document, (), problems)
    if type(document.get("format")) is not int or document["format"] != FORMAT:
        problems.append(Problem(("format",), f"format must be {FORMAT}; shelterkit writes this number itself"))
    plan_table = Table(document.get("plan", {}), ("plan",), problems)
    plan = _plan(plan_table)
    unknown += [("plan", key) for key in plan_table.values if key not in PLAN]
    problems += _misspelt_tables(document)
    household = _household(document, problems, unknown)
    contacts = tuple(_contact(one) for one in _tables(document, "contact", CONTACT, problems, unknown))
    inventory = _inventory(document, problems, unknown)
    saved, counted = top.day("saved"), top.day("counted")
    limits = _limits(document["check"], problems, unknown) if "check" in document else {}
    shared = top.flag("shared")
    kit = Kit(plan, household, inventory, top.text("uuid"), saved, tuple(unknown), contacts, counted, limits, shared)
    kit = kit._replace(household=household._replace(counted=_counted(kit, on)))
    if not problems:
        problems += _overfull(kit)
    if problems:
        raise WrongFieldsError(tuple(problems))
    return kit


def _limits(value: Any, problems: list[Problem], unknown: list[tuple[str | int, ...]]) -> dict[str, Any]:
    """Return the limits of `check` as they are written, once they read."""
    from shelterkit.reminders.thresholds import KEYS, read_thresholds  # noqa: PLC0415 - few kits have limits of their own

    try:
        read_thresholds(value)
    except WrongFieldsError as wrong:
        problems += wrong.problems
        return {}
    unknown += [("check", key) for key in value if key not in KEYS]
    return {key: value[key] for key in value if key in KEYS}


def _misspelt_tables(document: dict[str, Any]) -> list[Problem]:
    """Name each unknown table that looks like one of ours: what stands in it would not be counted."""
    found = []
    for key, value in document.items():
        if key not in TOP and isinstance(value, (dict, list)):
            from difflib import get_close_matches  # noqa: PLC0415 - only for a table nobody knows

            close = get_close_matches(
                key, ("plan", "household", "person", "regimen", "contact", "check", "item"), n=1, cutoff=0.75
            )
            if close:
                found.append(Problem((key,), f"unknown table; did you mean {close[0]}?"))
    return found


def _plan(table: Table) -> Plan:
    places = map(table.text, PLACES)
    return Plan(table.text("advisory") or "us-cdc", table.number("days", _MOST_DAYS, 1), table.flag("hot"), *places)


def _household(document: dict[str, Any], problems: list[Problem], unknown: list[tuple[str | int, ...]]) -> Household:
    if "household" not in document:
        problems.append(Problem((), "the [household] table is missing; write for example adults = 2 in it"))
    table = Table(document.get("household", {}), ("household",), problems)
    counts: dict[str, Any] = {key: table.number(key, _MOST_PEOPLE) or 0 for key in (*GROUPS, *PETS)}
    unknown += [("household", key) for key in table.values if key not in counts]
    people = tuple(_person(one) for one in _tables(document, "person", PERSON, problems, unknown))
    regimens = tuple(_regimen(one) for one in _tables(document, "regimen", REGIMEN, problems, unknown))
    return Household(**counts, people=people, regimens=regimens)


def _tables(
    document: dict[str, Any],
    key: str,
    known: frozenset[str],
    problems: list[Problem],
    unknown: list[tuple[str | int, ...]],
) -> list[Table]:
    values = document.get(key, [])
    if not isinstance(values, list):
        problems.append(Problem((key,), f"write [[{key}]] with two brackets: there can be several"))
        return []
    tables = [Table(value, (key, index), problems) for index, value in enumerate(values)]
    for table in tables:
        if not known.issuperset(table.values):
            unknown += [(*table.path, name) for name in table.values if name not in known]
    return tables


def _person(table: Table) -> Person:
    require(table, ("name",), PERSON)
    born = table.values.get("born")
    if type(born) is int:
        born = table.number("born", 2100, 1900)
    elif born is not None:
        born = table.day("born")
    sex = table.text("sex")
    if sex is not None and sex not in ("f", "m"):
        table.wrong("sex", 'sex must be "f" or "m"; leave it out when unknown')
    return Person(table.text("name") or "?", born, sex, _pregnant(table), table.flag("breastfeeding"))


def _pregnant(table: Table) -> int:
    """Return the trimester; the last one where only the fact is known."""
    value = table.values.get("pregnant", 0)
    if type(value) is bool:
        return TRIMESTERS if value else 0
    return table.number("pregnant", TRIMESTERS) or 0


def _regimen(table: Table) -> Regimen:
    require(table, ("medicine", "dose"), REGIMEN)
    dose = table.read("dose", _dose)
    per = table.read("per", _per)
    number, unit = dose or (Decimal(1), None)
    return Regimen(table.text("person"), table.text("medicine") or "?", number, unit, per or "day")


def _contact(table: Table) -> Contact:
    require(table, ("name",), CONTACT)
    return Contact(table.text("name") or "?", table.text("phone") or "", table.text("note"))


def _dose(text: str) -> tuple[Decimal, Unit | None]:
    amount = parse_amount(text)
    if amount.count is not None or (amount.size == 0):
        raise BadValue(f"{quoted(text)} is not a dose; write for example 2 tablets", code="dose")
    bare = amount.unit.symbol == "piece" and text.strip()[-1:].isdigit()
    return amount.size, None if bare else amount.unit


def _per(text: str) -> str:
    hours = text.removesuffix("h")
    is_hours = hours != text and hours.isascii() and hours.isdigit() and len(hours) <= _HOUR_DIGITS and int(hours) > 0
    if text in ("day", "week", "as-needed") or is_hours:
        return text
    raise BadValue('per must be "day", "week", "as-needed" or hours like "12h"', code="dose-period")


def _inventory(document: dict[str, Any], problems: list[Problem], unknown: list[tuple[str | int, ...]]) -> Inventory:
    tables = _tables(document, "item", ITEM, problems, unknown)
    before = len(problems)
    items = tuple(item for item in map(read_item, tables) if item is not None)
    if len(problems) > before:
        problems[before:] = with_free_ids(problems[before:], document)
    if problems or len({item.id for item in items}) < len(items):
        problems += _twice(tables)
    table = Table(document.get("next_id", {}), ("next_id",), problems)
    next_id = {kind: table.number(kind, _MOST_ID, 1) or 1 for kind in KINDS if kind in table.values}
    unknown += [("next_id", key) for key in table.values if key not in KINDS]
    return Inventory(items, next_id)


def _twice(tables: list[Table]) -> list[Problem]:
    seen: dict[str, list[Table]] = {}
    for table in tables:
        if "id" in table.values:
            seen.setdefault(str(table.values["id"]), []).append(table)
    return [
        Problem((*table.path, "id"), f"{item_id} is the id of {len(same)} items; give each its own")
        for item_id, same in seen.items()
        if len(same) > 1
        for table in same
    ]


def _counted(kit: Kit, on: date | None) -> date | None:
    """Return the day the counts fit the names: that of the last save, else today, for a hand may have mended them."""
    newest = max((item.added for item in kit.inventory.items if item.added), default=None)
    days = [day for day in (kit.saved or newest, on) if day]
    return next((day for day in days if not kit.household.overfull_groups(day)), days[0] if days else None)


def _is_unborn(person: Person, on: date | None) -> bool:
    if on is None or person.born is None:
        return False
    return person.born > on.year if isinstance(person.born, int) else person.born > on


def _overfull(kit: Kit) -> list[Problem]:
    """Return the named people who are more than the household counts, on the day the counts were written."""
    people = kit.household.people
    surplus: dict[str, list[Person]] = {}
    unborn = [index for index, person in enumerate(people) if _is_unborn(person, kit.household.counted)]
    if unborn:
        return [Problem(("person", index, "born"), f"{people[index].name} is born in the future") for index in unborn]
    if kit.household.counted:
        surplus = kit.household.overfull_groups(kit.household.counted)
    elif len(people) > (places := sum(getattr(kit.household, group) for group in GROUPS)):
        # Nobody knows when a kit without any date was counted, so not how old anybody was: only the sum is sure.
        surplus = {"people": list(people[places:])}
    names = {person.name: index for index, person in enumerate(people)}
    return [
        Problem(
            ("person", names[person.name], "name"),
            f"{person.name} is one more of the {group} than [household] counts; raise the count there",
        )
        for group, more in surplus.items()
        for person in more
    ]
