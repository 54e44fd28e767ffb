"""The command that explains: a topic, a command, or what there is."""

import os
from typing import Annotated

import typer

from shelterkit.cli.commands import command, request_of
from shelterkit.cli.help import fitted, overview
from shelterkit.cli.output import on_the_named_kit, terminal_columns, write
from shelterkit.errors import BadValue
from shelterkit.quantities.numbers import quoted

TOPICS = ("dates", "amounts", "cron", "exit-codes", "json", "safety", "errors")
_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "help")
_WIDEST = 80


def explain(
    context: typer.Context, words: Annotated[list[str] | None, typer.Argument(metavar="[TOPIC]")] = None
) -> None:
    """Explain a topic or a command."""
    request = request_of(context)
    columns = min(terminal_columns() or _WIDEST, _WIDEST)
    topic = "-".join(" ".join(words or ()).casefold().split())
    if not words:
        write(overview(columns, request))
    elif words[0].casefold() == "errors":
        from shelterkit.cli.catalogue import catalogue_text  # noqa: PLC0415 - one topic a run

        write(fitted(on_the_named_kit(catalogue_text(words[1:]), request), columns).rstrip("\n") + "\n")
    elif topic in TOPICS:
        with open(os.path.join(_FOLDER, f"{topic}.txt"), encoding="utf-8") as file:
            write(fitted(on_the_named_kit(file.read(), request), columns).rstrip("\n") + "\n")
    else:
        _refuse_almost(topic, " ".join(words))
        _help_of_command(context, words)


def _refuse_almost(topic: str, typed: str) -> None:
    """Refuse what is almost a topic: nobody who asks for dates wants a command; and what is neither."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a word that is no topic

    from shelterkit.cli import meant  # noqa: PLC0415
    from shelterkit.cli.app import Root  # noqa: PLC0415 - the table of all commands has this one in it

    first = topic.partition("-")[0]
    if first in Root.modules or first in Root.aliases:
        return
    known = [*TOPICS, *Root.modules]
    close = [meant.TOPICS[topic]] if topic in meant.TOPICS else get_close_matches(topic, known, n=1, cutoff=0.6)
    close = close or ([meant.COMMANDS[topic]] if topic in meant.COMMANDS else [])
    message = f"there is no topic {quoted(typed)}."
    raise BadValue(message, code="no-topic", typed=typed, instead=tuple(close))


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
        notes=f"TOPIC is {', '.join(TOPICS[:-1])}, {TOPICS[-1]}, or a command. After errors a code word may stand.",
        examples=("shelterkit help", "shelterkit help cron", "shelterkit help add", "shelterkit help errors"),
    ),
}
