"""Prints at the end of a run of tests what was run for each figure: pytest --figures, or python -m tests.faults."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.faults import tally
from tests.faults.figures import rows, table

if TYPE_CHECKING:
    import pytest

_TESTS = Path(__file__).parent.parent


def counting_tests() -> list[Path]:
    """Return the files of tests that count towards a figure."""
    counting = ("tally.count(", "faults.tally import count")
    files = {*Path(__file__).parent.glob("test_*.py"), *_TESTS.rglob("test_*.py")}
    return sorted(path for path in files if any(one in path.read_text(encoding="utf-8") for one in counting))


class Figures:
    """Adds up what all processes of a run count; a figure that is not met makes the run fail."""

    def __init__(self, *, nightly: bool = False, strict: bool = False) -> None:
        self.nightly = nightly
        self.strict = strict
        self._lanes = tuple(f"{path.relative_to(_TESTS.parent)}::" for path in counting_tests())
        self.left_out = 0
        handle, self._place = tempfile.mkstemp(prefix="tally-")
        os.close(handle)
        # The processes of a parallel run are started later, and inherit it.
        os.environ[tally.PLACE] = self._place

    def unmet(self) -> list[str]:
        """Return the figures that are asked for and not met."""
        asked = [row for row in rows(self._noted(), nightly=self.nightly) if self.nightly or row.figure.quick]
        return [row.figure.name for row in asked if not row.is_met]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that could not run here, which the tally of a figure knows nothing of."""
        if report.skipped and isinstance(report.longrepr, tuple) and report.nodeid.startswith(self._lanes):
            self.left_out += 1
            tally.left_out("test", report.longrepr[2].removeprefix("Skipped: "))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail where a figure is not met; unless `strict`, not on a computer that cannot try all of it."""
        if self.unmet() and (self.strict or not self.left_out) and not session.exitstatus:
            session.exitstatus = 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table."""
        terminalreporter.section("what was run for each figure")
        terminalreporter.write(self.text())

    def text(self) -> str:
        """Return the table of what was run until now."""
        return table(self._noted(), nightly=self.nightly)

    def pytest_unconfigure(self) -> None:
        """Leave nothing behind."""
        os.environ.pop(tally.PLACE, None)
        Path(self._place).unlink(missing_ok=True)

    def _noted(self) -> list[dict[str, Any]]:
        return tally.entries(Path(self._place).read_text(encoding="utf-8"))
