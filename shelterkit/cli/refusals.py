"""Refusals on standard error: what is wrong, whether anything changed, one command that helps."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.cli.mistakes import detail_lines
from shelterkit.errors import BadValue, ShelterkitError, StoppedError, UsageError
from shelterkit.render.safe import safe, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.cli.request import Request

_COLUMNS = 78
_MOST_LINES = 6
_UNKNOWN = 3
NOT_PRINTED = "not-printed"
_AGAIN = "again:"


class Refusal(NamedTuple):
    """One refusal, ready to be said."""

    message: str
    code: str
    exit_code: int
    details: tuple[str, ...] = ()
    advice: str = ""
    changed: bool = False
    file: str = ""
    problems: tuple[Any, ...] = ()
    candidates: tuple[dict[str, Any], ...] = ()


def say(request: Request, refusal: Refusal) -> int:
    """Write a refusal and return its exit code; of `check` it is that of a state unknown."""
    said(request, refusal)
    return _UNKNOWN if _is_state(request, refusal) else refusal.exit_code


def said(request: Request, refusal: Refusal) -> bool:
    """Write a refusal, of `check` where cron and monitors read; return whether somebody can have read it."""
    stream, refusal = sys.stderr, _on_the_named_kit(request, refusal)
    if _is_state(request, refusal):
        refusal, stream = refusal._replace(exit_code=_UNKNOWN), sys.stdout
    text = _json(refusal) if request.json or "--json" in request.argv else _text(request, refusal)
    if stream is None:
        return False
    try:
        if not text.isascii():
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        stream.write(text)
        stream.flush()
    except OSError:
        return False  # The exit code still says it.
    return True


def _is_state(request: Request, refusal: Refusal) -> bool:
    """Tell whether a refusal says how the kit stands: not known. That an answer was not printed says nothing of it."""
    return request.is_check and refusal.code != NOT_PRINTED


def _json(refusal: Refusal) -> str:
    from shelterkit.render.porcelain import json_text, problems_json  # noqa: PLC0415

    return json_text(
        {
            "schema": "shelterkit.error/1",
            "code": refusal.code,
            "exit": refusal.exit_code,
            "changed": refusal.changed,
            "message": _sentence(refusal.message),
            "try": refusal.advice or None,
            "file": refusal.file or None,
            "problems": problems_json(refusal.problems),
            **({"candidates": list(refusal.candidates)} if refusal.candidates else {}),
        }
    )


def _text(request: Request, refusal: Refusal) -> str:
    is_state = _is_state(request, refusal)
    if refusal.code == "stopped" and not is_state:
        return f"Stopped. {'The change was saved.' if request.saved else 'Nothing was changed.'}\n"
    if is_state and "--nagios" in request.argv:
        # One line for a monitor, and nothing in it that would be read as figures.
        return f"UNKNOWN - {_cut(safe(refusal.message)).replace('|', '/')}\n"
    from shelterkit.cli.output import is_read_aloud  # noqa: PLC0415 - only for a refusal

    first = "UNKNOWN - " if is_state else "Error: "
    is_aloud = is_read_aloud()
    most = None if is_aloud else _printed_columns() if is_state else columns()
    message = wrapped(f"{first}{_sentence(_cut(safe(refusal.message)))}", most, whole_words=True)
    nothing = ["Nothing was changed."] if request.writes and not refusal.changed and not request.saved else []
    file = [f"File: {safe(refusal.file)}"] if refusal.problems and refusal.file else []
    advice = [f"Try:  {safe(refusal.advice)}"] if refusal.advice else []
    room = _MOST_LINES - len(message) - len(nothing) - len(file) - len(advice)
    details = detail_lines(refusal, max(1, room), most)
    if is_aloud:
        from shelterkit.render.accessible import plain_row  # noqa: PLC0415 - only where it is read aloud

        details = [plain_row(line) for line in details]
    return "".join(f"{line}\n" for line in (*message, *details, *nothing, *file, *advice))


def columns() -> int:
    """Return the width of errors and notes: 78, or less where the screen is narrower."""
    if sys.stderr is None or not sys.stderr.isatty():
        return _COLUMNS
    from shelterkit.cli.output import columns_of  # noqa: PLC0415

    return min(_COLUMNS, columns_of(os.environ.get("COLUMNS", "")))


def _printed_columns() -> int | None:
    """Return the width of what is said on standard output; None in a pipe, where a verdict is one line."""
    from shelterkit.cli.output import terminal_columns  # noqa: PLC0415

    screen = terminal_columns()
    return min(_COLUMNS, screen) if screen else None


def _sentence(text: str) -> str:
    return text if text.endswith(("?", "...")) else f"{text.rstrip('.')}."


def _cut(text: str) -> str:
    """Return a message short enough for three lines."""
    most = 3 * _COLUMNS - 20
    return text if width(text) <= most else f"{text[:most]}..."


def refusal_of(request: Request, error: BaseException) -> Refusal | None:
    """Return the refusal an exception stands for, None for a bug."""
    if isinstance(error, ShelterkitError):
        return _situation(request, error)
    if isinstance(error, BadValue):
        return _bad_value(request, error)
    if isinstance(error, KeyboardInterrupt):
        return Refusal("Stopped", "stopped", 130)
    if hasattr(error, "format_message"):
        from shelterkit.cli.misuse import misuse  # noqa: PLC0415 - only for words that cannot be parsed

        return misuse(request, error)
    return None


def _situation(request: Request, error: ShelterkitError) -> Refusal:
    advice, details = error.advice, error.details
    if advice.startswith(_AGAIN):
        advice = command_line((*request.argv, advice.removeprefix(_AGAIN)))
    if not isinstance(error, StoppedError):
        special = _special(request, error)
        if special:
            advice, details = special
    problems = getattr(error, "problems", ())
    if isinstance(error, UsageError) and not advice:
        advice = example(request)
    candidates = getattr(error, "candidates", ())
    told = Refusal(str(error), error.code, error.exit_code, details, advice, error.changed, error.file, problems)
    return told._replace(candidates=candidates)


def _on_the_named_kit(request: Request, refusal: Refusal) -> Refusal:
    """Return a refusal whose commands name the kit that was named."""
    if not request.named_kit:
        return refusal
    from shelterkit.cli.output import on_the_named_kit  # noqa: PLC0415 - only where a kit was named

    details = tuple(on_the_named_kit(line, request) for line in refusal.details)
    message, advice = (on_the_named_kit(text, request) for text in (refusal.message, refusal.advice))
    return refusal._replace(message=message, details=details, advice=advice)


def _special(request: Request, error: ShelterkitError) -> tuple[str, tuple[str, ...]] | None:
    """Return advice and details of the refusals that depend on the words of this run."""
    from shelterkit.cli.misuse import closest_words  # noqa: PLC0415

    return closest_words(request, error)


def _bad_value(request: Request, error: BadValue) -> Refusal:
    better = [line for word in error.instead if (line := replaced(request.argv, error.typed, word))]
    if better:
        from shelterkit.cli.mended import mended  # noqa: PLC0415 - only for a value that has a better one

        words, other = mended(request, better[0], error)
        advice = command_line(words) + (f"     (or {safe(other)})" if other else "")
    else:
        advice = _elsewhere(request, error) or example(request)
    return Refusal(str(error), error.code, 2, advice=advice)


def _elsewhere(request: Request, error: BadValue) -> str:
    """Return what is meant by a word that stands where a kind does."""
    if error.code != "kind" or not request.command.endswith(" list"):
        return ""
    from shelterkit.cli.elsewhere import listed  # noqa: PLC0415 - only for a word that is no kind

    return listed(request, error.typed)


def example(request: Request) -> str:
    """Return the first example of the command; of one that writes, its help: no example may end up in a kit."""
    is_harmless = not request.writes or request.command.endswith(" init")
    if request.examples and is_harmless:
        return request.examples[0]
    return f"{request.command or 'shelterkit'} --help"


def command_line(argv: Sequence[str]) -> str:
    """Return words as a command that can be pasted."""
    return " ".join(("shelterkit", *map(_quoted, argv)))


def _quoted(word: str) -> str:
    from shlex import quote  # noqa: PLC0415 - only for a refusal

    if word and not any(char in word for char in '"$`\\!') and any(char in " '()&;*?[]<>|#~{}" for char in word):
        return f'"{word}"'
    return quote(word)


def replaced(argv: Sequence[str], typed: str, better: str) -> tuple[str, ...] | None:
    """Return the words with what was typed replaced: a whole word, words in a row, or the end of an --option=value."""
    if not typed:
        return None
    words = tuple(argv)
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if " ".join(words[start:end]) == typed:
                return (*words[:start], *_split(better, words[:start]), *words[end:])
    for number, word in enumerate(words):
        name, equals, value = word.partition("=")
        if equals and value == typed:
            return (*words[:number], f"{name}={better}", *words[number + 1 :])
        if word.startswith("-") and word[2:] == typed:
            return (*words[:number], word[:2] + better, *words[number + 1 :])
    return _within(words, typed, better)


def with_file(argv: Sequence[str], path: str, better: str) -> tuple[str, ...]:
    """Return the words with another file after -o: nothing else that is spelled alike is touched."""
    words = list(argv)
    for number, word in enumerate(words):
        for option in ("-o", "--output"):
            if word == option and words[number + 1 : number + 2] == [path]:
                words[number + 1] = better
            elif word in (f"{option}={path}", f"{option}{path}") and word != option:
                words[number : number + 1] = [option, better]
    return tuple(words)


def _within(words: tuple[str, ...], typed: str, better: str) -> tuple[str, ...] | None:
    for number, word in enumerate(words):
        if typed in word and not word.startswith("-"):
            return (*words[:number], word.replace(typed, better, 1), *words[number + 1 :])
    return None


def _split(better: str, before: Sequence[str]) -> tuple[str, ...]:
    """Return a replacement as words: an amount needs no quotes unless it is the value of an option."""
    is_value = bool(before) and before[-1].startswith("-") and before[-1] != "--"
    is_amount = better[:1].isdigit() or better[1:2].isdigit()
    return tuple(better.split()) if is_amount and not is_value else (better,)


def bug(request: Request, error: BaseException) -> int:
    """Report a failure of shelterkit itself: no name of any item, and details only in a private file on request."""
    code = 70
    # What was typed may name a medicine: it is not repeated in the words of a failure.
    advice = "the same command again with --debug"
    message = f"shelterkit failed inside ({type(error).__name__}); this is a mistake in shelterkit"
    if request.debug:
        path = _traceback_file(error)
        return say(request, Refusal(f"{message}. Details: {path}", "bug", code, changed=request.saved))
    return say(request, Refusal(message, "bug", code, advice=advice, changed=request.saved))


def _traceback_file(error: BaseException) -> str:
    """Write the traceback to a file only its owner can read, and return its path."""
    from tempfile import mkstemp  # noqa: PLC0415 - only after a failure
    from traceback import format_exception  # noqa: PLC0415

    handle, path = mkstemp(prefix="shelterkit-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write("".join(format_exception(error)))
    return path
