"""Runs under strace that cost no start of Python: a process that has imported the program is forked for each."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from tests.faults.program import environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_SECONDS = 60
_waiting: dict[Path, list[Warm]] = {}
_WAITING = Lock()


@cache
def can_attach() -> bool:
    """Tell whether strace may join a process that runs already; some systems let it only start one."""
    strace = shutil.which("strace")
    if strace is None:
        return False
    with subprocess.Popen(["/bin/sleep", str(_SECONDS)]) as sleeping:
        begun = [strace, "-o", os.devnull, "-p", str(sleeping.pid)]
        with subprocess.Popen(begun, stderr=subprocess.PIPE, text=True) as tracing:
            said = tracing.stderr.readline() if tracing.stderr else ""
            sleeping.kill()
    return "attached" in said


class Warm:
    """The program of a folder, imported and waiting; it ends with the process that asks it."""

    def __init__(self, program: Path) -> None:
        self._asking, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._asking.settimeout(_SECONDS)
        number = theirs.fileno()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked", str(number)], cwd=program, env=environment(program),
            pass_fds=[number], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        )  # fmt: skip
        theirs.close()

    def traced(self, tracing: Sequence[str], words: Sequence[str], given: dict[str, str]) -> tuple[int, str, str]:
        """Run words under strace; return the exit code and what the run said on both streams."""
        (out, out_of), (err, err_of) = os.pipe(), os.pipe()
        asked = json.dumps({"words": words, "environment": given}).encode()
        socket.send_fds(self._asking, [asked], [out_of, err_of])
        os.close(out_of)
        os.close(err_of)
        child = int(self._answer())
        with subprocess.Popen([*tracing, "-p", str(child)], stderr=subprocess.PIPE, text=True) as strace:
            said = strace.stderr.readline() if strace.stderr else ""
            os.kill(child, signal.SIGUSR1)
            code = int(self._answer())
        if "attached" not in said:
            raise AssertionError(said)
        return code, _all_of(out), _all_of(err)

    def _answer(self) -> bytes:
        answer = self._asking.recv(64)
        if not answer:
            raise AssertionError(f"the program ended: {self._process.wait()}")
        return answer


def _all_of(stream: int) -> str:
    with open(stream, encoding="utf-8") as file:
        return file.read()


@contextmanager
def warm(program: Path) -> Iterator[Warm]:
    """Give the program of a folder to one run at a time; it waits for the next one."""
    with _WAITING:
        waiting = _waiting.setdefault(program, [])
        one = waiting.pop() if waiting else None
    one = one or Warm(program)
    yield one
    # Not after an error: who asked in vain once is not asked again.
    with _WAITING:
        waiting.append(one)
