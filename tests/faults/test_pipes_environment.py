from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults import tally
from tests.stocked import STOCKED

pytestmark = pytest.mark.fault_pr
ROOT = Path(__file__).parent.parent.parent
PRINTING = (
    "status",
    "list",
    "show w1",
    "expires --all",
    "shop",
    "checklist go-bag",
    "check",
    "household",
    "advisory list",
    "advisory show de-bbk",
    "history",
    "help dates",
    "list --json",
    "--help",
)
ENDS = {
    "head -1": '"$@" | head -1; exit "${PIPESTATUS[0]}"',
    "true": '"$@" | true; exit "${PIPESTATUS[0]}"',
    "closed": '"$@" >&-',
    "full": '"$@" >/dev/full',
}


class Ended(NamedTuple):
    """How a run ended whose reader was odd."""

    code: int
    err: str


def ended(words: str, end: str, kit: Path) -> Ended:
    done = subprocess.run(
        ["/bin/bash", "-c", ENDS.get(end, '"$@"'), "bash", sys.executable, "-m", "tests.at", "2026-11-23",
         "--kit", str(kit), *words.split()],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(kit.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return Ended(done.returncode, done.stderr)


@pytest.mark.parametrize("end", ENDS)
def test_whoever_reads_what_is_printed_may_leave_at_any_time(end: str, tmp_path: Path) -> None:
    kit = tmp_path / "kit.toml"
    kit.write_text(STOCKED, encoding="utf-8")

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda words: (words, ended(words, end, kit)), PRINTING))

    tally.count("environment", pipes=len(found))
    wrong = [(words, one) for words, one in found if not is_right(words, end, one)]
    assert wrong == []
    assert kit.read_text(encoding="utf-8") == STOCKED


def is_right(words: str, end: str, found: Ended) -> bool:
    """Tell whether a run ended silently as if all was printed, or said that its answer is lost."""
    # The state of the kit is known and told by the code, whoever reads.
    code = 2 if words == "check" else 0
    if end != "full":
        return found == (code, "")
    says = "the answer could not be printed: the disk is full" in found.err and len(found.err.splitlines()) <= 6
    return says and found.code == (code or 74)
