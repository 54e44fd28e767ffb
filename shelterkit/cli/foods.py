"""The command that looks up foods: what they are worth, how long they keep, whose figures these are."""

from typing import Annotated

import typer

from shelterkit.cli.commands import command, request_of
from shelterkit.cli.output import show
from shelterkit.errors import NotDoneError
from shelterkit.quantities.numbers import quoted


def foods(context: typer.Context, words: Annotated[list[str] | None, typer.Argument(metavar="WORDS")] = None) -> None:
    """Look up the energy of foods, and how long they usually keep; needs no kit."""
    from shelterkit.render import porcelain_foods as porcelain  # noqa: PLC0415
    from shelterkit.report.foods import foods_document  # noqa: PLC0415
    from shelterkit.services.foods import find_foods  # noqa: PLC0415

    request = request_of(context)
    name = " ".join(words or ())
    found = find_foods(name)
    if not found:
        raise NotDoneError(f"no food is called {quoted(name)}", code="food-unknown", advice="shelterkit foods")
    show(
        request,
        lambda: foods_document(found, narrowed=bool(name.strip())),
        json=lambda: porcelain.foods_json(found),
        rows=lambda: porcelain.foods_rows(found),
    )


COMMANDS = {
    "foods": command(
        foods,
        usage="shelterkit foods [WORDS]",
        notes="WORDS are a name in English or Ukrainian, or a part of it.",
        examples=("shelterkit foods", "shelterkit foods beans", "shelterkit foods гречка"),
    ),
}
