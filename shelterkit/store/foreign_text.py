"""A file that is no kit at all, named for what it looks like."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os
from itertools import pairwise

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LETTERS_FROM = 0xC0
_ZEROS_OF_UTF16 = 0.4
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF")


def foreign_text(raw: bytes, path: str) -> str:
    """Return the sentence that says why a file's bytes are no text."""
    name = os.path.basename(path)
    if not raw.strip():
        return f"{name} is empty"
    if not raw.strip(b"\0"):
        return f"{name} holds only zeros, as after a power cut"
    if raw.endswith(bytes(16)):
        return f"{name} ends in zeros, as after a power cut"
    if _is_cut_in_a_letter(raw):
        return f"{name} is cut off in the middle of a letter"
    encoding = _encoding(raw)
    if encoding:
        return f"{name} is saved in another encoding (looks like {encoding}); save it as UTF-8"
    return f"{name} is not a text file"


def _is_cut_in_a_letter(raw: bytes) -> bool:
    """Tell whether all is UTF-8 up to the last letter, of which bytes are missing."""
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and error.end == len(raw) and b"\0" not in raw
    return False


def _encoding(raw: bytes) -> str:
    if raw.startswith(_UTF16_MARKS):
        return "UTF-16"
    if raw.startswith(_PICTURES):
        return ""
    half = len(raw) // 2
    if abs(raw[::2].count(0) - raw[1::2].count(0)) > half * _ZEROS_OF_UTF16:
        return "UTF-16"
    if any(byte < ord(" ") and byte not in b"\t\n\r" for byte in raw):
        return ""
    high = [byte for byte in raw if byte > ord("~")]
    letters = sum(byte >= _LETTERS_FROM for byte in high)
    if letters * 2 <= len(high):
        return ""
    # Cyrillic words are of such letters throughout; in German and French they stand between plain ones.
    side_by_side = sum(one >= _LETTERS_FROM <= other for one, other in pairwise(raw))
    return "Windows-1251" if side_by_side * 2 > letters else "Windows-1252"
