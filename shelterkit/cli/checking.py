"""What needs attention, for cron and monitors; on the way from start to answer nothing else is loaded."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.cli.output import show_document, write
from shelterkit.errors import BadValue, ShelterkitError, UsageError
from shelterkit.quantities.numbers import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from shelterkit.calendar_dates import Span
    from shelterkit.cli.request import Request
    from shelterkit.reminders.remind import Check
    from shelterkit.reminders.reminder import Sign
    from shelterkit.reminders.snoozing import Said
    from shelterkit.services.checking import Looked
    from shelterkit.services.kits import Desk

UNKNOWN = 3
EXAMPLES = (
    "shelterkit check",
    "shelterkit check --quiet --snooze 7d",
    "shelterkit check --only water,food",
    "shelterkit check --nagios",
)


class Asked(NamedTuple):
    """What is asked for, as typed."""

    within: str | None = None
    only: str | None = None
    snooze: str | None = None
    nagios: bool = False
    notify: bool = False
    redact: bool = False


def show_check(request: Request, asked: Asked) -> int:
    """Say what needs attention and return the exit code that says it to programs."""
    desk = request.desk()
    only, within, snooze = _only(asked.only), _span(asked.within), _span(asked.snooze)
    memory = _memory(request, asked, desk, snooze) if snooze else None
    from shelterkit.services.checking import look  # noqa: PLC0415 - after what was typed is known to be right

    try:
        found = look(desk, only=only, within=within, by_clock=request.on is None)
    except UsageError:
        raise
    except ShelterkitError as error:
        return _unknown(request, asked, error, memory)
    check = found.check
    request.exit_code = check.verdict.code
    if memory is not None:
        from shelterkit.reminders.snoozing import signs_of  # noqa: PLC0415 - only where something may rest

        _tell_when_due(memory, signs_of(check.reminders), lambda: _tell(request, asked, found))
    elif request.exit_code or not (request.quiet or snooze):
        _tell(request, asked, found)
    return request.exit_code


def _only(words: str | None) -> frozenset[str] | None:
    """Return the kinds that were asked for."""
    if words is None:
        return None
    from shelterkit.reminders.remind import GROUPS  # noqa: PLC0415

    wanted = [word.strip().casefold() for word in words.split(",")]
    for word in wanted:
        if word not in GROUPS:
            from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

            from shelterkit.cli.words import KIND_WORDS  # noqa: PLC0415 - only for a refusal

            known = [KIND_WORDS.get(one) or next(iter(get_close_matches(one, GROUPS, 1, 0.6)), "") for one in wanted]
            better = ",".join(known) if all(known) else "water,food,med"
            message = f"--only takes water, food, med and other, with commas between them, not {quoted(word)}."
            raise BadValue(message, code="choice", typed=words, instead=(better,))
    return frozenset(wanted)


def _span(text: str | None) -> Span | None:
    if text is None:
        return None
    from shelterkit.calendar_dates import parse_span  # noqa: PLC0415

    return parse_span(text)


class Memory(NamedTuple):
    """What was told to one audience, the file it is kept in, the day, and for how long what was told rests."""

    path: str | None
    told: Mapping[str, Said]
    on: date
    snooze: Span


def _memory(request: Request, asked: Asked, desk: Desk, snooze: Span) -> Memory | None:
    """Return what was told; nobody remembers what was told of a day that somebody named."""
    if request.on is not None:
        return None
    from shelterkit.services.told import read_told, told_file  # noqa: PLC0415 - only where something may rest

    path = told_file(desk, *_audience(request, asked))
    return Memory(path, read_told(path), desk.today, snooze)


def _audience(request: Request, asked: Asked) -> tuple[str, ...]:
    """Return what tells apart who is told: another choice, form or way is another line of cron with other readers."""
    form = "json" if request.json else "nagios" if asked.nagios else "plain" if request.plain else ""
    way = "notify" if asked.notify else ""
    return asked.only or "", asked.within or "", form, way, "redacted" if asked.redact else ""


def _tell_when_due(memory: Memory, signs: Mapping[str, Sign], tell: Callable[[], bool], *, whole: bool = True) -> None:
    """Speak of what is new, worse or not told for long; what rests stays silent, and so does a kit in order."""
    from shelterkit.reminders.snoozing import due, told_after  # noqa: PLC0415 - only where something may rest

    told, spoken = memory.told, False
    try:
        spoken = due(signs, told, on=memory.on, snooze=memory.snooze) and tell()
    finally:
        # Even where nobody could be told, what is there no more is forgotten.
        after = told_after(signs, told, on=memory.on, spoken=spoken, whole=whole)
        if after != told:
            from shelterkit.services.told import write_told  # noqa: PLC0415

            write_told(memory.path, after)


def _tell(request: Request, asked: Asked, found: Looked) -> bool:
    """Say what needs attention where and how it was asked for; return whether somebody can have heard it."""
    check = found.check
    if request.json or request.plain or asked.nagios:
        heard = _printed(lambda: _for_programs(request, asked, check))
    elif asked.notify and check.reminders and _notified(check):
        return True
    else:
        from shelterkit.report.reminders import check_document  # noqa: PLC0415

        heard = _printed(lambda: show_document(request, check_document(check, redact=asked.redact)))
    if not (request.quiet or asked.nagios or asked.redact):
        _warn_of_doubts(request, found)
    return heard


def _for_programs(request: Request, asked: Asked, check: Check) -> None:
    from shelterkit.render.porcelain_check import check_json, check_rows, nagios_line  # noqa: PLC0415 - for programs

    if request.plain and not (request.json or asked.nagios):
        from shelterkit.render.porcelain import tsv  # noqa: PLC0415

        write(tsv(check_rows(check, redact=asked.redact)))
    elif request.json:
        from shelterkit.render.porcelain import json_text  # noqa: PLC0415

        write(json_text(check_json(check, redact=asked.redact)))
    else:
        write(f"{nagios_line(check)}\n")


def _printed(show: Callable[[], None]) -> bool:
    """Write an answer; a reader that closed the pipe early, or nobody at all, has not been told."""
    if sys.stdout is None:
        return False
    try:
        show()
    except BrokenPipeError:
        from shelterkit.cli.main import silence_stdout  # noqa: PLC0415 - only where the reader is gone

        silence_stdout()
        return False
    return True


def _warn_of_doubts(request: Request, found: Looked) -> None:
    """Say what this answer leaves out; where that cannot be said, the answer has been told all the same."""
    from shelterkit.services.kits import other_versions  # noqa: PLC0415 - loaded by now

    others = other_versions(request.desk())
    if not (others or found.opened.kit.unknown):
        return
    from shelterkit.cli.notices import conflicts, unknown_fields  # noqa: PLC0415 - only where there is something to say

    try:
        unknown_fields(request, found.opened)
        if others:
            conflicts(request, others)
    except OSError:
        return


def _notified(check: Check) -> bool:
    """Show a notification without any names; return whether the desktop took it."""
    from shelterkit.render.text import render  # noqa: PLC0415
    from shelterkit.report.reminders import check_document  # noqa: PLC0415

    summary, *lines = render(check_document(check, redact=True)).splitlines()
    return _on_desktop(summary, "\n".join(line.strip() for line in lines), urgent=check.verdict.code > 1)


def _on_desktop(summary: str, body: str, *, urgent: bool) -> bool:
    from shelterkit.services.notifying import notify  # noqa: PLC0415 - only for a notification

    return notify(f"shelterkit: {summary}", body, urgent=urgent, environment=os.environ) is None


def _unknown(request: Request, asked: Asked, error: ShelterkitError, memory: Memory | None) -> int:
    """Say why nothing can be known of the kit; the same reason rests as everything else does."""
    request.exit_code = UNKNOWN
    if memory is None:
        _tell_unknown(request, asked, error)
        return UNKNOWN
    from shelterkit.reminders.snoozing import failed  # noqa: PLC0415 - only where something may rest

    signs = failed(error.code, _mistakes(error))
    _tell_when_due(memory, signs, lambda: _tell_unknown(request, asked, error), whole=False)
    return UNKNOWN


def _tell_unknown(request: Request, asked: Asked, error: ShelterkitError) -> bool:
    """Say why nothing can be known; where names are left out, only in a word and by line, for a line may hold one."""
    from shelterkit.cli.refusals import refusal_of, said  # noqa: PLC0415 - only for a refusal

    refusal = refusal_of(request, error)
    assert refusal is not None  # noqa: S101 - every situation has its words
    without_names = f"the kit could not be checked ({error.code})"
    on_desktop = asked.notify and not (request.json or asked.nagios)
    if on_desktop and _on_desktop(f"UNKNOWN - {without_names}", "See:  shelterkit check", urgent=True):
        return True
    if asked.redact:
        lines = tuple(f"line {problem.line}" for problem in refusal.problems if problem.line)
        refusal = refusal._replace(
            message=without_names, details=lines, problems=(), file="", advice="shelterkit check"
        )
    return said(request, refusal)


def _mistakes(error: ShelterkitError) -> str:
    """Return the mistakes of a damaged kit as one text: another mistake is something new to tell."""
    return "\n".join(f"{one.path} {one.message}" for one in getattr(error, "problems", ()))
