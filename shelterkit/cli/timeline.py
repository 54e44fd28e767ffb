"""The commands that go back and forth in time: undo, redo; and where everything is."""

import os
from typing import Annotated, Any

import typer

from shelterkit.cli.commands import command, request_of
from shelterkit.cli.moments import local
from shelterkit.cli.output import show
from shelterkit.cli.request import Request
from shelterkit.errors import NoKitError
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
        document = lambda: mended_document(len(moved.after.inventory.items), moved.damaged)  # noqa: E731
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
    """Show where the kit, its history and the configuration are."""
    from shelterkit.report.history import where_document  # noqa: PLC0415

    request = request_of(context)
    place = request.desk().place
    folder, name = os.path.split(os.path.realpath(place.path))
    config, advisories = _config_places()
    paths = [
        ("Kit", place.path),
        ("History", "" if place.demo else os.path.join(folder, f".{name}.history")),
        ("Config", config),
        ("Own advisories", advisories),
    ]
    facts = [(label, path, _presence(path, demo=place.demo)) for label, path in paths if path]
    show(
        request,
        lambda: where_document(facts),
        json=lambda: {
            "schema": "shelterkit.where/1",
            **{label.lower().replace(" ", "_"): path for label, path, _ in facts},
            "exists": {label.lower().replace(" ", "_"): not note for label, _, note in facts},
        },
        rows=lambda: [[label.lower().replace(" ", "_"), path] for label, path, _ in facts],
    )


def _config_places() -> tuple[str, str]:
    """Return where config.toml and one's own advisories are; a user without a home has neither."""
    from shelterkit.settings import CONFIG_NAME, advisories_folder, config_folder  # noqa: PLC0415

    try:
        return os.path.join(config_folder(os.environ), CONFIG_NAME), advisories_folder(os.environ)
    except NoKitError:
        return "", ""


def _presence(path: str, *, demo: bool) -> str:
    return "" if demo or os.path.lexists(path) else "not there yet"


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
