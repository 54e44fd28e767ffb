"""Finding what is meant: by id, by name, by a part of a name, and never by guessing."""

from __future__ import annotations

from datetime import date

import pytest

from shelterkit.calendar_dates import TypedDate
from shelterkit.inventory.finding import AmbiguousItemError, NoSuchItemError, find_item, find_lots, fold, matching
from shelterkit.inventory.items import Inventory, Item
from shelterkit.quantities.amounts import parse_amount


def item(item_id: str, kind: str, name: str, good_to: str = "") -> Item:
    last = TypedDate(date.fromisoformat(good_to)) if good_to else None
    return Item(item_id, kind, name, parse_amount("1 L"), last)


SHELF = Inventory(
    (
        item("w1", "water", "Drinking water", "2027-05-31"),
        item("w2", "water", "drinking  water".replace("  ", " "), "2026-12-31"),
        item("w12", "water", "Drinking water"),
        item("f1", "food", "Canned beans", "2028-03-31"),
        item("f2", "food", "Green beans", "2027-01-31"),
        item("f3", "food", "Crème fraîche"),
        item("f4", "food", "w1"),
        item("f5", "food", "Beans"),
        item("m1", "med", "Metformin 500 mg"),
        item("o1", "other", "Гречка"),
        item("o2", "other", "Їжа для кота"),
    )
)


def ids(items: tuple[Item, ...]) -> list[str]:
    return [one.id for one in items]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("w1", ["w1"]),
        ("W1", ["w1"]),
        (" w12 ", ["w12"]),
        ("Drinking water", ["w1", "w2", "w12"]),
        ("DRINKING   WATER", ["w1", "w2", "w12"]),
        ("water", ["w1", "w2", "w12"]),
        ("med", ["m1"]),
        ("beans", ["f5"]),
        ("bean", ["f1", "f2", "f5"]),
        ("canned", ["f1"]),
        ("creme fraiche", ["f3"]),
        ("crème", ["f3"]),
        ("гречка", ["o1"]),
        ("їжа", ["o2"]),
        ("other", ["o1", "o2"]),
        ("rice", []),
        ("w", ["w1", "w2", "w12", "f4"]),
        ("", []),
        ("  ", []),
    ],
)
def test_an_id_comes_before_a_name_before_a_kind_before_a_part(words: str, found: list[str]) -> None:
    assert ids(matching(SHELF.items, words)) == found


def test_lots_of_one_thing_stand_first_to_expire_first() -> None:
    assert ids(find_lots(SHELF, "water")) == ["w2", "w1", "w12"]


@pytest.mark.parametrize(
    ("words", "found", "message"),
    [
        ("bean", ["f1", "f2", "f5"], '"bean" fits three items. Which one?'),
        ("w", ["w1", "w2", "w12", "f4"], '"w" fits four items. Which one?'),
    ],
)
def test_words_that_fit_different_things_are_never_picked_from(words: str, found: list[str], message: str) -> None:
    with pytest.raises(AmbiguousItemError) as lots:
        find_lots(SHELF, words)
    with pytest.raises(AmbiguousItemError) as one:
        find_item(SHELF, words)

    assert (str(lots.value), ids(lots.value.items), lots.value.words) == (message, found, words)
    assert (str(one.value), ids(one.value.items)) == (message, found)


def test_a_kind_stands_for_its_lots_and_never_for_one_item() -> None:
    with pytest.raises(AmbiguousItemError) as refusal:
        find_lots(SHELF, "other")
    with pytest.raises(NoSuchItemError):
        find_item(SHELF, "med")

    assert ids(refusal.value.items) == ["o1", "o2"]
    assert ids(find_lots(SHELF, "med")) == ["m1"]


def test_a_kind_is_all_of_its_items_and_those_with_the_word_in_their_name() -> None:
    shelf = (item("w1", "water", "Canister"), item("w2", "water", "Bottles"), item("f1", "food", "Watermelon"))

    assert ids(matching(shelf, "water")) == ["w1", "w2", "f1"]
    assert ids(matching(shelf, "water", kinds=False)) == ["f1"]


def test_one_item_is_never_picked_from_lots_of_one_thing() -> None:
    with pytest.raises(AmbiguousItemError) as refusal:
        find_item(SHELF, "drinking water")

    assert ids(refusal.value.items) == ["w1", "w2", "w12"]


def test_the_same_name_in_two_kinds_is_two_things() -> None:
    shelf = Inventory((item("f1", "food", "Salt"), item("o1", "other", "salt")))

    with pytest.raises(AmbiguousItemError):
        find_lots(shelf, "salt")


@pytest.mark.parametrize("words", ["f2", "F2", "green beans", "Green"])
def test_one_item_is_found(words: str) -> None:
    assert find_item(SHELF, words).id == "f2"


@pytest.mark.parametrize(
    ("words", "close"),
    [
        ("cannd beans", ["f1", "f5"]),
        ("metformine 500 mg", ["m1"]),
        ("w13", []),
        ("zzz", []),
        ("гречки", ["o1"]),
    ],
)
def test_words_that_fit_nothing_are_refused_with_what_looks_like_them(words: str, close: list[str]) -> None:
    with pytest.raises(NoSuchItemError) as lots:
        find_lots(SHELF, words)
    with pytest.raises(NoSuchItemError) as one:
        find_item(SHELF, words)

    assert (str(lots.value), lots.value.words) == (f'nothing in the kit is called "{words}"', words)
    assert set(close) <= {found.id for found in lots.value.close}
    assert bool(lots.value.close) is bool(close)
    assert one.value.close == lots.value.close


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ABC", "abc", True),
        ("Crème", "creme", True),
        ("Cre\u0300me", "Cr\u00e8me", True),
        ("Straße", "STRASSE", True),
        ("ÅNGSTRÖM", "angstrom", True),
        ("Гречка", "гречка", True),
        ("beans", "peas", False),
    ],
)
def test_names_are_compared_without_case_and_accents(one: str, other: str, *, same: bool) -> None:
    assert (fold(one) == fold(other)) is same
