"""A document as lines of text: aligned columns on a screen, one record a line in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.render.safe import safe, width, wrapped
from shelterkit.report.document import Credits, Footnote, Gap, Heading, Paragraph, Row, Table, Tick, Verbatim, WriteIn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shelterkit.report.document import Block, Document

STACKED_BELOW = 60
_GAP = "  "
_NARROWEST_COLUMN = 12
_HEADING = "heading"
_BOX = "[ ] "
_BLANK = 40  # underscores to write on where nothing says how wide a line is
_NARROWEST_BLANK = 12
_COMMAND_GAP = "   "
_ONE_LINE = "  (what goes on over the edge is one line)"
# Tone, indent of further lines, and the gap before what is better kept whole.
_LOOKS: dict[type, tuple[str, int, str]] = {Heading: (_HEADING, 0, "   "), Verbatim: ("", 4, ":  ")}


class Span(NamedTuple):
    """A part of a line in one tone."""

    text: str
    tone: str = ""


Line = tuple[Span, ...]


def render(document: Document, columns: int | None = None) -> str:
    """Return a document as plain text; without columns nothing is wrapped and every row is one line."""
    return "".join(f"{''.join(span.text for span in line).rstrip()}\n" for line in lines(document, columns))


def lines(document: Document, columns: int | None) -> Iterator[Line]:
    """Yield the lines of a document, each in spans of one tone."""
    is_broken = False
    for block, after in zip(document.blocks, (*document.blocks[1:], None), strict=False):
        yield from _block(block, columns)
        if isinstance(block, Verbatim) and block.whole:
            is_broken |= columns is not None and width(safe(block.text)) > columns
        if is_broken and not (isinstance(after, Verbatim) and after.whole):
            yield from ((Span(line),) for line in wrapped(_ONE_LINE, columns, hang=len(_GAP)))
            is_broken = False


def _block(block: Block, columns: int | None) -> Iterator[Line]:
    if isinstance(block, Gap):
        yield ()
    elif isinstance(block, Table):
        yield from _table(block, columns)
    elif isinstance(block, Tick):
        yield from _tick(block, columns)
    elif isinstance(block, WriteIn):
        yield from _write_in(asked(safe(block.label)), columns)
    elif isinstance(block, Verbatim) and block.whole:
        yield (Span(safe(block.text)),)
    elif isinstance(block, Footnote | Credits):
        number = block.number if isinstance(block, Footnote) else None
        text = numbered(safe(block.text), number)
        yield from ((Span(line),) for line in wrapped(text, columns, hang=0 if number is None else 4))
    else:
        tone, hang, gap = _LOOKS.get(type(block), ("", 0, _COMMAND_GAP))
        if isinstance(block, Paragraph):
            tone, hang = block.tone, block.hang
        for part in _parts(block.text, gap, columns):
            yield from ((Span(line, tone),) for line in _folded(safe(part), columns, hang, type(block) is Verbatim))


def _folded(text: str, columns: int | None, hang: int, is_command: bool = False) -> list[str]:  # noqa: FBT001, FBT002 - of this module
    """Return text in lines that fit, a command in it still one that can be pasted."""
    if columns is None or "shelterkit " not in text or width(text) <= columns:
        return wrapped(text, columns, hang=hang)
    from shelterkit.render.command_lines import folded  # noqa: PLC0415 - only for a command that is too long

    return folded(text, columns, hang=hang, is_command=is_command)


def ticked(tick: Tick) -> str:
    """Return the box of a tick."""
    return "[x]" if tick.done else "[ ]"


def noted(notes: tuple[int, ...]) -> str:
    """Return the numbers of footnotes as they stand behind what refers to them: (1, 2)."""
    return f"({', '.join(map(str, notes))})" if notes else ""


def numbered(text: str, number: int | None) -> str:
    """Return the text of a footnote after its number."""
    return text if number is None else f"({number}) {text}"


def asked(label: str) -> str:
    """Return what is to be filled in with the colon that leads to the blank."""
    return label if label.rstrip().endswith((":", "?")) else f"{label}:"


def _tick(tick: Tick, columns: int | None) -> Iterator[Line]:
    """Yield a box and its text, and the details below it under the text."""
    text = f"{ticked(tick)} {safe(tick.text)} {noted(tick.notes)}".rstrip()
    yield from ((Span(line),) for line in wrapped(text, columns, hang=len(_BOX)))
    for detail in tick.details:
        below = " " * len(_BOX) + safe(detail)
        yield from ((Span(line),) for line in wrapped(below, columns, hang=len(_BOX) + 2))


def _write_in(label: str, columns: int | None) -> Iterator[Line]:
    """Yield what is to be filled in and a line to write on, on a line of its own where the label leaves no room."""
    *before, last = wrapped(label, columns)
    yield from ((Span(line),) for line in before)
    room = _BLANK if columns is None else columns - width(last) - 1
    if room < _NARROWEST_BLANK:
        yield (Span(last),)
        yield (Span("_" * (columns or _BLANK)),)
    else:
        yield (Span(f"{last} {'_' * room}"),)


def _parts(text: str, gap: str, columns: int | None) -> tuple[str, ...]:
    """Return a text whole where it fits, else what stands before and after its last gap: a command stays whole."""
    before, found, after = text.rpartition(gap)
    if columns is None or not before.strip() or width(text) <= columns:
        return (text,)
    if gap == _COMMAND_GAP and "shelterkit" not in after:
        return (text,)  # Only aligned words: no command that must stay whole.
    return (f"{before}{found.rstrip()}", f"  {after.strip()}" if found == ":  " else after.strip())


def _table(table: Table, columns: int | None) -> Iterator[Line]:
    rows = [_safe_row(row) for row in table.rows]
    if columns is not None and (columns < STACKED_BELOW or not rows):
        yield from _stacked(rows, columns)
        return
    widths = _widths(table, rows)
    if columns is not None:
        over = _whole_width(table, widths) - columns
        if over > 0:
            widths[table.wraps] -= over
            if widths[table.wraps] < _NARROWEST_COLUMN:
                yield from _stacked(rows, columns)
                return
    if table.headers:
        header = Row(tuple(map(safe, table.headers)))
        for line in _aligned(header, table, widths, wrap=columns is not None):
            yield (Span("".join(span.text for span in line), _HEADING),)
    for row in rows:
        yield from _aligned(row, table, widths, wrap=columns is not None)


def natural_width(table: Table) -> int:
    """Return how many columns a table takes when nothing of it is wrapped."""
    return _whole_width(table, _widths(table, [_safe_row(row) for row in table.rows]))


def _widths(table: Table, rows: Sequence[Row]) -> list[int]:
    count = max([len(table.headers), *(len(row.cells) for row in rows)], default=0)
    return [max([_width_at(table.headers, i), *(_width_at(row.cells, i) for row in rows)]) for i in range(count)]


def _whole_width(table: Table, widths: Sequence[int]) -> int:
    return table.indent + (4 if table.marked else 0) + sum(widths) + len(_GAP) * (len(widths) - 1)


def _safe_row(row: Row) -> Row:
    return row._replace(cells=tuple(map(safe, row.cells)), stacked=tuple(map(safe, row.stacked)))


def _width_at(cells: Sequence[str], index: int) -> int:
    return width(cells[index]) if index < len(cells) else 0


def _aligned(row: Row, table: Table, widths: list[int], *, wrap: bool) -> Iterator[Line]:
    """Yield a row in columns; a cell that is too wide goes on below itself."""
    cells = [wrapped(cell, widths[i]) if wrap else [cell] for i, cell in enumerate(row.cells)]
    mark = f" {row.mark:<2} " if table.marked else ""
    for number in range(max(map(len, cells), default=1)):
        spans = [Span(" " * table.indent + (mark if number == 0 else " " * len(mark)), row.tone)]
        for i, parts in enumerate(cells):
            part = parts[number] if number < len(parts) else ""
            tone = row.tone if table.toned == i else ""
            spans += [Span(part, tone), Span(" " * (widths[i] - width(part)) + _GAP)]
        yield _trimmed(spans)


def _trimmed(spans: list[Span]) -> Line:
    while spans and not spans[-1].text.strip():
        spans.pop()
    if spans:
        spans[-1] = Span(spans[-1].text.rstrip(), spans[-1].tone)
    return tuple(spans)


def _stacked(rows: Sequence[Row], columns: int) -> Iterator[Line]:
    """Yield each row as a title with its details below, an empty line between rows that have details."""
    for index, row in enumerate(rows):
        title, *details = tuple(filter(None, row.stacked)) or (" ".join(cell for cell in row.cells if cell),)
        if index and (details or len(rows[index - 1].stacked) > 1):
            yield ()
        mark = f"{row.mark} " if row.mark else ""
        for line in _folded(mark + title, columns, 2):
            yield (Span(line, row.tone),)
        for detail in details:
            for line in _folded(f"  {detail}", columns, 2):
                yield (Span(line),)
