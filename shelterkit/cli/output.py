"""Everything that is written to standard output goes through here."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shelterkit.cli.request import Request
    from shelterkit.report.document import Document

_NARROWEST, _USUAL, _WIDEST = 20, 80, 200
_BARS_FROM = 60  # columns; below, tables are stacked
_NO = ("", "0", "no", "false", "off")


def show(
    request: Request,
    document: Callable[[], Document],
    *,
    json: Callable[[], dict[str, Any]],
    rows: Callable[[], Sequence[Sequence[str | None]]] | None = None,
) -> None:
    """Write an answer in the form that was asked for."""
    if request.json:
        from shelterkit.render.porcelain import json_text  # noqa: PLC0415 - only for programs

        write(json_text(json()))
    elif request.plain and rows is not None:
        from shelterkit.render.porcelain import tsv  # noqa: PLC0415

        write(tsv(rows()))
    else:
        show_document(request, document())


def show_document(request: Request, document: Document) -> None:
    """Write a document: as sentences for who has it read aloud, in colour on a terminal, else as text."""
    if request.kit:
        document = _all_on_the_named_kit(document, request)
    if is_read_aloud(request):
        from shelterkit.render.accessible import render as spoken  # noqa: PLC0415 - only where it is read aloud

        write(spoken(document))
        return
    columns = terminal_columns()
    document = _with_bars(document, columns)
    if wants_color(request):
        from shelterkit.render.terminal import show as show_in_color  # noqa: PLC0415 - Rich costs three bare Pythons

        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        show_in_color(document, columns or _USUAL)
        sys.stdout.flush()
        return
    from shelterkit.render.text import render  # noqa: PLC0415

    write(render(document, columns))


def on_the_named_kit(text: str, request: Request) -> str:
    """Return text whose commands name the kit that was named: pasted without, they would act on another one."""
    kit = request.named_kit
    if not kit or "shelterkit" not in text:
        return text
    from shlex import quote  # noqa: PLC0415 - only where a kit was named

    from shelterkit.render.command_lines import with_option  # noqa: PLC0415

    return with_option(text, f"--kit {quote(kit)}")


def _all_on_the_named_kit(document: Document, request: Request) -> Document:
    """Return a document whose commands name the kit that was named, those in tables and under ticks too."""
    return document._replace(blocks=tuple(_named_in(block, request) for block in document.blocks))


def _named_in(part: Any, request: Request) -> Any:
    if isinstance(part, str):
        return on_the_named_kit(part, request)
    # A plain tuple holds cells, rows or details; the parts of a document are tuples with names.
    if hasattr(part, "_fields"):
        return part._replace(**{name: _named_in(value, request) for name, value in part._asdict().items()})
    return tuple(_named_in(one, request) for one in part) if isinstance(part, tuple) else part


def _with_bars(document: Document, columns: int | None) -> Document:
    """Return a document with bars where a terminal can show them; a simple one gets the words alone."""
    if columns is None or columns < _BARS_FROM or os.environ.get("TERM") == "dumb":
        return document
    if not any(getattr(one, "has_shares", False) for one in document.blocks):
        return document
    from shelterkit.render.bars import look_for, with_bars  # noqa: PLC0415 - only on a terminal

    return with_bars(document, columns, look_for(sys.stdout.encoding))


def is_read_aloud(request: Request | None = None) -> bool:
    """Tell whether to write for a screen reader: the environment, then on a terminal what config.toml says."""
    asked = os.environ.get("SHELTERKIT_ACCESSIBLE", "")
    if asked or not _is_terminal():
        return asked.casefold() not in _NO
    if request is not None and not request.command.endswith(" doctor"):
        return request.config.ui == "accessible"
    from shelterkit.errors import BadDataError  # noqa: PLC0415 - only for help, questions and doctor
    from shelterkit.settings import read_config  # noqa: PLC0415

    try:
        return read_config(os.environ).ui == "accessible"
    except BadDataError:
        return False  # Help is to be had whatever the settings look like.


def write(text: str) -> None:
    """Write text to standard output, all of it or an OSError."""
    if sys.stdout is None:
        return
    if not text.isascii():
        # A character the encoding does not have is shown escaped rather than lost.
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.stdout.write(text)
    sys.stdout.flush()


def write_raw(raw: bytes) -> None:
    """Write a file's exact bytes to standard output; on a terminal, its text with nothing in it to obey."""
    if sys.stdout is None:
        return
    if _is_terminal():
        from shelterkit.render.safe import safe  # noqa: PLC0415 - only where somebody looks at a file

        write("".join(f"{safe(line)}\n" for line in raw.decode("utf-8-sig").splitlines()))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.flush()


def terminal_columns() -> int | None:
    """Return the width to keep to; None in a pipe, where nothing is wrapped."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return columns_of(os.environ.get("COLUMNS", ""))


def columns_of(asked: str) -> int:
    """Return a usable width from COLUMNS, else from the terminal."""
    if asked.isascii() and asked.isdigit():
        wanted = int(asked[:9])
    elif asked:
        wanted = 0
    else:
        try:
            wanted = os.get_terminal_size(sys.stdout.fileno()).columns
        except OSError:
            wanted = 0
    return min(max(wanted, _NARROWEST), _WIDEST) if wanted else _USUAL


def wants_color(request: Request) -> bool:
    """Tell whether to write colour: the flag, then NO_COLOR, then FORCE_COLOR, then whether a terminal can."""
    environment = os.environ
    wish = request.color or environment.get("SHELTERKIT_COLOR")
    if wish is None and _is_terminal():
        wish = request.config.color
    if wish in ("always", "never"):
        return wish == "always"
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    forced = environment.get("FORCE_COLOR") or environment.get("CLICOLOR_FORCE")
    return bool(forced and forced != "0") or _is_terminal()


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
