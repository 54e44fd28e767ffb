from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults import tally
from tests.faults.odd_disk import LOOKING, WRITING, Tries, begin, run
from tests.test_cli_streams import as_somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.fault_pr
ROOT = Path(__file__).parent.parent.parent
OWN_NAMESPACE = ("unshare", "-Urm")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that every user can reach; pytest's own are closed to others."""
    made = Path(tempfile.mkdtemp(prefix="sk-", dir="/tmp"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@cache
def why_no_mounts() -> str:
    if shutil.which("unshare") is None:
        return "there is no unshare to mount disks with"
    probe = ["sh", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt"]
    done = subprocess.run([*OWN_NAMESPACE, *probe], capture_output=True, text=True, check=False)
    return f"this machine lets nobody mount a disk: {done.stderr.strip()}" if done.returncode else ""


def tried(kind: str, folder: Path, *started: str) -> dict[str, Any]:
    done = subprocess.run(
        [*started, sys.executable, "-m", "tests.faults.odd_disk", kind, str(folder)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    tally.count("environment", disk_tries=found["tried"], bad=len(found["wrong"]))
    assert found["wrong"] == []
    return found


@pytest.mark.parametrize(("kind", "least"), [("full", 64), ("inodes", 24)])
def test_a_disk_without_room_keeps_the_old_kit_or_saves_the_new(kind: str, least: int, folder: Path) -> None:
    if why_no_mounts():
        pytest.skip(why_no_mounts())

    found = tried(kind, folder, *OWN_NAMESPACE)

    assert found["tried"] >= least
    assert {"0", "74"} <= found["codes"].keys()


def test_everything_can_be_looked_at_on_a_disk_for_reading_only(folder: Path) -> None:
    if why_no_mounts():
        pytest.skip(why_no_mounts())

    found = tried("read-only", folder, *OWN_NAMESPACE)

    assert found["tried"] == len(LOOKING) + len(WRITING)
    assert found["codes"]["74"] == len(WRITING)


def test_what_may_not_be_written_to_is_said_and_left_as_it_is(folder: Path) -> None:
    user = as_somebody()
    become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
    if user:
        os.chown(folder, user, user)

    found = tried("closed", folder, *become)

    assert found["tried"] == 4 * (len(LOOKING) + len(WRITING) + 1)
    assert found["codes"]["74"] >= 2 * len(WRITING)


@pytest.mark.parametrize("kilobytes", range(9))
def test_a_limit_to_the_size_of_files_keeps_the_old_kit_or_saves_the_new(kilobytes: int, tmp_path: Path) -> None:
    kit = tmp_path / "kit.toml"
    begin(kit)
    for number in range(30):
        run(kit, f"add other Lamp{number} 1piece")
    before = kit.read_bytes()

    ran = subprocess.run(
        ["/bin/bash", "-c", f'ulimit -f {kilobytes}; exec "$@"', "bash", sys.executable, "-m", "tests.at",
         "2026-11-23", "--kit", str(kit), "add", "other", "Radio", "1piece"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    tally.count("environment", size_limits=1)
    if len(before) > kilobytes * 1024:
        assert ran.returncode == 74
        assert ran.stderr.startswith("Error: the disk is full (")
        assert "Nothing was changed." in ran.stderr
        assert kit.read_bytes() == before
        assert not list(tmp_path.rglob("*.tmp"))
    else:
        assert (ran.returncode, ran.stderr) == (0, "")
    after = Tries()
    after.works(kit)
    assert after.wrong == []


def test_the_limits_stop_at_least_some_saves_and_let_others_through(tmp_path: Path) -> None:
    kit = tmp_path / "kit.toml"
    begin(kit)
    for number in range(30):
        run(kit, f"add other Lamp{number} 1piece")

    assert 2 * 1024 < kit.stat().st_size < 7 * 1024
