"""The command that writes the kit for other programs."""

import os
from typing import Annotated

import typer

from shelterkit.cli.commands import command, request_of
from shelterkit.cli.output import show_document, write
from shelterkit.cli.paper_options import Force
from shelterkit.cli.request import Request
from shelterkit.errors import NotDoneError, StorageError, UsageError
from shelterkit.quantities.numbers import quoted
from shelterkit.services.exporting import Exported

_STDOUT = "-"
_ENDINGS = (".json", ".csv")


def export(
    context: typer.Context,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="a file that ends in .json or .csv")
    ] = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="the items as a table, without -o FILE on standard output")
    ] = False,
    force: Force = False,
) -> None:
    """Write the whole kit as JSON, or its items as a table for a spreadsheet."""
    from shelterkit.cli.standing import warn_of_unknown  # noqa: PLC0415
    from shelterkit.services.exporting import document_of  # noqa: PLC0415

    request = request_of(context)
    form = _form(request, output, as_csv=as_csv)
    found = document_of(request.desk())
    text = _text(request, found, form)
    if output in (None, _STDOUT):
        write(text)
        _tell_of_the_rest(request, found, form, text)
        return
    _save(request, str(output), text.encode(), force=force)
    _say(request, str(output), len(found.opened.kit.inventory.items))
    _tell_of_the_rest(request, found, form, text)
    warn_of_unknown(request, found.opened)


def _tell_of_the_rest(request: Request, found: Exported, form: str, text: str) -> None:
    """Say what a table leaves out or changes: who reads it back would not have it."""
    if form != ".csv" or request.quiet:
        return
    from shelterkit.cli.notices import note  # noqa: PLC0415
    from shelterkit.interchange.reading_back import read_back  # noqa: PLC0415 - only for a table
    from shelterkit.report.interchange import not_exact_in_a_table, not_in_a_table  # noqa: PLC0415

    kit = found.opened.kit
    otherwise = read_back(kit.inventory.items, text, request.today)
    for line in filter(None, (not_in_a_table(kit), not_exact_in_a_table(otherwise))):
        note(request, line)


def _form(request: Request, output: str | None, *, as_csv: bool) -> str:
    """Return the form that a file's ending asks for."""
    if output in (None, _STDOUT):
        return ".csv" if as_csv else ".json"
    path = str(output)
    stem, ending = os.path.splitext(path)
    ending = ending.casefold()
    if ending in _ENDINGS and not (as_csv and ending != ".csv"):
        return ending
    from shelterkit.cli.refusals import command_line, with_file  # noqa: PLC0415 - only for a refusal

    better = f"{stem.rstrip('./') or 'kit'}{'.csv' if as_csv else '.json'}"
    what = f"ends in {quoted(ending)}" if ending else "has no ending"
    takes = "--csv takes a file in .csv" if ending in _ENDINGS else "it takes .json or .csv"
    message = f"{quoted(path)} {what}; {takes}" if path else "-o needs a file"
    raise UsageError(message, code="output-ending", advice=command_line(with_file(request.argv, path, better)))


def _text(request: Request, found: Exported, form: str) -> str:
    from shelterkit.interchange.own import exported, item_rows  # noqa: PLC0415

    if form == ".csv":
        from shelterkit.render.csv import text  # noqa: PLC0415 - one form a run

        return text(item_rows(found.document), lines=True)
    from shelterkit.render.porcelain import json_text  # noqa: PLC0415

    return json_text(exported(found.document, made=request.today))


def _save(request: Request, path: str, raw: bytes, *, force: bool) -> None:
    from shelterkit.store.output_file import write_output  # noqa: PLC0415 - only where a file is written

    protect = "" if request.demo else request.desk().place.path
    try:
        write_output(path, raw, force=force, protect=protect)
    except (NotDoneError, StorageError) as refusal:
        refusal.advice = refusal.advice or _elsewhere(request, path, refusal.code)
        raise


def _elsewhere(request: Request, path: str, code: str) -> str:
    """Return the words of this run with another file: here where there is no such folder, else with another name."""
    from shelterkit.cli.refusals import command_line, with_file  # noqa: PLC0415 - only for a refusal

    stem, ending = os.path.splitext(path)
    here = os.path.basename(path)
    others = {"output-folder": here, "output-kept": here, "disk": f"kit{ending}"}
    return command_line(with_file(request.argv, path, others.get(code, f"{stem}-2{ending}")))


def _say(request: Request, path: str, number: int) -> None:
    if request.json:
        from shelterkit.render.porcelain import json_text  # noqa: PLC0415 - only for programs

        write(json_text({"schema": "shelterkit.written/1", "file": path, "items": number}))
    elif not request.quiet:
        from shelterkit.report.interchange import exported_document  # noqa: PLC0415

        show_document(request, exported_document(path, number))


COMMANDS = {
    "export": command(
        export,
        usage="shelterkit export [-o FILE] [options]",
        examples=("shelterkit export -o kit.json", "shelterkit export -o kit.csv", "shelterkit export --csv"),
        notes=(
            "FILE ends in .json (the whole kit) or .csv (an item a row); without it JSON goes to standard output. "
            "shelterkit import reads both."
        ),
    ),
}
