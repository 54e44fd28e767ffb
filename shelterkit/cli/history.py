"""The history: every change that is kept, what it changed, and the history shortened for good."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from shelterkit.cli.commands import command, group, request_of
from shelterkit.cli.inputs import confirm, typed_date
from shelterkit.cli.moments import local
from shelterkit.cli.output import show
from shelterkit.cli.request import Request
from shelterkit.errors import BadValue, UsageError


def history(
    context: typer.Context,
    diff: Annotated[int | None, typer.Option("--diff", metavar="N", min=1, help="what version N changed")] = None,
    item: Annotated[
        str | None,
        typer.Option("--item", metavar="ITEM", help="only of an item: its id or name, also one gone; with --diff too"),
    ] = None,
) -> None:
    """Show every change kept, the newest first; what one changed; or remove old ones for good."""
    request = request_of(context)
    if context.invoked_subcommand is not None:
        if diff is not None or item is not None:
            raise UsageError("purge takes no --diff and no --item", code="history-both", advice="shelterkit history")
    elif diff is not None:
        _show_difference(request, diff, item)
    else:
        _show_versions(request, item)


def _show_difference(request: Request, number: int, item: str | None) -> None:
    from shelterkit.report.difference import change_rows, difference_document  # noqa: PLC0415
    from shelterkit.services.past import difference  # noqa: PLC0415

    found = difference(request.desk(), number, item)
    show(
        request,
        lambda: difference_document(*found),
        json=lambda: {
            "schema": "shelterkit.diff/1",
            "version": number,
            "lines": list(found.lines),
            "did": found.did,
            "items": [_change_json(one) for one in found.items],
            "said": list(found.said),
        },
        rows=lambda: change_rows(found.items) if item is not None else [[line] for line in found.lines],
    )


def _change_json(change: Any) -> dict[str, Any]:
    fields = [{"field": name, "before": before, "after": after} for name, before, after in change.fields]
    return {"id": change.id, "name": change.name, "state": change.state, "fields": fields}


def _show_versions(request: Request, item: str | None) -> None:
    from shelterkit.report.history import history_document, history_legend  # noqa: PLC0415
    from shelterkit.services import past, timeline  # noqa: PLC0415

    desk = request.desk()
    versions = timeline.versions(desk)
    is_changed, can_undo = timeline.ahead_of(versions, desk)
    if item is not None:
        versions = past.touching(desk, versions, item)
    rows = [(one.number, local(one.at, request), one.did, one.current) for one in versions]
    show(
        request,
        lambda: history_document(
            rows,
            history_legend(has_star=any(row[3] for row in rows), is_changed=is_changed, can_undo=can_undo),
        ),
        json=lambda: _history_json(versions),
        rows=lambda: [[str(one.number), one.at, one.kind, one.did] for one in versions],
    )


def _history_json(versions: Sequence[Any]) -> dict[str, Any]:
    keys = ("number", "at", "did", "kind", "current")
    found = [{key: getattr(one, key) for key in keys} for one in reversed(versions)]
    return {"schema": "shelterkit.history/1", "versions": found}


def purge(
    context: typer.Context,
    before: Annotated[
        str | None, typer.Option("--before", metavar="DATE", help="only what was kept before a day: 2026-06-01")
    ] = None,
) -> None:
    """Remove kept versions for good, all but the newest."""
    from shelterkit.report.difference import purge_preview, purged_document  # noqa: PLC0415
    from shelterkit.services import past  # noqa: PLC0415

    request = request_of(context)
    day = typed_date(request, before) if before is not None else None
    if before is not None and day is None:
        raise BadValue(
            '--before needs a day, not "none".', code="date-unreadable", typed=before, instead=(str(request.today),)
        )
    desk, limit = request.desk(), day.day if day else None
    coming = past.purgeable(desk, limit)
    if coming.removed:
        confirm(request, purge_preview(len(coming.removed), coming.kept), "Remove them for good?")
    done = past.purge(desk, request.pen(), limit) if coming.removed else coming
    request.saved = bool(done.removed) and not request.dry_run
    if request.quiet and not request.json:
        return
    show(
        request,
        lambda: purged_document(len(done.removed), done.kept, done.size, dry_run=request.dry_run),
        json=lambda: {
            "schema": "shelterkit.purge/1",
            "today": str(request.today),
            "saved": request.saved,
            "removed": list(done.removed),
            "kept": done.kept,
            "bytes": done.size,
        },
    )


COMMANDS = {
    "history": group(
        history,
        {
            "purge": command(
                purge,
                writes=True,
                usage="shelterkit history purge [--before DATE] [options]",
                notes=(
                    "The kit itself is never touched. Undo does not reach back to what was removed, and nothing brings "
                    "it back; backups and copies elsewhere are left alone."
                ),
                examples=(
                    "shelterkit history purge --yes",
                    "shelterkit history purge --before 2026-06-01 --dry-run",
                ),
            )
        },
        usage="shelterkit history [options]   or   history purge",
        examples=(
            "shelterkit history",
            "shelterkit history --diff 2",
            "shelterkit history --item w1",
        ),
    ),
}
