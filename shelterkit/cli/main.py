"""Run one command: the only place where refusals, stops and failures become exit codes."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

from shelterkit.cli.quick import quick_answer
from shelterkit.cli.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_NOT_PRINTED, UNKNOWN = 74, 3


def main(argv: Sequence[str], today: date | None = None) -> int:
    """Run shelterkit with these words and return the exit code; `today` stands in for the clock."""
    if "_SHELTERKIT_COMPLETE" in os.environ:
        from shelterkit.cli.completion import answer as answer_shell  # noqa: PLC0415 - only for a shell that asks

        return answer_shell(os.environ, today)
    request = Request(argv, today)
    saves = _saves()
    try:
        answer = quick_answer(argv, request)
        if answer is None:
            return _by_typer(argv, request)
        answer()
    except BrokenPipeError:
        silence_stdout()
    except BaseException as error:  # noqa: BLE001 - the one boundary where every failure gets its words
        request.saved = request.saved or _saves() > saves
        code = _told(request, error)
        # Every other code would tell a monitor something else about the kit; that of an answer not printed is true.
        is_true = isinstance(error, OSError) and code == request.exit_code
        return UNKNOWN if request.is_check and not is_true else code
    return request.exit_code


def _saves() -> int:
    """Return how often this process has saved a kit; what only looks never loads what saves."""
    store = sys.modules.get("shelterkit.store.saving")
    return len(store.MADE) if store else 0


def _told(request: Request, error: BaseException) -> int:
    """Say what failed; where not even the words for it can be loaded, say that."""
    try:
        return _failed(request, error)
    except (ImportError, OSError, MemoryError, SystemError):
        cannot = "this computer cannot open files now"
        words = f"saved, but {cannot}.\n" if request.saved else f"{cannot}; nothing changed.\n"
        stream, text = (sys.stdout, f"UNKNOWN - {words}") if request.is_check else (sys.stderr, f"Error: {words}")
        if stream is not None:
            stream.write(text)
        return _NOT_PRINTED


def run(argv: Sequence[str], today: date) -> int:
    """Run words without turning what they are refused with into an exit code."""
    return _by_typer(argv, Request(argv, today))


def _by_typer(argv: Sequence[str], request: Request) -> int:
    """Let Typer read the words. Its own `main` would turn a closed pipe into exit 1."""
    import typer  # noqa: PLC0415 - costs four bare Pythons

    from shelterkit.cli.app import root_command  # noqa: PLC0415

    try:
        with root_command().make_context("shelterkit", list(argv), obj=request) as context:
            context.command.invoke(context)
    except typer.Exit as done:
        return int(done.exit_code)
    return 0


def _failed(request: Request, error: BaseException) -> int:
    from shelterkit.cli.refusals import NOT_PRINTED, Refusal, bug, refusal_of, say  # noqa: PLC0415 - only for a refusal

    refusal = refusal_of(request, error)
    if refusal is not None:
        return say(request, refusal)
    if isinstance(error, OSError) and not error.filename:
        silence_stdout()
        reason = "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or "unknown reason").lower()
        message = f"the answer could not be printed: {reason}"
        if request.saved:
            message = f"Saved, but {message}"
        # What could not be printed is known all the same, and the code still says it.
        code = (request.exit_code or UNKNOWN) if request.is_check else _NOT_PRINTED
        return say(request, Refusal(message, NOT_PRINTED, code, changed=request.saved))
    if isinstance(error, SystemExit):
        return int(error.code or 0) if isinstance(error.code, (int, type(None))) else 1
    return bug(request, error)


def silence_stdout() -> None:
    """Point standard output at nothing, so that Python has nothing to complain about when it ends."""
    if sys.stdout is None:
        return
    with open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), sys.stdout.fileno())
