"""Commands in text, folded so that what is pasted from several lines is still the one command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shelterkit.render.safe import width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = r"""(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+"""
# A sentence may begin with the program's name, and end with a command; a command to paste is indented, stands after a
# gap, or after a colon with no full stop.
_COMMAND = re.compile(rf"(?:^ {{2,}}|(?<=  ))shelterkit(?: {_WORD})*|(?<=: )shelterkit(?: {_WORD})*(?<!\.)(?=  |$)")
_AT_START = re.compile(rf"^ *shelterkit(?: {_WORD})*")
_ATOM = re.compile(r"\\.|.", re.DOTALL)
_INDENT = 2
# The commands that have to do with a kit, their other names too: "shelterkit did not" is no command.
COMMANDS = (
    "status|list|show|expires|shop|foods|checklist|check|calendar|add|use|edit|remove|count|undo|redo|history|init|where|"
    "doctor|backup|restore|export|import|household|schedule|advisory|"
    "ls|rm|delete|eat|drink|people|report|print|remind|ics"
)


def with_option(text: str, option: str) -> str:
    """Return text whose commands all have an option; one that names it already stays as it is, and so does a file."""
    if "shelterkit" not in text:
        return text
    # What stands in quotes or between backticks is a line of a file, shown as it is written.
    name, _, _ = option.partition(" ")
    has_it = rf"(?!(?:(?!  ).)* {re.escape(name)}[ =])"
    here = rf"(?<![^\s(])shelterkit(?= (?:{COMMANDS})(?![^\s).,;:]){has_it})|(?:^ *|(?<=: )|(?<=  ))shelterkit(?=$|  )"
    return re.sub(here, lambda found: f"{found[0]} {option}", text, flags=re.MULTILINE)


def folded(text: str, columns: int | None, *, hang: int = 0, is_command: bool = False) -> list[str]:
    """Return text in lines of at most so many columns, a command in it on lines of its own that can be pasted."""
    if columns is None or width(text) <= columns:
        return [text]
    found = (_AT_START.search(text) if is_command else None) or _COMMAND.search(text)
    if found is None:
        return wrapped(text, columns, hang=hang)
    before, after = text[: found.start()].rstrip(), text[found.end() :].strip()
    command = found[0].strip()
    indent = _INDENT if before else len(found[0]) - len(command)
    lines = wrapped(before, columns, hang=hang) if before else []
    lines += _folded_command(command, columns, indent)
    deeper = indent + _INDENT
    return [*lines, *folded(f"{' ' * deeper}{after}", columns, hang=deeper)] if after else lines


def _folded_command(command: str, columns: int, indent: int) -> list[str]:
    """Return a command in lines that a shell joins again: broken between words, a longer word within it."""
    words = re.findall(_WORD, command)
    lines: list[str] = []
    line = start = " " * indent
    for number, word in enumerate(words, 1):
        room = columns - (0 if number == len(words) else 2)
        glued = f"{line}{word}" if line == start else f"{line} {word}"
        if width(glued) <= room:
            line = glued
            continue
        if line != start:
            lines.append(f"{line} \\")
            start = " " * min(indent + _INDENT, columns // 4)
        *pieces, line = _pieces(word, room - len(start), room)
        if pieces:
            lines += [f"{start}{pieces[0]}\\", *(f"{piece}\\" for piece in pieces[1:])]
            start = ""
        line = f"{start}{line}"
    return [*lines, line]


def _pieces(word: str, first: int, room: int) -> list[str]:
    """Return a word in pieces that a backslash at the end of the line joins; between '...' quotes none can stand."""
    if width(word) <= first:
        return [word]
    pieces: list[str] = []
    piece = quote = ""
    for atom, inside in _atoms(word):
        # Room for the backslash and the quote that ends the piece.
        most = (room if pieces else first) - 3
        if piece and width(piece + atom) > most and width(atom):
            pieces.append(f"{piece}'" if quote == "'" else piece)
            piece = "'" if quote == "'" else ""
        piece += atom
        quote = inside
    return [*pieces, piece]


def _atoms(word: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a word that stay whole, each with the quote that is open after it."""
    quote = ""
    for found in _ATOM.finditer(word):
        atom = found[0]
        if quote == "'" and atom != "'":
            # A backslash is itself between these quotes, and may stand before the one that ends them.
            yield (atom[0], "'")
            if len(atom) == 1:
                continue
            atom = atom[1]
            if atom != "'":
                yield (atom, "'")
                continue
        if atom in ("'", '"') and quote in ("", atom):
            quote = "" if quote else atom
        yield (atom, quote)
