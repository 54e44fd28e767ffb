"""Checklists as values: parts, lines, and where each line comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.quantities.amounts import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from shelterkit.quantities.amounts import Amount

# Of "advice-gb" the country is that of the advisory which is followed.
CONDITIONS = (
    *("infant", "formula", "child", "dog", "cat", "pet", "breastfeeding", "medicine", "fridge-medicine"),
    "advice-gb",
)
EVIDENCE = ("publisher", "secondary")
PLACES = ("shelter", "meeting-place", "alert-channels", "contacts")


class Source(NamedTuple):
    """Where a line comes from: `quote` has the publisher's words, `says` ours for them."""

    publisher: str
    evidence: str
    url: str
    url_is: str | None = None
    quote: str | None = None
    says: str | None = None


class Line(NamedTuple):
    """One thing to do or to have.

    `only` names the households it is for (any of the words; none: everybody). `need` is the need whose supply it
    asks for, for so many `days` (none: those planned) or as so much for `each` person; `things` are words for what
    is ticked when the kit has it; `place` is what the household writes down.
    What is ticked `by_hand` is an act, or more of a thing than its name can tell: what the kit has ticks nothing.
    A line that `names_medicine` would tell a reader of the fridge door what somebody takes.
    """

    id: str
    text: str
    sources: tuple[Source, ...]
    only: tuple[str, ...] = ()
    need: str | None = None
    days: int | None = None
    each: Amount | None = None
    things: tuple[str, ...] = ()
    by_hand: bool = False
    place: str | None = None
    names_medicine: bool = False


class Part(NamedTuple):
    """Lines that belong together, such as what to do before."""

    title: str
    lines: tuple[Line, ...]


class Checklist(NamedTuple):
    """What to do in one kind of emergency, as compared with its evidence on the day `as_of`."""

    id: str
    title: str
    as_of: date
    parts: tuple[Part, ...]

    def lines(self) -> Iterator[Line]:
        """Yield every line, top to bottom."""
        for part in self.parts:
            yield from part.lines


def build_checklist(document: Mapping[str, Any]) -> Checklist:
    """Return the checklist of a document that is known to be right, as the shipped ones are."""
    parts = tuple(Part(part["title"], tuple(map(_line, part["line"]))) for part in document["part"])
    return Checklist(document["id"], document["title"], document["as_of"], parts)


def _line(table: Mapping[str, Any]) -> Line:
    fields = dict(table)
    each = fields.pop("each", None)
    return Line(
        sources=tuple(Source(**source) for source in fields.pop("source")),
        only=tuple(fields.pop("only", ())),
        each=None if each is None else parse_amount(each),
        things=tuple(fields.pop("thing", ())),
        **fields,
    )
