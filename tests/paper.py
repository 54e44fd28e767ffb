"""What stands on printed pages, read back by other programs; each says so where it is not installed."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_FOOTER = re.compile(r"^(?:.*\s)?page (\d+) of (\d+)$", re.MULTILINE)
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_FONT_SIZE = re.compile(r'<fontspec id="\d+" size="(\d+)"')
_EMBEDDED = re.compile(r" yes (?:yes|no) +(?:yes|no) +\d+ +\d+$")
_ZOOM = 3
_POINTS_PER_MM = 72 / 25.4


class Word(NamedTuple):
    """A word and where it stands on its page, in millimetres from each edge."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def program(name: str) -> str:
    """Return the path of a program, or skip the test that needs it."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def needs_typst() -> None:
    """Skip a test where the extra for PDF files is not installed."""
    pytest.importorskip("typst", reason="the extra shelterkit[pdf] is not installed")


def needs_font_with(char: str) -> None:
    """Skip a test where no font of this computer has a character."""
    if not _read("fc-list", f":charset={ord(char):x}", raw=b""):
        pytest.skip(f"no font here has {char}")


def _read(name: str, *words: str, raw: bytes) -> str:
    ran = subprocess.run([program(name), *words], input=raw, capture_output=True, check=True, timeout=30)
    return ran.stdout.decode()


def pages(raw: bytes) -> list[str]:
    """Return the text of each page of a PDF file."""
    return _read("pdftotext", "-layout", "-", "-", raw=raw).split("\f")[:-1]


def page_marks(raw: bytes) -> list[tuple[int, int]]:
    """Return what each page says it is: page x of y."""
    return [(int(x), int(y)) for page in pages(raw) for x, y in _FOOTER.findall(page)]


def words(raw: bytes) -> list[list[Word]]:
    """Return the words of each page of a PDF file and their distances from the edges."""
    found = _PAGE.findall(_read("pdftotext", "-bbox", "-", "-", raw=raw))
    return [[_word(float(width), float(height), *one) for one in _WORD.findall(page)] for width, height, page in found]


def _word(width: float, height: float, *found: str) -> Word:
    left, top, right, bottom = map(float, found[:4])
    edges = (left, top, width - right, height - bottom)
    return Word(html.unescape(found[4]), *(edge / _POINTS_PER_MM for edge in edges))


def font_sizes(raw: bytes, folder: Path) -> set[float]:
    """Return the sizes of letters in a PDF file, in points."""
    path = folder / "sizes.pdf"
    path.write_bytes(raw)
    # Asked for in thirds of a point; whole points would round 10.5 up.
    words = ("-xml", "-i", "-stdout", "-zoom", str(_ZOOM))
    return {int(size) / _ZOOM for size in _FONT_SIZE.findall(_read("pdftohtml", *words, str(path), raw=b""))}


def fonts_not_in_the_file(raw: bytes) -> list[str]:
    """Return the fonts that a PDF file uses and does not bring along."""
    lines = _read("pdffonts", "-", raw=raw).splitlines()[2:]
    assert lines
    return [line for line in lines if not _EMBEDDED.search(line)]


def facts(raw: bytes) -> dict[str, str]:
    """Return what a PDF file says about itself."""
    lines = (line.partition(":") for line in _read("pdfinfo", "-", raw=raw).splitlines())
    return {name: value.strip() for name, _, value in lines}


def printed_by_browser(page: str, folder: Path) -> bytes:
    """Return an HTML file as a browser prints it."""
    browser = program("chromium")
    path, made = folder / "page.html", folder / "page.pdf"
    path.write_text(page, encoding="utf-8")
    quiet = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic")
    subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", *quiet,
            f"--user-data-dir={folder / 'browser'}", f"--print-to-pdf={made}", "--no-pdf-header-footer", path.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    return made.read_bytes()
