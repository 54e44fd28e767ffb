"""The commands that look: status, list, show, expires."""

from typing import Annotated

import typer

from shelterkit.cli.commands import command, request_of
from shelterkit.cli.output import show
from shelterkit.cli.pages import Wish
from shelterkit.cli.paper_options import Force, Output, Paper, Printer
from shelterkit.cli.standing import show_status, warn_of_unknown
from shelterkit.quantities.numbers import quoted

_USUALLY_WITHIN = "90d"


def status(
    context: typer.Context,
    days: Annotated[
        int | None, typer.Option("--days", metavar="N", min=1, max=3650, help="plan for so many days")
    ] = None,
    output: Output = None,
    force: Force = False,
    paper: Paper = "a4",
    printer: Printer = None,
) -> None:
    """Show how long the kit lasts, need by need, and what runs out first."""
    wish = Wish(output, force=force, paper=paper, printer=printer)
    show_status(request_of(context), days, None if wish.is_for_screen else wish)


def list_items(
    context: typer.Context,
    kind: Annotated[str | None, typer.Argument(metavar="KIND")] = None,
    where: Annotated[str | None, typer.Option("--where", "-w", metavar="TEXT", help="only what is kept there")] = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar="DUR", help="only what goes off within 30d, 6w, 3m, 1y")
    ] = None,
    sort: Annotated[
        str | None, typer.Option("--sort", metavar="ORDER", help="name, date or where; usually by kind")
    ] = None,
    anyway: Annotated[bool, typer.Option("--read-anyway", help="look at a kit that a newer shelterkit wrote")] = False,
) -> None:
    """List what is in the kit."""
    from shelterkit.calendar_dates import parse_span  # noqa: PLC0415
    from shelterkit.services.looking import Filter, listing  # noqa: PLC0415

    request = request_of(context)
    order = _one_of(sort, ("name", "date", "where"), "--sort")
    which = Filter(_kind(kind), where, parse_span(within) if within else None, order)
    found = listing(request.desk(), which, anyway=anyway)
    from shelterkit.render import porcelain  # noqa: PLC0415
    from shelterkit.report.items import list_document  # noqa: PLC0415

    show(
        request,
        lambda: list_document(found.items, on=request.today, narrowed=which.narrows),
        json=lambda: porcelain.list_json(found.items, request.today),
        rows=lambda: porcelain.item_rows(found.items),
    )
    warn_of_unknown(request, found.opened)


def _kind(word: str | None) -> str | None:
    if word is None:
        return None
    from shelterkit.cli.words import kind_of  # noqa: PLC0415

    return kind_of(word)


def _one_of(word: str | None, allowed: tuple[str, ...], option: str) -> str | None:
    if word is None or word in allowed:
        return word
    from shelterkit.errors import BadValue  # noqa: PLC0415

    raise BadValue(
        f"{option} takes {', '.join(allowed)}, not {quoted(word)}.", code="choice", typed=word, instead=allowed[:1]
    )


def show_item(context: typer.Context, item: Annotated[list[str], typer.Argument(metavar="ITEM")]) -> None:
    """Show everything about one item; ITEM is an id, a name or a part of it."""
    from shelterkit.render import porcelain  # noqa: PLC0415
    from shelterkit.report.items import show_document as item_document  # noqa: PLC0415
    from shelterkit.services.looking import one_item  # noqa: PLC0415

    request = request_of(context)
    found = one_item(request.desk(), " ".join(item))
    show(
        request,
        lambda: item_document(found.item, found.regimens, on=request.today),
        json=lambda: porcelain.show_json(found.item, found.regimens, request.today),
        rows=lambda: porcelain.item_rows((found.item,)),
    )


def expires(
    context: typer.Context,
    within: Annotated[
        str | None, typer.Option("--within", metavar="DUR", help="how far to look ahead: 30d, 6w, 3m, 1y (usually 90d)")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="however far ahead")] = False,
) -> None:
    """Show what to use up next, the soonest first."""
    from shelterkit.calendar_dates import parse_span  # noqa: PLC0415
    from shelterkit.render import porcelain  # noqa: PLC0415
    from shelterkit.report.items import expires_document  # noqa: PLC0415
    from shelterkit.services.looking import expiring  # noqa: PLC0415

    request = request_of(context)
    span = None if everything else parse_span(within or _USUALLY_WITHIN)
    found = expiring(request.desk(), span)
    words = "any time" if span is None else _span_words(span)
    show(
        request,
        lambda: expires_document(
            found.items, found.undated, on=request.today, within=words, later=0 if within else found.later
        ),
        json=lambda: porcelain.expires_json(found.items, found.undated, request.today),
        rows=lambda: porcelain.item_rows(found.items),
    )


def _span_words(span: object) -> str:
    text = span.text  # type: ignore[attr-defined]
    unit = {"d": "day", "w": "week", "m": "month", "y": "year"}[text[-1]]
    return f"{text[:-1]} {unit}{'' if text[:-1] == '1' else 's'}"


COMMANDS = {
    "status": command(
        status,
        usage="shelterkit status [options]",
        examples=("shelterkit status", "shelterkit status --days 14", "shelterkit status --on 2027-06-01"),
        notes="FILE ends in .html, .pdf, .md or .txt; - is the screen.",
    ),
    "list": command(
        list_items,
        usage="shelterkit list [KIND] [options]",
        examples=("shelterkit list", "shelterkit list food --sort date", "shelterkit list --where cellar"),
        notes="KIND is water, food, med or other.",
    ),
    "show": command(
        show_item, usage="shelterkit show ITEM", examples=("shelterkit show w1", "shelterkit --demo show f1")
    ),
    "expires": command(
        expires,
        usage="shelterkit expires [options]",
        examples=("shelterkit expires", "shelterkit expires --within 1y"),
    ),
}
