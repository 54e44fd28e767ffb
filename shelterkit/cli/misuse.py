"""Words that cannot be parsed or found, each with the closest that can."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from shelterkit.cli.commands import UnknownCommandError
from shelterkit.cli.refusals import Refusal, command_line, example, replaced
from shelterkit.inventory.counting import CountError
from shelterkit.inventory.finding import AmbiguousItemError, NoSuchItemError
from shelterkit.quantities.amounts import show_amount
from shelterkit.quantities.numbers import quoted
from shelterkit.render.safe import padded, safe, width
from shelterkit.services.contacts import NoSuchContactError
from shelterkit.services.people import NoSuchPersonError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.cli.request import Request
    from shelterkit.errors import ShelterkitError
    from shelterkit.inventory.items import Item

_MOST_LISTED = 3
_CLOSE_OPTION = 0.75
_OTHER_OPTIONS = {
    "--kids": "--children", "--child": "--children", "--babies": "--infants", "--baby": "--infants",
    "--expires": "--best-before", "--expiry": "--best-before", "--exp": "--best-before", "--date": "--best-before",
    "--best": "--best-before", "--place": "--where", "--location": "--where", "--in": "--where",
    "--calories": "--kcal", "--energy": "--kcal", "--person": "--for", "--birth": "--born", "--advice": "--advisory",
}  # fmt: skip


def closest_words(request: Request, error: ShelterkitError) -> tuple[str, tuple[str, ...]] | None:
    """Return advice and details for words that name nothing, or too much."""
    if isinstance(error, AmbiguousItemError):
        return _with_id(request, error.words, error.items[0]), _table(error.items)
    if isinstance(error, NoSuchItemError):
        return (
            _with_id(request, error.words, error.close[0]) if error.close else command_line(_kit(request, "list"))
        ), _table(error.close)
    if isinstance(error, (NoSuchPersonError, NoSuchContactError)):
        close = replaced(request.argv, error.name, error.close[0]) if error.close else None
        others = ("add", error.name) if isinstance(error, NoSuchPersonError) else ("contact",)
        return command_line(close or _kit(request, "household", *others)), ()
    if isinstance(error, CountError):
        return _mended_counts(request, error), error.details
    if isinstance(error, UnknownCommandError):
        return _other_command(request, error), ()
    return None


def _kit(request: Request, *words: str) -> tuple[str, ...]:
    return words if not request.kit else ("--kit", request.kit, *words)


def _with_id(request: Request, words: str, item: Item) -> str:
    return command_line(replaced(request.argv, words, item.id) or _kit(request, "show", item.id))


def _mended_counts(request: Request, error: CountError) -> str:
    """Return the words of this run with better ones in the place of those that are no counts, else the sheet."""
    if not error.better:
        return command_line(_kit(request, "count"))
    place, left = 0, list(error.words)
    others: list[str] = []
    for word in request.argv:
        if "count" in others and left and word == left[0]:
            place = place or len(others)
            left.pop(0)
        else:
            others.append(word)
    return command_line((*others[:place], *error.better, *others[place:]))


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


_NEED_WORDS = ("add", "use", "show", "edit", "remove")


def _other_command(request: Request, error: UnknownCommandError) -> str:
    if not error.close:
        return _as_contact(request, error) or f"{error.path} --help"
    better = replaced(request.argv, error.word, error.close[0]) or (error.close[0],)
    # A command that needs words and got none would only be refused again.
    return command_line((*better, "--help") if better[-1] in _NEED_WORDS else better)


def _as_contact(request: Request, error: UnknownCommandError) -> str:
    """Return the command that notes the phone number which was typed without saying what to do with it."""
    if not error.path.endswith(" household contact"):
        return ""
    *before, word, number = request.argv
    is_number = sum(map(str.isdecimal, number)) > 1
    if word != error.word or not is_number:
        return ""
    return command_line((*before, "add", word, number))


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
    if "unexpected extra argument" not in text:
        return text
    words = text[text.rindex("(") + 1 :].rstrip(")")
    return f"{quoted(words)} is more than this command takes; a name of several words goes in quotes"


def _parameter_name(parameter: Any) -> str:
    if parameter is None:
        return "something more"
    if parameter.param_type_name == "option":
        return f"a value for {max(parameter.opts, key=len)}"
    return str(parameter.metavar or parameter.name).replace("[", "").replace("]", "").strip(".").upper()


def _no_such_option(request: Request, error: Any) -> Refusal:
    message, option = f"there is no option {error.option_name}", error.option_name
    parameters = error.ctx.command.get_params(error.ctx) if error.ctx else []
    known = [name for one in parameters if not getattr(one, "hidden", False) for name in one.opts if name[:2] == "--"]
    meant = _OTHER_OPTIONS.get(option, "")
    close: list[str] = [meant] if meant in known else get_close_matches(option, known, n=1, cutoff=_CLOSE_OPTION)
    close = close if option[:2] == "--" else []
    typed = next((word for word in request.argv if word.partition("=")[0] == option), option)
    advice = example(request)
    if close and _has_what_it_needs(close[0], typed, request, parameters):
        advice = command_line(replaced(request.argv, typed, typed.replace(option, close[0], 1)) or ())
    elif option[:2] != "--" and request.command.endswith(" add"):
        # A name may start with a dash: after two dashes nothing is an option.
        place = next((number for number, word in enumerate(request.argv) if word[:2] == option[:2]), None)
        advice = command_line((*request.argv[:place], "--", *request.argv[place:])) if place else advice
    return Refusal(message, "option-unknown", 2, advice=advice)


def _has_what_it_needs(name: str, typed: str, request: Request, parameters: Sequence[Any]) -> bool:
    """Tell whether an option that takes a value would get one in the place of what was typed."""
    if "=" in typed or any(name in one.opts and one.is_flag for one in parameters):
        return True
    place = request.argv.index(typed) + 1 if typed in request.argv else len(request.argv)
    return place < len(request.argv) and not request.argv[place].startswith("-")


def _bad_parameter(request: Request, error: Any, parameter: Any) -> Refusal:
    name = max(parameter.opts, key=len) if parameter.param_type_name == "option" else _parameter_name(parameter)
    low, high = getattr(parameter.type, "min", None), getattr(parameter.type, "max", None)
    if low is not None and high is not None:
        return Refusal(f"{name} takes a whole number from {low} to {high}", "number", 2, advice=example(request))
    return Refusal(f"{name}: {error.message}", "usage", 2, advice=example(request))
