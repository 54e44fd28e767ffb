"""The command that explains: a topic, a command, or what there is."""

import os
from typing import Annotated

import typer

from shelterkit.cli.commands import command, request_of
from shelterkit.cli.help import fitted, overview
from shelterkit.cli.output import terminal_columns, write
from shelterkit.errors import BadValue
from shelterkit.quantities.numbers import quoted

TOPICS = ("dates", "amounts", "cron", "exit-codes", "json", "safety")
_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "help")
_WIDEST = 80


def explain(
    context: typer.Context, words: Annotated[list[str] | None, typer.Argument(metavar="[TOPIC]")] = None
) -> None:
    """Explain a topic or a command."""
    columns = min(terminal_columns() or _WIDEST, _WIDEST)
    topic = "-".join(" ".join(words or ()).casefold().split())
    if not words:
        write(overview(columns))
    elif topic in TOPICS:
        with open(os.path.join(_FOLDER, f"{topic}.txt"), encoding="utf-8") as file:
            write(fitted(file.read(), columns).rstrip("\n") + "\n")
    else:
        _refuse_almost(topic, " ".join(words))
        _help_of_command(context, words)


def _refuse_almost(topic: str, typed: str) -> None:
    """Refuse what is almost a topic: nobody who asks for dates wants a command."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a word that is no topic

    close = get_close_matches(topic, TOPICS, n=1, cutoff=0.75)
    if close:
        raise BadValue(f"there is no topic {quoted(typed)}.", code="no-topic", typed=typed, instead=(close[0],))


def _help_of_command(context: typer.Context, words: list[str]) -> None:
    """Show the help of a command, as the command itself does when asked."""
    from shelterkit.cli.app import root_command  # noqa: PLC0415 - the table of all commands has this one in it

    request = request_of(context)
    with root_command().make_context("shelterkit", [*words, "--help"], obj=request) as root:
        root.command.invoke(root)


COMMANDS = {
    "help": command(
        explain,
        usage="shelterkit help [TOPIC]",
        notes=f"TOPIC is {', '.join(TOPICS[:-1])}, {TOPICS[-1]}, or a command.",
        examples=("shelterkit help", "shelterkit help cron", "shelterkit help add"),
    ),
}
