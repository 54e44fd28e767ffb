"""The schedule commands: have the kit checked every day by cron or systemd."""

import os
import shlex
import sys
from datetime import datetime
from typing import Annotated, Any

import typer

from shelterkit.cli.commands import command, group, request_of
from shelterkit.cli.output import show as show_answer
from shelterkit.cli.request import Request
from shelterkit.errors import BadValue, NotDoneError
from shelterkit.quantities.numbers import quoted

_SCHEMA = "shelterkit.schedule/1"
At = Annotated[str, typer.Option("--at", metavar="HH:MM", help="when, every day; 08:30 without")]
Which = Annotated[
    bool | None, typer.Option("--cron/--systemd", help="which of the two; without: what this computer has")
]
Snooze = Annotated[str, typer.Option("--snooze", metavar="DUR", help="the same message again after; 7d without")]
Notify = Annotated[bool, typer.Option("--notify", help="tell it on the desktop; systemd always does")]


def schedule(context: typer.Context) -> None:
    """Have the kit checked every day: what would be installed, and what is."""
    if context.invoked_subcommand is None:
        _show(request_of(context), _wish(), None)


def show(
    context: typer.Context, which: Which = None, at: At = "08:30", snooze: Snooze = "7d", notify: Notify = False
) -> None:
    """Show the lines for cron and systemd, and whether they are installed."""
    _show(request_of(context), _wish(at, snooze, notify=notify), _kind(which))


def install(
    context: typer.Context, which: Which = None, at: At = "08:30", snooze: Snooze = "7d", notify: Notify = False
) -> None:
    """Put the line into your crontab, or start a systemd timer."""
    from shelterkit.report.schedule import install_notes, installed_document  # noqa: PLC0415
    from shelterkit.services import schedule as service  # noqa: PLC0415
    from shelterkit.services.crontab import found  # noqa: PLC0415
    from shelterkit.services.rehearsal import can_mail  # noqa: PLC0415
    from shelterkit.services.schedule import user  # noqa: PLC0415

    request = request_of(context)
    desk, wish = request.desk(), _wish(at, snooze, notify=notify)
    try:
        done = service.install(desk, wish, _kind(which), dry_run=request.dry_run)
    except NotDoneError as refused:
        if refused.code == "no-scheduler" and not request.json and not request.quiet:
            _show(request, wish, _kind(which))
        raise
    has = {"can_notify": bool(found(os.environ, "notify-send")), "has_kit": os.path.lexists(desk.place.path)}
    notes = install_notes(done.kinds[0], done.schedule, mails_as=user()[0] if can_mail() else None, **has)
    _say(request, done, lambda: installed_document(done, command=_command(request), notes=notes))


def remove(context: typer.Context, which: Which = None) -> None:
    """Take out what was installed, and nothing else."""
    from shelterkit.report.schedule import removed_document  # noqa: PLC0415
    from shelterkit.services import schedule as service  # noqa: PLC0415

    request = request_of(context)
    done = service.remove(request.desk(), _wish(), _kind(which), dry_run=request.dry_run)
    _say(request, done, lambda: removed_document(done))


def rehearse(context: typer.Context, which: Which = None, snooze: Snooze = "7d", notify: Notify = False) -> None:
    """Run the very line as it will be run, and show what would be mailed."""
    from shelterkit.report.schedule import rehearsed_document  # noqa: PLC0415
    from shelterkit.services import rehearsal as service  # noqa: PLC0415
    from shelterkit.services.schedule import look, user  # noqa: PLC0415

    request = request_of(context)
    desk = request.desk()
    found = look(desk, _wish(snooze=snooze, notify=notify))
    tried = service.rehearse(desk, found, _kind(which))
    told = {"kind": tried.kind, "installed": tried.installed, "line": tried.line, "exit": tried.code}
    told |= {
        "state": tried.state.lower() or None,
        "works": tried.works,
        "output": tried.output,
        "trouble": tried.trouble or None,
    }
    show_answer(
        request,
        lambda: rehearsed_document(tried, user=user()[0], can_mail=service.can_mail(), command=_command(request)),
        json=lambda: _json(found, saved=False, test=told),
        rows=lambda: [[tried.kind, _yes(tried.installed), str(tried.code or 0), tried.line]],
    )
    if not tried.works:
        raise typer.Exit(1)


def _show(request: Request, wish: Any, kind: str | None) -> None:
    from shelterkit.report.schedule import schedule_document  # noqa: PLC0415
    from shelterkit.services.schedule import look  # noqa: PLC0415

    found = look(request.desk(), wish)
    show_answer(
        request,
        lambda: schedule_document(found, only=kind, command=_command(request), following=_following(request, found)),
        json=lambda: _json(found, saved=False),
        rows=lambda: _rows(found),
    )


def _say(request: Request, done: Any, document: Any) -> None:
    request.saved = done.changed and not done.dry_run
    if request.quiet and not request.json:
        return
    show_answer(request, document, json=lambda: _json(done.schedule, saved=request.saved))


def _wish(at: str = "08:30", snooze: str = "7d", *, notify: bool = False) -> Any:
    from shelterkit.calendar_dates import parse_span  # noqa: PLC0415
    from shelterkit.services.schedule import Wish, program_words  # noqa: PLC0415

    program = program_words(sys.argv[0], sys.executable)
    return Wish(program, _typed_time(at), parse_span(snooze).text, notify)


def _typed_time(text: str) -> str:
    """Return a time of day as HH:MM."""
    import re  # noqa: PLC0415

    found = re.fullmatch(r" ?([0-9]{1,2})(?:[:.]([0-9]{2}))? ?([ap]m)?", " ".join(text.casefold().split()))
    if found is None:
        raise BadValue(f"{quoted(text)} is not a time of day; write it like 08:30.", code="time-unreadable", typed=text)
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the last hour and minute of a day
        raise BadValue(f"{quoted(text)} is not a time of day: 00:00 to 23:59.", code="time-unreadable", typed=text)
    clear = f"{hour:02}:{minute:02}"
    if not re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", text.strip()):
        message = f"{quoted(text)} is not a time as it is written here; {clear}?"
        raise BadValue(message, code="time-unreadable", typed=text, instead=(clear,))
    return clear


def _kind(which: bool | None) -> str | None:
    return None if which is None else "cron" if which else "systemd"


def _command(request: Request) -> str:
    """Return how the program is called for this kit."""
    return f"shelterkit --kit {shlex.quote(request.kit)}" if request.kit else "shelterkit"


def _following(request: Request, found: Any) -> list[tuple[str, str]]:
    """Return when each of the installed lines runs next."""
    now = request.pen().now.astimezone()
    return [(kind, _next(one.at, now)) for kind in ("cron", "systemd") if (one := found.installed(kind)) and one.at]


def _next(at: str, now: datetime) -> str:
    return f"{'today' if at > f'{now:%H:%M}' else 'tomorrow'} at {at}"


def _rows(found: Any) -> list[list[str]]:
    """Return what is installed, else what would be: where, whether, when, what, in which file."""
    rows = []
    for kind, line, path in (("cron", found.line, ""), ("systemd", _exec(found.units), found.units.paths[1])):
        there = found.installed(kind)
        at, line_now = (there.at, there.line) if there else (found.job.at, line)
        rows.append([kind, _yes(there), at, line_now, path])
    return rows


def _yes(value: object) -> str:
    return "installed" if value else ""


def _exec(units: Any) -> str:
    from shelterkit.report.units import exec_of  # noqa: PLC0415

    return exec_of(units.service)


def _json(found: Any, *, saved: bool, test: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what programs are told: how it stands now, and whether this command changed it."""
    service, timer = found.units.paths
    return {
        "schema": _SCHEMA,
        "kit": found.job.kit or None,
        "at": found.job.at,
        "best": found.best or None,
        "saved": saved,
        "cron": _scheduler_json(found.cron) | {"refuses": found.cron.refuses or None, "line": found.line},
        "systemd": _scheduler_json(found.systemd)
        | {
            "line": _exec(found.units),
            "service": {"path": service, "text": found.units.service},
            "timer": {"path": timer, "text": found.units.timer},
        },
        "test": test,
    }


def _scheduler_json(one: Any) -> dict[str, Any]:
    there = one.installed
    return {
        "available": one.there,
        "installed": there is not None,
        "installed_line": there.line if there else None,
        "installed_at": (there.at or None) if there else None,
        "lost_program": (there.lost or None) if there else None,
    }


COMMANDS = {
    "schedule": group(
        schedule,
        {
            "show": command(
                show,
                usage="shelterkit schedule show [options]",
                examples=("shelterkit schedule show", "shelterkit schedule show --systemd --at 07:00"),
            ),
            "install": command(
                install,
                writes=True,
                usage="shelterkit schedule install [options]",
                examples=("shelterkit schedule install --dry-run", "shelterkit schedule install --cron --at 07:00"),
            ),
            "remove": command(
                remove,
                writes=True,
                usage="shelterkit schedule remove [options]",
                examples=("shelterkit schedule remove --dry-run", "shelterkit schedule remove"),
            ),
            "test": command(
                rehearse,
                usage="shelterkit schedule test [options]",
                examples=("shelterkit schedule test", "shelterkit schedule test --cron"),
            ),
        },
        usage="shelterkit schedule   or   schedule show, install, remove, test",
        examples=("shelterkit schedule", "shelterkit schedule install"),
    ),
}
