"""The `foods` command: a list, a search, one food in full; on paper-thin screens and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.stocked import Home
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


def test_every_food_is_told_to_programs(home: Home) -> None:
    told = json.loads(home.run("foods", "--json").stdout)

    assert told["schema"] == "shelterkit.foods/1"
    assert len(told["foods"]) == 162
    assert len({food["id"] for food in told["foods"]}) == 162
    assert len(home.run("foods", "--plain").stdout.splitlines()) == 162


def test_foods_need_no_kit_and_no_home(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "nowhere")

    assert home.run("foods", "rice").code == 0
