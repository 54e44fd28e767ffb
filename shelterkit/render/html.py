"""A document as one HTML file that needs nothing else: to read on a phone, to hear read out, to print."""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING

from shelterkit.render.addresses import linked
from shelterkit.render.direction import isolated
from shelterkit.render.grid import squared
from shelterkit.render.page import leads, placed
from shelterkit.render.safe import safe
from shelterkit.render.text import asked, noted, numbered, ticked
from shelterkit.report.document import Credits, Footnote, Gap, Heading, Paragraph, Table, Tick, Verbatim, WriteIn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shelterkit.render.grid import Grid
    from shelterkit.report.document import Block, Document

_STYLE = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "page.css")
_SIZES = {"a4": "A4", "letter": "letter"}
_LETTERS_ACROSS = 60  # that a line holds for sure; a longer word must be allowed to break
_LETTERS_BESIDE = 46  # that columns may take which never break, and leave room for the one that does
_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{style}@page {{
  size: {size}; margin: 16mm 18mm {bottom}mm;
  @bottom-left {{
    content: {footer};
    font: 11pt sans-serif; vertical-align: top; padding-top: 4mm; text-align: left; overflow-wrap: anywhere;
  }}
  @bottom-right {{
    content: "page " counter(page) " of " counter(pages);
    font: 11pt sans-serif; vertical-align: top; padding-top: 4mm; white-space: nowrap;
  }}
}}
</style>
</head>
<body>
<main>
"""


def render(document: Document, *, paper: str) -> str:
    """Return a document as one HTML file; `paper` is the size it is printed on."""
    with open(_STYLE, encoding="utf-8") as file:
        style = file.read()
    head = _HEAD.format(
        title=_text(document.title) or "shelterkit",
        style=style,
        size=_SIZES[paper],
        footer=_css_string(document.footer),
        bottom=22 + 5 * (len(document.footer) // _LETTERS_ACROSS),
    )
    foot = f"<footer>{_text(document.footer)}</footer>\n" if document.footer else ""
    return f"{head}{''.join(_parts(document.blocks))}</main>\n{foot}</body>\n</html>\n"


def _text(text: str) -> str:
    return escape(isolated(safe(text)), quote=True)


def _css_string(text: str) -> str:
    """Return text as a string of a style sheet, with nothing in it that could end it."""
    plain = (char if char.isalnum() or char in " .,-" else f"\\{ord(char):x} " for char in isolated(safe(text)))
    return f'"{"".join(plain)}"'


def _parts(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the document: what stands below a heading is its section, and ticks that follow each other are one list."""
    before: Block | None = None
    end = ""
    for block in placed(blocks):
        if isinstance(before, Tick) and not isinstance(block, Tick):
            yield "</ul>\n"
        # The small print at the end of a page belongs to no section, unless it is all there is in it.
        is_last = isinstance(block, Footnote | Credits) and not isinstance(before, Heading | Footnote | Credits)
        if isinstance(block, Heading) or is_last:
            yield end
            end = ""
        if isinstance(block, Tick) and not isinstance(before, Tick):
            # A list without dots is no list to one screen reader unless it is said to be.
            yield '<ul class="ticks" role="list">\n'
        yield from _part(block)
        if isinstance(block, Heading) and block.level > 1:
            end = "</div>\n</section>\n"
        before = block
    if isinstance(before, Tick):
        yield "</ul>\n"
    yield end


def _part(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            heading = f"<h{block.level}>{_text(block.text)}</h{block.level}>\n"
            # On paper the heading of a section comes again where the section goes on, on the next page.
            yield heading if block.level == 1 else f"<section>\n<header>\n{heading}</header>\n<div>\n"
        case Tick():
            yield _tick(block)
        case WriteIn():
            yield f'<p class="write"><span>{_text(asked(block.label))}</span><span class="rule"></span></p>\n'
        case Footnote():
            words = numbered(_linked(block.text, block.address), block.number)
            yield _paragraph(words, "small", "leads" * leads(block.text), "numbered" * (block.number is not None))
        case Credits():
            entries = "; ".join(_linked(words, address) for words, address in block.entries)
            yield _paragraph(f"{_text(f'{block.label}:')} {entries}.", "small")
        case Verbatim():
            yield f"<pre>{_text(block.text)}</pre>\n"
        case Table():
            yield from _table(block)
        case Gap():
            yield '<div class="gap"></div>\n'
        case Paragraph():
            looks = ("strong" * bool(block.tone), "hang" * bool(block.hang), "leads" * leads(block.text))
            yield _paragraph(_text(block.text), *looks)


def _paragraph(words: str, *looks: str) -> str:
    return f"<p{_class(*looks)}>{words}</p>\n"


def _linked(text: str, address: str | None) -> str:
    """Return a link where there is an address to follow."""
    target = linked(address)
    return f'<a href="{escape(target)}">{_text(text)}</a>' if target else _text(text)


def _tick(tick: Tick) -> str:
    label, look = ("done", "box done") if tick.done else ("to do", "box")
    box = f'<span class="{look}" role="img" aria-label="{label}">{ticked(tick)}</span>'
    notes = f' <span class="notes">{noted(tick.notes)}</span>' if tick.notes else ""
    details = "".join(f"{_detail(detail)}\n" for detail in tick.details)
    below = f'\n<ul class="details" role="list">\n{details}</ul>\n' if details else ""
    return f"<li>{box} {_text(tick.text)}{notes}{below}</li>\n"


def _detail(detail: str) -> str:
    deeper = ' class="deeper"' if detail.startswith(" ") else ""
    return f"<li{deeper}>{_text(detail)}</li>"


def _table(table: Table) -> Iterator[str]:
    grid = squared(table)
    looks = _looks(grid)
    yield '<div class="scroll"><table>\n'
    if any(grid.headers):
        yield f"<thead><tr>{''.join(map(_header, grid.headers, looks))}</tr></thead>\n"
    yield "<tbody>\n"
    for row in grid.rows:
        longest = _LETTERS_ACROSS // len(row.cells)
        cells = (
            _cell(cell, "long" if _longest_word(cell) > longest else looks[i], strong=row.strong == i)
            for i, cell in enumerate(row.cells)
        )
        yield f"<tr>{''.join(cells)}</tr>\n"
    yield "</tbody>\n</table></div>\n"


def _looks(grid: Grid) -> list[str]:
    """Return how each column looks: those beside the one that gives way keep on one line where there is room."""
    widths = [
        max(map(len, (header, *(safe(row.cells[i]) for row in grid.rows)))) for i, header in enumerate(grid.headers)
    ]
    short = sum(widths) - widths[grid.wraps] <= _LETTERS_BESIDE
    looks = ["short" if short and i != grid.wraps else "" for i in range(len(widths))]
    return ["blank" if blank else look for blank, look in zip(grid.blank, looks, strict=True)]


def _longest_word(text: str) -> int:
    return max(map(len, safe(text).split()), default=0)


def _header(text: str, look: str) -> str:
    return f'<th scope="col"{_class(look)}>{_text(text)}</th>' if text else "<td></td>"


def _cell(text: str, look: str, *, strong: bool) -> str:
    words = _text(text)
    return f"<td{_class(look)}>{f'<strong>{words}</strong>' if strong else words}</td>"


def _class(*looks: str) -> str:
    names = " ".join(filter(None, looks))
    return f' class="{names}"' if names else ""
