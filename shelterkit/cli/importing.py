"""The command that takes over lists from elsewhere."""

import sys
from typing import Annotated

import typer

from shelterkit.cli.commands import command, request_of
from shelterkit.cli.inputs import confirm
from shelterkit.cli.item_options import NoLookup
from shelterkit.cli.output import show, show_document
from shelterkit.cli.request import Request
from shelterkit.errors import BadDataError, BadValue
from shelterkit.interchange.offer import Imported, Offer
from shelterkit.quantities.numbers import quoted

_STDIN = "-"
_ORDERS = ("dmy", "mdy", "ymd")


def import_file(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE")],
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="of rows that do not say: water, food, med, other")
    ] = None,
    columns: Annotated[
        list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help='what a column is, like "Was=name"')
    ] = None,
    order: Annotated[
        str | None, typer.Option("--date-order", metavar="ORDER", help="of dates like 5/6/2027: dmy or mdy")
    ] = None,
    no_lookup: NoLookup = False,
    add_alike: Annotated[
        bool, typer.Option("--add-alike", help="add what is like an item here too: same kind, name and date")
    ] = False,
    merge: Annotated[
        bool, typer.Option("--merge", help="what it does anyway: add, and change nothing", hidden=True)
    ] = False,
) -> None:
    """Add what a list from elsewhere has: shows it first, changes nothing that is here."""
    from shelterkit.cli.words import kind_of  # noqa: PLC0415
    from shelterkit.services.importing import Wish, offered, previewed  # noqa: PLC0415

    del merge
    request = request_of(context)
    desk = request.desk()
    wish = Wish(kind_of(kind) if kind else None, tuple(columns or ()), _order(request, order))
    offer = offered(desk, _bytes(file), file, wish)._replace(lookup=not no_lookup, alike=add_alike)
    seen = previewed(desk, request.pen(), offer)
    _refuse_nothing(request, seen, wish.kind)
    if seen.adds_nothing and not (request.dry_run and seen.problems):
        _say_nothing_new(request, seen)
        return
    _agree_and_import(request, offer, seen)
    if _fits_nothing(seen):
        # A dry run lists the rows one by one, and ends as the import would.
        raise typer.Exit(BadDataError.exit_code)


def _agree_and_import(request: Request, offer: Offer, seen: Imported) -> None:
    """Show what would be added, ask, and add it."""
    shown = request.can_ask() and not request.yes and not request.dry_run
    if shown or (request.dry_run and not request.json):
        _show_preview(request, seen)
        if request.dry_run:
            return
    confirm(request, (), f"Import {_items(len(seen.added))}?")
    _import(request, offer, shown=shown)


def _order(request: Request, typed: str | None) -> str | None:
    if typed is None:
        return request.config.date_order
    if typed not in _ORDERS:
        message = f"--date-order takes dmy, mdy or ymd, not {quoted(typed)}."
        raise BadValue(message, code="choice", typed=typed, instead=("dmy",))
    return typed


def _bytes(file: str) -> bytes:
    from shelterkit.services.importing import MOST_BYTES, file_bytes  # noqa: PLC0415

    if file != _STDIN:
        return file_bytes(file)
    return sys.stdin.buffer.read(MOST_BYTES + 1) if sys.stdin is not None else b""


def _items(number: int) -> str:
    return {0: "this", 1: "this item"}.get(number, f"these {number} items")


def _again(request: Request, *, json: bool = True) -> str:
    """Return the command that shows every row that was left out."""
    from shelterkit.cli.refusals import command_line  # noqa: PLC0415

    words = [word for word in request.argv if word not in ("-n", "--dry-run", "-y", "--yes", "--json")]
    return command_line((*words, "--dry-run", *(("--json",) if json else ())))


def _with_alike(request: Request) -> str:
    """Return the command that adds what is like an item that is here too."""
    from shelterkit.cli.refusals import command_line  # noqa: PLC0415

    return command_line((*(word for word in request.argv if word not in ("-n", "--dry-run")), "--add-alike"))


def _fits_nothing(seen: Imported) -> bool:
    """Tell whether there are rows and every one of them was left out."""
    return bool(seen.adds_nothing and seen.problems) and not (seen.here or seen.differing or seen.like)


def _refuse_nothing(request: Request, seen: Imported, kind: str | None) -> None:
    """Refuse a file of which nothing can be taken."""
    if not _fits_nothing(seen) or request.dry_run:
        return
    from shelterkit.cli.refusals import command_line  # noqa: PLC0415 - only for a refusal
    from shelterkit.interchange.drafts import WHICH_ORDER  # noqa: PLC0415
    from shelterkit.interchange.shelving import NO_KIND  # noqa: PLC0415

    name, number = seen.offer.name, len(seen.problems)
    silent = sum(one.message == NO_KIND for one in seen.problems)
    if silent and kind is None:
        rows = "any of its rows" if silent == number else f"{silent} of its {number} rows, and nothing else fits"
        message = f"{name} does not say what is water, food, med or other in {rows}"
        column = seen.offer.kind_column
        said = ("--map", f"{column}=kind") if column else ("--kind", "food")
        advice = command_line((*request.argv, *said))
        raise BadDataError(message, code="import-kind", file=name, advice=advice)
    details = tuple(f"{one.place}: {one.message}" for one in seen.problems)
    message = f"nothing in {name} can be imported"
    unordered = any(WHICH_ORDER in one.message for one in seen.problems)
    advice = command_line((*request.argv, "--date-order", "dmy")) if unordered else _again(request)
    raise BadDataError(message, code="import-nothing", file=name, details=details, advice=advice)


def _say_nothing_new(request: Request, seen: Imported) -> None:
    from shelterkit.render.porcelain_exchange import import_json  # noqa: PLC0415
    from shelterkit.report.interchange import nothing_new_document  # noqa: PLC0415

    if request.json or not request.quiet:
        show(
            request,
            lambda: nothing_new_document(seen, _with_alike(request)),
            json=lambda: import_json(seen, request.today, saved=False),
        )
    if seen.problems and not request.json:
        from shelterkit.cli.notices import note  # noqa: PLC0415

        number = len(seen.problems)
        rows = "1 row is" if number == 1 else f"{number} rows are"
        note(request, f"{rows} left out; to see why: {_again(request, json=False)}")


def _show_preview(request: Request, seen: Imported) -> None:
    from shelterkit.report.interchange import preview_document  # noqa: PLC0415

    show_document(request, preview_document(seen, _again(request), _with_alike(request), dry_run=request.dry_run))


def _import(request: Request, offer: Offer, *, shown: bool) -> None:
    from shelterkit.cli.changed import announce  # noqa: PLC0415
    from shelterkit.render.porcelain_exchange import import_json  # noqa: PLC0415
    from shelterkit.report.interchange import imported_document  # noqa: PLC0415
    from shelterkit.services.importing import import_all  # noqa: PLC0415

    done = import_all(request.desk(), request.pen(), offer)
    announce(
        request,
        done,
        lambda: imported_document(done.result, _with_alike(request)),
        json=lambda: import_json(done.result, request.today, saved=not done.dry_run),
    )
    if not shown:
        _name_problems(request, done.result)


def _name_problems(request: Request, done: Imported) -> None:
    """Name on standard error each row that was left out, and what was left out or assumed in the whole file."""
    if request.json:
        return
    from shelterkit.cli.notices import note  # noqa: PLC0415
    from shelterkit.report.interchange import note_lines, problem_lines  # noqa: PLC0415

    for line in (*note_lines(done), *done.offer.notes):
        note(request, line)
    for line in problem_lines(done.problems, _again(request)):
        note(request, line.strip())


COMMANDS = {
    "import": command(
        import_file,
        writes=True,
        usage="shelterkit import FILE [options]",
        notes=(
            "FILE is a spreadsheet saved as CSV, an export or a kit of shelterkit, a list of Grocy, Homebox or "
            "Emergency Supply Tracker, or a product of Open Food Facts; - is standard input. It shows first what it "
            "would add. Nothing that is here is changed, and nothing is added twice: a lot of the same kind, "
            "name and date is told, and added with --add-alike only. Food without energy gets that "
            "of the food it is called, where shelterkit foods knows it. "
            'A column with another name: --map "Ware=name".'
        ),
        examples=(
            "shelterkit import list.csv --dry-run",
            "shelterkit import list.csv --kind food --yes",
            "shelterkit import kit.json --yes",
        ),
    ),
}
