"""Examine what a kit says: whether it reads, and what in it is surely not meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.codec.characters import hostile_characters
from shelterkit.codec.kit import CONTACT, FORMAT, ITEM, PERSON, PLAN, REGIMEN, TOP
from shelterkit.errors import BadDataError, NotDoneError, ShelterkitError
from shelterkit.household import GROUPS, PETS, medicine_key
from shelterkit.inventory.items import KINDS
from shelterkit.reminders.thresholds import KEYS as LIMITS
from shelterkit.report.finding import FAIL, INFO, WARN, Finding
from shelterkit.report.wording import worth_label, worth_option
from shelterkit.services.doctor_foods import examine_energy
from shelterkit.services.kits import KitMistakeError, assess_kit
from shelterkit.services.mending import document_of, nameless, raw_signs, steps, too_low, twins
from shelterkit.store.reading import read_steady, understood

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shelterkit.codec.kit import Kit
    from shelterkit.errors import Problem
    from shelterkit.services.kits import Desk
    from shelterkit.store.reading import Loaded

_FIELDS: Mapping[str, frozenset[str]] = {
    "plan": PLAN,
    "household": frozenset((*GROUPS, *PETS)),
    "person": PERSON,
    "regimen": REGIMEN,
    "contact": CONTACT,
    "item": ITEM,
    "next_id": frozenset(KINDS),
    "check": frozenset(LIMITS),
}
_ALIKE, _VERY_ALIKE = 0.75, 0.85


class Known(NamedTuple):
    """What is known of a kit: its bytes, itself where it reads, and why not where it does not."""

    raw: bytes | None = None
    loaded: Loaded | None = None
    refusal: Finding | None = None


def read(desk: Desk, marks: Mapping[str, int]) -> Known:
    """Return what is known of the kit; a kit that does not read is a finding."""
    path = desk.place.path
    raw = None
    try:
        raw = read_steady(path).raw
        return Known(raw, understood(raw, path, on=desk.today))
    except BadDataError as refusal:
        if refusal.code == "kit-damaged" and raw is not None:
            return Known(raw, None, _damaged(raw, refusal, path, marks))
        return Known(raw, None, _refused(refusal))
    except ShelterkitError as refusal:
        return Known(None, None, _refused(refusal))


def _refused(refusal: ShelterkitError) -> Finding:
    return Finding(refusal.code, FAIL, {"message": str(refusal), "advice": refusal.advice})


def _damaged(raw: bytes, refusal: BadDataError, path: str, marks: Mapping[str, int]) -> Finding:
    problems = [(one.line, one.excerpt, one.message) for one in refusal.problems]
    facts: dict[str, Any] = {"message": str(refusal), "problems": problems, "advice": refusal.advice}
    if _is_only_ids(raw, refusal.problems, marks) and steps(raw, path, marks):
        return Finding("ids-twice", FAIL, facts, fixable=True)
    if _is_only_missing_ids(raw, refusal.problems, marks) and steps(raw, path, marks):
        return Finding("ids-missing", FAIL, facts, fixable=True)
    return Finding("kit-damaged", FAIL, facts)


def _is_only_missing_ids(raw: bytes, problems: tuple[Problem, ...], marks: Mapping[str, int]) -> bool:
    document = document_of(raw)
    return document is not None and len(nameless(document, marks)) == len(problems) > 0


def _is_only_ids(raw: bytes, problems: tuple[Problem, ...], marks: Mapping[str, int]) -> bool:
    document = document_of(raw)
    if document is None or not twins(document, marks):
        return False
    return all(one.path[:1] == ("item",) and one.path[-1] == "id" for one in problems)


def examine(desk: Desk, loaded: Loaded) -> Iterator[Finding]:
    """Yield what in a kit that reads is surely not meant, or worth a thought."""
    yield from _text(loaded)
    yield from _numbers(loaded)
    yield from _unknown(loaded)
    yield from _characters(loaded)
    yield from _people(loaded.kit)
    known = list(examine_energy(loaded.kit))
    yield from known
    yield from _advice(desk, loaded, {item_id for one in known for item_id, _ in one.facts["items"]})
    yield from _undated(loaded.kit)


def _text(loaded: Loaded) -> Iterator[Finding]:
    if loaded.encoding_notes:
        yield Finding("windows-text", WARN, {"marks": loaded.encoding_notes}, fixable=True)


def _numbers(loaded: Loaded) -> Iterator[Finding]:
    low = too_low(loaded.document)
    if low:
        yield Finding("next-id", WARN, {"kinds": low}, fixable=True)


def _unknown(loaded: Loaded) -> Iterator[Finding]:
    fields = [(loaded.lines.of(path), str(path[-1]), _alike(path, loaded.document)) for path in loaded.kit.unknown]
    likely = [field for field in fields if field[2]]
    others = [field for field in fields if not field[2]]
    if likely:
        yield Finding("unknown-fields", WARN, {"fields": likely})
    if others:
        yield Finding("own-fields", INFO, {"fields": others})


def _alike(path: tuple[str | int, ...], document: Mapping[str, Any]) -> str:
    """Return the field that was probably meant, "" if none looks like it."""
    known = TOP if len(path) == 1 else _FIELDS.get(str(path[0]), frozenset())
    table: Any = document
    for key in path[:-1]:
        table = table[key]
    # A field that is there already was misspelt a second time only where both look very much alike.
    for fields, cutoff in ((known - table.keys(), _ALIKE), (known, _VERY_ALIKE)):
        close = get_close_matches(str(path[-1]).casefold(), sorted(fields), n=1, cutoff=cutoff)
        if close:
            return str(close[0])
    return ""


def _characters(loaded: Loaded) -> Iterator[Finding]:
    found = [
        (loaded.lines.of(path), str(path[-1]), f"U+{ord(char):04X}")
        for path, char in hostile_characters(loaded.document)
    ]
    raw = set(raw_signs(loaded.raw.decode("utf-8", "replace")))
    if found or raw:
        can_escape = any(step.fix.code == "characters" for step in steps(loaded.raw, loaded.path, {}))
        yield Finding("characters", WARN, {"found": found}, fixable=can_escape)


def _people(kit: Kit) -> Iterator[Finding]:
    names = [person.name for person in kit.household.people]
    medicines = {medicine_key(item.name): item.name for item in kit.inventory.items if item.kind == "med"}
    for regimen in kit.household.regimens:
        if regimen.person and regimen.person not in names:
            yield _stranger(regimen.person, regimen.medicine, names)
        if medicine_key(regimen.medicine) not in medicines:
            close = get_close_matches(medicine_key(regimen.medicine), list(medicines), n=1, cutoff=_ALIKE)
            facts = {"person": regimen.person, "medicine": regimen.medicine}
            yield Finding("no-medicine", WARN, {**facts, "close": medicines[close[0]] if close else ""})
    for item in kit.inventory.items:
        if item.person and item.person not in names:
            yield _stranger(item.person, f"{item.id} {item.name}", names)


def _stranger(name: str, of: str, names: list[str]) -> Finding:
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    return Finding("person-unknown", WARN, {"person": name, "of": of, "close": close[0] if close else ""})


def _advice(desk: Desk, loaded: Loaded, known: set[str]) -> Iterator[Finding]:
    """Yield what makes the kit's figures impossible, and what counts as nothing in them and is not `known`."""
    try:
        assessment = assess_kit(desk, loaded.kit).assessment
    except KitMistakeError as mistake:
        line = loaded.lines.of(mistake.path)
        problem = (line, loaded.lines.text(line) if line else "", str(mistake))
        advice = "shelterkit advisory list" if mistake.path[-1] == "advisory" else "shelterkit edit --file"
        yield Finding("plan", FAIL, {"problems": [problem], "advice": advice})
        return
    except (BadDataError, NotDoneError):
        return  # Told where the advisories are looked at.
    items = [
        (item.id, item.name, worth_option(item), worth_label(item))
        for item in assessment.unknown
        if item.id not in known
    ]
    if items:
        yield Finding("worthless", INFO, {"items": items})


def _undated(kit: Kit) -> Iterator[Finding]:
    kinds = ("water", "food", "med")
    items = [(one.id, one.name) for one in kit.inventory.items if one.kind in kinds and one.last_usable is None]
    if items:
        yield Finding("undated", INFO, {"items": items})


def kit_facts(kit: Kit) -> dict[str, Any]:
    """Return what is said of a kit that reads."""
    newest = max((item.added for item in kit.inventory.items if item.added), default=None)
    return {"format": FORMAT, "items": len(kit.inventory.items), "saved": kit.saved or newest}
