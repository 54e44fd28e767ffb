"""Words that cannot be parsed or found, each with the closest that can."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from shelterkit.cli import meant
from shelterkit.cli.commands import UnknownCommandError
from shelterkit.cli.elsewhere import as_option, days_of, other_command, without_dashes
from shelterkit.cli.refusals import Refusal, command_line, example, replaced
from shelterkit.cli.reordered import in_order
from shelterkit.cli.sourcing import advisory_meant
from shelterkit.errors import BadValue, ShelterkitError
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
    from shelterkit.inventory.items import Item

_MOST_LISTED = 3
_CLOSE_OPTION = 0.75


def closest_words(request: Request, error: ShelterkitError) -> tuple[str, tuple[str, ...]] | None:
    """Return advice and details for words that name nothing, or too much."""
    if isinstance(error, AmbiguousItemError):
        return _with_id(request, error.words, error.items[0]), _table(error.items)
    if isinstance(error, NoSuchItemError):
        return _other_item(request, error)
    if isinstance(error, (NoSuchPersonError, NoSuchContactError)):
        close = replaced(request.argv, error.name, error.close[0]) if error.close else None
        others = ("add", error.name) if isinstance(error, NoSuchPersonError) else ("contact",)
        return command_line(close or _kit(request, "household", *others)), ()
    if isinstance(error, CountError):
        return _mended_counts(request, error), error.details
    if isinstance(error, UnknownCommandError):
        return _known_command(request, error), ()
    return (_other_id(request, error), ()) if isinstance(error, NoSuchIdError) else None


def _known_command(request: Request, error: UnknownCommandError) -> str:
    try:
        return other_command(request, error)
    except (BadValue, ShelterkitError):  # Another word of the line is wrong as well.
        return f"{error.path} --help"


def _other_item(request: Request, error: NoSuchItemError) -> tuple[str, tuple[str, ...]]:
    """Return the words in the order that names an item, else the item that looks like them, else where all are."""
    if better := in_order(request):
        return command_line(better), ()
    close = _with_id(request, error.words, error.close[0]) if error.close else command_line(_kit(request, "list"))
    return close, _table(error.close)


def _other_id(request: Request, error: NoSuchIdError) -> str:
    """Return the words of this run with the closest id, or that of the country that was named; else where all are."""
    word = "-".join(error.typed.casefold().split())
    is_advisory = error.kind == "advisory"
    known = meant.advisory_of(word) or advisory_meant(request, word) if is_advisory else meant.CHECKLISTS.get(word, "")
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
    return Refusal(_extra(request, text), "usage", 2, advice=_as_option(request, text) or example(request))


def _as_option(request: Request, text: str) -> str:
    """Return the words of this run with an option for the words that stand where nothing was to be."""
    command = request.command.removeprefix("shelterkit ")
    if "unexpected extra argument" not in text:
        return ""
    typed = tuple(text[text.rindex("(") + 1 :].rstrip(")").split())
    better = as_option(command, typed)
    for place in range(len(request.argv)):
        if better and request.argv[place : place + len(typed)] == typed:
            return command_line((*request.argv[:place], *better, *request.argv[place + len(typed) :]))
    if _reminds(request) and any("@" in word for word in typed):
        return "shelterkit help cron"
    if command == "check":
        return "shelterkit schedule" if "remind" in request.argv else "shelterkit check --help"
    return ""


def _with_the_household(request: Request) -> str:
    """Return the words of `advisory use` as the command that takes numbers as well."""
    place = next(number for number, word in enumerate(request.argv) if word == "use")
    words = request.argv[place + 1 :]
    at = next((number for number, word in enumerate(words) if word[:1] != "-" and not word.isdecimal()), None)
    chosen = () if at is None else ("--advisory", meant.advisory_of(words[at]) or words[at])
    rest = tuple(word for number, word in enumerate(words) if number != at)
    before = tuple(word for word in request.argv[:place] if word != "advisory")
    return command_line((*before, "household", *chosen, *rest))


def _reminds(request: Request) -> bool:
    """Tell whether a command is about being told: an address is the crontab's to know."""
    return request.is_check or request.command.startswith("shelterkit schedule")


def _extra(request: Request, text: str) -> str:
    """Return the refusal of words too many in plain words."""
    if "unexpected extra argument" not in text:
        return text
    words = text[text.rindex("(") + 1 :].rstrip(")")
    if _reminds(request) and "@" in words:
        return f"{quoted(words)} has no place here: cron mails to the MAILTO of your crontab"
    if request.is_check:
        return f"{quoted(words)} is more than check takes; --only takes water, food, med or other"
    return f"{quoted(words)} is more than this command takes; a name of several words goes in quotes"


def _parameter_name(parameter: Any) -> str:
    if parameter is None:
        return "something more"
    if parameter.param_type_name == "option":
        return f"a value for {max(parameter.opts, key=len)}"
    return str(parameter.metavar or parameter.name).replace("[", "").replace("]", "").strip(".").upper()


def _no_such_option(request: Request, error: Any) -> Refusal:
    option = error.option_name
    if _reminds(request) and option in meant.MAILING:
        message = f"there is no option {option}: cron mails to the MAILTO of your crontab"
        return Refusal(message, "option-unknown", 2, advice="shelterkit help cron")
    if request.command.endswith(" advisory use") and option in meant.NUMBERED:
        return Refusal(f"there is no option {option} here", "option-unknown", 2, advice=_with_the_household(request))
    parameters = error.ctx.command.get_params(error.ctx) if error.ctx else []
    others = _other_options(request, parameters) if option[:2] == "--" else {}
    names = list(dict.fromkeys([option, *(word.partition("=")[0] for word in others)]))
    message = f"there is no option {' and no '.join(names)}"
    advice = command_line(found) if (found := without_dashes(request, option)) else example(request)
    if others and all(others.values()):
        advice = command_line(_in_their_form([others.get(word, word) for word in request.argv]))
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
        others = (table.get(option.casefold(), "") for table in (meant.OPTIONS, meant.OTHERWISE))
        close = [other for other in others if other in known][:1] or _close_option(option.casefold(), known)
        is_whole = bool(close) and _has_what_it_needs(close[0], word, request, parameters)
        meant_by[word] = word.replace(option, close[0], 1) if is_whole else ""
    return meant_by


def _close_option(typed: str, known: Sequence[str]) -> list[str]:
    """Return the option spelled most like what was typed; the dashes, which all have, make none alike."""
    close = get_close_matches(typed[2:], [name[2:] for name in known], n=1, cutoff=_CLOSE_OPTION)
    # One that is but a part of the word is another word: explain is not plain.
    return [f"--{one}" for one in close if one not in typed or len(typed) - len(f"--{one}") == 1]


def _in_their_form(words: list[str]) -> list[str]:
    """Return words with an advisory's id in the place of a country's name, and days where a time is to be named."""
    for number, word in enumerate(words):
        if words[number - 1] == "--within" and word.isdecimal():
            words[number] = f"{word}d"
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
        better = _in_numbers(request, name, low, high)
        advice = command_line(better) if better else example(request)
        return Refusal(f"{name} takes a whole number from {low} to {high}", "number", 2, advice=advice)
    return Refusal(f"{name}: {error.message}", "usage", 2, advice=example(request))


def _in_numbers(request: Request, name: str, low: int, high: int) -> list[str] | None:
    """Return the words of this run with what is meant by the word after an option as a number; None where none is."""
    words = list(request.argv)
    for number, word in enumerate(words):
        after = words[number + 1] if word == name and number + 1 < len(words) else ""
        value = word.removeprefix(f"{name}=") if word.startswith(f"{name}=") else after
        meant_by = "" if value.isdecimal() else _whole_number(value) or (days_of(value) if name == "--days" else "")
        if meant_by and low <= int(meant_by) <= high:
            words[number : number + 2 - bool(word != name)] = [name, meant_by]
            return words
    return None


def _whole_number(value: str) -> str:
    """Return a number that was written out, or with a part of one more, as a whole one; "" where it is no number."""
    whole, _, part = value.replace(",", ".").partition(".")
    if not (whole.isascii() and whole.isdecimal() and part.isascii() and part.isdecimal() and len(part) < len("000")):
        return meant.NUMBERS.get(value.casefold(), "")
    return str(int(whole) + bool(int(part)))
