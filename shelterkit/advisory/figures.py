"""Advisories as values: figures, and where each number comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.quantities.amounts import parse_amount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from shelterkit.quantities.amounts import Amount

    Table = Mapping[str, Any]

EVIDENCE = ("publisher", "secondary", "derived", "none")


class Source(NamedTuple):
    """Where numbers of a figure come from: `of` names them, and either `quote` or `says` has the words."""

    of: tuple[str, ...]
    evidence: str
    url: str
    url_is: str | None = None
    quote: str | None = None
    says: str | None = None
    dated: str | None = None


class Figure(NamedTuple):
    """What an advisory says of one need; with a `variant` it is shown and never computed with."""

    need: str
    eater: str | None = None
    variant: str | None = None
    amount: Amount | None = None
    up_to: Amount | None = None
    amount_text: str | None = None
    basis: str | None = None
    per_days: int | None = None
    covers: tuple[str, ...] = ()
    minimum_days: int | None = None
    recommended_days: int | None = None
    days_text: str | None = None
    rotate: str | None = None
    note: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def evidence(self) -> str:
        """Return the weakest evidence among the sources: a figure is as good as its worst part."""
        return max((source.evidence for source in self.sources), key=EVIDENCE.index, default="none")

    def source_of(self, field: str) -> Source | None:
        """Return the source that names a field, such as "amount"."""
        return next((source for source in self.sources if field in source.of), None)


class Advisory(NamedTuple):
    """What one authority recommends, as compared with its evidence on the day `as_of`."""

    id: str
    title: str
    publisher: str
    country: str
    as_of: date
    falls_back_to: str | None = None
    figures: tuple[Figure, ...] = ()

    def figure(self, need: str, eater: str | None = None) -> Figure | None:
        """Return the figure to compute with for a need: everybody's, or that of one eater."""
        plain = (figure for figure in self.figures if figure.variant is None)
        return next((figure for figure in plain if (figure.need, figure.eater) == (need, eater)), None)


def build_advisory(document: Table) -> Advisory:
    """Return the advisory of a document that is known to be right, as the shipped ones are."""
    fields = dict(document)
    return Advisory(figures=tuple(_figure(table) for table in fields.pop("figure")), **fields)


def _figure(table: Table) -> Figure:
    fields = dict(table)
    for key in ("amount", "up_to"):
        if key in fields:
            fields[key] = parse_amount(fields[key])
    covers = tuple(fields.pop("covers", ()))
    return Figure(covers=covers, sources=tuple(_source(source) for source in fields.pop("source")), **fields)


def _source(table: Table) -> Source:
    return Source(**{**table, "of": tuple(table.get("of", ()))})
