"""Write a kit into its document, every unknown field kept."""

from __future__ import annotations

from typing import Any

from shelterkit.codec.items import read_item
from shelterkit.codec.kit import CONTACT, FORMAT, ITEM, PERSON, PLAN, REGIMEN, TOP, TRIMESTERS, Kit
from shelterkit.codec.tables import Table
from shelterkit.household import GROUPS, PETS, PLACES, Contact, Person, Plan, Regimen
from shelterkit.inventory.items import KINDS, Item
from shelterkit.quantities.amounts import Amount
from shelterkit.quantities.numbers import number_text
from shelterkit.reminders.thresholds import KEYS as LIMITS


def encode(kit: Kit, base: dict[str, Any]) -> dict[str, Any]:
    """Return the document of a kit: its own fields over those of `base`, whose unknown fields stay."""
    document: dict[str, Any] = {"format": FORMAT}
    _set(document, "saved", kit.saved or base.get("saved"))
    _set(document, "counted", kit.counted)
    _set(document, "uuid", kit.uuid or base.get("uuid"))
    if kit.shared or "shared" in base:
        document["shared"] = kit.shared
    document["plan"] = _over(base.get("plan", {}), _plan_table(kit.plan), PLAN - {"bags", "cooks_without_power"})
    counts = {key: getattr(kit.household, key) for key in (*GROUPS[::-1], *PETS)}
    document["household"] = _over(base.get("household", {}), counts, frozenset(counts))
    people = [_person_table(one) for one in kit.household.people]
    _set(document, "person", _over_each(base.get("person", []), people, PERSON, ("name",)))
    regimens = [_regimen_table(one) for one in kit.household.regimens]
    _set(document, "regimen", _over_each(base.get("regimen", []), regimens, REGIMEN, ("person", "medicine")))
    contacts = [_contact_table(one) for one in kit.contacts]
    _set(document, "contact", _over_each(base.get("contact", []), contacts, CONTACT, ("name",)))
    document |= {key: value for key, value in base.items() if key not in TOP}
    _set(document, "check", _over(base.get("check", {}), dict(kit.check), LIMITS))
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
    for place in PLACES:
        _set(table, place, getattr(plan, place))
    return table


def _person_table(person: Person) -> dict[str, Any]:
    table: dict[str, Any] = {"name": person.name}
    _set(table, "born", person.born)
    _set(table, "sex", person.sex)
    _set(table, "pregnant", True if person.pregnant == TRIMESTERS else person.pregnant)
    _set(table, "breastfeeding", person.breastfeeding)
    return table


def _regimen_table(regimen: Regimen) -> dict[str, Any]:
    dose = Amount(None, regimen.dose, regimen.unit).text if regimen.unit else number_text(regimen.dose)
    table: dict[str, Any] = {"person": regimen.person} if regimen.person else {}
    return table | {"medicine": regimen.medicine, "dose": dose, "per": regimen.per}


def _contact_table(contact: Contact) -> dict[str, Any]:
    table: dict[str, Any] = {"name": contact.name}
    _set(table, "phone", contact.phone)
    _set(table, "note", contact.note)
    return table


def _item_over(base: dict[str, Any], item: Item) -> dict[str, Any]:
    """Return the table of an item: as the user wrote it where nothing changed, else ours over it."""
    if base and read_item(Table(base, ("item", 0), [])) == item:
        return base
    foreign = item.needs is None and not isinstance(base.get("needs", ""), str)
    return _over(base, _item_table(item), ITEM - {"needs"} if foreign else ITEM)


def _item_table(item: Item) -> dict[str, Any]:
    table: dict[str, Any] = {"id": item.id, "kind": item.kind, "name": item.name, "amount": item.amount.text}
    if item.good_to:
        whole_day = item.good_to.precision == "day"
        table["use_by" if item.use_by else "best_before"] = item.good_to.day if whole_day else item.good_to.text
    _set(table, "where", item.where)
    _set(table, "kept", item.kept)
    _set(table, "note", item.note)
    _set(table, "added", item.added)
    _set(table, "opened", item.opened)
    _set(table, "keeps", item.keeps.text if item.keeps else None)
    if item.energy:
        table["kj" if item.energy.kj else "kcal"] = item.energy.text
    _set(table, "kcal_source", item.kcal_source)
    if item.lasts:
        table["lasts"] = item.lasts.text
    _set(table, "eaten_by", item.eaten_by if item.eaten_by != "people" else None)
    _set(table, "technical", item.technical)
    _set(table, "person", item.person)
    _set(table, "ref", item.ref)
    _set(table, "needs", item.needs)
    return table
