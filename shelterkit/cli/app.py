"""The root of all commands: which there are, and what the bare program does."""

from __future__ import annotations

from functools import cache
from typing import Any

import typer
from typer.main import get_command

from shelterkit.cli.commands import SETTINGS, Group, request_of, shared_options

_LOOKING, _SHELF = "shelterkit.cli.looking", "shelterkit.cli.shelf"
_SET_UP, _TIMELINE = "shelterkit.cli.set_up", "shelterkit.cli.timeline"


class Root(Group):
    """shelterkit itself."""

    modules = {  # noqa: RUF012 - a table, never changed
        "status": _LOOKING,
        "list": _LOOKING,
        "show": _LOOKING,
        "expires": _LOOKING,
        "shop": "shelterkit.cli.shop",
        "foods": "shelterkit.cli.foods",
        "checklist": "shelterkit.cli.checklist",
        "check": "shelterkit.cli.check",
        "calendar": "shelterkit.cli.calendar",
        "add": _SHELF,
        "use": _SHELF,
        "edit": "shelterkit.cli.editing",
        "remove": _SHELF,
        "count": "shelterkit.cli.count",
        "undo": _TIMELINE,
        "redo": _TIMELINE,
        "history": "shelterkit.cli.history",
        "init": _SET_UP,
        "where": _TIMELINE,
        "doctor": "shelterkit.cli.doctor",
        "backup": "shelterkit.cli.backup",
        "restore": "shelterkit.cli.backup",
        "export": "shelterkit.cli.export",
        "import": "shelterkit.cli.importing",
        "household": "shelterkit.cli.household",
        "help": "shelterkit.cli.topics",
        "schedule": "shelterkit.cli.schedule",
        "advisory": "shelterkit.cli.advisory",
    }
    aliases = {  # noqa: RUF012 - a table, never changed
        "ls": "list",
        "rm": "remove",
        "delete": "remove",
        "eat": "use",
        "drink": "use",
        "people": "household",
        "report": "status",
        "print": "checklist",
        "remind": "check",
        "ics": "calendar",
    }


def _bare(context: typer.Context) -> None:
    """Say how long the kit lasts, or welcome somebody who has none."""
    if context.invoked_subcommand is not None:
        return
    from shelterkit.cli.standing import bare  # noqa: PLC0415 - only when no command is given

    bare(request_of(context))


@cache
def root_command() -> Any:
    """Return the command of the whole program."""
    app = typer.Typer(add_completion=True, rich_markup_mode=None)
    app.callback(cls=Root, invoke_without_command=True, context_settings=SETTINGS)(_bare)
    root: Any = get_command(app)
    root.params += shared_options(writes=True, hidden=True)
    return root
