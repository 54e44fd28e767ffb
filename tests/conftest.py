"""What every test stands on: a day, a kit of its own, golden files, and no way out of the test's folder."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import hypothesis
import pytest

from shelterkit.cli.main import main
from tests.faults.shown import Figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TODAY = date(2026, 11, 23)
# How long one example takes says more about the machine than about shelterkit.
hypothesis.settings.register_profile("unhurried", deadline=None, print_blob=True)
hypothesis.settings.load_profile("unhurried")
GOLDEN = Path(__file__).parent / "golden"
# A crontab and a systemctl that keep to the test's home stand before the real ones.
PROGRAMS = Path(__file__).parent / "programs"
_used_golden_files: set[Path] = set()
_homes = itertools.count()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files instead of comparing with them")
    parser.addoption(
        "--figures", action="store_true", help="print what was run for each figure, and fail if one is not met"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Print the figures where all of a parallel run comes together."""
    if config.getoption("--figures") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Figures())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes, unless somebody chose tests by a marker or by their names."""
    if config.getoption("markexpr") or any("::" in word for word in config.args):
        return
    slow = [item for item in items if item.get_closest_marker("fault_nightly")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep a test out of the real home, off the network, and free of the developer's own settings."""
    # Not mktemp: it looks through the homes of all tests before to number the next.
    home = tmp_path_factory.getbasetemp() / "homes" / f"home{next(_homes)}"
    home.mkdir(mode=0o700, parents=True)
    for name in list(os.environ):
        if name.startswith(("SHELTERKIT_", "XDG_", "LC_")) or name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "VISUAL"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home / "run"))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("shelterkit never opens a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    yield
    shutil.rmtree(home, ignore_errors=True)


class Ran(NamedTuple):
    """What one run printed and its exit code."""

    stdout: str
    stderr: str
    code: int


class Kit:
    """A kit in the test's own folder, and shelterkit run on it in this process."""

    def __init__(self, path: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self._capture = capture

    def run(self, *words: str, today: date = TODAY) -> Ran:
        """Run shelterkit on this kit as if it were `today`."""
        self._capture.readouterr()
        code = main(["--kit", str(self.path), *words], today)
        out, err = self._capture.readouterr()
        # Commands to paste name the kit that was named; what they say otherwise is what is looked at.
        said = out.replace(f"shelterkit --kit {self.path}", "shelterkit").replace(str(self.path), "KIT")
        return Ran(said, err.replace(str(self.path), "KIT"), code)

    def write(self, text: str) -> None:
        """Put a text in the place of the kit, as an editor would."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text, encoding="utf-8")


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Kit:
    """Return a place where no kit is yet."""
    return Kit(tmp_path / "data" / "kit.toml", capsys)


@pytest.fixture
def kit(empty: Kit) -> Kit:
    """Return a kit for two adults, a child, an infant and a dog, ten days by the BBK, nothing in it."""
    made = empty.run(
        "init", "--adults", "2", "--children", "1", "--infants", "1", "--dogs", "1", "--days", "10",
        "--advisory", "de-bbk", "--no-input",
    )  # fmt: skip
    assert made.code == 0, made.stderr
    return empty


def program(*words: str, today: date = TODAY, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run shelterkit as a process of its own on a day, with exactly this environment beside PATH and HOME."""
    base = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "tests.at", str(today), *words],
        env=base | environment,
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that compares a whole output with a file a person can read."""

    def compare(name: str, output: str) -> None:
        path = GOLDEN / name
        _used_golden_files.add(path)
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(output, encoding="utf-8")
        assert output == path.read_text(encoding="utf-8"), f"{name} differs"

    return compare


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over which golden files one process of a parallel run compared."""
    _used_golden_files.update(map(Path, getattr(node, "workeroutput", {}).get("golden", ())))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail when a golden file is compared by no test any more; only a whole run can know."""
    handed_over = getattr(session.config, "workeroutput", None)
    if handed_over is not None:
        handed_over["golden"] = [str(path) for path in _used_golden_files]
        return
    whole = not session.config.args or session.config.args == [str(Path(__file__).parent)]
    whole = whole or session.config.args == session.config.getini("testpaths")
    if not whole or exitstatus or session.config.getoption("keyword") or session.config.getoption("markexpr"):
        return
    unused = {path for path in GOLDEN.rglob("*") if path.is_file()} - _used_golden_files
    if unused:
        session.exitstatus = 1
        names = ", ".join(sorted(str(path.relative_to(GOLDEN)) for path in unused))
        sys.stderr.write(f"\ngolden files no test compares: {names}\n")
