"""The command that says what needs attention: for people, cron and monitors."""

from typing import Annotated

import typer

from shelterkit.cli.checking import EXAMPLES, Asked, show_check
from shelterkit.cli.commands import command, request_of


def check(
    context: typer.Context,
    within: Annotated[
        str | None, typer.Option("--within", metavar="DUR", help="tell of dates so early: 30d, 6w, 3m; usually 30d")
    ] = None,
    only: Annotated[str | None, typer.Option("--only", metavar="KINDS", help="of water, food, med, other")] = None,
    nagios: Annotated[bool, typer.Option("--nagios", help="one line with figures, for monitors")] = False,
    notify: Annotated[bool, typer.Option("--notify", help="on the desktop, without names; else on the screen")] = False,
    snooze: Annotated[
        str | None, typer.Option("--snooze", metavar="DUR", help="repeat an unchanged message only so often: 7d")
    ] = None,
    redact: Annotated[bool, typer.Option("--redact", help="without the names of items and people")] = False,
) -> None:
    """Say what needs attention; for cron, silent with --quiet when all is well."""
    asked = Asked(within, only, snooze, nagios=nagios, notify=notify, redact=redact)
    raise typer.Exit(show_check(request_of(context), asked))


COMMANDS = {
    "check": command(
        check,
        usage="shelterkit check [options]",
        notes="Exit codes: 0 all well, 1 warning, 2 critical, 3 unknown. With -q nothing is printed at 0.",
        examples=EXAMPLES,
    ),
}
