"""Which days of a kit are worth knowing of beforehand, and what each is called with and without names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.assessment.assess import assess
from shelterkit.assessment.demand import Advice
from shelterkit.calendar_dates import Span, parse_span
from shelterkit.codec.reading import decode
from shelterkit.events import Event, events_of
from shelterkit.library import Library
from shelterkit.report.events import Entry, entries

TODAY = date(2026, 11, 23)
KIT = "12068fb4-7cf2-4c4d-ba54-eaad9418b6e8"
LIBRARY = Library()
ADVICE = Advice(LIBRARY.chain("us-cdc"), LIBRARY.energy_table())


def events(
    *items: dict[str, Any],
    takes: tuple[dict[str, str], ...] = (),
    people: tuple[str, ...] = (),
    on: date = TODAY,
    **more: Any,
) -> tuple[Event, ...]:
    kit = decode(
        {
            "format": 1,
            "household": {"adults": 3},
            "person": [{"name": name} for name in people],
            "regimen": list(takes),
            "item": list(items),
        }
    )
    assessment = assess(kit.inventory, kit.household, ADVICE, plan=kit.plan, on=on)
    return events_of(assessment, kit.inventory, kit.household, **more)


def item(item_id: str, name: str = "Buckwheat", amount: str = "2 kg", **fields: Any) -> dict[str, Any]:
    kind = {"w": "water", "f": "food", "m": "med", "o": "other"}[item_id[0]]
    return {"id": item_id, "kind": kind, "name": name, "amount": amount, **fields}


def pills(item_id: str, amount: str, name: str = "Metformin", **fields: Any) -> dict[str, Any]:
    return item(item_id, name, amount, **fields)


def takes(medicine: str = "Metformin", dose: str = "2 tablets", per: str = "day", **fields: str) -> dict[str, str]:
    return {"medicine": medicine, "dose": dose, "per": per, **fields}


def days(found: tuple[Event, ...]) -> list[tuple[str, str]]:
    return [(event.key, str(event.day)) for event in found]


class Lot(NamedTuple):
    """Fields of an item, and its day in the calendar if it has one."""

    fields: dict[str, Any]
    day: str | None


@pytest.mark.parametrize(
    "lot",
    [
        Lot({"best_before": date(2026, 12, 15)}, "2026-12-15"),
        Lot({"use_by": date(2026, 12, 15)}, "2026-12-15"),
        Lot({"best_before": "2027-05"}, "2027-05-31"),
        Lot({"best_before": "2027"}, "2027-12-31"),
        Lot({"best_before": TODAY}, "2026-11-23"),
        Lot({"best_before": date(2026, 11, 22)}, None),
        Lot({}, None),
        Lot({"best_before": "2027-05", "amount": "0 kg"}, None),
        Lot({"best_before": "2027-05", "opened": TODAY, "keeps": "5d"}, "2026-11-28"),
        Lot({"best_before": "2027-05", "opened": TODAY}, "2027-05-31"),
        Lot({"opened": TODAY, "keeps": "5d"}, "2026-11-28"),
        Lot({"best_before": "2027-05", "opened": date(2026, 11, 1), "keeps": "5d"}, None),
    ],
    ids=lambda lot: f"{lot.fields}",
)
def test_what_is_still_good_has_its_last_usable_day(lot: Lot) -> None:
    found = events(item("f1") | lot.fields)

    assert days(found) == ([("f1", lot.day)] if lot.day else [])


class Course(NamedTuple):
    """What is there of a medicine taken twice a day, and the day to order it."""

    items: tuple[dict[str, Any], ...]
    day: str
    runs_out: str


@pytest.mark.parametrize(
    "course",
    [
        Course((pills("m1", "56 tablets"),), "2026-12-07", "2026-12-21"),
        Course((pills("m1", "57 tablets"),), "2026-12-07", "2026-12-21"),
        Course((pills("m1", "28 tablets"),), "2026-11-23", "2026-12-07"),
        Course((pills("m1", "30 tablets"),), "2026-11-24", "2026-12-08"),
        Course((pills("m1", "4 tablets"),), "2026-11-23", "2026-11-25"),
        Course((pills("m1", "1 tablets"),), "2026-11-23", "2026-11-23"),
        Course((), "2026-11-23", "2026-11-23"),
        Course((pills("m1", "0 tablets"),), "2026-11-23", "2026-11-23"),
        Course((pills("m1", "56 tablets", best_before=date(2026, 11, 22)),), "2026-11-23", "2026-11-23"),
        Course((pills("m1", "56 tablets"), pills("m2", "56 tablets")), "2027-01-04", "2027-01-18"),
        # What goes off before it is taken is not there to be taken.
        Course((pills("m1", "56 tablets", best_before=date(2026, 12, 12)),), "2026-11-29", "2026-12-13"),
        Course((pills("m1", "56 tablets", name="met FORMIN"),), "2026-12-07", "2026-12-21"),
        Course((pills("m1", "56 tablets", name="Ibuprofen"),), "2026-11-23", "2026-11-23"),
    ],
    ids=lambda course: f"{course.items}",
)
def test_medicine_is_ordered_two_weeks_before_it_runs_out_and_today_where_that_is_past(course: Course) -> None:
    found = [event for event in events(*course.items, takes=(takes(),)) if event.what == "order"]

    assert [(event.key, str(event.day), str(event.runs_out)) for event in found] == [
        ("order-1", course.day, course.runs_out)
    ]


def test_how_long_before_is_the_households_choice() -> None:
    found = events(pills("m1", "56 tablets"), takes=(takes(),), order_ahead=21)

    assert days(found) == [("order-1", "2026-11-30")]


@pytest.mark.parametrize(
    ("amount", "regimen"),
    [
        ("56 tablets", takes(dose="1 tablets", per="as-needed")),
        ("100000 tablets", takes()),
        ("1000000 tablets", takes(dose="0.01 tablets", per="week")),
    ],
)
def test_what_nobody_can_run_out_of_needs_no_order(amount: str, regimen: dict[str, str]) -> None:
    assert events(pills("m1", amount), takes=(regimen,)) == ()


def test_a_medicine_to_order_is_told_by_what_is_left_of_it() -> None:
    found = events(
        pills("m1", "0 tablets"),
        pills("m2", "10 tablets", best_before=date(2026, 11, 20)),
        pills("m3", "56 tablets", best_before=date(2027, 9, 30)),
        pills("m4", "56 tablets", best_before=date(2027, 8, 31)),
        takes=(takes(), takes("Insulin")),
    )

    assert [(event.key, event.item and event.item.id) for event in found if event.what == "order"] == [
        ("order-2", None),
        ("order-1", "m4"),
    ]


TAKEN = (takes(person="Anna"), takes("Insulin", "1 tablets"), takes(" METFORMIN ", person="Oleh"), takes("Xylo"))
STAYS = [
    (pills("m1", "56 tablets"), pills("m2", "20 tablets", "Insulin"), pills("m3", "9 tablets", "Xylo")),
    # Packages were used up and bought, in another order.
    (pills("m9", "5 tablets", "Xylo"), pills("m7", "200 tablets"), pills("m8", "20 tablets", "insulin")),
    (),
]


@pytest.mark.parametrize("items", STAYS, ids=["before", "bought", "nothing left"])
def test_a_medicine_keeps_its_key_whatever_packages_come_and_go(items: tuple[dict[str, Any], ...]) -> None:
    found = events(*items, takes=TAKEN, people=("Anna", "Oleh"))

    assert {event.key: event.medicine for event in found if event.what == "order"} == {
        "order-1": "Metformin",
        "order-2": "Insulin",
        "order-3": "Xylo",
    }


def test_the_nearest_day_comes_first_and_of_one_day_the_lower_number() -> None:
    found = events(
        item("f10", best_before="2027-05"),
        item("f9", best_before="2027-05"),
        pills("m1", "56 tablets", best_before=date(2026, 12, 7)),
        item("w1", "Water", "6 L", best_before=date(2026, 12, 1)),
        takes=(takes(),),
    )

    assert days(found) == [
        ("order-1", "2026-11-24"),
        ("w1", "2026-12-01"),
        ("m1", "2026-12-07"),
        ("f9", "2027-05-31"),
        ("f10", "2027-05-31"),
    ]


dates = st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31))
amounts = st.sampled_from(["0 tablets", "1 tablets", "56 tablets", "1000000 tablets"])


@given(
    lots=st.lists(st.tuples(amounts, dates, st.sampled_from(["Metformin", "Insulin"])), max_size=6),
    on=st.dates(date(2000, 1, 1), date(2100, 12, 31)),
)
def test_every_day_is_still_to_come_and_has_a_key_of_its_own(
    lots: list[tuple[str, date | None, str]], on: date
) -> None:
    items = [
        pills(f"m{number}", amount, name, **({"best_before": last} if last else {}))
        for number, (amount, last, name) in enumerate(lots, 1)
    ]

    found = events(*items, takes=(takes(), takes("Insulin", "3 tablets")), on=on)

    good = [f"m{n}" for n, (amount, last, _) in enumerate(lots, 1) if last and last >= on and amount[0] != "0"]
    keys = [event.key for event in found]
    assert all(event.day >= on for event in found)
    assert len(keys) == len(set(keys))
    assert sorted(key for key in keys if key[0] == "m") == sorted(good)
    assert all(event.day == on or event.day + timedelta(14) == event.runs_out for event in found if event.runs_out)


SHELF = (
    item("w1", "Drinking water", "6 L", best_before="2027-05", where="cellar"),
    item("f2", best_before=date(2026, 12, 15), where="pantry"),
    item("f3", "Milk", "1 L", opened=TODAY, keeps="5d"),
    pills("m1", "56 tablets", "Metformin 500 mg", use_by=date(2027, 9, 30)),
    item("o1", "Water filter", "1", best_before="2028"),
)
BY_ANNA = (takes("Metformin 500 mg", person="Anna"), takes("Insulin"))


def listed(*, names: bool, remind: tuple[str, ...] = ("7d",), on: date = TODAY) -> tuple[Entry, ...]:
    found = events(*SHELF, takes=BY_ANNA, people=("Anna",), on=on)
    return entries(found, KIT, names=names, remind=[parse_span(span) for span in remind], on=on)


def test_with_names_every_thing_is_called_by_its_own() -> None:
    assert [(one.title, one.details) for one in listed(names=True)] == [
        ("Order Insulin", "There is not enough from 2026-11-23 on. How long it lasts: shelterkit status"),
        ("Use up: Milk", "f3. Opened, good to 2026-11-28. What is left of it: shelterkit show f3"),
        (
            "Order Metformin 500 mg (Anna)",
            "m1: The last full day is 2026-12-20. How long it lasts: shelterkit status",
        ),
        ("Use up: Buckwheat", "f2, pantry. Best before 2026-12-15. What is left of it: shelterkit show f2"),
        ("Use up: Drinking water", "w1, cellar. Best before 2027-05-31. What is left of it: shelterkit show w1"),
        ("Replace: Metformin 500 mg", "m1. Use by 2027-09-30. What is left of it: shelterkit show m1"),
        ("Replace: Water filter", "o1. Best before 2028-12-31. What is left of it: shelterkit show o1"),
    ]


def test_without_names_there_is_none_and_no_place_either() -> None:
    assert [(one.title, one.details) for one in listed(names=False)] == [
        ("Order medicine", "There is not enough from 2026-11-23 on. How long it lasts: shelterkit status"),
        ("Use up: 1 food item (f3)", "f3. Opened, good to 2026-11-28. What is left of it: shelterkit show f3"),
        ("Order medicine", "m1: The last full day is 2026-12-20. How long it lasts: shelterkit status"),
        ("Use up: 1 food item (f2)", "f2. Best before 2026-12-15. What is left of it: shelterkit show f2"),
        ("Use up: 1 water item (w1)", "w1. Best before 2027-05-31. What is left of it: shelterkit show w1"),
        ("Replace: 1 medicine (m1)", "m1. Use by 2027-09-30. What is left of it: shelterkit show m1"),
        ("Replace: 1 other item (o1)", "o1. Best before 2028-12-31. What is left of it: shelterkit show o1"),
    ]


def test_everybody_who_takes_a_medicine_is_named_once() -> None:
    regimens = (takes(person="Anna"), takes(person="Oleh"), takes(per="12h", person="Anna"), takes())
    found = events(pills("m1", "560 tablets"), takes=regimens, people=("Anna", "Oleh"))

    assert [one.title for one in entries(found, KIT, names=True, remind=(), on=TODAY)] == [
        "Order Metformin (Anna, Oleh)"
    ]


def test_the_key_of_an_entry_is_the_same_with_and_without_names_and_says_none() -> None:
    uids = [one.uid for one in listed(names=False)]

    assert uids == [one.uid for one in listed(names=True)]
    assert uids == [f"{key}.{KIT}@shelterkit" for key in ("order-2", "f3", "order-1", "f2", "w1", "m1", "o1")]


class Ring(NamedTuple):
    """Spans asked for, the day an entry is looked at, and when it reminds of 2026-12-15."""

    remind: tuple[str, ...]
    on: str
    rings: tuple[str, ...]


@pytest.mark.parametrize(
    "ring",
    [
        Ring(("7d",), "2026-11-23", ("2026-12-08",)),
        Ring(("7d", "30d"), "2026-11-10", ("2026-11-15", "2026-12-08")),
        Ring(("1m",), "2026-11-10", ("2026-11-15",)),
        Ring(("2w", "14d"), "2026-11-10", ("2026-12-01",)),
        Ring(("7d", "30d"), "2026-11-15", ("2026-11-15", "2026-12-08")),
        # What has rung does not ring again with a second import.
        Ring(("7d", "30d"), "2026-11-16", ("2026-12-08",)),
        Ring(("7d",), "2026-12-08", ("2026-12-08",)),
        # A day that nothing reminded of in time rings itself.
        Ring(("7d",), "2026-12-09", ("2026-12-15",)),
        Ring(("7d",), "2026-12-15", ("2026-12-15",)),
        Ring((), "2026-11-23", ()),
        Ring((), "2026-12-15", ()),
    ],
    ids=str,
)
def test_reminders_come_so_long_before_unless_that_is_past(ring: Ring) -> None:
    on = date.fromisoformat(ring.on)

    found = {one.item_id: one.rings for one in listed(names=False, remind=ring.remind, on=on)}

    assert tuple(map(str, found["f2"])) == ring.rings


@given(
    last=st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    on=st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    days_before=st.lists(st.integers(1, 36500), min_size=1, max_size=4),
)
def test_whatever_is_asked_for_every_day_reminds_between_now_and_then(
    last: date, on: date, days_before: list[int]
) -> None:
    found = entries(
        [Event("order-1", "order", max(last, on))],
        KIT,
        names=False,
        remind=[Span(days=number) for number in days_before],
        on=on,
    )

    rings = found[0].rings
    assert rings
    assert list(rings) == sorted(set(rings))
    assert on <= rings[0] <= rings[-1] <= max(last, on)
