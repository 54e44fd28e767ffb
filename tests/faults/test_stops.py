"""Ctrl-C, TERM and a closed terminal at any moment of a run: the old kit or the new, and nothing but one line."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.faults import tally
from tests.faults.commands import copy_of
from tests.faults.oracle import wrong_next
from tests.faults.program import environment, program, tried_in

if TYPE_CHECKING:
    from pathlib import Path

_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_NOTHING, _SAVED = "Stopped. Nothing was changed.\n", "Stopped. The change was saved.\n"
# What Python itself says of a stop while it starts, before any of the program runs, is not the program's.
_OWN_TRACEBACK = re.compile(r'File "[^"]*/shelterkit/(?!__main__)')


def _command(place: Path) -> list[str]:
    return [
        sys.executable,
        "-m",
        "shelterkit",
        "--kit",
        str(place / "k" / "kit.toml"),
        "add",
        "other",
        "Radio",
        "1 piece",
    ]


def _stopped(number: signal.Signals, delay: float) -> list[str]:
    """Return what is wrong after a stop that came so many seconds after the start."""
    with tried_in() as place:
        copy_of("add", place)
        process = subprocess.Popen(
            _command(place), cwd=program(), env=environment(place), text=True, umask=0,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        time.sleep(delay)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
        is_new = b'"Radio"' in (place / "k" / "kit.toml").read_bytes()
        wrong = _wrong(number, process.returncode, out, err, is_new=is_new)
        wrong += wrong_next("add", place)
    return [f"{number.name} after {delay:.4f} s: {one}: {out!r} {err!r}" for one in wrong]


def _wrong(number: signal.Signals, code: int, out: str, err: str, *, is_new: bool) -> list[str]:
    wrong = []
    # A shell reports both the same: ended by the signal, or ended by itself with that code.
    if code not in (0, -number, 128 + number) and not (number == signal.SIGINT and code == 1 and not is_new):
        wrong.append(f"exit {code}")
    if _OWN_TRACEBACK.search(err):
        wrong.append("a traceback")
    if (code == 0 or out or _SAVED in err) and not is_new:
        wrong.append("said to be saved and is not")
    if _NOTHING in err and is_new:
        wrong.append("said not to be changed and is")
    return wrong


def _length() -> float:
    """Return how long a run takes that nobody stops, here and now."""
    with tried_in() as place:
        copy_of("add", place)
        begun = time.monotonic()
        subprocess.run(_command(place), cwd=program(), env=environment(place), capture_output=True, check=True)
        return time.monotonic() - begun


@pytest.mark.parametrize(
    "times", [pytest.param(12, marks=pytest.mark.fault_pr), pytest.param(200, marks=pytest.mark.fault_nightly)]
)
def test_a_stop_at_any_moment_leaves_the_old_kit_or_the_new_and_tells_which(times: int) -> None:
    length, chance = _length() * 1.1, random.Random(1)  # noqa: S311 - moments, no secrets
    moments = [(number, chance.random() * length) for number in _STOPS for _ in range(times)]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = [line for lines in pool.map(lambda one: _stopped(*one), moments) for line in lines]

    tally.count("signals", commands=1, faults=len(moments), bad=len(wrong))
    assert not wrong, "\n".join(wrong)
