"""What needs attention: every kind of it up to its very day, in which order, and how bad it is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.calendar_dates import Span
from shelterkit.errors import Problem, WrongFieldsError
from shelterkit.reminders.lots import rotation_of
from shelterkit.reminders.reminder import CODES, Verdict, urgency
from shelterkit.reminders.thresholds import DEFAULTS, KEYS, Thresholds, read_thresholds, whole_days
from shelterkit.render.porcelain import json_text
from shelterkit.render.porcelain_check import check_json, nagios_line
from shelterkit.render.text import render
from shelterkit.report.reminders import check_document
from tests.checked import ENOUGH, LIBRARY, TODAY, Fields, checked, food, other, pills, takes, water

if TYPE_CHECKING:
    from shelterkit.reminders.remind import Check

Brief = tuple[str, str, str | None]


def brief(check: Check) -> list[Brief]:
    """Return each reminder as its code, its severity and what it is about."""
    return [(one.code, one.severity, one.item.id if one.item else one.medicine or one.need) for one in check.reminders]


def day(number: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=number)


def test_a_kit_with_enough_of_everything_needs_no_attention() -> None:
    found = checked(*ENOUGH, pills(), other(), regimen=[takes()], saved=TODAY)

    assert (found.reminders, found.verdict) == ((), Verdict("OK", 0))


# amount of water for one at 2 L a day, 3 to 10 days -> severity and state
WATER = [
    ("0 L", ("none", "critical", "none")),
    ("1.9999 L", ("low", "critical", "low")),
    ("2 L", ("low", "warning", "low")),
    ("5.9999 L", ("low", "warning", "low")),
    ("6 L", ("low", "warning", "minimum")),
    ("19.9999 L", ("low", "warning", "minimum")),
    ("20 L", None),
]


@pytest.mark.parametrize(("amount", "expected"), WATER)
def test_water_is_judged_on_the_exact_amount(amount: str, expected: tuple[str, str, str] | None) -> None:
    found = checked(water(amount), only="water")

    said = [(one.code, one.severity, one.line.state if one.line else "") for one in found.reminders]

    assert said == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("household", "item", "expected"),
    [
        ({"adults": 1}, None, ("none", "warning", "food")),
        ({"adults": 1}, food("21999 kcal"), ("low", "warning", "food")),
        ({"adults": 1, "infants": 1}, None, ("none", "critical", "infant-food")),
        ({"adults": 1, "infants": 1}, food("820 kcal", eaten_by="infant"), ("low", "warning", "infant-food")),
        ({"adults": 1, "dogs": 1}, None, ("none", "warning", "dog-food")),
        ({"adults": 1, "cats": 1}, food("1 kg", lasts="9d", eaten_by="cat"), ("low", "warning", "cat-food")),
        ({"adults": 1, "cats": 1}, food("1 kg", lasts="10d", eaten_by="cat"), None),
    ],
)
def test_nothing_left_is_critical_only_for_water_infants_and_medicine(
    household: dict[str, int], item: Fields | None, expected: Brief | None
) -> None:
    kind = expected[2] if expected else "cat-food"
    found = checked(*((item,) if item else ()), household=household, only="food")

    assert [one for one in brief(found) if one[2] == kind] == ([expected] if expected else [])


def test_technical_water_that_is_not_there_is_a_warning() -> None:
    found = checked(water("30 L"), advisory="ua-mvs", only="water")

    assert brief(found) == [("none", "warning", "technical-water")]


# Sweden asks for 30 days of medicine, CDC for 7 to 10; two tablets a day
MEDICINE: list[tuple[str, str, tuple[str, str] | None]] = [
    ("de-bbk", "0 tablets", ("none", "critical")),
    ("de-bbk", "1 tablet", ("refill", "critical")),
    ("de-bbk", "5.9 tablets", ("refill", "critical")),
    ("de-bbk", "6 tablets", ("refill", "warning")),
    ("de-bbk", "20 tablets", ("refill", "warning")),
    ("de-bbk", "27.9 tablets", ("refill", "warning")),
    ("de-bbk", "28 tablets", None),
    ("se-mcf", "27.9 tablets", ("refill", "warning")),
    ("se-mcf", "28 tablets", ("low", "warning")),
    ("se-mcf", "59.9 tablets", ("low", "warning")),
    ("se-mcf", "60 tablets", None),
]


@pytest.mark.parametrize(("advisory", "amount", "expected"), MEDICINE)
def test_a_medicine_is_reminded_of_once_and_exactly_in_time(
    advisory: str, amount: str, expected: tuple[str, str] | None
) -> None:
    found = checked(pills(amount), advisory=advisory, regimen=[takes()], only="med")

    assert [(one.code, one.severity) for one in found.reminders] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("amount", "thresholds", "days"),
    [
        ("27 tablets", DEFAULTS, ("13.5", day(13), day(-1))),
        ("28 tablets", DEFAULTS._replace(medication_warning=Span(1)), ("14", day(14), day(-16))),
        ("20 tablets", DEFAULTS._replace(medication_warning=Span(0, 11)), ("10", day(10), day(-1))),
    ],
)
def test_the_day_to_order_by_is_the_warning_s_days_before_the_last_is_taken(
    amount: str, thresholds: Thresholds, days: tuple[str, date, date]
) -> None:
    (found,) = checked(pills(amount), regimen=[takes()], only="med", thresholds=thresholds).reminders

    assert (found.days, found.until, found.order_by) == (Decimal(days[0]), days[1], days[2])


def test_a_medicine_short_of_its_target_is_to_be_ordered_before_it_is_short() -> None:
    (found,) = checked(pills("50 tablets"), advisory="se-mcf", regimen=[takes()], only="med").reminders

    assert (found.code, found.until, found.order_by) == ("low", day(25), day(11))


def test_a_kit_s_own_limits_are_the_ones_that_count() -> None:
    limits = Thresholds(Span(0, 5), Span(0, 20), Span(0, 10), Span(0, 4))
    found = checked(
        water("7.9 L"),
        pills("19 tablets"),
        *ENOUGH[1:],
        other(best_before=day(6)),
        thresholds=limits,
        regimen=[takes()],
    )

    assert brief(found) == [("low", "critical", "drinking-water"), ("refill", "critical", "m1")]


def test_water_for_the_plan_that_is_less_than_the_kit_s_own_limit_is_critical_all_the_same() -> None:
    found = checked(water("6 L"), days=3, thresholds=DEFAULTS._replace(water_critical=Span(0, 5)), only="water")

    assert brief(found) == [("low", "critical", "drinking-water")]
    assert render(check_document(found)).splitlines()[1] == "  LOW      Water: 6 L (3 days), less than 5 days."


def test_a_critical_limit_above_the_warning_still_speaks() -> None:
    limits = DEFAULTS._replace(medication_critical=Span(0, 20))

    found = checked(pills("38 tablets"), regimen=[takes()], only="med", thresholds=limits)

    assert brief(found) == [("refill", "critical", "m1")]


@pytest.mark.parametrize(
    ("regimens", "items", "expected"),
    [
        ([takes("1", "as-needed")], (), [("none", "warning", "Metformin")]),
        ([takes("1", "as-needed")], (pills("0 tablets"),), [("none", "warning", "Metformin")]),
        ([takes("1", "as-needed")], (pills("1 tablet"),), []),
        ([takes("1", "as-needed"), takes()], (), [("none", "critical", "Metformin")]),
        ([takes("1", "as-needed", "METFORMIN"), takes()], (pills(),), []),
    ],
)
def test_a_medicine_taken_as_needed_is_only_to_be_there(
    regimens: list[Fields], items: tuple[Fields, ...], expected: list[Brief]
) -> None:
    assert brief(checked(*items, regimen=regimens, only="med")) == expected


def test_a_medicine_that_all_is_kept_for_one_of_two_is_missing_for_the_other() -> None:
    people = [{"name": "Anna"}, {"name": "Ben"}]
    regimens = [takes(person="Anna"), takes(person="Ben")]
    found = checked(pills(person="Anna"), person=people, household={"adults": 2}, regimen=regimens, only="med")

    assert brief(found) == [("none", "critical", "m1")]
    assert "m1 Metformin (Anna, Ben): not everybody who takes it has some left." in render(check_document(found))


def test_a_medicine_of_several_lots_is_named_without_an_id() -> None:
    lots = (pills("1 tablet"), pills("1 tablet", "m2"), pills("9 tablets", "m3", best_before=day(-1)))
    found = checked(*lots, regimen=[takes(person="Anna")], person=[{"name": "Anna"}], only="med")

    assert brief(found) == [("refill", "critical", "Metformin"), ("expired", "warning", "m3")]


# fields of an item -> what is said of it on its day
DATES: list[tuple[Fields, str | None]] = [
    ({"best_before": day(-1)}, "expired"),
    ({"use_by": day(-400)}, "expired"),
    ({"best_before": day(0)}, "soon"),
    ({"best_before": day(30)}, "soon"),
    ({"best_before": day(31)}, None),
    ({"best_before": "2026-11"}, "expired"),
    ({"best_before": "2026-12"}, "soon"),
    ({"best_before": "2026"}, "soon"),
    ({"best_before": "2027-01"}, None),
    ({"opened": day(-6), "keeps": "5d", "best_before": "2028"}, "expired"),
    ({"opened": day(-5), "keeps": "5d"}, "soon"),
    ({"amount": "0", "best_before": day(-1)}, None),
    ({"amount": "0", "best_before": day(1)}, None),
    ({}, None),
]


@pytest.mark.parametrize(("fields", "code"), DATES)
def test_dates_are_judged_to_the_very_day(fields: Fields, code: str | None) -> None:
    found = checked(other(**fields), only="other")

    assert brief(found) == ([(code, "warning", "o1")] if code else [])


@pytest.mark.parametrize(
    ("within", "last", "expected"),
    [(Span(0, 1), 1, 1), (Span(0, 1), 2, 0), (Span(2), 62, 1), (Span(2), 63, 0), (Span(1200), 20000, 1)],
)
def test_within_reaches_to_its_last_day_and_months_are_the_calendar_s(within: Span, last: int, expected: int) -> None:
    found = checked(other(best_before=day(last)), only="other", thresholds=DEFAULTS._replace(within=within))

    assert len(found.reminders) == expected


# advisory, item -> the day it is due; None where nothing is to be said
ROTATED: list[tuple[str, Fields, date | None]] = [
    ("de-bbk", water(added=date(2026, 6, 8)), None),
    ("de-bbk", water(added=date(2026, 6, 7)), date(2026, 12, 7)),
    ("de-bbk", water(added=date(2026, 5, 31)), date(2026, 11, 30)),
    ("de-bbk", water(added=date(2026, 1, 1), technical=True), date(2026, 7, 1)),
    ("de-bbk", water(added=date(2026, 1, 1), best_before="2028"), None),
    ("de-bbk", water("0 L", added=date(2026, 1, 1)), None),
    ("de-bbk", water(), None),
    ("de-bbk", food(added=date(2020, 1, 1)), None),
    ("il-hfc", water(added=date(2026, 9, 8)), None),
    ("il-hfc", water(added=date(2026, 9, 7)), date(2026, 12, 7)),
    ("ca", water(added=date(2025, 12, 8)), None),
    ("ca", water(added=date(2025, 12, 7)), date(2026, 12, 7)),
]


@pytest.mark.parametrize(("advisory", "item", "due"), ROTATED)
def test_water_without_a_date_is_to_be_replaced_after_its_time(advisory: str, item: Fields, due: date | None) -> None:
    found = checked(item, advisory=advisory)

    assert [one.day for one in found.reminders if one.code == "rotate"] == ([due] if due else [])


def test_every_advisory_that_names_a_time_for_water_is_heard() -> None:
    found = {name: rotation_of(LIBRARY.get(name)).text for name in LIBRARY.ids()}

    assert {name: time for name, time in found.items() if time != "6m"} == {"ca": "12m", "il-hfc": "3m", "nz": "12m"}


@pytest.mark.parametrize(
    ("amount", "good_days", "wasted"),
    [("30 tablets", 14, None), ("30 tablets", 13, "2"), ("31 tablets", 13, "3"), ("30 tablets", 0, "28")],
)
def test_what_nobody_will_take_in_time_is_told_before_it_goes_off(
    amount: str, good_days: int, wasted: str | None
) -> None:
    found = checked(pills(amount, best_before=day(good_days)), regimen=[takes()])

    unused = [(one.wasted, one.day) for one in found.reminders if one.code == "expires-before-taken"]

    assert unused == ([(Decimal(wasted), day(good_days))] if wasted else [])


def test_what_goes_off_unused_is_counted_in_the_unit_it_is_kept_in() -> None:
    found = checked(pills("200 ml", best_before=day(9)), regimen=[takes("5 ml")], only="med")

    assert [(one.code, one.wasted) for one in found.reminders] == [
        ("refill", None),
        ("soon", None),
        ("expires-before-taken", Decimal(150)),
    ]


def test_food_nobody_can_count_is_told_once_and_named_up_to_four() -> None:
    items = tuple(food("1 kg", f"f{number}", name=f"Tin {number}") for number in range(1, 7))

    (none, found) = checked(*items, only="food").reminders

    assert (none.code, found.code, [item.id for item in found.items]) == (
        "none",
        "no-energy",
        ["f1", "f2", "f3", "f4", "f5", "f6"],
    )
    assert render(check_document(checked(*items, only="food"))).splitlines()[2] == (
        "  ENERGY   6 items do not say their energy and count as nothing: "
        "f1 Tin 1, f2 Tin 2, f3 Tin 3, f4 Tin 4 and 2 more."
    )


# saved, counted -> the day nobody has looked since
LOOKED_AT: list[tuple[date | None, date | None, date | None]] = [
    (date(2026, 6, 8), None, None),
    (date(2026, 6, 7), None, date(2026, 6, 7)),
    (date(2026, 5, 1), date(2026, 6, 7), date(2026, 6, 7)),
    (date(2026, 6, 7), date(2026, 6, 8), None),
    (date(2026, 6, 8), date(2026, 5, 1), None),
    (None, date(2026, 6, 7), date(2026, 6, 7)),
    (None, None, None),
]


@pytest.mark.parametrize(("saved", "counted", "since"), LOOKED_AT)
def test_a_kit_is_to_be_looked_at_when_6_months_have_passed(
    saved: date | None, counted: date | None, since: date | None
) -> None:
    tables: dict[str, Any] = {"saved": saved} if saved else {}
    found = checked(*ENOUGH, counted=counted, **tables)

    assert [(one.code, one.severity, one.day) for one in found.reminders] == (
        [("stale", "warning", since)] if since else []
    )


# saved, newest added, by the clock -> the day the clock is behind
CLOCKS: list[tuple[date | None, date | None, bool, date | None]] = [
    (day(2), None, True, day(2)),
    (day(1), None, True, None),
    (day(2), None, False, None),
    (None, day(2), True, day(2)),
    (None, day(1), True, None),
    (day(0), day(9), True, None),
    (None, None, True, None),
]


@pytest.mark.parametrize(("saved", "added", "by_clock", "since"), CLOCKS)
def test_a_clock_behind_the_kit_is_doubted_unless_somebody_named_the_day(
    saved: date | None, added: date | None, *, by_clock: bool, since: date | None
) -> None:
    tables: dict[str, Any] = {"saved": saved} if saved else {}
    items = (other(added=added), other("o2", added=day(-9))) if added else ()
    found = checked(*ENOUGH, *items, by_clock=by_clock, **tables)

    assert [(one.code, one.severity, one.day) for one in found.reminders] == (
        [("clock", "unknown", since)] if since else []
    )


EVERYTHING = (
    water("1 L", best_before=day(3)),
    water("20 L", "w2", added=date(2026, 1, 1), technical=True),
    food("2200 kcal", best_before=day(2)),
    food("1 kg", "f2", best_before=day(-2)),
    food("1 kg", "f3"),
    food("1 kg", "f4", lasts="3d", eaten_by="dog", best_before=day(1)),
    pills("28 tablets", best_before=day(4)),
    pills("8 tablets", "m2", name="Ramipril", best_before=day(-1)),
    other(best_before=day(-30)),
    other("o2", best_before=day(0)),
    other("o10", best_before=day(0)),
)
WHOLE: dict[str, Any] = {
    "advisory": "ua-mvs",
    "household": {"adults": 2, "children": 1, "infants": 1, "dogs": 1},
    "person": [{"name": "Anna"}],
    "regimen": [
        takes(person="Anna"),
        takes("1 tablet", medicine="Ramipril"),
        takes("1", "as-needed", "Ibuprofen", person="Anna"),
    ],
    "saved": date(2026, 1, 1),
}
ORDER = [
    ("none", "critical", "infant-food"),
    ("none", "critical", "Ramipril"),
    ("low", "critical", "drinking-water"),
    ("none", "warning", "Ibuprofen"),
    ("low", "warning", "food"),
    ("low", "warning", "technical-water"),
    ("low", "warning", "dog-food"),
    ("refill", "warning", "m1"),
    ("expired", "warning", "m2"),
    ("expired", "warning", "f2"),
    ("expired", "warning", "o1"),
    ("soon", "warning", "w1"),
    ("soon", "warning", "m1"),
    ("soon", "warning", "f1"),
    ("soon", "warning", "f4"),
    ("soon", "warning", "o2"),
    ("soon", "warning", "o10"),
    ("expires-before-taken", "warning", "m1"),
    ("rotate", "warning", "w2"),
    ("no-energy", "warning", "food"),
    ("stale", "warning", None),
]


def test_the_most_urgent_comes_first() -> None:
    found = checked(*EVERYTHING, **WHOLE)

    assert brief(found) == ORDER
    assert {one.code for one in found.reminders} == {*CODES} - {"clock"}


KINDS_OF = {"water": "w", "food": "f", "med": "m", "other": "o"}


@pytest.mark.parametrize("only", ["water", "food", "med", "other", "water,food", "water,food,med,other"])
def test_only_keeps_its_kinds_and_what_is_true_of_the_whole_kit(only: str) -> None:
    found = checked(*EVERYTHING, **{**WHOLE, "saved": day(2)}, only=only)

    kinds = {
        "drinking-water": "water",
        "technical-water": "water",
        "food": "food",
        "infant-food": "food",
        "dog-food": "food",
        "medication": "med",
        None: "other",
    }
    wanted = [
        one
        for one in checked(*EVERYTHING, **{**WHOLE, "saved": day(2)}).reminders
        if one.code == "clock" or kinds[one.need] in only.split(",")
    ]
    assert list(found.reminders) == wanted
    assert found.verdict == Verdict("UNKNOWN", 3)


@pytest.mark.parametrize(
    ("items", "tables", "expected"),
    [
        (ENOUGH, {}, ("OK", 0)),
        ((*ENOUGH, other(best_before=day(30))), {}, ("WARNING", 1)),
        ((food("22000 kcal"), water("1 L")), {}, ("CRITICAL", 2)),
        ((water("1 L"),), {"saved": day(2)}, ("UNKNOWN", 3)),
    ],
)
def test_the_worst_decides(items: tuple[Fields, ...], tables: dict[str, Any], expected: tuple[str, int]) -> None:
    assert checked(*items, **tables).verdict == expected


def test_a_household_of_nobody_with_an_empty_shelf_is_well() -> None:
    found = checked(household={"adults": 0})

    assert (found.verdict, nagios_line(found)) == (("OK", 0), "OK - nothing is needed")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({}, DEFAULTS),
        ({"within": "6w"}, DEFAULTS._replace(within=Span(0, 42, "w"))),
        (
            {"within": "1y", "medication_warning": "1m", "medication_critical": "1 week", "water_critical": "2d"},
            Thresholds(Span(12, 0, "y"), Span(1, 0, "m"), Span(0, 7, "w"), Span(0, 2, "d")),
        ),
        ({"colour": "red", "medication_critical": "5d"}, DEFAULTS._replace(medication_critical=Span(0, 5, "d"))),
    ],
)
def test_the_limits_of_a_kit_are_read_and_strange_keys_left_alone(table: Fields, expected: Thresholds) -> None:
    assert read_thresholds(table) == expected


def test_every_mistake_in_the_limits_is_named_with_its_place() -> None:
    with pytest.raises(WrongFieldsError) as wrong:
        read_thresholds({"within": 30, "medication_warning": "two weeks", "water_critical": "0d", "what": 3})

    assert wrong.value.problems == (
        Problem(("check", "within"), 'within must be text in quotes, like "30d"'),
        Problem(
            ("check", "medication_warning"),
            '"two weeks" is not a span of time; write it like 30d, 6w, 3m or 1y.',
        ),
        Problem(("check", "water_critical"), '"0d" is outside what can be planned for: 1 day to 100 years.'),
    )


def test_limits_that_are_no_table_are_refused() -> None:
    with pytest.raises(WrongFieldsError) as wrong:
        read_thresholds("30d")  # type: ignore[arg-type]

    assert wrong.value.problems == (Problem(("check",), "check must be a table"),)


def test_the_keys_and_usual_limits_are_those_of_the_manual() -> None:
    assert {key: getattr(DEFAULTS, key).text for key in KEYS} == {
        "within": "30d",
        "medication_warning": "14d",
        "medication_critical": "3d",
        "water_critical": "1d",
    }


@pytest.mark.parametrize(("span", "days"), [(Span(0, 5), 5), (Span(1), 30), (Span(12), 365), (Span(14), 425)])
def test_supplies_are_measured_in_months_of_30_days(span: Span, days: int) -> None:
    assert whole_days(span) == days


CANARY = "Xq7Secret"
AMOUNTS = {
    "water": ("0 L", "1 L", "6 x 1.5 L", "100 L"),
    "food": ("0", "12 cans", "2 kg", "22000 kcal"),
    "med": ("0", "1 tablet", "27 tablets", "200 tablets"),
    "other": ("0", "24"),
}


@st.composite
def shelf_items(draw: st.DrawFn, number: int) -> Fields:
    """Return an item of any kind with any date, and a name that must not be seen."""
    kind = draw(st.sampled_from([*AMOUNTS]))
    item: Fields = {
        "id": f"{KINDS_OF[kind]}{number}",
        "kind": kind,
        "name": f"{CANARY}{draw(st.integers(1, 3))} | ;[red]\n",
        "amount": draw(st.sampled_from(AMOUNTS[kind])),
        "where": f"{CANARY} cellar",
        "note": f"{CANARY} note",
    }
    if draw(st.booleans()):
        item["best_before"] = day(draw(st.integers(-40, 60)))
    if draw(st.booleans()):
        item["added"] = day(draw(st.integers(-400, 0)))
    if kind == "water" and draw(st.booleans()):
        item["technical"] = True
    if kind == "food":
        item["eaten_by"] = draw(st.sampled_from(("people", "infant", "dog", "cat")))
        if item["amount"] != "22000 kcal" and draw(st.booleans()):
            item["lasts"] = "9d"
    if kind == "med" and draw(st.booleans()):
        item["person"] = f"{CANARY}Anna"
    return item


@st.composite
def kits(draw: st.DrawFn) -> tuple[tuple[Fields, ...], dict[str, Any]]:
    """Return the items and tables of a kit."""
    items = tuple(draw(shelf_items(number)) for number in range(1, draw(st.integers(0, 8)) + 1))
    medicines = draw(st.lists(st.integers(1, 3), unique=True, max_size=3))
    regimens = [
        takes(
            "1",
            draw(st.sampled_from(("day", "12h", "as-needed"))),
            f"{CANARY}{number} | ;[red]\n",
            person=draw(st.sampled_from((f"{CANARY}Anna", f"{CANARY}Ben"))),
        )
        for number in medicines
        for _ in range(draw(st.integers(1, 2)))
    ]
    tables: dict[str, Any] = {
        "advisory": draw(st.sampled_from(("de-bbk", "ua-mvs", "se-mcf", "us-cdc"))),
        "household": {
            "adults": 2,
            **{key: draw(st.integers(0, 1)) for key in ("children", "infants", "dogs", "cats")},
        },
        "person": [{"name": f"{CANARY}Anna"}, {"name": f"{CANARY}Ben"}],
        "regimen": regimens,
    }
    if draw(st.booleans()):
        tables["saved"] = day(draw(st.integers(-300, 3)))
    return items, tables


KITS = kits()
ONLY = st.sampled_from(["", "water", "food", "med", "other", "water,med"])
_PERFDATA = r"[a-z_]+=[0-9]+(\.[0-9]{1,3})?;([0-9]+(\.[0-9]{1,3})?:)?;([0-9]+(\.[0-9]{1,3})?:)?;0"
NAGIOS = re.compile(rf"(OK|WARNING|CRITICAL|UNKNOWN) - [a-z0-9 ,.()+-]+( \| {_PERFDATA}( {_PERFDATA})*)?")


@given(kit=KITS, only=ONLY)
def test_every_reminder_is_about_something_of_its_own_and_stands_in_one_order(
    kit: tuple[tuple[Fields, ...], dict[str, Any]], only: str
) -> None:
    items, tables = kit
    found = checked(*items, **tables, only=only)
    turned = checked(*items[::-1], **tables, only=only)

    keys = [one.key for one in found.reminders]
    order = [urgency(one) for one in found.reminders]

    assert len({*keys}) == len(keys)
    assert all(first < second for first, second in pairwise(order))
    assert brief(turned) == brief(found)


@given(kit=KITS, only=ONLY)
def test_no_name_is_seen_where_none_may_be(kit: tuple[tuple[Fields, ...], dict[str, Any]], only: str) -> None:
    items, tables = kit
    found = checked(*items, **tables, only=only)

    shown = [
        render(check_document(found, redact=True)),
        render(check_document(found, redact=True), 40),
        json_text(check_json(found, redact=True)),
        nagios_line(found),
        *(one.key for one in found.reminders),
    ]

    assert [text for text in shown if CANARY.casefold() in text.casefold()] == []


@given(kit=KITS, only=ONLY)
def test_every_form_of_the_answer_says_the_same(kit: tuple[tuple[Fields, ...], dict[str, Any]], only: str) -> None:
    items, tables = kit
    found = checked(*items, **tables, only=only)
    lines = render(check_document(found)).splitlines()
    document = check_json(found)

    assert len(lines) == 1 + len(found.reminders)
    assert [line[:2] for line in lines[1:]] == ["  "] * len(found.reminders)
    assert [line[11:] for line in lines[1:]] == [one["message"].replace("\n", "\\x0a") for one in document["problems"]]
    assert lines[0].partition(" ")[0] == document["state"].upper() == found.verdict.word
    assert NAGIOS.fullmatch(nagios_line(found))
    assert len({tuple(one) for one in document["problems"]}) <= 1  # the same keys, whatever it is about


MORE = st.sampled_from(
    [
        water("500 L", "w99"),
        water("500 L", "w99", technical=True),
        food("90000 kcal", "f99"),
        food("9 kg", "f99", lasts="90d", eaten_by="infant"),
        food("9 kg", "f99", lasts="90d", eaten_by="dog"),
        food("9 kg", "f99", lasts="90d", eaten_by="cat"),
        pills("200 tablets", "m99", name=f"{CANARY}1 | ;[red]\n"),
        other("o99"),
    ]
)


@given(kit=KITS, more=MORE, only=ONLY)
def test_more_of_what_keeps_for_ever_never_makes_it_worse(
    kit: tuple[tuple[Fields, ...], dict[str, Any]], more: Fields, only: str
) -> None:
    items, tables = kit

    before, after = checked(*items, **tables, only=only), checked(*items, more, **tables, only=only)

    assert after.verdict.code <= before.verdict.code
    weights = {one.key: one.sign for one in before.reminders}
    assert all(one.sign.weight <= weights[one.key].weight for one in after.reminders)
