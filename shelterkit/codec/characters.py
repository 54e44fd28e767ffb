"""Characters of a kit's document that are no text: shown escaped everywhere, and named by doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shelterkit.quantities.plain_text import not_text

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]
_DEEPEST = 100


def hostile_characters(document: dict[str, Any]) -> list[tuple[Path, str]]:
    """Return where a document has a character that is no text, and which: the first one of each text and name."""
    return list(_found(document, ()))


def _found(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        char = not_text(value, lines=path[-1:] == ("note",))
        if char is not None:
            yield path, char
    elif len(path) < _DEEPEST and isinstance(value, dict):
        for key, inner in value.items():
            char = not_text(key)
            if char is not None:
                yield (*path, key), char
            yield from _found(inner, (*path, key))
    elif len(path) < _DEEPEST and isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _found(inner, (*path, place))
