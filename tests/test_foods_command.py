"""The `foods` command: a list, a search, one food in full; on paper-thin screens and for programs."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import pytest

from shelterkit.services.foods import find_foods
from tests.stocked import STOCKED, Home
from tests.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Golden = Callable[[str, str], None]

LINES = """
    shelterkit foods
    shelterkit foods beans
    shelterkit foods гречка
    shelterkit foods tuna in oil, drained
    shelterkit foods butter
    shelterkit foods baby-fruit
    shelterkit foods milk-uht
    shelterkit foods soup --plain
    shelterkit foods buckwheat --json
    shelterkit foods blorp
"""


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return Home(tmp_path, capsys)


def test_foods_read_as_agreed(home: Home, golden: Golden) -> None:
    golden("cli/foods.txt", home.transcript(LINES))


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.usefixtures("home")
def test_foods_on_a_terminal_read_as_agreed(columns: int, golden: Golden) -> None:
    seen = [on_terminal(columns, "foods", word, "--color", "never").text for word in ("beans", "oats")]

    assert [line for text in seen for line in text.splitlines() if len(line) > columns] == []
    golden(f"cli/foods-{columns}.txt", "\n".join(seen))


@pytest.mark.parametrize(
    ("words", "number"),
    [("add food beans 2kg", 12), ('add food "Green beans" 6x400g', 12), ("add food tuna 160g", 1)],
)
def test_a_doubt_is_told_to_programs_with_every_food_and_the_command_that_takes_it(
    words: str, number: int, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELTERKIT_KIT", str(home.kit))
    home.put(STOCKED)

    told = json.loads(home.run(*shlex.split(words), "--json").stderr)

    assert next(iter(told)) == "schema"
    assert len(told["candidates"]) == number
    assert all(set(one) == {"id", "name", "kcal", "per", "unit", "try"} for one in told["candidates"])
    last = told["candidates"][-1]
    assert last["try"].endswith(f"--like {last['id']}")
    assert home.run(*shlex.split(last["try"])[1:]).code == 0


@pytest.mark.parametrize(
    ("typed", "shown", "listed"),
    [
        (
            '"Green beans" 6x400g',
            [
                f'shelterkit add food "Green beans" 6x400g --like {food}'
                for food in ("beans-baked", "beans-kidney-canned")
            ],
            "Green beans",
        ),
        ("bread 500g", [f"shelterkit add food bread 500g --like {food}" for food in ("crispbread", "rusks")], "bread"),
    ],
)
def test_of_several_foods_none_is_offered_before_the_others(
    typed: str, shown: list[str], listed: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELTERKIT_KIT", str(home.kit))
    home.put(STOCKED)

    lines = home.run("add", "food", *shlex.split(typed)).stderr.splitlines()

    assert len(lines) <= 6
    assert [line.strip().removeprefix("then:  ") for line in lines if line[:2] == "  "] == shown
    assert lines[-1] == f"Try:  shelterkit foods {listed}"


def test_a_list_of_foods_shows_the_ids_that_like_takes(home: Home) -> None:
    lines = home.run("foods", "beans").stdout.splitlines()

    assert [line.split()[0] for line in lines[1:-1]] == [food.id for food in find_foods("beans")]
    assert lines[-1] == "Take one:  shelterkit add food NAME AMOUNT --like ID"


def test_every_food_is_told_to_programs(home: Home) -> None:
    told = json.loads(home.run("foods", "--json").stdout)

    assert told["schema"] == "shelterkit.foods/1"
    assert len(told["foods"]) == 162
    assert len({food["id"] for food in told["foods"]}) == 162
    assert len(home.run("foods", "--plain").stdout.splitlines()) == 162


def test_foods_need_no_kit_and_no_home(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "nowhere")

    assert home.run("foods", "rice").code == 0
