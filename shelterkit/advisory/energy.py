"""The energy people use, number by number with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class EnergyFigure(NamedTuple):
    """One number (or `table`, by `columns`) of the energy a person uses in a day, with its source."""

    id: str
    about: str
    publisher: str
    evidence: str
    url: str
    url_is: str | None = None
    quote: str | None = None
    says: str | None = None
    kcal: int | None = None
    columns: tuple[str, ...] = ()
    table: tuple[tuple[int, ...], ...] = ()


class Energy(NamedTuple):
    """All that is known of the energy people use, as `advisory show energy` tells it."""

    id: str
    title: str
    as_of: date
    figures: tuple[EnergyFigure, ...]
