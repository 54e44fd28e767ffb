"""Two kits made one: the laws of it, and what becomes of every kind of thing in them."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelterkit.codec.reading import decode
from shelterkit.codec.writing import encode
from shelterkit.inventory.items import KINDS, Item
from shelterkit.merging import Merged, compared, merge

if TYPE_CHECKING:
    from shelterkit.codec.kit import Kit

TODAY = date(2026, 11, 23)
EXAMPLES = int(os.environ.get("SHELTERKIT_TEST_EXAMPLES", "200"))
often = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Few names, amounts and numbers, so that two kits often have the same thing, or almost.
_NAMES = st.sampled_from(("Rice", "rice", "Ris", "Beans"))
_AMOUNTS = {"water": ("9 L", "6 x 1.5 L", "0 L"), "food": ("2 kg", "3 kg"), "med": ("20 tablets", "7 tablets")}
_MORE = st.fixed_dictionaries(
    {},
    optional={
        "where": st.sampled_from(("cellar", "car")),
        "added": st.sampled_from((date(2026, 1, 1), date(2026, 2, 2))),
        "best_before": st.sampled_from(("2027-05", "2028")),
    },
)


@st.composite
def items(draw: st.DrawFn) -> list[dict[str, Any]]:
    made = []
    for number in draw(st.lists(st.integers(1, 6), max_size=6, unique=True)):
        kind = draw(st.sampled_from(KINDS))
        amount = draw(st.sampled_from(_AMOUNTS.get(kind, ("4", "1"))))
        letter = draw(st.sampled_from((kind[0], kind[0], "x")))
        table = {"id": f"{letter}{number}", "kind": kind, "name": draw(_NAMES), "amount": amount}
        made.append(table | draw(_MORE))
    return made


_PEOPLE = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(("Anna", "anna", "Mia", "Oleh"))},
        optional={"born": st.sampled_from((1988, 2020, 2026)), "sex": st.sampled_from("fm")},
    ),
    max_size=3,
    unique_by=lambda person: str(person["name"]).casefold(),
)
_REGIMENS = st.lists(
    st.fixed_dictionaries(
        {"medicine": st.sampled_from(("Rice", "Pills")), "dose": st.sampled_from(("1", "2"))},
        optional={"person": st.sampled_from(("Anna", "anna", "Mia"))},
    ),
    max_size=3,
)
_CONTACTS = st.lists(st.fixed_dictionaries({"name": st.sampled_from(("Olha", "Doctor"))}), max_size=3)


@st.composite
def kits(draw: st.DrawFn) -> Kit:
    people = draw(_PEOPLE)
    household = {"adults": draw(st.integers(3, 4)), "children": draw(st.integers(3, 4)), "infants": 3}
    document: dict[str, Any] = {
        "format": 1,
        "saved": TODAY,
        "household": household,
        "person": people,
        "regimen": draw(_REGIMENS),
        "contact": draw(_CONTACTS),
        "item": draw(items()),
        "next_id": draw(st.fixed_dictionaries({}, optional={"food": st.integers(1, 9), "other": st.integers(1, 9)})),
    }
    return decode(document, on=TODAY)


def content(item: Item) -> Item:
    return item._replace(id="", added=None)


def stock(kit: Kit) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for item in kit.inventory.items:
        found[item.kind, item.amount.unit.symbol] += int(item.amount.base * 1000)
    return found


@often
@given(kits())
def test_a_kit_merged_with_itself_is_that_kit(kit: Kit) -> None:
    merged = merge(kit, kit, on=TODAY)

    assert merged == Merged(kit, same=len(kit.inventory.items))


@often
@given(kits(), kits())
def test_merging_a_second_time_adds_nothing(mine: Kit, theirs: Kit) -> None:
    once = merge(mine, theirs, on=TODAY).kit

    again = merge(once, theirs, on=TODAY)

    assert again.adds_nothing
    assert again.kit == once


@often
@given(kits(), kits())
def test_nothing_of_mine_is_lost_or_changed(mine: Kit, theirs: Kit) -> None:
    kit = merge(mine, theirs, on=TODAY).kit

    assert kit.inventory.items[: len(mine.inventory.items)] == mine.inventory.items
    assert kit.household.people[: len(mine.household.people)] == mine.household.people
    assert kit.household.regimens[: len(mine.household.regimens)] == mine.household.regimens
    assert kit.contacts[: len(mine.contacts)] == mine.contacts
    assert (kit.plan, kit.check, kit.uuid, kit.saved) == (mine.plan, mine.check, mine.uuid, mine.saved)
    assert all(stock(kit)[key] >= number for key, number in stock(mine).items())


@often
@given(kits(), kits())
def test_all_that_only_the_other_has_is_there_afterwards(mine: Kit, theirs: Kit) -> None:
    merged = merge(mine, theirs, on=TODAY)

    differing = Counter(content(their_item) for _, their_item in merged.differing)
    here = Counter(map(content, merged.kit.inventory.items))
    assert Counter(map(content, theirs.inventory.items)) - differing <= here
    assert len(merged.added) + merged.same + len(merged.differing) == len(theirs.inventory.items)
    names = {person.name.casefold() for person in merged.kit.household.people}
    assert {person.name.casefold() for person in theirs.household.people} <= names


@often
@given(kits(), kits())
def test_a_merged_kit_reads_and_no_id_is_given_twice(mine: Kit, theirs: Kit) -> None:
    merged = merge(mine, theirs, on=TODAY)

    again = decode(encode(merged.kit, {}), on=TODAY)
    ids = [item.id for item in again.inventory.items]
    assert len(ids) == len(set(ids))
    # A number that my kit gave once and has no more is not given to something else.
    free = {kind[0]: mine.inventory.free_number(kind) for kind in KINDS}
    assert [one.id for one in merged.added if one.id[0] in free and int(one.id[1:]) < free[one.id[0]]] == []


@often
@given(kits(), kits())
def test_what_becomes_of_the_items_accounts_for_each_of_them(before: Kit, after: Kit) -> None:
    old, new = before.inventory.items, after.inventory.items

    difference = compared(old, new)

    stayed = len(old) - len(difference.removed)
    assert len(new) == stayed + len(difference.added)
    assert len(difference.changed) <= stayed
    assert compared(old, old) == ((), (), ())
    assert set(difference.removed) <= set(old)
    assert set(difference.added) <= set(new)


def rice(item_id: str = "f1", amount: str = "2 kg", **fields: Any) -> dict[str, Any]:
    return {"id": item_id, "kind": "food", "name": "Rice", "amount": amount, **fields}


def kit(*tables: dict[str, Any], adults: int = 2, **more: Any) -> Kit:
    document = {"format": 1, "saved": TODAY, "household": {"adults": adults}, "item": list(tables), **more}
    return decode(document, on=TODAY)


# What mine has, what theirs has, the ids of what is added, how many are the same, the ids of what differs.
ITEMS = [
    ("the same thing", [rice()], [rice()], [], 1, []),
    ("another amount", [rice()], [rice(amount="1 kg")], [], 0, ["f1"]),
    ("another spelling", [rice()], [rice(name="RICE")], [], 0, ["f1"]),
    ("written down on another day", [rice()], [rice(added=date(2026, 1, 1))], [], 1, []),
    ("another id", [rice("f1")], [rice("f7")], [], 1, []),
    ("its own id is free", [rice("f1")], [rice("f7", "1 kg")], ["f7"], 0, []),
    ("its id is another thing's", [rice("f1")], [rice("f1", name="Beans")], ["f2"], 0, []),
    ("two lots alike, one here", [rice("f1")], [rice("f1"), rice("f2")], ["f2"], 1, []),
    ("two lots alike, one here under another id", [rice("f1")], [rice("f7"), rice("f8")], ["f8"], 1, []),
    ("two lots alike, both here", [rice("f4"), rice("f5")], [rice("f1"), rice("f2")], [], 2, []),
    ("its id is of another kind here", [rice("f1")], [{**rice("f1"), "kind": "other", "amount": "2"}], ["o1"], 0, []),
    ("an id of another make", [], [rice("rice7")], ["f1"], 0, []),
    ("nothing there", [rice()], [], [], 0, []),
]


@pytest.mark.parametrize(("_", "mine", "theirs", "added", "same", "differing"), ITEMS, ids=[one[0] for one in ITEMS])
def test_an_item_is_the_same_differs_or_is_added(
    _: str, mine: list[Any], theirs: list[Any], added: list[str], same: int, differing: list[str]
) -> None:
    merged = merge(kit(*mine), kit(*theirs), on=TODAY)

    assert [one.id for one in merged.added] == added
    assert merged.same == same
    assert [one.id for one, _ in merged.differing] == differing


def test_a_number_that_was_given_once_is_not_given_again() -> None:
    mine = kit(rice("f1"), next_id={"food": 5})

    merged = merge(mine, kit(rice("f3", "1 kg"), rice("f6", "7 kg")), on=TODAY)

    assert [one.id for one in merged.added] == ["f7", "f6"]


# Mine and theirs, who joins, for whom the count went up, and how many adults there are then.
PEOPLE = [
    ("already here", ["Anna"], ["anna"], 1, [], 1),
    ("one of those counted", [], ["Anna"], 1, [("Anna", None)], 1),
    ("one more than counted", ["Anna"], ["Oleh"], 1, [("Oleh", "adults")], 2),
    ("one fits and one does not", ["Anna"], ["Oleh", "Ira"], 2, [("Oleh", None), ("Ira", "adults")], 3),
]


@pytest.mark.parametrize(("_", "mine", "theirs", "adults", "joined", "after"), PEOPLE, ids=[one[0] for one in PEOPLE])
def test_a_person_takes_a_free_place_or_is_one_more(
    _: str, mine: list[str], theirs: list[str], adults: int, joined: list[Any], after: int
) -> None:
    mine_kit = kit(adults=adults, person=[{"name": name} for name in mine])

    merged = merge(mine_kit, kit(adults=5, person=[{"name": name} for name in theirs]), on=TODAY)

    assert [(one.person.name, one.raised) for one in merged.people] == joined
    assert merged.kit.household.adults == after


def test_a_dose_and_a_number_of_mine_stay_and_others_are_added() -> None:
    mine = kit(
        regimen=[{"medicine": "Metformin", "dose": "1"}], contact=[{"name": "Olha", "phone": "1"}], next_id={"food": 2}
    )
    theirs = kit(
        regimen=[{"medicine": "METFORMIN ", "dose": "2"}, {"person": "Anna", "medicine": "Metformin", "dose": "3"}],
        contact=[{"name": "olha", "phone": "2"}, {"name": "Doctor", "phone": "3"}],
    )

    merged = merge(mine, theirs, on=TODAY)

    assert [(one.person, one.dose) for one in merged.kit.household.regimens] == [
        (None, Decimal(1)),
        ("Anna", Decimal(3)),
    ]
    assert [(one.name, one.phone) for one in merged.kit.contacts] == [("Olha", "1"), ("Doctor", "3")]
    assert (merged.regimens, merged.contacts) == (merged.kit.household.regimens[1:], merged.kit.contacts[1:])
