# ruff: noqa: S607 - strace is where the machine has it

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import TODAY
from tests.faults import tally
from tests.faults.commands import NAMES, copy_of, run_here, why_missing, writing
from tests.faults.program import tried_in
from tests.terminal import started_on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Kit

pytestmark = pytest.mark.fault_pr
ROOT = Path(__file__).parent.parent.parent
MASKS = (0o000, 0o022, 0o077)
CANARY = "Zopiclone-canary"
OUTPUTS = (
    ("checklist", "go-bag", "-o", "{folder}/list.html"),
    ("checklist", "go-bag", "-o", "{folder}/list.md"),
    ("checklist", "go-bag", "-o", "{folder}/list.txt"),
    ("shop", "-o", "{folder}/shop.csv"),
    ("count", "-o", "{folder}/count.html"),
    ("calendar", "-o", "{folder}/kit.ics"),
    ("export", "-o", "{folder}/kit.json"),
    ("backup", "{folder}/backup.toml"),
)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tried_in() as made:
        yield made


@pytest.fixture
def _umask() -> Iterator[None]:
    before = os.umask(0)
    os.umask(before)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """Return everything below a folder that anybody but its owner may use."""
    found = [path for path in folder.rglob("*") if not path.is_symlink()]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in found}
    return [f"{path} {mode:o}" for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)]


@pytest.mark.usefixtures("_umask")
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("name", [name for name in NAMES if not writing(name).editor])
def test_what_a_command_saves_is_its_owners_alone_whatever_the_mask(name: str, mask: int, folder: Path) -> None:
    if why_missing(writing(name)):
        pytest.skip(why_missing(writing(name)))
    os.umask(0o077)
    copy_of(name, folder)
    os.umask(mask)

    ran = run_here(folder, writing(name).words)
    run_here(folder, ("add", "other", "Later", "1 piece"))

    found = open_to_others(folder / "k")
    tally.count("R8", saves=1, leaks=len(found))
    assert ran.code == 0, ran
    assert found == []
    assert os.umask(mask) == mask


@pytest.mark.usefixtures("_umask")
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("words", OUTPUTS, ids=lambda words: " ".join(words[:2]))
def test_a_file_that_was_asked_for_is_its_owners_alone_whatever_the_mask(
    words: tuple[str, ...], mask: int, folder: Path
) -> None:
    copy_of("add", folder)
    made = Path(words[-1].format(folder=folder))
    os.umask(mask)

    ran = run_here(folder, words)
    if ran.code == 2 and "there is no command" in ran.err:
        pytest.skip(f"there is no command {words[0]} yet")

    assert ran.code == 0, ran
    mode = stat.S_IMODE(made.stat().st_mode)
    tally.count("R8", outputs=1, leaks=int(mode != 0o600))
    assert mode == 0o600


@pytest.mark.usefixtures("_umask")
@pytest.mark.parametrize("mask", MASKS)
def test_what_a_save_has_open_is_its_owners_alone_at_every_moment(mask: int, kit: Kit) -> None:
    os.umask(mask)

    done = subprocess.run(
        ["/bin/sh", "-c", 'exec strace -f -e trace=openat,mkdir,fchmod,chmod -o "$0" "$@"', f"{kit.path}.log",
         sys.executable, "-m", "tests.at", str(TODAY), "--kit", str(kit.path), "add", "other", CANARY, "1 piece"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if shutil.which("strace") is None or done.returncode:
        pytest.skip(f"nothing can be traced here: {done.stderr}")

    log = Path(f"{kit.path}.log").read_text(encoding="utf-8")
    made = re.findall(r"(?:O_CREAT\S*, |mkdir\(\S+, )0(\d+)\)", log)
    tally.count("R8", opened=len(made), leaks=sum(mode not in ("600", "700") for mode in made))
    assert len(made) >= 2
    assert set(made) <= {"600", "700"}
    assert "chmod" not in log


def words_of_the_canary(kit: Kit) -> None:
    """Make a kit in which every free text is the canary."""
    for words in (
        ("add", "med", CANARY, "20 tablets", "-w", CANARY, "--note", CANARY, "--dose", "2/day", "--for", CANARY),
        ("household", "add", CANARY, "--born", "1988"),
        ("household", "contact", "add", CANARY, "555-0142"),
        ("household", "place", "shelter", CANARY),
        ("add", "other", CANARY, "1 piece", "-b", "2026-11-30"),
    ):
        ran = kit.run(*words)
        assert ran.code in (0, 1), ran


@pytest.mark.parametrize("word", ["status", "list", "add", "use", "remove", "check", "undo"])
def test_a_failure_of_shelterkit_itself_tells_nobody_what_is_in_the_kit(word: str, kit: Kit, tmp_path: Path) -> None:
    words_of_the_canary(kit)
    (tmp_path / "sitecustomize.py").write_text(
        "import shelterkit.store.reading as reading\n"
        "real = reading.decode\n"
        "def decode(document, **more):\n"
        "    kit = real(document, **more)\n"
        "    raise RuntimeError(str(kit.inventory.items))\n"
        "reading.decode = decode\n"
    )
    more = {"add": ("other", CANARY, "2 pieces"), "use": (CANARY, "1"), "remove": (CANARY,)}.get(word, ())

    ran = subprocess.run(
        [sys.executable, "-m", "tests.at", str(TODAY), "--kit", str(kit.path), word, *more],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": f"{tmp_path}:{ROOT}",
                       "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    crash = [path.read_text() for path in tmp_path.glob("shelterkit-*.txt")]
    found = [text for text in (ran.stdout, ran.stderr, *crash) if CANARY in text]
    tally.count("R8", crashes=1, leaks=len(found))
    assert ran.returncode in (70, 3)
    assert "Traceback" not in ran.stderr
    assert found == []


def test_no_name_of_a_file_and_no_lock_tells_what_is_in_the_kit(kit: Kit) -> None:
    words_of_the_canary(kit)
    folder = kit.path.parent

    kit.run("remove", CANARY, "-y")

    names = [path.name for path in folder.rglob("*")]
    lock = (folder / ".kit.toml.lock").read_bytes()
    tally.count("R8", names=len(names), leaks=sum(CANARY in name for name in names) + len(lock))
    assert not any(CANARY in name for name in names)
    assert lock == b""


def test_no_temporary_file_of_a_killed_save_tells_what_is_in_the_kit_by_its_name(kit: Kit) -> None:
    words_of_the_canary(kit)
    if shutil.which("strace") is None:
        pytest.skip("strace is not here")
    for call in ("rename", "fsync"):
        for when in (1, 2):
            subprocess.run(
                ["strace", "-f", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={when}",
                 "-o", "/dev/null", sys.executable, "-m", "tests.at", str(TODAY), "--kit", str(kit.path),
                 "add", "other", f"{CANARY}-{call}-{when}", "1 piece"],
                cwd=ROOT, capture_output=True, check=False,
            )  # fmt: skip
            left = [path.name for path in kit.path.parent.rglob("*.tmp")]

            tally.count("R8", names=len(left), leaks=sum("canary" in name.lower() for name in left))
            assert left
            assert all(re.fullmatch(r"(\.kit\.toml\.[0-9a-f]{16}|\d{8})\.tmp", name) for name in left), left


def test_a_notification_names_nothing_of_the_kit(kit: Kit, tmp_path: Path) -> None:
    words_of_the_canary(kit)
    program = tmp_path / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>{tmp_path}/told\n')
    program.chmod(0o755)

    started_on_terminal(
        80, "--kit", str(kit.path), "check", "--notify",
        environment={"PATH": f"{program.parent}:{os.environ['PATH']}", "DISPLAY": ":0",
                     "DBUS_SESSION_BUS_ADDRESS": "unix:path=/dev/null"},
    )  # fmt: skip

    told = (tmp_path / "told").read_text()
    tally.count("R8", notifications=1, leaks=told.count(CANARY))
    assert "shelterkit" in told
    assert CANARY not in told
