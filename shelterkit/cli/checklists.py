"""The checklists, on the screen and on paper; on the way from start to page nothing else is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.cli.output import show
from shelterkit.cli.pages import Wish, put

if TYPE_CHECKING:
    from shelterkit.cli.request import Request
    from shelterkit.report.document import Document

FORMS = (".pdf", ".html", ".md", ".txt")
_ALL = "list"  # as other groups of commands have it
EXAMPLES = (
    "shelterkit checklist",
    "shelterkit checklist power-outage",
    "shelterkit checklist go-bag -o go-bag.html",
    "shelterkit checklist power-outage --print",
)


class Asked(NamedTuple):
    """How a checklist is wanted."""

    blank: bool = False
    medicines: bool = True
    sources: bool = False


def show_checklist(request: Request, name: str | None, asked: Asked, wish: Wish) -> None:
    """Show, write or print a checklist; without a name, say which there are."""
    if name is None and wish.printer:
        # The word after --print was the list, not the printer.
        name, wish = wish.printer, wish._replace(printer="")
    if name in (None, _ALL):
        _show_all(request, wish)
        return
    from shelterkit.report.checklist import Look, checklist_document  # noqa: PLC0415
    from shelterkit.services.checklists import prepare  # noqa: PLC0415 - the list of all needs no kit

    desk = request.desk(needs_kit=False)
    found = prepare(desk, name, blank=asked.blank, medicines=asked.medicines)

    def document() -> Document:
        if not wish.is_for_screen:
            return checklist_document(
                found.checklist,
                found.sections,
                found.known,
                on=desk.today,
                look=Look(paper=True, sources=asked.sources),
            )
        from shelterkit.cli.refusals import command_line  # noqa: PLC0415 - only the screen offers to print

        look = Look(sources=asked.sources, again=command_line((*request.argv, "--print")))
        return checklist_document(found.checklist, found.sections, found.known, on=desk.today, look=look)

    def as_json() -> dict[str, Any]:
        from shelterkit.render.porcelain_checklists import checklist_json  # noqa: PLC0415 - only for programs

        return checklist_json(found.checklist, found.sections, found.known, on=desk.today)

    def rows() -> list[list[str | None]]:
        from shelterkit.render.porcelain_checklists import checklist_rows  # noqa: PLC0415 - only for programs

        return checklist_rows(found.sections)

    if found.known and found.known.medicines:
        wish = wish._replace(remark="It names medicines; --no-medicines leaves them out.")
    put(request, wish, document, slug=found.checklist.id, forms=FORMS, json=as_json, rows=rows)
    if found.opened:
        from shelterkit.cli.standing import warn_of_unknown  # noqa: PLC0415

        warn_of_unknown(request, found.opened)


def _show_all(request: Request, wish: Wish) -> None:
    """Show which checklists there are."""
    from shelterkit.errors import UsageError  # noqa: PLC0415
    from shelterkit.library import checklist, checklist_ids  # noqa: PLC0415
    from shelterkit.render.porcelain_checklists import checklists_json  # noqa: PLC0415
    from shelterkit.report.checklist import checklists_document  # noqa: PLC0415

    if not wish.is_for_screen:
        raise UsageError(
            "which checklist? One goes on paper at a time", code="checklist-missing", advice="shelterkit checklist"
        )
    lists = tuple(map(checklist, checklist_ids()))
    show(
        request,
        lambda: checklists_document(lists),
        json=lambda: checklists_json(lists),
        rows=lambda: [[one.id, one.title] for one in lists],
    )
