"""The kit as plain dicts: nothing a user wrote is lost, and every mistake is named with its place."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelterkit.codec.items import parse_lasting
from shelterkit.codec.kit import Kit
from shelterkit.codec.reading import decode
from shelterkit.codec.writing import encode
from shelterkit.errors import Problem, WrongFieldsError
from shelterkit.household import Contact, Household, Person, Plan, Regimen
from shelterkit.inventory.items import KINDS, Inventory, Item, Lasting
from shelterkit.quantities.amounts import parse_amount
from shelterkit.quantities.energy import parse_energy
from shelterkit.quantities.units import find_unit

NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=9).filter(
    lambda name: bool(name.strip())
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
LAST_DAYS = DAYS | st.sampled_from(("2027", "2027-05", "2027-05-31", "31.05.2027", "31 May 2027"))
SPANS = st.sampled_from(("5d", "6w", "3m", "1y", "30 days", "2 тижні"))
NUMBERS = st.decimals(Decimal("0.001"), Decimal(9999), places=3).map(lambda number: f"{number:.4f}")
LITRES = st.sampled_from(("6x1.5L", "6x1,5 л", "2 gal", "750ml", "½ L", "0 L", "3 x 0.3750 L")) | NUMBERS.map(
    "{} l".format
)
STUFF = st.sampled_from(("12 cans", "12", "3x14oz", "½ kg", "3 x 4 cans", "9 банок")) | NUMBERS.map("{} kg".format)
COUNTED = st.sampled_from(("56 tablets", "2 blisters x 10", "100 ml", "7", "1½ tab")) | NUMBERS.map("{} ml".format)
UNKNOWN = st.dictionaries(st.sampled_from(("colour", "shop", "x-y")), st.integers() | NAMES, max_size=2)


def _optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def _table(required: dict[str, st.SearchStrategy[Any]], *more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    parts = (st.fixed_dictionaries(required), *more, UNKNOWN)
    return st.tuples(*parts).map(lambda dicts: {key: value for one in dicts for key, value in one.items()})


_DATED: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}), LAST_DAYS.map(lambda day: {"best_before": day}), LAST_DAYS.map(lambda d: {"use_by": d})
)
_COMMON = _optional(
    where=NAMES,
    note=NAMES,
    added=st.dates(date(2026, 1, 1), date(2100, 12, 31)),
    opened=DAYS,
    keeps=SPANS,
    kept=st.sampled_from(("shelf", "fridge", "freezer")),
    needs=st.sampled_from((["cooking"], "cooking, water 280 ml/100g")),
)
_ENERGY = st.sampled_from(({}, {"kcal": "4000"}, {"kj": "4000"}, {"lasts": "30d"}, {"kcal": "1", "lasts": "1m"}))
_EATER = _optional(eaten_by=st.sampled_from(("people", "infant", "dog", "cat")), kcal_source=NAMES)
ITEMS = st.one_of(
    _table(
        {"kind": st.just("water"), "name": NAMES, "amount": LITRES}, _DATED, _COMMON, _optional(technical=st.booleans())
    ),
    _table({"kind": st.just("food"), "name": NAMES, "amount": STUFF}, _DATED, _COMMON, _ENERGY, _EATER),
    _table({"kind": st.just("med"), "name": NAMES, "amount": COUNTED}, _DATED, _COMMON, _optional(person=NAMES)),
    _table({"kind": st.just("other"), "name": NAMES, "amount": STUFF}, _DATED, _COMMON),
)
PEOPLE = _table(
    {"name": NAMES},
    _optional(
        sex=st.sampled_from("fm"), pregnant=st.booleans() | st.integers(0, 3), breastfeeding=st.booleans(),
        born=st.integers(1950, 2000) | st.dates(date(1950, 1, 1), date(2000, 1, 1)),
    ),
)  # fmt: skip
REGIMENS = _table(
    {"medicine": NAMES, "dose": st.sampled_from(("2", "2 tabs", "½", "1 1/8", "5 ml", "1,5 табл", "0.3750 ml"))},
    _optional(person=NAMES, per=st.sampled_from(("day", "week", "12h", "as-needed"))),
)
CONTACTS = _table({"name": NAMES}, _optional(phone=NAMES, note=NAMES))


def _numbered(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"{item['kind'][0]}{number}", **item} for number, item in enumerate(items, 1)]


DOCUMENTS = st.fixed_dictionaries(
    {
        "format": st.just(1),
        "plan": _table(
            {"advisory": st.sampled_from(("us-cdc", "town"))},
            _optional(
                days=st.integers(1, 99),
                hot=st.booleans(),
                shelter=NAMES,
                meeting_place=NAMES,
                alert_channels=NAMES,
                bags=st.just(["car"]),
            ),
        ),
        "household": _table(
            {"adults": st.integers(4, 9)},
            _optional(children=st.integers(0, 3), infants=st.integers(0, 3), dogs=st.just(1)),
        ),
    },
    optional={
        "saved": st.dates(date(2026, 1, 1), date(2100, 12, 31)),
        "counted": DAYS,
        "uuid": NAMES,
        "person": st.lists(PEOPLE, max_size=3),
        "regimen": st.lists(REGIMENS, max_size=3),
        "item": st.lists(ITEMS, max_size=5).map(_numbered),
        "next_id": _optional(water=st.integers(1, 99), med=st.just(7), zebra=st.just(1)),
        "check": st.just({"within": "30d", "x": 1}),
        "contact": st.lists(CONTACTS, max_size=3),
        "colour": st.just({"deep": {"er": [1, {"x": "y"}]}}),
    },
)
often = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _counted_on(kit: Kit) -> Kit:
    """Return the kit as it is when its next free ids are written down and nothing in it is unknown."""
    free = {kind: kit.inventory.free_number(kind) for kind in KINDS}
    next_id = {kind: number for kind, number in free.items() if number > 1}
    return kit._replace(unknown=(), inventory=kit.inventory._replace(next_id=next_id))


@often
@given(DOCUMENTS)
def test_a_kit_written_and_read_again_is_the_same_kit(document: dict[str, Any]) -> None:
    kit = decode(document)

    over_its_own, over_nothing = decode(encode(kit, document)), decode(encode(kit, {}))

    assert _counted_on(over_its_own) == over_nothing == _counted_on(kit)
    assert sorted(map(str, over_its_own.unknown)) == sorted(map(str, kit.unknown))


@often
@given(DOCUMENTS)
def test_writing_a_kit_twice_changes_nothing_more_and_never_its_source(document: dict[str, Any]) -> None:
    before = deepcopy(document)
    once = encode(decode(document), document)

    assert encode(decode(once), once) == once
    assert document == before


def _unknown_values(document: dict[str, Any], kit: Kit) -> list[tuple[tuple[str | int, ...], Any]]:
    def at(path: tuple[str | int, ...]) -> Any:
        value: Any = document
        for key in path:
            value = value[key]
        return value

    return [(path, at(path)) for path in kit.unknown]


@often
@given(DOCUMENTS, st.integers(0, 99), ITEMS)
def test_unknown_fields_survive_any_change_at_every_level(
    document: dict[str, Any], chance: int, new: dict[str, Any]
) -> None:
    kit = decode(document)
    added = decode({**document, "item": [{**new, "id": "o77"}]}).inventory.items[0]
    inventory, _ = kit.inventory.with_new(added)
    inventory = inventory.with_changed(inventory.items[chance % len(inventory.items)]._replace(note="changed"))
    people = tuple(person._replace(born=1960) for person in kit.household.people)
    changed = kit._replace(
        plan=kit.plan._replace(days=3, hot=not kit.plan.hot, shelter="School 5"),
        household=kit.household._replace(adults=9, cats=2, people=people),
        inventory=inventory,
        contacts=tuple(contact._replace(phone="112", note=None) for contact in kit.contacts),
        counted=date(2026, 11, 23),
    )

    written = encode(changed, document)

    assert _unknown_values(written, decode(written)) == _unknown_values(document, kit)
    for table in ("check", "colour"):
        assert written.get(table) == document.get(table)
    for old, now in zip(document.get("item", []), written["item"], strict=False):
        assert {key: now.get(key) for key in ("needs", "kcal_source")} == {
            key: old.get(key) for key in ("needs", "kcal_source")
        }


@often
@given(DOCUMENTS, ITEMS)
def test_items_nobody_touched_keep_the_user_s_own_spelling(document: dict[str, Any], new: dict[str, Any]) -> None:
    kit = decode(document)
    added = decode({**document, "item": [{**new, "id": "o77"}]}).inventory.items[0]

    written = encode(kit._replace(inventory=kit.inventory.with_new(added)[0]), document)

    assert written["item"][:-1] == document.get("item", [])


SPELT = {
    "id": "w1", "kind": "water", "name": "Drinking water", "amount": "6x1,5 л", "best_before": "31.05.2027",
    "colour": "blue", "kept": "shelf", "needs": ["cooking"],
}  # fmt: skip


def _kit(*items: dict[str, Any], **tables: Any) -> dict[str, Any]:
    return {"format": 1, "plan": {"advisory": "us-cdc"}, "household": {"adults": 2}, "item": list(items), **tables}


def test_an_item_that_changed_is_written_our_way_with_its_unknown_fields() -> None:
    document = _kit(SPELT)
    kit = decode(document)
    moved = kit.inventory.with_changed(kit.inventory.items[0]._replace(where="cellar"))

    assert encode(kit._replace(inventory=moved), document)["item"] == [
        {
            "id": "w1", "kind": "water", "name": "Drinking water", "amount": "6 x 1.5 L",
            "best_before": date(2027, 5, 31), "where": "cellar",
            "kept": "shelf", "colour": "blue", "needs": ["cooking"],
        }
    ]  # fmt: skip


def test_a_field_that_was_taken_away_is_gone() -> None:
    document = _kit({**SPELT, "note": "old", "where": "hall"})
    kit = decode(document)
    bare = kit.inventory.items[0]._replace(good_to=None, note=None, where=None)

    written = encode(kit._replace(inventory=kit.inventory.with_changed(bare)), document)

    assert written["item"] == [
        {key: SPELT[key] for key in ("id", "kind", "name", "colour", "kept", "needs")} | {"amount": "6 x 1.5 L"}
    ]


def test_regimens_alike_keep_each_its_own_unknown_fields() -> None:
    regimens = [{"medicine": "Metformin", "dose": dose, "per": "day", "when": when} for dose, when in ("2a", "1p")]
    regimens = [{**one, "person": "Anna", "dose": one["dose"]} for one in regimens]
    document = _kit(regimen=regimens, person=[{"name": "Anna", "born": 1988}])

    assert encode(decode(document), document)["regimen"] == regimens


def test_people_alike_keep_each_their_own_unknown_fields() -> None:
    people = [{"name": "Anna", "born": 1988, "shoe": 38}, {"name": "Anna", "born": 1954, "shoe": 41}]
    document = _kit(person=people)

    assert encode(decode(document), document)["person"] == people


def test_contacts_alike_keep_each_its_own_unknown_fields() -> None:
    contacts = [{"name": "Aunt", "phone": phone, "ring": ring} for phone, ring in (("111", "x"), ("222", "y"))]
    document = _kit(contact=contacts)
    kit = decode(document)

    assert encode(kit, document)["contact"] == contacts
    assert encode(kit._replace(contacts=kit.contacts[:1]), document)["contact"] == contacts[:1]
    assert "contact" not in encode(kit._replace(contacts=()), document)


def test_places_and_the_stock_take_that_were_taken_back_are_gone() -> None:
    plan = {"advisory": "us-cdc", "shelter": "School 5", "meeting_place": "Oak", "alert_channels": "105 FM"}
    document = _kit(plan=plan, counted=date(2026, 1, 2))
    kit = decode(document)

    written = encode(kit._replace(plan=Plan("us-cdc", meeting_place="Oak"), counted=None), document)

    assert written["plan"] == {"advisory": "us-cdc", "meeting_place": "Oak"}
    assert "counted" not in written


def test_everything_a_kit_can_say_is_read() -> None:
    kit = decode(
        {
            "format": 1, "saved": date(2026, 11, 23), "counted": date(2026, 11, 20), "uuid": "u",
            "plan": {
                "advisory": "de-bbk", "days": 10, "hot": True, "bags": ["car"], "cooks_without_power": True,
                "shelter": "School 5", "meeting_place": "the oak", "alert_channels": "105 FM",
            },
            "household": {"adults": 2, "children": 1, "infants": 1, "dogs": 1, "cats": 2},
            "person": [{"name": "Anna", "born": 1988, "sex": "f", "pregnant": True, "breastfeeding": True}],
            "regimen": [{"person": "Anna", "medicine": "Metformin", "dose": "2 tablets", "per": "12h"}],
            "contact": [{"name": "Aunt", "phone": "050 1", "note": "has a key"}, {"name": "Next door", "ring": 2}],
            "item": [{
                "id": "f3", "kind": "food", "name": "Beans", "amount": "12 cans", "use_by": "2027-05", "where": "hall",
                "note": "red", "added": date(2026, 1, 2), "opened": date(2026, 1, 3), "keeps": "5d", "kj": "1400/can",
                "lasts": "4d/1 can", "eaten_by": "dog", "kept": "freezer", "zip": 1,
            }],
            "next_id": {"food": 9},
            "zap": 1,
        }
    )  # fmt: skip

    tablets = find_unit("tablet")
    beans = kit.inventory.items[0]
    assert kit == Kit(
        Plan("de-bbk", 10, hot=True, shelter="School 5", meeting_place="the oak", alert_channels="105 FM"),
        Household(
            2, 1, 1, 1, 2,
            (Person("Anna", 1988, "f", 3, breastfeeding=True),),
            (Regimen("Anna", "Metformin", Decimal(2), tablets, "12h"),),
            date(2026, 11, 23),
        ),
        Inventory((beans,), {"food": 9}),
        "u",
        date(2026, 11, 23),
        (("zap",), ("contact", 1, "ring"), ("item", 0, "zip")),
        (Contact("Aunt", "050 1", "has a key"), Contact("Next door")),
        date(2026, 11, 20),
    )  # fmt: skip
    assert beans == Item(
        "f3", "food", "Beans", parse_amount("12 cans"), beans.good_to, use_by=True, where="hall", note="red",
        added=date(2026, 1, 2), opened=date(2026, 1, 3), keeps=beans.keeps, energy=parse_energy("1400/can", kj=True),
        lasts=Lasting(parse_lasting("4d").span, parse_amount("1 can")), eaten_by="dog",
        kept="freezer",
    )  # fmt: skip
    assert (beans.good_to and beans.good_to.text, beans.keeps and beans.keeps.text) == ("2027-05", "5d")


def problems_of(document: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    with pytest.raises(WrongFieldsError) as wrong:
        decode(document)
    return [(problem.path, problem.message) for problem in wrong.value.problems]


ITEM = {"id": "w1", "kind": "water", "name": "Water", "amount": "9 L"}
BEANS = {"id": "f1", "kind": "food", "name": "Beans", "amount": "12 cans"}
PILL = {"id": "m1", "kind": "med", "name": "A", "amount": "9"}
PERSON, REGIMEN = {"name": "Anna"}, {"medicine": "A", "dose": "1"}
TEXT, DAY, FLAG = "{} must be text in quotes", "{} must be a date like 2027-05-31", "{} must be true or false"

WRONG: list[tuple[dict[str, Any], tuple[str | int, ...], str]] = [
    ({"format": 2}, ("format",), "format must be 1; shelterkit writes this number itself"),
    ({"format": True}, ("format",), "format must be 1; shelterkit writes this number itself"),
    ({"format": "1"}, ("format",), "format must be 1; shelterkit writes this number itself"),
    ({"saved": "yesterday"}, ("saved",), DAY.format("saved")),
    ({"saved": datetime(2026, 1, 1)}, ("saved",), DAY.format("saved")),  # noqa: DTZ001 - as TOML has it
    ({"counted": "2026"}, ("counted",), DAY.format("counted")),
    ({"uuid": 5}, ("uuid",), TEXT.format("uuid")),
    ({"plan": []}, ("plan",), "plan must be a table"),
    ({"plan": {"advisory": 1}}, ("plan", "advisory"), TEXT.format("advisory")),
    ({"plan": {"days": 0}}, ("plan", "days"), "days must be a whole number from 1 to 3650"),
    ({"plan": {"days": 3651}}, ("plan", "days"), "days must be a whole number from 1 to 3650"),
    ({"plan": {"days": True}}, ("plan", "days"), "days must be a whole number from 1 to 3650"),
    ({"plan": {"days": 1.5}}, ("plan", "days"), "days must be a whole number from 1 to 3650"),
    ({"plan": {"hot": "yes"}}, ("plan", "hot"), FLAG.format("hot")),
    ({"plan": {"shelter": 5}}, ("plan", "shelter"), TEXT.format("shelter")),
    ({"plan": {"meeting_place": 7}}, ("plan", "meeting_place"), TEXT.format("meeting_place")),
    ({"plan": {"alert_channels": ["a"]}}, ("plan", "alert_channels"), TEXT.format("alert_channels")),
    ({"contact": {"name": "A"}}, ("contact",), "write [[contact]] with two brackets: there can be several"),
    ({"contact": [{}]}, ("contact", 0), "name is missing here"),
    ({"contact": [{"nmae": "A"}]}, ("contact", 0, "nmae"), "unknown field; did you mean name?"),
    ({"contact": [PERSON, {"name": ""}]}, ("contact", 1, "name"), TEXT.format("name")),
    ({"contact": [{"name": "A", "phone": 112}]}, ("contact", 0, "phone"), TEXT.format("phone")),
    ({"contact": [{"name": "A", "note": 1}]}, ("contact", 0, "note"), TEXT.format("note")),
    ({"contacts": [{"name": "A"}]}, ("contacts",), "unknown table; did you mean contact?"),
    ({"household": 5}, ("household",), "household must be a table"),
    ({"household": {"adults": -1}}, ("household", "adults"), "adults must be a whole number from 0 to 1000"),
    ({"household": {"cats": 1001}}, ("household", "cats"), "cats must be a whole number from 0 to 1000"),
    ({"person": PERSON}, ("person",), "write [[person]] with two brackets: there can be several"),
    ({"person": [{}]}, ("person", 0), "name is missing here"),
    ({"person": [{"naem": "Anna"}]}, ("person", 0, "naem"), "unknown field; did you mean name?"),
    ({"person": [{**PERSON, "born": 1899}]}, ("person", 0, "born"), "born must be a whole number from 1900 to 2100"),
    ({"person": [{**PERSON, "born": "1988"}]}, ("person", 0, "born"), DAY.format("born")),
    ({"person": [{**PERSON, "sex": "x"}]}, ("person", 0, "sex"), 'sex must be "f" or "m"; leave it out when unknown'),
    ({"person": [{**PERSON, "pregnant": 4}]}, ("person", 0, "pregnant"), "pregnant must be a whole number from 0 to 3"),
    ({"person": [{**PERSON, "breastfeeding": 1}]}, ("person", 0, "breastfeeding"), FLAG.format("breastfeeding")),
    ({"regimen": [{"dose": "1"}]}, ("regimen", 0), "medicine is missing here"),
    ({"regimen": [{**REGIMEN, "dose": 1}]}, ("regimen", 0, "dose"), TEXT.format("dose")),
    ({"regimen": [{**REGIMEN, "dose": "0"}]}, ("regimen", 0, "dose"), '"0" is not a dose; write for example 2 tablets'),
    (
        {"regimen": [{**REGIMEN, "dose": "2x3"}]},
        ("regimen", 0, "dose"),
        '"2x3" is not a dose; write for example 2 tablets',
    ),
    *(
        (
            {"regimen": [{**REGIMEN, "per": per}]},
            ("regimen", 0, "per"),
            'per must be "day", "week", "as-needed" or hours like "12h"',
        )
        for per in ("month", "0h", "h", "12", "\u0661h", "9" * 5000 + "h")
    ),
    ({"item": ITEM}, ("item",), "write [[item]] with two brackets: there can be several"),
    *(
        (
            {"item": [{**ITEM, "id": item_id}]},
            ("item", 0, "id"),
            f'"{item_id}" is not an id; ids look like w1, f2, m1 or o3',
        )
        for item_id in ("w", "1", "w-1", "W1", "w1.5", "w\u0661", "w1234567890")
    ),
    (
        {"item": [{**ITEM, "kind": "waters"}]},
        ("item", 0, "kind"),
        'kind must be water, food, med or other, not "waters"',
    ),
    ({"item": [{**ITEM, "name": "  "}]}, ("item", 0, "name"), TEXT.format("name")),
    ({"item": [{**ITEM, "amount": 9}]}, ("item", 0, "amount"), TEXT.format("amount")),
    (
        {"item": [{**ITEM, "amount": "9 xyzzy"}]},
        ("item", 0, "amount"),
        '"xyzzy" is not a unit; use L, ml, kg, g, kcal, cans or tablets.',
    ),
    ({"item": [{**ITEM, "amount": "2 kg"}]}, ("item", 0, "amount"), "water is counted in litres; 2 kg?"),
    ({"item": [{**ITEM, "best_before": "2027-13-05"}]}, ("item", 0, "best_before"), "month 13 does not exist."),
    ({"item": [{**ITEM, "use_by": 2027}]}, ("item", 0, "use_by"), TEXT.format("use_by")),
    ({"item": [{**ITEM, "added": "2026-01-01"}]}, ("item", 0, "added"), "this must be a date like 2027-05-31"),
    ({"item": [{**ITEM, "technical": "no"}]}, ("item", 0, "technical"), "this must be true or false"),
    ({"item": [{**BEANS, "technical": True}]}, ("item", 0, "kind"), "only water can be technical water."),
    (
        {"item": [{**ITEM, "lasts": "3d"}]},
        ("item", 0, "kind"),
        "only food has energy, lasts so many days or is eaten by somebody.",
    ),
    ({"item": [{**ITEM, "person": "Anna"}]}, ("item", 0, "kind"), "only medicine is kept for one person."),
    (
        {"item": [{**BEANS, "eaten_by": "bird"}]},
        ("item", 0, "eaten_by"),
        'eaten_by must be people, infant, dog or cat, not "bird"',
    ),
    (
        {"item": [{**ITEM, "kept": "attic"}]},
        ("item", 0, "kept"),
        'kept must be shelf, fridge or freezer, not "attic"',
    ),
    ({"item": [{**ITEM, "kept": True}]}, ("item", 0, "kept"), TEXT.format("kept")),
    (
        {"item": [{**BEANS, "kcal": "360/100g"}]},
        ("item", 0, "kcal"),
        "12 cans cannot be counted by 100g; count both alike, as in 340/can.",
    ),
    ({"next_id": {"water": 0}}, ("next_id", "water"), "water must be a whole number from 1 to 1000000000"),
    ({"next_id": []}, ("next_id",), "next_id must be a table"),
]


@pytest.mark.parametrize(("fields", "path", "message"), WRONG)
def test_a_mistake_is_named_with_the_path_of_its_field(
    fields: dict[str, Any], path: tuple[str | int, ...], message: str
) -> None:
    assert problems_of({**_kit(), **fields}) == [(path, message)]


def test_all_mistakes_of_a_kit_are_named_at_once() -> None:
    document = _kit(
        {**ITEM, "amount": "9 kg"},
        {**ITEM, "id": "w2", "best_before": "31.02.2027", "added": "today"},
        {"id": "w3", "kind": "water", "name": "Water", "amout": "9 L"},
        {**ITEM, "id": "w4"},
        {**ITEM, "id": "w4", "amount": "x"},
        plan={"days": 0},
        household={"adults": "two"},
    )

    assert [path for path, _ in problems_of(document)] == [
        ("plan", "days"),
        ("household", "adults"),
        ("item", 0, "amount"),
        ("item", 1, "best_before"),
        ("item", 1, "added"),
        ("item", 2, "amout"),
        ("item", 4, "amount"),
        ("item", 3, "id"),
        ("item", 4, "id"),
    ]


@pytest.mark.parametrize("missing", ["id", "kind", "name", "amount"])
def test_a_field_that_must_be_there_is_missed(missing: str) -> None:
    item = {key: value for key, value in ITEM.items() if key != missing}

    free = '; write id = "w1"' if missing == "id" else ""
    assert problems_of(_kit(item)) == [(("item", 0), f"{missing} is missing here{free}")]


@pytest.mark.parametrize(
    ("kinds", "next_id", "free"),
    [
        (("food",), {}, ["f1"]),
        (("food", "food", "water"), {"food": 7}, ["f7", "f8", "w1"]),
        (("food",), {"food": "x"}, ["f1"]),
        (("blorp",), {}, [""]),
    ],
)
def test_an_item_without_an_id_is_told_one_that_is_free(
    kinds: tuple[str, ...], next_id: dict[str, Any], free: list[str]
) -> None:
    items = [{"kind": kind, "name": "Rope", "amount": "1 piece"} for kind in kinds]

    told = [text for _, text in problems_of(_kit(*items, next_id=next_id)) if text.startswith("id ")]

    assert told == ["id is missing here" + (f'; write id = "{one}"' if one else "") for one in free]


@pytest.mark.parametrize(
    ("missing", "typed"), [("amount", "amout"), ("amount", "Amount"), ("name", "nmae"), ("kind", "kinds")]
)
def test_an_unknown_field_like_the_missing_one_is_taken_for_it(missing: str, typed: str) -> None:
    item = {typed if key == missing else key: value for key, value in ITEM.items()}

    assert problems_of(_kit(item)) == [(("item", 0, typed), f"unknown field; did you mean {missing}?")]


def test_an_unknown_field_is_kept_and_told_when_nothing_is_missing() -> None:
    kit = decode(
        _kit({**ITEM, "amout": "9 L"}, person=[{"name": "Anna", "colour": 1}], household={"adults": 1, "x": 1})
    )

    assert kit.unknown == (("household", "x"), ("person", 0, "colour"), ("item", 0, "amout"))


def test_an_id_that_stands_twice_is_named_at_both_places() -> None:
    document = _kit(ITEM, BEANS, {**ITEM, "name": "Other"})

    message = "w1 is the id of 2 items; give each its own"
    assert problems_of(document) == [(("item", 0, "id"), message), (("item", 2, "id"), message)]


def test_a_kit_without_a_household_is_told_what_to_write() -> None:
    assert problems_of({"format": 1}) == [((), "the [household] table is missing; write for example adults = 2 in it")]


def test_more_names_than_places_are_a_mistake_of_the_surplus_name() -> None:
    people = [{"name": "Anna"}, {"name": "Ben"}, {"name": "Cleo"}]

    assert problems_of(_kit(person=people)) == [
        (("person", 2, "name"), "Cleo is one more of the people than [household] counts; raise the count there")
    ]


@pytest.mark.parametrize(
    ("saved", "added", "names"),
    [
        (date(2026, 1, 1), None, []),
        (date(2040, 1, 1), None, ["Bo"]),
        (None, date(2026, 1, 1), []),
        (None, date(2040, 1, 1), ["Bo"]),
        (None, None, []),
    ],
)
def test_names_are_held_against_the_places_of_the_day_the_kit_was_saved(
    saved: date | None, added: date | None, names: list[str]
) -> None:
    document = _kit(
        {**ITEM, **({"added": added} if added else {})},
        household={"adults": 1, "infants": 1},
        person=[{"name": "Anna", "born": 1988}, {"name": "Bo", "born": date(2025, 6, 1)}],
        **({"saved": saved} if saved else {}),
    )

    try:
        decode(document)
        found: tuple[Problem, ...] = ()
    except WrongFieldsError as wrong:
        found = wrong.problems

    assert [problem.message.split()[0] for problem in found] == names


def test_an_id_is_never_given_again_after_its_item_is_gone() -> None:
    document = _kit({**ITEM, "id": "w7"})
    kit = decode(document)

    written = encode(kit._replace(inventory=kit.inventory.without(("w7",))), document)

    assert (written.get("item"), written["next_id"]) == (None, {"water": 8})


@pytest.mark.parametrize("both", [{"kcal": "300/can", "kj": "9/can"}, {"best_before": "2027", "use_by": "2026"}])
def test_two_fields_that_say_the_same_thing_differently_are_a_mistake(both: dict[str, str]) -> None:
    assert problems_of(_kit({**BEANS, **both}))
