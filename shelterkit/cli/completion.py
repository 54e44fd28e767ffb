"""What a shell asks for when Tab is pressed: its question read, its answer in its own form.

Typer's scripts ask; its answers are not used, because zsh carries out what it is answered: a place named by somebody
else could run a command. Here every answer is quoted so that it can only ever be text.
"""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from shelterkit.cli.offers import Offer

ASKED = "_SHELTERKIT_COMPLETE"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,@%+")
_GLOB = frozenset("*?[]")
_WORD_BREAKS = ("=", ":")


class Line(NamedTuple):
    """The words before the one that is being typed, that word, the quote it began with, and what bash keeps of it."""

    words: tuple[str, ...]
    begun: str
    quote: str = ""
    kept: str = ""


def answer(environment: Mapping[str, str], today: date | None) -> int:
    """Answer a shell; on whatever goes wrong in silence, for nobody who presses Tab wants to read of it."""
    try:
        shell = environment.get(ASKED, "").removeprefix("complete_")
        read, told = _SHELLS[shell]
        text = _encoded(told(_offers(line := read(environment), today), line))
        if shell == "fish" and environment.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
            return 0 if text else 1  # So fish learns whether files are meant instead.
        sys.stdout.write(text)
        sys.stdout.flush()
    except Exception:  # noqa: BLE001, S110 - a damaged kit, no home, an unknown shell: there is nothing to offer
        pass
    return 0


def _encoded(text: str) -> str:
    """Return the lines that the output can carry."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return "".join(line for line in text.splitlines(keepends=True) if _fits(line, encoding))


def _fits(line: str, encoding: str) -> bool:
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _offers(line: Line, today: date | None) -> list[Offer]:
    from shelterkit.cli.offers import offers  # noqa: PLC0415 - Typer is loaded for it

    return offers(line.words, line.begun, today)


def _split(text: str) -> tuple[list[str], bool]:
    """Return the words of a line in a shell, the last one perhaps not yet finished, and whether a quote is open."""
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:
        return [*words, lexer.token], True
    return words, False


def _typed(environment: Mapping[str, str]) -> Line:
    """Return what zsh and fish tell: the line up to the cursor."""
    text = environment.get("_TYPER_COMPLETE_ARGS", "")
    words, is_open = _split(text)
    is_begun = is_open or not text[-1:].isspace() or text[-2:-1] == "\\"
    if not is_begun:
        return Line(tuple(words[1:]), "")
    return Line(tuple(words[1:-1]), words[-1] if len(words) > 1 else "")


def _typed_in_bash(environment: Mapping[str, str]) -> Line:
    """Return what bash tells: its words, parted at "=" and ":" too, a line each."""
    raw = environment.get("COMP_WORDS", "").split("\n")
    place = int(environment.get("COMP_CWORD", "0"))
    raw = raw[: place + 1] + [""] * (place + 1 - len(raw))
    quote = raw[-1][:1] if raw[-1][:1] in ('"', "'") else ""
    words: list[str] = []
    parts = ["".join(_split(word)[0]) for word in raw]
    kept = ""
    joins = False
    for part in parts:
        if words and (part in _WORD_BREAKS or joins):
            kept = words[-1] if part not in _WORD_BREAKS else words[-1] + part
            words[-1] += part
        else:
            kept = ""
            words.append(part)
        joins = part in _WORD_BREAKS
    return Line(tuple(words[1:-1]), words[-1], quote, kept)


def _for_bash(found: Sequence[Offer], line: Line) -> str:
    """Return a line for each: quoted, and without what bash holds to be an earlier word."""
    fitting = [one._replace(word=one.word.removeprefix(line.kept)) for one in found if one.word.startswith(line.kept)]
    told = [(quoted, one) for one in fitting if (quoted := _quoted_in_bash(one.word, line.quote)) is not None]
    if len(told) > 1 and all(one.is_id for one in fitting):
        # Where several are shown bash only takes what they begin with in common: there is room for their names.
        return "".join(f"{quoted}  {_tame(one.about)}".rstrip() + "\n" for quoted, one in told)
    return "".join(f"{quoted}\n" for quoted, _ in told)


def _tame(text: str) -> str:
    """Return a text without anything that bash could take for more than a text."""
    return " ".join("".join(char if char in _PLAIN or not char.isascii() else " " for char in text).split())


def _quoted_in_bash(word: str, quote: str) -> str | None:
    """Return a word as it stands in a line of bash; None where an open quote cannot hold it."""
    if not quote:
        return "".join(char if char in _PLAIN or not char.isascii() else f"\\{char}" for char in word)
    unfit = _GLOB | set("!\\") | ({"'"} if quote == "'" else set('"$`'))
    return None if set(word) & unfit else word


def _for_zsh(found: Sequence[Offer], line: Line) -> str:
    """Return a command, for zsh carries out what it is told; every character that could mean anything is coded."""
    if not found:
        return "_files\n"
    shown = [f"{one.word}  {one.about}".rstrip() for one in found]
    words, told = (" ".join(map(_coded, texts)) for texts in ([one.word for one in found], shown))
    unlike = "-U " if any(not one.word.startswith(line.begun) for one in found) else ""
    return f"local -a words_ told_; words_=({words}); told_=({told}); compadd {unlike}-l -d told_ -a words_\n"


def _coded(text: str) -> str:
    codes = (char if char in _PLAIN or not char.isascii() else f"\\x{ord(char):02x}" for char in text)
    return f"$'{''.join(codes)}'"


def _for_fish(found: Sequence[Offer], line: Line) -> str:
    """Return a line for each with what it is after a tab; fish quotes by itself."""
    del line
    return "".join(f"{one.word}\t{one.about}".rstrip() + "\n" for one in found)


_SHELLS: dict[str, tuple[Callable[[Mapping[str, str]], Line], Callable[[Sequence[Offer], Line], str]]] = {
    "bash": (_typed_in_bash, _for_bash),
    "zsh": (_typed, _for_zsh),
    "fish": (_typed, _for_fish),
}
