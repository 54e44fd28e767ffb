"""The parts a report is made of; how they look is not decided here."""

from __future__ import annotations

from typing import NamedTuple

PLAIN, WARNING, ALARM = "", "warning", "alarm"


class Heading(NamedTuple):
    """A line that names what follows."""

    text: str


class Paragraph(NamedTuple):
    """A sentence or more, wrapped to the width; `hang` indents its further lines."""

    text: str
    tone: str = PLAIN
    hang: int = 0


class Verbatim(NamedTuple):
    """A line that is never wrapped: a command to paste."""

    text: str


class Gap(NamedTuple):
    """An empty line."""


class Row(NamedTuple):
    """One row of a table; `stacked` says the same for a narrow screen: a title and its details."""

    cells: tuple[str, ...]
    stacked: tuple[str, ...] = ()
    mark: str = ""
    tone: str = PLAIN


class Table(NamedTuple):
    """Rows under headers; `wraps` is the column that gives way when the screen is narrow, `toned` the coloured one."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    wraps: int = 0
    toned: int | None = None
    marked: bool = False
    indent: int = 0


Block = Heading | Paragraph | Verbatim | Gap | Table


_BLOCKS = (Heading, Paragraph, Verbatim, Gap, Table)


class Document(NamedTuple):
    """A whole screen or page, top to bottom."""

    blocks: tuple[Block, ...]


def document(*parts: Block | str | tuple[Block, ...] | None) -> Document:
    """Return a document of parts: a text is a paragraph, None is left out, a tuple is its blocks."""
    blocks: list[Block] = []
    for part in parts:
        if isinstance(part, str):
            blocks.append(Paragraph(part))
        elif isinstance(part, _BLOCKS):
            blocks.append(part)
        elif part is not None:
            blocks.extend(part)
    return Document(tuple(blocks))
