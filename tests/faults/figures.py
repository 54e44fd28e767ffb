"""The figures to hit, and the table of what was really run for each."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from tests.faults.tally import total

# What is counted under one of these names must be 0.
BAD = frozenset(
    [
        "bad",
        "bads",
        "lost",
        "duplicated",
        "failed",
        "failures",
        "escapes",
        "tracebacks",
        "hangs",
        "missed",
        "rewritten",
        "wrong",
        "leaks",
        "refused",
        "differences",
    ]
)


class Figure(NamedTuple):
    """A figure: what is promised, and the least to run for it, at every change and by night."""

    name: str
    promise: str
    quick: int
    nightly: int


# The least is that of the promise: calls a save has, times commands, times errors.
FIGURES = (
    Figure("R1", "killed at every system call that changes something", 80, 350),
    Figure("R2", "every error at every such call, once and from then on", 250, 6_000),
    Figure("R3", "every state a power cut can leave, in two models", 120, 800),
    Figure("R4", "many add at the same time, others read and undo", 400, 10_000),
    Figure("R5", "kits cut, with a bit turned, and at random", 4_096, 100_000),
    Figure("R6", "typing mistakes by hand: file, line and field named", 60, 60),
    Figure("R7", "hostile texts in every place that shows them", 672, 672),
    Figure("R8", "private under every umask, no item named where it must not be", 1, 1),
    Figure("R10", "seeded bugs that the tests find", 6, 6),
    Figure(
        "undo", "random histories against a plain list of their states, every one walked back and forth", 200, 5_000
    ),
    Figure("fuzz", "texts, kits, settings and commands at random: read or refused in words", 18_000, 900_000),
    Figure("environment", "disks, file systems, sync programs, links, clocks, owners and pipes that are odd", 500, 500),
    Figure("signals", "Ctrl-C, TERM and hang-up at every such call and at random", 100, 1_500),
    Figure("compound", "a full disk at every call after a kill at every call", 0, 400),
)


class Row(NamedTuple):
    """One line of the table: what was run, what of it was bad, and whether that is the figure."""

    figure: Figure
    ran: dict[str, int]
    bad: dict[str, int]
    is_met: bool


def rows(noted: list[dict[str, Any]], *, nightly: bool) -> list[Row]:
    """Return the table for what was noted."""
    return [_row(figure, total(noted, figure.name), nightly=nightly) for figure in FIGURES]


def _row(figure: Figure, numbers: dict[str, int], *, nightly: bool) -> Row:
    ran = {name: number for name, number in numbers.items() if name not in BAD}
    bad = {name: number for name, number in numbers.items() if name in BAD}
    least = figure.nightly if nightly else figure.quick
    cases = sum(number for name, number in ran.items() if name != "commands")
    return Row(figure, ran, bad, cases >= least and not any(bad.values()))


def table(noted: list[dict[str, Any]], *, nightly: bool) -> str:
    """Return the table as text, and under it what could not be tried here and how to do each fault again."""
    lines = []
    for row in rows(noted, nightly=nightly):
        ran = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in row.ran.items()) or "nothing run"
        bad = ", ".join(f"{number} {name}" for name, number in row.bad.items()) or "-"
        is_asked = nightly or row.figure.quick
        mark = "by night" if not is_asked else "met" if row.is_met else "NOT MET"
        lines += [f"{row.figure.name:9} {mark:8} {row.figure.promise}", f"{'':18} {ran}; {bad}"]
    return "\n".join([*lines, *_left_out(noted), *_reproducers(noted)]) + "\n"


def _left_out(noted: list[dict[str, Any]]) -> list[str]:
    reasons = Counter[str]()
    for entry in noted:
        if "left_out" in entry:
            reasons[f"{entry['figure']}: {entry['left_out']}"] += entry["number"]
    head = f"left out: {sum(reasons.values())}"
    return ["", head, *(f"  {number} x {reason}" for reason, number in sorted(reasons.items()))]


def _reproducers(noted: list[dict[str, Any]]) -> list[str]:
    found = [entry["reproducer"] for entry in noted if "reproducer" in entry]
    return ["", "again:", *(f"  {line}" for line in found)] if found else []
