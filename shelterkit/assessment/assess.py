"""Hold the shelf against the advice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.assessment.coverage import cover, cover_people
from shelterkit.assessment.demand import needs_of
from shelterkit.assessment.supply import stock_for
from shelterkit.assessment.targets import Target, target_of
from shelterkit.household import medicine_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shelterkit.assessment.demand import Advice, Need, Origin
    from shelterkit.assessment.supply import Stock
    from shelterkit.household import Household, Plan
    from shelterkit.inventory.items import Inventory, Item

NONE, LOW, MINIMUM, OK = "none", "low", "minimum", "ok"
VITAL = ("drinking-water", "infant-food", "medication", "food", "technical-water", "dog-food", "cat-food")


class Line(NamedTuple):
    """One need held against the advice: `covered` parts last covered / `per_day` days; `parts` make one unit."""

    need: Need
    target: Target
    stocked: Decimal
    covered: Decimal
    per_day: Decimal
    parts: Decimal
    missing: Decimal
    wasted: Mapping[str, Decimal]
    unknown: tuple[Item, ...] = ()

    def _in_unit(self, parts: Decimal) -> Decimal:
        return parts / (self.parts * self.need.factor)

    @property
    def have(self) -> Decimal:
        """Return what is usable today, in the need's unit."""
        return self._in_unit(self.stocked)

    @property
    def demand_per_day(self) -> Decimal:
        """Return what a day takes, in the need's unit."""
        return self._in_unit(self.per_day)

    @property
    def days(self) -> Decimal:
        """Return the covered days, rounded down to one decimal."""
        return self.covered * 10 // self.per_day / 10

    @property
    def target_amount(self) -> Decimal:
        """Return what the target takes altogether, in the need's unit."""
        return self._in_unit(self.per_day * (self.target.days or 0))

    @property
    def short(self) -> Decimal:
        """Return what is missing to the target, rounded up to whole units."""
        unit = self.parts * self.need.factor
        whole = self.missing // unit
        return whole if whole * unit == self.missing else whole + 1

    @property
    def wasted_total(self) -> Decimal:
        """Return what goes off before it is used, in the need's unit."""
        return self._in_unit(sum(self.wasted.values(), Decimal(0)))

    @property
    def state(self) -> str:
        """Return none, ok, low or minimum, judged on exact values."""
        if self.covered == 0:
            return NONE
        if self._reaches(self.target.days):
            return OK
        minimum = self.target.minimum
        return MINIMUM if minimum is not None and self._reaches(minimum) else LOW

    def _reaches(self, days: int | None) -> bool:
        return self.covered >= self.per_day * (days or 0)

    def until(self, on: date) -> date | None:
        """Return the first day that is not fully covered; None when that is centuries away."""
        whole_days = int(self.covered // self.per_day)
        return on + timedelta(whole_days) if whole_days <= (date.max - on).days else None

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Return whose figures make this line."""
        return (*self.need.origins, *((self.target.origin,) if self.target.origin else ()))


class Assessment(NamedTuple):
    """How the household stands on a day: a line per need, and what was not counted."""

    on: date
    plan: Plan
    advisory: str
    lines: tuple[Line, ...]
    expired: tuple[Item, ...]
    as_needed: tuple[tuple[str, bool], ...] = ()

    @property
    def weakest(self) -> Line | None:
        """Return the need that runs out first, of several the one people can do without least; None without a need."""
        return min(
            self.lines, key=lambda line: (line.covered / line.per_day, VITAL.index(line.need.kind)), default=None
        )

    @property
    def plan_days(self) -> int | None:
        """Return the days planned for: the plan's, else the longest target of anything but medicine."""
        advised = [line.target.days for line in self.lines if line.need.kind != "medication" and line.target.days]
        return self.plan.days or max(advised, default=None)

    @property
    def unknown(self) -> tuple[Item, ...]:
        """Return the items that count as nothing because nobody said what they are worth."""
        return tuple(item for line in self.lines for item in line.unknown)

    def line(self, kind: str) -> Line | None:
        """Return the first line of a kind of need."""
        return next((line for line in self.lines if line.need.kind == kind), None)


def assess(inventory: Inventory, household: Household, advice: Advice, *, plan: Plan, on: date) -> Assessment:
    """Return how long every need of the household is covered from a day on."""
    needs = needs_of(household, inventory, advice, plan=plan, on=on)
    lines = tuple(
        _line(need, inventory, target_of(need.kind, advice, plan), eaters=_eaters(need, household, on), on=on)
        for need in needs
    )
    expired = tuple(item for item in inventory.items if item.is_expired(on) and not item.amount.is_zero)
    return Assessment(on, plan, advice.chosen.id, lines, expired, _as_needed(inventory, household, on))


def _eaters(need: Need, household: Household, on: date) -> int:
    return household.infants_on_formula(on) if need.kind == "infant-food" else household.eaters(on)


def _line(need: Need, inventory: Inventory, target: Target, *, eaters: int, on: date) -> Line:
    stock = stock_for(need, inventory, eaters=eaters, on=on)
    if any(lot.person for lot in stock.lots):
        takers = set(need.people)
        # Names are compared as people say them; what is kept for nobody who takes it serves nobody.
        spelled = {person.casefold(): person for person in takers if person}
        lots = (
            lot._replace(person=spelled.get(lot.person.casefold(), "")) if lot.person else lot for lot in stock.lots
        )
        stock = stock._replace(lots=tuple(lot for lot in lots if lot.person != ""))
        if len(takers) > 1:
            return _shared_line(need, stock, target)
    per_day = need.rate.amount * stock.parts / need.rate.days
    coverage = cover(stock.lots, per_day)
    stocked = sum((lot.parts for lot in stock.lots), Decimal(0))
    wasted = {
        lot.item_id: lot.parts - coverage.used[lot.item_id]
        for lot in stock.lots
        if lot.parts > coverage.used[lot.item_id]
    }
    missing = max(Decimal(0), per_day * (target.days or 0) - coverage.covered)
    return Line(need, target, stocked, coverage.covered, per_day, stock.parts, missing, wasted, stock.unknown)


def _shared_line(need: Need, stock: Stock, target: Target) -> Line:
    """Return the line of a medicine of which some is kept for one person only."""
    takers = dict.fromkeys(need.people, Decimal(0))
    for person, rate in zip(need.people, need.rates, strict=True):
        takers[person] += rate.amount * (stock.parts / rate.days)
    shared = cover_people(stock.lots, takers, target.days or 0)
    # The same days as a ratio of two whole numbers, with the parts scaled to match: nothing is rounded.
    scale = Decimal(shared.days.denominator)
    per_day = sum(takers.values(), Decimal(0)) * scale
    covered = per_day / scale * shared.days.numerator
    missing = scale * shared.missing.numerator / shared.missing.denominator
    wasted = {
        lot.item_id: (lot.parts - Decimal(used.numerator) / used.denominator) * scale
        for lot in stock.lots
        if (used := shared.used[lot.item_id]) < lot.parts and lot.usable_days is not None
    }
    stocked = sum((lot.parts for lot in stock.lots), Decimal(0)) * scale
    return Line(need, target, stocked, covered, per_day, stock.parts * scale, missing, wasted, stock.unknown)


def _as_needed(inventory: Inventory, household: Household, on: date) -> tuple[tuple[str, bool], ...]:
    """Return the medicines taken as needed, each with whether some is there."""
    wanted = {medicine_key(one.medicine): one.medicine for one in household.regimens if one.rate is None}
    there = {
        medicine_key(item.name)
        for item in inventory.items
        if item.kind == "med" and not item.amount.is_zero and not item.is_expired(on)
    }
    return tuple((name, key in there) for key, name in wanted.items())
