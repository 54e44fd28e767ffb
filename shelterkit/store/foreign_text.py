"""A file that is no kit at all, named for what it looks like."""

# pathlib would cost milliseconds at every start.

from __future__ import annotations

import os

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
    encoding = _encoding(raw)
    if encoding:
        return f"{name} is saved in another encoding (looks like {encoding}); save it as UTF-8"
    return f"{name} is not a text file"


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
    return "Windows-1251" if sum(byte >= _LETTERS_FROM for byte in high) * 2 > len(high) else ""
