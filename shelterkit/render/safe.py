"""Text that cannot act on a terminal, and how many columns it takes."""

from __future__ import annotations

_KEPT = "\u200c\u200d"  # the joiners that letters of several scripts and emoji need
_WIDE = "WF"
_GLUE = "\0"  # stands for a space that does not part a line; no safe text has it
_FIRST_WIDE = "\u0300"  # below it every character is one column wide
_EMOJI_STYLE = "\ufe0f"


def safe(text: str) -> str:
    r"""Return text with everything a terminal would obey shown as \xNN or \uNNNN."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _is_harmless(char) else _escaped(char) for char in text)


def _is_harmless(char: str) -> bool:
    if char.isprintable() or char in _KEPT:
        return True
    from unicodedata import category  # noqa: PLC0415 - only for characters that do not print

    # Other kinds of spaces print as spaces; unassigned characters are left to the terminal's font.
    return category(char) in ("Zs", "Cn", "Co")


def _escaped(char: str) -> str:
    number = ord(char)
    if number <= 0xFF:  # noqa: PLR2004 - two digits hold it
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - four digits hold it


def width(text: str) -> int:
    """Return how many columns text takes on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width  # noqa: PLC0415 - only for other scripts

    columns = 0
    for char in text:
        if char < _FIRST_WIDE:
            columns += 1
        elif category(char) in ("Mn", "Me", "Cf"):
            # An emoji that the style mark asks for is two columns wide.
            columns += char == _EMOJI_STYLE
        else:
            columns += 2 if east_asian_width(char) in _WIDE else 1
    return columns


def padded(text: str, columns: int) -> str:
    """Return text filled with spaces to so many columns."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int | None, *, hang: int = 0, whole_words: bool = False) -> list[str]:
    """Return text in lines of at most so many columns, broken between words, a longer word within unless `whole_words`.

    Spaces at the start of the text stay; further lines start with `hang` spaces.
    """
    if columns is None or width(text) <= columns:
        return [text]
    hang = min(hang, columns // 2)
    indent = len(text) - len(text.lstrip(" "))
    lines: list[str] = []
    line = " " * min(indent, columns // 2)
    start = line
    room = columns - max(hang, len(line))
    words = [word for group in _glued(text).split(" ")[indent:] for word in _unglued(group, room)]
    for word in words if whole_words else _pieces(words, room):
        glued = word if line == start else f"{line} {word}"
        if line == start:
            glued = line + word
        if width(glued) <= columns:
            line = glued
            continue
        lines.append(line.rstrip())
        start = " " * hang
        line = start + word
    return [*lines, line.rstrip()]


def _glued(text: str) -> str:
    """Return text in which a number's groups, a short remark in brackets, an id and a name hold together.

    So stay whole 66 000, (in 22 days), f3 Rice.
    """
    import re  # noqa: PLC0415 - only where a line is too long

    together = re.sub(r"\([^()]{1,18}\)", lambda found: found[0].replace(" ", _GLUE), text)
    together = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", _GLUE, together)
    return re.sub(r"(?<![^ (])([wfmo]\d{1,5}) (?=[^\W\d])", rf"\1{_GLUE}", together)


def _unglued(group: str, columns: int) -> list[str]:
    """Return what holds together as one word, or its words where no line could hold it."""
    return [group.replace(_GLUE, " ")] if width(group) <= columns else group.split(_GLUE)


def _pieces(words: list[str], columns: int) -> list[str]:
    """Return the words, those that no line could hold cut into pieces that fit."""
    pieces: list[str] = []
    for word in words:
        rest = word
        while width(rest) > columns:
            cut = _fitting(rest, columns)
            pieces.append(rest[:cut])
            rest = rest[cut:]
        pieces.append(rest)
    return pieces


def _fitting(word: str, columns: int) -> int:
    """Return how many characters of a word fit; at least one, and a mark never without its letter."""
    taken, count = 0, 0
    for char in word:
        taken += width(char)
        if taken > columns and count:
            break
        count += 1
    return max(1, count)
