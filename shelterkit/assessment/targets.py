"""How many days a need should last, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.assessment.demand import Origin

if TYPE_CHECKING:
    from shelterkit.advisory.figures import Advisory, Figure
    from shelterkit.assessment.demand import Advice
    from shelterkit.household import Plan

_DAYS_LIKE = {"infant-food": "food", "dog-food": "food", "cat-food": "food"}


class Target(NamedTuple):
    """The days a need should last: `days` is the goal, `minimum` what is asked at least; None where nobody says."""

    days: int | None
    minimum: int | None
    origin: Origin | None


def target_of(kind: str, advice: Advice, plan: Plan) -> Target:
    """Return the target of a need: the plan's days, else the recommended, else the minimum days of the advice.

    A plan never lowers the target of medicines: the advice may ask for a month of them beside a week of the rest.
    """
    found = _stated_days(_DAYS_LIKE.get(kind, kind), advice)
    if found is None:
        return Target(plan.days, None, None)
    advisory, figure = found
    advised = figure.recommended_days or figure.minimum_days
    days = plan.days or advised
    if kind == "medication" and advised and days:
        days = max(days, advised)
    return Target(days, figure.minimum_days, _origin(advisory, figure))


def _stated_days(kind: str, advice: Advice) -> tuple[Advisory, Figure] | None:
    """Return the first figure along the chain that states either number of days."""
    kinds = (kind, "drinking-water") if kind == "technical-water" else (kind,)
    for one in kinds:
        for advisory in advice.chain:
            figure = advisory.figure(one)
            if figure is not None and (figure.minimum_days or figure.recommended_days):
                return advisory, figure
    return None


def _origin(advisory: Advisory, figure: Figure) -> Origin:
    low, high = figure.minimum_days, figure.recommended_days
    says = f"{low} to {high} days" if low and high and low != high else f"{high or low} days"
    source = figure.source_of("recommended_days") or figure.source_of("minimum_days")
    evidence = source.evidence if source else figure.evidence
    return Origin("days", advisory.id, advisory.publisher, says, evidence, source.url if source else None)
