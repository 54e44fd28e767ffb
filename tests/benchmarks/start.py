"""Print what looking at a kit costs in bare Pythons: python -m tests.benchmarks.start [ITEMS [RUNS]]."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from tests.benchmarks.kits import kit_of

ITEMS, RUNS, WARM_UP = 500, 40, 3


class Case(NamedTuple):
    """A command line, and the most it may cost in bare Pythons."""

    name: str
    words: list[str]
    limit: float | None = None


def cases(kit: Path) -> list[Case]:
    """Return what is timed, bare Python first."""
    # The script of the same environment: another one on the PATH would be another shelterkit.
    program = [str(Path(sys.executable).with_name("shelterkit")), "--kit", str(kit)]
    return [
        Case("python -I -c pass", [sys.executable, "-I", "-c", "pass"]),
        Case("status", [*program, "status"], 5.5),
        Case("status --json", [*program, "status", "--json"], 5.5),
        Case("status, in colour", [*program, "status", "--color", "always"], 8.5),
        Case("check", [*program, "check"], 5.5),
        Case("check -q --snooze 7d", [*program, "check", "--quiet", "--snooze", "7d"], 5.5),
        Case("list", [*program, "list"]),
        Case("checklist air-raid", [*program, "checklist", "air-raid"]),
        Case("checklist, no kit", [program[0], "checklist", "air-raid", "--blank"], 6),
        Case("checklist as PDF", [*program, "checklist", "air-raid", "-o", f"{kit}.pdf", "--force"], 12),
        Case("shop", [*program, "shop"]),
    ]


def seconds(case: Case) -> float:
    """Return how long one run took, its output read through a pipe."""
    begun = perf_counter()
    ran = subprocess.run(case.words, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    taken = perf_counter() - begun
    # The codes of `check` up to 2 say how the kit stands.
    if ran.returncode > (2 if "check" in case.words else 0):
        raise subprocess.CalledProcessError(ran.returncode, case.words, ran.stdout, ran.stderr)
    return taken


def measured(all_cases: list[Case], runs: int) -> list[list[float]]:
    """Return the times of every case; taken in turns, so that a busy moment hits all of them."""
    for _ in range(WARM_UP):
        for case in all_cases:
            seconds(case)
    rounds = [[seconds(case) for case in all_cases] for _ in range(runs)]
    return [list(times) for times in zip(*rounds, strict=True)]


def table(all_cases: list[Case], times: list[list[float]]) -> str:
    """Return the cost of each case in bare Pythons."""
    bare = times[0]
    lines = [f"{'':20}{'median':>8}{'minimum':>9}{'at most':>9}"]
    for case, taken in zip(all_cases, times, strict=True):
        ratios = (median(taken) / median(bare), min(taken) / min(bare))
        limit = f"{case.limit:9.1f}" if case.limit else ""
        verdict = "  TOO SLOW" if case.limit and min(ratios) > case.limit else ""
        lines.append(f"{case.name:20}{ratios[0]:8.2f}{ratios[1]:9.2f}{limit}{verdict}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write a kit, time what looks at it, and print the table."""
    numbers = [int(word) for word in sys.argv[1:]]
    items, runs = (*numbers, *(ITEMS, RUNS)[len(numbers) :])
    with tempfile.TemporaryDirectory() as folder:
        kit = Path(folder) / "kit.toml"
        kit.write_text(kit_of(items), encoding="utf-8")
        os.environ["XDG_STATE_HOME"] = folder  # what was told is nobody's business after this
        all_cases = cases(kit)
        sys.stdout.write(f"{items} items, {runs} runs, in bare Pythons:\n{table(all_cases, measured(all_cases, runs))}")


if __name__ == "__main__":
    main()
