"""What no reader may be told by a text, judged without any code of shelterkit."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any
from unicodedata import category, east_asian_width, normalize

OUR_COLOURS = re.compile(r"\x1b\[(?:0|1|31|33)m")
_JOINERS = "\u200c\u200d"
_ISOLATES = "\u2068\u2069"  # what pages put around words from right to left
_OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"  # what no path or name may have
_FORMULA = tuple("=+-@\t\r\n")


def obeyed(text: str, *, allowed: str = "\n") -> list[str]:
    """Return the characters of a text that a terminal or a reader of text would obey rather than show."""
    return sorted({c for c in text if category(c) in _OBEYED and c not in allowed and c not in _JOINERS})


def obeyed_on_page(text: str) -> list[str]:
    """Return the same for a page, where our own isolates keep numbers in their order."""
    assert text.count("\u2068") == text.count("\u2069")
    return obeyed(text, allowed=f"\n{_ISOLATES}")


def shown(text: str) -> str:
    """Return how a text has to look wherever people read it: as it is, with codes for what would be obeyed."""
    return "".join(_code(c) if obeyed(c, allowed="") else c for c in text)


def _code(char: str) -> str:
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def squeezed(text: str) -> str:
    """Return a text without its spaces and our isolates: where a line breaks is not what it says."""
    return "".join(text.translate({0x2068: None, 0x2069: None}).split())


def cells(line: str) -> int:
    """Return the columns that a terminal takes for a line."""
    wide = sum(0 if category(c) in ("Mn", "Me", "Cf") else 1 + (east_asian_width(c) in "WF") for c in line)
    return wide + line.count("\ufe0f")


def begins_formula(cell: str) -> bool:
    """Tell whether a spreadsheet may take a cell, or a part of it after a semicolon, for a formula."""
    parts = [part.lstrip(' \u3000\u00a0"') for part in cell.split(";")]
    numbers = re.compile(r"-?\d+(\.\d+)?")
    return any(normalize("NFKC", part[:1]) in _FORMULA and not numbers.fullmatch(part) for part in parts if part)


def strings(value: Any) -> list[str]:
    """Return every text in a JSON document, the names of fields too."""
    if isinstance(value, dict):
        return [one for key, inner in value.items() for one in (key, *strings(inner))]
    if isinstance(value, list):
        return [one for inner in value for one in strings(inner)]
    return [value] if isinstance(value, str) else []


def json_document(raw: str) -> Any:
    """Return a JSON document that is one line and can be shown on a terminal."""
    assert obeyed(raw) == []
    assert raw.count("\n") == 1, "one document on one line"
    return json.loads(raw, parse_constant=_refused)


def _refused(name: str) -> None:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise AssertionError(name)


class Tags(HTMLParser):
    """The tags of an HTML file with their attributes, its words, and its style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[tuple[str, ...]] = Counter()
        self.words = ""
        self.style = ""
        self._open = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[(tag, *(f"{name}={value}" for name, value in attrs if name != "class"))] += 1
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self.tags["/", tag] += 1
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "style":
            self.style += data
        else:
            self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
DOES_SOMETHING = re.compile(rb"/(?:JS|JavaScript|URI|Launch|OpenAction|EmbeddedFile|AA|Annots|Dest|ObjStm)\b")


def actions_in_pdf(raw: bytes) -> list[bytes]:
    """Return what a PDF file would do when it is opened or clicked."""
    return DOES_SOMETHING.findall(STREAM.sub(b"", raw))


def coded(text: str) -> str:
    """Return the printable ASCII of a text without any codes: what every font and every reader of PDF files has."""
    bare = re.sub(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})", "", text)
    return "".join(c for c in squeezed(bare) if c.isascii() and c.isprintable())


def exec_words(line: str) -> list[str]:
    """Return the words of an ExecStart as systemd.service(5) and systemd.syntax(7) have it."""
    literal, line = line.startswith(":"), line.removeprefix(":")
    words: list[str] = []
    word, quote, started, place = "", "", False, 0
    pattern = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([\\\"'s]))|%%|\$\$|.", re.DOTALL)
    for found in pattern.finditer(line):
        text, place = found[0], found.end()
        if text[0] == "\\" and len(text) > 1:
            code = found[1] or found[2] or found[3]
            word, started = word + (chr(int(code, 16)) if code else found[4].replace("s", " ")), True
        elif text == "%%" or (text == "$$" and not literal):
            word, started = word + text[0], True
        elif text in "\"'" and (quote == text or (not quote and not started)):
            quote, started = "" if quote else text, True
        elif text == " " and not quote:
            words, word, started = ([*words, word] if started else words), "", False
        else:
            assert text not in ("%\\" if literal else "%$\\"), f"systemd would read {text} in {line}"
            word, started = word + text, True
    assert not quote, line
    assert place == len(line)
    return [*words, word] if started else words
