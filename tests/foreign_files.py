"""Files as other programs save them: each is made by hand to what the program's own source or documentation says."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from shelterkit.codec.items import read_item
from shelterkit.codec.tables import Table
from shelterkit.interchange.drafts import Draft
from shelterkit.interchange.sheet import Sheet, read_sheet

if TYPE_CHECKING:
    from shelterkit.errors import Problem
    from shelterkit.interchange.drafts import Reading, RowProblem
    from shelterkit.inventory.items import Item

_FOREIGN = Path(__file__).parent / "foreign"
ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False) | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)


def sheet_of(name: str) -> Sheet:
    """Return the table in one of the files."""
    return read_sheet((_FOREIGN / name).read_text("utf-8"), name)


def document_of(name: str) -> Any:
    """Return the JSON in one of the files, its numbers exact."""
    return json.loads((_FOREIGN / name).read_text("utf-8"), parse_float=Decimal)


def draft(place: str, *notes: str, **fields: str) -> Draft:
    """Return the draft of an item with these fields, to compare with."""
    return Draft(place, dict(fields), notes)


def only(reading: Reading) -> Draft | RowProblem:
    """Return the one draft or problem of a reading."""
    found: list[Draft | RowProblem] = [*reading.drafts, *reading.problems]
    assert len(found) == 1, found
    return found[0]


def item_of(draft: Draft) -> Item | list[str]:
    """Return the item the kit would hold, or why it would hold none; what says no kind is something other."""
    problems: list[Problem] = []
    item = read_item(Table({"id": "o1", "kind": "other", **draft.table}, (draft.place,), problems))
    return item or [problem.message for problem in problems]
