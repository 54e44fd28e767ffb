"""A fault while recovering from a fault: killed at one call, and the disk full at each call of the save after it."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.faults import tally
from tests.faults.commands import QUICK, Writing, copy_of, why_missing, writing
from tests.faults.oracle import kit_in, wrong_next, wrong_said
from tests.faults.program import program, tried_in
from tests.faults.sweep import kills
from tests.faults.traced import Fault, calls_on, why_not_traced, with_fault

if TYPE_CHECKING:
    from pathlib import Path

_SECOND = Writing("second", ("add", "other", "Second", "1 piece"))
_LEAST_PAIRS = 14 * 14


@pytest.mark.fault_nightly
@pytest.mark.parametrize("name", QUICK)
def test_a_full_disk_after_a_kill_leaves_the_kit_as_the_kill_left_it_or_saved(name: str) -> None:
    reason = why_not_traced() or why_missing(writing(name))
    if reason:
        pytest.skip(reason)

    with ThreadPoolExecutor((os.cpu_count() or 1) * 2) as pool:
        tried = [pair for pairs in pool.map(lambda kill: _after(name, kill), kills(name)) for pair in pairs]

    wrong = [line for pair in tried for line in pair]
    tally.count("compound", faults=len(tried), bad=len(wrong))
    assert not wrong, "\n".join(wrong)
    assert len(tried) >= _LEAST_PAIRS


def _after(name: str, kill: Fault) -> list[list[str]]:
    """Return for each call of the save after a kill what went wrong when the disk was full there."""
    with tried_in() as left, tried_in() as whole:
        copy_of(name, left)
        with_fault(program(), left, writing(name), kill)
        shutil.copytree(left, whole, dirs_exist_ok=True)
        second = [call for call in calls_on(program(), whole, _SECOND) if call.changes]
        faults = [Fault(call.name, call.ordinal, "error=ENOSPC") for call in second]
        return [_pair(name, left, kit_in(whole), fault, kill) for fault in faults]


def _pair(name: str, left: Path, new: bytes | None, fault: Fault, kill: Fault) -> list[str]:
    with tried_in() as place:
        shutil.copytree(left, place, dirs_exist_ok=True)
        old = kit_in(place)
        outcome = with_fault(program(), place, _SECOND, fault)
        wrong = wrong_said(old, new, kit_in(place), outcome)
        wrong += [] if wrong else wrong_next(name, place)
        wrong += [] if outcome.happened() else ["the second fault did not happen"]
    return [f"{name}, {kill.option()} then {fault.option()}: {one} {outcome.err}" for one in wrong]
