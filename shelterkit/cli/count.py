"""The stock-take: a sheet to fill in, and what was counted."""

from typing import Annotated

import typer

from shelterkit.cli.changed import announce, changed_json
from shelterkit.cli.commands import command, request_of
from shelterkit.cli.pages import Wish, put
from shelterkit.cli.paper_options import Force, Output, Paper, Printer
from shelterkit.cli.request import Request
from shelterkit.errors import UsageError

FORMS = (".pdf", ".html", ".md", ".txt")


def count(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[ITEM AMOUNT]")] = None,
    output: Output = None,
    force: Force = False,
    paper: Paper = "a4",
    printer: Printer = None,
) -> None:
    """Show or print a stock-take sheet, or set what was counted."""
    request = request_of(context)
    wish = Wish(output, force=force, paper=paper, printer=printer)
    if not words:
        request.writes = False
        return _show_sheet(request, wish)
    if not wish.is_for_screen:
        raise UsageError("count prints the sheet or takes what was counted, one after the other", code="count-both")
    return _set(request, words)


def _show_sheet(request: Request, wish: Wish) -> None:
    from shelterkit.cli.standing import warn_of_unknown  # noqa: PLC0415
    from shelterkit.render.porcelain_stocktake import count_json, count_rows  # noqa: PLC0415
    from shelterkit.report.stocktake import by_place, lacking, sheet_document  # noqa: PLC0415
    from shelterkit.services.counting import sheet  # noqa: PLC0415

    found = sheet(request.desk())
    kit = found.opened.kit
    needs = lacking(found.assessment, kit.inventory.items)
    put(
        request,
        wish,
        lambda: sheet_document(kit, needs, on=request.today),
        slug="count",
        forms=FORMS,
        json=lambda: count_json(kit, needs, request.today),
        rows=lambda: count_rows(by_place(kit.inventory.items), needs),
    )
    warn_of_unknown(request, found.opened)


def _set(request: Request, words: list[str]) -> None:
    from shelterkit.report.stocktake import counted_document  # noqa: PLC0415
    from shelterkit.services.counting import count as set_counted  # noqa: PLC0415
    from shelterkit.services.kits import assess_if_possible  # noqa: PLC0415

    desk = request.desk()
    done = set_counted(desk, request.pen(), words)
    announce(
        request,
        done,
        lambda: counted_document(done.result, assess_if_possible(desk, done.after), dry_run=done.dry_run),
        json=changed_json(done, tuple(one.after for one in done.result), desk.today),
    )


COMMANDS = {
    "count": command(
        count,
        writes=True,
        usage="shelterkit count [ITEM AMOUNT ...]   or   shelterkit count -o FILE",
        notes=(
            "ITEM is an id or a name, AMOUNT one word: 6 (of the packs it comes in), 500g or 0. "
            "FILE ends in .pdf, .html, .md or .txt; - is the screen."
        ),
        examples=(
            "shelterkit count",
            "shelterkit count w1 6 f1 11",
            "shelterkit count -o count.pdf",
        ),
    ),
}
