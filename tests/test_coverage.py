"""How long a stock lasts, against a slow and obvious walk along the calendar, and the laws no kit may break."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelterkit.assessment.assess import Assessment, Line, assess
from shelterkit.assessment.coverage import Lot, cover, cover_people
from shelterkit.assessment.demand import Advice
from shelterkit.codec.reading import decode
from shelterkit.library import Library

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = date(2026, 11, 23)
LIBRARY = Library()
TABLE = LIBRARY.energy_table()
CANADA, ESTONIA = LIBRARY.get("ca"), LIBRARY.get("ee")
MEDICINE = "Metformin 500 mg"


def _days(number: int) -> date:
    return TODAY + timedelta(days=number)


class Guide(NamedTuple):
    """What an advisory says, copied by hand from what it prints: a day's amounts, and minimum and recommended days."""

    water: Fraction
    water_days: tuple[int | None, int | None]
    food_days: tuple[int | None, int | None]
    medicine_days: tuple[int | None, int | None] = (7, 10)
    technical: Fraction = Fraction(0)
    kcal: int | None = None


GUIDES = {
    "no-dsb": Guide(Fraction(20, 7), (7, None), (7, None)),
    "ch-bwl": Guide(Fraction(9, 3), (3, None), (None, 7)),
    "au-redcross": Guide(Fraction(10, 3), (3, None), (3, None)),
    "de-bbk": Guide(Fraction(2), (3, 10), (3, 10), kcal=2200),
    "us-cdc": Guide(Fraction("3.785411784"), (3, 14), (3, None)),
    "ua-mvs": Guide(Fraction(3), (3, 5), (3, 5), (3, 5), technical=Fraction(10)),
    "at-national": Guide(Fraction(3, 2), (None, 14), (None, 14), technical=Fraction(5, 2), kcal=2500),
    "se-mcf": Guide(Fraction(3), (7, None), (7, None), (None, 30)),
}
CHAINS = {name: LIBRARY.chain(name) for name in GUIDES}
WATER, TECHNICAL, FOOD, INFANT, DOG, CAT, PILLS = (
    "drinking-water",
    "technical-water",
    "food",
    "infant-food",
    "dog-food",
    "cat-food",
    "medication",
)
KINDS = {WATER: "water", TECHNICAL: "water", FOOD: "food", INFANT: "food", DOG: "food", CAT: "food", PILLS: "med"}


class Supply(NamedTuple):
    """An item as a kit has it, and what it is worth to its need: an amount, or the days it feeds one eater."""

    need: str
    fields: dict[str, str]
    worth: Fraction | None
    eater_days: bool = False


def _food(need: str, worth: Fraction | str | None, *, eater_days: bool = False, **fields: str) -> Supply:
    eater = {} if need == FOOD else {"eaten_by": need.removesuffix("-food")}
    return Supply(need, {**fields, **eater}, None if worth is None else Fraction(worth), eater_days)


SUPPLIES = [
    *(
        Supply(need, {"amount": amount}, Fraction(litres))
        for need in (WATER, TECHNICAL)
        for amount, litres in (("6 x 1.5 L", 9), ("2 gal", "7.570823568"), ("750 ml", "0.75"), ("0 L", 0), ("41 L", 41))
    ),
    _food(FOOD, "4080", amount="12 cans", kcal="340/can"),
    _food(FOOD, Fraction(10500 * 1000, 4184), amount="700 g", kj="1500/100g"),
    _food(FOOD, "4000", amount="5 kg", kcal="4000"),
    _food(FOOD, "22000", amount="22000 kcal"),
    _food(FOOD, Fraction(10_000_000, 4184), amount="10000 kJ"),
    _food(FOOD, Fraction(1700, 3), amount="5 cans", kcal="340/3 cans"),
    _food(FOOD, "5", eater_days=True, amount="6 packs", lasts="5d"),
    _food(FOOD, Fraction(21, 4), eater_days=True, amount="7 packs", lasts="3d/4 packs"),
    _food(FOOD, "14", eater_days=True, amount="14 days"),
    _food(FOOD, None, amount="1 kg"),
    _food(INFANT, "4920", amount="3 packs", kcal="1640/pack"),
    _food(INFANT, "9", eater_days=True, amount="2 packs", lasts="9d"),
    _food(DOG, "16", amount="4 kg", lasts="16d"),
    _food(DOG, Fraction(10, 3), amount="2 kg", lasts="5d/3kg"),
    _food(DOG, None, amount="2 kg", kcal="3000/kg"),
    _food(CAT, "7", amount="7 days"),
    *(
        Supply(PILLS, {"amount": amount}, Fraction(tablets))
        for amount, tablets in (("10 tablets", 10), ("3 x 7 tablets", 21), ("0.5 tablets", "0.5"), ("56 tablets", 56))
    ),
]


class Shelved(NamedTuple):
    """The dates of an item as a kit has them, and its last usable day."""

    fields: dict[str, Any]
    last: date | None


SHELVED = [
    Shelved({}, None),
    Shelved({"opened": _days(-3)}, None),
    Shelved({"best_before": _days(-1)}, _days(-1)),
    Shelved({"use_by": _days(0)}, _days(0)),
    Shelved({"best_before": _days(2)}, _days(2)),
    Shelved({"best_before": _days(2), "opened": _days(-1)}, _days(2)),
    Shelved({"best_before": _days(11)}, _days(11)),
    Shelved({"best_before": "2026-10"}, date(2026, 10, 31)),
    Shelved({"best_before": "2026-11"}, date(2026, 11, 30)),
    Shelved({"best_before": "2026-11", "opened": _days(-2)}, date(2026, 11, 30)),
    Shelved({"best_before": "2026"}, date(2026, 12, 31)),
    Shelved({"best_before": "2027", "opened": _days(-1), "keeps": "5d"}, _days(4)),
    Shelved({"best_before": _days(1), "opened": _days(-1), "keeps": "5d"}, _days(1)),
    Shelved({"opened": date(2026, 10, 31), "keeps": "1m"}, date(2026, 11, 30)),
]


class Placed(NamedTuple):
    """One lot of a random kit."""

    supply: Supply
    shelved: Shelved
    added: date | None

    def table(self, item_id: str) -> dict[str, Any]:
        """Return the item as a kit writes it."""
        kind = KINDS[self.supply.need]
        name = MEDICINE if kind == "med" else "thing"
        fields = {"id": item_id, "kind": kind, "name": name, **self.supply.fields, **self.shelved.fields}
        technical = {"technical": True} if self.supply.need == TECHNICAL else {}
        return {**fields, **technical, **({"added": self.added} if self.added else {})}


LOTS = [Placed(*row) for row in product(SUPPLIES, SHELVED, (None, _days(-9), _days(-2)))]


class People(NamedTuple):
    """Who is provided for; `nursing` adults breastfeed."""

    adults: int
    children: int
    infants: int
    dogs: int
    cats: int
    nursing: int = 0


PEOPLE = [People(*row) for row in product((1, 2, 3), (0, 1, 2), (0, 1, 2), (0, 1, 2), (0, 1), (0, 1))]
DOSES = [
    ({"dose": dose, "per": per}, Fraction(dose) * times)
    for dose in ("1", "2", "0.5", "1.25")
    for per, times in (("day", Fraction(1)), ("12h", Fraction(2)), ("8h", Fraction(3)), ("week", Fraction(1, 7)))
]
Dose = tuple[dict[str, str], Fraction]


class Scene(NamedTuple):
    """A whole random kit."""

    lots: tuple[Placed, ...]
    people: People
    doses: tuple[Dose, ...]
    advisory: str
    days: int | None
    hot: bool

    def document(self) -> dict[str, Any]:
        """Return the kit as the file has it."""
        counts = self.people._asdict()
        nursing = [{"name": f"N{number}", "breastfeeding": True} for number in range(counts.pop("nursing"))]
        regimens = [{"person": f"P{n}", "medicine": MEDICINE, **dose} for n, (dose, _) in enumerate(self.doses)]
        return {
            "format": 1,
            "plan": {"advisory": self.advisory, "hot": self.hot, **({"days": self.days} if self.days else {})},
            "household": counts,
            "person": nursing,
            "regimen": regimens,
            "item": [lot.table(f"{'wfmo'[index % 4]}{index}") for index, lot in enumerate(self.lots, 1)],
        }


# Lots of one need compete for its days; lots of all needs must leave each other alone.
_LOT_LISTS = st.one_of(
    st.lists(st.sampled_from(LOTS), max_size=12),
    *(st.lists(st.sampled_from([lot for lot in LOTS if lot.supply.need == need]), max_size=8) for need in KINDS),
)


def _scenes() -> st.SearchStrategy[Scene]:
    return st.builds(
        Scene,
        _LOT_LISTS.map(tuple),
        st.sampled_from(PEOPLE),
        st.lists(st.sampled_from(DOSES), max_size=3).map(tuple),
        st.sampled_from(sorted(GUIDES)),
        st.sampled_from((None, 1, 3, 7, 10, 40)),
        st.booleans(),
    )


def assessed(document: dict[str, Any]) -> Assessment:
    kit = decode(document)
    advice = Advice(CHAINS[kit.plan.advisory], TABLE, CANADA, ESTONIA)
    return assess(kit.inventory, kit.household, advice, plan=kit.plan, on=TODAY)


class Walked(NamedTuple):
    """What there is to say of one need: days down to one decimal, and everything else exact."""

    days: Decimal
    state: str
    have: Fraction
    wasted: dict[str, Fraction]
    short: int
    until: date


def _walk(lots: list[tuple[str, Placed, Fraction]], demand: Fraction) -> tuple[Fraction, dict[str, Fraction]]:
    """Walk day by day: the first lot to go off feeds each day, until a day is not met in full."""

    def first_out(lot: tuple[str, Placed, Fraction]) -> tuple[date, bool, date, int]:
        item_id, placed, _ = lot
        opened = "opened" in placed.shelved.fields
        return placed.shelved.last or date.max, not opened, placed.added or date.max, int(item_id[1:])

    left = {item_id: amount for item_id, _, amount in lots}
    wasted: dict[str, Fraction] = {}
    day, lots = 0, sorted(lots, key=first_out)
    while True:
        wanted = demand
        for item_id, placed, _ in lots:
            if placed.shelved.last is None or placed.shelved.last >= _days(day):
                taken = min(wanted, left[item_id])
                left[item_id] -= taken
                wanted -= taken
            if placed.shelved.last == _days(day) and left[item_id]:
                wasted[item_id] = left[item_id]
        if wanted:
            return day + (demand - wanted) / demand, wasted
        day += 1


def _demands(scene: Scene) -> dict[str, Fraction]:
    """Return what the household uses up in a day, counted on fingers."""
    guide, who = GUIDES[scene.advisory], scene.people
    persons = who.adults + who.children + who.infants
    eaters = who.adults + who.children
    formula = max(0, who.infants - who.nursing)
    water = persons * guide.water + formula + who.dogs + who.cats
    nursing = who.nursing * 2400
    by_table = nursing + (who.adults - who.nursing) * 2300 + who.children * 1600
    return {
        WATER: water * 2 if scene.hot else water,
        TECHNICAL: persons * guide.technical,
        FOOD: Fraction(eaters * guide.kcal if guide.kcal else by_table),
        INFANT: Fraction(820 * formula),
        DOG: Fraction(who.dogs),
        CAT: Fraction(who.cats),
        PILLS: sum((daily for _, daily in scene.doses), Fraction(0)),
    }


def _worth(placed: Placed, scene: Scene) -> Fraction | None:
    supply, who = placed.supply, scene.people
    if not supply.eater_days or supply.worth is None:
        return supply.worth
    if supply.need == INFANT:
        return supply.worth * 820
    return supply.worth * _demands(scene)[FOOD] / (who.adults + who.children)


def _target(need: str, scene: Scene) -> tuple[int | None, int]:
    guide = GUIDES[scene.advisory]
    stated = {PILLS: guide.medicine_days, WATER: guide.water_days, TECHNICAL: guide.water_days}
    minimum, recommended = stated.get(need, guide.food_days)
    advised = recommended or minimum or 0
    days = scene.days or advised
    return minimum, max(days, advised) if need == PILLS else days


def _state(days: Fraction, minimum: int | None, target: int) -> str:
    if days == 0:
        return "none"
    if days >= target:
        return "ok"
    return "minimum" if minimum is not None and days >= minimum else "low"


def _reference(scene: Scene) -> dict[str, Walked]:
    found = {}
    for need, demand in _demands(scene).items():
        if not demand:
            continue
        lots = []
        for index, placed in enumerate(scene.lots, 1):
            worth = _worth(placed, scene) if placed.supply.need == need else None
            if worth and not (placed.shelved.last and placed.shelved.last < TODAY):
                lots.append((f"{'wfmo'[index % 4]}{index}", placed, worth))
        days, wasted = _walk(lots, demand)
        minimum, target = _target(need, scene)
        found[need] = Walked(
            Decimal(days * 10 // 1) / 10,
            _state(days, minimum, target),
            sum((worth for _, _, worth in lots), Fraction(0)),
            wasted,
            max(0, math.ceil((target - days) * demand)),
            _days(int(days)),
        )
    return found


def _of(line: Line) -> Walked:
    unit = Fraction(line.parts) * Fraction(line.need.factor)
    wasted = {item_id: Fraction(parts) / unit for item_id, parts in line.wasted.items()}
    until = line.until(TODAY)
    assert until is not None
    return Walked(line.days, line.state, Fraction(line.stocked) / unit, wasted, int(line.short), until)


def _by_need(assessment: Assessment) -> dict[str, Walked]:
    return {line.need.kind: _of(line) for line in assessment.lines}


def _exact_days(assessment: Assessment) -> dict[str, Fraction]:
    return {line.need.kind: Fraction(line.covered) / Fraction(line.per_day) for line in assessment.lines}


quick = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(max_examples=2000, deadline=None)
@given(_scenes())
def test_coverage_is_what_a_walk_day_by_day_finds(scene: Scene) -> None:
    found = _by_need(assessed(scene.document()))

    assert found == _reference(scene)


@quick
@given(_scenes(), st.sampled_from(LOTS))
def test_adding_an_item_never_shortens_any_coverage(scene: Scene, more: Placed) -> None:
    before = _exact_days(assessed(scene.document()))

    after = _exact_days(assessed(scene._replace(lots=(*scene.lots, more)).document()))

    assert {need for need, days in before.items() if after[need] < days} == set()


@quick
@given(_scenes(), st.sampled_from(("adults", "children", "infants", "dogs", "cats")))
def test_one_more_of_the_household_never_lengthens_any_coverage(scene: Scene, group: str) -> None:
    before = _exact_days(assessed(scene.document()))
    more = scene.people._replace(**{group: getattr(scene.people, group) + 1})

    after = _exact_days(assessed(scene._replace(people=more).document()))

    assert {need for need, days in before.items() if after[need] > days} == set()


@quick
@given(_scenes(), st.sampled_from(DOSES))
def test_one_more_who_takes_a_medicine_never_lengthens_it(scene: Scene, dose: Dose) -> None:
    before = _exact_days(assessed(scene.document()))

    after = _exact_days(assessed(scene._replace(doses=(*scene.doses, dose)).document()))

    assert {need for need, days in before.items() if after[need] > days} == set()


@quick
@given(_scenes())
def test_twice_the_household_with_twice_the_stock_lasts_as_long(scene: Scene) -> None:
    before = _exact_days(assessed(scene.document()))
    people = People(*(2 * count for count in scene.people))
    twice = scene._replace(lots=scene.lots * 2, doses=scene.doses * 2, people=people)

    after = _exact_days(assessed(twice.document()))

    assert after == before


@quick
@given(_scenes())
def test_hot_weather_doubles_drinking_water_and_nothing_else(scene: Scene) -> None:
    cool = {line.need.kind: line.need.rate for line in assessed(scene._replace(hot=False).document()).lines}

    hot = {line.need.kind: line.need.rate for line in assessed(scene._replace(hot=True).document()).lines}

    assert hot == {**cool, WATER: cool[WATER].times(2)}


@quick
@given(_scenes())
def test_expired_stock_is_named_and_never_counts(scene: Scene) -> None:
    whole = assessed(scene.document())
    document = scene.document()
    gone = {item.id for item in whole.expired}
    document["item"] = [table for table in document["item"] if table["id"] not in gone]

    without = assessed(document)

    past = {
        f"{'wfmo'[index % 4]}{index}"
        for index, lot in enumerate(scene.lots, 1)
        if lot.shelved.last and lot.shelved.last < TODAY and lot.supply.fields["amount"] != "0 L"
    }
    assert gone == past
    assert _by_need(whole) == _by_need(without)


@quick
@given(_scenes(), st.randoms(use_true_random=False))
def test_the_order_of_items_in_the_file_does_not_matter(scene: Scene, chance: Any) -> None:
    document = scene.document()
    shuffled = {**document, "item": chance.sample(document["item"], len(document["item"]))}

    assert assessed(shuffled).lines == assessed(document).lines


@quick
@given(_scenes(), st.integers(1, 40), st.sampled_from(SHELVED))
def test_a_lot_split_in_two_equal_lots_changes_nothing(scene: Scene, litres: int, shelved: Shelved) -> None:
    whole = Placed(Supply(WATER, {"amount": f"{2 * litres} L"}, None), shelved, None)
    half = Placed(Supply(WATER, {"amount": f"{litres} L"}, None), shelved, None)

    one = _by_need(assessed(scene._replace(lots=(*scene.lots, whole)).document()))
    two = _by_need(assessed(scene._replace(lots=(*scene.lots, half, half)).document()))

    def merged(found: dict[str, Walked]) -> list[object]:
        return [(need, all_of._replace(wasted={}), sum(all_of.wasted.values())) for need, all_of in found.items()]

    assert merged(two) == merged(one)


UNITS = {WATER: "L", TECHNICAL: "L", FOOD: "kcal", INFANT: "kcal", DOG: "days", CAT: "days", PILLS: "tablets"}


@quick
@given(_scenes())
def test_buying_what_is_short_meets_every_target(scene: Scene) -> None:
    short = {line.need.kind: int(line.short) for line in assessed(scene.document()).lines}
    bought = [
        Placed(_food(need, None, amount=f"{more} {UNITS[need]}") if KINDS[need] == "food" else
               Supply(need, {"amount": f"{more} {UNITS[need]}"}, None), Shelved({}, None), None)
        for need, more in short.items() if more
    ]  # fmt: skip

    after = assessed(scene._replace(lots=(*scene.lots, *bought)).document())

    assert {line.state for line in after.lines} == {"ok"}
    assert {int(line.short) for line in after.lines} == {0}


@quick
@given(_scenes())
def test_the_need_that_runs_out_first_is_the_weakest(scene: Scene) -> None:
    found = assessed(scene.document())

    weakest = found.weakest

    days = _exact_days(found)
    assert weakest is not None
    assert days[weakest.need.kind] == min(days.values())


# Medicines of which some is kept for one person only.

KEEPERS = (None, "Anna", "Ben", "Cleo")
RESERVED = st.lists(
    st.tuples(st.sampled_from((0, 1, 2, 5, 9, 30)), st.sampled_from((None, 1, 2, 4, 10, 25)), st.sampled_from(KEEPERS)),
    max_size=7,
)
RATES = st.dictionaries(st.sampled_from(KEEPERS), st.sampled_from((1, 2, 3, 7)).map(Decimal), min_size=1, max_size=3)


def _lots(rows: Sequence[tuple[int, int | None, str | None]]) -> list[Lot]:
    lots = [Lot(f"m{number}", Decimal(parts), days, person) for number, (parts, days, person) in enumerate(rows, 1)]
    return sorted(lots, key=lambda lot: 999 if lot.usable_days is None else lot.usable_days)


@quick
@given(RESERVED, RATES, st.integers(0, 20))
def test_a_medicine_nobody_keeps_lasts_as_the_plain_walk_says(
    rows: list[tuple[int, int | None, str | None]], rates: dict[str | None, Decimal], target: int
) -> None:
    lots = [lot._replace(person=None) for lot in _lots(rows)]
    plain = cover(lots, sum(rates.values(), Decimal(0)))

    shared = cover_people(lots, rates, target)

    days = Fraction(plain.covered) / Fraction(plain.per_day)
    assert shared.days == days
    assert shared.missing == max(0, (target - days) * Fraction(plain.per_day))
    assert dict(shared.used) == {item_id: Fraction(parts) for item_id, parts in plain.used.items()}


@quick
@given(RESERVED, RATES, st.integers(0, 20))
def test_where_everything_is_kept_for_somebody_each_lasts_alone(
    rows: list[tuple[int, int | None, str | None]], rates: dict[str | None, Decimal], target: int
) -> None:
    named: dict[str | None, Decimal] = {person or "Anna": rate for person, rate in rates.items()}
    lots = [lot._replace(person=lot.person or "Anna") for lot in _lots(rows)]
    alone = {
        person: Fraction(cover([lot for lot in lots if lot.person == person], rate).covered) / Fraction(rate)
        for person, rate in named.items()
    }

    shared = cover_people(lots, named, target)

    assert shared.days == min(alone.values())
    assert shared.missing == sum(max(Fraction(0), target - alone[one]) * Fraction(rate) for one, rate in named.items())


@quick
@given(RESERVED, RATES, st.integers(0, 20), RESERVED)
def test_more_of_a_medicine_never_shortens_it_whoever_keeps_it(
    rows: list[tuple[int, int | None, str | None]],
    rates: dict[str | None, Decimal],
    target: int,
    more: list[tuple[int, int | None, str | None]],
) -> None:
    before = cover_people(_lots(rows), rates, target).days

    after = cover_people(_lots([*rows, *more[:1]]), rates, target).days

    assert after >= before


@quick
@given(RESERVED, RATES, st.integers(0, 20), st.sampled_from(KEEPERS))
def test_one_more_taker_never_lengthens_a_medicine_that_is_kept(
    rows: list[tuple[int, int | None, str | None]], rates: dict[str | None, Decimal], target: int, person: str | None
) -> None:
    before = cover_people(_lots(rows), rates, target).days

    after = cover_people(_lots(rows), {**rates, person: rates.get(person, Decimal(0)) + 2}, target).days

    assert after <= before


@quick
@given(RESERVED, RATES, st.integers(1, 20))
def test_buying_what_is_missing_of_a_kept_medicine_reaches_the_target(
    rows: list[tuple[int, int | None, str | None]], rates: dict[str | None, Decimal], target: int
) -> None:
    missing = cover_people(_lots(rows), rates, target).missing

    bought = Lot("m99", Decimal(math.ceil(missing)), None)

    assert cover_people([*_lots(rows), bought], rates, target).days >= target


def _kept(item_id: str, amount: str, person: str | None, best_before: date | None = None) -> dict[str, Any]:
    table = {"id": item_id, "kind": "med", "name": MEDICINE, "amount": amount}
    return {**table, **({"person": person} if person else {}), **({"best_before": best_before} if best_before else {})}


def _two_takers(*items: dict[str, Any]) -> Line:
    regimens = [{"person": person, "medicine": MEDICINE, "dose": "1 tablet"} for person in ("Anna", "Ben")]
    document = {"format": 1, "household": {"adults": 2}, "regimen": regimens, "item": list(items)}
    line = assessed(document).line(PILLS)
    assert line is not None
    return line


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([_kept("m1", "6 tablets", None)], Walked(Decimal(3), "low", Fraction(6), {}, 14, _days(3))),
        ([_kept("m1", "6 tablets", "Anna")], Walked(Decimal(0), "none", Fraction(6), {}, 14, _days(0))),
        (
            [_kept("m1", "6 tablets", "Anna"), _kept("m2", "10 tablets", "Ben")],
            Walked(Decimal(6), "low", Fraction(16), {}, 4, _days(6)),
        ),
        (
            [_kept("m1", "20 tablets", "Anna", _days(1)), _kept("m2", "30 tablets", None)],
            Walked(Decimal(16), "ok", Fraction(50), {"m1": Fraction(18)}, 0, _days(16)),
        ),
        ([_kept("m1", "99 tablets", "Cleo")], Walked(Decimal(0), "none", Fraction(0), {}, 20, _days(0))),
    ],
)
def test_a_kept_medicine_lasts_until_the_first_person_has_none(items: list[dict[str, Any]], expected: Walked) -> None:
    assert _of(_two_takers(*items)) == expected


def test_what_one_person_will_still_take_is_not_wasted_because_another_has_none() -> None:
    later = _kept("m3", "5 tablets", "Ben", _days(400)), _kept("m4", "300 tablets", "Ben", _days(200))
    line = _two_takers(_kept("m1", "100 tablets", "Ben", _days(150)), _kept("m2", "1 tablet", "Anna"), *later)

    assert _of(line).wasted == {"m4": Fraction(300 - 101)}
