"""One run under strace: every call it makes on the kit's folder, and faults put into them."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.faults.commands import copy_of, writing
from tests.faults.program import environment, scratch, words_of
from tests.faults.warm import can_attach, warm

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.commands import Writing

# What is not named here changes something: a new system call is covered without anybody thinking of it.
LOOKS = frozenset(
    [
        "read",
        "pread64",
        "readv",
        "preadv",
        "stat",
        "lstat",
        "fstat",
        "newfstatat",
        "statx",
        "access",
        "faccessat",
        "faccessat2",
        "readlink",
        "readlinkat",
        "getdents",
        "getdents64",
        "lseek",
        "ioctl",
        "fcntl",
        "mmap",
        "statfs",
        "fstatfs",
        "getcwd",
        "fadvise64",
        "execve",
        "poll",
        "select",
        "dup",
        "dup2",
    ]
)
_NAME = re.compile(r"(?:\d+ +)?(\w+)\(")
_TO_SCREEN = re.compile(r"(?:\d+ +)?write\([12]<")
_OPENED = re.compile(r"= \d+<([^>]*)>")
_SECONDS = 60
EVERYTHING = "%file,%desc"


class Call(NamedTuple):
    """One system call of a command: the n-th of its name, on something in the kit's folder."""

    name: str
    ordinal: int
    line: str
    changes: bool


class Fault(NamedTuple):
    """What is done to a call: `error=EIO` or `signal=KILL`; `until` is the last call it is done to, 0 for no end."""

    call: str
    ordinal: int
    what: str
    until: int | None = None

    def option(self) -> str:
        """Return the words strace knows it by."""
        last = "" if self.until is None else "+" if self.until == 0 else f"..{self.until}"
        return f"inject={self.call}:{self.what}:when={self.ordinal}{last}"


class Outcome(NamedTuple):
    """What a run came to; the streams of one on a terminal come out together."""

    code: int
    out: str
    err: str
    log: str

    def happened(self) -> bool:
        """Tell whether the fault that was ordered was delivered, and at the kit."""
        stopped = "killed by SIG" in self.log or "--- SIG" in self.log
        return stopped or any("(INJECTED" in line and "/k" in line for line in self.log.splitlines())

    def is_mute(self) -> bool:
        """Tell whether the fault hit what the run had to say."""
        return any("(INJECTED" in line and _TO_SCREEN.match(line) for line in self.log.splitlines())


@cache
def why_not_traced() -> str:
    """Return why nothing can be traced here, empty where it can."""
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not here"
    done = subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "this machine lets nobody trace"


def run(program: Path, folder: Path, one: Writing, *options: str) -> Outcome:
    """Run a command under strace on the kit of a folder."""
    log = folder / "calls.log"
    words = [word.replace("{folder}", str(folder)) for word in one.words]
    tracing = ["strace", "-y", *options, "-o", str(log)]
    command = words_of("--kit", str(folder / "k" / "kit.toml"), *words)
    if one.editor:
        code, out, err = _on_terminal([*tracing, *command], program, environment(folder) | {"EDITOR": one.editor})
    elif can_attach():
        with warm(program) as running:
            code, out, err = running.traced(tracing, command[2:], environment(folder))
    else:
        code, out, err = _in_pipes([*tracing, *command], program, environment(folder))
    return Outcome(code, out, err, log.read_text(errors="replace") if log.exists() else "")


def _in_pipes(command: list[str], program: Path, given: dict[str, str]) -> tuple[int, str, str]:
    # A mask that forbids nothing shows every file that was not made private on purpose.
    done = subprocess.run(
        command, cwd=program, env=given, capture_output=True, text=True, timeout=_SECONDS, check=False,
        stdin=subprocess.DEVNULL, umask=0,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def _on_terminal(command: list[str], program: Path, given: dict[str, str]) -> tuple[int, str, str]:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=program, env=given, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, text=True, umask=0
    ) as process:
        os.close(theirs)
        out = b""
        # A terminal that everybody has left ends with an error instead of an end.
        while part := _read(ours):
            out += part
        err = process.stderr.read() if process.stderr else ""
    os.close(ours)
    return process.returncode, out.decode(errors="replace"), err


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


def with_fault(program: Path, folder: Path, one: Writing, fault: Fault) -> Outcome:
    """Run a command with one fault in it."""
    # Stopping only at the calls asked for is faster, but signals are then never delivered; and it follows children.
    is_quick = fault.what.startswith("error") and not one.editor and not can_attach()
    quick = ("-f", "--seccomp-bpf") if is_quick else ()
    return run(program, folder, one, *quick, "-e", f"trace={fault.call}", "-e", fault.option())


@cache
def calls(program: Path, name: str) -> tuple[Call, ...]:
    """Return every call of an undisturbed run that names something in the kit's folder, in order."""
    folder = scratch(name)
    copy_of(name, folder)
    return calls_on(program, folder, writing(name))


def calls_on(program: Path, folder: Path, one: Writing) -> tuple[Call, ...]:
    """Return the calls of an undisturbed run on the kit of a folder, which it changes."""
    outcome = run(program, folder, one, "-e", f"trace={EVERYTHING}")
    if outcome.code:
        raise AssertionError(f"{one.name} fails without any fault: {outcome.out}{outcome.err}")
    return tuple(_named(outcome.log, str(folder)))


def _named(log: str, folder: str) -> list[Call]:
    found, counts, written = [], dict[str, int](), set[str]()
    for line in log.splitlines():
        match = _NAME.match(line)
        if match is None:
            continue
        name = match[1]
        counts[name] = counts.get(name, 0) + 1
        if f"{folder}/k" not in line:
            continue
        changes = _changes(name, line, written)
        found.append(Call(name, counts[name], line.replace(folder, ""), changes))
    return found


def _changes(name: str, line: str, written: set[str]) -> bool:
    opened = _OPENED.search(line)
    if name == "openat":
        changes = any(word in line for word in ("O_CREAT", "O_WRONLY", "O_RDWR", "O_TRUNC"))
        if opened and changes:
            written.add(f"<{opened[1]}>")
        return changes
    if name == "close":
        return any(path in line for path in written)
    return name not in LOOKS
