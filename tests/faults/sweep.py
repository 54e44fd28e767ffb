"""Many faults tried at once, and each one again: `python -m tests.faults.sweep add inject=write:error=EIO:when=3`."""

from __future__ import annotations

import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from tests.faults import tally
from tests.faults.commands import copy_of, writing
from tests.faults.oracle import STOPPED, kit_in, stage, states_seen, wrong_next, wrong_now
from tests.faults.program import program, tried_in
from tests.faults.traced import Call, Fault, calls, with_fault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Not EINTR: Python tries that again, for ever. Each is what a disk, a quota or a mount really answers.
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EROFS", "EACCES", "EMFILE", "EXDEV", "EPERM", "ENOLCK")
QUICK_ERRORS = ("ENOSPC", "EIO", "EROFS", "EACCES")
QUICK_LASTING = ("ENOSPC", "EIO")
_OPTION = re.compile(r"inject=(\w+):(.+):when=(\d+)(?:(\+)|\.\.(\d+))?")


class Swept(NamedTuple):
    """What came of many faults: how many really happened, in how many different states they left the kit."""

    faults: int
    states: int
    wrong: tuple[str, ...]


def kills(name: str) -> list[Fault]:
    """Return a kill at every call that changes something."""
    return [Fault(call.name, call.ordinal, "signal=KILL") for call in changing(name)]


def stops(name: str, signals: Sequence[str]) -> list[Fault]:
    """Return each request to stop at every call that changes something."""
    return [Fault(call.name, call.ordinal, f"signal={signal}") for call in changing(name) for signal in signals]


def errors(name: str, once: Sequence[str], lasting: Sequence[str]) -> list[Fault]:
    """Return every error at every call that changes something, once and from then on."""
    found = []
    for call in changing(name):
        found += [Fault(call.name, call.ordinal, f"error={error}") for error in once]
        found += [Fault(call.name, call.ordinal, f"error={error}", _until(name, call)) for error in lasting]
    return found


def looking_errors(name: str, once: Sequence[str]) -> list[Fault]:
    """Return errors at the calls that only look at the kit's folder."""
    looking = [call for call in calls(program(), name) if not call.changes]
    return [Fault(call.name, call.ordinal, f"error={error}") for call in looking for error in once]


def changing(name: str) -> list[Call]:
    """Return the calls of a command that change something in the kit's folder."""
    return [call for call in calls(program(), name) if call.changes]


def _until(name: str, call: Call) -> int:
    """Return the last call an error that stays is given to: a full disk does not stop the words to the screen."""
    if call.name != "write":
        return 0
    return max(other.ordinal for other in changing(name) if other.name == "write")


def sweep(figure: str, name: str, faults: Sequence[Fault]) -> Swept:
    """Try every fault on a command, two for each processor at a time."""
    stage(program(), name)
    with ThreadPoolExecutor((os.cpu_count() or 1) * 2) as pool:
        tried = list(pool.map(lambda fault: complaints(name, fault), faults))
    wrong = tuple(line for lines in tried for line in lines)
    happened = sum(not any("did not happen" in line for line in lines) for lines in tried)
    swept = Swept(happened, states_seen(name), wrong)
    tally.count(figure, commands=1, faults=happened, bad=sum(map(bool, tried)))
    for line in wrong:
        tally.reproducer(figure, line)
    return swept


def complaints(name: str, fault: Fault) -> list[str]:
    """Return what went wrong with one fault, each with the line that does it again."""
    with tried_in() as folder:
        copy_of(name, folder)
        outcome = with_fault(program(), folder, writing(name), fault)
        wrong = wrong_now(program(), name, folder, outcome)
        if fault.what.startswith("signal=") and fault.what != "signal=KILL":
            wrong += _wrong_stop(name, folder, fault.what.removeprefix("signal="), outcome.code, outcome.err)
        if not outcome.happened():
            wrong.append("the fault did not happen")
        if kit_in(folder) in stage(program(), name):
            wrong += wrong_next(name, folder)
    again = f"python -m tests.faults.sweep {name} {fault.option()}"
    return [f"{again}   {one}   {outcome.err.strip()}" for one in wrong]


def _wrong_stop(name: str, folder: Path, signal: str, code: int, err: str) -> list[str]:
    """Return what is wrong with how a run stopped: at once with one line, or done and saved."""
    now = kit_in(folder)
    if code == 0:
        return [] if now == stage(program(), name).new else ["ended as if done, and is not"]
    wrong = [] if code == STOPPED[signal] else [f"exit {code} for SIG{signal}"]
    said = (
        "Stopped. Nothing was changed.\n" if now == stage(program(), name).old else "Stopped. The change was saved.\n"
    )
    return wrong + ([] if err == said else [f"said {err!r}"])


def _again(name: str, option: str) -> int:
    match = _OPTION.fullmatch(option)
    if match is None:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    until = 0 if match[4] else int(match[5]) if match[5] else None
    wrong = complaints(name, Fault(match[1], int(match[3]), match[2], until))
    sys.stdout.write("\n".join(wrong or ["nothing is wrong"]) + "\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(_again(*sys.argv[1:]))
