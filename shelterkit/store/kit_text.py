"""The kit's text as shelterkit writes it: every table under its own header, for people to edit."""

from __future__ import annotations

import os
from typing import Any

import tomli_w

from shelterkit.codec.kit import HEADER
from shelterkit.errors import BadDataError, ShelterkitError
from shelterkit.store.reading import understood
from shelterkit.store.whole_file import LARGEST, too_big


def written(document: dict[str, Any], path: str) -> bytes:
    """Return the bytes of a kit's document, proven to read back as the same."""
    try:
        return _written(document, path)
    except RecursionError as error:
        message = f"{os.path.basename(path)} has more brackets inside one another than can be written again"
        raise BadDataError(message, code="kit-damaged", file=path, advice="shelterkit edit --file") from error


def _written(document: dict[str, Any], path: str) -> bytes:
    raw = (HEADER + _text(document)).encode()
    if len(raw) > LARGEST:
        raise too_big(path, len(raw))
    try:
        again = understood(raw, path).document
    except BadDataError as error:
        raise ShelterkitError("the kit would not read back as it was written") from error
    if not _same(again, document):
        raise ShelterkitError("the kit would not read back as it was written")
    return raw


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    # Only nan, which an unknown field may hold, does not equal itself.
    return bool(one == other or (one != one and other != other))  # noqa: PLR0124


def _text(document: dict[str, Any]) -> str:
    """Return the document as TOML; left to itself tomli_w puts short tables of a list on one line each."""
    plain = {key: value for key, value in document.items() if not _is_table(value) and not _is_list(value)}
    parts = [tomli_w.dumps(plain)] if plain else []
    for key, value in document.items():
        if _is_list(value):
            parts += [_listed(key, table) for table in value]
        elif _is_table(value):
            parts.append(tomli_w.dumps({key: value}))
    return "\n".join(parts)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _listed(key: str, table: dict[str, Any]) -> str:
    header = tomli_w.dumps({key: {}})
    fields = tomli_w.dumps({key: table}).removeprefix(header)
    return f"[{header.strip()}]\n{fields}"
