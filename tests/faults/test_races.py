from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, NamedTuple

import pytest

from shelterkit.store.reading import understood
from shelterkit.store.versions import Versions
from tests.faults import tally
from tests.faults.racer import UNDO, UNLOCKED
from tests.faults.writer import begin

if TYPE_CHECKING:
    from shelterkit.store.versions import Kept

ROOT = Path(__file__).parent.parent.parent
WRITERS, ADDS, UNDOERS, UNDOS = 16, 25, 2, 12
NIGHTLY_ROUNDS = 25


class Race(NamedTuple):
    """What came of many at one kit: what each said was done, what readers saw, and every version of the kit."""

    path: str
    said: tuple[tuple[str, ...], ...]
    trouble: tuple[str, ...]
    reads: tuple[bytes, ...]
    versions: tuple[Kept, ...]


def racer(path: str, *words: str, unlocked: bool = False) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.racer", path, *words],
        cwd=ROOT,
        env={**os.environ, "SHELTERKIT_RACE": UNLOCKED if unlocked else ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def race(path: str, words: list[list[str]], *, unlocked: bool = False) -> Race:
    """Let all start at the same time, and read the kit until the last has ended."""
    begin(path)
    racers = [racer(path, *one, unlocked=unlocked) for one in words]
    reads = [Path(path).read_bytes()]
    while any(one.poll() is None for one in racers):
        now = Path(path).read_bytes()
        if now != reads[-1]:
            reads.append(now)
        sleep(0.002)
    answers = [(*one.communicate(), one.returncode) for one in racers]
    kept = Versions(path)
    return Race(
        path,
        tuple(tuple(out.split()) for out, _, _ in answers),
        tuple(err or f"exit {code}" for _, err, code in answers if err or code),
        tuple(reads),
        tuple(kept.read(number) for number in kept.numbers()),
    )


def names_of(raw: bytes) -> list[str]:
    return [item.name for item in understood(raw, "kit.toml").kit.inventory.items]


def ids_of(raw: bytes) -> dict[str, str]:
    return {item.id: item.name for item in understood(raw, "kit.toml").kit.inventory.items}


def mistakes(result: Race) -> list[str]:
    """Return where the history is not one thing done after the other, each exactly once."""
    wrong = list(result.trouble)
    said = Counter(word for words in result.said for word in words)
    done = Counter(UNDO if kept.header.kind == "undo" else kept.header.did[4:] for kept in result.versions[1:])
    wrong += [f"said and not in the history: {word}" for word in said - done]
    wrong += [f"in the history and never said: {word}" for word in done - said]
    bodies = {kept.header.version: kept.body for kept in result.versions}
    before: list[str] = []
    given: dict[str, str] = {}
    for kept in result.versions:
        names = names_of(kept.body)
        if kept.header.kind == "undo" and kept.body != bodies[kept.header.node]:
            wrong.append(f"version {kept.header.version} is not what it took back to")
        if kept.header.kind == "change" and names != [*before, kept.header.did[4:]]:
            wrong.append(f"version {kept.header.version} is not one more than the one before")
        wrong += [
            f"{one} is {name} and {given[one]}"
            for one, name in ids_of(kept.body).items()
            if given.setdefault(one, name) != name
        ]
        before = names
    if Path(result.path).read_bytes() != result.versions[-1].body:
        wrong.append("the kit is not its newest version")
    return wrong + bad_reads(result)


def bad_reads(result: Race) -> list[str]:
    """Return what readers saw that no version is, or that was older than what they had seen before."""
    position = 0
    for raw in result.reads:
        later = [number for number in range(position, len(result.versions)) if result.versions[number].body == raw]
        if not later:
            return [f"after version {position + 1} a reader saw what is no later version"]
        position = later[0]
    return []


def mixed() -> list[list[str]]:
    adders = [[f"n{one}-{number}" for number in range(ADDS)] for one in range(WRITERS)]
    return adders + [[UNDO] * UNDOS] * UNDOERS


def run_round(folder: Path) -> Race:
    result = race(str(folder / "kit.toml"), mixed())
    found = mistakes(result)
    adds = sum(word != UNDO for words in result.said for word in words)
    undone = sum(word == UNDO for words in result.said for word in words)
    tally.count("R4", adds=adds, undos=undone, reads=len(result.reads), lost=len(found))
    assert found == []
    assert adds == WRITERS * ADDS
    assert undone >= UNDOERS
    return result


@pytest.mark.fault_pr
def test_nothing_is_lost_between_sixteen_writers_two_undoers_and_readers(tmp_path: Path) -> None:
    result = run_round(tmp_path)

    assert len(result.reads) > 50


@pytest.mark.fault_nightly
@pytest.mark.parametrize("number", range(NIGHTLY_ROUNDS))
def test_nothing_is_lost_in_ten_thousand_adds(number: int, tmp_path: Path) -> None:
    del number

    run_round(tmp_path)


@pytest.mark.fault_pr
def test_on_a_disk_without_locks_every_change_that_was_said_is_in_the_history(tmp_path: Path) -> None:
    words = [[f"n{one}-{number}" for number in range(10)] for one in range(8)]

    result = race(str(tmp_path / "kit.toml"), words, unlocked=True)

    found = mistakes(result)
    adds = sum(map(len, result.said))
    tally.count("R4", unlocked_adds=adds, lost=len(found))
    assert found == []
    assert adds == 8 * 10


@pytest.mark.fault_nightly
def test_on_a_disk_without_locks_two_thousand_changes_are_in_the_history(tmp_path: Path) -> None:
    for number in range(20):
        words = [[f"n{one}-{number}-{add}" for add in range(25)] for one in range(4)]

        result = race(str(tmp_path / f"{number}" / "kit.toml"), words, unlocked=True)

        found = mistakes(result)
        tally.count("R4", unlocked_adds=sum(map(len, result.said)), lost=len(found))
        assert found == []
