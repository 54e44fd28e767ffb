"""The command that says what to buy."""

from typing import Annotated

import typer

from shelterkit.calendar_dates import Span, parse_span
from shelterkit.cli.commands import command, request_of
from shelterkit.cli.pages import Wish, put
from shelterkit.cli.paper_options import Force, Output, Paper, Printer
from shelterkit.cli.standing import warn_of_unknown

_USUALLY_WITHIN = "30d"
_FORMS = (".txt", ".md", ".csv", ".html", ".pdf")


def shop(
    context: typer.Context,
    days: Annotated[
        int | None, typer.Option("--days", metavar="N", min=1, max=3650, help="plan for so many days")
    ] = None,
    replace_within: Annotated[
        str | None,
        typer.Option("--replace-within", metavar="DUR", help="replace what goes off within 30d, 6w, 3m (usually 30d)"),
    ] = None,
    output: Output = None,
    force: Force = False,
    paper: Paper = "a4",
    printer: Printer = None,
) -> None:
    """Show what to buy to reach the target, and what to replace soon."""
    from shelterkit.render import porcelain_shopping as porcelain  # noqa: PLC0415
    from shelterkit.report.shopping import shopping_document, shopping_page  # noqa: PLC0415
    from shelterkit.services.shopping import shopping  # noqa: PLC0415

    request = request_of(context)
    within = parse_span(replace_within or _USUALLY_WITHIN)
    opened, found = shopping(request.desk(), within, days=days)
    household = opened.kit.household
    wish = Wish(output, force=force, paper=paper, printer=printer)
    put(
        request,
        wish,
        lambda: (
            shopping_document(found, household, again=_again(days, within if replace_within else None))
            if wish.is_for_screen
            else shopping_page(found, household)
        ),
        slug="shopping",
        forms=_FORMS,
        json=lambda: porcelain.shopping_json(found),
        rows=lambda: porcelain.shopping_rows(found),
        csv=lambda: porcelain.shopping_csv(found),
    )
    warn_of_unknown(request, opened)


def _again(days: int | None, within: Span | None) -> str:
    """Return the command that writes the same list into a file."""
    planned = f" --days {days}" if days else ""
    replaced = f" --replace-within {within.text}" if within else ""
    return f"shelterkit shop{planned}{replaced} -o shopping.txt"


COMMANDS = {
    "shop": command(
        shop,
        usage="shelterkit shop [options]",
        examples=("shelterkit shop", "shelterkit shop --days 14", "shelterkit shop -o shopping.txt"),
        notes="FILE ends in .txt, .md, .csv, .html or .pdf; - is standard output.",
    ),
}
