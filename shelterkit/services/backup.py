"""Make a backup of the kit, put one in its place, or add to the kit what another one has."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.assessment.demand import UnitClashError, medicine_unit
from shelterkit.codec.reading import decode
from shelterkit.errors import UsageError
from shelterkit.household import medicine_key
from shelterkit.interchange.own import pruned
from shelterkit.merging import Merged, merge
from shelterkit.quantities.plain_text import is_text
from shelterkit.report.backup import DAMAGED, GONE, NONE, READS, Before, Source
from shelterkit.services.changing import Change, Decision, Pen, change, refuse_demo
from shelterkit.store.backups import Kept, as_backup, read_kept
from shelterkit.store.restoring import Standing, as_shared_here, standing
from shelterkit.store.restoring import restore as store_restore

if TYPE_CHECKING:
    from datetime import date

    from shelterkit.codec.kit import Kit
    from shelterkit.services.kits import Desk

_LONGEST_NAME = 60


class Backup(NamedTuple):
    """A kit and the bytes of its backup; `own_advice` is the user's own advisory that it follows."""

    kit: Kit
    raw: bytes
    own_advice: str | None = None


def make_backup(desk: Desk, now: datetime) -> Backup:
    """Return a backup of the kit; one that does not read is refused with its way out."""
    from shelterkit.library import Library  # noqa: PLC0415 - only for a backup
    from shelterkit.store.reading import load  # noqa: PLC0415

    if desk.place.demo:
        raise UsageError("the sample kit needs no backup", code="demo", advice="shelterkit init")
    loaded = load(desk.place.path, on=desk.today)
    advisory = loaded.kit.plan.advisory
    raw = as_backup(loaded.raw, desk.place.path, now=now)
    return Backup(loaded.kit, raw, None if Library().has(advisory) else advisory)


class Replacing(NamedTuple):
    """What a restore puts in the place of what."""

    kept: Kept
    standing: Standing
    source: Source
    # Whether the kit stays shared, or stays private, though the file says something else; None where both agree.
    stays_shared: bool | None = None

    @property
    def changes_nothing(self) -> bool:
        """Tell whether the kit is byte by byte what would be restored."""
        return self.kept.raw == self.standing.raw

    @property
    def before(self) -> Before:
        """Return what stands in the kit's place, as it is told."""
        raw, kit, was_here, _ = self.standing
        if raw is not None:
            return Before(READS if kit else DAMAGED, kit)
        return Before(GONE if was_here else NONE)


def replacing(desk: Desk, path: str) -> Replacing:
    """Return what a restore of a file would do."""
    refuse_demo(desk)
    kept = read_kept(path, on=desk.today)
    here = standing(desk.place.path, on=desk.today)
    fitting = as_shared_here(kept, here, on=desk.today)
    return Replacing(fitting, here, _source(kept, path), None if fitting is kept else here.shared)


def restore(desk: Desk, pen: Pen, asked: Replacing, *, agreed: bool) -> None:
    """Put the kit of a file in the place of the kit; `agreed` is that somebody was shown what that does."""
    if not pen.dry_run:
        did = f"restore {asked.source.name}"
        seen = asked.standing if agreed else None
        store_restore(desk.place.path, asked.kept.raw, did, now=pen.now, seen=seen)


class Merging(NamedTuple):
    """What a merge adds and what it leaves out: medicines of other units, entries that are no text, unknown fields."""

    merged: Merged
    source: Source
    theirs: Kit
    clashing: tuple[str, ...] = ()
    not_text: int = 0
    unknown: int = 0


def merge_file(desk: Desk, pen: Pen, path: str) -> Change[Merging]:
    """Add to the kit what the kit in a file has more, as one change."""
    refuse_demo(desk)
    kept = read_kept(path, on=desk.today)
    document, problems = pruned(kept.loaded.document)
    theirs = decode(document, on=desk.today) if problems else kept.loaded.kit
    source = _source(kept, path)

    def decide(kit: Kit) -> Decision[Merging]:
        merged, clashing = _fitting(kit, theirs, desk.today)
        result = Merging(merged, source, theirs, clashing, len(problems), _unknown(theirs, merged))
        return Decision(kit if merged.adds_nothing else merged.kit, f"merge {source.name}", result)

    return change(desk, pen, decide)


def _fitting(mine: Kit, theirs: Kit, on: date) -> tuple[Merged, tuple[str, ...]]:
    """Return what two kits make, without medicine that is counted in something its doses or other lots are not."""
    merged = merge(mine, theirs, on=on)
    names = {medicine_key(one.name): one.name for one in merged.added if one.kind == "med"}
    names |= {medicine_key(one.medicine): one.medicine for one in merged.regimens}
    clashing = {key: name for key, name in names.items() if not _has_one_unit(merged.kit, key)}
    if not clashing:
        return merged, ()
    items = tuple(one for one in theirs.inventory.items if one.kind != "med" or medicine_key(one.name) not in clashing)
    regimens = tuple(one for one in theirs.household.regimens if medicine_key(one.medicine) not in clashing)
    rest = theirs._replace(
        inventory=theirs.inventory._replace(items=items), household=theirs.household._replace(regimens=regimens)
    )
    return merge(mine, rest, on=on), tuple(clashing.values())


def _has_one_unit(kit: Kit, key: str) -> bool:
    if not any(one.rate and medicine_key(one.medicine) == key for one in kit.household.regimens):
        return True
    try:
        medicine_unit(kit.household, kit.inventory, key)
    except UnitClashError:
        return False
    return True


def _unknown(theirs: Kit, merged: Merged) -> int:
    """Return how many fields of added items shelterkit does not know, and so cannot take over."""
    added = {(one.kind, one.name) for one in merged.added}
    items = theirs.inventory.items
    places = [path[1] for path in theirs.unknown if path[0] == "item" and isinstance(path[1], int)]
    return sum((items[place].kind, items[place].name) in added for place in places)


def _source(kept: Kept, path: str) -> Source:
    """Return what a file is called: by the day it was made, as the history says it too."""
    try:
        day = str(datetime.fromisoformat(kept.origin.made).astimezone().date())
    except (ValueError, OverflowError):
        day = ""
    name = os.fsencode(os.path.basename(path)).decode("utf-8", "replace")
    shown = "".join(char if is_text(char) else "?" for char in name)
    shown = shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 3]}..."
    return Source(path, shown, kept.origin.made or None, day, kept.origin.version)
