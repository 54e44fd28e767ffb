"""How long the kit lasts, for the bare program and `status`: on the way from start to answer nothing else is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.cli.output import show, terminal_columns, write
from shelterkit.errors import NoKitError
from shelterkit.services.kits import lost_items, other_versions
from shelterkit.services.standing import status as look

if TYPE_CHECKING:
    from shelterkit.cli.pages import Wish
    from shelterkit.cli.request import Request
    from shelterkit.report.document import Document
    from shelterkit.services.kits import Opened

_FORMS = (".html", ".pdf", ".md", ".txt")
WELCOME = """\
shelterkit keeps track of emergency water, food and medication, and tells you
how long they last against official advice. Everything stays on this computer.

You have no kit yet. Start one (about a minute):
    shelterkit init
Or bring yours from another computer ("shelterkit backup" writes the file):
    shelterkit restore FILE
Or print a checklist right away:
    shelterkit checklist power-outage
"""


def bare(request: Request) -> None:
    """Say how long the kit lasts; welcome somebody who has none and named none."""
    request.command, request.examples = "shelterkit", ("shelterkit status",)
    try:
        show_status(request, None)
    except NoKitError as error:
        if error.code != "no-kit" or request.json or request.desk().place.named:
            raise
        from shelterkit.cli.help import fitted  # noqa: PLC0415 - only for somebody new

        write(fitted(WELCOME.rstrip("\n"), terminal_columns()).rstrip("\n") + "\n")


def show_status(request: Request, days: int | None, wish: Wish | None = None) -> None:
    """Show how long the kit lasts, need by need, or put it on paper."""
    found = look(request.desk(), days=days)
    kit = found.opened.kit

    def document() -> Document:
        from shelterkit.report.status import status_document  # noqa: PLC0415

        return status_document(found.assessment, kit.household, kit.inventory)

    def as_json() -> dict[str, Any]:
        from shelterkit.render.porcelain import status_json  # noqa: PLC0415

        return status_json(found.assessment, kit.household)

    def rows() -> list[list[str | None]]:
        from shelterkit.render.porcelain import status_rows  # noqa: PLC0415

        return status_rows(found.assessment)

    if wish is None:
        show(request, document, json=as_json, rows=rows)
    else:
        from shelterkit.cli.pages import put  # noqa: PLC0415 - only for paper
        from shelterkit.report.status import status_page  # noqa: PLC0415

        def page() -> Document:
            return status_page(found.assessment, kit.household, kit.inventory)

        put(request, wish, page, slug="status", forms=_FORMS, json=as_json, rows=rows)
    warn_of_unknown(request, found.opened)
    warn_of_others(request)


def warn_of_unknown(request: Request, opened: Opened) -> None:
    """Say on standard error what makes an answer doubtful: a clock behind the kit, items lost, unknown fields."""
    saved = opened.kit.saved
    if saved and request.on is None and (saved - request.today).days > 1 and not request.quiet:
        from shelterkit.cli.notices import note  # noqa: PLC0415 - only where there is something to say

        says = f"This computer's clock says {request.today}, but the kit was saved on {saved}"
        note(request, f"{says}. Is the clock right?")
    lost = 0 if opened.kit.inventory.items or request.quiet else lost_items(request.desk())
    if lost:
        from shelterkit.cli.notices import items_lost  # noqa: PLC0415 - only where there is something to say

        items_lost(request, lost)
    if opened.kit.unknown and not request.quiet:
        from shelterkit.cli.notices import unknown_fields  # noqa: PLC0415 - only where there is something to say

        unknown_fields(request, opened)


def warn_of_others(request: Request) -> None:
    """Say on standard error that a sync program left another version of the kit: this answer is not about that one."""
    others = () if request.quiet else other_versions(request.desk())
    if others:
        from shelterkit.cli.notices import conflicts  # noqa: PLC0415 - only where there is something to say

        conflicts(request, others)
