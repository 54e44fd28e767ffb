"""The parts a report is made of; how they look is not decided here."""

from __future__ import annotations

from typing import NamedTuple

PLAIN, WARNING, ALARM = "", "warning", "alarm"


class Heading(NamedTuple):
    """A line that names what follows; level 1 is the title of a page."""

    text: str
    level: int = 2


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


class Tick(NamedTuple):
    """A box to tick and what it is for, with details below; `notes` are the numbers of its footnotes."""

    text: str
    done: bool = False
    details: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()


class WriteIn(NamedTuple):
    """A line to fill in by hand after what it is for."""

    label: str


class Footnote(NamedTuple):
    """Small print; a `number` is what ticks refer to, an `address` is linked where a page can be followed from."""

    text: str
    number: int | None = None
    address: str | None = None


class Credits(NamedTuple):
    """Small print that names whose words or figures are used, one after the other; each with an address or None."""

    label: str
    entries: tuple[tuple[str, str | None], ...]

    @property
    def text(self) -> str:
        """Return them as one sentence."""
        return f"{self.label}: {'; '.join(words for words, _ in self.entries)}."


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


Block = Heading | Paragraph | Verbatim | Gap | Tick | WriteIn | Footnote | Credits | Table


_BLOCKS = (Heading, Paragraph, Verbatim, Gap, Tick, WriteIn, Footnote, Credits, Table)


class Document(NamedTuple):
    """A whole screen or page, top to bottom; `footer` stands at the foot of every printed page."""

    blocks: tuple[Block, ...]
    title: str = ""
    footer: str = ""


def document(
    *parts: Block | str | tuple[Block, ...] | list[Block] | None, title: str = "", footer: str = ""
) -> Document:
    """Return a document of parts: a text is a paragraph, None is left out, a tuple is its blocks."""
    blocks: list[Block] = []
    for part in parts:
        if isinstance(part, str):
            blocks.append(Paragraph(part))
        elif isinstance(part, _BLOCKS):
            blocks.append(part)
        elif part is not None:
            blocks.extend(part)
    return Document(tuple(blocks), title, footer)
