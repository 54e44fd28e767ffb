"""The details of a refusal, and the mistakes of a file, in the few lines that there are for them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from shelterkit.render.safe import safe, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.cli.refusals import Refusal
    from shelterkit.errors import Problem

_MOST_TYPED = 30
_GOES_ON = " (...)"


def detail_lines(refusal: Refusal, room: int, most: int | None) -> list[str]:
    """Return as many details as there is room for, the last line saying how many more there are."""
    if refusal.problems and not refusal.details:
        return mistake_lines(refusal.problems, room, most)
    blocks = [_detail(f"  {safe(line)}", most) for line in refusal.details]
    if sum(map(len, blocks)) <= room:
        return [line for block in blocks for line in block]
    shown: list[str] = []
    told = 0
    for block in blocks:
        if len(shown) + len(block) > room - 1:
            break
        shown += block
        told += 1
    return [*shown, *wrapped(f"  and {len(blocks) - told} more; all of them with --json", most, hang=6)]


def _detail(line: str, most: int | None) -> list[str]:
    """Return a detail in lines that fit; a command in it can be pasted from them, and is one line in a pipe."""
    if "shelterkit " not in line:
        return wrapped(line, most, hang=6)
    from shelterkit.render.command_lines import folded  # noqa: PLC0415 - only where a command is offered

    is_terminal = sys.stderr is not None and sys.stderr.isatty()
    return folded(line, most if is_terminal else None, hang=6)


def mistake_lines(problems: Sequence[Problem], room: int, most: int | None) -> list[str]:
    """Return as many mistakes as fit, each in one line where room is short; the first one always."""
    blocks = [_lines(problem, most) for problem in problems]
    room = max(room, min(len(blocks), 2))
    fits = len(blocks) <= room
    shown = len(blocks) if fits else room - 1
    spare = room - shown - (not fits)
    said: list[str] = []
    for problem, block in zip(problems[:shown], blocks[:shown], strict=True):
        more = len(block) - 1
        if more <= spare or len(blocks) == 1:
            said += block
            spare -= more
        else:
            said.append(_in_one_line(problem, most))
    if fits:
        return said
    return [*said, *wrapped(f"  and {len(blocks) - shown} more; all of them with --json", most, hang=6)]


def _lines(problem: Problem, most: int | None) -> list[str]:
    where, excerpt, message = _parts(problem)
    line = f"  {where:8} {excerpt:28} {message}" if excerpt else f"  {where:8} {message}"
    if most is None or width(line) <= most:
        return [line]
    return wrapped(f"  {where:8} {excerpt}  {message}" if excerpt else line, most, hang=11)


def _in_one_line(problem: Problem, most: int | None) -> str:
    """Return a mistake without what to write instead, which follows a semicolon."""
    where, excerpt, message = _parts(problem)
    line = f"  {where:8} {f'{excerpt}  ' if excerpt else ''}{message.partition(';')[0]}"
    if most is None or width(line) <= most:
        return line
    return wrapped(line, most - len(_GOES_ON))[0] + _GOES_ON


def _parts(problem: Problem) -> tuple[str, str, str]:
    """Return where a mistake is, what stands there, and what is wrong with it."""
    excerpt = safe(problem.excerpt.strip())
    excerpt = excerpt if len(excerpt) <= _MOST_TYPED else f"{excerpt[: _MOST_TYPED - 3]}..."
    return f"line {problem.line}" if problem.line else "the file:", excerpt, safe(problem.message).rstrip(".")
