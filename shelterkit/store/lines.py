"""Where in the kit's text a field stands: the line number of every table and key."""

from __future__ import annotations

import re

TEXTS_AND_COMMENTS = (
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
)
_KEY_PART = r'[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
_KEY = rf"(?:{_KEY_PART})(?:[ \t]*\.[ \t]*(?:{_KEY_PART}))*"

Path = tuple[str | int, ...]


class Lines:
    """The lines of a TOML text, found by the path of what stands there; scanned when first asked."""

    __slots__ = ("_found", "_rows", "_text")

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._rows: list[str] | None = None
        self._found: dict[Path, int] | None = None

    def has(self, path: Path) -> bool:
        """Tell whether a field stands in the text itself, not only its table."""
        if self._found is None:
            self._found = _scan(self._text)
        return path in self._found

    def of(self, path: Path) -> int | None:
        """Return the line of a field, counted from 1; for one that is not there, the line of its table."""
        if self._found is None:
            self._found = _scan(self._text)
        while path:
            if path in self._found:
                return self._found[path]
            path = path[:-1]
        return None

    def text(self, line: int) -> str:
        """Return what stands on a line, without the spaces around it."""
        if self._rows is None:
            self._rows = self._text.split("\n")
        return self._rows[line - 1].strip() if 0 < line <= len(self._rows) else ""


def blanked(text: str) -> str:
    """Return the text with everything quoted or commented replaced by `_`, on the same lines."""
    return re.sub(TEXTS_AND_COMMENTS, _blank, text, flags=re.DOTALL)


def _blank(match: re.Match[str]) -> str:
    found = match.group()
    if found.startswith("#"):
        return ""
    return "\n".join("_" * len(row) for row in found.split("\n"))


def comments(text: str) -> list[str]:
    """Return every comment of a TOML text; a `#` inside a quoted text is none."""
    found = re.findall(TEXTS_AND_COMMENTS, text.replace("\r\n", "\n"), flags=re.DOTALL)
    return [comment.strip() for comment in found if comment.startswith("#")]


def depths(text: str) -> list[int]:
    """Return for each line how many brackets of a value are still open where it begins; -1 inside a long text."""
    long_texts: set[int] = set()
    row_number, position = 0, 0
    for match in re.finditer(TEXTS_AND_COMMENTS, text, flags=re.DOTALL):
        row_number += text.count("\n", position, match.start())
        position = match.start()
        long_texts.update(range(row_number + 1, row_number + 1 + match.group().count("\n")))
    result = []
    depth = 0
    for number, row in enumerate(blanked(text).split("\n")):
        result.append(-1 if number in long_texts else depth)
        if depth == 0 and row.lstrip().startswith("["):
            continue
        opened = sum(row.count(sign) for sign in "[{")
        depth = max(0, depth + opened - sum(row.count(sign) for sign in "]}"))
    return result


def _scan(text: str) -> dict[Path, int]:
    header = re.compile(rf"\s*(\[\[?)\s*({_KEY})\s*\]")
    field = re.compile(rf"\s*({_KEY})\s*=")
    part = re.compile(_KEY_PART)
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    rows = text.split("\n")
    for number, depth in enumerate(depths(text)):
        if depth != 0:
            continue
        if match := header.match(rows[number]):
            names = tuple(_plain(name) for name in part.findall(match[2]))
            table = _table(names, counts, is_list=match[1] == "[[")
            _note(found, table, number + 1)
        elif match := field.match(rows[number]):
            path: Path = (*table, *(_plain(name) for name in part.findall(match[1])))
            _note(found, path, number + 1)
    return found


def _note(found: dict[Path, int], path: Path, line: int) -> None:
    """Note where a path and each table above it first stands."""
    for end in range(len(path), 0, -1):
        found.setdefault(path[:end], line)


def _table(names: tuple[str, ...], counts: dict[Path, int], *, is_list: bool) -> Path:
    """Return the path a header opens: a list of tables is entered at its newest one."""
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, names[-1])
    if not is_list:
        return path
    counts[path] = counts.get(path, -1) + 1
    return (*path, counts[path])


def _plain(key: str) -> str:
    if key.startswith("'"):
        return key[1:-1]
    if key.startswith('"'):
        import tomli  # noqa: PLC0415 - quoted keys are rare

        return str(tomli.loads(f"key = {key}")["key"])
    return key
