"""R1, R2 and stop signals: every command that saves, with every fault at every system call it makes on the kit."""

from __future__ import annotations

import re

import pytest

from tests.faults.commands import NAMES, QUICK, QUICK_KILLS, why_missing, writing
from tests.faults.program import program
from tests.faults.sweep import (
    ERRORS,
    QUICK_ERRORS,
    QUICK_LASTING,
    changing,
    errors,
    kills,
    looking_errors,
    stops,
    sweep,
)
from tests.faults.traced import calls, why_not_traced

_PATH = re.compile(r'/k[^>", ]*')
_LEAST_CALLS = 14
nightly = pytest.mark.fault_nightly
quick = pytest.mark.fault_pr


def every(*names: str) -> list[object]:
    """Return the commands a fault lane tries; what is not in the quick lane is in the nightly one."""
    return [pytest.param(name, marks=quick if name in names else nightly) for name in NAMES]


@pytest.fixture(autouse=True)
def _traced(request: pytest.FixtureRequest) -> None:
    """Leave out what cannot be tried here, and say so."""
    name = request.node.callspec.params["name"] if hasattr(request.node, "callspec") else "add"
    reason = why_not_traced() or why_missing(writing(name))
    if reason:
        pytest.skip(reason)


@quick
def test_the_calls_of_a_save_come_in_the_order_that_survives_a_power_cut() -> None:
    order = [
        f"{call.name} {re.sub('[0-9a-f]{16}', 'RANDOM', _PATH.findall(call.line)[-1])}"
        for call in calls(program(), "add")
        if call.name in ("write", "fsync", "rename", "renameat2", "link", "unlink", "flock")
    ]

    assert order == [
        "flock /k/.kit.toml.lock",
        "write /k/.kit.toml.history/00000004.tmp",
        "fsync /k/.kit.toml.history/00000004.tmp",
        "fsync /k/.kit.toml.history",
        "write /k/.kit.toml.RANDOM.tmp",
        "fsync /k/.kit.toml.RANDOM.tmp",
        "renameat2 /k/kit.toml",
        "fsync /k",
        "unlink /k/.kit.toml.RANDOM.tmp",
        "rename /k/.kit.toml.history/00000004.toml",
    ]


@pytest.mark.parametrize("name", every(*QUICK_KILLS))
def test_a_command_killed_at_any_call_leaves_the_old_kit_or_the_new(name: str) -> None:
    swept = sweep("R1", name, kills(name))

    assert not swept.wrong, "\n".join(swept.wrong)
    assert swept.faults == len(changing(name)) >= _LEAST_CALLS


@pytest.mark.parametrize("name", every(*QUICK))
def test_a_command_that_gets_ctrl_c_at_any_call_is_done_or_says_that_nothing_changed(name: str) -> None:
    swept = sweep("signals", name, stops(name, ("INT",)))

    assert not swept.wrong, "\n".join(swept.wrong)
    assert swept.faults == len(changing(name))


@pytest.mark.parametrize("name", every("add", "init"))
def test_a_command_told_to_end_at_any_call_is_done_or_says_that_nothing_changed(name: str) -> None:
    swept = sweep("signals", name, stops(name, ("TERM", "HUP")))

    assert not swept.wrong, "\n".join(swept.wrong)
    assert swept.faults == 2 * len(changing(name))


@quick
@pytest.mark.parametrize("name", QUICK)
def test_what_a_disk_says_most_is_told_and_harmless_at_any_call_once_and_from_then_on(name: str) -> None:
    faults = errors(name, QUICK_ERRORS, QUICK_LASTING if name == "add" else QUICK_LASTING[:1])

    swept = sweep("R2", name, faults)

    assert not swept.wrong, "\n".join(swept.wrong)
    assert swept.faults == len(faults) >= (len(QUICK_ERRORS) + 1) * _LEAST_CALLS


@nightly
@pytest.mark.parametrize("name", NAMES)
def test_every_error_is_told_and_harmless_at_any_call_once_and_from_then_on(name: str) -> None:
    faults = errors(name, ERRORS, ERRORS)

    swept = sweep("R2", name, faults)

    assert not swept.wrong, "\n".join(swept.wrong)
    assert swept.faults == len(faults) >= 2 * len(ERRORS) * _LEAST_CALLS


@quick
def test_a_broken_disk_while_only_reading_the_kit_is_told_and_harmless() -> None:
    faults = [fault for fault in looking_errors("add", ("EIO",)) if fault.call in ("openat", "read")]

    swept = sweep("R2", "add", faults)

    assert not swept.wrong, "\n".join(swept.wrong)
    assert swept.faults == len(faults) >= _LEAST_CALLS


@nightly
@pytest.mark.parametrize("name", NAMES)
def test_an_error_while_only_looking_at_the_kit_is_told_and_harmless(name: str) -> None:
    faults = looking_errors(name, ("EIO", "EACCES"))

    swept = sweep("R2", name, faults)

    assert not swept.wrong, "\n".join(swept.wrong)
    assert swept.faults == len(faults)
