"""Addresses that a page links to."""

from __future__ import annotations

_AS_THEY_ARE = "-._~:/?#@!*+,;=%&"


def linked(address: str | None) -> str | None:
    """Return an address with nothing in it that could end a link, or None where there is nothing safe to follow."""
    if not address or not address.startswith("https://"):
        return None
    from urllib.parse import quote  # noqa: PLC0415 - only for pages that link

    return quote(address, safe=_AS_THEY_ARE, errors="replace")
