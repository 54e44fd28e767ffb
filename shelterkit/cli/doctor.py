"""The command that examines: the kit, its files, and everything around it."""

import shlex
import sys
from typing import Annotated, Any

import typer

from shelterkit.cli.commands import command, request_of
from shelterkit.cli.inputs import confirm
from shelterkit.cli.moments import local
from shelterkit.cli.notices import lost_comments, note
from shelterkit.cli.output import show
from shelterkit.cli.request import Request
from shelterkit.report.wording import count_words

_NO_KIT = 66


def doctor(
    context: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="mend what is safe to mend; undo takes it back")] = False,
) -> None:
    """Examine the kit, its files and what is around it; nothing is changed without --fix."""
    from shelterkit.services import doctor as service  # noqa: PLC0415

    request = request_of(context)
    request.writes = fix
    desk = request.desk(needs_kit=False)
    planned, unread = _mended(request, desk) if fix else (None, None)
    findings = service.examine(desk, _around(request))
    if any(one.code == "config-damaged" for one in findings):
        # How to colour what is told now stands in the very file that does not read.
        request.color = request.color or "auto"
    _show(request, desk, findings, planned, unread)
    if service.is_missing(findings):
        raise typer.Exit(_NO_KIT)
    errors = sum(one.severity == "FAIL" for one in findings)
    if errors and fix and not request.json:
        done = "Saved, but" if request.saved else "Nothing was changed;"
        note(request, f"{done} {count_words(errors, 'error')} {'remains' if errors == 1 else 'remain'}.")
    if errors:
        raise typer.Exit(1)


def _mended(request: Request, desk: Any) -> Any:
    """Mend what can be mended, after showing it where somebody can answer; return the plan, and what did not read."""
    from shelterkit.report.doctor import fix_words  # noqa: PLC0415
    from shelterkit.services.doctor_fixes import mend, plan  # noqa: PLC0415

    planned = plan(desk)
    if not planned.fixes or request.dry_run:
        return planned, None
    if request.can_ask():
        confirm(request, [fix_words(one) for one in planned.fixes], "Mend this?")
    mended = mend(desk, request.pen(), planned)
    lost_comments(request, mended.comments)
    request.saved = True
    return planned, mended.unread


def _around(request: Request) -> Any:
    from shelterkit.services.doctor import Around  # noqa: PLC0415
    from shelterkit.services.schedule import Wish, program_words  # noqa: PLC0415

    encoding = getattr(sys.stdout, "encoding", "") or ""
    return Around(Wish(program_words(sys.argv[0], sys.executable)), encoding, request.today)


def _show(request: Request, desk: Any, findings: Any, planned: Any, unread: int | None) -> None:
    from shelterkit.render.porcelain_doctor import doctor_json, doctor_rows  # noqa: PLC0415
    from shelterkit.report.doctor import doctor_document, fix_words, fixed_document, tell  # noqa: PLC0415

    command = f"shelterkit --kit {shlex.quote(request.kit)}" if request.kit else "shelterkit"
    told = [tell(one, moment=lambda at: local(at, request), command=command) for one in findings]
    fixes = planned.fixes if planned else None
    mended = None
    if planned:
        mended = fixed_document(
            planned.fixes, dry_run=request.dry_run, command=command, did_read=planned.did_read, unread=unread
        )
    if request.quiet and not request.json:
        told = [one for one in told if one.severity in ("WARN", "FAIL")]
        if not told:
            return
    show(
        request,
        lambda: doctor_document(told, mended, command=command),
        json=lambda: doctor_json(
            told,
            request.today,
            file=desk.place.path if desk.place.path and not desk.place.demo else None,
            fixed=[(one.code, fix_words(one)) for one in fixes or ()],
            saved=request.saved,
        ),
        rows=lambda: doctor_rows(told),
    )


COMMANDS = {
    "doctor": command(
        doctor,
        writes=True,
        usage="shelterkit doctor [--fix] [options]",
        notes=(
            "Each line begins with OK, INFO, WARN or FAIL. Exit code 0 without a FAIL, 1 with one, 66 without a kit. "
            "--fix mends permissions, leftovers of stopped saves, ids that stand twice and the like, and gives food "
            "the energy that shelterkit foods knows, never an amount or a date; --dry-run shows it only. Each change "
            "of the kit is a step that undo takes back."
        ),
        examples=("shelterkit doctor", "shelterkit doctor --fix --dry-run", "shelterkit doctor --fix"),
    ),
}
