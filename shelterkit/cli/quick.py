"""The way to an answer without Typer, for the words that cron, monitors and people in a hurry call.

Importing Typer alone costs more than four times bare Python. The few commands that only look are read here, by the
same tables of options; everything else, and everything odd, goes to Typer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.cli.request import FLAGS, VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shelterkit.cli.request import Request

    Found = dict[str, Any]

_FLAG_NAMES = {word: name for name, words in FLAGS.items() for word in words}
_VALUE_NAMES = {word: name for name, words in VALUES.items() for word in words}
_MOST_DAYS = 3650


class Form(NamedTuple):
    """The words a command takes: options with and without a value, those whose value may be left out, and a name."""

    flags: Mapping[str, str] = {}
    values: Mapping[str, str] = {}
    optional: Mapping[str, str] = {}
    takes_name: bool = False


_PAPER_FLAGS = {"--force": "force"}
_PAPER_VALUES = {"-o": "output", "--output": "output", "--paper": "paper"}
_FORMS = {
    "status": Form(values={"--days": "days"}),
    "checklist": Form(
        flags=_PAPER_FLAGS | {"--blank": "blank", "--no-medicines": "no_medicines", "--sources": "sources"},
        values=_PAPER_VALUES,
        optional={"--print": "printer"},
        takes_name=True,
    ),
    "check": Form(
        flags={"--nagios": "nagios", "--notify": "notify", "--redact": "redact"},
        values={"--within": "within", "--only": "only", "--snooze": "snooze"},
    ),
}


def quick_answer(argv: Sequence[str], request: Request) -> Callable[[], object] | None:
    """Return what carries out these words, None where Typer has to read them."""
    command, form = None, Form()
    shared: dict[str, str | bool] = {}
    found: Found = {}
    words = list(argv)
    while words:
        word = words.pop(0)
        if word in _FORMS and command is None:
            command, form = word, _FORMS[word]
            continue
        name, value = _option(word, words, form)
        if name is None or value is None or (name == "days" and not _is_number_of_days(value)):
            return None
        target = shared if name in FLAGS or name in VALUES else found
        target[name] = f"{found[name]} {value}" if name == "name" and name in found else value
    for name, value in shared.items():
        request.note(name, value)
    return _answer(request, command, found)


def _option(word: str, rest: list[str], form: Form) -> tuple[str | None, str | bool | None]:
    """Return an option's name and value, or the command's name; no value where it is missing or odd."""
    if word in _FLAG_NAMES or word in form.flags:
        return _FLAG_NAMES.get(word) or form.flags[word], True
    option, equals, value = word.partition("=")
    if option in form.optional:
        has_value = equals or (rest and rest[0][:1] not in ("-", ""))
        return form.optional[option], value if equals else rest.pop(0) if has_value else ""
    name = form.values.get(option) or _VALUE_NAMES.get(option)
    if name is None:
        return ("name", word) if form.takes_name and word[:1] not in ("-", "") else (None, None)
    if not equals:
        value = rest.pop(0) if rest else ""
    is_plain = value and (value[0] != "-" or (value == "-" and name == "output"))
    return name, value if is_plain and len(option) > 1 else None


def _is_number_of_days(value: str | bool | None) -> bool:
    is_digits = isinstance(value, str) and value.isascii() and value.isdigit()
    return is_digits and len(str(value)) <= len(str(_MOST_DAYS)) and 1 <= int(str(value)) <= _MOST_DAYS


def _answer(request: Request, command: str | None, found: Found) -> Callable[[], object]:
    if command == "checklist":
        return _checklist(request, found)
    if command == "check":
        return _check(request, found)
    from shelterkit.cli.standing import bare, show_status  # noqa: PLC0415 - only where the words are understood

    if command is None:
        return lambda: bare(request)
    request.command, request.examples = "shelterkit status", ("shelterkit status",)
    days = int(found["days"]) if "days" in found else None
    return lambda: show_status(request, days)


def _checklist(request: Request, found: Found) -> Callable[[], object]:
    from shelterkit.cli.checklists import EXAMPLES, Asked, show_checklist  # noqa: PLC0415 - only where it is asked for
    from shelterkit.cli.pages import Wish  # noqa: PLC0415

    request.command, request.examples = "shelterkit checklist", EXAMPLES
    asked = Asked(blank="blank" in found, medicines="no_medicines" not in found, sources="sources" in found)
    wish = Wish(found.get("output"), "force" in found, found.get("paper", "a4"), found.get("printer"))
    return lambda: show_checklist(request, found.get("name"), asked, wish)


def _check(request: Request, found: Found) -> Callable[[], object]:
    from shelterkit.cli.checking import EXAMPLES, Asked, show_check  # noqa: PLC0415 - only where it is asked for

    request.command, request.examples = "shelterkit check", EXAMPLES
    return lambda: show_check(request, Asked(**found))
