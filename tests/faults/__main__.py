"""Run every fault lane and print what was run for each figure: python -m tests.faults [--nightly]."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.faults.shown import Figures, counting_tests

_EVERYTHING = "fault_nightly or not fault_nightly"


def _run(*, nightly: bool) -> int:
    begun = time.monotonic()
    lanes = [str(Path(__file__).parent), *map(str, counting_tests())]
    marker = _EVERYTHING if nightly else "not fault_nightly"
    figures = Figures(nightly=nightly, strict=True)
    ended = pytest.main(["-q", "-p", "no:cacheprovider", "-n", "auto", "-m", marker, *lanes], plugins=[figures])
    sys.stdout.write(f"{time.monotonic() - begun:.0f} seconds\n")
    return int(bool(ended))


if __name__ == "__main__":
    sys.exit(_run(nightly="--nightly" in sys.argv[1:]))
