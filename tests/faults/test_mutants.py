"""R10: the fault lanes go red on bugs seeded on purpose, and stay green without them."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.faults import tally
from tests.faults.commands import copy_of, writing
from tests.faults.oracle import comparable, kit_in, stage
from tests.faults.power import ORDERED, WEAK, cuts, steps
from tests.faults.program import copied, environment, program, tried_in, words_of
from tests.faults.traced import Fault, calls, why_not_traced, with_fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.traced import Call

_FOLDER = Path(__file__).parent / "mutants"
_WRITERS, _ADDS = 8, 4


class Mutant(NamedTuple):
    """A bug, and the lanes that must find it."""

    name: str
    found_by: tuple[str, ...]
    changes: tuple[tuple[str, str, str], ...]


@cache
def mutants() -> tuple[Mutant, ...]:
    found = []
    for path in sorted(_FOLDER.glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        changes = tuple((one["file"], one["text"], one["other"]) for one in raw["change"])
        found.append(Mutant(path.stem, tuple(raw["found_by"].split(", ")), changes))
    return tuple(found)


def is_killed(folder: Path) -> bool:
    """Tell whether some kill at a call that changes something leaves a kit that is neither old nor new."""
    # From the end, because that is where a save does what matters.
    return any(_is_bad_killed(folder, call) for call in reversed(calls(folder, "add")) if call.changes)


def _is_bad_killed(folder: Path, call: Call) -> bool:
    with tried_in() as place:
        copy_of("add", place)
        with_fault(folder, place, writing("add"), Fault(call.name, call.ordinal, "signal=KILL"))
        return kit_in(place) not in stage(program(), "add")


def is_lost_to_power(folder: Path) -> bool:
    """Tell whether some state after a power cut is not what was promised."""
    found = {cut for model in (WEAK, ORDERED) for cut in cuts(*steps(folder, "add"), model)}
    old, new = stage(program(), "add")
    return any(
        comparable(dict(cut.tree).get("k/kit.toml")) not in ((new,) if cut.told else (old, new)) for cut in found
    )


def is_lost_in_a_race(folder: Path) -> bool:
    """Tell whether an item that one of many writers adds is lost, refused or there twice."""
    with tried_in() as place:
        copy_of("add", place)
        script = 'me=$0 times=$1; shift; for n in $(seq "$times"); do "$@" add other "Item-$me-$n" "1 piece"; done'
        command = words_of("--kit", str(place / "k" / "kit.toml"))
        at_once = [
            subprocess.Popen(
                ["/bin/sh", "-c", script, str(writer), str(_ADDS), *command],
                cwd=folder, env=environment(place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            for writer in range(_WRITERS)
        ]  # fmt: skip
        for process in at_once:
            process.wait(timeout=120)
        kit = (kit_in(place) or b"").decode()
    wanted = [f'name = "Item-{writer}-{n}"' for writer in range(_WRITERS) for n in range(1, _ADDS + 1)]
    return any(kit.count(f"{one}\n") != 1 for one in wanted)


def is_empty_accepted(folder: Path) -> bool:
    """Tell whether an empty file is taken for a kit."""
    with tried_in() as place:
        copy_of("add", place)
        (place / "k" / "kit.toml").write_bytes(b"")
        command = words_of("--kit", str(place / "k" / "kit.toml"), "add", "other", "Radio", "1 piece")
        done = subprocess.run(command, cwd=folder, env=environment(place), capture_output=True, check=False)
        return done.returncode != 65


LANES: dict[str, Callable[[Path], bool]] = {
    "kill": is_killed,
    "power": is_lost_to_power,
    "race": is_lost_in_a_race,
    "empty": is_empty_accepted,
}


@pytest.fixture(autouse=True)
def _traced() -> None:
    if why_not_traced():
        pytest.skip(why_not_traced())


@pytest.mark.fault_pr
def test_the_six_seeded_bugs_are_those_that_were_promised() -> None:
    assert [(one.name, one.found_by) for one in mutants()] == [
        ("backup-then-move", ("kill",)),
        ("empty-is-new", ("empty",)),
        ("in-place-write", ("kill", "power")),
        ("no-folder-fsync", ("power",)),
        ("no-fsync", ("power",)),
        ("no-lock", ("race",)),
    ]


@pytest.mark.parametrize(
    "mutant",
    [pytest.param(one, id=one.name, marks=pytest.mark.fault_pr) for one in mutants()],
)
def test_a_seeded_bug_turns_its_lanes_red(mutant: Mutant) -> None:
    folder = copied(mutant.name, mutant.changes)

    found = {lane: LANES[lane](folder) for lane in mutant.found_by}

    tally.count("R10", bugs=1, missed=int(not all(found.values())))
    assert all(found.values()), found


@pytest.mark.fault_nightly
@pytest.mark.parametrize("lane", LANES)
def test_without_a_seeded_bug_every_lane_is_green(lane: str) -> None:
    assert not LANES[lane](program())
