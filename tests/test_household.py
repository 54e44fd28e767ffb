"""Who is provided for: groups, birthdays, energy by age and sex, and doses as people type them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.codec.kit import Kit
from shelterkit.codec.reading import decode
from shelterkit.codec.writing import encode
from shelterkit.errors import BadValue
from shelterkit.household import Household, Person, Plan, Rate, Regimen, medicine_key, total_rate
from shelterkit.inventory.items import Inventory
from shelterkit.library import Library
from shelterkit.quantities.doses import parse_dose
from shelterkit.quantities.units import find_unit

TODAY = date(2026, 11, 23)
TABLE = Library().energy_table()


@pytest.mark.parametrize(
    ("born", "age", "group"),
    [
        (None, None, "adults"),
        (2026, 0, "infants"),
        (2025, 1, "children"),
        (2013, 13, "children"),
        (2012, 14, "adults"),
        (2030, 0, "infants"),
        (date(2025, 11, 24), 0, "infants"),
        (date(2025, 11, 23), 1, "children"),
        (date(2012, 11, 24), 13, "children"),
        (date(2012, 11, 23), 14, "adults"),
        (date(2024, 2, 29), 2, "children"),
        (date(2026, 12, 1), 0, "infants"),
    ],
)
def test_age_decides_the_group(born: int | date | None, age: int | None, group: str) -> None:
    person = Person("Anna", born)

    assert (person.age(TODAY), person.group(TODAY)) == (age, group)


def test_somebody_born_on_29_february_is_a_year_older_on_1_march() -> None:
    person = Person("Anna", date(2024, 2, 29))

    assert [person.age(date(2025, month, day)) for month, day in ((2, 28), (3, 1))] == [0, 1]


@pytest.mark.parametrize(
    ("person", "kcal"),
    [
        (Person("?"), 2300),
        (Person("sex alone", None, "m"), 2600),
        (Person("sex alone", None, "f"), 2000),
        (Person("age alone", 1988), 2300),
        (Person("age alone", 1946), 2000),
        (Person("age alone", 2016), 1800),
        (Person("age alone", 2023), 1300),
        (Person("age 1", 2025), 1000),
        (Person("age 1", 2025, "f"), 1000),
        (Person("age 2", 2024, "m"), 1000),
        (Person("age 13", 2013, "m"), 2200),
        (Person("age 13", 2013, "f"), 2000),
        (Person("age 17", 2009, "m"), 2800),
        (Person("age 38", 1988, "f"), 2000),
        (Person("age 38", 1988, "m"), 2600),
        (Person("age 51", 1975, "f"), 1800),
        (Person("age 99", 1927, "m"), 2200),
        (Person("pregnant", pregnant=3), 2000 + 452),
        (Person("2nd trimester", pregnant=2), 2000 + 340),
        (Person("1st trimester", pregnant=1), 2000),
        (Person("breastfeeding", breastfeeding=True), 2000 + 400),
        (Person("both", 1975, pregnant=2, breastfeeding=True), 1800 + 340 + 400),
    ],
)
def test_energy_is_by_age_and_sex_with_means_where_one_is_not_known(person: Person, kcal: int) -> None:
    assert person.energy(TABLE, TODAY) == kcal


@pytest.mark.parametrize(
    ("household", "kcal", "is_derived"),
    [
        (Household(adults=1), 2300, True),
        (Household(children=2), 3200, True),
        (Household(adults=2, children=1, infants=3), 6200, True),
        (Household(adults=1, people=(Person("Anna", 1988, "f"),)), 2000, False),
        (Household(adults=2, people=(Person("Anna", 1988, "f"),)), 4300, True),
        (Household(adults=1, people=(Person("Anna", 1988),)), 2300, True),
        (Household(adults=1, people=(Person("Anna", None, "f"),)), 2000, True),
        (Household(adults=1, infants=1, people=(Person("Eva", 1990, "f"), Person("Bo", 2026))), 2000, False),
        (Household(), 0, False),
    ],
)
def test_a_household_eats_what_its_named_and_unnamed_people_do(
    household: Household, kcal: int, *, is_derived: bool
) -> None:
    assert household.energy(TABLE, TODAY) == Rate(Decimal(kcal))
    assert household.energy_is_derived(TODAY) is is_derived


BO, EVA = Person("Bo", date(2026, 1, 15)), Person("Eva", 1990)
CHILD = Household(adults=1, children=1, counted=TODAY)
INFANT = Household(adults=1, infants=1, counted=TODAY)


IDA = Person("Ida", date(2013, 1, 15))


@pytest.mark.parametrize(
    ("household", "on", "counts"),
    [
        (INFANT._replace(people=(BO,)), date(2027, 1, 14), (1, 0, 1)),
        (INFANT._replace(people=(BO,)), date(2027, 1, 15), (1, 1, 0)),
        (INFANT._replace(people=(BO,)), date(2039, 1, 15), (1, 1, 0)),
        (INFANT._replace(people=(BO,)), date(2040, 1, 15), (2, 0, 0)),
        (INFANT._replace(infants=2, people=(BO,)), date(2027, 1, 15), (1, 1, 1)),
        (INFANT._replace(children=1, people=(BO,)), date(2027, 1, 15), (1, 2, 0)),
        (INFANT._replace(people=(BO,), counted=None), date(2027, 1, 15), (1, 0, 1)),
        (INFANT, date(2040, 1, 15), (1, 0, 1)),
        (CHILD._replace(people=(IDA, EVA)), date(2027, 1, 14), (1, 1, 0)),
        (CHILD._replace(people=(IDA, EVA)), date(2027, 1, 15), (2, 0, 0)),
        (CHILD._replace(people=(IDA, EVA), counted=date(2027, 1, 15), adults=2, children=0), TODAY, (1, 1, 0)),
        (CHILD._replace(people=(Person("Ann"), EVA)), date(2040, 1, 15), (1, 1, 0)),
    ],
)
def test_a_birthday_moves_a_person_and_their_place_to_the_next_group(
    household: Household, on: date, counts: tuple[int, int, int]
) -> None:
    found, _ = household.places(on)

    assert (found["adults"], found["children"], found["infants"]) == counts


BIRTHS = st.sampled_from((None, 1980, 2010, 2012, 2013, 2024, 2025, 2026, date(2026, 2, 1), date(2013, 5, 5)))


@given(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)),
    st.lists(BIRTHS, max_size=6),
    st.dates(TODAY, date(2050, 12, 31)),
)
def test_no_birthday_makes_anybody_appear_or_vanish(
    spare: tuple[int, int, int], births: list[int | date | None], on: date
) -> None:
    people = tuple(Person(f"P{number}", born) for number, born in enumerate(births))
    groups = [person.group(TODAY) for person in people]
    counts = [more + groups.count(group) for more, group in zip(spare, ("adults", "children", "infants"), strict=True)]
    household = Household(counts[0], counts[1], counts[2], people=people, counted=TODAY)

    later = household.recounted(on)

    assert later.adults + later.children + later.infants == sum(counts)
    assert (later.overfull_groups(on), later.counted) == ({}, on)
    assert later.places(on)[0] == household.places(on)[0]
    assert [later.adults >= spare[0], later.infants >= spare[2]] == [True, True]


@pytest.mark.parametrize(
    ("household", "names"),
    [
        (Household(adults=1, people=(Person("Anna"), Person("Ben"))), {"adults": ["Ben"]}),
        (Household(adults=2, people=(Person("Anna"), Person("Ben"))), {}),
        (Household(infants=1, people=(Person("Bo", 2026), Person("Cy", 2026))), {"infants": ["Cy"]}),
        (Household(adults=1, people=(EVA, Person("Bo", 2026))), {"infants": ["Bo"]}),
        (Household(adults=1, infants=1, people=(EVA, Person("Max", 1985))), {"adults": ["Max"]}),
    ],
)
def test_more_names_than_places_are_told_by_group(household: Household, names: dict[str, list[str]]) -> None:
    found = {group: [person.name for person in people] for group, people in household.overfull_groups(TODAY).items()}

    assert found == names


@pytest.mark.parametrize(("name", "found"), [("Anna", "Anna"), ("anna", "Anna"), ("Ann", None), ("", None)])
def test_a_person_is_found_whatever_the_case(name: str, found: str | None) -> None:
    person = Household(adults=1, people=(Person("Anna"),)).find_person(name)

    assert (person and person.name) == found


@pytest.mark.parametrize(("infants", "nursing", "on_formula"), [(2, 0, 2), (2, 1, 1), (1, 2, 0), (0, 1, 0)])
def test_a_breastfeeding_person_feeds_one_infant(infants: int, nursing: int, on_formula: int) -> None:
    people = tuple(Person(f"N{number}", breastfeeding=True) for number in range(nursing))

    assert Household(adults=2, infants=infants, people=people).infants_on_formula(TODAY) == on_formula


def test_a_household_of_pets_alone_is_not_empty() -> None:
    assert [Household(cats=1).is_empty, Household(infants=1).is_empty, Household().is_empty] == [False, False, True]


@pytest.mark.parametrize("household", [INFANT._replace(people=(BO,)), CHILD._replace(people=(IDA, EVA))])
def test_nobody_is_locked_out_by_a_birthday(household: Household) -> None:
    kit = Kit(Plan("us-cdc"), household, Inventory(), saved=TODAY)

    for year in range(2027, 2045, 3):
        on = date(year, 11, 23)
        kit = decode(encode(kit._replace(household=kit.household.recounted(on), saved=on), {}))

    assert (kit.household.people, kit.household.adults) == (household.people, 2)


def test_a_kit_without_dates_can_still_be_read_after_it_is_saved() -> None:
    people = [{"name": "Anna", "born": 1988}, {"name": "Bo", "born": 2020}]
    kit = decode({"format": 1, "household": {"adults": 1, "infants": 1}, "person": people})

    saved = decode(encode(kit._replace(household=kit.household.recounted(TODAY), saved=TODAY), {}))

    assert [person.name for person in saved.household.people] == ["Anna", "Bo"]


def test_counts_corrected_by_hand_after_a_birthday_are_read() -> None:
    kit = decode(
        {
            "format": 1,
            "saved": TODAY,
            "household": {"adults": 1, "children": 1},
            "person": [{"name": "Bo", "born": date(2026, 1, 15)}],
        },
        on=date(2027, 2, 1),
    )

    assert kit.household.eaters(date(2027, 2, 1)) == 2


UNDERSTOOD = [
    ("2/day", "2", None, "day"),
    (" 2 / day ", "2", None, "day"),
    ("2/d", "2", None, "day"),
    ("twice a day", "2", None, "day"),
    ("1 tablet twice a day", "2", "tablet", "day"),
    ("1-0-1", "2", None, "day"),
    ("every 8 hours", "1", None, "8h"),
    ("1/2d", "1", None, "48h"),
    ("3x5ml/day", "15", "ml", "day"),
    ("when needed", "1", None, "as-needed"),
    ("2/DAILY", "2", None, "day"),
    ("1/24h", "1", None, "day"),
    ("0.5/day", "0.5", None, "day"),
    ("0,5/day", "0.5", None, "day"),
    ("½/day", "0.5", None, "day"),
    ("1/2/day", "0.5", None, "day"),
    ("1 1/8 ml/day", "1.125", "ml", "day"),
    ("1/12h", "1", None, "12h"),
    ("1/12 hours", "1", None, "12h"),
    ("1/8H", "1", None, "8h"),
    ("1/08h", "1", None, "8h"),
    ("1/168h", "1", None, "168h"),
    ("3/week", "3", None, "week"),
    ("3/7d", "3", None, "week"),
    ("2 tablets/day", "2", "tablet", "day"),
    ("2tablets/day", "2", "tablet", "day"),
    ("2 pcs/day", "2", "piece", "day"),
    ("2 a day", "2", None, "day"),
    ("2 times a day", "2", None, "day"),
    ("5 ml 3 times a day", "15", "ml", "day"),
    ("1 tablet 2x/week", "2", "tablet", "week"),
    ("2 per 12h", "2", None, "12h"),
    ("1 every day", "1", None, "day"),
    ("5 ml/12h", "5", "ml", "12h"),
    ("1 табл/день", "1", "tablet", "day"),
    ("2/тиждень", "2", None, "week"),
    ("as-needed", "1", None, "as-needed"),
    ("as needed", "1", None, "as-needed"),
    ("As-Needed 10", "10", None, "as-needed"),
    ("as-needed 10 tablets", "10", "tablet", "as-needed"),
]


@pytest.mark.parametrize(("typed", "number", "unit", "period"), UNDERSTOOD)
def test_doses_are_understood_as_people_write_them(typed: str, number: str, unit: str | None, period: str) -> None:
    assert parse_dose(typed) == (Decimal(number), unit, period)


REFUSED: list[tuple[str, str, tuple[str, ...]]] = [
    ("2", "dose-period", ("2/day",)),
    ("2 tablets", "dose-period", ("2 tablets/day",)),
    ("2/", "dose-period", ("2/day",)),
    ("2/month", "dose-period", ("2/day",)),
    ("2/0h", "dose-period", ("2/day",)),
    ("2/169h", "dose-period", ("2/day",)),
    ("2/12", "dose-period", ("2/day",)),
    ("1/2", "dose-period", ("1/day",)),
    ("/day", "dose", ()),
    ("", "dose", ()),
    ("two/day", "dose", ()),
    ("0/day", "dose", ()),
    ("0", "dose", ()),
    ("-1/day", "amount-below-zero", ("1/day",)),
    ("-1 tablet", "amount-below-zero", ("1 tablet/day",)),
    ("1,500/day", "amount-ambiguous", ("1500/day", "1.50/day")),
    ("1,500", "amount-ambiguous", ("1500/day", "1.50/day")),
    ("1,500/month", "amount-ambiguous", ()),
    ("1/3/day", "amount-unreadable", ("0.33/day",)),
    ("as-needed -1", "amount-below-zero", ("as-needed 1",)),
    ("as-needed 1/day", "dose", ()),
    ("2/day/day", "dose", ()),
    ("nan/day", "dose", ()),
    ("1e9/day", "dose", ()),
    ("as-needed 0", "dose", ()),
    ("0 3 times a day", "dose", ()),
    ("999999 99 times a day", "dose", ()),
    ("2 tablts/day", "amount-unit", ("2 tablets/day",)),
    ("2 tablts", "amount-unit", ("2 tablets/day",)),
    ("2 xyz/day", "amount-unit", ()),
    ("1/00999h", "dose-period", ("1/day",)),
    ("1/" + "9" * 5000 + "h", "dose-period", ("1/day",)),
]


@pytest.mark.parametrize(("typed", "code", "instead"), REFUSED)
def test_a_dose_that_is_none_is_refused_with_one_that_works(typed: str, code: str, instead: tuple[str, ...]) -> None:
    with pytest.raises(BadValue) as refusal:
        parse_dose(typed)

    assert (refusal.value.code, refusal.value.typed, refusal.value.instead) == (code, typed, instead)
    assert [parse_dose(dose)[0] > 0 for dose in instead] == [True] * len(instead)


@given(st.text(alphabet="0123456789.,-/ ½hdaywektbl", max_size=14) | st.text(max_size=8))
def test_every_dose_offered_instead_is_understood(typed: str) -> None:
    try:
        parse_dose(typed)
    except BadValue as refusal:
        for dose in refusal.instead:
            parse_dose(dose)


@pytest.mark.parametrize(
    ("regimen", "rate"),
    [
        (Regimen(None, "A", Decimal(2)), Rate(Decimal(2))),
        (Regimen(None, "A", Decimal(2), None, "12h"), Rate(Decimal(48), Decimal(12))),
        (Regimen(None, "A", Decimal(2), None, "week"), Rate(Decimal(2), Decimal(7))),
        (Regimen(None, "A", Decimal(5), find_unit("ml")), Rate(Decimal("0.005"))),
        (Regimen(None, "A", Decimal(2), None, "as-needed"), None),
    ],
)
def test_a_regimen_uses_up_its_dose_in_its_period(regimen: Regimen, rate: Rate | None) -> None:
    assert regimen.rate == rate


@given(st.lists(st.tuples(st.integers(1, 999), st.integers(1, 168)), max_size=6))
def test_rates_of_any_periods_add_up_exactly(rows: list[tuple[int, int]]) -> None:
    total = total_rate(Rate(Decimal(amount), Decimal(days)) for amount, days in rows)

    assert Fraction(total.amount) / Fraction(total.days) == sum((Fraction(*row) for row in rows), Fraction(0))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Metformin 500 mg", "METFORMIN  500mg", True),
        ("Caf\u00e9", "Cafe\u0301", True),
        ("Straße", "STRASSE", True),
        ("Metformin 500 mg", "Metformin 850 mg", False),
        ("Парацетамол", "парацетамол", True),
    ],
)
def test_spellings_of_a_medicine_differ_by_case_and_spaces_only(one: str, other: str, *, same: bool) -> None:
    assert (medicine_key(one) == medicine_key(other)) is same
