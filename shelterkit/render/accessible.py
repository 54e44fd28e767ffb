"""A document as it is read aloud: a sentence a line, the answer first, nothing that only has a meaning by its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shelterkit.render.safe import safe
from shelterkit.render.text import asked, noted, numbered
from shelterkit.report.document import Credits, Footnote, Gap, Paragraph, Table, Tick, Verbatim, WriteIn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shelterkit.report.document import Block, Document, Row

_PAIRS = 4
# A gap before a remark or a command parts two sentences; one after a colon leads to what is named.
_PARTING = re.compile(r"(?<=[^:\s]) {3,}(?=\S)")
_LABEL = re.compile(r"(?<=\.) (?=[A-Z][a-z]+: )")
_EXPLAINED = re.compile(r"(?P<label>[^:]+): +(?P<command>shelterkit .*?\S)  +(?P<about>\S.*)")
_BLANK = re.compile(r"_{8,}")
_BOX = re.compile(r"^\[(?P<mark>[ x])\] ")
_URGENT_MARKS = ("!", "!!")  # the state in words says the same


def render(document: Document) -> str:
    """Return a document as sentences; lines are as long as they are, for a reader goes by lines."""
    return "".join(f"{line}\n" for block in _answer_first(document) for line in _spoken(block))


def _answer_first(document: Document) -> tuple[Block, ...]:
    answer = tuple(one for one in document.blocks if isinstance(one, Paragraph) and one.leads)
    return (*answer, *(one for one in document.blocks if one not in answer))


def _spoken(block: Block) -> Iterator[str]:
    match block:
        case Gap():
            return
        case Table():
            for row in block.rows:
                yield from _sentences(row.spoken or _row(row, block.headers))
        case Tick():
            done = "Done: " if block.done else ""
            notes = f" {noted(block.notes).replace('(', '(see ', 1)}" if block.notes else ""
            yield from _sentences(f"{done}{block.text}{notes}")
            for detail in block.details:
                yield from _sentences(detail)
        case WriteIn():
            yield from _sentences(f"{asked(block.label)} blank")
        case Verbatim():
            yield from filter(None, [_command(block.text)])
        case Footnote() | Credits():
            number = block.number if isinstance(block, Footnote) else None
            yield from _sentences(numbered(block.text, number))
        case _:
            yield from _sentences(block.text)


def _command(text: str) -> str:
    """Return a command after what it is for, so that the line ends with what can be pasted."""
    found = _EXPLAINED.fullmatch(text)
    return _one_line(f"{found['label']}, {found['about']}: {found['command']}" if found else text)


def _row(row: Row, headers: tuple[str, ...]) -> str:
    """Return a row as a sentence: what it is about, then what is said of it."""
    title, *details = tuple(filter(None, row.stacked)) or tuple(_named(row, headers))
    details += [f"marked {row.mark}"] if row.mark and row.mark not in _URGENT_MARKS else []
    colon = ", " if ": " in title else ": "
    sentence = f"{title}{colon if details else ''}{', '.join(details)}"
    return sentence if not details or sentence.endswith((".", "?", ":")) else f"{sentence}."


def _named(row: Row, headers: tuple[str, ...]) -> Iterator[str]:
    """Yield the cells, all but the first after their headers."""
    names = (*headers, *[""] * len(row.cells))
    yield row.cells[0].strip()
    for name, cell in zip(names[1:], row.cells[1:], strict=False):
        if cell.strip():
            yield f"{name} {cell}".strip()


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text that stand on lines of their own."""
    for part in _PARTING.split(text.strip()):
        for sentence in _LABEL.split(part):
            words = _one_line(sentence)
            if words:
                yield words


def _one_line(text: str) -> str:
    """Return a text without boxes, blanks to write on, and spaces that stand for columns."""
    text = _BOX.sub(lambda box: "Done: " if box["mark"] == "x" else "", text.strip())
    return " ".join(word for word in safe(_BLANK.sub("blank", text)).split(" ") if word)


def plain_text(text: str) -> str:
    """Return a page of help as sentences: each word of a list before what it means."""
    lines: list[str] = []
    for line in text.splitlines():
        parts = re.split(r" {2,}", line.strip())
        if all(re.fullmatch(r"[a-z-]+", part) for part in parts):
            lines.append(", ".join(parts))
        elif len(parts) == _PAIRS:
            lines += [_pair(*parts[:2]), _pair(*parts[2:])]
        elif parts[0]:
            lines.append(_pair(parts[0], " ".join(parts[1:])))
    return "".join(f"{line}\n" for line in lines)


def plain_row(line: str) -> str:
    """Return a row of columns as a sentence: its cells with commas, and nothing between a label and what is named."""
    return re.sub(r" {2,}", " ", re.sub(r"(?<=[^:\s]) {2,}", ", ", line.strip()))


def _pair(word: str, means: str) -> str:
    if not means:
        return word
    if word.startswith("shelterkit"):
        return f"{means[:1].upper()}{means[1:]}: {word}"
    return f"{word} {means}" if word.endswith(":") else f"{word}: {means}"
