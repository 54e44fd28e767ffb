"""The command that reads and prints checklists."""

from typing import Annotated

import typer

from shelterkit.cli.checklists import EXAMPLES, Asked, show_checklist
from shelterkit.cli.commands import command, request_of
from shelterkit.cli.pages import Wish
from shelterkit.cli.paper_options import Force, Output, Paper, Printer


def checklist(
    context: typer.Context,
    name: Annotated[list[str] | None, typer.Argument(metavar="NAME")] = None,
    output: Output = None,
    force: Force = False,
    paper: Paper = "a4",
    printer: Printer = None,
    blank: Annotated[bool, typer.Option("--blank", help="for everybody, nothing of your kit in it")] = False,
    no_medicines: Annotated[bool, typer.Option("--no-medicines", help="name no medicine, for the fridge door")] = False,
    sources: Annotated[bool, typer.Option("--sources", help="where each line comes from, in full")] = False,
) -> None:
    """Read or print a checklist."""
    asked = Asked(blank, not no_medicines, sources)
    wish = Wish(output, force=force, paper=paper, printer=printer)
    show_checklist(request_of(context), " ".join(name or ()) or None, asked, wish)


COMMANDS = {
    "checklist": command(
        checklist,
        usage="shelterkit checklist [NAME] [options]",
        notes="Without NAME it lists the checklists. FILE ends in .pdf, .html, .md or .txt; - is the screen.",
        examples=EXAMPLES,
    ),
}
