"""The words of `check`: on a screen, in a mail, redacted, for a monitor and for a program."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from shelterkit.calendar_dates import Span
from shelterkit.reminders.thresholds import DEFAULTS
from shelterkit.render.porcelain_check import check_json, nagios_line
from shelterkit.render.text import lines, render
from shelterkit.report.reminders import check_document
from tests.checked import ENOUGH, TODAY, Fields, checked, food, other, pills, takes, water

if TYPE_CHECKING:
    from collections.abc import Callable

    from shelterkit.reminders.remind import Check

Golden = "Callable[[str, str], None]"


def day(number: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=number)


def manual() -> Check:
    """Return the kit whose check the manual shows."""
    return checked(
        water("6 x 1.5 L", best_before="2027-05", where="cellar"),
        food("12 x 400 g", name="Canned beans", kcal="340/can", best_before="2028-03"),
        food("2 kg", "f2", best_before=date(2026, 12, 15), kcal="343/100g", where="pantry"),
        pills("26 tablets", name="Metformin 500 mg", best_before="2027-09", where="bathroom"),
        other(),
        household={"adults": 2, "children": 1, "infants": 1, "dogs": 1},
        person=[{"name": "Anna"}],
        regimen=[takes(medicine="Metformin 500 mg", person="Anna")],
        saved=date(2026, 11, 23),
        days=10,
    )


def everything() -> Check:
    """Return a kit with something of every kind the matter with it."""
    return checked(
        water("120 L", best_before=day(3)),
        water("2 x 20 L", "w2", name="Canister", added=date(2026, 1, 1), technical=True),
        water("5 L", "w3", best_before=day(-2)),
        food("6 packs", name="Crispbread", kcal="900/pack", best_before=day(0)),
        food("1 kg", "f2", name="Lentils", use_by=day(-90)),
        food("1 kg", "f3", name="Porridge", eaten_by="infant"),
        food("1 kg", "f4", name="Rice"),
        food("1 kg", "f5", name="Dog biscuits", lasts="9d", eaten_by="dog"),
        pills("28 tablets", best_before=day(4)),
        pills("8 tablets", "m2", name="Ramipril", best_before=day(-1)),
        pills("4 tablets", "m3", name="Aspirin"),
        pills("20 ml", "m4", name="Syrup"),
        pills("50 tablets", "m5", name="Iodine"),
        other(best_before=day(-30)),
        advisory="se-mcf",
        household={"adults": 2, "children": 1, "infants": 1, "dogs": 1, "cats": 1},
        person=[{"name": "Anna"}, {"name": "Ben"}],
        regimen=[
            takes(person="Anna"),
            takes("1", medicine="Ramipril", person="Ben"),
            takes("1", medicine="Aspirin", person="Anna"),
            takes("1", medicine="Aspirin", person="Ben"),
            takes("5 ml", medicine="Syrup"),
            takes("2", medicine="Iodine"),
            takes("1", "as-needed", "Ibuprofen", person="Ben"),
        ],
        saved=date(2026, 3, 1),
    )


def pages(check: Check) -> str:
    """Return a check as it looks in a mail, redacted, on a narrow screen and on a very narrow one."""
    shown = [
        ("in a mail", render(check_document(check))),
        ("redacted", render(check_document(check, redact=True))),
        ("72 columns", render(check_document(check), 72)),
        ("40 columns", render(check_document(check), 40)),
        ("--nagios", f"{nagios_line(check)}\n"),
    ]
    return "\n".join(f"--- {name}\n{text}" for name, text in shown)


@pytest.mark.parametrize("name", ["manual", "everything"])
def test_a_mail_explains_itself(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"check/{name}.txt", pages({"manual": manual, "everything": everything}[name]()))


def test_the_mail_of_the_manual_is_the_one_it_shows() -> None:
    shown = render(check_document(manual()))

    assert shown == (
        "CRITICAL - 6 things need attention\n"
        "  NONE     Infant food: nothing for 1 infant.\n"
        "  LOW      Water: 9 L of 100 L (0.9 days). Add 91 L.\n"
        "  NONE     Dog food: nothing for 1 dog.\n"
        "  LOW      Food: 10 940 kcal of 66 000 kcal (1.6 days).\n"
        "  REFILL   m1 Metformin 500 mg (Anna): 13 days left, until 2026-12-21 (last full day 2026-12-20). "
        "Order now (it was due by 2026-12-07).\n"
        "  SOON     f2 Buckwheat, 2 kg: best before 2026-12-15 (in 7 days).\n"
    )


@pytest.mark.parametrize("redact", [False, True])
def test_a_program_reads_every_fact_of_the_manual_s_kit(*, redact: bool, golden: Callable[[str, str], None]) -> None:
    document = check_json(manual(), redact=redact)

    golden(f"check/manual{'-redacted' if redact else ''}.json", json.dumps(document, indent=1) + "\n")


def test_a_program_reads_every_fact_of_every_kind_of_problem(golden: Callable[[str, str], None]) -> None:
    golden("check/everything.json", json.dumps(check_json(everything()), indent=1) + "\n")


def test_a_program_reads_that_all_is_well() -> None:
    assert json.dumps(check_json(checked(*ENOUGH))) == (
        '{"schema": "shelterkit.check/1", "today": "2026-12-08", "state": "ok", "exit": 0, "problems": []}'
    )


@pytest.mark.parametrize(
    ("only", "within", "household", "expected"),
    [
        ("", Span(0, 30, "d"), 1, "OK - every need reaches its target; nothing goes off within 30 days.\n"),
        ("water", Span(1, 0, "m"), 1, "OK - water: every need reaches its target; nothing goes off within 1 month.\n"),
        (
            "food,med",
            Span(0, 14, "w"),
            1,
            "OK - food, medication: every need reaches its target; nothing goes off within 2 weeks.\n",
        ),
        ("other", Span(0, 1, "d"), 1, "OK - other things: nothing is needed; nothing goes off within 1 day.\n"),
        ("", Span(24, 0, "y"), 0, "OK - nothing is needed; nothing goes off within 2 years.\n"),
    ],
)
def test_all_is_well_in_one_calm_line(only: str, within: Span, household: int, expected: str) -> None:
    found = checked(*ENOUGH, household={"adults": household}, only=only, thresholds=DEFAULTS._replace(within=within))

    assert render(check_document(found)) == expected


def said(*items: Fields, only: str = "", **more: Any) -> list[str]:
    """Return the lines of a mail and its redacted lines, the header aside."""
    found = checked(*items, only=only, **more)
    return [
        line[2:] for redact in (False, True) for line in render(check_document(found, redact=redact)).splitlines()[1:]
    ]


# the items, what is asked for, the rest of the kit -> the line, and the line without names
WORDS: list[tuple[tuple[Fields, ...], str, dict[str, Any], list[str]]] = [
    ((), "water", {}, ["NONE     Water: nothing for 1 adult.", "NONE     Water: nothing."]),
    (
        (),
        "food",
        {"household": {"adults": 1, "children": 2, "infants": 0, "dogs": 2}},
        [
            "NONE     Food: nothing for 1 adult, 2 children.",
            "NONE     Dog food: nothing for 2 dogs.",
            "NONE     Food: nothing.",
            "NONE     Dog food: nothing.",
        ],
    ),
    (
        (water("30 L"),),
        "water",
        {"advisory": "ua-mvs", "household": {"adults": 1, "children": 1, "cats": 1}},
        [
            "NONE     Technical water: nothing for 1 adult, 1 child.",
            "MINIMUM  Water: 30 L of 35 L (4.2 days; the minimum is 3). Add 5 L.",
            "NONE     Technical water: nothing.",
            "MINIMUM  Water: 30 L of 35 L (4.2 days; the minimum is 3). Add 5 L.",
        ],
    ),
    (
        (food("1 kg"),),
        "food",
        {},
        [
            "NONE     Food: nothing that counts for 1 adult; 1 item does not say its energy.",
            "ENERGY   1 item does not say its energy and counts as nothing: f1 Buckwheat.",
            "NONE     Food: nothing that counts; 1 item does not say its energy.",
            "ENERGY   1 item does not say its energy and counts as nothing.",
        ],
    ),
    (
        (food("1 kg", eaten_by="cat"), food("1 kg", "f2", eaten_by="cat"), food("22000 kcal", "f3")),
        "food",
        {"household": {"adults": 1, "cats": 2}},
        [
            "NONE     Cat food: nothing that counts for 2 cats; 2 items do not say how long they last.",
            "ENERGY   2 items do not say how long they last and count as nothing: f1 Buckwheat, f2 Buckwheat.",
            "NONE     Cat food: nothing that counts; 2 items do not say how long they last.",
            "ENERGY   2 items do not say how long they last and count as nothing.",
        ],
    ),
    (
        (food("1 kg", eaten_by="dog"), food("22000 kcal", "f3")),
        "food",
        {"household": {"adults": 1, "dogs": 1}},
        [
            "NONE     Dog food: nothing that counts for 1 dog; 1 item does not say how long it lasts.",
            "ENERGY   1 item does not say how long it lasts and counts as nothing: f1 Buckwheat.",
            "NONE     Dog food: nothing that counts; 1 item does not say how long it lasts.",
            "ENERGY   1 item does not say how long it lasts and counts as nothing.",
        ],
    ),
    (
        (water("12 L", best_before=day(4)), water("9 L", "w2")),
        "water",
        {},
        [
            "MINIMUM  Water: 21 L of 20 L (9.5 days; the minimum is 3; 2 L will go off unused). Add 1 L.",
            "SOON     w1 Drinking water, 12 L: best before 2026-12-12 (in 4 days).",
            "MINIMUM  Water: 21 L of 20 L (9.5 days; the minimum is 3; 2 L will go off unused). Add 1 L.",
            "SOON     1 water item: in 4 days.",
        ],
    ),
    (
        (food("1 kg", lasts="4d", eaten_by="dog"),),
        "food",
        {"household": {"dogs": 1, "adults": 0}},
        [
            "MINIMUM  Dog food: 4 days of 10 days; the minimum is 3.",
            "MINIMUM  Dog food: 4 days of 10 days; the minimum is 3.",
        ],
    ),
    (
        (pills("50 tablets"), pills("4 tablets", "m2", name="Aspirin")),
        "med",
        {"advisory": "se-mcf", "regimen": [takes(), takes("1", medicine="Aspirin", person="Anna")]},
        [
            (
                "LOW      m1 Metformin: 25 days left of 30 days, until 2027-01-02 (last full day 2027-01-01). "
                "Order by 2026-12-19."
            ),
            (
                "REFILL   m2 Aspirin (Anna): 4 days left, until 2026-12-12 (last full day 2026-12-11). "
                "Order now (it was due by 2026-11-28)."
            ),
            "LOW      1 medication: 25 days left, less than planned.",
            "REFILL   1 medication: 4 days left.",
        ],
    ),
    (
        (pills("8 tablets"), pills("4 tablets", "m2", name="Aspirin"), pills("4 tablets", "m3", name="Iodine")),
        "med",
        {"regimen": [takes("1"), takes("1", medicine="Aspirin"), takes("1", medicine="Iodine")]},
        [
            (
                "REFILL   m2 Aspirin: 4 days left, until 2026-12-12 (last full day 2026-12-11). "
                "Order now (it was due by 2026-11-28)."
            ),
            (
                "REFILL   m3 Iodine: 4 days left, until 2026-12-12 (last full day 2026-12-11). "
                "Order now (it was due by 2026-11-28)."
            ),
            (
                "REFILL   m1 Metformin: 8 days left, until 2026-12-16 (last full day 2026-12-15). "
                "Order now (it was due by 2026-12-02)."
            ),
            "REFILL   3 medications: 4 to 8 days left.",
        ],
    ),
    (
        (pills("1 tablet"), pills("1 tablet", "m2", name="Aspirin")),
        "med",
        {"regimen": [takes("1"), takes("1", medicine="Aspirin")]},
        [
            (
                "REFILL   m1 Metformin: 1 day left, until 2026-12-09 (last full day 2026-12-08). "
                "Order now (it was due by 2026-11-25)."
            ),
            (
                "REFILL   m2 Aspirin: 1 day left, until 2026-12-09 (last full day 2026-12-08). "
                "Order now (it was due by 2026-11-25)."
            ),
            "REFILL   2 medications: 1 day left.",
        ],
    ),
    (
        (),
        "med",
        {"regimen": [takes(), takes("1", medicine="Aspirin"), takes("1", "as-needed", "Ibuprofen", person="Anna")]},
        [
            "NONE     Aspirin: none left.",
            "NONE     Metformin: none left.",
            "NONE     Ibuprofen (Anna): none left; it is taken as needed.",
            "NONE     2 medications: none left.",
            "NONE     1 medication: none left; taken as needed.",
        ],
    ),
    (
        (pills("30 tablets", person="Anna"),),
        "med",
        {
            "household": {"adults": 2},
            "person": [{"name": "Anna"}, {"name": "Ben"}],
            "regimen": [takes("1", person="Anna"), takes("1", person="Ben")],
        },
        [
            "NONE     m1 Metformin (Anna, Ben): not everybody who takes it has some left.",
            "NONE     1 medication: not everybody has some left.",
        ],
    ),
    (
        (pills("300 tablets", use_by=day(99)), pills("1 kg", "m2", name="Powder", best_before=day(40))),
        "med",
        {"regimen": [takes("0.7"), takes("3 g", medicine="Powder")]},
        [
            "UNUSED   m2 Powder, 1 kg: best before 2027-01-17, and 0.88 kg of it will not be taken by then.",
            "UNUSED   m1 Metformin, 300 tablets: use by 2027-03-17, and 230 tablets of it will not be taken by then.",
            "UNUSED   2 medications: some will go off before it is taken.",
        ],
    ),
    (
        (pills("28 tablets"),),
        "med",
        {"advisory": "se-mcf", "regimen": [takes()]},
        [
            (
                "LOW      m1 Metformin: 14 days left of 30 days, until 2026-12-22 (last full day 2026-12-21). "
                "Order by 2026-12-08."
            ),
            "LOW      1 medication: 14 days left, less than planned.",
        ],
    ),
    (
        (pills("30 tablets", person="Anna"),),
        "med",
        {
            "household": {"adults": 2},
            "person": [{"name": "Anna"}, {"name": "Ben"}],
            "regimen": [takes("1", person="Anna"), takes("1", person="Ben"), takes("1", medicine="Aspirin")],
        },
        [
            "NONE     Aspirin: none left.",
            "NONE     m1 Metformin (Anna, Ben): not everybody who takes it has some left.",
            "NONE     2 medications: not everybody has some left.",
        ],
    ),
    (
        (
            food("1 kg", eaten_by="dog"),
            food("22000 kcal", "f2"),
            food("9 kg", "f3", lasts="90d", eaten_by="dog"),
            *(food("1 kg", f"f{number}", name="Rice") for number in (4, 5, 6)),
        ),
        "food",
        {"household": {"adults": 1, "dogs": 1}},
        [
            "ENERGY   4 items do not say their energy and count as nothing: f4 Rice, f5 Rice, f6 Rice, f1 Buckwheat.",
            "ENERGY   4 items do not say their energy and count as nothing.",
        ],
    ),
    (
        (other(best_before=day(0)), other("o2", use_by=day(2)), other("o3", use_by=day(-3)), pills(use_by=day(-400))),
        "other,med",
        {},
        [
            "EXPIRED  m1 Metformin, 56 tablets: use by 2025-11-03 (13 months ago).",
            "EXPIRED  o3 AA batteries, 24 pieces: use by 2026-12-05 (3 days ago).",
            "SOON     o1 AA batteries, 24 pieces: best before 2026-12-08 (today).",
            "SOON     o2 AA batteries, 24 pieces: use by 2026-12-10 (in 2 days).",
            "EXPIRED  1 medication: 13 months ago.",
            "EXPIRED  1 other item: 3 days ago.",
            "SOON     2 other items: the first today.",
        ],
    ),
    (
        (water("20 L", added=date(2026, 1, 31)), water("9 L", "w2", name="Canister", added=date(2026, 6, 1))),
        "water",
        {},
        [
            "ROTATE   w1 Drinking water, 20 L: without a date, added 2026-01-31. Replace it (due 2026-07-31).",
            "ROTATE   w2 Canister, 9 L: without a date, added 2026-06-01. Replace it (due 2026-12-01).",
            "ROTATE   2 water items: kept for long without a date. Replace them.",
        ],
    ),
    (
        ENOUGH,
        "",
        {"saved": date(2026, 3, 1)},
        ["STALE    This kit was last counted or changed on 2026-03-01 (9 months ago). Is it still as written?"] * 2,
    ),
    (
        ENOUGH,
        "",
        {"saved": date(2031, 1, 1)},
        [
            "CLOCK    This computer's clock says 2026-12-08, but the kit was saved on 2031-01-01. Is the clock right?",
        ]
        * 2,
    ),
    (
        (*ENOUGH, other(added=day(2))),
        "",
        {},
        [
            "CLOCK    This computer's clock says 2026-12-08, but an item was added on 2026-12-10. Is the clock right?",
        ]
        * 2,
    ),
]


@pytest.mark.parametrize(("items", "only", "more", "expected"), WORDS)
def test_every_line_says_what_is_the_matter_and_when(
    items: tuple[Fields, ...], only: str, more: dict[str, Any], expected: list[str]
) -> None:
    assert said(*items, only=only, **more) == expected


def test_one_thing_is_one_thing() -> None:
    (header, _) = render(check_document(checked(*ENOUGH, other(best_before=day(0))))).splitlines()

    assert header == "WARNING - 1 thing needs attention"


@pytest.mark.parametrize("columns", [20, 40, 60, 80])
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(columns: int) -> None:
    whole = render(check_document(everything()))

    narrow = render(check_document(everything()), columns)

    assert max(map(len, narrow.splitlines())) <= columns
    assert "".join(narrow.split()) == "".join(whole.split())


def test_the_worst_words_have_the_loudest_colour() -> None:
    tones = {
        word: span.tone
        for line in lines(check_document(everything()), 80)
        for span in line
        if span.tone and (word := span.text.strip())
    }

    assert tones == {
        "CRITICAL - 21 things need attention": "alarm",
        "NONE": "alarm",
        "EXPIRED": "alarm",
        "REFILL": "warning",
        "LOW": "warning",
        "SOON": "warning",
        "UNUSED": "warning",
        "ROTATE": "warning",
        "ENERGY": "warning",
        "STALE": "warning",
    }


# the items, what is asked for, the rest of the kit -> the line of a monitor
MONITOR: list[tuple[tuple[Fields, ...], str, dict[str, Any], str]] = [
    ((water("9 L"),), "water", {}, "WARNING - water lasts 4.5 of 10 days | water_l=9;20:;2:;0"),
    ((water("1.9995 L"),), "water", {}, "CRITICAL - water lasts 0.9 of 10 days | water_l=1.999;20:;2:;0"),
    ((), "water", {}, "CRITICAL - no water | water_l=0;20:;2:;0"),
    ((water("1000000 L"),), "water", {}, "OK - water lasts 500000 of 10 days | water_l=1000000;20:;2:;0"),
    ((water("2 L"),), "water", {"days": 1}, "OK - water lasts 1 of 1 day | water_l=2;2:;2:;0"),
    (
        (water("2 gal"),),
        "water",
        {"advisory": "us-cdc", "days": 2},
        "OK - water lasts 2 of 2 days | water_l=7.57;7.57:;3.785:;0",
    ),
    (
        (water("30 L"), water("30 L", "w2", technical=True)),
        "water",
        {"advisory": "ua-mvs"},
        "WARNING - technical water lasts 3 of 5 days | water_l=30;15:;3:;0 technical_water_l=30;50:;;0",
    ),
    (
        (),
        "food",
        {"household": {"adults": 1, "infants": 1}},
        "CRITICAL - no infant food, and 1 more | food_kcal=0;22000:;;0 infant_food_days=0;10:;;0",
    ),
    (
        (pills("26 tablets"), pills("9 tablets", "m2", name="Aspirin")),
        "med",
        {"regimen": [takes(), takes("1", medicine="Aspirin")]},
        "WARNING - medication lasts 9 days | medication_days=9;14:;3:;0",
    ),
    (
        (pills("40 tablets"),),
        "med",
        {"advisory": "se-mcf", "regimen": [takes()]},
        "WARNING - medication lasts 20 of 30 days | medication_days=20;30:;3:;0",
    ),
    (
        (pills(),),
        "med",
        {"regimen": [takes(), takes("1", "as-needed", "Ibuprofen"), takes("1", "as-needed", "Aspirin")]},
        "WARNING - 2 medications used up | medication_days=28;14:;3:;0",
    ),
    (
        (pills(best_before=day(20)), pills("1", "m2", best_before=day(21))),
        "med",
        {"regimen": [takes()]},
        "WARNING - 2 items near the last day (within 30 days), and 1 more | medication_days=21.5;14:;3:;0",
    ),
    (
        (pills(best_before=day(20)),),
        "med",
        {"regimen": [takes()], "thresholds": DEFAULTS._replace(within=Span(0, 1))},
        "WARNING - 1 medication going off before use | medication_days=21;14:;3:;0",
    ),
    (
        (*ENOUGH, other(best_before=day(-1)), other("o2", best_before=day(-1)), other("o3", best_before=day(1))),
        "other",
        {},
        "WARNING - 2 items expired, and 1 more",
    ),
    (
        (*ENOUGH, water(best_before=day(-1)), food(best_before=day(-1)), pills(best_before=day(-1))),
        "",
        {},
        "WARNING - 3 items expired | water_l=20;20:;2:;0 food_kcal=22000;22000:;;0",
    ),
    (
        (water("20 L", added=date(2026, 1, 1)),),
        "water",
        {},
        "WARNING - 1 item of water to replace | water_l=20;20:;2:;0",
    ),
    (
        (*ENOUGH, food("1 kg"), food("2 kg", "f2")),
        "food",
        {},
        "WARNING - 2 food items of unknown worth | food_kcal=22000;22000:;;0",
    ),
    (ENOUGH, "other", {"saved": date(2026, 1, 1)}, "WARNING - the kit was not looked at since 2026-01-01"),
    (ENOUGH, "food", {"saved": day(9)}, "UNKNOWN - the clock looks wrong | food_kcal=22000;22000:;;0"),
    (ENOUGH, "other", {}, "OK - nothing is needed"),
    (
        ENOUGH,
        "",
        {"household": {"adults": 0, "cats": 1}},
        "WARNING - no cat food | water_l=20;10:;1:;0 cat_food_days=0;10:;;0",
    ),
]


@pytest.mark.parametrize(("items", "only", "more", "expected"), MONITOR)
def test_a_monitor_reads_one_line_of_fixed_words_and_numbers(
    items: tuple[Fields, ...], only: str, more: dict[str, Any], expected: str
) -> None:
    assert nagios_line(checked(*items, only=only, **more)) == expected
