"""Commands and groups: global options anywhere, help with examples, modules loaded when they are needed."""

from __future__ import annotations

import inspect
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from shelterkit.cli.request import FLAGS, VALUES, Request
from shelterkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# A number below zero is no option: it is marked while options are told from words, and read as typed.
_BELOW_ZERO_MARK = "\0"
SETTINGS = {"help_option_names": ["-h", "--help"]}
_WRITER_FLAGS = {
    "dry_run": (("-n", "--dry-run"), "show what would happen, save nothing"),
    "yes": (("-y", "--yes"), "do not ask"),
}


def request_of(context: typer.Context) -> Request:
    """Return the run a command belongs to."""
    request = context.find_root().obj
    assert isinstance(request, Request)  # noqa: S101 - `main` puts it there
    return request


def _note(context: Any, parameter: Any, value: Any) -> Any:
    """Keep a global option in the run, wherever among the words it stood."""
    if value not in (None, False):
        context.find_root().obj.note(parameter.name, value)
    return value


def _show_version(context: Any, _: Any, value: Any) -> None:
    if value:
        from shelterkit import __version__  # noqa: PLC0415
        from shelterkit.cli.output import write  # noqa: PLC0415

        write(f"shelterkit {__version__}\n")
        context.exit(0)


def shared_options(*, writes: bool, hidden: bool = False) -> list[Any]:
    """Return the options every command takes; those of writers too where `writes`."""

    def option(name: str, declarations: tuple[str, ...], **more: Any) -> TyperOption:
        settings: dict[str, Any] = {"hidden": True, "expose_value": False, "callback": _note} | more
        return TyperOption(param_decls=[*declarations, name], **settings)

    options = [option(name, declared, is_flag=True, default=False) for name, declared in FLAGS.items()]
    options += [option(name, declared) for name, declared in VALUES.items()]
    options.append(option("version", ("-V", "--version"), is_flag=True, default=False, callback=_show_version))
    if writes:
        options += [
            option(name, declared, is_flag=True, default=False, hidden=hidden, help=text)
            for name, (declared, text) in _WRITER_FLAGS.items()
        ]
        options.append(option("allow_root", ("--allow-root",), is_flag=True, default=False))
    return options


def _marked(args: list[str]) -> list[str]:
    """Mark words like -3 so that they are not taken for options; what follows "--" is no option anyway."""
    marked: list[str] = []
    for number, arg in enumerate(args):
        if arg == "--":
            return marked + args[number:]
        is_number = len(arg) > 1 and arg[0] == "-" and (arg[1].isdigit() or arg[1:2] in (".", ","))
        marked.append(_BELOW_ZERO_MARK + arg if is_number else arg)
    return marked


def _filled(args: list[str]) -> list[str]:
    """Give --print an empty value where it has none: the usual printer. -o=FILE is FILE, as --output=FILE is."""
    pairs = zip(args, (*args[1:], "-"), strict=True) if args else ()
    filled = ["--print=" if arg == "--print" and after[:1] in ("-", "") else arg for arg, after in pairs]
    return [f"--output={arg[3:]}" if arg.startswith("-o=") else arg for arg in filled]


def _unmarked(value: Any) -> Any:
    if isinstance(value, str):
        return value.removeprefix(_BELOW_ZERO_MARK)
    if isinstance(value, (list, tuple)):
        return type(value)(map(_unmarked, value))
    return value


class _Helpful:
    """The help of a command: what it does, examples, usage, options."""

    usage = ""
    notes = ""
    examples: tuple[str, ...] = ()

    def format_help(self, context: Any, formatter: Any) -> None:
        from shelterkit.cli.help import command_help  # noqa: PLC0415 - only when help is asked for

        formatter.write(command_help(self, context))


class Command(_Helpful, TyperCommand):
    """A command that takes the global options after it too."""

    writes = False

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words after the command."""
        request = ctx.find_root().obj
        request.command, request.writes, request.examples = ctx.command_path, self.writes, self.examples
        rest = super().parse_args(ctx, _marked(_filled(args)))
        ctx.params = {name: _unmarked(value) for name, value in ctx.params.items()}
        return rest


class Group(_Helpful, TyperGroup):
    """A group of commands, each loaded when it is called; `aliases` are other words for some of them."""

    modules: Mapping[str, str] = {}
    aliases: Mapping[str, str] = {}
    writes = False

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        return [*self.modules, *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name or another word for it."""
        name = self.aliases.get(cmd_name, cmd_name)
        if name in self.modules:
            return import_module(self.modules[name]).COMMANDS[name]()
        return super().get_command(ctx, name)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words up to the command."""
        if ctx.parent is not None:
            request = ctx.find_root().obj
            request.command, request.writes, request.examples = ctx.command_path, self.writes, self.examples
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first word names; another word is refused with the closest ones."""
        word = args[0]
        command = self.get_command(ctx, word)
        if command is None:
            raise UnknownCommandError(word, self.list_commands(ctx), ctx.command_path)
        return self.aliases.get(word, word), command, args[1:]


_HARMFUL = ("remove", "undo", "redo", "use", "init")


class UnknownCommandError(UsageError):
    """A word that is no command; `close` are the commands that look like it."""

    code = "command-unknown"

    def __init__(self, word: str, known: list[str], path: str) -> None:
        from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

        super().__init__(f'there is no command "{word}"')
        self.word = word
        self.path = path
        # What changes the kit is offered only to who almost typed it.
        close = get_close_matches(word, known, n=3, cutoff=0.6)
        near = get_close_matches(word, known, n=3, cutoff=0.75)
        # Letters in common make no other word of it: about is no count, share is no where.
        close = [one for one in close if one[0] == word[:1] or one in near]
        almost = [one for one in near if one[0] == word[:1]]
        self.close = tuple(one for one in close if one not in _HARMFUL or one in almost)


def command(
    function: Callable[..., Any],
    *,
    examples: tuple[str, ...],
    usage: str,
    writes: bool = False,
    notes: str = "",
) -> Callable[[], Any]:
    """Return a maker of the command that a function carries out."""

    @cache
    def make() -> Any:
        app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        app.command(cls=Command, context_settings=SETTINGS, help=inspect.getdoc(function))(function)
        made: Any = get_command(app)
        _furnish(made, examples=examples, usage=usage, writes=writes, notes=notes)
        return made

    return make


def group(
    function: Callable[..., Any],
    commands: Mapping[str, Callable[[], Any]],
    *,
    examples: tuple[str, ...],
    usage: str,
    writes: bool = False,
) -> Callable[[], Any]:
    """Return a maker of a group: the function is what it does without one of its commands."""

    @cache
    def make() -> Any:
        app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        settings = {"help": inspect.getdoc(function), "context_settings": SETTINGS}
        app.callback(cls=Group, invoke_without_command=True, **settings)(function)  # type: ignore[arg-type]
        made: Any = get_command(app)
        made.commands = {name: maker() for name, maker in commands.items()}
        _furnish(made, examples=examples, usage=usage, writes=writes, notes="")
        return made

    return make


def _furnish(made: Any, *, examples: tuple[str, ...], usage: str, writes: bool, notes: str) -> None:
    made.params += shared_options(writes=writes)
    made.examples, made.usage, made.writes, made.notes = examples, usage, writes, notes
