"""A document on a terminal: the same lines as text, with colour that carries no meaning of its own."""

from __future__ import annotations

import sys
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from shelterkit.render.text import lines

if TYPE_CHECKING:
    from shelterkit.report.document import Document

_STYLES = {"": "", "heading": "bold", "warning": "yellow", "alarm": "red"}


def show(document: Document, columns: int) -> None:
    """Write a document to the terminal in its own colours."""
    # Only Text objects made of escaped text reach Rich: nothing in a kit is markup.
    drawn = StringIO()
    console = Console(
        file=drawn,
        width=columns,
        force_terminal=True,
        color_system="standard",
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        no_color=False,
    )
    for line in lines(document, columns):
        text = Text(no_wrap=True, overflow="ignore", end="")
        for span in line:
            text.append(span.text, style=_STYLES[span.tone] or None)
        console.print(text, crop=False, soft_wrap=True)
    # Written here and not by Rich, which ends the program with 1 where the reader has closed the pipe.
    sys.stdout.write(drawn.getvalue())
