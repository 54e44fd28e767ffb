"""Words that cannot be parsed or found, each with the closest that can."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from shelterkit.cli import meant
from shelterkit.cli.commands import UnknownCommandError
from shelterkit.cli.refusals import Refusal, command_line, example, replaced
from shelterkit.inventory.counting import CountError
from shelterkit.inventory.finding import AmbiguousItemError, NoSuchItemError
from shelterkit.library import NoSuchIdError
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
    return (_other_id(request, error), ()) if isinstance(error, NoSuchIdError) else None


def _other_id(request: Request, error: NoSuchIdError) -> str:
    """Return the words of this run with the closest id, or that of the country that was named; else where all are."""
    word = "-".join(error.typed.casefold().split())
    known = meant.advisory_of(word) if error.kind == "advisory" else meant.CHECKLISTS.get(word, "")
    close = known or next(iter(error.close), "")
    better = replaced(request.argv, error.typed, close) if close else None
    return command_line(better) if better else error.advice


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
_CHANGE_AT_ONCE = ("init", "undo", "install")


def _other_command(request: Request, error: UnknownCommandError) -> str:
    *_, group = error.path.split()
    word = error.word.casefold()
    known = meant.COMMANDS.get(word) if group == "shelterkit" else meant.INNER.get((group, word))
    if not known and (found := _as_checklist(request, error)):
        return found
    if not known and not error.close:
        return _as_contact(request, error) or _as_item(request, error) or f"{error.path} --help"
    name = known or error.close[0]
    better = replaced(request.argv, error.word, name) or (name,)
    # A command that needs words and got none would only be refused again; and nothing is changed by a guess.
    needs_words = (group == "shelterkit" and better[-1] in _NEED_WORDS) or better[-1] == "purge"
    return command_line((*better, "--help") if needs_words or (known and name in _CHANGE_AT_ONCE) else better)


def _as_checklist(request: Request, error: UnknownCommandError) -> str:
    """Return the command that shows the checklist whose name was typed in the place of a command."""
    from shelterkit.library import checklist_ids  # noqa: PLC0415 - only for a refusal

    if not error.path.endswith("shelterkit"):
        return ""
    close = get_close_matches(error.word.casefold(), checklist_ids(), n=1, cutoff=_CLOSE_OPTION)
    place = request.argv.index(error.word) if close and error.word in request.argv else None
    if place is None:
        return ""
    return command_line((*request.argv[:place], "checklist", close[0], *request.argv[place + 1 :]))


def _as_contact(request: Request, error: UnknownCommandError) -> str:
    """Return the command that notes the phone number which was typed without saying what to do with it."""
    if not error.path.endswith(" household contact"):
        return ""
    *before, word, number = request.argv
    is_number = sum(map(str.isdecimal, number)) > 1
    if word != error.word or not is_number:
        return ""
    return command_line((*before, "add", word, number))


def _as_item(request: Request, error: UnknownCommandError) -> str:
    """Return the command that shows the history of the item which was typed in the place of a command."""
    if not error.path.endswith(" history") or error.word not in request.argv:
        return ""
    place = request.argv.index(error.word)
    return command_line((*request.argv[:place], "--item", *request.argv[place:]))


def misuse(request: Request, error: Any) -> Refusal:
    """Return the refusal of words the command line does not know: an option, a missing or a wrong value."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return _no_such_option(request, error)
    parameter = getattr(error, "param", None)
    if kind == "MissingParameter" or not getattr(error, "message", ""):
        name = _parameter_name(parameter)
        return Refusal(f"{request.command or 'shelterkit'} needs {name}", "value-missing", 2, advice=example(request))
    if kind == "BadOptionUsage" and "does not take a value" in str(error.message):
        typed = next((word for word in request.argv if word.startswith(f"{error.option_name}=")), "")
        better = replaced(request.argv, typed, error.option_name)
        advice = command_line(better) if better else example(request)
        return Refusal(f"{error.option_name} takes no value: it is there or it is not", "usage", 2, advice=advice)
    if kind == "BadOptionUsage":
        return Refusal(f"{error.option_name} needs a value", "value-missing", 2, advice=example(request))
    if kind == "BadParameter" and parameter is not None:
        return _bad_parameter(request, error, parameter)
    text = str(error.format_message()).rstrip(".")
    return Refusal(_extra(text), "usage", 2, advice=_as_option(request, text) or example(request))


def _as_option(request: Request, text: str) -> str:
    """Return the words of this run with an option before the words that stand where nothing was to be."""
    option = meant.EXTRA_WORDS.get(request.command.removeprefix("shelterkit "), "")
    if "unexpected extra argument" not in text or not option:
        return ""
    typed = text[text.rindex("(") + 1 :].rstrip(")").split()
    value = " ".join(typed)
    if option in ("--days", "--within"):
        days = _days(value)
        value = f"{days}d" if days and option == "--within" else days
    elif option == "--adults" and not (value.isascii() and value.isdigit()):
        value = ""
    for place in range(len(request.argv)):
        if value and list(request.argv[place : place + len(typed)]) == typed:
            return command_line((*request.argv[:place], option, value, *request.argv[place + len(typed) :]))
    return ""


def _days(typed: str) -> str:
    """Return a number of days, or a span of time in days; "" where it is neither."""
    from shelterkit.calendar_dates import parse_span  # noqa: PLC0415 - only for a refusal
    from shelterkit.errors import BadValue  # noqa: PLC0415

    try:
        span = parse_span(f"{typed}d" if typed.isascii() and typed.isdigit() else typed)
    except BadValue:
        return ""
    return "" if span.months else str(span.days)


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
    option = error.option_name
    parameters = error.ctx.command.get_params(error.ctx) if error.ctx else []
    others = _other_options(request, parameters) if option[:2] == "--" else {}
    names = list(dict.fromkeys([option, *(word.partition("=")[0] for word in others)]))
    message = f"there is no option {' and no '.join(names)}"
    advice = example(request)
    if others and all(others.values()):
        advice = command_line(_with_advisory([others.get(word, word) for word in request.argv]))
    elif option[:2] != "--" and request.command.endswith(" add"):
        # A name may start with a dash: after two dashes nothing is an option.
        place = next((number for number, word in enumerate(request.argv) if word[:2] == option[:2]), None)
        advice = command_line((*request.argv[:place], "--", *request.argv[place:])) if place else advice
    return Refusal(message, "option-unknown", 2, advice=advice)


def _other_options(request: Request, parameters: Sequence[Any]) -> dict[str, str]:
    """Return every word of this run that is no option of its command, and what is meant by it, "" if nobody knows."""
    options = [one for one in parameters if one.param_type_name == "option"]
    taken = {name for one in options for name in (*one.opts, *one.secondary_opts)}
    # Of the options every command takes there are too many to list in help, but not to be meant.
    known = [name for one in options for name in one.opts if name[:2] == "--"]
    meant_by: dict[str, str] = {}
    end = request.argv.index("--") if "--" in request.argv else len(request.argv)
    for word in request.argv[:end]:
        option = word.partition("=")[0]
        if option[:2] != "--" or option in taken:
            continue
        other = meant.OPTIONS.get(option.casefold(), "")
        close = [other] if other in known else get_close_matches(option.casefold(), known, n=1, cutoff=_CLOSE_OPTION)
        is_whole = bool(close) and _has_what_it_needs(close[0], word, request, parameters)
        meant_by[word] = word.replace(option, close[0], 1) if is_whole else ""
    return meant_by


def _with_advisory(words: list[str]) -> list[str]:
    """Return words with an advisory's id in the place of a country's name."""
    for number, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == "--advisory" and equals and (found := meant.advisory_of(value)):
            words[number] = f"{name}={found}"
        elif words[number - 1] == "--advisory" and number and (found := meant.advisory_of(word)):
            words[number] = found
    return words


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
        better = _in_days(request) if name == "--days" else None
        advice = command_line(better) if better else example(request)
        return Refusal(f"{name} takes a whole number from {low} to {high}", "number", 2, advice=advice)
    return Refusal(f"{name}: {error.message}", "usage", 2, advice=example(request))


def _in_days(request: Request) -> list[str] | None:
    """Return the words of this run with the span after --days as a number; None where there is none."""
    words = list(request.argv)
    for number, word in enumerate(words):
        after = words[number + 1] if word == "--days" and number + 1 < len(words) else ""
        value = word.removeprefix("--days=") if word.startswith("--days=") else after
        if not value.isdigit() and (days := _days(value)):
            words[number : number + 2 - bool(word != "--days")] = ["--days", days]
            return words
    return None
