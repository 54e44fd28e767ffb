"""Every place where a kit's text is not TOML, and what was probably meant."""

from __future__ import annotations

import re

import tomli

from shelterkit.errors import Problem
from shelterkit.store.lines import blanked, depths

MOST = 10
_LARGEST_SEARCHED = 500_000
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_MERGED = "two versions of the kit meet here; keep one of them and delete the lines with these signs"
_KEYED = re.compile(r"\s*(?:[\w.\"'-]+\s*=(?!=)|\[)")
_ELSE = 'write it like name = "Beans", or put # before a comment'
_BROKEN_HEADERS = (
    (r"\s*\[\[[^\]]*\]?\s*(?:#|$)", "the two brackets at the end are missing: write it like [[item]]"),
    (r"\s*\[[^\]]*(?:#|$)", "the bracket at the end is missing: write it like [plan]"),
)
_HINTS = (
    (r"\s*(?:adults|children|infants|dogs|cats|days|format)\s*=", "write a whole number, like 2"),
    (r"[^=]*=\s*=", "there are two = signs"),
    (r"[^=]*=\s*\d{4}(?:-\d{1,2})?(?:\s|#|$)", 'put the date in quotes, like "2027-05"'),
    (r"[^=]*=\s*\d{4}-\d{1,2}-\d{1,2}", "there is no such day; write it like 2027-05-31"),
    (r"[^=]*=\s*\d{1,2}[./]\d{1,2}[./]\d{2,4}", "write the date like 2027-06-30"),
    (r"[^=]*=\s*-?\d+,\d", 'write a point instead of the comma and put the amount in quotes, like "1.5 L"'),
    (r"[^=]*=\s*(?:#|$)", "there is nothing after the = sign"),
    (r"[^=]*=\s*(?:True|TRUE|False|FALSE|yes|no|Yes|No)\b", "write true or false"),
    (r"[^=]*=\s*[\u201c\u201d\u201e\u00ab\u2018\u2019]", 'use straight quotes, like "this"'),
    (r"[^=]*=\s*'[^']*$", "the quote at the end is missing"),
    (r"[^=]*=\s*\"(?:\\.|[^\"\\])*$", "the quote at the end is missing"),
    (r"[^=]*=\s*\"[^\"]*\\", "write a backslash twice, or put the text in 'single quotes'"),
    (r"[^=]*=\s*(?:\"[^\"]*\"|'[^']*')\s*[^\s#]", "there is something after the closing quote"),
    (r"[^=]*=\s*[\d.]+\s*\w", 'put the text in quotes, like "6 x 1.5 L"'),
    (r"[^=]*=\s*[^\d\"'\[{\s]", 'put the text in quotes, like name = "Beans"'),
    (r"\s*[\w-]+\s*:", "write = instead of :"),
)


def mistakes(text: str) -> tuple[tuple[Problem, ...], str]:
    """Return every line that is not TOML, ten at the most, and the text with each of them set aside."""
    text = text.replace("\r\n", "\n")
    rows = text.split("\n")
    original = tuple(rows)
    found = [*_merge_marks(rows), *_single_brackets(rows)]
    # Each look reads the whole text again: of a huge one only the first mistake is told.
    most = MOST if len(text) <= _LARGEST_SEARCHED else 1
    while len(found) < most:
        problem = _first(rows, original)
        if problem is None:
            break
        found.append(problem)
    return tuple(sorted(found, key=lambda problem: problem.line or 0))[:MOST], "\n".join(rows)


def _first(rows: list[str], original: tuple[str, ...]) -> Problem | None:
    text = "\n".join(rows)
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        at = min(error.lineno, len(rows)) - 1 if len(text) > _LARGEST_SEARCHED else _culprit(text, error.lineno - 1)
        message = _meant(original[at], error.msg)
    except RecursionError:
        at, message = _deepest(rows), "too many brackets inside one another"
    except ValueError:
        at, message = _longest_number(rows), "this number is too long"
    else:
        return None
    _set_aside(rows, at)
    return Problem(_path(original[at]), message, at + 1, original[at].strip())


def _path(row: str) -> tuple[str, ...]:
    """Return the field a line is about, as far as it can be told."""
    found = re.match(r"\s*([\w-]+)\s*[=:]", row)
    return (found[1],) if found else ()


def _single_brackets(rows: list[str]) -> list[Problem]:
    """Name each table that would be the only one of its kind: [item] for [[item]]; the others would seem wrong."""
    found = []
    for number, row in enumerate(rows):
        if table := re.fullmatch(r"\s*\[\s*(item|person|regimen)\s*\]\s*(?:#.*)?", row):
            message = f"write [[{table[1]}]] with two brackets: there can be several"
            found.append(Problem((table[1],), message, number + 1, row.strip()))
            rows[number] = f"[[{table[1]}]]"
    return found


def _merge_marks(rows: list[str]) -> list[Problem]:
    """Name each conflict left by a merge and set aside one of its two sides, which would repeat the other."""
    found = []
    other_side = False
    if not any(row.startswith("<<<<<<<") for row in rows):
        return []
    for number, row in enumerate(rows):
        if row.startswith("<<<<<<<"):
            found.append(Problem((), _MERGED, number + 1, row.strip()))
        if row.startswith(("=======", "|||||||")):
            other_side = True
        if other_side or row.startswith(_MARKERS):
            rows[number] = ""
        if row.startswith(">>>>>>>"):
            other_side = False
    return found


def _culprit(text: str, reported: int) -> int:
    """Return the line to mend: an open bracket or quote is noticed only later, at a line that is right."""
    rows = text.split("\n")
    reported = min(reported, len(rows) - 1)
    open_text = _unclosed_long_text(rows)
    if open_text is not None and open_text <= reported:
        return open_text
    open_row = next((number for number, row in enumerate(rows) if set("'\"") & set(blanked(row))), None)
    if open_row is not None and open_row <= reported and not rows[reported].strip():
        return open_row
    depth = depths(text)
    start = reported
    while start > 0 and depth[start] != 0:
        start -= 1
    following = range(start + 1, reported + 1)
    if any(depth[line] > 0 and _KEYED.match(rows[line]) for line in following) or not rows[reported].strip():
        return start
    return reported


def _unclosed_long_text(rows: list[str]) -> int | None:
    """Return the line where a text in three quotes begins that has no end."""
    for quotes in ('"""', "'''"):
        lines = [number for number, row in enumerate(rows) for _ in range(row.count(quotes))]
        if len(lines) % 2:
            return lines[-1]
    return None


def _set_aside(rows: list[str], at: int) -> None:
    """Take a line out of the text, and with it what it leaves open, so that one slip is told once."""
    end = at + 1
    if _unclosed_long_text(rows) == at:
        end = len(rows)
    else:
        depth = depths("\n".join(rows))
        while end < len(rows) and depth[end] > depth[at] and not _KEYED.match(rows[end]):
            end += 1
    # Without a header in its place the next fields would seem to belong to the table before.
    is_header = rows[at].lstrip().startswith("[")
    rows[at:end] = [f'[["set aside {at}"]]' if is_header else "", *[""] * (end - at - 1)]


def _deepest(rows: list[str]) -> int:
    return max(range(len(rows)), key=lambda number: rows[number].count("[") + rows[number].count("{"))


def _longest_number(rows: list[str]) -> int:
    longest = [max((len(digits) for digits in re.findall(r"\d+", row)), default=0) for row in rows]
    return longest.index(max(longest))


def _meant(row: str, reason: str) -> str:
    """Return what to do about a line: by how its table begins, by what the reader says, by how the line looks."""
    if row.startswith(_MARKERS):
        return "this sign is left from two versions that met here; delete the line"
    return _hint(_BROKEN_HEADERS, row) or _by_reason(row, reason) or _no_month(row) or _hint(_HINTS, row) or _ELSE


def _no_month(row: str) -> str:
    found = re.match(r"[^=]*=\s*\d{4}-(1[3-9]|[2-9]\d|00)-\d{1,2}\b", row)
    return f"month {found[1]} does not exist" if found else ""


def _hint(hints: tuple[tuple[str, str], ...], row: str) -> str:
    return next((hint for pattern, hint in hints if re.match(pattern, row)), "")


def _by_reason(row: str, reason: str) -> str:
    if reason.startswith(("Cannot overwrite", "Duplicate inline")):
        return f"{_key(row)} stands here a second time"
    if reason.startswith("Cannot"):
        return f"{row.strip()} does not fit with what stands above: the same name is there already"
    if reason.startswith(("Unclosed", "Invalid value")) and "=" in row and row.count("[") > row.count("]"):
        return "the bracket at the end is missing"
    if row.count('"""') % 2 or row.count("'''") % 2:
        return "the three quotes at the end are missing"
    if reason.startswith("Illegal character") and "\\n" not in reason:
        return "there is a sign in this line that cannot be in a text; delete it and type the line again"
    return ""


def _key(row: str) -> str:
    name = row.partition("=")[0].strip()
    return name if name and not name.startswith("[") else "a field"
