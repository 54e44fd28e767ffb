"""The command that writes a file for calendars."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from shelterkit.calendar_dates import Span
from shelterkit.cli.commands import command, request_of
from shelterkit.cli.output import show_document, write
from shelterkit.cli.request import Request
from shelterkit.cli.standing import warn_of_unknown
from shelterkit.errors import NotDoneError, UsageError
from shelterkit.quantities.numbers import quoted
from shelterkit.report.events import Entry, entries

_USUALLY, _ENDING, _STDOUT = "7d", ".ics", "-"
_OUTPUT = ("-o", "--output")


def calendar(
    context: typer.Context,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE.ics", help="write this file; - is standard output")
    ] = None,
    remind: Annotated[
        str, typer.Option("--remind", metavar="DUR", help="remind so long before, like 30d,7d (usually 7d), or none")
    ] = _USUALLY,
    with_names: Annotated[bool, typer.Option("--with-names", help="with the names of things and people")] = False,
    force: Annotated[bool, typer.Option("--force", help="replace a file that is there")] = False,
) -> None:
    """Write the days on which things go off and medicine is to be ordered into a file for calendars."""
    from shelterkit.services.calendar import calendar_days  # noqa: PLC0415

    request = request_of(context)
    path = _file(request, output)
    spans = _spans(remind)
    found = calendar_days(request.desk())
    listed = entries(found.events, found.kit_id, names=with_names, remind=spans, on=request.today)
    if not listed:
        # A calendar file without any event is none: calendars refuse it.
        raise NotDoneError(
            "nothing in this kit has a day to put into a calendar", code="no-days", advice="shelterkit list"
        )
    _put(request, path, listed, names=with_names, force=force)
    warn_of_unknown(request, found.opened)


def _file(request: Request, output: str | None) -> str:
    """Return where to write; refuse a name that calendars would not take."""
    if not output:
        from shelterkit.cli.refusals import command_line  # noqa: PLC0415 - only for a refusal

        words = [word for word in request.argv if word not in (*_OUTPUT, "", "--output=")]
        raise UsageError(
            "calendar needs a file to write: -o kit.ics",
            code="value-missing",
            advice=command_line((*words, "-o", "kit.ics")),
        )
    stem, ending = os.path.splitext(output)
    if output == _STDOUT or ending.casefold() == _ENDING:
        return output
    from shelterkit.cli.refusals import command_line, with_file  # noqa: PLC0415 - only for a refusal

    better = with_file(request.argv, output, f"{stem.rstrip('./') or 'kit'}{_ENDING}")
    message = f"{quoted(output)} does not end in .ics, by which calendars know their files"
    raise UsageError(message, code="output-ending", advice=command_line(better))


def _spans(words: str) -> tuple[Span, ...]:
    """Return how long before to remind: one or more spans with commas between them, or none."""
    from shelterkit.calendar_dates import parse_span  # noqa: PLC0415

    if words.strip().casefold() == "none":
        return ()
    return tuple(parse_span(word.strip()) for word in words.split(","))


def _put(request: Request, path: str, listed: Sequence[Entry], *, names: bool, force: bool) -> None:
    raw = _made(request, listed)
    if path != _STDOUT:
        _save(request, path, raw, force=force)
    if request.json:
        from shelterkit.render.porcelain import json_text  # noqa: PLC0415 - only for programs
        from shelterkit.render.porcelain_calendar import calendar_json  # noqa: PLC0415

        file = None if path == _STDOUT else path
        write(json_text(calendar_json(listed, request.today, file=file, names=names)))
    elif path == _STDOUT:
        _to_stdout(raw)
    elif not request.quiet:
        _tell(request, path, len(listed), names=names)


def _made(request: Request, listed: Sequence[Entry]) -> bytes:
    from shelterkit.render.ics import CalendarMissingError, ics  # noqa: PLC0415

    try:
        return ics(listed, now=request.pen().now)
    except CalendarMissingError as missing:
        message = 'a file for calendars needs the extra "calendar", which is not installed'
        advice = 'pip install "shelterkit[calendar]"'
        raise NotDoneError(message, code="calendar-missing", advice=advice) from missing


def _save(request: Request, path: str, raw: bytes, *, force: bool) -> None:
    from shelterkit.store.output_file import write_output  # noqa: PLC0415 - only where a file is written

    protect = "" if request.demo else request.desk().place.path
    try:
        write_output(path, raw, force=force, protect=protect)
    except NotDoneError as refusal:
        refusal.advice = refusal.advice or _elsewhere(request, path, refusal.code)
        raise


def _elsewhere(request: Request, path: str, code: str) -> str:
    """Return the words of this run with another file: here where there is no such folder, else with another name."""
    from shelterkit.cli.refusals import command_line, with_file  # noqa: PLC0415 - only for a refusal

    stem, ending = os.path.splitext(path)
    other = os.path.basename(path) if code in ("output-folder", "output-kept") else f"{stem}-2{ending}"
    return command_line(with_file(request.argv, path, other))


def _to_stdout(raw: bytes) -> None:
    """Write the file's own bytes: it is UTF-8 whatever the terminal takes."""
    if sys.stdout is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.flush()


def _tell(request: Request, path: str, count: int, *, names: bool) -> None:
    from shelterkit.report.document import document  # noqa: PLC0415

    days = f"{count} {'date' if count == 1 else 'dates'}"
    said = "with names" if names else "no names (--with-names puts them in)"
    show_document(
        request,
        document(
            f"Wrote {path}: {days}, {said}.",
            "Open it with your calendar to import it; importing a later one updates these dates.",
        ),
    )


COMMANDS = {
    "calendar": command(
        calendar,
        usage="shelterkit calendar -o FILE.ics [options]",
        examples=(
            "shelterkit calendar -o kit.ics",
            "shelterkit calendar -o kit.ics --force --remind 30d,7d",
            "shelterkit calendar -o family.ics --with-names",
        ),
        notes="Reminders ring at 9:00. Importing again updates the dates; those of things used up stay.",
    ),
}
