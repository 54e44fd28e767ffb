# ruff: noqa: S607 - faketime is where the machine has it

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shelterkit.store import kit_file
from tests.faults import tally
from tests.faults.writer import names_in

if TYPE_CHECKING:
    from tests.conftest import Kit

pytestmark = pytest.mark.fault_pr
ROOT = Path(__file__).parent.parent.parent
SAVED = date(2026, 11, 23)


def at(moment: str, kit: Path, words: str) -> subprocess.CompletedProcess[str]:
    """Run shelterkit with the clock of the computer at a moment."""
    if shutil.which("faketime") is None:
        pytest.skip("faketime is not here to set the clock with")
    tally.count("environment", clocks=1)
    moved = ("-f", moment) if moment.startswith("-") else (moment,)
    return subprocess.run(
        ["faketime", *moved, sys.executable, "-m", "shelterkit", "--kit", str(kit), *words.split()],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(kit.parent), "TZ": "UTC", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("moment", ["1970-01-02 00:00:00", "2016-01-01 12:00:00", "2026-11-21 12:00:00", "-3650d"])
def test_a_clock_behind_the_kit_is_never_ok(moment: str, kit: Kit) -> None:
    checked, shown = (at(moment, kit.path, words) for words in ("check", "status"))

    assert checked.returncode == 3, checked
    assert not checked.stdout.startswith("OK")
    assert "Is the clock right?" in " ".join(checked.stdout.split())
    assert "Is the clock right?" in " ".join(shown.stderr.split())
    assert "Traceback" not in checked.stderr + shown.stderr


@pytest.mark.parametrize("moment", ["1970-01-02 00:00:00", "2016-01-01 12:00:00", "2040-01-01 12:00:00"])
def test_with_a_wrong_clock_everything_can_be_saved_and_taken_back(moment: str, kit: Kit) -> None:
    before = kit.path.read_bytes()

    added = at(moment, kit.path, "add other Radio 1piece")
    names = names_in(str(kit.path))
    undone = at(moment, kit.path, "undo")

    assert (added.returncode, undone.returncode) == (0, 0), (added, undone)
    assert names == ["Radio"]
    assert kit.path.read_bytes() == before


def test_the_kit_remembers_the_latest_day_it_has_seen(kit: Kit) -> None:
    at("2016-01-01 12:00:00", kit.path, "add other Radio 1piece")

    assert kit_file.load(str(kit.path)).kit.saved == SAVED
    assert at("2016-01-01 12:00:00", kit.path, "check").returncode == 3


def test_a_day_ahead_that_the_kit_was_saved_on_is_found_out_when_the_clock_is_right_again(kit: Kit) -> None:
    at("2040-01-01 12:00:00", kit.path, "add other Radio 1piece")

    ran = at("2026-11-24 12:00:00", kit.path, "check")

    assert ran.returncode == 3
    assert "2040-01-01" in ran.stdout


@pytest.mark.parametrize("later", ["2026-11-24 08:00:00", "2020-01-01 00:00:00"])
def test_the_history_goes_by_number_when_the_clock_goes_back(later: str, kit: Kit) -> None:
    at("2026-11-24 09:00:00", kit.path, "add other First 1piece")
    at(later, kit.path, "add other Second 1piece")

    undone = at("2026-11-24 10:00:00", kit.path, "undo")

    assert undone.returncode == 0
    assert names_in(str(kit.path)) == ["First"]
    assert [one.number for one in kit_file.history(str(kit.path))] == [1, 2, 3, 4]


@pytest.mark.parametrize("days", [0, -1])
def test_a_day_of_travel_is_no_wrong_clock(days: int, kit: Kit) -> None:
    ran = kit.run("check", today=SAVED + timedelta(days=days))

    tally.count("environment", clocks=1)
    assert ran.code == 2
    assert "clock" not in ran.stdout


@pytest.mark.parametrize("moment", ["2100-12-31 12:00:00", "2101-01-01 12:00:00"])
def test_a_clock_beyond_every_date_is_said(moment: str, kit: Kit) -> None:
    ran = at(moment, kit.path, "status")

    assert ran.returncode == (0 if moment.startswith("2100") else 1), ran
    assert "Traceback" not in ran.stderr
