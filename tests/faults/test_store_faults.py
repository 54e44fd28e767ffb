from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import NamedTuple

import pytest

from shelterkit.store import kit_file
from tests.faults.writer import NOW, add, begin, names_in

ROOT = Path(__file__).parent.parent.parent
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EROFS", "EACCES", "EMFILE", "EXDEV", "EPERM", "ENOLCK")
CALLS = "openat,read,write,fsync,rename,link,unlink,mkdir,close,flock"
COMMANDS = {
    "add": ("add", "Radio"),
    "undo": ("undo",),
    "init": ("init", "Torch"),
    "last-good": ("last-good",),
    "after-hand-edit": ("add", "Radio"),
}
FILE = re.compile(r'/k[^>", ]*')
# The mask for new files, which a save sets, belongs to the whole process.
ONE_AT_A_TIME = Lock()
KILLED, REFUSED, STOPPED = -9, 74, 130


class Call(NamedTuple):
    """One system call of a save: the n-th of its name, on a file of the kit."""

    name: str
    ordinal: int
    line: str

    def changes_something(self) -> bool:
        looks = self.name == "read" or (self.name == "openat" and "O_CREAT" not in self.line)
        return not looks


class Outcome(NamedTuple):
    """What a save with a fault came to."""

    code: int
    out: str
    err: str
    log: str


def prepare(folder: Path, command: str) -> Path:
    kit = folder / "kit.toml"
    if command != "init":
        begin(str(kit), "Torch")
        add(str(kit), "Rope")
    if command == "last-good":
        kit.write_text("damaged")
    if command == "after-hand-edit":
        kit.write_text("# mine\n" + kit.read_text())
    return kit


def run(folder: Path, command: str, *options: str) -> Outcome:
    log = folder / "calls.log"
    traced = ["strace", "-f", "-y", "-e", f"trace={CALLS}", *options, "-o", str(log)]
    word, *names = COMMANDS[command]
    program = [sys.executable, "-m", "tests.faults.writer", word, str(folder / "k" / "kit.toml"), *names]
    done = subprocess.run([*traced, *program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    text = log.read_text(errors="replace") if log.exists() else ""
    return Outcome(done.returncode, done.stdout, done.stderr, text)


@cache
def why_not_traced() -> str:
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not here"
    done = subprocess.run([strace, "-o", "/dev/null", sys.executable, "-V"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "this machine lets nobody trace"


@pytest.fixture(autouse=True)
def _traced() -> None:
    if why_not_traced():
        pytest.skip(why_not_traced())


@cache
def calls(command: str) -> tuple[Call, ...]:
    """Return every call of one undisturbed save that names a file of the kit; run twice so that all is compiled."""
    for _ in range(2):
        with TemporaryDirectory() as folder:
            (Path(folder) / "k").mkdir()
            prepare(Path(folder) / "k", command)
            outcome = run(Path(folder), command)
            assert (outcome.code, outcome.out, outcome.err) == (0, "Saved\n", "")
            found = []
            counts: dict[str, int] = {}
            for line in outcome.log.splitlines():
                match = re.match(r"\d+ +(\w+)\(", line)
                if match is None:
                    continue
                counts[match[1]] = counts.get(match[1], 0) + 1
                if f"{folder}/k" in line:
                    found.append(Call(match[1], counts[match[1]], line.replace(folder, "")))
    return tuple(found)


@cache
def before_and_after(command: str) -> tuple[bytes | None, bytes]:
    with TemporaryDirectory() as folder:
        (Path(folder) / "k").mkdir()
        kit = prepare(Path(folder) / "k", command)
        before = kit.read_bytes() if kit.exists() else None
        run(Path(folder), command)
        return before, kit.read_bytes()


def complaints(command: str, call: Call, fault: str, *, often: bool = False) -> list[str]:
    """Return what a save with one fault did wrong, each with what to look at."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "k").mkdir()
        with ONE_AT_A_TIME:
            kit = prepare(Path(folder) / "k", command)
        option = f"inject={call.name}:{fault}:when={call.ordinal}{'+' if often else ''}"
        outcome = run(Path(folder), command, "-e", option)
        wrong = _wrong_now(command, kit, outcome)
        with ONE_AT_A_TIME:
            wrong += _wrong_next(command, kit)
        hit = [line for line in outcome.log.splitlines() if "INJECTED" in line or "killed" in line or "SIG" in line]
        if not hit:
            wrong.append("the fault did not happen")
    return [f"{command} -e {option}: {one} ({call.line}) {outcome.err}" for one in wrong]


def _wrong_now(command: str, kit: Path, outcome: Outcome) -> list[str]:
    before, after = before_and_after(command)
    now = kit.read_bytes() if kit.exists() else None
    says_saved = outcome.code == 0 or "changed=True" in outcome.err or "Saved" in outcome.out
    wrong = []
    if now not in (before, after):
        wrong.append("neither the old kit nor the new")
    if says_saved and now != after:
        wrong.append("said to be saved and is not")
    if outcome.code != KILLED and not says_saved and now != before:
        wrong.append("said not to be saved and is")
    if outcome.code == REFUSED and not says_saved and any(kit.parent.rglob("*.tmp")):
        wrong.append("a temporary file stays")
    if "Traceback" in outcome.err or outcome.code not in (0, REFUSED, 75, STOPPED, KILLED):
        wrong.append(f"exit {outcome.code}")
    return wrong


def _wrong_next(command: str, kit: Path) -> list[str]:
    """Return what is wrong with the saves after the fault, which need nobody's help."""
    path = str(kit)
    if not kit.exists():
        begin(path, "Torch")
    if kit.read_bytes() == b"damaged":
        kit_file.last_good(path, now=NOW)
    names, raw = names_in(path), kit.read_bytes()
    add(path, "Later")
    wrong = [] if names_in(path) == [*names, "Later"] else ["the next save failed"]
    kit_file.undo(path, now=NOW)
    if kit.read_bytes() != raw:
        wrong.append("undo failed")
    if command == "add" and [one.did for one in kit_file.history(path)][:2] != ["init", "add Rope"]:
        wrong.append("the history lost something")
    if "edit" in command and b"# mine" not in b"".join(one.read_bytes() for one in kit.parent.rglob("*.toml")):
        wrong.append("the edit by hand is lost")
    left = [str(one) for one in kit.parent.rglob("*") if one.name.endswith(".tmp")]
    modes = {stat.S_IMODE(one.stat().st_mode) for one in kit.parent.rglob("*") if one.is_file()}
    return wrong + [f"left {one}" for one in left] + ([] if modes <= {0o600, 0o644} else [f"modes {modes}"])


def all_complaints(command: str, faults: list[tuple[Call, str, bool]]) -> list[str]:
    before_and_after(command)
    with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        found = pool.map(lambda fault: complaints(command, fault[0], fault[1], often=fault[2]), faults)
        return [one for several in found for one in several]


def test_the_calls_of_a_save_come_in_the_order_that_survives_a_power_cut() -> None:
    order = [
        f"{call.name} {re.sub('[0-9a-f]{16}', 'RANDOM', FILE.findall(call.line)[-1])}"
        for call in calls("add")
        if call.name in ("write", "fsync", "rename", "link", "unlink", "flock")
    ]

    assert order == [
        "flock /k/.kit.toml.lock",
        "write /k/.kit.toml.history/00000003.tmp",
        "fsync /k/.kit.toml.history/00000003.tmp",
        "fsync /k/.kit.toml.history",
        "write /k/.kit.toml.RANDOM.tmp",
        "fsync /k/.kit.toml.RANDOM.tmp",
        "rename /k/kit.toml",
        "fsync /k",
        "rename /k/.kit.toml.history/00000003.toml",
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_save_killed_at_any_call_is_old_or_new(command: str) -> None:
    faults = [(call, "signal=KILL", False) for call in calls(command) if call.changes_something()]

    found = all_complaints(command, faults)

    assert found == []
    assert len(faults) >= 15


@pytest.mark.parametrize("command", ["add", "init"])
def test_a_save_asked_to_stop_at_any_call_is_done_or_says_stopped(command: str) -> None:
    faults = [(call, "signal=INT", False) for call in calls(command) if call.changes_something()]

    assert all_complaints(command, faults) == []


def test_every_error_at_every_call_of_a_save_is_told_and_harmless() -> None:
    errors = [(call, f"error={name}", False) for call in calls("add") if call.changes_something() for name in ERRORS]
    errors += [(call, "error=EIO", False) for call in calls("add") if not call.changes_something()]

    found = all_complaints("add", errors)

    assert found == []
    assert len(errors) > 150


@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EROFS"])
def test_an_error_that_stays_is_as_harmless(error: str) -> None:
    # A disk that is full stays full, but the streams of the program itself are not on it.
    lasting = [call for call in calls("add") if call.name in ("fsync", "rename", "mkdir", "flock")]

    assert all_complaints("add", [(call, f"error={error}", True) for call in lasting]) == []
