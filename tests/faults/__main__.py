"""Run every fault lane and print what was run for each figure: python -m tests.faults [--nightly]."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.faults import tally
from tests.faults.figures import rows, table

_TESTS = Path(__file__).parent.parent
_EVERYTHING = "fault_nightly or not fault_nightly"


class _Skips:
    """Notes the tests that could not run here, which the tally of a figure knows nothing of."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note one skipped test and its reason."""
        if report.skipped and isinstance(report.longrepr, tuple):
            tally.left_out("test", report.longrepr[2].removeprefix("Skipped: "))


def _counting_tests() -> list[str]:
    """Return the files of tests that count towards a figure."""
    files = sorted(_TESTS.rglob("test_*.py"))
    counting = ("tally.count(", "faults.tally import count")
    return [str(path) for path in files if any(one in path.read_text(encoding="utf-8") for one in counting)]


def _run(*, nightly: bool) -> int:
    begun = time.monotonic()
    handle, place = tempfile.mkstemp(prefix="tally-")
    os.close(handle)
    os.environ[tally.PLACE] = place
    lanes = [str(Path(__file__).parent), *_counting_tests()]
    marker = _EVERYTHING if nightly else "not fault_nightly"
    ended = pytest.main(["-q", "-p", "no:cacheprovider", "-m", marker, *lanes], plugins=[_Skips()])
    noted = tally.entries(Path(place).read_text(encoding="utf-8"))
    Path(place).unlink()
    sys.stdout.write(f"\n{table(noted, nightly=nightly)}\n{time.monotonic() - begun:.0f} seconds\n")
    asked = [row for row in rows(noted, nightly=nightly) if nightly or row.figure.quick]
    return int(bool(ended) or not all(row.is_met for row in asked))


if __name__ == "__main__":
    sys.exit(_run(nightly="--nightly" in sys.argv[1:]))
