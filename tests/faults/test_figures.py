"""The table says what was run, and a figure that was not reached is not called met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults import tally
from tests.faults.figures import FIGURES, rows, table

if TYPE_CHECKING:
    from pathlib import Path


def _met(noted: list[dict[str, object]]) -> list[str]:
    return [row.figure.name for row in rows(noted, nightly=False) if row.is_met and row.figure.quick]


@pytest.mark.parametrize(
    ("numbers", "met"),
    [({"cases": 672, "escapes": 0}, ["R7"]), ({"cases": 671, "escapes": 0}, []), ({"cases": 700, "escapes": 1}, [])],
)
def test_a_figure_is_met_by_enough_cases_and_nothing_bad(numbers: dict[str, int], met: list[str]) -> None:
    assert _met([{"figure": "R7", "numbers": numbers}]) == met


def test_what_several_tests_ran_is_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "tally"
    monkeypatch.setenv(tally.PLACE, str(place))

    tally.count("R4", adds=300, lost=0)
    tally.count("R4", adds=100, lost=0)
    tally.left_out("R1", "strace is not here")

    noted = tally.entries(place.read_text())
    assert tally.total(noted, "R4") == {"adds": 400, "lost": 0}
    assert _met(noted) == ["R4"]
    assert "left out: 1\n  1 x R1: strace is not here\n" in table(noted, nightly=False)


def test_without_a_place_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(tally.PLACE, raising=False)
    monkeypatch.chdir(tmp_path)

    tally.count("R4", adds=1)

    assert list(tmp_path.iterdir()) == []


def test_the_table_names_every_figure_even_when_nothing_was_run() -> None:
    text = table([], nightly=False)

    assert [line.split()[0] for line in text.splitlines()[: 2 * len(FIGURES) : 2]] == [one.name for one in FIGURES]
    assert text.count("NOT MET") == sum(bool(one.quick) for one in FIGURES)
