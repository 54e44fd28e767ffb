"""The kit as plain dicts: read it with every mistake named, write it with every unknown field kept."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from shelterkit.calendar_dates import parse_span, parse_stored_date
from shelterkit.errors import BadValue, Problem, WrongFieldsError
from shelterkit.household import GROUPS, PETS, Household, Person, Plan, Regimen
from shelterkit.inventory.items import EATERS, KINDS, Inventory, Item, Lasting, checked
from shelterkit.quantities.amounts import Amount, parse_amount
from shelterkit.quantities.energy import parse_energy
from shelterkit.quantities.numbers import number_text, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from shelterkit.quantities.units import Unit

FORMAT = 1
HEADER = "# shelterkit kit. You may edit this file; then run `shelterkit status` to see whether it still reads.\n"
_TOP = frozenset(
    ("format", "saved", "uuid", "plan", "household", "person", "regimen", "item", "next_id", "check", "contact")
)
_PLAN = frozenset(("advisory", "days", "hot", "bags", "cooks_without_power"))
_PERSON = frozenset(("name", "born", "sex", "pregnant", "breastfeeding"))
_REGIMEN = frozenset(("person", "medicine", "dose", "per"))
_ITEM_BASE = ("id", "kind", "name", "amount", "best_before", "use_by", "where", "note", "added", "opened", "keeps")
_ITEM_KIND = ("kcal", "kj", "lasts", "eaten_by", "technical", "person", "kcal_source", "kept", "needs")
_ITEM = frozenset((*_ITEM_BASE, *_ITEM_KIND))
_REQUIRED = ("id", "kind", "name", "amount")
_REQUIRED_SET = frozenset(_REQUIRED)
_TWICE_SAID = (("best_before", "use_by"), ("kcal", "kj"))
_MOST_PEOPLE, _MOST_DAYS, _TRIMESTERS, _MOST_ID, _HOUR_DIGITS = 1000, 3650, 3, 10**9, 3

Value = TypeVar("Value")


class Kit(NamedTuple):
    """Everything one kit file says; `unknown` are the paths of fields that are kept but not understood."""

    plan: Plan
    household: Household
    inventory: Inventory
    uuid: str | None = None
    saved: date | None = None
    unknown: tuple[tuple[str | int, ...], ...] = ()


class _Table:
    """One table of the document, read field by field; mistakes are collected, not raised."""

    __slots__ = ("path", "problems", "values")

    def __init__(self, values: Any, path: tuple[str | int, ...], problems: list[Problem]) -> None:
        self.values: dict[str, Any] = values if isinstance(values, dict) else {}
        self.path = path
        self.problems = problems
        if not isinstance(values, dict):
            problems.append(Problem(path, f"{path[-1]} must be a table"))

    def wrong(self, key: str, message: str) -> None:
        self.problems.append(Problem((*self.path, key), message))

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is None or (type(value) is str and value.strip()):
            return value
        self.wrong(key, f"{key} must be text in quotes")
        return None

    def flag(self, key: str) -> bool:
        value = self.values.get(key, False)
        if type(value) is not bool:
            self.wrong(key, f"{key} must be true or false")
        return value is True

    def number(self, key: str, most: int, least: int = 0) -> int | None:
        value = self.values.get(key)
        if value is None or (type(value) is int and least <= value <= most):
            return value
        self.wrong(key, f"{key} must be a whole number from {least} to {most}")
        return None

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.wrong(key, f"{key} must be a date like 2027-05-31")
        return None

    def read(self, key: str, reader: Callable[[Any], Value]) -> Value | None:
        """Read a value with one of the domain's parsers; its refusal becomes a mistake of this field."""
        value = self.values.get(key)
        if value is None:
            return None
        try:
            return reader(value)
        except BadValue as refusal:
            self.wrong(key, str(refusal))
        except (TypeError, AttributeError):
            self.wrong(key, f"{key} must be text in quotes")
        return None


def decode(document: dict[str, Any], *, on: date | None = None) -> Kit:
    """Return the kit a document describes; WrongFieldsError names every mistake with the path of its field.

    `on` is today, where the caller knows it: counts that a hand has mended since the last save may fit only today.
    """
    problems: list[Problem] = []
    unknown: list[tuple[str | int, ...]] = [(key,) for key in document if key not in _TOP]
    top = _Table(document, (), problems)
    if type(document.get("format")) is not int or document["format"] != FORMAT:
        problems.append(Problem(("format",), f"format must be {FORMAT}; shelterkit writes this number itself"))
    plan_table = _Table(document.get("plan", {}), ("plan",), problems)
    plan = _plan(plan_table)
    unknown += [("plan", key) for key in plan_table.values if key not in _PLAN]
    household = _household(document, problems, unknown)
    inventory = _inventory(document, problems, unknown)
    saved = top.day("saved")
    kit = Kit(plan, household, inventory, top.text("uuid"), saved, tuple(unknown))
    kit = kit._replace(household=household._replace(counted=_counted(kit, on)))
    if not problems:
        problems += _overfull(kit)
    if problems:
        raise WrongFieldsError(tuple(problems))
    return kit


def _plan(table: _Table) -> Plan:
    return Plan(table.text("advisory") or "us-cdc", table.number("days", _MOST_DAYS, 1), table.flag("hot"))


def _household(document: dict[str, Any], problems: list[Problem], unknown: list[tuple[str | int, ...]]) -> Household:
    if "household" not in document:
        problems.append(Problem((), "the [household] table is missing; write for example adults = 2 in it"))
    table = _Table(document.get("household", {}), ("household",), problems)
    counts: dict[str, Any] = {key: table.number(key, _MOST_PEOPLE) or 0 for key in (*GROUPS, *PETS)}
    unknown += [("household", key) for key in table.values if key not in counts]
    people = tuple(_person(one) for one in _tables(document, "person", _PERSON, problems, unknown))
    regimens = tuple(_regimen(one) for one in _tables(document, "regimen", _REGIMEN, problems, unknown))
    return Household(**counts, people=people, regimens=regimens)


def _tables(
    document: dict[str, Any],
    key: str,
    known: frozenset[str],
    problems: list[Problem],
    unknown: list[tuple[str | int, ...]],
) -> list[_Table]:
    values = document.get(key, [])
    if not isinstance(values, list):
        problems.append(Problem((key,), f"write [[{key}]] with two brackets: there can be several"))
        return []
    tables = [_Table(value, (key, index), problems) for index, value in enumerate(values)]
    for table in tables:
        if not known.issuperset(table.values):
            unknown += [(*table.path, name) for name in table.values if name not in known]
    return tables


def _person(table: _Table) -> Person:
    _require(table, ("name",), _PERSON)
    born = table.values.get("born")
    if type(born) is int:
        born = table.number("born", 2100, 1900)
    elif born is not None:
        born = table.day("born")
    sex = table.text("sex")
    if sex is not None and sex not in ("f", "m"):
        table.wrong("sex", 'sex must be "f" or "m"; leave it out when unknown')
    pregnant = table.values.get("pregnant", 0)
    if type(pregnant) is bool:
        pregnant = _TRIMESTERS if pregnant else 0
    else:
        pregnant = table.number("pregnant", _TRIMESTERS) or 0
    return Person(table.text("name") or "?", born, sex, pregnant, table.flag("breastfeeding"))


def _regimen(table: _Table) -> Regimen:
    _require(table, ("medicine", "dose"), _REGIMEN)
    dose = table.read("dose", _dose)
    per = table.read("per", _per)
    number, unit = dose or (Decimal(1), None)
    return Regimen(table.text("person"), table.text("medicine") or "?", number, unit, per or "day")


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


def _require(table: _Table, required: tuple[str, ...], known: frozenset[str]) -> None:
    """Name each field that must be there and is not, or the unknown one that looks like it."""
    for key in required:
        if key in table.values:
            continue
        from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

        strange = [name for name in table.values if name not in known]
        close = get_close_matches(key, strange, n=1, cutoff=0.6)
        if close:
            table.wrong(close[0], f"unknown field; did you mean {key}?")
        else:
            table.problems.append(Problem(table.path, f"{key} is missing here"))


def _inventory(document: dict[str, Any], problems: list[Problem], unknown: list[tuple[str | int, ...]]) -> Inventory:
    tables = _tables(document, "item", _ITEM, problems, unknown)
    items = tuple(item for item in map(_item, tables) if item is not None)
    if problems or len({item.id for item in items}) < len(items):
        problems += _twice(tables)
    table = _Table(document.get("next_id", {}), ("next_id",), problems)
    next_id = {kind: table.number(kind, _MOST_ID, 1) or 1 for kind in KINDS if kind in table.values}
    unknown += [("next_id", key) for key in table.values if key not in KINDS]
    return Inventory(items, next_id)


def _twice(tables: list[_Table]) -> list[Problem]:
    seen: dict[str, list[_Table]] = {}
    for table in tables:
        if "id" in table.values:
            seen.setdefault(str(table.values["id"]), []).append(table)
    return [
        Problem((*table.path, "id"), f"{item_id} is the id of {len(same)} items; give each its own")
        for item_id, same in seen.items()
        if len(same) > 1
        for table in same
    ]


def _item(table: _Table) -> Item | None:
    values = table.values
    before = len(table.problems)
    if not values.keys() >= _REQUIRED_SET:
        _require(table, _REQUIRED, _ITEM)
    for one, other in _TWICE_SAID:
        if one in values and other in values:
            table.wrong(other, f"{one} says this already; keep one of the two")
    fields: dict[str, Any] = {}
    for key, value in values.items():
        known = _READERS.get(key)
        if known:
            try:
                fields[known[0]] = known[1](value)
            except BadValue as refusal:
                table.wrong(key, str(refusal))
            except (TypeError, AttributeError):
                table.wrong(key, f"{key} must be text in quotes")
    if len(table.problems) > before:
        return None
    try:
        return checked(Item(**fields, use_by="use_by" in values))
    except BadValue as refusal:
        table.wrong(_FIELD_OF.get(refusal.code, "amount"), str(refusal))
        return None


def parse_lasting(text: str) -> Lasting:
    """Read how long an item feeds one eater: "30d" for all of it, "30d/12 cans" for so much of it."""
    days, slash, per = text.partition("/")
    return Lasting(parse_span(days), parse_amount(per) if slash else None)


def _id(text: str) -> str:
    digits = text.lstrip("abcdefghijklmnopqrstuvwxyz")
    if digits and digits != text and digits.isascii() and digits.isdigit() and len(digits) < len(str(_MOST_ID)):
        return text
    raise BadValue(f"{quoted(text)} is not an id; ids look like w1, f2, m1 or o3", code="id")


def _kind(text: str) -> str:
    if text in KINDS:
        return text
    raise BadValue(f"kind must be water, food, med or other, not {quoted(text)}", code="kind")


def _eater(text: str) -> str:
    if text in EATERS:
        return text
    raise BadValue(f"eaten_by must be people, infant, dog or cat, not {quoted(text)}", code="eater")


def _text(value: Any) -> str:
    if type(value) is str and value.strip():
        return value
    raise TypeError


def _flag(value: Any) -> bool:
    if type(value) is bool:
        return value
    raise BadValue("this must be true or false", code="flag")


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    raise BadValue("this must be a date like 2027-05-31", code="date-unreadable")


_READERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "id": ("id", _id),
    "kind": ("kind", _kind),
    "name": ("name", _text),
    "amount": ("amount", parse_amount),
    "best_before": ("good_to", parse_stored_date),
    "use_by": ("good_to", parse_stored_date),
    "where": ("where", _text),
    "note": ("note", _text),
    "added": ("added", _day),
    "opened": ("opened", _day),
    "keeps": ("keeps", parse_span),
    "kcal": ("energy", parse_energy),
    "kj": ("energy", lambda text: parse_energy(text, kj=True)),
    "lasts": ("lasts", parse_lasting),
    "eaten_by": ("eaten_by", _eater),
    "technical": ("technical", _flag),
    "person": ("person", _text),
}
_FIELD_OF = {"option-kind": "kind", "energy-unit": "kcal", "name-missing": "name"}


def _counted(kit: Kit, on: date | None) -> date | None:
    """Return the day the counts fit the names: that of the last save, else today, for a hand may have mended them."""
    newest = max((item.added for item in kit.inventory.items if item.added), default=None)
    days = [day for day in (kit.saved or newest, on) if day]
    return next((day for day in days if not kit.household.overfull_groups(day)), days[0] if days else None)


def _overfull(kit: Kit) -> list[Problem]:
    """Return the named people who are more than the household counts, on the day the counts were written."""
    people = kit.household.people
    surplus: dict[str, list[Person]] = {}
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


def encode(kit: Kit, base: dict[str, Any]) -> dict[str, Any]:
    """Return the document of a kit: its own fields over those of `base`, whose unknown fields stay."""
    document: dict[str, Any] = {"format": FORMAT}
    _set(document, "saved", kit.saved or base.get("saved"))
    _set(document, "uuid", kit.uuid or base.get("uuid"))
    document["plan"] = _over(base.get("plan", {}), _plan_table(kit.plan), _PLAN - {"bags", "cooks_without_power"})
    counts = {key: getattr(kit.household, key) for key in (*GROUPS[::-1], *PETS)}
    document["household"] = _over(base.get("household", {}), counts, frozenset(counts))
    people = [_person_table(one) for one in kit.household.people]
    _set(document, "person", _over_each(base.get("person", []), people, _PERSON, ("name",)))
    regimens = [_regimen_table(one) for one in kit.household.regimens]
    _set(document, "regimen", _over_each(base.get("regimen", []), regimens, _REGIMEN, ("person", "medicine")))
    document |= {key: value for key, value in base.items() if key not in _TOP or key in ("check", "contact")}
    items = {table.get("id"): table for table in base.get("item", [])}
    _set(document, "item", [_item_over(items.get(item.id, {}), item) for item in kit.inventory.items])
    next_id = {kind: kit.inventory.free_number(kind) for kind in KINDS}
    used = {kind: number for kind, number in next_id.items() if number > 1}
    _set(document, "next_id", _over(base.get("next_id", {}), used, frozenset(KINDS)))
    return document


def _set(document: dict[str, Any], key: str, value: Any) -> None:
    if value:
        document[key] = value


def _over(base: dict[str, Any], known: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """Return `known` and the fields of `base` that are none of ours."""
    return known | {key: value for key, value in base.items() if key not in keys}


def _over_each(
    base: list[dict[str, Any]], tables: list[dict[str, Any]], keys: frozenset[str], same: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Return each table over the one of `base` that is like it in `same`; those that are alike keep their order."""
    waiting: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for table in base:
        waiting.setdefault(tuple(table.get(key) for key in same), []).append(table)
    found = [waiting.get(tuple(table.get(key) for key in same)) for table in tables]
    return [_over(alike.pop(0) if alike else {}, table, keys) for alike, table in zip(found, tables, strict=True)]


def _plan_table(plan: Plan) -> dict[str, Any]:
    table: dict[str, Any] = {"advisory": plan.advisory}
    _set(table, "days", plan.days)
    _set(table, "hot", plan.hot)
    return table


def _person_table(person: Person) -> dict[str, Any]:
    table: dict[str, Any] = {"name": person.name}
    _set(table, "born", person.born)
    _set(table, "sex", person.sex)
    _set(table, "pregnant", True if person.pregnant == _TRIMESTERS else person.pregnant)
    _set(table, "breastfeeding", person.breastfeeding)
    return table


def _regimen_table(regimen: Regimen) -> dict[str, Any]:
    dose = Amount(None, regimen.dose, regimen.unit).text if regimen.unit else number_text(regimen.dose)
    table: dict[str, Any] = {"person": regimen.person} if regimen.person else {}
    return table | {"medicine": regimen.medicine, "dose": dose, "per": regimen.per}


def _item_over(base: dict[str, Any], item: Item) -> dict[str, Any]:
    """Return the table of an item: as the user wrote it where nothing changed, else ours over it."""
    if base and _item(_Table(base, ("item", 0), [])) == item:
        return base
    ours = _ITEM - {"kept", "needs"} - (set() if item.energy else {"kcal_source"})
    return _over(base, _item_table(item), frozenset(ours - {"kcal_source"}))


def _item_table(item: Item) -> dict[str, Any]:
    table: dict[str, Any] = {"id": item.id, "kind": item.kind, "name": item.name, "amount": item.amount.text}
    if item.good_to:
        whole_day = item.good_to.precision == "day"
        table["use_by" if item.use_by else "best_before"] = item.good_to.day if whole_day else item.good_to.text
    _set(table, "where", item.where)
    _set(table, "note", item.note)
    _set(table, "added", item.added)
    _set(table, "opened", item.opened)
    _set(table, "keeps", item.keeps.text if item.keeps else None)
    if item.energy:
        table["kj" if item.energy.kj else "kcal"] = item.energy.text
    if item.lasts:
        table["lasts"] = item.lasts.text
    _set(table, "eaten_by", item.eaten_by if item.eaten_by != "people" else None)
    _set(table, "technical", item.technical)
    _set(table, "person", item.person)
    return table
