"""A document as pages to print: a fixed template, and every word handed to it as data."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.render.direction import isolated
from shelterkit.render.grid import squared
from shelterkit.render.page import leads, placed
from shelterkit.render.safe import safe
from shelterkit.render.text import asked, noted, numbered
from shelterkit.report.document import Credits, Footnote, Gap, Heading, Paragraph, Table, Tick, Verbatim, WriteIn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from shelterkit.report.document import Block, Document

    Show = Callable[[str], str]
    _BelowHeading = Paragraph | Verbatim | Gap | Tick | WriteIn | Footnote | Credits | Table

_TEMPLATE = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "page.typ")
_MILLIMETRES = {"a4": (210, 297), "letter": (215.9, 279.4)}
_STANDARD = "ua-1"  # tags for screen readers, and a refusal of every character that no font has
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_CODE_POINT = re.compile(r"\\u\{([0-9a-f]+)\}")
_PAGE_TREE = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")
_PRIVATE = "[\ue000-\uf8ff\U000e01f0-\U0010ffff]"  # what these look like nobody has agreed on
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"  # they mean something only beside what they join
_NOTHING = r"(?!)"
_TRIES = 4
_LETTERS_ON_A_LINE = 36  # of the widest there are
_LINES_ON_A_PAGE = 28  # what takes more may be broken, lest its end fall off the page


class PdfMissingError(Exception):
    """The extra that PDF files need is not installed."""


class Printed(NamedTuple):
    """A PDF file and how many pages it has."""

    raw: bytes
    pages: int


def render(document: Document, *, paper: str) -> Printed:
    """Return a document as a PDF file with its fonts in it; a character that no font has is shown as its code."""
    try:
        import typst  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise PdfMissingError from error
    unshown = ""
    for attempt in range(_TRIES):
        show = _showing(f"[{re.escape(unshown)}][{_JOINERS}{re.escape(unshown)}]*" if unshown else _NOTHING)
        try:
            # Looking for this computer's fonts takes as long as the rest: only for what the embedded ones lack.
            return _printed(typst, _page(document, paper, show), system_fonts=attempt > 0)
        except typst.TypstError as error:
            unshown += _missing(error.diagnostic) if attempt else ""
    return _printed(typst, _page(document, paper, _showing("[^ -~]")), system_fonts=False)


def _printed(typst: ModuleType, page: dict[str, Any], *, system_fonts: bool) -> Printed:
    with open(_TEMPLATE, "rb") as file:
        template = file.read()
    raw = typst.compile(
        template,
        root="/",
        sys_inputs={"page": json.dumps(page)},
        ignore_system_fonts=not system_fonts,
        pdf_standards=_STANDARD,
    )
    tree = _PAGE_TREE.search(raw)
    return Printed(raw, int(tree[1]) if tree else 0)


def _missing(diagnostic: str) -> str:
    """Return the characters that could not be shown; those that only join others when there is nothing else."""
    texts = "".join(_UNSHOWN.findall(diagnostic))
    found = dict.fromkeys(_CODE_POINT.sub(lambda code: chr(int(code[1], 16)), texts))
    return "".join(char for char in found if char not in _JOINERS) or "".join(found)


def _showing(pattern: str) -> Show:
    """Return what makes a text safe to print: what a pattern finds, and what is private, is shown as its code."""
    coded = re.compile(f"{pattern}|{_PRIVATE}")

    def show(text: str) -> str:
        text = safe(text)
        if text.isascii():
            return text
        return isolated(coded.sub(lambda found: found[0].encode("unicode_escape").decode(), text))

    return show


def _page(document: Document, paper: str, show: Show) -> dict[str, Any]:
    """Return a document as the template takes it."""
    width, height = _MILLIMETRES[paper]
    return {
        "width": width,
        "height": height,
        "title": show(document.title) or "shelterkit",
        "footer": show(document.footer),
        "blocks": list(_blocks(document.blocks, show)),
    }


def _blocks(blocks: Sequence[Block], show: Show) -> Iterator[dict[str, Any]]:
    deepest = 0
    for number, block in enumerate(placed(blocks)):
        if isinstance(block, Heading):
            # The first heading is the outermost whatever its level: readers that speak rely on it.
            deepest = min(block.level, deepest + 1)
            looks = {"depth": deepest, "title": block.level == 1, "first": number == 0}
            yield {"is": "heading", "text": show(block.text), **looks}
        else:
            yield _block(block, show)


def _block(block: _BelowHeading, show: Show) -> dict[str, Any]:
    made: dict[str, Any]
    match block:
        case Tick():
            made = _tick(block, show)
        case WriteIn():
            made = {"is": "write-in", "text": asked(show(block.label))}
        case Footnote():
            made = {"is": "footnote", "text": numbered(show(block.text), block.number)}
            made |= {"numbered": block.number is not None, "leads": leads(block.text)}
        case Credits():
            made = {"is": "footnote", "text": show(block.text), "numbered": False, "leads": False}
        case Verbatim():
            made = {"is": "verbatim", "text": show(block.text)}
        case Table():
            made = _table(block, show)
        case Gap():
            made = {"is": "gap"}
        case Paragraph():
            made = {"is": "paragraph", "text": show(block.text), "hang": block.hang}
            made |= {"strong": bool(block.tone), "leads": leads(block.text)}
    return made


def _tick(tick: Tick, show: Show) -> dict[str, Any]:
    text, details = show(tick.text), [_indented(show(detail)) for detail in tick.details]
    long = _lines(text) + sum(_lines(detail) for _, detail in details) > _LINES_ON_A_PAGE
    looks = {"done": tick.done, "notes": noted(tick.notes), "long": long}
    return {"is": "tick", "text": text, "details": details, **looks}


def _indented(text: str) -> tuple[int, str]:
    """Return how many spaces a text starts with, and the rest."""
    rest = text.lstrip(" ")
    return len(text) - len(rest), rest


def _lines(text: str, columns: int = 1) -> int:
    """Return how many lines a text takes at most, in one of so many columns."""
    return len(text) * columns // _LETTERS_ON_A_LINE + 1


def _table(table: Table, show: Show) -> dict[str, Any]:
    grid = squared(table)
    rows = []
    for row in grid.rows:
        cells = [show(cell) for cell in row.cells]
        long = max(_lines(cell, len(cells)) for cell in cells) > _LINES_ON_A_PAGE
        rows.append({"cells": cells, "strong": row.strong, "long": long})
    headers = [show(header) for header in grid.headers]
    return {"is": "table", "headers": headers, "rows": rows, "wraps": grid.wraps, "blank": grid.blank}
