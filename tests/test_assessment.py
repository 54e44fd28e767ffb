"""The worked examples of the calculation: demand, targets, states, and whose figure every number is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from shelterkit.assessment.assess import Assessment, Line, assess
from shelterkit.assessment.demand import Advice, UnitClashError
from shelterkit.assessment.targets import target_of
from shelterkit.codec.reading import decode
from shelterkit.household import Plan
from shelterkit.library import Library

TODAY = date(2026, 11, 23)
LIBRARY = Library()


def advice(advisory: str) -> Advice:
    return Advice(LIBRARY.chain(advisory), LIBRARY.energy_table(), LIBRARY.get("ca"), LIBRARY.get("ee"))


def assessed(
    *items: dict[str, Any],
    advisory: str = "us-cdc",
    household: dict[str, int] | None = None,
    days: int | None = None,
    hot: bool = False,
    **tables: Any,
) -> Assessment:
    plan = {"advisory": advisory, "hot": hot, **({"days": days} if days else {})}
    numbered = [{"id": f"o{number}", **item} for number, item in enumerate(items, 1)]
    document = {"format": 1, "plan": plan, "household": household or {"adults": 1}, "item": numbered, **tables}
    kit = decode(document)
    return assess(kit.inventory, kit.household, advice(advisory), plan=kit.plan, on=TODAY)


def line_of(found: Assessment, kind: str) -> Line:
    line = found.line(kind)
    assert line is not None
    return line


def water(amount: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "water", "name": "Water", "amount": amount, **fields}


def food(amount: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "food", "name": "Food", "amount": amount, **fields}


def pills(amount: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "med", "name": "Metformin", "amount": amount, **fields}


def regimen(dose: str, per: str = "day", **fields: str) -> dict[str, str]:
    return {"medicine": "Metformin", "dose": dose, "per": per, **fields}


SOON = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("first_lot", "days", "wasted"), [("6 L", "12", {}), ("12 L", "12", {"o1": Decimal(6)}), ("5 L", "11.6", {})]
)
def test_stock_that_goes_off_before_it_is_drunk_adds_no_days(
    first_lot: str, days: str, wasted: dict[str, Decimal]
) -> None:
    found = assessed(water(first_lot, best_before=SOON), water("30 L"), advisory="ua-mvs")

    line = line_of(found, "drinking-water")

    assert (line.days, dict(line.wasted)) == (Decimal(days), wasted)


@pytest.mark.parametrize(
    ("advisory", "days"), [("nz-wellington", "0.6"), ("at-national", "8.1"), ("de-bbk", "6.1"), ("no-dsb", "4.2")]
)
def test_49_litres_for_four_last_as_long_as_each_authority_says(advisory: str, days: str) -> None:
    found = assessed(water("49 L"), advisory=advisory, household={"adults": 4})

    assert line_of(found, "drinking-water").days == Decimal(days)


# advisory, plan days, kind -> target, minimum, whose days
TARGETS: list[tuple[str, int | None, str, tuple[int | None, int | None, str | None]]] = [
    ("us-cdc", None, "drinking-water", (14, 3, "us-cdc")),
    ("us-cdc", 5, "drinking-water", (5, 3, "us-cdc")),
    ("us-cdc", 2, "drinking-water", (2, 3, "us-cdc")),
    ("us-cdc", None, "food", (3, 3, "us-cdc")),
    ("us-cdc", None, "infant-food", (3, 3, "us-cdc")),
    ("us-cdc", None, "dog-food", (3, 3, "us-cdc")),
    ("us-cdc", None, "cat-food", (3, 3, "us-cdc")),
    ("us-cdc", None, "medication", (10, 7, "us-cdc")),
    ("us-cdc", 3, "medication", (10, 7, "us-cdc")),
    ("us-cdc", 20, "medication", (20, 7, "us-cdc")),
    ("se-mcf", None, "drinking-water", (7, 7, "se-mcf")),
    ("se-mcf", 7, "medication", (30, None, "se-mcf")),
    ("se-mcf", 7, "food", (7, 7, "se-mcf")),
    ("se-mcf", 60, "medication", (60, None, "se-mcf")),
    ("no-dsb", None, "medication", (10, 7, "us-cdc")),
    ("ch-bwl", None, "drinking-water", (3, 3, "ch-bwl")),
    ("ch-bwl", None, "food", (7, None, "ch-bwl")),
    ("us-embassy-kyiv", None, "drinking-water", (14, None, "us-state-abroad")),
    ("us-embassy-kyiv", None, "food", (14, None, "us-state-abroad")),
    ("us-embassy-kyiv", None, "medication", (14, 5, "us-state-abroad")),
    ("ua-mvs", None, "technical-water", (5, 3, "ua-mvs")),
    ("at-national", None, "technical-water", (14, None, "at-national")),
    ("us-cdc", None, "technical-water", (14, 3, "us-cdc")),
    ("nz-wellington", None, "drinking-water", (7, None, "nz-wellington")),
    ("nz-wellington", None, "food", (3, 3, "us-cdc")),
]


@pytest.mark.parametrize(("advisory", "days", "kind", "expected"), TARGETS)
def test_target_days_are_the_plan_s_else_the_first_advisory_s_that_states_any(
    advisory: str, days: int | None, kind: str, expected: tuple[int | None, int | None, str | None]
) -> None:
    target = target_of(kind, advice(advisory), Plan(advisory, days))

    assert (target.days, target.minimum, target.origin and target.origin.advisory) == expected


def test_sweden_asks_for_a_month_of_medicine_beside_a_week_of_the_rest() -> None:
    found = assessed(advisory="se-mcf", days=7, household={"adults": 1, "dogs": 1}, regimen=[regimen("2 tablets")])

    assert [(line.need.kind, line.target.days, line.short) for line in found.lines] == [
        ("drinking-water", 7, Decimal(28)),
        ("food", 7, Decimal(16100)),
        ("dog-food", 7, Decimal(7)),
        ("medication", 30, Decimal(60)),
    ]


def test_the_embassy_s_amount_is_the_cdc_s_and_its_days_the_state_department_s() -> None:
    found = assessed(water("53 L"), advisory="us-embassy-kyiv", household={"adults": 1})

    line = line_of(found, "drinking-water")

    assert [(one.part, one.advisory, one.says) for one in line.origins] == [
        ("amount", "us-cdc", "1 gal a day"),
        ("days", "us-state-abroad", "14 days"),
    ]
    assert (line.state, line.short) == ("ok", Decimal(0))


def test_food_energy_is_never_taken_from_a_fallback_but_from_the_table() -> None:
    kit = decode({"format": 1, "household": {"adults": 1}})
    chain = (LIBRARY.get("us-embassy-kyiv"), LIBRARY.get("us-state-abroad"), LIBRARY.get("de-bbk"))
    found = line_of(
        assess(
            kit.inventory, kit.household, advice("us-cdc")._replace(chain=chain), plan=Plan("us-embassy-kyiv"), on=TODAY
        ),
        "food",
    )

    assert [(one.part, one.advisory, one.says, one.evidence) for one in found.origins] == [
        ("amount", "energy", "energy by age and sex", "derived"),
        ("days", "us-state-abroad", "14 days", "publisher"),
    ]


@pytest.mark.parametrize(
    ("advisory", "kcal", "whose"),
    [("de-bbk", 2200, "de-bbk"), ("at-national", 2500, "at-national"), ("us-cdc", 2852, "energy")],
)
def test_an_advisory_s_own_energy_replaces_the_table_pregnancy_included(advisory: str, kcal: int, whose: str) -> None:
    anna = {"name": "Anna", "pregnant": True, "born": 1988}
    household = {"adults": 2, "children": 1}
    found = line_of(assessed(advisory=advisory, household=household, person=[anna]), "food")

    by_table = 2000 + 452 + 2300 + 1600
    assert found.demand_per_day == (by_table if whose == "energy" else 3 * kcal)
    assert found.origins[0].advisory == whose


# household, hot -> litres a day by ua-mvs: 3 L a head
LITRES: list[tuple[dict[str, int], list[dict[str, Any]], bool, int]] = [
    ({"adults": 2}, [], False, 6),
    ({"adults": 2, "children": 1}, [], False, 9),
    ({"adults": 2, "infants": 1}, [], False, 10),
    ({"adults": 2, "infants": 1}, [{"name": "Eva", "breastfeeding": True}], False, 9),
    ({"adults": 2, "infants": 2}, [{"name": "Eva", "breastfeeding": True}], False, 13),
    ({"adults": 2}, [{"name": "Eva", "breastfeeding": True, "pregnant": True}], False, 6),
    ({"adults": 1, "dogs": 2, "cats": 1}, [], False, 6),
    ({"adults": 1, "infants": 1, "dogs": 1}, [], True, 16),
    ({"dogs": 1}, [], False, 1),
]


@pytest.mark.parametrize(("household", "people", "hot", "litres"), LITRES)
def test_drinking_water_is_every_person_s_formula_and_pets(
    household: dict[str, int], people: list[dict[str, Any]], *, hot: bool, litres: int
) -> None:
    found = assessed(advisory="ua-mvs", household=household, person=people, hot=hot)

    assert line_of(found, "drinking-water").demand_per_day == litres


def test_water_of_pets_and_formula_names_canada_and_estonia() -> None:
    found = assessed(advisory="ua-mvs", household={"adults": 1, "infants": 1, "dogs": 1, "cats": 1})

    assert [(one.part, one.advisory, one.says) for one in line_of(found, "drinking-water").need.origins] == [
        ("amount", "ua-mvs", "3 L a day"),
        ("infant formula", "ee", "1 L a day"),
        ("each dog", "ca", "1 L a day"),
        ("each cat", "ca", "1 L a day"),
    ]


@pytest.mark.parametrize(("advisory", "hot", "litres"), [("ua-mvs", True, 30), ("at-national", True, Decimal("7.5"))])
def test_technical_water_is_for_people_alone_and_the_same_in_hot_weather(
    advisory: str, *, hot: bool, litres: Decimal | int
) -> None:
    household = {"adults": 1, "children": 1, "infants": 1, "dogs": 3}
    found = assessed(advisory=advisory, household=household, hot=hot)

    assert line_of(found, "technical-water").demand_per_day == litres


def test_technical_water_is_no_need_where_the_advisory_does_not_name_it() -> None:
    assert assessed(water("9 L", technical=True), advisory="de-bbk").line("technical-water") is None


def test_neither_water_is_counted_as_the_other() -> None:
    found = assessed(water("30 L"), water("20 L", technical=True), advisory="ua-mvs")

    assert [(line.need.kind, line.have, line.days) for line in found.lines if line.need.unit == "L"] == [
        ("drinking-water", Decimal(30), Decimal(10)),
        ("technical-water", Decimal(20), Decimal(2)),
    ]


@pytest.mark.parametrize(("nursing", "kcal"), [(0, 2 * 820), (1, 820), (2, None)])
def test_infants_eat_820_kcal_less_those_breastfed(nursing: int, kcal: int | None) -> None:
    people = [{"name": f"N{number}", "breastfeeding": True} for number in range(nursing)]
    found = assessed(household={"adults": 2, "infants": 2}, person=people).line("infant-food")

    assert (found and found.demand_per_day) == kcal


def test_infants_are_fed_only_from_what_is_for_infants() -> None:
    found = assessed(
        food("8200 kcal"), food("2 packs", kcal="410/pack", eaten_by="infant"), household={"adults": 1, "infants": 1}
    )

    assert [(line.need.kind, line.have) for line in found.lines if line.need.unit == "kcal"] == [
        ("food", Decimal(8200)),
        ("infant-food", Decimal(820)),
    ]


@pytest.mark.parametrize(
    ("advisory", "litres_a_day", "target", "amount"),
    [("no-dsb", Fraction(20, 7), 7, 20), ("ch-bwl", Fraction(3), 3, 9), ("au-redcross", Fraction(10, 3), 3, 10)],
)
def test_a_total_is_spread_over_its_days(advisory: str, litres_a_day: Fraction, target: int, amount: int) -> None:
    whole = line_of(assessed(advisory=advisory), "drinking-water")
    for_30_days = line_of(assessed(advisory=advisory, days=30), "drinking-water")

    assert Fraction(whole.per_day) / Fraction(whole.parts) == litres_a_day
    assert (whole.target.days, whole.target_amount) == (target, Decimal(amount))
    assert for_30_days.short == -(-litres_a_day * 30 // 1)


# litres by us-cdc for one (1 gal a day, 3 to 14 days) -> state
STATES = [
    ("0 L", "none", "0"),
    ("1 ml", "low", "0"),
    ("11.356235351 L", "low", "2.9"),
    ("11.356235352 L", "minimum", "3"),
    ("3 gal", "minimum", "3"),
    ("52.995764975 L", "minimum", "13.9"),
    ("52.995764976 L", "ok", "14"),
    ("14 gal", "ok", "14"),
]


@pytest.mark.parametrize(("amount", "state", "days"), STATES)
def test_a_state_is_judged_on_the_exact_amount(amount: str, state: str, days: str) -> None:
    line = line_of(assessed(water(amount)), "drinking-water")

    assert (line.state, line.days) == (state, Decimal(days))


@pytest.mark.parametrize(
    ("advisory", "days", "litres", "state"),
    [
        ("at-national", None, "20.9 L", "low"),
        ("at-national", None, "21 L", "ok"),
        ("se-mcf", None, "20.9 L", "low"),
        ("se-mcf", None, "21 L", "ok"),
        ("se-mcf", 30, "21 L", "minimum"),
        ("se-mcf", 2, "6 L", "ok"),
        ("se-mcf", 2, "5.9 L", "low"),
    ],
)
def test_without_a_minimum_there_is_no_minimum_state(advisory: str, days: int | None, litres: str, state: str) -> None:
    assert line_of(assessed(water(litres), advisory=advisory, days=days), "drinking-water").state == state


def test_food_nobody_knows_the_energy_of_is_named_and_counts_as_nothing() -> None:
    found = assessed(food("5 kg"), food("12 cans", kcal="340/can"), food("0 kg"), food("1 kg", best_before="2025"))

    assert [item.id for item in found.unknown] == ["o1"]
    assert line_of(found, "food").have == 4080


@pytest.mark.parametrize(
    ("household", "item", "kind", "days"),
    [
        ({"adults": 2, "children": 1}, food("6 packs", lasts="30d"), "food", "10"),
        ({"adults": 2, "children": 1}, food("6 packs", lasts="30d/4 packs"), "food", "15"),
        ({"adults": 1, "dogs": 2}, food("4 kg", lasts="16d", eaten_by="dog"), "dog-food", "8"),
        ({"adults": 1, "cats": 1}, food("4 kg", lasts="1m", eaten_by="cat"), "cat-food", "30"),
        ({"adults": 1, "infants": 2}, food("4 kg", lasts="9d", eaten_by="infant"), "infant-food", "4.5"),
        ({"adults": 1}, food("14 days"), "food", "14"),
    ],
)
def test_food_that_lasts_so_many_days_feeds_one_eater_that_long(
    household: dict[str, int], item: dict[str, Any], kind: str, days: str
) -> None:
    assert line_of(assessed(item, household=household), kind).days == Decimal(days)


@pytest.mark.parametrize(
    ("doses", "stock", "days"),
    [
        ([regimen("2 tablets")], "56 tablets", "28"),
        ([regimen("1", "12h")], "56 tablets", "28"),
        ([regimen("1", "8h")], "56 tablets", "18.6"),
        ([regimen("3", "week")], "56 tablets", "130.6"),
        ([regimen("2 tablets", person="Anna"), regimen("1", "week", person="Ben")], "15 tablets", "7"),
        ([regimen("5 ml")], "100 ml", "20"),
        ([regimen("5 ml")], "0.1 L", "20"),
        ([regimen("2 tablets")], "56", "28"),
        ([regimen("0.5", "24h")], "14 tablets", "28"),
    ],
)
def test_a_medicine_lasts_what_everybody_takes_of_it(doses: list[dict[str, str]], stock: str, days: str) -> None:
    assert line_of(assessed(pills(stock), regimen=doses), "medication").days == Decimal(days)


def test_sixty_people_who_take_a_medicine_at_odd_hours_are_summed_exactly() -> None:
    doses = [regimen("1 tablet", ("12h", "8h", "week")[number % 3], person=f"P{number}") for number in range(60)]
    line = line_of(assessed(pills("720 tablets"), regimen=doses), "medication")

    assert (line.days, line.covered % line.per_day) == (Decimal(7), Decimal(0))


def test_spellings_of_one_medicine_are_one_need() -> None:
    stock = {"kind": "med", "name": "metformin  500MG", "amount": "30 tablets"}
    takes = [{"person": name, "medicine": "Metformin 500 mg", "dose": "1"} for name in ("Anna", "Ben")]
    found = assessed(stock, regimen=takes)

    assert [(line.need.medicine, line.days) for line in found.lines if line.need.kind == "medication"] == [
        ("Metformin 500 mg", Decimal(15))
    ]


@pytest.mark.parametrize(
    ("dose", "stock"), [("5 ml", "56 tablets"), ("2 tablets", "100 ml"), ("2 capsules", "9 tablets")]
)
def test_a_dose_is_never_taken_from_a_stock_counted_otherwise(dose: str, stock: str) -> None:
    with pytest.raises(UnitClashError) as clash:
        assessed(pills(stock), regimen=[regimen("1"), regimen(dose, person="Anna")])

    words = f"Anna takes {dose} of Metformin, but o1 Metformin is {stock}: they cannot be counted together"
    assert (str(clash.value), clash.value.path) == (words, ("regimen", 1, "dose"))


def test_a_medicine_that_was_never_bought_is_still_a_need() -> None:
    line = line_of(assessed(regimen=[regimen("2 tablets")]), "medication")

    assert (line.state, line.need.unit, line.short) == ("none", "tablet", Decimal(20))


def test_a_medicine_taken_as_needed_has_presence_and_no_days() -> None:
    takes = [
        {"medicine": "Ibuprofen", "dose": "1", "per": "as-needed"},
        {"medicine": "Metformin", "dose": "1", "per": "as-needed"},
    ]
    there = assessed(pills("3 tablets"), regimen=takes)
    expired = assessed(pills("3 tablets", use_by=date(2026, 11, 22)), regimen=takes)

    assert (there.line("medication"), there.as_needed) == (None, (("Ibuprofen", False), ("Metformin", True)))
    assert expired.as_needed == (("Ibuprofen", False), ("Metformin", False))


@pytest.mark.parametrize(
    ("fields", "last_good", "first_bad"),
    [
        ({"best_before": date(2026, 11, 30)}, date(2026, 11, 30), date(2026, 12, 1)),
        ({"use_by": date(2026, 11, 30)}, date(2026, 11, 30), date(2026, 12, 1)),
        ({"best_before": "2026-11"}, date(2026, 11, 30), date(2026, 12, 1)),
        ({"best_before": "2026"}, date(2026, 12, 31), date(2027, 1, 1)),
        ({"best_before": "2028-02"}, date(2028, 2, 29), date(2028, 3, 1)),
        ({"opened": date(2026, 11, 20), "keeps": "5d"}, date(2026, 11, 25), date(2026, 11, 26)),
        (
            {"opened": date(2026, 11, 20), "keeps": "5d", "best_before": "2026-11"},
            date(2026, 11, 25),
            date(2026, 11, 26),
        ),
        (
            {"opened": date(2026, 11, 20), "keeps": "3m", "best_before": "2026-11"},
            date(2026, 11, 30),
            date(2026, 12, 1),
        ),
    ],
)
def test_the_printed_day_itself_is_still_good(fields: dict[str, Any], last_good: date, first_bad: date) -> None:
    kit = decode({"format": 1, "household": {"adults": 1}, "item": [{"id": "w1", **water("3 L", **fields)}]})

    expired = [
        assess(kit.inventory, kit.household, advice("ua-mvs"), plan=Plan("ua-mvs"), on=day).expired != ()
        for day in (last_good, first_bad)
    ]

    assert expired == [False, True]


def test_the_smallest_coverage_decides_and_is_named() -> None:
    found = assessed(water("40 L"), food("4600 kcal"), pills("9 tablets"), advisory="ua-mvs", regimen=[regimen("1")])

    weakest = found.weakest
    assert weakest is not None
    assert (weakest.need.kind, found.plan_days) == ("technical-water", 5)


def test_of_several_needs_that_run_out_together_the_most_vital_is_named() -> None:
    found = assessed(advisory="ua-mvs", days=4, household={"infants": 1}, regimen=[regimen("1")])
    fed = assessed(water("40 L"), advisory="ua-mvs", household={"infants": 0}, regimen=[regimen("1")])

    assert [one.weakest.need.kind for one in (found, fed) if one.weakest] == ["drinking-water", "medication"]


def test_the_days_planned_for_are_the_longest_target_but_medicine_s() -> None:
    assert assessed(advisory="se-mcf", regimen=[regimen("1")]).plan_days == 7


def test_a_household_of_nobody_has_no_need() -> None:
    found = assessed(water("9 L"), household={"adults": 0, "infants": 0})

    assert (found.lines, found.weakest, found.plan_days) == ((), None, None)


def test_a_stock_for_centuries_has_no_day_it_runs_out() -> None:
    line = line_of(assessed(pills("1000000 tablets"), regimen=[regimen("0.01", "week")]), "medication")

    assert line.until(TODAY) is None


def test_a_medicine_in_tablets_and_in_ml_is_not_one_stock() -> None:
    with pytest.raises(UnitClashError) as clash:
        assessed(pills("56"), pills("100 ml"), regimen=[regimen("2")])

    words = "o2 Metformin is 100 ml, but o1 Metformin is 56 pieces: they cannot be counted together"
    assert (str(clash.value), clash.value.path) == (words, ("item", 1, "amount"))
