"""What was counted: pairs of an item and its amount, all of them taken or none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shelterkit.codec.items import parse_lasting
from shelterkit.errors import BadValue, NotDoneError
from shelterkit.inventory.counting import Counted, CountError, counted
from shelterkit.inventory.items import Inventory, Item
from shelterkit.quantities.amounts import parse_amount
from shelterkit.quantities.energy import energy_of, parse_energy
from shelterkit.report.stocktake import NO_PLACE, by_place, typed_amount

if TYPE_CHECKING:
    from collections.abc import Sequence

WATER = Item("w1", "water", "Drinking water", parse_amount("6 x 1.5 L"), added=date(2026, 1, 1))
BEANS = Item("f1", "food", "Canned beans", parse_amount("12 x 400 g"), energy=parse_energy("340/can"))
RICE = Item("f2", "food", "Rice", parse_amount("2 kg"), energy=parse_energy("7200"))
GREEN = Item("f3", "food", "Green beans", parse_amount("4 jars"))
PILLS = Item("m1", "med", "Metformin 500 mg", parse_amount("56 tablets"))
CELLS = Item("o1", "other", "AA batteries", parse_amount("24"))
SHELF = Inventory((WATER, BEANS, RICE, GREEN, PILLS, CELLS))


def amounts(*words: str, inventory: Inventory = SHELF) -> dict[str, str]:
    return {one.after.id: one.after.amount.text for one in counted(inventory, words)}


TAKEN = [
    ("w1", "4", "4 x 1.5 L"),
    ("w1", "0", "0 x 1.5 L"),
    ("w1", "5bottles", "5 x 1.5 L"),
    ("w1", "2x5L", "2 x 5 L"),
    ("w1", "750ml", "750 ml"),
    ("w1", "9L", "6 x 1.5 L"),  # as much as there was: the bottles stay bottles
    ("f1", "10cans", "10 x 400 g"),
    ("f1", "3kg", "3 kg"),
    ("f2", "500g", "500 g"),
    ("f2", "2000g", "2 kg"),
    ("f2", "0", "0 kg"),
    ("f3", "5", "5 jars"),
    ("m1", "12", "12 tablets"),
    ("m1", "1/2", "0.5 tablets"),
    ("o1", "20cans", "20 cans"),  # plain pieces take any word for a piece
    ("Rice", "1kg", "1 kg"),
    ("ric", "1kg", "1 kg"),
    ("drinking water", "6 x 2 L", "6 x 2 L"),
]


@pytest.mark.parametrize(("item", "typed", "after"), TAKEN)
def test_a_bare_number_is_of_the_item_s_own_packs_and_anything_else_an_amount(
    item: str, typed: str, after: str
) -> None:
    assert list(amounts(item, typed).values()) == [after]


@pytest.mark.parametrize(
    ("item", "empty", "typed", "after"),
    [(WATER, "0 x 1.5 L", "3", "3 x 1.5 L"), (GREEN, "0 jars", "3", "3 jars"), (RICE, "0 kg", "1.5kg", "1.5 kg")],
)
def test_what_was_used_up_can_be_counted_again(item: Item, empty: str, typed: str, after: str) -> None:
    shelf = Inventory((item._replace(amount=parse_amount(empty)),))

    assert amounts(item.id, typed, inventory=shelf) == {item.id: after}


def test_everything_else_about_an_item_stays() -> None:
    assert counted(SHELF, ["w1", "4"]) == (Counted(WATER, WATER._replace(amount=parse_amount("4 x 1.5 L"))),)


def test_items_come_back_in_the_order_they_were_typed() -> None:
    assert list(amounts("o1", "1", "w1", "1", "m1", "1")) == ["o1", "w1", "m1"]


def test_nothing_typed_counts_nothing() -> None:
    assert counted(SHELF, ()) == ()


@pytest.mark.parametrize("typed", ["500g", "4kg", "0.001kg"])
def test_energy_of_all_of_it_is_of_what_there_was(typed: str) -> None:
    (one,) = counted(SHELF, ["f2", typed])

    assert energy_of(one.after.energy, one.after.amount) == one.after.amount.base * Decimal("3.6")


def test_time_of_all_of_it_is_of_what_there_was() -> None:
    kibble = Item("f9", "food", "Kibble", parse_amount("4 kg"), lasts=parse_lasting("16d"), eaten_by="dog")

    (one,) = counted(Inventory((kibble,)), ["f9", "1kg"])

    assert one.after.lasts == parse_lasting("16d/4 kg")


def test_time_of_all_of_nothing_is_of_what_is_counted_then() -> None:
    kibble = Item("f9", "food", "Kibble", parse_amount("0 kg"), lasts=parse_lasting("16d"), eaten_by="dog")

    (one,) = counted(Inventory((kibble,)), ["f9", "4kg"])

    assert one.after == kibble._replace(amount=parse_amount("4 kg"))


def test_cans_counted_by_weight_keep_their_energy() -> None:
    (one,) = counted(SHELF, ["f1", "3kg"])

    assert energy_of(one.after.energy, one.after.amount) == Decimal(2550)


REFUSED = [
    (("blorp", "3"), "item-unknown", 'nothing in the kit is called "blorp"'),
    (("w9", "3"), "item-unknown", 'nothing in the kit is called "w9"'),
    (("beans", "3"), "item-ambiguous", '"beans" fits two items. Which one?'),
    (("w1", "1,500L"), "amount-ambiguous", "1,500 can be 1.5 or 1500."),
    (("w1", "-3"), "amount-below-zero", '"-3" is below zero.'),
    (("w1", "2kg"), "amount-unit", "w1 Drinking water is counted as 6 x 1.5 L; how much is 2 kg of it"),
    (("w1", "1.5"), "amount-unit", "w1 Drinking water is counted as 6 x 1.5 L; how much is 1.5 pieces of it"),
    (("f2", "6"), "amount-unit", "f2 Rice is counted as 2 kg; how much is 6 pieces of it"),
    (("f2", "3L"), "amount-unit", "f2 Rice is counted as 2 kg; how much is 3 L of it"),
    (("f3", "5cans"), "amount-unit", "f3 Green beans is counted as 4 jars; how much is 5 cans of it"),
    (("m1", "5capsules"), "amount-unit", "m1 Metformin 500 mg is counted as 56 tablets; how much is 5 capsules of it"),
    (("f2", "1,500"), "amount-ambiguous", "1,500 can be 1.5 or 1500"),
    (("rice", "lots"), "amount-unreadable", '"lots" is not an amount; write it like 6x1.5L, 2 kg or 12 cans'),
    (("w1", "6", "w1", "6"), "count-twice", "w1 Drinking water is counted twice here; write all there is of it as one"),
    (("w1",), "count-words", 'an item and its amount come in turn; "w1" is left over'),
    (("w1", "6", "f2"), "count-words", 'an item and its amount come in turn; "f2" is left over'),
]


@pytest.mark.parametrize(("words", "code", "message"), REFUSED)
def test_what_cannot_be_taken_is_refused(words: tuple[str, ...], code: str, message: str) -> None:
    refusal = refusal_of(words)

    assert refusal is not None
    assert (refusal.code, str(refusal)[: len(message)]) == (code, message)


def test_every_pair_that_is_wrong_is_named_with_its_reason() -> None:
    with pytest.raises(CountError) as refused:
        counted(SHELF, ["w1", "1,500L", "o1", "20", "blorp", "3", "beans", "2", "f2", "9", "o1", "20"])

    assert str(refused.value) == ("5 of these 6 counts cannot be taken: w1 1,500L, blorp 3, beans 2, f2 9, o1 20")
    assert refused.value.details == (
        "w1 1,500L:  1,500 can be 1.5 or 1500",
        'blorp 3:  nothing in the kit is called "blorp"',
        'beans 2:  "beans" can be f1 or f3',
        "f2 9:  f2 Rice is counted as 2 kg; how much is 9 pieces of it?",
        "o1 20:  o1 AA batteries is counted twice here; write all there is of it as one amount",
    )
    assert [(one.path, one.message) for one in refused.value.problems][1] == (
        ("blorp",), 'nothing in the kit is called "blorp"'
    )  # fmt: skip
    assert refused.value.better == ()


BETTER = [
    ("w1 6 bottles f1 11", "w1|6bottles|f1|11"),
    ("w1 6 bottles f1 11 cans", "w1|6bottles|f1|11cans"),
    ("Drinking water 6 rice 1 kg", "Drinking water|6|rice|1kg"),
    ("w1 6 x 1.5 L", "w1|6x1.5L"),
    ("w1 1,500L metfromin 3", "w1|1500L|m1|3"),
    ("metfromin 3 m1 5", ""),
    ("metfromin 3 blorp 5", ""),
    ("w1 6 blorp 3 f2", ""),
    ("w1 6 6", ""),
    ("beans 6 cans", ""),
    ("f2 6 cans", ""),
    ("w1 6 w1 5 bottles", ""),
]


@pytest.mark.parametrize(("typed", "better"), BETTER)
def test_words_that_can_be_mended_are_offered_so_that_they_work(typed: str, better: str) -> None:
    with pytest.raises(CountError) as refused:
        counted(SHELF, typed.split())

    assert "|".join(refused.value.better) == better
    if better:
        assert counted(SHELF, refused.value.better)


WORDS = st.lists(
    st.sampled_from(
        ("w1", "f1", "f2", "f3", "m1", "o1", "beans", "rice", "Drinking", "water", "metfromin", "blorp", "6", "0", "3L",
         "2", "kg", "x", "cans", "1,500L", "1,500", "-3", "6x1.5L", "bottles", "", "9" * 30, "½", "Drinking water")
    ),
    max_size=7,
)  # fmt: skip


def refusal_of(words: Sequence[str]) -> BadValue | NotDoneError | None:
    try:
        counted(SHELF, words)
    except (BadValue, NotDoneError) as refused:
        return refused
    return None


def offered(words: Sequence[str], refusal: BadValue | NotDoneError) -> tuple[str, ...]:
    """Return the words a refusal offers in the place of those it refuses."""
    if isinstance(refusal, BadValue):
        return tuple(refusal.instead[0] if word == refusal.typed else word for word in words)
    return refusal.better if isinstance(refusal, CountError) else ()


@given(WORDS)
@example(["w1", "6", "f1", "11"])
@example(["w1", "1,500L", "metfromin", "3"])
@example(["w1", "1,500L", "w1", "1,500L"])
def test_whatever_is_typed_is_taken_whole_or_refused_with_words_that_work(words: list[str]) -> None:
    refusal = refusal_of(words)

    if refusal is None:
        assert len(counted(SHELF, words)) * 2 == len(words)
    else:
        assert refusal_of(offered(words, refusal)) is None


AMOUNTS = st.sampled_from(
    ("6 x 1.5 L", "2 kg", "12 cans", "24", "0 kg", "0 x 1.5 L", "2 x 10 tablets", "0.5 tablets", "750 ml",
     "3 x 4 cans", "2 gal", "4000 kcal", "0.125 kg", "0 jars")
)  # fmt: skip


@given(AMOUNTS)
def test_the_amount_the_sheet_shows_how_to_type_is_what_is_there(amount: str) -> None:
    item = Item("o7", "other", "Thing", parse_amount(amount))

    (one,) = counted(Inventory((item,)), ["o7", typed_amount(item)])

    assert one.is_as_before


def test_places_are_sorted_whatever_their_case_and_items_without_one_come_last() -> None:
    places = ("pantry", None, "Cellar", "cellar", "attic")
    items = [WATER._replace(id=f"w{number}", where=where) for number, where in enumerate(places, 1)]
    cold = (
        PILLS._replace(id="m7", kept="fridge"),
        PILLS._replace(id="m8", kept="shelf"),
        PILLS._replace(id="m9", kept="fridge", where="garage"),
    )

    found = by_place((*items[::-1], *cold))

    assert [(place, " ".join(item.id for item in there)) for place, there in found] == [
        ("attic", "w5"),
        ("Cellar", "w3 w4"),
        ("Fridge", "m7"),
        ("garage", "m9"),
        ("pantry", "w1"),
        (NO_PLACE, "w2 m8"),
    ]
