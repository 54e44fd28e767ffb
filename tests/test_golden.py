"""A golden file that no test compares any more is found, in one process and in several."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_CONFTEST = """\
from pathlib import Path

from tests import conftest
from tests.conftest import *

conftest.GOLDEN = Path(__file__).parent / "golden"
"""
_TESTS = """\
import pytest

@pytest.mark.parametrize("name", ["one", "two"])
def test_it(name, golden):
    golden(f"{name}.txt", name)
"""


@pytest.mark.parametrize("processes", ["0", "2"])
@pytest.mark.parametrize(("unused", "code"), [("three.txt", 1), ("", 0)])
def test_a_golden_file_that_no_test_compares_fails_a_whole_run(
    unused: str, code: int, processes: str, tmp_path: Path
) -> None:
    (tmp_path / "golden").mkdir()
    for name in ("one", "two", *unused.split(".txt")[:-1]):
        (tmp_path / "golden" / f"{name}.txt").write_text(name)
    (tmp_path / "conftest.py").write_text(_CONFTEST)
    (tmp_path / "test_it.py").write_text(_TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\ntestpaths = .\naddopts = --import-mode=importlib\n")

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", processes],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert "2 passed" in ran.stdout, ran.stdout + ran.stderr
    assert (ran.returncode, ran.stderr) == (code, f"\ngolden files no test compares: {unused}\n" if unused else "")
