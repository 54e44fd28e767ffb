"""Man pages: text as roff reads it, with nothing in it that roff would carry out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What the man macros or groff would otherwise turn into something else: a dash that cannot be copied, an accent.
_ESCAPES = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti", '"': "\\(dq"}


def escaped(text: str) -> str:
    """Return a line of text that roff prints as it stands."""
    line = "".join(_ESCAPES.get(char, char) if char.isascii() else f"\\[u{ord(char):04X}]" for char in text)
    line = " ".join(line.split("\n")).replace("\t", " ")
    # A point or an apostrophe that begins a line would be a command.
    return f"\\&{line}" if line.startswith((".", "'")) else line


def title(name: str, section: int, source: str) -> str:
    """Return the line a man page begins with; without a date, so that the same texts are the same page."""
    return f'.TH {escaped(name.upper())} {section} "" "{escaped(source)}" "User Commands"\n'


def heading(text: str) -> str:
    """Return a section's heading."""
    return f".SH {escaped(text.upper())}\n"


def subheading(text: str) -> str:
    """Return a heading inside a section."""
    return f".SS {escaped(text)}\n"


def paragraph(text: str) -> str:
    """Return a paragraph that is wrapped to the reader's screen."""
    return f".PP\n{escaped(text)}\n"


def tagged(pairs: Iterable[tuple[str, str]]) -> str:
    """Return terms in bold, each with what it means."""
    return "".join(f".TP\n\\fB{escaped(term)}\\fR\n{escaped(text) or chr(92) + '&'}\n" for term, text in pairs)


def verbatim(lines: Sequence[str]) -> str:
    """Return lines that stay as they are."""
    return ".PP\n.RS 4\n.nf\n" + "".join(f"{escaped(line) or '.sp'}\n" for line in lines) + ".fi\n.RE\n"
