"""A real terminal of a given width, and shelterkit on it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.cli.main import main
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_PROMPTS = (b"]: ", b"[y/N] ")
_SECONDS = 20


class Seen(NamedTuple):
    """What stood on the terminal, typed answers included, and the exit code."""

    text: str
    code: int


def on_terminal(
    columns: int, *words: str, answers: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Seen:
    """Run shelterkit in a copy of this process whose only streams are a terminal; each prompt gets the next answer."""

    def run() -> int:
        return main(words, TODAY)

    return _watched(columns, run, answers, environment or {})


def all_on_terminal(
    columns: int, lines: Sequence[Sequence[str]], *, environment: Mapping[str, str] | None = None
) -> Seen:
    """Run shelterkit several times on one terminal, with the highest exit code; a new process costs more than a run."""

    def run() -> int:
        return max(main(words, TODAY) for words in lines)

    return _watched(columns, run, (), environment or {})


def started_on_terminal(columns: int, *words: str, environment: Mapping[str, str] | None = None) -> Seen:
    """Start shelterkit as a program of its own on a terminal."""

    def run() -> int:
        # The environment as Python has it: readline, which pytest loads, sets COLUMNS behind its back.
        program = [sys.executable, "-m", "tests.at", str(TODAY), *words]
        os.execve(sys.executable, program, dict(os.environ))  # noqa: S606 - no shell

    return _watched(columns, run, (), environment or {})


def _watched(columns: int, run: Callable[[], int], answers: Sequence[str], environment: Mapping[str, str]) -> Seen:
    child, terminal = pty.fork()
    if child == 0:
        _be_the_program(columns, run, environment)
    try:
        text = _read(terminal, list(answers), child)
    finally:
        os.close(terminal)
        _, status = os.waitpid(child, 0)
    return Seen(text.decode("utf-8", "surrogateescape").replace("\r\n", "\n"), os.waitstatus_to_exitcode(status))


def _be_the_program(columns: int, run: Callable[[], int], environment: Mapping[str, str]) -> None:
    code = 99
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.environ.update({"TERM": "xterm", **environment})
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - a descriptor
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - a descriptor
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - a descriptor
        code = run()
        sys.stdout.flush()
    finally:
        os._exit(code)


def _read(terminal: int, answers: list[str], child: int) -> bytes:
    seen = b""
    while True:
        ready, _, _ = select.select([terminal], [], [], _SECONDS)
        if not ready:
            os.kill(child, signal.SIGKILL)
            return seen + b"<waits for ever>"
        try:
            part = os.read(terminal, 65536)
        except OSError:
            return seen
        if not part:
            return seen
        seen += part
        if answers and seen.endswith(_PROMPTS):
            os.write(terminal, f"{answers.pop(0)}\n".encode())
