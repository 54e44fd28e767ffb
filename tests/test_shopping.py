"""What to buy: worked examples, and the laws that whoever buys it relies on."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import ROUND_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelterkit.assessment.assess import Assessment, Line, assess
from shelterkit.assessment.demand import Advice
from shelterkit.calendar_dates import parse_span
from shelterkit.codec.reading import decode
from shelterkit.inventory.items import Inventory, Item
from shelterkit.quantities.amounts import Amount
from shelterkit.quantities.units import find_unit
from shelterkit.render.csv import Cell, text
from shelterkit.report.shopping import missing_words, pack_words, span_words
from shelterkit.shopping import Pack, Purchase, ShoppingList, shopping_list
from tests.test_coverage import CANADA, CHAINS, DOSES, ESTONIA, GUIDES, LOTS, PEOPLE, TABLE, TODAY, Scene

if TYPE_CHECKING:
    from shelterkit.codec.kit import Kit

METFORMIN = {"medicine": "Metformin", "dose": "2 tablets"}
MONTH = parse_span("30d")


def read(*items: dict[str, Any], household: dict[str, int], plan: dict[str, Any] | None = None, **tables: Any) -> Kit:
    prefixes = {"water": "w", "food": "f", "med": "m", "other": "o"}
    numbered = [{"id": f"{prefixes[item['kind']]}{number}", **item} for number, item in enumerate(items, 1)]
    plan = {"advisory": "de-bbk", "days": 10, **(plan or {})}
    return decode({"format": 1, "plan": plan, "household": household, "item": numbered, **tables})


def assessed(kit: Kit, inventory: Inventory | None = None) -> Assessment:
    advice = Advice(CHAINS[kit.plan.advisory], TABLE, CANADA, ESTONIA)
    return assess(inventory or kit.inventory, kit.household, advice, plan=kit.plan, on=TODAY)


def listed(kit: Kit, within: str = "30d") -> ShoppingList:
    return shopping_list(assessed(kit), kit.inventory, kit.household, replace_within=parse_span(within))


def water(amount: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "water", "name": "Water", "amount": amount, **fields}


def food(name: str, amount: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "food", "name": name, "amount": amount, **fields}


def pills(amount: str, name: str = "Metformin", **fields: Any) -> dict[str, Any]:
    return {"kind": "med", "name": name, "amount": amount, **fields}


BEANS = food("Beans", "12 x 400 g", kcal="340/can")
# Two adults for ten days: 40 L of water, 44 000 kcal, and 20 tablets for one of them.
IN_WORDS: list[tuple[str, list[dict[str, Any]], str, str]] = [
    ("drinking-water", [], "40 L", ""),
    ("drinking-water", [water("6 x 1.5 L")], "31 L", "4 packs of 6 x 1.5 L"),
    ("drinking-water", [water("31 L")], "9 L", ""),
    ("drinking-water", [water("31 L"), water("1 x 0.5 L")], "9 L", "17 x 0.5 L"),
    ("drinking-water", [water("39.5 L")], "1 L", ""),
    ("drinking-water", [water("6 x 1.5 L"), water("2 x 5 L")], "21 L", "3 packs of 2 x 5 L"),
    ("drinking-water", [water("6 x 1.5 L"), water("20 L")], "11 L", "2 packs of 6 x 1.5 L"),
    ("drinking-water", [water("0 x 1.5 L")], "40 L", "27 x 1.5 L"),
    ("drinking-water", [water("6 x 1.5 L", best_before=date(2020, 1, 1))], "40 L", "5 packs of 6 x 1.5 L"),
    ("drinking-water", [water("6 x 1.5 L", opened=date(2020, 1, 1), keeps="5d")], "40 L", "5 packs of 6 x 1.5 L"),
    ("drinking-water", [water("6 x 1.5 L", technical=True)], "40 L", ""),
    ("food", [], "44 000 kcal", ""),
    ("food", [BEANS], "39 920 kcal", "10 packs of 12 x 400 g Beans"),
    ("food", [food("Beans", "12 cans", kcal="340/can")], "39 920 kcal", "118 cans of Beans"),
    ("food", [food("Beans", "1 x 400 g", kcal="340/can")], "43 660 kcal", "129 x 400 g Beans"),
    ("food", [food("Beans", "128 cans", kcal="340/can")], "480 kcal", "2 cans of Beans"),
    ("food", [food("Beans", "129 cans", kcal="340/can")], "140 kcal", "1 can of Beans"),
    ("food", [food("Biscuits", "6", kcal="900/piece")], "38 600 kcal", "43 pieces of Biscuits"),
    ("food", [food("Rice", "2 kg", kcal="360/100g")], "36 800 kcal", "11 kg Rice"),
    ("food", [food("Rice", "500 g", kcal="360/100g")], "42 200 kcal", "12 kg Rice"),
    ("food", [food("Rice", "5 kg", kcal="4000")], "40 000 kcal", "50 kg Rice"),
    ("food", [food("Rice", "2 lb", kcal="1600/lb")], "40 800 kcal", "26 lb Rice"),
    ("food", [food("Oil", "750 ml", kcal="8000/L")], "38 000 kcal", "5 L Oil"),
    ("food", [food("Boxes", "4 packs", lasts="6d")], "30 800 kcal", "10 packs of Boxes"),
    ("food", [BEANS, food("Rice", "2 kg")], "39 920 kcal", "10 packs of 12 x 400 g Beans"),
    ("food", [BEANS, food("Salt", "1 kg", kcal="0/kg")], "39 920 kcal", "10 packs of 12 x 400 g Beans"),
    ("food", [food("Everything", "22000 kcal")], "22 000 kcal", ""),
    ("food", [food("Everything", "6 days")], "30 800 kcal", ""),
    ("food", [food("Beans", "0 cans", kcal="340/can")], "44 000 kcal", "130 cans of Beans"),
    ("food", [food("Beans", "0 cans", kcal="4000")], "44 000 kcal", ""),
    ("food", [food("Beans", "0 cans", lasts="4d")], "44 000 kcal", ""),
    ("food", [food("Beans", "0 kg", kcal="340/can")], "44 000 kcal", ""),
    ("infant-food", [], "10 days", ""),
    ("infant-food", [food("Milk", "2 packs", eaten_by="infant", kcal="1640/pack")], "6 days", "3 packs of Milk"),
    ("infant-food", [food("Milk", "2 x 400 g", eaten_by="infant", lasts="7d")], "3 days", "1 pack of 2 x 400 g Milk"),
    ("infant-food", [food("Milk", "1 pack", eaten_by="infant", kcal="1000/pack")], "9 days", "8 packs of Milk"),
    ("dog-food", [food("Kibble", "4 kg", eaten_by="dog", lasts="6d")], "4 days", "3 kg Kibble"),
    ("dog-food", [food("Kibble", "4 kg", eaten_by="dog", kcal="3500/kg")], "10 days", ""),
    ("dog-food", [food("Kibble", "4 kg", eaten_by="cat", lasts="6d")], "10 days", ""),
    ("medication", [], "20 tablets", ""),
    ("medication", [pills("6 tablets")], "14 tablets", ""),
    ("medication", [pills("1 x 6 tablets")], "14 tablets", "3 x 6 tablets"),
    ("medication", [pills("2 x 6 tablets")], "8 tablets", "2 x 6 tablets"),
    ("medication", [pills("0 x 10 tablets")], "20 tablets", ""),
    ("medication", [pills("18.5 tablets")], "2 tablets", ""),
    ("medication", [pills("2 x 6 tablets", "metFormin")], "8 tablets", "2 x 6 tablets"),
    ("medication", [pills("2 x 6 tablets", "Ibuprofen")], "20 tablets", ""),
]


@pytest.mark.parametrize(("need", "items", "missing", "packs"), IN_WORDS)
def test_what_is_missing_is_told_with_the_packs_the_kit_knows(
    need: str, items: list[dict[str, Any]], missing: str, packs: str
) -> None:
    kit = read(*items, household={"adults": 2, "infants": 1, "dogs": 1}, regimen=[METFORMIN])
    dry = kit._replace(household=kit.household._replace(infants=0, dogs=0)) if need == "drinking-water" else kit

    found = {one.line.need.kind: one for one in listed(dry).buy}

    one = found[need]
    assert (missing_words(one.line), pack_words(one.pack) if one.pack else "") == (missing, packs)


def test_water_for_washing_comes_in_its_own_packs() -> None:
    kit = read(
        water("2 x 10 L", technical=True), water("6 x 1.5 L"), household={"adults": 1}, plan={"advisory": "ua-mvs"}
    )

    packs = {one.line.need.kind: pack_words(one.pack) for one in listed(kit).buy if one.pack}

    assert packs == {"technical-water": "4 packs of 2 x 10 L", "drinking-water": "3 packs of 6 x 1.5 L"}


def test_what_reaches_its_target_is_not_bought() -> None:
    kit = read(water("40 L"), food("X", "44000 kcal"), pills("20"), household={"adults": 2}, regimen=[METFORMIN])

    assert listed(kit) == ShoppingList(assessed(kit), MONTH, (), (), ())


def test_what_goes_off_within_the_days_planned_for_is_missing() -> None:
    kit = read(water("40 L", best_before=date(2026, 11, 25)), household={"adults": 2})

    assert [(one.line.need.kind, one.missing) for one in listed(kit).buy] == [
        ("food", Decimal(44000)),
        ("drinking-water", Decimal(28)),
    ]


@pytest.mark.parametrize(
    ("within", "ids"),
    [
        ("1d", ["o4", "w1", "m2"]),
        ("21d", ["o4", "w1", "m2"]),
        ("22d", ["o4", "w1", "m2", "f3"]),
        ("1y", ["o4", "w1", "m2", "f3", "f5"]),
    ],
)
def test_what_goes_off_within_a_time_is_replaced_the_first_to_expire_first(within: str, ids: list[str]) -> None:
    kit = read(
        water("9 L", best_before=TODAY),
        pills("20", use_by=date(2026, 11, 24)),
        food("Rice", "2 kg", best_before=date(2026, 12, 15)),
        {"kind": "other", "name": "Battery", "amount": "2", "best_before": "2026-10"},
        food("Beans", "1 kg", best_before="2027-05"),
        food("Nothing left", "0 kg", best_before=TODAY),
        food("No date", "2 kg"),
        household={"adults": 1},
    )

    assert [item.id for item in listed(kit, within).replace] == ids


BATTERIES = {"kind": "other", "name": "AA batteries", "amount": "0"}
AS_NEEDED = {"medicine": "Ibuprofen", "dose": "1", "per": "as-needed"}
USED_UP: list[tuple[str, list[dict[str, Any]], list[tuple[str, str | None, bool]]]] = [
    ("a thing", [BATTERIES], [("AA batteries", "o1", False)]),
    ("two lots of it", [BATTERIES, BATTERIES], [("AA batteries", "o1", False)]),
    ("another lot is there", [BATTERIES, {**BATTERIES, "name": "aa Batteries", "amount": "4"}], []),
    ("food that is bought", [food("Beans", "0 cans", kcal="340/can")], []),
    ("food there is enough of", [food("Rice", "50000 kcal"), food("Beans", "0 cans")], [("Beans", "f2", False)]),
    ("food of an eater who is not there", [food("Kibble", "0 kg", eaten_by="dog")], [("Kibble", "f1", False)]),
    ("a medicine somebody takes", [pills("0")], []),
    ("a medicine nobody takes", [pills("0", "Aspirin")], [("Aspirin", "m1", False)]),
    ("a medicine as needed", [pills("0", "ibuprofen")], [("ibuprofen", "m1", True)]),
    ("a medicine as needed that expired", [pills("9", "Ibuprofen", best_before="2020-01")], []),
    ("a medicine as needed that is there", [pills("9", "Ibuprofen")], []),
]


@pytest.mark.parametrize(("items", "gone"), [row[1:] for row in USED_UP], ids=[row[0] for row in USED_UP])
def test_what_is_used_up_is_bought_again_once(items: list[dict[str, Any]], gone: list[Any]) -> None:
    has_ibuprofen = any("buprofen" in item["name"] for item in items)
    regimens = [METFORMIN, AS_NEEDED] if has_ibuprofen else [METFORMIN]
    kit = read(*items, household={"adults": 2}, regimen=regimens)

    assert [(one.name, one.item_id, one.as_needed) for one in listed(kit).restock] == gone


def test_a_medicine_as_needed_that_was_never_there_is_bought() -> None:
    kit = read(household={"adults": 2}, regimen=[AS_NEEDED])

    assert [(one.kind, one.name, one.item_id) for one in listed(kit).restock] == [("med", "Ibuprofen", None)]


def test_the_need_that_runs_out_first_is_bought_first_and_the_most_vital_of_equals() -> None:
    kit = read(
        water("6 L"), food("Rice", "4400 kcal"),
        household={"adults": 2, "infants": 1, "cats": 1, "dogs": 1}, regimen=[METFORMIN],
    )  # fmt: skip

    found = listed(kit)

    assert (found.ready_days, [(one.line.need.kind, one.ready_days) for one in found.buy]) == (
        Decimal(0),
        [
            ("infant-food", Decimal(0)),
            ("medication", Decimal(0)),
            ("dog-food", Decimal(0)),
            ("cat-food", Decimal("0.6")),
            ("drinking-water", Decimal(1)),
            ("food", Decimal(10)),
        ],
    )


def test_a_shorter_target_of_another_need_ends_what_buying_can_reach() -> None:
    kit = read(household={"adults": 1}, plan={"advisory": "us-cdc"})
    advised = kit._replace(plan=kit.plan._replace(days=None))

    found = [(one.line.need.kind, one.line.target.days, one.ready_days) for one in listed(advised).buy]

    assert found == [("drinking-water", 14, Decimal(0)), ("food", 3, Decimal(3))]


@pytest.mark.parametrize(
    ("text", "words"), [("30d", "30 days"), ("1d", "1 day"), ("6w", "6 weeks"), ("1m", "1 month"), ("2y", "2 years")]
)
def test_a_span_is_told_as_it_was_typed(text: str, words: str) -> None:
    assert span_words(parse_span(text)) == words


# Random kits, with some of the medicine kept for one person.

_SCENES = st.builds(
    Scene,
    st.lists(st.sampled_from(LOTS), max_size=10).map(tuple),
    st.sampled_from(PEOPLE),
    st.lists(st.sampled_from(DOSES), max_size=3).map(tuple),
    st.sampled_from(sorted(GUIDES)),
    st.sampled_from((None, 1, 3, 7, 10, 40)),
    st.booleans(),
)
_KEEPERS = st.lists(st.sampled_from((None, "P0", "P1")), min_size=1, max_size=4)
_EATERS = {"infant-food": "infant", "dog-food": "dog", "cat-food": "cat"}
_VITAL = ("drinking-water", "infant-food", "medication", "food", "technical-water", "dog-food", "cat-food")
laws = settings(max_examples=250, deadline=None)


def random_kit(scene: Scene, keepers: list[str | None]) -> Kit:
    document = scene.document()
    for number, item in enumerate(document["item"]):
        keeper = keepers[number % len(keepers)]
        if item["kind"] == "med" and keeper:
            item["person"] = keeper
    return decode(document)


def stocked(inventory: Inventory, line: Line, amount: Amount, like: Item | None = None) -> Inventory:
    """Return an inventory with so much more of a need, without a date."""
    kind = line.need.kind
    shelf = {"medication": "med", "drinking-water": "water", "technical-water": "water"}.get(kind, "food")
    item = Item(
        "", shelf, line.need.medicine or "bought", amount,
        eaten_by=_EATERS.get(kind, "people"), technical=kind == "technical-water",
    )  # fmt: skip
    if like:
        energy = like.energy.spread(like.amount) if like.energy else None
        lasts = like.lasts._replace(per=like.lasts.per or like.amount) if like.lasts else None
        item = item._replace(energy=energy, lasts=lasts)
    return inventory.with_new(item)[0]


def as_bought(one: Purchase, less: str = "0") -> Amount:
    """Return what a purchase says is missing, to the third decimal that programs are told."""
    unit = find_unit(one.line.need.unit)
    assert unit is not None
    return Amount(None, one.missing.quantize(Decimal("0.001"), rounding=ROUND_UP) - Decimal(less), unit)


def packed(pack: Pack, number: int) -> Amount:
    amount = pack.amount
    if amount.count is None:
        return amount._replace(size=amount.size * number)
    return amount._replace(count=amount.count * number)


def days_of(line: Line) -> Fraction:
    return Fraction(line.covered) / Fraction(line.per_day)


@laws
@given(_SCENES, _KEEPERS)
def test_buying_all_of_it_reaches_every_target(scene: Scene, keepers: list[str | None]) -> None:
    kit = random_kit(scene, keepers)
    inventory = kit.inventory
    for one in listed(kit).buy:
        inventory = stocked(inventory, one.line, as_bought(one))

    after = assessed(kit, inventory)

    assert {line.state for line in after.lines} == {"ok"}
    assert shopping_list(after, inventory, kit.household, replace_within=MONTH).buy == ()


@laws
@given(_SCENES, _KEEPERS)
def test_without_the_last_of_it_a_target_is_not_reached(scene: Scene, keepers: list[str | None]) -> None:
    kit = random_kit(scene, keepers)
    bought = listed(kit).buy

    short = [
        one.line.need.kind
        for one in bought
        for line in assessed(kit, stocked(kit.inventory, one.line, as_bought(one, less="0.001"))).lines
        if line.need == one.line.need and not line.missing
    ]

    assert short == []


@laws
@given(_SCENES, _KEEPERS)
def test_packs_reach_a_target_and_one_fewer_does_not(scene: Scene, keepers: list[str | None]) -> None:
    kit = random_kit(scene, keepers)
    for one in listed(kit).buy:
        if one.pack is None:
            continue
        before = stocked(kit.inventory, one.line, packed(one.pack, one.pack.number - 1), one.pack.item)
        after = stocked(kit.inventory, one.line, packed(one.pack, one.pack.number), one.pack.item)

        reached = [
            [line.missing == 0 for line in assessed(kit, stock).lines if line.need == one.line.need]
            for stock in (before, after)
        ]

        assert reached == [[False], [True]]


@laws
@given(_SCENES, _KEEPERS)
def test_each_purchase_makes_the_kit_ready_for_as_long_as_it_says(scene: Scene, keepers: list[str | None]) -> None:
    kit = random_kit(scene, keepers)
    found, inventory, ready = listed(kit), kit.inventory, []
    for one in found.buy:
        inventory = stocked(inventory, one.line, as_bought(one))
        weakest = assessed(kit, inventory).weakest
        ready.append(weakest.days if weakest else None)

    told = [one.ready_days for one in found.buy]

    assert told == ready
    assert [found.ready_days, *told] == sorted([found.ready_days or Decimal(0), *told])


@laws
@given(_SCENES, _KEEPERS)
def test_everything_short_is_listed_in_the_order_it_runs_out(scene: Scene, keepers: list[str | None]) -> None:
    kit = random_kit(scene, keepers)
    short = [line for line in assessed(kit).lines if days_of(line) < (line.target.days or 0)]

    bought = [one.line for one in listed(kit).buy]

    assert bought == sorted(short, key=lambda line: (days_of(line), _VITAL.index(line.need.kind)))


# Text that a spreadsheet would carry out, and text that only looks odd.

CELLS: list[tuple[Cell, str]] = [
    ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
    ("+1", "'+1"),
    ("-x", "'-x"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("  =1", "'  =1"),
    ("\u00a0=1", "'\u00a0=1"),
    ("\u3000=1", "'\u3000=1"),
    ("\t=1", "'\\x09=1"),
    ("\r=1", "'\\x0d=1"),
    ("\n=1", "'\\x0a=1"),
    ("\uff1d1", "'\uff1d1"),
    ("\uff0b1", "'\uff0b1"),
    ("\uff0d1", "'\uff0d1"),
    ("\uff20x", "'\uff20x"),
    ("\ufe621", "'\ufe621"),
    ("\u200b=1", "'\\u200b=1"),
    ("a=1", "a=1"),
    ("1-2", "1-2"),
    ("'=1", "''=1"),
    ('Anna "the" cook, Kyiv', 'Anna "the" cook, Kyiv'),
    ("bell\x07 \x1b[2J \u202eevil", "bell\\x07 \\x1b[2J \\u202eevil"),
    ("two\nlines", "two\\x0alines"),
    ("Гречка", "Гречка"),
    ("2026-12-15", "2026-12-15"),
    ("", ""),
    (None, ""),
    (-3, "-3"),
    (12, "12"),
    (Decimal("-1.500"), "-1.5"),
    (Decimal("1E+5"), "100000"),
    (Decimal("0.000"), "0"),
]


@pytest.mark.parametrize(("cell", "read_back"), CELLS)
def test_a_spreadsheet_is_given_texts_as_texts_and_numbers_as_numbers(cell: Cell, read_back: str) -> None:
    rows = list(csv.reader(io.StringIO(text([["x", cell]]), newline=""), strict=True))

    assert rows == [["x", read_back]]


def test_a_row_ends_as_the_standard_says() -> None:
    assert text([["a", 'b "c"'], [1, None]]) == 'a,"b ""c"""\r\n1,\r\n'


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=4))
def test_no_text_begins_a_formula_or_breaks_its_row(rows: list[list[str]]) -> None:
    made = text(rows)

    back = list(csv.reader(io.StringIO(made, newline=""), strict=True))
    assert [len(row) for row in back] == [len(row) for row in rows]
    assert [
        cell for row in back for cell in row if cell.lstrip()[:1] in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
    ] == []
    assert made.replace("\r\n", "").isprintable() or not made.isascii()
