"""The way to an answer without Typer, for the words that cron and monitors call.

Importing Typer alone costs more than four times bare Python. The few words that ask for nothing but the state of
the kit are read here, by the same table of options; everything else, and everything odd, goes to Typer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.cli.request import FLAGS, VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shelterkit.cli.request import Request

_FLAG_NAMES = {word: name for name, words in FLAGS.items() for word in words}
_VALUE_NAMES = {word: name for name, words in VALUES.items() for word in words}
_MOST_DAYS = 3650


def quick_answer(argv: Sequence[str], request: Request) -> Callable[[], None] | None:
    """Return what carries out these words, None where Typer has to read them."""
    command, days = None, None
    found: dict[str, str | bool] = {}
    words = iter(argv)
    for word in words:
        name, value = _option(word, words)
        if name is None and word == "status" and command is None:
            command = word
        elif name == "days" and command and _is_number_of_days(value):
            days = int(str(value))
        elif name is None or name == "days" or value is None:
            return None
        else:
            found[name] = value
    for name, value in found.items():
        request.note(name, value)
    return _answer(request, command, days)


def _option(word: str, rest: Iterator[str]) -> tuple[str | None, str | bool | None]:
    """Return an option's name and value; no value where it is missing or odd."""
    if word in _FLAG_NAMES:
        return _FLAG_NAMES[word], True
    option, equals, value = word.partition("=")
    name = "days" if option == "--days" else _VALUE_NAMES.get(option)
    if name is None:
        return None, None
    if not equals:
        value = next(rest, "")
    return name, value if value and value[0] != "-" else None


def _is_number_of_days(value: str | bool | None) -> bool:
    is_digits = isinstance(value, str) and value.isascii() and value.isdigit()
    return is_digits and len(str(value)) <= len(str(_MOST_DAYS)) and 1 <= int(str(value)) <= _MOST_DAYS


def _answer(request: Request, command: str | None, days: int | None) -> Callable[[], None]:
    from shelterkit.cli.standing import bare, show_status  # noqa: PLC0415 - only where the words are understood

    if command is None:
        return lambda: bare(request)
    request.command, request.examples = "shelterkit status", ("shelterkit status",)
    return lambda: show_status(request, days)
