from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from time import sleep

from shelterkit.store import kit_file
from tests.faults.writer import NOW, add, begin, names_in

ROOT = Path(__file__).parent.parent


def writer(command: str, path: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writer", command, path, *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_writer_killed_at_any_moment_leaves_the_old_kit_or_the_new(tmp_path: Path) -> None:
    path = str(tmp_path / "kit.toml")
    begin(path)
    random = Random(20261123)  # noqa: S311 - moments, not secrets
    killed = 0

    for number in range(12):
        before = names_in(path)
        names = [f"{number}-{one}" for one in range(40)]
        with writer("add", path, *names) as process:
            while process.poll() is None and names_in(path) == before:
                sleep(0.001)
            sleep(random.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
        after = names_in(path)
        assert after == before + names[: len(after) - len(before)]
        add(path, f"{number}-after")
        assert names_in(path) == [*after, f"{number}-after"]
        kit_file.undo(path, now=NOW)
        assert names_in(path) == after
        assert not list(tmp_path.rglob("*.tmp"))

    assert killed > 6
