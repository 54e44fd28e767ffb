"""Which characters are text: the one rule for what is typed, imported, or found in a kit."""

from __future__ import annotations

from shelterkit.errors import BadValue

MOST_NOTE: int = 2000
_NO_TEXT = ("Cc", "Cs", "Zl", "Zp")
# What turns the letters after it around, and the mark of a file's byte order; joiners and marks of scripts stay.
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


def is_text(char: str) -> bool:
    """Tell whether a character is one that people write, and none that a program obeys."""
    from unicodedata import category  # noqa: PLC0415 - only for text that comes from outside

    return category(char) not in _NO_TEXT and char not in _TURNING


def not_text(text: str, *, lines: bool = False) -> str | None:
    """Return the first character that is no text, None if there is none; a note may have several lines."""
    if text.isascii() and text.isprintable():
        return None
    return next((char for char in text if not is_text(char) and not (lines and char == "\n")), None)


def composed(text: str, what: str) -> str:
    """Return text in its composed form without spaces around it; refuse characters that are no text."""
    from unicodedata import normalize  # noqa: PLC0415 - only for text that comes from outside

    clean = normalize("NFC", text).strip()
    bad = not_text(clean, lines=what == "note")
    if bad is None:
        return clean
    better = " ".join("".join(char if is_text(char) else " " for char in clean).split())
    raise BadValue(
        f"the {what} has a character that is no text (U+{ord(bad):04X}).",
        code="text-characters",
        typed=text,
        instead=(better,) if better else (),
    )
