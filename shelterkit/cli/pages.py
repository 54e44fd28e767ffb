"""Answers on paper: a file in the form its name asks for, a printer, or the screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.cli.output import show, show_document, write
from shelterkit.errors import BadValue, NotDoneError, ShelterkitError, StorageError, UsageError
from shelterkit.quantities.numbers import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shelterkit.cli.request import Request
    from shelterkit.report.document import Document

PAPERS = {"a4": "A4", "letter": "Letter"}
_OTHER_ENDINGS = {".htm": ".html", ".markdown": ".md", ".text": ".txt"}
_WIDTH = 78  # of a text file: what prints on a page at the usual size


class Wish(NamedTuple):
    """Where an answer is to go: a file, a printer ("" is the usual one), or neither; and what to say of the page."""

    output: str | None = None
    force: bool = False
    paper: str = "a4"
    printer: str | None = None
    remark: str = ""

    @property
    def is_for_screen(self) -> bool:
        """Tell whether the answer is for looking at now."""
        return self.output is None and self.printer is None


class Made(NamedTuple):
    """A page as bytes; `pages` where the form has pages."""

    raw: bytes
    pages: int | None = None


def put(
    request: Request,
    wish: Wish,
    document: Callable[[], Document],
    *,
    slug: str,
    forms: tuple[str, ...],
    json: Callable[[], dict[str, Any]],
    rows: Callable[[], Sequence[Sequence[str | None]]] | None = None,
    csv: Callable[[], Sequence[Sequence[Any]]] | None = None,
) -> None:
    """Write an answer where it was asked for."""
    paper = _paper(wish.paper)
    if wish.output is not None and wish.printer is not None:
        raise _twice(request, wish.printer)
    if wish.is_for_screen:
        show(request, document, json=json, rows=rows)
    elif wish.output == "-":
        _to_stdout(request, document, json, rows)
    elif wish.output is not None:
        form = _form(request, wish.output, forms)
        made = _text_of(csv()) if form == ".csv" and csv else _page(request, document(), form, paper, wish.output)
        _save(request, wish.output, made, paper=paper, wish=wish)
    else:
        _print(request, document(), wish, paper, slug)


def _twice(request: Request, printer: str) -> UsageError:
    from shelterkit.cli.refusals import command_line  # noqa: PLC0415 - only for a refusal

    words = _unprinted(request, printer)
    message = "a page goes to a file or to a printer; leave out --print or -o"
    return UsageError(message, code="output-twice", advice=command_line(words))


def _paper(word: str) -> str:
    paper = word.strip().casefold()
    if paper not in PAPERS:
        from shelterkit.cli.meant import closest  # noqa: PLC0415 - only for a refusal

        better = closest(word, tuple(PAPERS))
        raise BadValue(f"--paper takes a4 or letter, not {quoted(word)}.", code="choice", typed=word, instead=(better,))
    return paper


def _form(request: Request, path: str, forms: tuple[str, ...]) -> str:
    """Return the form that a file's ending asks for."""
    if not path:
        raise UsageError("-o needs a file", code="output-ending")
    ending = os.path.splitext(path)[1].casefold()
    ending = _OTHER_ENDINGS.get(ending, ending)
    if ending in forms:
        return ending
    known = f"{', '.join(forms[:-1])} or {forms[-1]}"
    stem = os.path.splitext(path)[0] if ending else path.rstrip("./") or "page"
    what = f"{quoted(path)} ends in {quoted(ending)}" if ending else f"{quoted(path)} has no ending"
    raise UsageError(
        f"{what}; it takes {known}", code="output-ending", advice=_with_file(request, path, f"{stem}{forms[0]}")
    )


def _with_file(request: Request, path: str, better: str) -> str:
    from shelterkit.cli.refusals import command_line, with_file  # noqa: PLC0415 - only for a refusal

    return command_line(with_file(request.argv, path, better))


def _page(request: Request, document: Document, form: str, paper: str, path: str) -> Made:
    """Return a page for a file; where its form is not to be had, offer the one that always is."""
    try:
        return page(document, form, paper)
    except NoPdfError as missing:
        advice = _with_file(request, path, f"{os.path.splitext(path)[0]}.html")
        raise UsageError(str(missing), code=missing.code, advice=advice) from missing


def _to_stdout(
    request: Request,
    document: Callable[[], Document],
    json: Callable[[], dict[str, Any]],
    rows: Callable[[], Sequence[Sequence[str | None]]] | None,
) -> None:
    if request.json or (request.plain and rows is not None):
        show(request, document, json=json, rows=rows)
    else:
        write(page(document(), ".txt", "a4").raw.decode())


class NoPdfError(UsageError):
    """The extra that PDF files need is not installed."""

    code = "pdf-missing"


def page(document: Document, form: str, paper: str) -> Made:
    """Return a document as a page in a form; NoPdfError where that is PDF and its extra is not installed."""
    if form == ".pdf":
        from shelterkit.render.pdf import PdfMissingError  # noqa: PLC0415 - one renderer a run
        from shelterkit.render.pdf import render as pdf  # noqa: PLC0415

        try:
            return Made(*pdf(document, paper=paper))
        except PdfMissingError as missing:
            message = 'a PDF needs the extra "pdf", which is not installed (pip install typst); a browser prints .html'
            raise NoPdfError(message) from missing
    if form == ".html":
        from shelterkit.render.html import render as html  # noqa: PLC0415

        return Made(html(document, paper=paper).encode())
    document = _with_footer(document)
    if form == ".md":
        from shelterkit.render.markdown import render as markdown  # noqa: PLC0415

        return Made(markdown(document).encode())
    from shelterkit.render.text import render as text  # noqa: PLC0415

    return Made(text(document, _WIDTH).encode())


def _with_footer(document: Document) -> Document:
    """Return a document that says at its end what other forms say at the foot of every page."""
    from shelterkit.report.document import Footnote, Gap  # noqa: PLC0415

    if not document.footer:
        return document
    return document._replace(blocks=(*document.blocks, Gap(), Footnote(f"{document.footer}.")))


def _text_of(rows: Sequence[Sequence[Any]]) -> Made:
    from shelterkit.render.csv import text  # noqa: PLC0415 - only for a spreadsheet

    return Made(text(rows).encode())


def _save(request: Request, path: str, made: Made, *, paper: str, wish: Wish) -> None:
    """Write a page and say so."""
    from shelterkit.store.output_file import write_output  # noqa: PLC0415 - only where a file is written

    protect = "" if request.demo else request.desk(needs_kit=False).place.path
    try:
        write_output(path, made.raw, force=wish.force, protect=protect)
    except (NotDoneError, StorageError) as refusal:
        refusal.advice = refusal.advice or _elsewhere(request, path, refusal.code)
        raise
    pages = f"{PAPERS[paper]}, {made.pages} {'page' if made.pages == 1 else 'pages'}, " if made.pages else ""
    lines = [f"Wrote {path} ({pages}only you can read it)."]
    if path.casefold().endswith(".pdf"):
        lines.append(f"Print it:  {_printing(request, path)}")
    elif path.casefold().endswith((".html", ".htm")):
        lines.append("Open it in a browser to read or print it.")
    _say(request, [*lines, wish.remark], path, made)


def _elsewhere(request: Request, path: str, code: str) -> str:
    """Return the words of this run with another file: here where there is no such folder, else with another name."""
    stem, ending = os.path.splitext(path)
    here = os.path.basename(path)
    others = {"output-folder": here, "output-kept": here, "disk": f"page{ending}"}
    return _with_file(request, path, others.get(code, f"{stem}-2{ending}"))


def _printing(request: Request, path: str) -> str:
    """Return the words of this run with --print in the place of the file."""
    from shelterkit.cli.refusals import command_line  # noqa: PLC0415

    words = [word for word in request.argv if word not in ("-o", "--output", "--force", path)]
    words = [word for word in words if word not in (f"--output={path}", f"-o{path}", f"-o={path}")]
    return command_line((*words, "--print"))


def _say(
    request: Request, lines: Sequence[str], path: str, made: Made, *, printed: bool = False, reason: str | None = None
) -> None:
    from shelterkit.report.document import Verbatim, document  # noqa: PLC0415

    if request.json:
        from shelterkit.render.porcelain import json_text  # noqa: PLC0415

        told = {"schema": "shelterkit.written/1", "file": path or None, "pages": made.pages, "printed": printed}
        told["reason"] = reason
        write(json_text(told))
    elif not request.quiet:
        show_document(request, document(lines[0], *map(Verbatim, filter(None, lines[1:]))))


def _print(request: Request, document: Document, wish: Wish, paper: str, slug: str) -> None:
    """Send a page to the printer; where that is not possible save it, and say so."""
    from shelterkit.cli.refusals import command_line  # noqa: PLC0415 - only to print
    from shelterkit.services.printing import print_page  # noqa: PLC0415 - only to print

    form, made = _printable(document, paper)
    printer = wish.printer or ""
    reason = print_page(made.raw, printer=printer, title=slug, paper=paper, environment=os.environ)
    if reason is None:
        pages = f" ({PAPERS[paper]}, {made.pages} {'page' if made.pages == 1 else 'pages'})" if made.pages else ""
        _say(request, [f"Sent to the printer{pages}.", wish.remark], "", made, printed=True)
        return
    why = reason[:1].upper() + reason[1:]
    try:
        path = saved_anew(made.raw, f"{slug}-{request.today}", form)
    except ShelterkitError as refusal:
        raise NotDoneError(
            f"{why}, and {refusal}", code="not-printed-nor-saved", advice=command_line(_unprinted(request, printer))
        ) from refusal
    # Even with --quiet: somebody who waits at the printer has to know.
    request.quiet = False
    saved = f"{why}. Saved {path} instead; print it from any computer."
    _say(request, [saved, wish.remark], path, made, reason=why)


def _unprinted(request: Request, printer: str) -> list[str]:
    """Return the words of this run without --print and the printer's name after it."""
    words = list(request.argv)
    if printer and "--print" in words and words[words.index("--print") + 1 :][:1] == [printer]:
        del words[words.index("--print") + 1]
    return [word for word in words if word.partition("=")[0] != "--print"]


def _printable(document: Document, paper: str) -> tuple[str, Made]:
    """Return a page as PDF, or as text where the extra for it is not installed."""
    try:
        return ".pdf", page(document, ".pdf", paper)
    except NoPdfError:
        return ".txt", page(document, ".txt", paper)


def saved_anew(raw: bytes, stem: str, form: str) -> str:
    """Save a file under a name that nothing has yet and return it."""
    from shelterkit.store.output_file import write_output  # noqa: PLC0415 - only where a file is written

    for number in range(1, 100):
        path = f"{stem}{f'-{number}' if number > 1 else ''}{form}"
        try:
            write_output(path, raw, force=False)
        except NotDoneError as refusal:
            if refusal.code != "output-exists":
                raise
        else:
            return path
    raise NotDoneError(f"there are too many files named {stem}", code="output-exists", advice="ls")
