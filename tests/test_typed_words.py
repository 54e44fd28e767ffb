"""What people type after `add`, `use` and `household add`: what is understood, and what is offered where it is not."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from shelterkit.inventory.animals import animal_named
from tests.test_cli_screens import home, stocked

if TYPE_CHECKING:
    from tests.stocked import Home

__all__ = ("home", "stocked")


def run(home: Home, line: str) -> str:
    return "".join(home.run(*shlex.split(line))[:2])


def offered(home: Home, line: str) -> str:
    """Return what is offered instead of a line that is refused; nothing may be saved."""
    before = home.kit.read_bytes()
    seen = home.run(*shlex.split(line))
    assert seen.code == 2, seen
    assert home.kit.read_bytes() == before
    assert len(seen.stderr.splitlines()) <= 6
    return seen.stderr.partition("Try:  shelterkit ")[2].strip()


OFFERED = (
    # One mistake.
    ("add med Pills 3 Bündel 20 tablets", 'add med "Pills 3 Bündel" 20 tablets'),
    ("add food corned beef 12 340g 730kcal", "add food corned beef 12x340g --kcal 730/can"),
    ("add food Bohnen 12x400g 340kcal", "add food Bohnen 12x400g --kcal 340/can"),
    ("add water 6x1,5L 9L", "add water 6x1,5L     (or 9L)"),
    ("add water 5 Kanister", "add water 5x1.5L"),
    ("add food Linsen 2 Dose --kcal 340/can", "add food Linsen 2 cans --kcal 340/can     (or 2 pieces)"),
    ("add food Linsen 12x400g --kcal 340/Dose", "add food Linsen 12x400g --kcal 340/can     (or 340/piece)"),
    ("edit f1 --kcal 340/Dose", "edit f1 --kcal 340/can     (or 340/piece)"),
    ("add med Pills 56 tablets --dose 2 am Tag", "add med Pills 56 tablets --dose 2/day"),
    ("add med --dose 2 a day Pills 56 tablets", 'add med --dose "2 a day" Pills 56 tablets'),
    ("add med Pills 56 tablets --dose '3x täglich'", "add med Pills 56 tablets --dose 3/day"),
    ("add med Pills 56 tablets --dose '2 рази на день'", "add med Pills 56 tablets --dose 2/day"),
    # Several, each with one mend.
    ("add med Pills 5 Folien --dose '2 am Tag' -b 30.9.27", "add med Pills 5 pieces --dose 2/day -b 2027-09-30"),
    ("add food Kekse 2 kilq -b 31.03.28 --eaten-by baaby", "add food Kekse 2 kg -b 2028-03-31 --eaten-by infant"),
    ("use w1 2 botels", "use w1 2 bottles"),
    ("add food Rice 2 blorp --dry-run", "add food Rice 2 pieces --dry-run --no-lookup"),
    # One with two readings, the others with one.
    ("add water 6x1,500L -b 31.03.28", "add water 6x1500L -b 2028-03-31     (or 6x1.50L)"),
    ("add food Rice 2 pakcs -b 31.03.28", "add food Rice 2x800g -b 2028-03-31     (or 2x1kg)"),
    ("add food Rice 2 blorp -b 31.03.28", "add food Rice 2 pieces -b 2028-03-31 --no-lookup"),
    # Two with two readings: the second is told when the first is mended.
    ("add water 6x1,500L -b 05/06/2027", "add water 6x1500L -b 05/06/2027     (or 6x1.50L)"),
    # So many of what there is.
    ("use w1 2 kg", "use w1 2 x 1.5 L"),
    ("use f2 1", "use f2 100 g"),
    ("use o1 2 kg", "use o1 2 pieces"),
    ("use m1 2 L", "use m1 2 tablets"),
    ("use f2", "use f2 100 g"),
    ("use f2 300", "use f2 2 kg"),
)


@pytest.mark.parametrize(("typed", "instead"), OFFERED)
def test_what_is_offered_mends_all_of_the_command_and_works(typed: str, instead: str, stocked: Home) -> None:
    assert offered(stocked, typed).replace("'", "") == instead

    if typed != "add water 6x1,500L -b 05/06/2027":
        assert stocked.run(*shlex.split(instead.partition("     (or ")[0])).code == 0


ADDED = (
    ("add med Euthyrox 50 mcg 100 tablets --dose 1/day", "Added m2  Euthyrox 50 mcg, 100 tablets, 1 per day"),
    ("add med Л-тироксин 50 мкг 100 таблеток", "Added m2  Л-тироксин 50 мкг, 100 tablets"),
    ("add med Metformin 56 Stück --dose 2/Tag", "Added m2  Metformin, 56 pieces, 2 per day"),
    ("add med Pills 20 Tabletten --dose 3/Woche", "Added m2  Pills, 20 tablets, 3 per week"),
    ("add med Hustensaft 20 Dose", "Added m2  Hustensaft, 20 doses"),
    ("add food Linsen 2 Dosen --kcal 340/Dosen", "Added f3  Linsen, 2 cans"),
    ("add food чай 100 пакетиків --kcal 1/sachet", "Added f3  чай, 100 sachets"),
)


@pytest.mark.parametrize(("typed", "first"), ADDED)
def test_the_words_of_other_languages_are_understood_where_they_mean_one_thing(
    typed: str, first: str, stocked: Home
) -> None:
    assert run(stocked, typed).splitlines()[0] == first


@pytest.mark.parametrize(
    ("name", "animal"),
    [
        ("dog food", "dog"), ("Cat's milk", "cat"), ("kitten pouches", "cat"), ("корм для собаки", "dog"),
        ("корм для котів", "cat"), ("корм для песиків", "dog"), ("собачий корм", "dog"), ("корм для кошек", "cat"),
        ("корм для щенков", "dog"), ("котёнок", "cat"), ("Katzenfutter", "cat"), ("Futter für den Hund", "dog"),
        ("Hundetrockenfutter", "dog"), ("hot dogs", ""), ("Hot-Dog-Würstchen", ""), ("котлети", ""), ("catfish", ""),
        ("hundred beans", ""), ("Katzenzungen", ""), ("песто", ""), ("Kit Kat", ""), ("Pedigree", ""),
    ],
)  # fmt: skip
def test_an_animal_is_known_by_its_name_and_never_by_a_brand(name: str, animal: str) -> None:
    assert animal_named(name) == animal


def test_food_that_sounds_like_an_animals_says_so_and_how_to_make_it_so(stocked: Home) -> None:
    text = run(stocked, "add food корм для собаки 10 кг")

    assert text == (
        "Added f3  корм для собаки, 10 kg\n"
        "          It sounds like food for a dog (N: the days it feeds one animal):   "
        "shelterkit edit f3 --eaten-by dog --lasts Nd\n"
        "Food is now 10 880 kcal of 66 000 kcal (at least 1.6 days).   Undo: shelterkit undo\n"
    )
    assert "Eaten by: dog" in run(stocked, "edit f3 --eaten-by dog --lasts 30d")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("add food 'cat food' 2kg --kcal 350/100g", True),
        ("add food 'cat food' 2kg --eaten-by cat", False),
        ("add food 'cat food' 2kg --eaten-by dog", False),
        ("add other 'cat litter' 2kg", False),
        ("add food Kibble 2kg", False),
    ],
)
def test_only_food_counted_for_people_is_said_to_sound_like_an_animals(typed: str, says: bool, stocked: Home) -> None:  # noqa: FBT001
    assert ("sounds like food for a cat" in run(stocked, typed)) is says


def test_status_offers_the_animal_too(stocked: Home) -> None:
    run(stocked, "add food Katzenfutter 2kg")

    assert "shelterkit edit f3 --eaten-by cat --lasts Nd" in run(stocked, "status")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("add food soup 12x400g --kcal 340", "340 kcal in all, 7 kcal per 100 g"),
        ("add food soup 12x400g --kcal 340", "If each has 340:   shelterkit edit f3 --kcal 340/can"),
        ("add food soup 12 cans --kj 1400", "1 400 kJ in all, 117 kJ per can"),
        ("add food soup 12 cans --kj 1400", "If each has 1 400:   shelterkit edit f3 --kj 1400/can"),
        ("add food juice 6x1L --kcal 2400", "2 400 kcal in all, 40 kcal per 100 ml"),
        ("add food juice 6x1L --kcal 2400", "shelterkit edit f3 --kcal 2400/bottle"),
        ("add food flour 3x1kg --kcal 20", "20 kcal in all, 0.7 kcal per 100 g"),
        ("add food flour 3x1kg --kcal 10200", "shelterkit edit f3 --kcal 10200/pack"),
        ("edit f1 --kcal 340", "If each has 340:   shelterkit edit f1 --kcal 340/can"),
    ],
)
def test_an_energy_of_all_of_several_says_so_and_how_each_would_be_meant(typed: str, told: str, stocked: Home) -> None:
    assert told in run(stocked, typed)


@pytest.mark.parametrize("typed", ["soup 12x400g --kcal 340/can", "soup 5kg --kcal 3400", "soup 1x5kg --kcal 3400"])
def test_an_energy_that_can_only_be_meant_one_way_asks_nothing(typed: str, stocked: Home) -> None:
    assert "If each has" not in run(stocked, f"add food {typed}")


def test_what_is_said_of_a_sum_is_about_the_item_that_was_added(stocked: Home) -> None:
    run(stocked, "add food Kibble 3kg --eaten-by dog")

    text = run(stocked, "add food Bones 2kg --eaten-by dog")

    assert "Dog food: Bones counts as nothing until how long it lasts is known; the plan asks for 10 days." in text


def test_a_piece_is_used_by_the_word_it_was_added_with(stocked: Home) -> None:
    run(stocked, "add food soup 12x400g --kcal 340/sachet")
    run(stocked, "add food tea 12 cans --kcal 340/sachet")

    assert "Used 1 sachet (400 g) of f3 soup.\nLeft: 11 sachets" in run(stocked, "use f3 1 sachet")
    assert "Used 2 cans of f4 tea.\nLeft: 10 cans" in run(stocked, "use f4 2 sachets")


def test_of_what_was_opened_so_much_is_offered_as_one_of_it_was(stocked: Home) -> None:
    run(stocked, "use f1 1,5")

    assert [offered(stocked, f"use f1{more}") for more in (" 1", " 2 cans", "")] == [
        "use f1 400 g",
        "use f1 800 g",
        "use f1 400 g",
    ]
    assert offered(stocked, "use f1 100 cans") == "use f1 4200 g"


KINDS = (
    ("add batteries 8", "add other batteries 8"),
    ("add 'AA batteries' 8", 'add other "AA batteries" 8'),
    ("add Batterien 8", "add other Batterien 8"),
    ("add батарейки 8", "add other батарейки 8"),
    ("add Streichhölzer 4", "add other Streichhölzer 4"),
    ("add Euthyrox 20 tablets", "add med Euthyrox 20 tablets"),
    ("add таблетки 20", "add med таблетки 20"),
    ("add Wasser 6x1.5L", "add water 6x1.5L"),
    ("add води 6x1.5L", "add water 6x1.5L"),
    ("add eggs 10", "add food eggs 10"),
    ("add tent 1", "add other tent 1"),
    ("add гречка 2кг", "add food гречка 2кг"),  # noqa: RUF001
    ("add penne 500g", "add food penne 500g"),
    ("add Reis 2kg", "add food Reis 2kg"),
    ("add Linsensuppe 4 Dosen", "add food Linsensuppe 4 Dosen"),
    ("add petrol 5L", "add other petrol 5L"),
    ("add lightbulbs 4", "add other lightbulbs 4"),
)


@pytest.mark.parametrize(("typed", "instead"), KINDS)
def test_a_kind_that_was_left_out_is_offered_by_what_is_known_of_the_name(
    typed: str, instead: str, stocked: Home
) -> None:
    assert offered(stocked, typed).replace("'", "") == instead


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("03.05.1948", "78"), ("3 May 1948", "78"), ("3 травня 1948", "78"), ("25/06/1948", "78"), ("1948", "78"),
        ("1948-05-03", "78"), ("29.02.1948", "78"), ("31.12.2009", "16"),
    ],
)  # fmt: skip
def test_a_day_of_birth_is_read_as_every_other_date(typed: str, age: str, stocked: Home) -> None:
    stocked.run("household", "add", "Juergen", "--born", typed)

    row = next(line for line in run(stocked, "household").splitlines() if line.startswith("Juergen"))
    assert row.split()[1] == age


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("03.05.48", "1948-05-03"),
        ("03.05.15", "2015-05-03"),
        ("05/06/1948", "1948-06-05     (or 1948-05-06)"),
        ("31.02.1950", "1950-02-28"),
        ("05/1948", "1948"),
    ],
)
def test_a_day_of_birth_that_is_open_is_offered_as_one_that_was(typed: str, instead: str, stocked: Home) -> None:
    assert offered(stocked, f"household add Juergen --born {typed}") == f"household add Juergen --born {instead}"


@pytest.mark.parametrize(
    "typed", ["blorp", "none", "29.02.1900", "1890-01-01", "6m", "2030-01-01", "1901-01-01", "1850"]
)
def test_no_day_anybody_here_was_born_on_is_refused(typed: str, stocked: Home) -> None:
    assert offered(stocked, f"household add Juergen --born {typed}") == "household add --help"


def test_where_the_kind_was_a_mistake_nothing_more_is_guessed(stocked: Home) -> None:
    assert offered(stocked, "add wafer 2kg") == "add water 2kg"


@pytest.mark.parametrize("typed", ["add '' 6x1.5L", "add ' ' 3", "add ''"])
def test_an_empty_word_is_refused_like_any_other(typed: str, stocked: Home) -> None:
    assert offered(stocked, typed) == "add --help"
