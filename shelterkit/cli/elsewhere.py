"""Words in another order or place than they are read in: what is meant by them, as words that work."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from shelterkit.cli import meant
from shelterkit.cli.refusals import command_line
from shelterkit.cli.reordered import all_items, has_amount, items_named, reordered
from shelterkit.cli.sourcing import advisory_meant, sources_meant
from shelterkit.cli.words import KIND_WORDS
from shelterkit.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.cli.commands import UnknownCommandError
    from shelterkit.cli.request import Request

    Words = tuple[str, ...]

_ALMOST = 0.75
_NEED_WORDS = ("add", "use", "show", "edit", "remove", "restore", "import", "purge")
_CHANGE_AT_ONCE = ("init", "undo", "install")
_TAKE_NONE = (
    "status", "shop", "expires", "check", "where", "doctor", "export", "household", "history", "schedule", "calendar",
    "advisory",
)  # fmt: skip
_SCHEDULERS = {"cron": "--cron", "crontab": "--cron", "systemd": "--systemd", "timer": "--systemd"}
_SMALL = ("for", "in", "within", "to", "next", "the", "as", "at")
_ADVICE = ("country", "advisory", "advice")
_FILES = (".txt", ".pdf", ".html", ".md", ".csv", ".json", ".ics")
_WRITERS = ("status", "shop", "count", "calendar", "export")


def other_command(request: Request, error: UnknownCommandError) -> str:
    """Return the command that is meant by a word that is none, else the help that lists all there are."""
    if error.word not in request.argv:
        return f"{error.path} --help"
    place = request.argv.index(error.word)
    mailed = error.path.endswith("schedule") or error.word.casefold() in meant.MAILED
    if mailed and any("@" in word for word in request.argv[place:]):
        return "shelterkit help cron"
    before, after = request.argv[:place], request.argv[place + 1 :]
    *outer, group = error.path.split()
    if outer:
        better = _in_group(request, group, error.word.casefold(), after)
    else:
        word = error.word.casefold()
        better = sources_meant(request, word, after) or _leaving(word, after) or _at_the_start(request, word, after)
    if better:
        return command_line((*before, *better))
    known = meant.INNER.get((group, error.word.casefold())) if outer else meant.COMMANDS.get(error.word.casefold())
    if not known and not error.close:
        return f"{error.path} --help"
    name = known or error.close[0]
    if outer and name != "purge":
        return command_line((*before, name, *(("--help",) if known and name in _CHANGE_AT_ONCE else after)))
    better = _complete(name, after, is_guess=known is not None)
    if len(better) > 1 and better[0] in ("use", "remove", "edit"):
        name = "drink" if error.word.casefold() in ("drank", "drunk") else better[0]
        better = reordered(request, name, better[1:]) or better
    if better[0] == "show" and not items_named(request, " ".join(better[1:])):
        better = ("list",)
    return command_line((*before, *better))


def _leaving(word: str, after: Words) -> Words:
    """Return how to be rid of it all, where that is meant and no item."""
    is_whole = all(one.casefold() in meant.WHOLE or one[:1] == "-" for one in after)
    return ("help", "safety") if word in meant.LEAVING and is_whole else ()


def _complete(name: str, after: Words, *, is_guess: bool) -> Words:
    """Return a command with the words that it can take: it is not to be refused again, nor to change a kit at once."""
    if is_guess and name in _CHANGE_AT_ONCE:
        return (name, "--help")
    if name == "advisory" and (known := meant.advisory_of("-".join(after))):
        return (name, "show", known)
    if name in _TAKE_NONE:
        start = next((number for number, word in enumerate(after) if word[:1] == "-"), len(after))
        after = (*as_option(name, after[:start]), *after[start:])
    if name == "calendar" and not after:
        return (name, "-o", "kit.ics")
    if name in _NEED_WORDS and not any(word[:1] != "-" for word in after):
        return (name, *after) if name == "show" else (name, *after, "--help")
    return (name, *after)


def _at_the_start(request: Request, word: str, after: Words) -> Words:
    """Return the words that are meant where a kind, an item, a checklist or an edit stands for a command."""
    if word == "shelterkit":
        return after or ("status",)
    if kind := KIND_WORDS.get(word):
        return _of_kind(kind, after)
    if option := meant.EDITS.get(word):
        return _changed(request, option, after)
    if numbered := _as_number((word, *after)):
        return ("household", *numbered) if word[0].isalpha() else ()
    if word in meant.COMMANDS:
        return ()
    return _as_checklist(word, after) or _as_shown(request, (word, *after))


def _of_kind(kind: str, after: Words) -> Words:
    """Return what is meant by a kind where a command stands: an item of it is to be added, else all are looked at."""
    words = after[1:] if after[:1] == ("add",) else after
    if has_amount(words):
        return ("add", kind, *words)
    return ("list", kind) if words is after else ("add", "--help")


def _changed(request: Request, option: str, after: Words) -> Words:
    """Return the edit of an item that words begin with; what is left of them is the value."""
    parts = (count for count in range(len(after) - 1, 0, -1) if items_named(request, " ".join(after[:count])))
    count = next(parts, 1)
    return ("edit", *after[:count], option, " ".join(after[count:])) if len(after) > 1 else ("edit", "--help")


def _as_checklist(word: str, after: Words) -> Words:
    """Return the command that shows the checklist whose name was typed in the place of a command."""
    from shelterkit.library import checklist_ids  # noqa: PLC0415 - only for a refusal

    start = next((number for number, one in enumerate(after) if one[:1] == "-"), len(after))
    names = {"-".join((word, *after[:count])).casefold(): after[count:] for count in range(start, -1, -1)}
    for name, rest in names.items():
        known = meant.CHECKLISTS.get(name) or next(iter(get_close_matches(name, checklist_ids(), 1, _ALMOST)), "")
        if known:
            return ("checklist", known, *rest)
    return ()


def _as_shown(request: Request, words: Words) -> Words:
    """Return the command that shows the item whose name was typed in the place of a command."""
    named = items_named(request, " ".join(word for word in words if word[:1] != "-"))
    return ("show", named[0].id) if len(named) == 1 else ()


def _in_group(request: Request, group: str, word: str, after: Words) -> Words:
    """Return what is meant by a word that no command of a group is called."""
    if group == "history":
        if word.isdecimal():
            return ("--diff", word, *after)
        return ("--item", word, *after) if items_named(request, word) else ()
    if group == "advisory":
        known = meant.advisory_of("-".join((word, *after))) or meant.advisory_of(word) or advisory_meant(request, word)
        return ("show", known) if known else ()
    if group == "household":
        return ("--adults", word) if word.isdecimal() and not after else _of_household((word, *after))
    if group == "schedule":
        found = _scheduled((word, *after))
        return ("show", *found) if found or word in ("daily", "every", "at") else ()
    is_number = group == "contact" and len(after) == 1 and sum(map(str.isdecimal, after[0])) > 1
    return ("add", _as_typed(request, word), *after) if is_number else ()


def _scheduled(words: Sequence[str]) -> Words:
    """Return the time and the program that words name, as options of `schedule`."""
    times = [word for word in words if re.fullmatch(r"[0-2]?\d:[0-5]\d", word)]
    kinds = [kind for word in words if (kind := _SCHEDULERS.get(word.casefold()))]
    return (*(("--at", times[0]) if times else ()), *kinds[:1])


def _as_typed(request: Request, word: str) -> str:
    return next(one for one in request.argv if one.casefold() == word)


def _of_household(words: Words) -> Words:
    """Return whose advice words name, or how many of whom, as an option."""
    known = meant.advisory_of("-".join(words[1:])) if "".join(words[:1]) in _ADVICE else ""
    return ("--advisory", known) if known else _as_number(words)


def _as_number(words: Words) -> Words:
    """Return a number of people, pets or days as an option: "children 2", "2 children", "adults=4"."""
    found = re.fullmatch(r"(?:(\d+) ?)?([a-z]*)(?:[= ](\d+))?", " ".join(words))
    number = found and (found[1] or found[3])
    if not found or not number or (found[1] and found[3]):
        return ()
    option = f"--{found[2]}"
    option = option if option in meant.NUMBERED else meant.OPTIONS.get(option, "")
    return (option, number) if option in meant.NUMBERED else ()


def as_option(command: str, typed: Sequence[str]) -> Words:
    """Return words too many as the option that says what they say; none where nothing is known to be meant."""
    if tuple(typed) == ("help",):
        return ("--help",)
    if command.startswith("schedule "):
        return _scheduled(typed)
    typed = [word for word in typed if word.casefold() not in _SMALL]
    value = " ".join(typed)
    if command in _WRITERS and value.endswith(_FILES):
        return ("-o", value)
    if command == "export" and value.casefold() == "csv":
        return ("--csv",)
    if command == "household":
        return _of_household(tuple(typed))
    return _with_value(meant.EXTRA_WORDS.get(command, ""), value)


def _with_value(option: str, value: str) -> Words:
    """Return an option with what was typed in the form it takes; nothing where it cannot be that."""
    if option == "--only":
        kinds = [KIND_WORDS.get(word.casefold(), "") for word in re.split(r"[, ]+", value)]
        return (option, ",".join(kinds)) if all(kinds) else ()
    if option == "--within":
        value = _span(value)
    elif option:
        value = days_of(value) if option == "--days" else value if value.isascii() and value.isdigit() else ""
    return (option, value) if option and value else ()


def without_dashes(request: Request, option: str) -> Words:
    """Return the words of this run where an option is a kind or a command, or that of a command left out."""
    place = next((number for number, word in enumerate(request.argv) if word.partition("=")[0] == option), None)
    if place is None:
        return ()
    before, after = request.argv[:place], request.argv[place + 1 :]
    if sources := sources_meant(request, option, after):
        return sources
    if option == "--kind" and request.command.endswith(" list"):
        typed = request.argv[place].partition("=")[2]
        return (*before, *((typed,) if typed else ()), *after)
    if request.command:
        return ()
    if option in meant.OF_STATUS:
        return (*before, "status", *request.argv[place:])
    from shelterkit.cli.app import Root  # noqa: PLC0415 - only for a refusal

    return (*before, *_complete(option[2:], after, is_guess=True)) if option[2:] in Root.modules else ()


def days_of(typed: str) -> str:
    """Return a number of days, or a span of time in days; "" where it is neither."""
    span = _span(typed)
    return span.removesuffix("d") if span.endswith("d") else ""


def _span(typed: str) -> str:
    from shelterkit.calendar_dates import parse_span  # noqa: PLC0415 - only for a refusal

    try:
        span = parse_span(f"{typed}d" if typed.isascii() and typed.isdigit() else typed)
    except BadValue:
        return ""
    if typed.isdecimal() and len(typed) == len("2027"):
        return ""  # a year
    return f"{span.months}m" if span.months else f"{span.days}d"


def listed(request: Request, typed: str) -> str:
    """Return what is meant by a word after `list` that is no kind: a place, an item, all of it; "" if nobody knows."""
    word = typed.casefold()
    if word in ("expired", "expiring", "old"):
        return "shelterkit expires"
    if any(word in (item.where or "").casefold() for item in all_items(request)):
        return command_line(("list", "--where", typed))
    named = items_named(request, typed)
    return command_line(("show", named[0].id)) if named else ""
