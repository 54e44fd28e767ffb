"""A document as Markdown: what it says stays what it says, in any reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shelterkit.render.addresses import linked
from shelterkit.render.grid import squared
from shelterkit.render.safe import safe
from shelterkit.render.text import asked, noted, numbered, ticked
from shelterkit.report.document import Credits, Footnote, Gap, Heading, Paragraph, Table, Tick, Verbatim, WriteIn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shelterkit.report.document import Block, Document

# A colon before a letter or a slash may begin an emoji or end the name of a scheme; a dot after www makes a link.
_MARKS = re.compile(r"[`*_\[\]<>&|~\\$@]|:(?=[^\W\d_]|/)|(?<=www)\.", re.IGNORECASE)
_START = re.compile(r"[#+=-]|([0-9]{1,9})([.)])(?=\s|$)")
_ENDS = re.compile(r"^\s|\s$")
_CLOSING = re.compile(r"(?<=\s)#+$")
_BACKTICKS = re.compile("`+")
_BLANK = "_" * 24


def render(document: Document) -> str:
    """Return a document as GitHub-flavoured Markdown."""
    parts: list[str] = []
    before: Block | None = None
    for block in document.blocks:
        text = "\n".join(_lines(block))
        if isinstance(block, Tick) and isinstance(before, Tick):
            parts[-1] += f"\n{text}"
        elif text:
            parts.append(text)
        before = block
    return "\n\n".join(parts) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            # Number signs at the end would close the heading and go away.
            text = _CLOSING.sub(lambda signs: f"\\{signs[0]}", escaped(block.text))
            yield f"{'#' * block.level} {text}"
        case Tick():
            yield f"- {ticked(block)} {escaped(block.text)} {noted(block.notes)}".rstrip(" ")
            yield from (f"  - {escaped(detail.strip(' '))}" for detail in block.details)
        case WriteIn():
            yield f"{escaped(asked(block.label))} {_BLANK}"
        case Footnote():
            yield numbered(_linked(escaped(block.text), block.address), block.number)
        case Credits():
            entries = "; ".join(_linked(escaped(words), address) for words, address in block.entries)
            yield f"{escaped(f'{block.label}:')} {entries}."
        case Verbatim():
            yield from _fenced(safe(block.text))
        case Table():
            yield from _table(block) if block.rows else ()
        case Paragraph():
            yield escaped(block.text)
        case Gap():
            return


def escaped(text: str) -> str:
    """Return text in which no character means anything but itself."""
    text = safe(text)
    start = _START.match(text)
    cut = start.end() if start else 0
    head = "" if start is None else f"{start[1]}\\{start[2]}" if start[1] else f"\\{start[0]}"
    body = _MARKS.sub(lambda mark: f"\\{mark[0]}", text[cut:])
    return _ENDS.sub(lambda space: f"&#{ord(space[0])};", head + body)


def _linked(text: str, address: str | None) -> str:
    """Return a link where there is an address to follow."""
    target = linked(address)
    return f"[{text}]({target.replace('&', '&amp;')})" if target else text


def _fenced(text: str) -> Iterator[str]:
    """Yield text between fences longer than any in it."""
    fence = "`" * max([3, *(len(run) + 1 for run in _BACKTICKS.findall(text))])
    yield from (fence, text, fence)


def _table(table: Table) -> Iterator[str]:
    grid = squared(table)
    yield _row(map(escaped, grid.headers))
    yield _row("---" for _ in grid.headers)
    yield from (_row(map(escaped, row.cells)) for row in grid.rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
