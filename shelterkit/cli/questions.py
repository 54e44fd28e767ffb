"""Questions on a terminal: no line wider than it, and plain lines for who has them read aloud."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from shelterkit.cli.output import is_read_aloud, terminal_columns, write
from shelterkit.render.safe import padded, safe, width, wrapped
from shelterkit.render.text import STACKED_BELOW

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "  "


def tell(text: str) -> None:
    """Write a line beside the questions; one read aloud is not broken and begins without spaces."""
    lines = [text.strip()] if is_read_aloud() else wrapped(text, terminal_columns(), hang=_indent(text) + 2)
    write("".join(f"{line}\n" for line in lines))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def answer_to(question: str, hint: str, *, label_cells: int = 0) -> str:
    """Ask and return the line that was typed, "" where the input has ended; labels are as wide as each other."""
    question, hint = safe(question), safe(hint)
    columns = terminal_columns()
    is_aligned = columns is not None and columns >= STACKED_BELOW and not is_read_aloud()
    label = padded(question, max(label_cells, width(question))) if is_aligned else question
    lines = [f"{label} {hint}"] if is_read_aloud() else wrapped(f"{label} {hint}", columns, hang=2)
    write("\n".join(lines) + " ")
    return sys.stdin.readline()


def offer(choices: Sequence[tuple[str, str, str]]) -> None:
    """Write what can be chosen: a number or nothing, a name, and what it is."""
    longest = max((width(name) for _, name, _ in choices), default=0)
    columns = terminal_columns()
    for number, name, about in choices:
        if is_read_aloud():
            tell(safe(f"{f'{number}. ' if number else ''}{name}, {about}"))
        elif columns is not None and columns < STACKED_BELOW:
            tell(safe(f"{_GAP}{f'{number}{_GAP}' if number else ''}{name}{_GAP}{about}"))
        else:
            tell(f"{_GAP}{number:<3}{padded(safe(name), longest)}{_GAP}{safe(about)}")
