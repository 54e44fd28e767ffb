"""Taking out of the kit: first expired, first out, and never more than there is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelterkit.calendar_dates import Span, TypedDate
from shelterkit.codec.items import parse_lasting
from shelterkit.errors import BadValue, NotDoneError
from shelterkit.inventory.items import Inventory, Item, checked, first_to_expire
from shelterkit.inventory.taking import discard, one_piece, recounted, take, take_all
from shelterkit.quantities.amounts import parse_amount, show_amount
from shelterkit.quantities.energy import energy_ratio, parse_energy, share_of

TODAY = date(2026, 11, 23)
PAST, SOON, LATER = date(2026, 11, 22), date(2026, 11, 30), date(2027, 5, 31)


def lot(item_id: str, amount: str, good_to: date | None = None, **fields: Any) -> Item:
    kind = {"w": "water", "f": "food", "m": "med", "o": "other"}[item_id[0]]
    last = TypedDate(good_to) if good_to else None
    return Item(item_id, kind, "Stock", parse_amount(amount), last, **fields)


def left_after(lots: list[Item], wanted: str, *, by_id: bool = False) -> tuple[list[str], list[str], list[str]]:
    """Return what was taken from which lot, what is left, and the expired lots passed over."""
    use = take(Inventory(tuple(lots)), lots, parse_amount(wanted), on=TODAY, by_id=by_id)
    taken = [f"{one.item.id} {one.base.normalize():f}" for one in use.taken]
    return taken, [f"{item.id} {item.amount.text}" for item in use.inventory.items], [one.id for one in use.skipped]


W1, W2 = lot("w1", "6 x 1.5 L", SOON), lot("w2", "2 x 20 L", LATER)
OLD, LOOSE = lot("w3", "5 L", PAST), lot("w4", "10 L")
CANS, GRAMS = lot("f1", "12 cans"), lot("f2", "12 x 400 g")

USES: list[tuple[list[Item], str, list[str], list[str], list[str]]] = [
    ([W1], "1 bottle", ["w1 1.5"], ["w1 5 x 1.5 L"], []),
    ([W1], "2", ["w1 3"], ["w1 4 x 1.5 L"], []),
    ([W1], "3 L", ["w1 3"], ["w1 4 x 1.5 L"], []),
    ([W1], "2 x 1.5 L", ["w1 3"], ["w1 4 x 1.5 L"], []),
    ([W1], "1 L", ["w1 1"], ["w1 8 L"], []),
    ([W1], "½ bottle", ["w1 0.75"], ["w1 8.25 L"], []),
    ([W1], "9 L", ["w1 9"], [], []),
    ([W1], "1 gal", ["w1 3.785411784"], ["w1 5.214588216 L"], []),
    ([W1, W2], "7 bottles", ["w1 9", "w2 20"], ["w2 1 x 20 L"], []),
    ([W1, W2], "10 L", ["w1 9", "w2 1"], ["w2 39 L"], []),
    ([W1, W2], "9 L", ["w1 9"], ["w2 2 x 20 L"], []),
    ([W1, W2], "49 L", ["w1 9", "w2 40"], [], []),
    ([OLD, W1], "1 L", ["w1 1"], ["w3 5 L", "w1 8 L"], ["w3"]),
    ([LOOSE], "10000 ml", ["w4 10"], [], []),
    ([CANS], "1", ["f1 1"], ["f1 11 cans"], []),
    ([CANS], "1 can", ["f1 1"], ["f1 11 cans"], []),
    ([CANS], "½", ["f1 0.5"], ["f1 11.5 cans"], []),
    ([GRAMS], "1 can", ["f2 400"], ["f2 11 x 400 g"], []),
    ([GRAMS], "1 kg", ["f2 1000"], ["f2 3800 g"], []),
    ([lot("m1", "2 blisters x 10")], "3 doses", ["m1 3"], ["m1 17 doses"], []),
    ([lot("m1", "2 blisters x 10")], "1 blister", ["m1 10"], ["m1 1 x 10 doses"], []),
    ([lot("m1", "56")], "2 tablets", ["m1 2"], ["m1 54 pieces"], []),
    ([GRAMS, lot("f3", "5 cans", LATER)], "400 g", ["f2 400"], ["f2 11 x 400 g", "f3 5 cans"], []),
]


@pytest.mark.parametrize(("lots", "wanted", "taken", "left", "skipped"), USES)
def test_what_is_wanted_comes_from_the_first_lots(
    lots: list[Item], wanted: str, taken: list[str], left: list[str], skipped: list[str]
) -> None:
    assert left_after(lots, wanted) == (taken, left, skipped)


def test_an_expired_lot_is_used_when_its_id_was_named() -> None:
    assert left_after([OLD], "2 L", by_id=True) == (["w3 2"], ["w3 3 L"], [])


@pytest.mark.parametrize(
    ("lots", "wanted", "code", "message", "advice"),
    [
        (
            [OLD],
            "1 L",
            "all-expired",
            "all of Stock is expired, and expired stock is not used",
            "shelterkit use w3 --expired",
        ),
        ([lot("w5", "0 L")], "1 L", "nothing-left", "there is nothing left of Stock", "shelterkit show w5"),
        (
            [W1],
            "7 bottles",
            "amount-too-much",
            "7 bottles of Stock cannot be used: all there is of it is 6 x 1.5 L",
            "shelterkit show w1",
        ),
        (
            [OLD, W1, W2],
            "49.1 L",
            "amount-too-much",
            "49.1 L of Stock cannot be used: all there is of it is 6 x 1.5 L and 2 x 20 L",
            "shelterkit show w1",
        ),
        (
            [GRAMS, CANS],
            "100 kg",
            "amount-too-much",
            "100 kg of Stock cannot be used: all there is of it is 12 x 400 g, beside f1, counted as 12 cans",
            "shelterkit show f2",
        ),
    ],
)
def test_more_than_there_is_good_is_refused(
    lots: list[Item], wanted: str, code: str, message: str, advice: str
) -> None:
    with pytest.raises(NotDoneError) as refusal:
        left_after(lots, wanted)

    assert (refusal.value.code, str(refusal.value), refusal.value.advice) == (code, message, advice)


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        (CANS, "400 g"),
        (CANS, "1 jar"),
        (LOOSE, "2"),
        (LOOSE, "2 bottles"),
        (LOOSE, "2 kg"),
        (GRAMS, "2 tablets"),
        (lot("m1", "100 ml"), "5 tablets"),
        (lot("f9", "3 kg"), "3 x 0.375 L"),
    ],
)
def test_another_unit_is_refused_and_no_amount_is_guessed(item: Item, wanted: str) -> None:
    amount = parse_amount(wanted)
    with pytest.raises(BadValue) as refusal:
        left_after([item], wanted)

    assert (refusal.value.code, refusal.value.instead) == ("amount-unit", ())
    assert str(refusal.value) == (
        f"{item.id} Stock is counted as {show_amount(item.amount)}; how much is {show_amount(amount)} of it?"
    )


def test_a_lot_that_does_not_fit_is_named_where_the_others_would_do() -> None:
    with pytest.raises(BadValue, match="f1 Stock is counted as 12 cans; how much is 2 kg of it"):
        left_after([CANS, GRAMS], "2 kg")


def test_using_all_takes_every_good_lot_and_names_the_expired() -> None:
    lots = [OLD, W1, W2, lot("w9", "0 L")]
    use = take_all(Inventory(tuple(lots)), lots, on=TODAY, by_id=False)

    assert [(one.item.id, one.base) for one in use.taken] == [("w1", Decimal(9)), ("w2", Decimal(40))]
    assert ([item.id for item in use.inventory.items], use.skipped) == (["w3", "w9"], (OLD,))
    assert use.left(W1).amount.is_zero


def test_what_is_thrown_away_is_told_with_what_was_in_it_and_keeps_its_number() -> None:
    use = discard(Inventory((OLD, W1)), [OLD])

    assert [(one.item.id, one.base) for one in use.taken] == [("w3", Decimal(5))]
    assert use.inventory == Inventory((W1,), {"water": 4})
    assert use.inventory.with_new(LOOSE)[1].id == "w4"


@pytest.mark.parametrize(
    ("item", "piece"),
    [(W1, "1.5 L"), (CANS, "1 can"), (lot("m1", "56 tablets"), "1 tablet"), (LOOSE, None), (GRAMS, "400 g")],
)
def test_one_piece_is_what_one_can_take_in_the_hand(item: Item, piece: str | None) -> None:
    found = one_piece(item)

    assert (found and found.text) == piece


@pytest.mark.parametrize(
    ("item", "typed", "amount"),
    [
        (W1, "4", "4 x 1.5 L"),
        (W1, "4 bottles", "4 x 1.5 L"),
        (W1, "0", "0 x 1.5 L"),
        (W1, "7 L", "7 L"),
        (W1, "2 x 2 L", "2 x 2 L"),
        (CANS, "4", "4 cans"),
        (CANS, "0", "0 cans"),
        (LOOSE, "0 L", "0 L"),
        (lot("m1", "56 tablets"), "12", "12 tablets"),
        (lot("m1", "56"), "12 tablets", "12 tablets"),
    ],
)
def test_a_corrected_count_is_in_the_item_s_own_pieces(item: Item, typed: str, amount: str) -> None:
    assert recounted(item, parse_amount(typed)).text == amount


@pytest.mark.parametrize(("item", "typed"), [(W1, "½ bottle"), (LOOSE, "4")])
def test_a_corrected_count_that_counts_no_whole_piece_is_refused(item: Item, typed: str) -> None:
    with pytest.raises(BadValue, match="Stock is counted as"):
        recounted(item, parse_amount(typed))


VOLUMES = st.sampled_from(("6 x 1.5 L", "2 gal", "750 ml", "5 L", "3 x 33 cl", "1 gal_uk", "0 L", "2 x 20 L", "8 floz"))
MASSES = st.sampled_from(("12 x 400 g", "2 kg", "3 x 14 oz", "1 lb", "900 mg", "0.0010 mg"))
PIECES = st.sampled_from(("12 cans", "3 x 4 cans", "1 can", "½ can", "7"))
ENERGIES = st.sampled_from(("4000 kcal", "10000 kJ", "3 x 1000 kJ", "1 kJ"))
DATES = st.sampled_from((None, PAST, TODAY, SOON, LATER))
WANTED = {
    VOLUMES: st.sampled_from(("1 L", "1 gal", "1 gal_uk", "333 ml", "3 qt", "1 ml", "25 L", "7 floz")),
    MASSES: st.sampled_from(("100 g", "1 oz", "1 lb", "1.7 kg", "0.5 mg", "13 oz")),
    PIECES: st.sampled_from(("1", "3", "½", "13", "0.3")),
    ENERGIES: st.sampled_from(("1 kcal", "1 kJ", "999 kJ", "2390 kcal", "3000 kJ")),
}
CASES = st.one_of(
    *(st.tuples(st.lists(st.tuples(kind, DATES), min_size=1, max_size=4), wanted) for kind, wanted in WANTED.items())
)


@settings(max_examples=1500, deadline=None)
@given(CASES)
def test_nothing_is_lost_and_nothing_goes_below_zero(case: tuple[list[tuple[str, date | None]], str]) -> None:
    rows, wanted = case
    lots = sorted((lot(f"f{n}", amount, last) for n, (amount, last) in enumerate(rows, 1)), key=first_to_expire)
    amount = parse_amount(wanted)
    good = sum((item.amount.base for item in lots if not item.is_expired(TODAY)), Decimal(0))
    before = {item.id: item.amount.base for item in lots}
    noise = Decimal("1e-9")
    try:
        use = take(Inventory(tuple(lots)), lots, amount, on=TODAY, by_id=False)
    except NotDoneError:
        assert good < amount.base + noise
        return

    taken = {one.item.id: one.base for one in use.taken}
    after = {item.id: item.amount.base for item in use.inventory.items}
    assert all(base > 0 for base in taken.values())
    assert all(not item.amount.is_zero for item in use.inventory.items if item.id in taken)
    assert abs(sum(taken.values()) - amount.base) < noise
    assert {n: base for n in before if abs(base := before[n] - taken.get(n, 0) - after.get(n, 0)) > noise} == {}
    emptied = [
        item.id in taken and item.id not in after for item in lots if not item.is_expired(TODAY) and before[item.id]
    ]
    assert emptied == sorted(emptied, reverse=True)
    assert {item.id for item in use.skipped} == {item.id for item in lots if item.is_expired(TODAY) and before[item.id]}


WORTHS = st.sampled_from(
    (
        ("12 cans", {"kcal": "4000"}), ("12 cans", {"kcal": "340/can"}), ("12 cans", {"kcal": "1000/3 cans"}),
        ("12 x 400 g", {"kcal": "4000"}), ("12 x 400 g", {"kcal": "340/can"}), ("12 x 400 g", {"kcal": "85/100g"}),
        ("3 x 4 cans", {"kcal": "4000"}), ("3 x 4 cans", {"kcal": "340/can"}), ("9 kg", {"kj": "4184"}),
        ("9 kg", {"lasts": "30d"}), ("12 cans", {"lasts": "30d"}), ("12 x 400 g", {"lasts": "30d"}),
        ("12 x 400 g", {"lasts": "30d/4 cans"}), ("3 x 4 cans", {"lasts": "30d"}), ("12 x 1.5 L", {"kcal": "400/L"}),
        ("12 x 1.5 L", {"kcal": "9000", "lasts": "1m"}),
    )
)  # fmt: skip


def _worth(item: Item) -> Fraction:
    """Return the kcal of an item, or the days it lasts."""
    if item.energy:
        kcal, divisor = energy_ratio(item.energy, item.amount)
        return Fraction(kcal) / Fraction(divisor)
    assert item.lasts is not None
    have, per = share_of(item.amount, item.lasts.per) if item.lasts.per else (Decimal(1), Decimal(1))
    return item.lasts.whole_days * Fraction(have) / Fraction(per)


@settings(max_examples=600, deadline=None)
@given(WORTHS, st.lists(st.sampled_from(("1", "2", "½", "0.25", "0.3")), min_size=1, max_size=4))
def test_what_is_left_is_worth_its_share_however_it_was_taken(
    case: tuple[str, dict[str, str]], uses: list[str]
) -> None:
    amount, said = case
    item = lot(
        "f1",
        amount,
        energy=parse_energy(said["kcal"])
        if "kcal" in said
        else parse_energy(said["kj"], kj=True)
        if "kj" in said
        else None,
        lasts=parse_lasting(said["lasts"]) if "lasts" in said else None,
    )
    each = item.amount.size if item.amount.count and item.amount.unit.dimension != "pieces" else Decimal(1)
    worth, base = _worth(item), item.amount.base
    for number in uses:
        wanted = parse_amount(f"{parse_amount(number).size * each:f} {item.amount.unit.symbol}")
        item = take(Inventory((item,)), [item], wanted, on=TODAY, by_id=False).left(item)
        checked(item)

        assert _worth(item) == worth * Fraction(item.amount.base) / Fraction(base)


KEEPS = Span(days=5)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (lot("f2", "1 kg", SOON), lot("f1", "1 kg", LATER)),
        (lot("f2", "1 kg", SOON), lot("f1", "1 kg")),
        (lot("f2", "1 kg", SOON, opened=TODAY), lot("f1", "1 kg", SOON)),
        (lot("f2", "1 kg", LATER, opened=TODAY, keeps=KEEPS), lot("f1", "1 kg", SOON)),
        (lot("f2", "1 kg", SOON, added=PAST), lot("f1", "1 kg", SOON, added=TODAY)),
        (lot("f2", "1 kg", SOON, added=PAST), lot("f1", "1 kg", SOON)),
        (lot("f2", "1 kg", SOON, opened=TODAY, added=TODAY), lot("f1", "1 kg", SOON, added=PAST)),
        (lot("f2", "1 kg"), lot("f10", "1 kg")),
    ],
)
def test_the_first_to_go_off_comes_first_then_the_opened_then_the_oldest(first: Item, second: Item) -> None:
    assert sorted([second, first], key=first_to_expire) == [first, second]
