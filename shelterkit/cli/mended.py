"""A command with more than one mistake in it, mended to its end."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

from shelterkit.errors import BadValue, UsageError

if TYPE_CHECKING:
    from shelterkit.cli.request import Request

_COMMANDS = ("add", "use", "edit")
_MOST = 6
_TRIAL = ("--dry-run", "--no-input")


def mended(request: Request, words: tuple[str, ...], error: BadValue) -> tuple[tuple[str, ...], str]:
    """Return a better command with its other mistakes mended too, and the other reading where one has two.

    `words` are mended in what `error` refused: where that was the kind, nobody knows what the rest is meant to be.
    """
    from shelterkit.cli.refusals import replaced  # noqa: PLC0415 - that module has this one

    other = (*error.instead, "", "")[1]
    if request.command.rpartition(" ")[2] not in _COMMANDS or error.code == "kind":
        return words, other
    seen = {request.argv, words}
    for _ in range(_MOST):
        refusal = _refusal_of(request, words)
        instead = refusal.instead if isinstance(refusal, BadValue) else ()
        better: tuple[str, ...] | None = _left_open(refusal, words)
        if isinstance(refusal, BadValue) and instead and not (other and len(instead) > 1):
            better = replaced(words, refusal.typed, instead[0])
        if not better or better in seen:
            break
        words, other = better, other or (*instead, "", "")[1]
        seen.add(words)
    return words, other


def _left_open(refusal: BaseException | None, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that leave the size of a piece open, which nobody can know."""
    if not isinstance(refusal, UsageError) or refusal.code != "food-size":
        return ()
    from shlex import split  # noqa: PLC0415 - only for a refusal

    return tuple(word for word in split(refusal.advice)[1:] if word in words or word not in _TRIAL)


def _refusal_of(request: Request, words: tuple[str, ...]) -> BaseException | None:
    """Return what a command would be refused with: it is tried, and nothing is saved or said."""
    from shelterkit.cli.main import run  # noqa: PLC0415 - only for a refusal

    place = words.index("--") if "--" in words else len(words)
    trial = (*words[:place], *(word for word in _TRIAL if word not in words), *words[place:])
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            run(trial, request.real_today)
    except Exception as refusal:  # noqa: BLE001 - whatever stops it, the command is offered as it is
        return refusal
    return None
