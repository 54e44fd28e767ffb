# ruff: noqa: S607 - strace is where the machine has it

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from shelterkit.errors import BusyError, StorageError
from shelterkit.store import kit_file
from shelterkit.store.versions import Header, Versions
from tests.conftest import TODAY
from tests.faults import tally
from tests.faults.odd_disk import Tries, begin
from tests.faults.traced import why_not_traced
from tests.faults.writer import NOW, add, kit_with, names_in
from tests.faults.writer import begin as begin_with

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.fault_pr
ROOT = Path(__file__).parent.parent.parent
NO_LOCKS = ("ENOLCK", "ENOSYS", "EOPNOTSUPP")
NO_LINKS = ("EPERM", "EMLINK", "EXDEV", "EOPNOTSUPP", "ENOSYS")
NO_FLUSH = ("EINVAL", "EOPNOTSUPP")
NO_EXCHANGE = ("EINVAL", "ENOSYS", "EPERM")


class Lack(NamedTuple):
    """What a file system cannot do: the call, what it answers, and the command that is tried on it."""

    call: str
    error: str
    words: str


WRITERS = ("add other Lamp 1piece", "undo", "household --adults 3")
INIT = "init --adults 2 --no-input"
LACKS = (
    *(Lack("flock", error, words) for error in NO_LOCKS for words in (*WRITERS, INIT)),
    *(Lack("link", error, INIT) for error in NO_LINKS),
    *(Lack("link", error, "checklist go-bag -o {folder}/page.html") for error in NO_LINKS),
    *(Lack("fsync", error, words) for error in NO_FLUSH for words in (WRITERS[0], INIT)),
    *(Lack("renameat2", error, words) for error in NO_EXCHANGE for words in WRITERS),
)


def traced(kit: Path, lack: Lack) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a command where one system call is refused every time; return what it said and the log of those calls."""
    if why_not_traced():
        pytest.skip(why_not_traced())
    words = lack.words.replace("{folder}", str(kit.parent)).split()
    log = kit.parent.parent / "calls.log"
    done = subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-e", f"trace={lack.call}", "-e", f"inject={lack.call}:error={lack.error}",
         "-o", str(log), sys.executable, "-m", "tests.at", str(TODAY), "--kit", str(kit), *words],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "HOME": str(kit.parent.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done, log.read_text(encoding="utf-8")


@pytest.mark.parametrize("lack", LACKS, ids=lambda lack: f"{lack.call} {lack.error} {lack.words.split()[0]}")
def test_what_a_file_system_cannot_do_is_done_without(lack: Lack, tmp_path: Path) -> None:
    kit = tmp_path / "k" / "kit.toml"
    kit.parent.mkdir()
    if lack.words != INIT:
        begin(kit)
    versions = len(kit_file.history(str(kit)))
    before = kit.read_bytes() if kit.exists() else None

    done, log = traced(kit, lack)

    tries = Tries()
    tries.works(kit)
    tally.count("environment", file_systems=1, bad=len(tries.wrong))
    assert "(INJECTED)" in log
    assert (done.returncode, done.stderr) == (0, "")
    assert tries.wrong == []
    if lack.words.startswith("checklist"):
        assert (kit.parent / "page.html").stat().st_mode & 0o777 == 0o600
    else:
        assert kit.read_bytes() != before
        assert kit_file.history(str(kit))[versions].kind in ("init", "change", "undo")


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        ("flock", "ENOLCK", "lock files"),
        ("link", "EPERM", "give a file a second name"),
        ("fsync", "EINVAL", "say when a new name is on the disk"),
    ],
)
def test_doctor_says_what_a_file_system_cannot_do(call: str, error: str, said: str, tmp_path: Path) -> None:
    kit = tmp_path / "k" / "kit.toml"
    kit.parent.mkdir()
    begin(kit)

    done, log = traced(kit, Lack(call, error, "doctor"))

    tally.count("environment", file_systems=1)
    assert "(INJECTED)" in log
    assert done.returncode in (0, 1), done
    assert "WARN  this disk cannot\n" in done.stdout
    assert said in done.stdout


@pytest.fixture
def _no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)


@contextmanager
def refused_as_busy() -> Iterator[None]:
    """Expect what is done here to be refused, as another program is saving."""
    with pytest.raises(BusyError):
        yield


def begun_elsewhere(path: str, number: int) -> Versions:
    """Let another shelterkit be in the middle of a save: its version is begun and not finished."""
    versions = Versions(path)
    raw = Path(path).read_bytes()
    versions.begin(
        Header(number, "2026-11-23T09:12:00Z", "theirs", "change", number, number - 1, {}, 0), raw + b"# x\n"
    )
    return versions


@pytest.mark.usefixtures("_no_locks")
def test_without_locks_the_version_of_a_save_that_is_under_way_elsewhere_is_left_alone(tmp_path: Path) -> None:
    path = str(tmp_path / "kit.toml")
    begin_with(path, "Torch")

    with kit_file.editing(path, now=NOW) as edit, refused_as_busy():
        versions = begun_elsewhere(path, 2)
        edit.save(kit_with("Torch", "Radio"), "mine")

    assert versions.pending() == [2]
    assert names_in(path) == ["Torch"]


@pytest.mark.usefixtures("_no_locks")
def test_without_locks_a_kit_saved_elsewhere_meanwhile_is_no_edit_by_hand(tmp_path: Path) -> None:
    path = str(tmp_path / "kit.toml")
    begin_with(path, "Torch")

    with kit_file.editing(path, now=NOW) as edit, refused_as_busy():
        add(path, "Theirs")
        edit.save(kit_with("Torch", "Radio"), "mine")

    assert names_in(path) == ["Torch", "Theirs"]
    assert [one.did for one in kit_file.history(path)] == ["init", "add Theirs"]


@pytest.mark.usefixtures("_no_locks")
def test_without_locks_what_a_crash_left_open_is_ended_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "kit.toml")
    begin_with(path, "Torch")
    begun_elsewhere(path, 2)
    monkeypatch.setattr("shelterkit.store.lock.WAIT_SECONDS", 0.05)

    add(path, "Radio")

    assert names_in(path) == ["Torch", "Radio"]
    assert Versions(path).pending() == []


@pytest.mark.usefixtures("_no_locks")
def test_without_locks_a_version_that_vanishes_while_it_is_looked_at_is_told_as_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "kit.toml")
    begin_with(path, "Torch")
    monkeypatch.setattr(Versions, "pending", lambda _: [7])
    monkeypatch.setattr("shelterkit.store.lock.WAIT_SECONDS", 0.05)

    with pytest.raises(BusyError):
        add(path, "Radio")

    assert names_in(path) == ["Torch"]


def test_with_locks_a_version_that_vanishes_is_the_disks_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "kit.toml")
    begin_with(path, "Torch")
    monkeypatch.setattr(Versions, "pending", lambda _: [7])

    with pytest.raises(StorageError):
        add(path, "Radio")

    assert names_in(path) == ["Torch"]
