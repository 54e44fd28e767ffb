"""Check a checklist file: every line short, sourced and for households that shelterkit can tell apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shelterkit.advisory.checking import NEEDS
from shelterkit.advisory.fields import (
    DATE,
    DAYS,
    TABLES,
    TEXT,
    WORDS,
    YES_NO,
    citation_problems,
    closest,
    field_problems,
    fitting,
)
from shelterkit.checklist.lines import CONDITIONS, EVIDENCE, PLACES, Checklist, build_checklist
from shelterkit.errors import BadValue, Problem, WrongFieldsError
from shelterkit.quantities.amounts import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from shelterkit.advisory.fields import Kinds, Path, Table

LONGEST_TEXT = 160

_CHECKLIST: Kinds = {"id": TEXT, "title": TEXT, "as_of": DATE, "part": TABLES}
_PART: Kinds = {"title": TEXT, "line": TABLES}
_LINE: Kinds = {"id": TEXT, "text": TEXT, "only": WORDS, "need": NEEDS, "days": DAYS, "each": TEXT, "thing": WORDS}
_LINE |= {"by_hand": YES_NO, "place": PLACES, "names_medicine": YES_NO, "source": TABLES}
_SOURCE: Kinds = dict.fromkeys(("publisher", "url", "quote", "says"), TEXT)
_SOURCE |= {"evidence": EVIDENCE, "url_is": ("site", "page")}


def decode_checklist(document: Table, *, name: str, today: date | None) -> Checklist:
    """Return the checklist a file describes; WrongFieldsError names every mistake with the path of its field.

    `name` is the file's name without ".toml"; without `today` a day in the future cannot be noticed.
    """
    problems = tuple(_checklist_problems(document, name, today))
    if problems:
        raise WrongFieldsError(problems)
    return build_checklist(document)


def _checklist_problems(document: Table, name: str, today: date | None) -> Iterator[Problem]:
    yield from field_problems(document, _CHECKLIST, _CHECKLIST, ())
    known = fitting(document, _CHECKLIST)
    if known.get("id", name) != name:
        yield Problem(("id",), f'id must be "{name}", as the file is called')
    else:
        yield from _id_problems(known, ())
    if today is not None and known.get("as_of", today) > today:
        yield Problem(("as_of",), f"as_of is after today, {today}")
    used: set[str] = set()
    for index, part in enumerate(known.get("part", ())):
        yield from _part_problems(part, ("part", index), used)


def _part_problems(table: Table, path: Path, used: set[str]) -> Iterator[Problem]:
    """Yield what is wrong with a part; `used` holds the ids of the lines above it, and gets those of its own."""
    yield from field_problems(table, _PART, _PART, path)
    for index, line in enumerate(fitting(table, _PART).get("line", ())):
        place = (*path, "line", index)
        yield from _line_problems(line, place)
        line_id = fitting(line, _LINE).get("id")
        if line_id in used:
            yield Problem((*place, "id"), f'a second line with the id "{line_id}"; every id stands once in a file')
        elif line_id:
            used.add(line_id)


def _line_problems(table: Table, path: Path) -> Iterator[Problem]:
    yield from field_problems(table, _LINE, ("id", "text", "source"), path)
    line = fitting(table, _LINE)
    yield from _id_problems(line, path)
    yield from _text_problems(line, path)
    for word in line.get("only", ()):
        if word not in CONDITIONS:
            hint = closest(word, CONDITIONS) or f"; known are {', '.join(CONDITIONS)}"
            yield Problem((*path, "only"), f'only names "{word}", which no household is{hint}')
    # A blank word stands at the start of every name.
    if not all(word.strip() for word in line.get("thing", ())):
        yield Problem((*path, "thing"), "thing has an empty word")
    yield from _amount_problems(line, table, path)
    if "by_hand" in table and not {"need", "thing"} & set(table):
        yield Problem((*path, "by_hand"), "without a need or a thing every line is ticked by hand; leave by_hand out")
    for index, source in enumerate(line.get("source", ())):
        place = (*path, "source", index)
        yield from field_problems(source, _SOURCE, ("publisher", "evidence", "url"), place)
        yield from citation_problems(source, fitting(source, _SOURCE), place)


def _amount_problems(line: Table, written: Table, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with how much of a need a line asks for."""
    for key in ("days", "each"):
        if key in written and "need" not in written:
            yield Problem((*path, key), f"{key} belongs to a need, and the line names none")
    if "days" in written and "each" in written:
        yield Problem((*path, "each"), "a line asks for days or for so much for each person, not both")
    if "each" in line:
        try:
            amount = parse_amount(line["each"])
        except BadValue as refusal:
            yield Problem((*path, "each"), str(refusal))
            return
        need = line.get("need", "drinking-water")
        if amount.unit.dimension != "volume" or not need.endswith("water") or amount.is_zero:
            yield Problem((*path, "each"), "each must be litres of water for a person, like 2 L")


def _id_problems(table: Table, path: Path) -> Iterator[Problem]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", table.get("id", "id")):
        yield Problem((*path, "id"), "id must be small letters, digits and single hyphens, like first-aid")


def _text_problems(line: Table, path: Path) -> Iterator[Problem]:
    text = line.get("text", "-")
    if len(text) > LONGEST_TEXT:
        yield Problem((*path, "text"), f"text has {len(text)} characters; a line has at most {LONGEST_TEXT}")
    if not text.isprintable() or text != text.strip():
        yield Problem((*path, "text"), "text must be one line without spaces around it")
