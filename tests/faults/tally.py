"""What the fault tests really ran, added up for `python -m tests.faults`; plain pytest writes nothing of it."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import Any

PLACE = "SHELTERFAULTS_TALLY"


def count(figure: str, **numbers: int) -> None:
    """Add what was run to a figure of the table: count("R4", adds=400, lost=0)."""
    _note({"figure": figure, "numbers": numbers})


def left_out(figure: str, reason: str, number: int = 1) -> None:
    """Note what a figure could not try here, and why."""
    _note({"figure": figure, "left_out": reason, "number": number})


def reproducer(figure: str, command: str) -> None:
    """Note the one line that shows a fault again."""
    _note({"figure": figure, "reproducer": command})


def _note(entry: dict[str, Any]) -> None:
    place = os.environ.get(PLACE)
    if not place:
        return
    # Several test processes may count at the same time, and one line must never end inside another.
    with Path(place).open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(json.dumps(entry) + "\n")


def entries(text: str) -> list[dict[str, Any]]:
    """Return what was noted, in the order it happened."""
    return [json.loads(line) for line in text.splitlines()]


def total(noted: list[dict[str, Any]], figure: str) -> dict[str, int]:
    """Return the numbers of a figure added up."""
    sums: dict[str, int] = {}
    for entry in noted:
        if entry["figure"] == figure:
            for name, number in entry.get("numbers", {}).items():
                sums[name] = sums.get(name, 0) + number
    return sums
