"""Say what a change did, in the form that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.cli.notices import birthdays, lost_comments
from shelterkit.cli.output import show
from shelterkit.report.changes import said_document
from shelterkit.report.document import Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from shelterkit.cli.request import Request
    from shelterkit.inventory.items import Item
    from shelterkit.report.document import Document
    from shelterkit.services.changing import Change


def announce(
    request: Request,
    done: Change[Any],
    document: Callable[[], Document],
    *,
    json: Callable[[], dict[str, Any]],
    said: Sequence[str] = (),
) -> None:
    """Say what was changed; with --quiet only what a program asked for."""
    request.saved = not done.dry_run
    if not request.quiet or request.json:
        show(request, lambda: _told(done, document(), said), json=json)
    lost_comments(request, done.comments_version)
    birthdays(request, done)


def _told(done: Change[Any], document: Document, said: Sequence[str]) -> Document:
    """Return the document with further sentences before its last line; nothing to take back where nothing changed."""
    if done.after is done.before:
        return said_document("That is how it is already; nothing was changed.", undo="")
    more = tuple(Paragraph(text, hang=2) for text in said)
    first = (Paragraph("If this were saved:"),) if done.dry_run else ()
    return document._replace(blocks=(*first, *document.blocks[:-1], *more, *document.blocks[-1:]))


def changed_json(done: Change[Any], items: Sequence[Item], on: date) -> Callable[[], dict[str, Any]]:
    """Return a maker of what programs are told about a change."""

    def make() -> dict[str, Any]:
        from shelterkit.render.porcelain import item_json  # noqa: PLC0415 - only for programs

        return {
            "schema": "shelterkit.change/1",
            "today": str(on),
            "saved": not done.dry_run,
            "items": [item_json(item, on) for item in items],
        }

    return make
