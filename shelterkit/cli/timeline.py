"""The commands that go back and forth in time: undo, redo; and where everything is."""

import sys
from typing import Annotated, Any

import typer

from shelterkit.cli.commands import command, request_of
from shelterkit.cli.moments import local
from shelterkit.cli.output import show
from shelterkit.cli.request import Request
from shelterkit.services import timeline

Steps = Annotated[int, typer.Argument(metavar="[N]", min=1, max=10_000)]


def undo(
    context: typer.Context,
    steps: Steps = 1,
    good: Annotated[
        bool, typer.Option("--last-good", help="after damage: back to the newest version that reads")
    ] = False,
) -> None:
    """Take back the last change, or the last N."""
    request = request_of(context)
    if good:
        from shelterkit.report.history import mended_document  # noqa: PLC0415

        moved = timeline.last_good(request.desk(), request.pen())
        items = len(moved.after.inventory.items)
        document = lambda: mended_document(items, moved.damaged, moved.passed)  # noqa: E731
        return _say(request, moved, document)
    return _move(request, timeline.undo(request.desk(), request.pen(), steps), "Undone")


def redo(context: typer.Context, steps: Steps = 1) -> None:
    """Do again what undo took back."""
    request = request_of(context)
    _move(request, timeline.redo(request.desk(), request.pen(), steps), "Redone")


def _move(request: Request, moved: Any, verb: str) -> None:
    from shelterkit.report.history import changed_items, changed_kit, moved_document  # noqa: PLC0415

    before, after = moved.before, moved.after
    changed = changed_items(before.inventory if before else None, after.inventory, verb=verb)
    if before:
        changed += changed_kit(before, after)
    _say(
        request,
        moved,
        lambda: moved_document(moved.did, changed, verb=verb, when=local(moved.at, request), dry_run=request.dry_run),
    )


def _say(request: Request, moved: Any, document: Any) -> None:
    request.saved = not request.dry_run
    if request.quiet and not request.json:
        return
    show(request, document, json=lambda: _moved_json(moved, request))


def _moved_json(moved: Any, request: Request) -> dict[str, Any]:
    from shelterkit.render.porcelain import list_json  # noqa: PLC0415

    items = list_json(moved.after.inventory.items, request.today)["items"]
    head = {"schema": "shelterkit.undo/1", "today": str(request.today), "saved": not request.dry_run}
    return {**head, "did": list(moved.did), "items": items}


def where(context: typer.Context) -> None:
    """Show where everything of the kit is: the file, its history, the configuration."""
    from shelterkit.report.history import where_document  # noqa: PLC0415
    from shelterkit.services.places import places  # noqa: PLC0415
    from shelterkit.services.schedule import Wish, program_words  # noqa: PLC0415

    request = request_of(context)
    found = places(request.desk(), Wish(program_words(sys.argv[0], sys.executable)))
    show(
        request,
        lambda: where_document([(one.what, one.path, one.is_there) for one in found]),
        json=lambda: _where_json([(_key(one.what), one.path, one.is_there) for one in found]),
        rows=lambda: [[_key(one.what), one.path] for one in found],
    )


def _key(what: str) -> str:
    return what.replace(" ", "_")


_ALWAYS = ("kit", "history", "config", "own_advisories")


def _where_json(found: list[tuple[str, str, bool]]) -> dict[str, Any]:
    """Return the places that every kit has by their names, and what else there is in a list."""
    usual = [one for one in found if one[0] in _ALWAYS]
    return {
        "schema": "shelterkit.where/1",
        **{key: path for key, path, _ in usual},
        "exists": {key: is_there for key, _, is_there in usual},
        "others": [{"what": key, "path": path} for key, path, _ in found if key not in _ALWAYS],
    }


COMMANDS = {
    "undo": command(
        undo,
        writes=True,
        usage="shelterkit undo [N] [options]",
        examples=("shelterkit undo", "shelterkit undo 3", "shelterkit undo --last-good"),
    ),
    "redo": command(redo, writes=True, usage="shelterkit redo [N]", examples=("shelterkit redo", "shelterkit redo 3")),
    "where": command(where, usage="shelterkit where", examples=("shelterkit where", "shelterkit where --json")),
}
