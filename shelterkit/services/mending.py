"""Mend a kit's text without touching a value: ids that stand twice, Windows line ends, signs a terminal obeys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli

from shelterkit.errors import BadDataError, ShelterkitError
from shelterkit.inventory.items import KINDS, PREFIXES
from shelterkit.quantities.plain_text import is_text
from shelterkit.report.finding import Fix
from shelterkit.store.changes import has_comments
from shelterkit.store.kit_text import written
from shelterkit.store.lines import Lines
from shelterkit.store.reading import understood

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shelterkit.store.lines import Path

_BOM = b"\xef\xbb\xbf"
_END_SIGN = b"\x1a"
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


class Step(NamedTuple):
    """One change of the kit's text: what it mends, the text afterwards, and whether comments are not in it any more."""

    fix: Fix
    raw: bytes
    drops_comments: bool = False


class Twin(NamedTuple):
    """An item whose id another one has already: where it stands, which one of them it is, and the id it gets."""

    place: int
    id: str
    which: str
    new_id: str


def steps(raw: bytes, path: str, marks: Mapping[str, int]) -> list[Step]:
    """Return what can be mended in a kit's text, each step on the one before; `marks` are numbers never given."""
    found: list[Step] = []
    for mend in (_named, _renumbered, _raised, _plain, _escaped):
        step = mend(found[-1].raw if found else raw, path, marks)
        if step is not None and _reads(step.raw, path):
            found.append(step)
    return found


def _reads(raw: bytes, path: str) -> bool:
    try:
        understood(raw, path)
    except BadDataError:
        return False
    return True


def document_of(raw: bytes) -> dict[str, Any] | None:
    """Return the document of a kit's bytes, also where its fields are wrong; None where it is not TOML."""
    try:
        return tomli.loads(raw.removesuffix(_END_SIGN).decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def twins(document: Mapping[str, Any], marks: Mapping[str, int]) -> list[Twin]:
    """Return each item whose id stands before it already, with a new id that was never given to any."""
    items = _items(document)
    free = {kind: _free(document, kind, marks) for kind in KINDS}
    seen: dict[str, int] = {}
    found = []
    for place, table in items:
        key, kind = table.get("id"), table.get("kind")
        if not isinstance(key, str) or kind not in PREFIXES:
            continue
        before = seen.get(key, 0)
        seen[key] = before + 1
        if before:
            which = _ORDINALS[before - 1] if before <= len(_ORDINALS) else "next"
            found.append(Twin(place, key, which, f"{PREFIXES[kind]}{free[kind]}"))
            free[kind] += 1
    return found


def _items(document: Mapping[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    items = document.get("item", [])
    return [(place, one) for place, one in enumerate(items) if isinstance(one, dict)] if isinstance(items, list) else []


def _free(document: Mapping[str, Any], kind: str, marks: Mapping[str, int]) -> int:
    """Return the next number of a kind: above every one that is in use, noted as given, or known to the history."""
    return max(_used(document, kind) + 1, _noted(document, kind) or 1, marks.get(kind, 1))


def _used(document: Mapping[str, Any], kind: str) -> int:
    ids = (str(table.get("id", "")) for _, table in _items(document))
    numbers = (key.removeprefix(PREFIXES[kind]) for key in ids if key.startswith(PREFIXES[kind]))
    return max((int(number) for number in numbers if number.isascii() and number.isdigit()), default=0)


def _noted(document: Mapping[str, Any], kind: str) -> int | None:
    table = document.get("next_id")
    number = table.get(kind) if isinstance(table, dict) else None
    return number if type(number) is int else None


def too_low(document: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """Return the kinds whose next number is in use already: the kind, the number noted, and the right one."""
    noted = ((kind, _noted(document, kind), _used(document, kind) + 1) for kind in KINDS)
    return [(kind, number, right) for kind, number, right in noted if number is not None and number < right]


def nameless(document: Mapping[str, Any], marks: Mapping[str, int]) -> list[tuple[int, str]]:
    """Return the place of each item without an id, with a new id that was never given to any."""
    free = {kind: _free(document, kind, marks) for kind in KINDS}
    found = []
    for place, table in _items(document):
        kind = table.get("kind")
        if "id" not in table and kind in PREFIXES:
            found.append((place, f"{PREFIXES[kind]}{free[kind]}"))
            free[kind] += 1
    return found


def _named(raw: bytes, path: str, marks: Mapping[str, int]) -> Step | None:
    """Give each item that was added by hand without an id one of its own, in a line below its heading."""
    document = document_of(raw)
    found = nameless(document, marks) if document else []
    if not document or not found:
        return None
    ids = dict(found)
    items = [{**({"id": ids[place]} if place in ids else {}), **table} for place, table in _items(document)]
    changed, raised = _with_right_numbers({**document, "item": items})
    edits = [(("item", place), r"$", f'\nid = "{new}"') for place, new in found]
    told = [(str(table.get("name", "")), ids[place]) for place, table in _items(document) if place in ids]
    did = "; ".join(f"gave {name or 'an item'} the id {new}" for name, new in told)
    return _edited(Fix("ids-missing", {"ids": told}, f"doctor: {did}"), raw, [*edits, *raised], changed, path)


def _renumbered(raw: bytes, path: str, marks: Mapping[str, int]) -> Step | None:
    document = document_of(raw)
    found = twins(document, marks) if document else []
    if not document or not found:
        return None
    new_ids = {one.place: one.new_id for one in found}
    items = [{**table, "id": new_ids.get(place, table.get("id"))} for place, table in _items(document)]
    changed = {**document, "item": items}
    edits = [(("item", one.place, "id"), _in_quotes(one.id), f'"{one.new_id}"') for one in found]
    changed, raised = _with_right_numbers(changed)
    told = [(one.which, one.id, one.new_id) for one in found]
    did = "; ".join(f"gave the {which} {old} the id {new}" for which, old, new in told)
    return _edited(Fix("ids-twice", {"ids": told}, f"doctor: {did}"), raw, [*edits, *raised], changed, path)


def _raised(raw: bytes, path: str, marks: Mapping[str, int]) -> Step | None:
    del marks
    document = document_of(raw)
    low = too_low(document) if document else []
    if not document or not low:
        return None
    changed, edits = _with_right_numbers(document)
    did = "; ".join(f"next {kind} number {number} -> {right}" for kind, number, right in low)
    return _edited(Fix("next-id", {"kinds": low}, f"doctor: {did}"), raw, edits, changed, path)


_Edit = tuple["Path", str, str]


def _with_right_numbers(document: dict[str, Any]) -> tuple[dict[str, Any], list[_Edit]]:
    """Return a document with no next number below one in use, and the edits of its text that make it so."""
    low = too_low(document)
    if not low:
        return document, []
    numbers = {**document["next_id"], **{kind: right for kind, _, right in low}}
    return {**document, "next_id": numbers}, [(("next_id", kind), r"\b[0-9_]+\b", str(right)) for kind, _, right in low]


def _in_quotes(text: str) -> str:
    return rf"""(?<==)(?P<space>\s*)(?P<quote>["']){re.escape(text)}(?P=quote)"""


def _edited(fix: Fix, raw: bytes, edits: list[_Edit], expected: dict[str, Any], path: str) -> Step | None:
    """Return the text with single values of its lines replaced; written anew where that would say something else."""
    rows = raw.decode("utf-8", "surrogateescape").split("\n")
    lines = Lines(raw.decode("utf-8-sig", "surrogateescape"))
    for where, pattern, new in edits:
        number = lines.of(where)
        if number:
            rows[number - 1] = _replaced(rows[number - 1], pattern, new)
    result = "\n".join(rows).encode("utf-8", "surrogateescape")
    if document_of(result) == expected:
        return Step(fix, result)
    try:
        return Step(fix, written(expected, path), has_comments(raw))
    except ShelterkitError:
        return None  # There are other mistakes as well, and they come first.


def _replaced(row: str, pattern: str, new: str) -> str:
    return re.sub(pattern, lambda found: (found.groupdict().get("space") or "") + new, row, count=1)


def _plain(raw: bytes, path: str, marks: Mapping[str, int]) -> Step | None:
    del path, marks
    plain = raw.removeprefix(_BOM).removesuffix(_END_SIGN).replace(b"\r\n", b"\n")
    if plain == raw or document_of(plain) != document_of(raw):
        return None
    return Step(Fix("windows-text", {}, "doctor: line ends and marks of Windows taken out"), plain)


def _escaped(raw: bytes, path: str, marks: Mapping[str, int]) -> Step | None:
    del path, marks
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    odd = set(raw_signs(text))
    if not odd:
        return None
    escaped = "".join(_escape(char) if char in odd else char for char in text).encode()
    if document_of(escaped) != document_of(raw):
        return None  # Inside 'single quotes' nothing can be escaped.
    count = sum(char in odd for char in text)
    signs = "1 character" if count == 1 else f"{count} characters"
    return Step(Fix("characters", {"count": count}, f"doctor: {signs} that terminals obey escaped"), escaped)


def raw_signs(text: str) -> Iterator[str]:
    """Yield each character that stands in a text as such and is none that people write."""
    if not text.isprintable():
        mark = text[:1] == "\ufeff"
        yield from (char for char in text[mark:] if char not in "\t\r\n\x1a" and not is_text(char))


def _escape(char: str) -> str:
    number = ord(char)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - four digits hold it
