"""Food without its energy: looked up, asked about, refused, and what the kit keeps of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from shelterkit.codec.reading import decode
from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Golden = Callable[[str, str], None]

TRANSCRIPT = """
    shelterkit add food гречка 2kg
    shelterkit add food "Canned beans" 12x400g
    shelterkit add food "Canned beans" 6x240g
    shelterkit add food tuna 12x112g -b 2029-01
    shelterkit add food "sunflower oil" 2x1L
    shelterkit add food butter 200g
    shelterkit add food "Protein bread" 500g --like crispbread
    shelterkit add food "baby food" 5x125g
    shelterkit add food "baby food" 5x125g --eaten-by people
    shelterkit add food milk 1L --dry-run
    shelterkit add food milk 1gal --kept fridge --dry-run
    shelterkit add food ковбаса 1kg --dry-run
    shelterkit add food яйця 30 шт --dry-run
    shelterkit add food rice 2L
    shelterkit add food "rice pudding" 2kg
    shelterkit add food rice 2kg --no-lookup
    shelterkit add food rice 2kg --kcal 350/100g
    shelterkit add food rice 2kg --lasts 10d
    shelterkit add food rice 2000kcal
    shelterkit add food rice 2kg --eaten-by dog
    shelterkit add food rice 2kg --dry-run
    shelterkit add food rice 2kg --json
    shelterkit add food rice 2kg --quiet
    shelterkit show f2
    shelterkit show f1 --json
    shelterkit edit f16 --where cellar
    shelterkit edit f14 --where cellar
    shelterkit edit f14 --like rice
    shelterkit edit f14 --kcal 350/100g
    shelterkit edit f14 --kcal none
    shelterkit edit f14 --like baby-fruit
    shelterkit edit f14 --like baby-fruit --eaten-by people
"""


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    made = Home(tmp_path, capsys)
    monkeypatch.setenv("SHELTERKIT_KIT", str(made.kit))
    made.put(STOCKED)
    return made


def kept(home: Home, item_id: str) -> tuple[object, ...]:
    """Return an item's amount, energy and its source, and who eats it, as the kit has them."""
    item = json.loads(home.run("show", item_id, "--json").stdout)["item"]
    return item["total"], item["kcal"], item["kcal_source"], item["eaten_by"]


def test_food_that_is_added_reads_as_agreed(home: Home, golden: Golden) -> None:
    golden("cli/add-food.txt", home.transcript(TRANSCRIPT))


def test_what_was_looked_up_is_in_the_kit(home: Home) -> None:
    home.run("add", "food", "гречка", "2kg")

    assert home.kit.read_text("utf-8").partition('name = "гречка"\n')[2].partition("\n\n")[0] == (
        'amount = "2 kg"\nadded = 2026-11-23\nkcal = "346/100g"\nkcal_source = "usda:NDB:20009"\n'
        'needs = "cooking, water 280 ml/100g"'
    )


@pytest.mark.parametrize(
    ("words", "answers", "item"),
    [
        ("beans 12x400g", ["13", "blorp", "2"], (4800, "81/100g", "usda:NDB:16034", "people")),
        ("beans 12x400g", [""], (4800, None, None, "people")),
        ("Canned~beans 500g", ["2"], (500, "124/100g", "usda:NDB:16145", "people")),
        ("tuna 160g", ["y"], (160, "198/100g", "usda:NDB:15119", "people")),
        ("tuna 160g", [""], (160, None, None, "people")),
        ("honey 3", [""], (3, None, None, "people")),
        ("honey 3", ["250g"], (750, "304/100g", "usda:NDB:19296", "people")),
        ("eggs 30", [], (30, None, None, "people")),
        ("honey 3 jars", [""], (750, "304/100g", "usda:NDB:19296", "people")),
        ("honey 3 jars", ["1 L", "x", "400g"], (1200, "304/100g", "usda:NDB:19296", "people")),
        ("Canned~beans 3 cans", ["240g"], (720, "124/100g", "usda:NDB:16145", "people")),
        ("Canned~beans 3 cans", ["300g", "1"], (900, "81/100g", "usda:NDB:16034", "people")),
        ("soup 3 cans", ["1", ""], (1200, "41/100g", "usda:NDB:06018", "people")),
    ],
)
def test_a_doubt_is_asked_about_on_a_terminal(
    words: str, answers: list[str], item: tuple[object, ...], home: Home
) -> None:
    typed = [word.replace("~", " ") for word in words.split()]

    seen = on_terminal(80, "add", "food", *typed, answers=answers)

    assert seen.code == 0, seen.text
    assert kept(home, "f3") == item


def test_questions_read_as_agreed(home: Home, golden: Golden) -> None:
    asked = [
        (["add", "food", "beans", "12x400g"], ["13", "2"]),
        (["add", "food", "Canned beans", "500g"], [""]),
        (["add", "food", "honey", "3 jars"], ["1 L", ""]),
        (["add", "food", "honey", "3"], [""]),
        (["add", "food", "tuna", "160g"], ["n"]),
    ]

    texts = [on_terminal(80, *words, answers=answers).text for words, answers in asked]

    golden("cli/add-food-asked.txt", home.same("\n".join(texts)))


def test_an_end_of_input_adds_nothing(home: Home) -> None:
    seen = on_terminal(80, "add", "food", "beans", "2kg", answers=["\x04"])

    assert seen.code == 1
    assert home.kit.read_text("utf-8") == STOCKED


@pytest.mark.parametrize("words", ["beans 2kg", "honey 3 jars", "tuna 160g"])
def test_with_nobody_to_ask_nothing_is_added(words: str, home: Home) -> None:
    seen = on_terminal(80, "add", "food", *words.split(), "--no-input")

    assert seen.code in (1, 2)
    assert home.kit.read_text("utf-8") == STOCKED


def test_an_energy_of_one_s_own_has_no_other_source(home: Home) -> None:
    home.run("add", "food", "rice", "2kg")

    home.run("edit", "f3", "--kcal", "350/100g")

    assert kept(home, "f3") == (2, "350/100g", None, "people")


def test_where_an_item_lies_changes_nothing_of_its_energy(home: Home) -> None:
    home.run("add", "food", "rice", "2kg")

    home.run("edit", "f3", "--where", "cellar")

    assert kept(home, "f3") == (2, "365/100g", "usda:NDB:20444", "people")


def test_food_with_its_energy_never_reads_the_catalogue(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shelterkit.library._FOODS", "/nowhere")

    for words in ("rice 2kg --kcal 365/100g", "rice 2kg --lasts 9d", "rice 2kg --no-lookup", "rice 2kg --eaten-by cat"):
        assert home.run("add", "food", *words.split()).code == 0
    assert home.run("status").code == 0
    assert home.run("show", "f3").code == 0


@pytest.mark.parametrize("needs", [["cooking"], 3, True, ""])
def test_needs_that_are_no_text_are_kept_and_not_refused(needs: object) -> None:
    item = {"id": "f1", "kind": "food", "name": "Rice", "amount": "2 kg", "needs": needs}

    kit = decode({"format": 1, "plan": {"advisory": "us-cdc"}, "household": {"adults": 1}, "item": [item]})

    assert kit.inventory.items[0].needs is None
