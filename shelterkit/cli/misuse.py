"""Words that cannot be parsed or found, each with the closest that can."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from shelterkit.cli.commands import UnknownCommandError
from shelterkit.cli.refusals import Refusal, _replaced, command_line, example
from shelterkit.inventory.finding import AmbiguousItemError, NoSuchItemError
from shelterkit.quantities.amounts import show_amount
from shelterkit.render.safe import padded, safe, width
from shelterkit.services.people import NoSuchPersonError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.cli.request import Request
    from shelterkit.errors import ShelterkitError
    from shelterkit.inventory.items import Item

_MOST_LISTED = 3


def closest_words(request: Request, error: ShelterkitError) -> tuple[str, tuple[str, ...]] | None:
    """Return advice and details for words that name nothing, or too much."""
    if isinstance(error, AmbiguousItemError):
        return _with_id(request, error.words, error.items[0]), _table(error.items)
    if isinstance(error, NoSuchItemError):
        return (_with_id(request, error.words, error.close[0]) if error.close else "shelterkit list"), _table(
            error.close
        )
    if isinstance(error, NoSuchPersonError):
        close = _replaced(request.argv, error.name, error.close[0]) if error.close else None
        return command_line(close or ("household", "add", error.name)), ()
    if isinstance(error, UnknownCommandError):
        return _other_command(request, error), ()
    return None


def _with_id(request: Request, words: str, item: Item) -> str:
    return command_line(_replaced(request.argv, words, item.id) or ("show", item.id))


def _table(items: Sequence[Item]) -> tuple[str, ...]:
    """Return the items that could be meant in aligned columns, the last line saying how many more."""
    shown = items if len(items) <= _MOST_LISTED else items[: _MOST_LISTED - 1]
    cells = [
        (
            item.id,
            safe(item.name),
            show_amount(item.amount),
            f"best before {item.last_usable}" if item.last_usable else "no date",
            safe(item.where or ""),
        )
        for item in shown
    ]
    if not cells:
        return ()
    widths = [max(width(row[i]) for row in cells) for i in range(len(cells[0]))]
    lines = tuple("  ".join(padded(cell, widths[i]) for i, cell in enumerate(row)).rstrip() for row in cells)
    more = len(items) - len(shown)
    return (*lines, f"and {more} more: shelterkit list") if more else lines


def _other_command(request: Request, error: UnknownCommandError) -> str:
    if not error.close:
        return f"{error.path} --help"
    return command_line(_replaced(request.argv, error.word, error.close[0]) or (error.close[0],))


def misuse(request: Request, error: Any) -> Refusal:
    """Return the refusal of words the command line does not know: an option, a missing or a wrong value."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return _no_such_option(request, error)
    parameter = getattr(error, "param", None)
    if kind == "MissingParameter" or not getattr(error, "message", ""):
        name = _parameter_name(parameter)
        return Refusal(f"{request.command or 'shelterkit'} needs {name}", "value-missing", 2, advice=example(request))
    if kind == "BadOptionUsage":
        return Refusal(f"{error.option_name} needs a value", "value-missing", 2, advice=example(request))
    if kind == "BadParameter" and parameter is not None:
        return _bad_parameter(request, error, parameter)
    text = str(error.format_message()).rstrip(".")
    return Refusal(_extra(text), "usage", 2, advice=example(request))


def _extra(text: str) -> str:
    """Return the refusal of words too many in plain words."""
    found = text.partition("unexpected extra argument")[2]
    if not found:
        return text
    words = found.partition("(")[2].rstrip(")")
    return f"{words!r} is more than this command takes; a name of several words goes in quotes"


def _parameter_name(parameter: Any) -> str:
    if parameter is None:
        return "something more"
    if parameter.param_type_name == "option":
        return f"a value for {max(parameter.opts, key=len)}"
    return str(parameter.metavar or parameter.name).upper()


def _no_such_option(request: Request, error: Any) -> Refusal:
    known = [name for one in error.ctx.command.get_params(error.ctx) for name in one.opts] if error.ctx else []
    close = get_close_matches(error.option_name, known, n=1, cutoff=0.6)
    advice = example(request)
    if close:
        typed = next((word for word in request.argv if word.partition("=")[0] == error.option_name), error.option_name)
        advice = command_line(_replaced(request.argv, typed, typed.replace(error.option_name, close[0], 1)) or ())
    return Refusal(f"there is no option {error.option_name}", "option-unknown", 2, advice=advice)


def _bad_parameter(request: Request, error: Any, parameter: Any) -> Refusal:
    name = max(parameter.opts, key=len) if parameter.param_type_name == "option" else _parameter_name(parameter)
    kind = getattr(parameter.type, "name", "")
    low = getattr(parameter.type, "min", None)
    if kind.startswith("integer"):
        most = getattr(parameter.type, "max", None)
        limits = f" from {low} to {most}" if low is not None and most is not None else ""
        return Refusal(f"{name} takes a whole number{limits}", "number", 2, advice=example(request))
    choices = getattr(parameter.type, "choices", None)
    if choices:
        return Refusal(f"{name} takes {', '.join(map(str, choices))}", "choice", 2, advice=example(request))
    return Refusal(f"{name}: {error.message}", "usage", 2, advice=example(request))
