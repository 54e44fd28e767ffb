"""The parts a report is made of; how they look is not decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

PLAIN, WARNING, ALARM = "", "warning", "alarm"


class Heading(NamedTuple):
    """A line that names what follows; level 1 is the title of a page."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """A sentence or more, wrapped to the width; `hang` indents its further lines.

    What `leads` is the answer: it is read aloud first.
    """

    text: str
    tone: str = PLAIN
    hang: int = 0
    leads: bool = False


class Verbatim(NamedTuple):
    """A command to paste, after what it is for; where it is too long it goes on as a shell reads it.

    A line of a file that has to stay one line to mean the same is `whole`: it is never broken.
    """

    text: str
    whole: bool = False


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
    """One row of a table; `stacked` says the same for a narrow screen: a title and its details.

    `share` is how much is there of what should be, for a bar beside the words; `spoken` is the row as a sentence.
    """

    cells: tuple[str, ...]
    stacked: tuple[str, ...] = ()
    mark: str = ""
    tone: str = PLAIN
    share: Decimal | None = None
    spoken: str = ""


class Table(NamedTuple):
    """Rows under headers; `wraps` is the column that gives way when the screen is narrow, `toned` the coloured one."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    wraps: int = 0
    toned: int | None = None
    marked: bool = False
    indent: int = 0

    @property
    def has_shares(self) -> bool:
        """Tell whether a row says how much is there of what should be."""
        return any(row.share is not None for row in self.rows)


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
