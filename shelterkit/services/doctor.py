"""Examine a kit and everything around it; nothing is changed, and nothing that fails keeps the rest from being told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import ShelterkitError, StoppedError
from shelterkit.report.finding import FAIL, OK, WARN, Finding
from shelterkit.services import doctor_files, doctor_kit, doctor_machine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from shelterkit.services.doctor_kit import Known
    from shelterkit.services.kits import Desk
    from shelterkit.services.schedule import Wish

_MENDED_FROM_HISTORY = ("kit-damaged", "kit-missing", "ids-twice", "ids-missing")
_NEVER_THERE = ("no-kit", "no-home")


class Around(NamedTuple):
    """What only the program itself knows: which one it is, how its letters are written, and what its clock says."""

    wish: Wish
    encoding: str
    clock: date


def examine(desk: Desk, around: Around) -> tuple[Finding, ...]:
    """Return everything there is to say about a kit and what it needs."""
    if desk.place.demo:
        return (Finding("demo", OK), *_machine(desk, around, None))
    if not desk.place.path:
        return (Finding("no-home", FAIL), *doctor_machine.examine_program(around.encoding))
    known = doctor_kit.read(desk, doctor_files.marks_of(desk.place.path))
    return (*_kit(desk, known), *_files(desk, known), *_content(desk, known), *_machine(desk, around, known))


def is_missing(findings: Iterable[Finding]) -> bool:
    """Tell whether there is no kit at all, and never was one."""
    return any(one.code in _NEVER_THERE for one in findings)


def _kit(desk: Desk, known: Known) -> Iterator[Finding]:
    path = desk.place.path
    if known.refusal is None and known.loaded is not None:
        facts = doctor_kit.kit_facts(known.loaded.kit)
        versions = _tried("the history", lambda: iter((Finding("", OK, doctor_files.history_facts(path)),)))
        yield Finding("kit", OK, {"versions": 0, "at": "", **facts, **dict(versions[0].facts)})
    elif known.refusal is not None and known.refusal.code not in _MENDED_FROM_HISTORY:
        yield known.refusal
    elif known.refusal is not None:
        good = _tried("the history", lambda: iter((Finding("", OK, {"good": doctor_files.last_good(path)}),)))
        yield known.refusal._replace(facts={**known.refusal.facts, **dict(good[0].facts)})


def _files(desk: Desk, known: Known) -> Iterator[Finding]:
    path = desk.place.path
    if not doctor_files.desk_folder_is_there(desk):
        return
    document = known.loaded.document if known.loaded else {}
    if known.raw is not None:
        shared = doctor_files.is_shared(document)
        yield from _tried("permissions", lambda: doctor_files.examine_privacy(path, shared=shared))
    yield from _tried("the disk", lambda: doctor_files.examine_disk(path))
    if known.refusal is None or known.refusal.code not in _NEVER_THERE:
        yield from _tried("the history", lambda: doctor_files.examine_history(path, known.raw))


def _content(desk: Desk, known: Known) -> Iterator[Finding]:
    loaded = known.loaded
    if loaded is not None:
        yield from _tried("the kit", lambda: doctor_kit.examine(desk, loaded))


def _machine(desk: Desk, around: Around, known: Known | None) -> Iterator[Finding]:
    kit = known.loaded.kit if known and known.loaded else None
    if kit:
        yield from doctor_machine.examine_clock(kit, around.clock)
    if not desk.place.demo:
        yield from _tried("the schedule", lambda: doctor_machine.examine_schedule(desk, around.wish))
    yield from _tried("the printer", lambda: doctor_machine.examine_printer(desk.environment))
    yield from _tried("the settings", lambda: doctor_machine.examine_settings(desk, kit))
    yield from doctor_machine.examine_program(around.encoding)


def _tried(what: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """Return what was found, or that it could not be looked at and why."""
    found: list[Finding] = []
    try:
        found.extend(look())
    except StoppedError:
        raise
    except ShelterkitError as refusal:
        found.append(Finding("unseen", WARN, {"what": what, "reason": str(refusal)}))
    except OSError as error:
        found.append(Finding("unseen", WARN, {"what": what, "reason": (error.strerror or "unknown reason").lower()}))
    return found
