"""Which food a name means: found in every spelling, and never silently another one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.catalogue.choosing import (
    DRAINING,
    KNOWN,
    NONE,
    SEVERAL,
    SIZE,
    UNIT,
    choose,
    choose_like,
    fillable,
    is_open,
    with_food,
)
from shelterkit.catalogue.matching import match, says_which, search, stem
from shelterkit.inventory.items import Inventory, Item
from shelterkit.library import foods
from shelterkit.quantities.amounts import parse_amount
from shelterkit.quantities.energy import parse_energy, show_energy

if TYPE_CHECKING:
    from shelterkit.catalogue.foods import Food

FOODS = foods()
BY_ID = {food.id: food for food in FOODS}
NAMES = [(food, name) for food in FOODS for name in food.names]
GUESSES = tomllib.loads((Path(__file__).parent / "foods" / "guesses.toml").read_text(encoding="utf-8"))["guess"]


def food_item(name: str, amount: str, **fields: Any) -> Item:
    return Item("f1", "food", name, parse_amount(amount), **fields)


def found(name: str) -> str | None:
    food = match(FOODS, name).food
    return food.id if food else None


@given(st.sampled_from(NAMES), st.sampled_from((str, str.upper, str.title, lambda name: f"  {name}  ")))
def test_every_name_finds_its_own_food(named: tuple[Food, str], spelled: Any) -> None:
    food, name = named

    assert match(FOODS, spelled(name)) == (food, ())


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_the_order_of_words_does_not_matter(named: tuple[Food, str], chance: Any) -> None:
    food, name = named
    shuffled = name.replace(",", " ").split()
    chance.shuffle(shuffled)

    assert match(FOODS, " ".join(shuffled)).food == food


@pytest.mark.parametrize(
    ("name", "food"),
    [
        ("rices", "rice-white"),
        ("Гречки", "buckwheat"),
        ("гречку", "buckwheat"),
        ("гречок", "buckwheat"),
        ("ПШОНА", "millet"),
        ("chickpea", "chickpeas-dry"),
        ("Pate", "liver-pate"),
        ("tomatoes, canned", "tomatoes-canned"),
        ("beans (canned)", "beans-kidney-canned"),
        ("м’ясо тушковане", "beef-stewed-canned"),  # noqa: RUF001 - as typed on phones
        ("олії соняшникової", "oil-sunflower"),
        ("плавлені сирки", "cheese-processed"),
        ("canned hot dogs", "vienna-sausages"),
        ("the oats", "oats"),
    ],
)
def test_number_case_and_accents_do_not_matter(name: str, food: str) -> None:
    assert found(name) == food


@pytest.mark.parametrize(
    "name",
    [
        "rice pudding", "rice vinegar", "rice cooker", "rice flour", "dog food", "cat food", "hot dog", "chicken feed",
        "собачий корм", "корм для котів", "Barilla spaghetti", "spaghetti bolognese", "oat milk", "almond milk",
        "coconut milk", "corn oil", "peanut oil", "pasta sauce", "tomato sauce", "protein bar", "apple", "milk tea",
        "potato starch", "суші", "сирок", "сир кисломолочний", "рисовий пудинг", "кокосове молоко", "чай зелений",
        "масло для авто", "sugar free jam", "jam sandwich", "baby wipes", "water filter", "honey mustard", "horse meat",
        "olive tree", "tuna in tomato sauce", "unsalted peanut", "beans", "soup", "риба", "buckwhet", "salt", "tea",
        "сіль", "", "!!", "x",
    ],
)  # fmt: skip
def test_another_food_is_never_taken_silently(name: str) -> None:
    assert found(name) is None


@pytest.mark.parametrize(
    "name", ["rice pudding", "dog food", "cat food", "корм для котів", "salt", "tea", "сіль", "", "!!"]
)
def test_what_is_like_no_food_is_like_none(name: str) -> None:
    assert match(FOODS, name) == (None, ())


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("bread", ["crispbread", "rusks"]),
        ("Barilla spaghetti", ["pasta", "spaghetti-canned"]),
        ("pineapple chunks", ["pineapple-canned"]),
        ("dried lentils", ["lentils-dry", "lentils-red-dry"]),
        ("tuna in tomato sauce", ["tuna-oil", "tuna-water"]),
        ("buckwhet", ["buckwheat"]),
        ("macaronni", ["pasta"]),
        ("chicken", ["chicken-canned"]),
        ("chocolate 70%", ["chocolate-dark"]),
        ("сосиски", ["vienna-sausages"]),
        ("roasted peanuts", ["peanuts"]),
    ],
)
def test_what_may_be_meant_is_listed(name: str, close: list[str]) -> None:
    assert [food.id for food in match(FOODS, name).close] == close


@pytest.mark.parametrize("name", ["eggs", "яйця", "fresh eggs", "яйця 30", "apricots", "tofu", "ковбаса варена"])
def test_the_only_food_is_not_asked_about_where_it_is_made_into_something_else(name: str) -> None:
    assert match(FOODS, name) == (None, ())


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("ковбаса варена", "rice-cooked-pack"),
        ("риба сушена", "apples-dried"),
        ("м'ясо солоне", "pickles"),
        ("ковбаса молочна", "chocolate-milk"),
        ("ананас сухий", "rice-white"),
    ],
)
def test_a_word_that_says_how_a_food_is_makes_no_match(name: str, never: str) -> None:
    assert never not in {food.id for food in match(FOODS, name).close}


@pytest.mark.parametrize(
    ("name", "food", "expected"),
    [
        ("milk", "milk-uht", False),
        ("whole milk", "milk-uht", False),
        ("ковбаса", "salami", False),
        ("cheese", "cheese-hard", False),
        ("rice", "rice-white", False),
        ("honey", "honey", True),
        ("Мед", "honey", True),
        ("гречка", "buckwheat", True),
        ("White flour, wheat", "flour-white", True),
        ("Гречка з полиці, суха", "buckwheat", True),  # noqa: RUF001 - Ukrainian
    ],
)
def test_a_name_more_general_than_the_food_does_not_say_which(name: str, food: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert says_which(name, BY_ID[food]) == expected


@pytest.mark.parametrize("word", ["кава", "мак", "йод", "glass", "asparagus", "peas", "ox"])
def test_a_word_keeps_three_letters_at_least(word: str) -> None:
    assert len(stem(word)) >= min(3, len(word))


def test_first_guesses_find_the_food_and_never_a_wrong_one() -> None:
    wrong, missed = [], []
    for guess in GUESSES:
        meant = match(FOODS, guess["typed"])
        offered = {food.id for food in ((meant.food,) if meant.food else meant.close)}
        if meant.food and meant.food.id not in guess["foods"]:
            wrong.append(guess["typed"])
        if not offered & set(guess["foods"]):
            missed.append(guess["typed"])

    assert len(GUESSES) == 100
    assert {one for guess in GUESSES for one in guess["foods"]} <= set(BY_ID)
    assert wrong == []
    # None of these is in the catalogue.
    assert missed == [
        "wholegrain flour", "wholegrain pasta", "instant miso soup", "mackerel in tomato sauce", "mixed nuts",
        "tea bags", "шпроти", "бички в томаті",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "amount", "outcome", "first"),
    [
        ("гречка", "2 kg", KNOWN, "buckwheat"),
        ("Canned beans", "12x400g", KNOWN, "beans-kidney-canned"),
        ("Canned beans", "6x240g", KNOWN, "beans-kidney-canned-drained"),
        ("Canned beans", "500 g", DRAINING, "beans-kidney-canned"),
        ("drained beans", "500 g", KNOWN, "beans-kidney-canned-drained"),
        ("tuna", "112 g", KNOWN, "tuna-oil"),
        ("tuna", "160 g", DRAINING, "tuna-oil"),
        ("beans", "400 g", SEVERAL, "beans-baked"),
        ("honey", "3 jars", SIZE, "honey"),
        ("rice", "2 L", UNIT, "rice-white"),
        ("milk", "1 kg", UNIT, "milk-uht"),
        ("milk", "6x1L", KNOWN, "milk-uht"),
        ("sunflower oil", "1 L", KNOWN, "oil-sunflower"),
        ("lard", "1 L", UNIT, "lard"),
    ],
)
def test_the_amount_decides_with_the_name(name: str, amount: str, outcome: str, first: str) -> None:
    choice = choose(FOODS, food_item(name, amount))

    assert (choice.outcome, choice.food.id) == (outcome, first)


@pytest.mark.parametrize(
    ("name", "amount", "may_be"),
    [
        ("chickpeas", "12x400g", ["chickpeas-dry", "chickpeas-canned", "chickpeas-canned-drained"]),
        ("kidney beans", "12x400g", ["beans-kidney-canned", "beans-kidney-canned-drained", "beans-kidney-dry"]),
        ("peas", "6 cans", ["peas-canned", "peas-split-dry"]),
        ("lentils", "425 g", ["lentils-dry"]),
        ("квасоля", "12x400g", ["beans-white-canned", "beans-white-dry"]),
    ],
)
def test_beans_in_the_size_of_a_can_are_never_counted_as_dry_unasked(name: str, amount: str, may_be: list[str]) -> None:
    choice = choose(FOODS, food_item(name, amount))

    assert (choice.outcome, [food.id for food in choice.foods]) == (SEVERAL, may_be)


@pytest.mark.parametrize(
    ("name", "amount"),
    [("chickpeas", "500 g"), ("chickpeas", "2 kg"), ("dry chickpeas", "400 g"), ("нут сухий", "400 g")],
)
def test_beans_that_are_dry_for_certain_are_counted_as_that(name: str, amount: str) -> None:
    choice = choose(FOODS, food_item(name, amount))

    assert (choice.outcome, choice.food.id) == (KNOWN, "chickpeas-dry")


def test_where_the_catalogue_has_no_such_can_others_like_it_are_offered() -> None:
    choice = choose(FOODS, food_item("black beans", "12x15oz"))

    assert choice.outcome == SEVERAL
    assert {food.id for food in choice.foods} >= {"beans-kidney-canned", "beans-white-canned", "beans-black-dry"}


@pytest.mark.parametrize(
    ("like", "outcome"),
    [
        ("beans-kidney-canned", KNOWN),
        (" TUNA-OIL ", KNOWN),
        ("tuna in oil", KNOWN),
        ("beans", SEVERAL),
        ("blorp", NONE),
        ("milk", UNIT),
    ],
)
def test_what_somebody_says_it_is_like_leaves_no_doubt_about_liquid(like: str, outcome: str) -> None:
    assert choose_like(FOODS, like, food_item("whatever", "500 g")).outcome == outcome


def test_a_litre_of_oil_is_counted_by_its_density() -> None:
    energy = BY_ID["oil-sunflower"].energy_for(parse_amount("1 L"))

    assert energy is not None
    assert show_energy(energy) == "814.164 kcal per 100 ml"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (food_item("Rice", "2 kg"), True),
        (food_item("Rice", "2000 kcal"), False),
        (food_item("Formula", "10 days", eaten_by="infant"), False),
        (food_item("Rice", "2 kg", energy=parse_energy("300/100g")), False),
        (food_item("Rice", "2 kg", eaten_by="dog"), False),
        (Item("o1", "other", "Rice", parse_amount("2 kg")), False),
    ],
)
def test_energy_is_open_where_it_is_asked_for_and_not_known(item: Item, expected: bool) -> None:  # noqa: FBT001 - a table
    assert is_open(item) == expected


def test_an_item_gets_all_that_is_known_of_its_food() -> None:
    rice = with_food(food_item("Rice", "2 kg"), BY_ID["rice-white"])

    assert rice == food_item(
        "Rice",
        "2 kg",
        energy=parse_energy("365/100g"),
        kcal_source="usda:NDB:20444",
        needs="cooking, water 180 ml/100g",
    )


@pytest.mark.parametrize(
    ("food", "said", "eats"),
    [
        ("baby-fruit", False, "infant"),
        ("baby-fruit", True, "people"),
        ("toddler-milk-powder", False, "people"),
        ("rice-white", False, "people"),
    ],
)
def test_infant_food_is_for_infants_unless_somebody_says_otherwise(food: str, said: bool, eats: str) -> None:  # noqa: FBT001 - a table
    assert with_food(food_item("Jar", "125 g"), BY_ID[food], eater_said=said).eaten_by == eats


def test_only_what_is_certain_and_lacks_energy_can_be_filled() -> None:
    items = (
        food_item("Rice", "2 kg")._replace(id="f1"),
        food_item("Beans", "2 kg")._replace(id="f2"),
        food_item("Honey", "3 jars")._replace(id="f3"),
        food_item("Sugar", "1 kg", energy=parse_energy("400/100g"))._replace(id="f4"),
        Item("o1", "other", "Rice", parse_amount("2 kg")),
    )

    assert [(item.id, food.id) for item, food in fillable(FOODS, Inventory(items))] == [("f1", "rice-white")]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("buckwheat", ["buckwheat"]),
        ("tuna-water", ["tuna-water"]),
        ("Tuna in water, drained", ["tuna-water"]),
        ("tuna", ["tuna-oil", "tuna-water"]),
        ("sunfl", ["oil-sunflower", "sunflower-seeds"]),
        ("blorp", []),
    ],
)
def test_a_search_finds_the_food_and_what_is_like_it(words: str, ids: list[str]) -> None:
    assert [food.id for food in search(FOODS, words)] == ids


def test_a_search_without_words_is_everything() -> None:
    assert search(FOODS, " ") == FOODS
