"""The table says what was run, and a figure that was not reached is not called met."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import tally
from tests.faults.figures import FIGURES, rows, table
from tests.faults.shown import Figures, counting_tests

ROOT = Path(__file__).parent.parent.parent


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


def test_what_the_processes_of_a_parallel_run_count_is_added_up_and_a_figure_not_met_fails() -> None:
    words = ("-q", "-p", "no:cacheprovider", "-n", "2", "--figures", "tests/injection/test_matrix.py", "-k", "ics-csv")
    # Not what the run around this one was told.
    given = {name: os.environ[name] for name in ("PATH", "HOME")}

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, env=given, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "R7        NOT MET  hostile texts in every place that shows them\n" in ran.stdout
    assert " 6 cases; 0 escapes\n" in ran.stdout
    assert "6 passed" in ran.stdout


def skipped(path: Path, reason: str) -> pytest.TestReport:
    place = str(path.relative_to(ROOT))
    return pytest.TestReport(
        f"{place}::test", (place, 1, "test"), {}, "skipped", (place, 1, f"Skipped: {reason}"), "call"
    )


def test_a_fault_that_cannot_be_tried_here_is_said_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(tally.PLACE, "")
    figures = Figures()

    figures.pytest_runtest_logreport(skipped(counting_tests()[0], "strace is not here"))
    figures.pytest_runtest_logreport(skipped(ROOT / "tests" / "test_calendar.py", "khal is not here"))

    text = figures.text()
    figures.pytest_unconfigure()
    assert figures.left_out == 1
    assert text.endswith("left out: 1\n  1 x test: strace is not here\n")
