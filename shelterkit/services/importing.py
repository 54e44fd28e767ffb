"""Take over a list from a file: recognise whose it is, show what it would add, add it in one step."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.assessment.demand import UnitClashError
from shelterkit.catalogue.choosing import is_open
from shelterkit.errors import BadDataError, NotDoneError, StorageError, WrongFieldsError
from shelterkit.interchange.drafts import RowProblem
from shelterkit.interchange.offer import Imported, Newcomers, Offer
from shelterkit.interchange.shelving import Placed, items_of, shelve, with_all
from shelterkit.inventory.items import Inventory
from shelterkit.merging import merge
from shelterkit.quantities.plain_text import is_text
from shelterkit.services.changing import Change, Decision, change
from shelterkit.services.foods import looked_up, with_true_sources
from shelterkit.services.shelf import refuse_unit_clash
from shelterkit.store.foreign_text import foreign_text
from shelterkit.store.whole_file import LARGEST, read_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from shelterkit.codec.kit import Kit
    from shelterkit.interchange.drafts import Reading
    from shelterkit.interchange.sheet import Sheet
    from shelterkit.services.changing import Pen
    from shelterkit.services.kits import Desk

MOST_BYTES = LARGEST
STDIN = "-"
_KIT = re.compile(r"(?m)^[ \t]*format[ \t]*=[ \t]*[0-9]+[ \t]*(?:#.*)?\r?$")
_LONGEST_NUMBER, _MOST_ITEMS, _SHOWN_NAME, _DEEPEST = 40, 100_000, 60, 64
_HELP = "shelterkit import --help"
_NOT_ITS_SOURCE = "the source of its energy is left out: it has another number there"
_AS_UTF8 = 'save it again as "CSV UTF-8" in the spreadsheet, then import that'


class Wish(NamedTuple):
    """How a list is to be read: the kind of rows that name none, columns by name, the order of a date's numbers."""

    kind: str | None = None
    columns: tuple[str, ...] = ()
    order: str | None = None


def file_bytes(path: str) -> bytes:
    """Return the bytes of a file somebody wants to import; never wait for one that never ends."""
    try:
        return read_whole(path).raw
    except FileNotFoundError as error:
        raise NotDoneError(f"there is no file {path}", code="no-file", file=path, advice=_HELP) from error
    except BadDataError as refusal:
        code = "import-too-big" if refusal.code == "kit-too-big" else "import-unreadable"
        message = str(refusal).replace("too big for a kit", "too big to import")
        raise BadDataError(message, code=code, file=path, advice=_HELP) from refusal
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "the disk reported an error"
        raise StorageError(
            f"{path} could not be read ({reason})", code="import-denied", file=path, advice=_HELP
        ) from error


def offered(desk: Desk, raw: bytes, path: str, wish: Wish) -> Offer:
    """Return what a file's bytes offer; BadDataError where they are no list that shelterkit knows."""
    name = "standard input" if path == STDIN else path
    text = _text(raw, name)
    if text.lstrip()[:1] in ("{", "["):
        return _from_json(desk, text, name, wish)
    if _KIT.search(text) and text.lstrip()[:1] in "#[fspucn":
        from shelterkit.store.reading import understood  # noqa: PLC0415 - only for a kit file

        try:
            return _from_kit(understood(raw, name, on=desk.today).document, name, desk.today)
        except BadDataError as damaged:
            raise _not_imported(damaged) from damaged
    return _from_table(desk, text, name, wish)


def _not_imported(damaged: BadDataError) -> BadDataError:
    """Return the refusal of a kit file as that of a file to import: the kit itself is well."""
    code = "import-newer" if damaged.code == "kit-newer" else "import-unreadable"
    advice = "pipx upgrade shelterkit" if code == "import-newer" else _HELP
    return BadDataError(str(damaged), code=code, problems=damaged.problems, file=damaged.file, advice=advice)


def _text(raw: bytes, name: str) -> str:
    if len(raw) > LARGEST:
        message = f"{name} is too big to import; the most is {LARGEST // 1048576} MB"
        raise BadDataError(message, code="import-too-big", file=name, advice=_HELP)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if not text.strip() or "\0" in text:
        message = foreign_text(raw, name)
        advice = _AS_UTF8 if "encoding" in message else _HELP
        raise BadDataError(message, code="import-unreadable", file=name, advice=advice)
    return text


def _from_json(desk: Desk, text: str, name: str, wish: Wish) -> Offer:
    from shelterkit.interchange import own  # noqa: PLC0415 - one format a run

    document = _loaded(text, name)
    if own.is_ours(document):
        try:
            return _from_kit(own.kit_document(document, name), name, desk.today)
        except WrongFieldsError as wrong:
            number = len(wrong.problems)
            message = f"{name} has {number} mistake{'' if number == 1 else 's'}"
            raise BadDataError(
                message, code="import-unreadable", problems=wrong.problems, file=name, advice=_HELP
            ) from wrong
    from shelterkit.interchange import grocy_api, open_food_facts, supply_tracker  # noqa: PLC0415

    for reader in (supply_tracker, open_food_facts, grocy_api):
        if reader.recognises(document):
            order = () if reader is open_food_facts else (wish.order,)
            return _from_reading(desk, reader.read(document, *order), name, wish)
    message = f"{name} is JSON, but of no program whose lists shelterkit knows"
    raise BadDataError(message, code="import-unknown", file=name, advice=_HELP)


def _loaded(text: str, name: str) -> Any:
    import json  # noqa: PLC0415 - only for JSON

    try:
        document = json.loads(text, parse_float=_number, parse_int=_whole, parse_constant=str)
    except RecursionError as error:
        raise _too_deep(name) from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        where = f" (line {line})" if line else ""
        message = f"{name} begins like JSON and is not whole{where}"
        raise BadDataError(message, code="import-unreadable", file=name, advice=_HELP) from error
    if _is_deep(document):
        raise _too_deep(name)
    return document


def _too_deep(name: str) -> BadDataError:
    message = f"{name} is nested deeper than any list"
    return BadDataError(message, code="import-unreadable", file=name, advice=_HELP)


def _is_deep(document: Any) -> bool:
    """Tell whether there is more inside one another than any program writes, and than can be taken apart."""
    level = [document]
    for _ in range(_DEEPEST):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True


def _number(text: str) -> Any:
    """Return a number; one beyond all shelves stays text, which no field takes for a number."""
    from decimal import Decimal  # noqa: PLC0415

    number = Decimal(text) if len(text) <= _LONGEST_NUMBER else None
    return number if number is not None and abs(number.adjusted()) < _LONGEST_NUMBER else text


def _whole(text: str) -> Any:
    return int(text) if len(text) <= _LONGEST_NUMBER else text


def _from_table(desk: Desk, text: str, name: str, wish: Wish) -> Offer:
    from shelterkit.interchange.sheet import read_sheet  # noqa: PLC0415 - one format a run

    return _from_reading(desk, _table_read(desk, read_sheet(text, name), name, wish), name, wish)


def _table_read(desk: Desk, sheet: Sheet, name: str, wish: Wish) -> Reading:
    from shelterkit.interchange import grocy, homebox, spreadsheet  # noqa: PLC0415 - one format a run
    from shelterkit.interchange.cells import Calendar  # noqa: PLC0415

    if not wish.columns:
        for reader in (homebox, grocy):
            if reader.recognises(sheet.header):
                found: Reading = reader.read(sheet, wish.order)
                return found
    asked = spreadsheet.Asked(name, Calendar(desk.today, wish.order), wish.kind, wish.columns)
    return spreadsheet.read(sheet, asked)


def _from_reading(desk: Desk, reading: Reading, name: str, wish: Wish) -> Offer:
    if len(reading.drafts) + len(reading.problems) > _MOST_ITEMS:
        raise BadDataError(f"{name} has more than 100 000 items", code="import-too-big", file=name, advice=_HELP)
    items, wrong = items_of(reading.drafts, wish.kind, desk.today)
    order = {place: number for number, place in enumerate(_places(reading))}
    problems = tuple(sorted((*reading.problems, *wrong), key=lambda one: order.get(one.place, 0)))
    items = _with_true_sources(items)
    return Offer(name, reading.program, items, problems, reading.notes, kind_column=reading.kind_column)


def _with_true_sources(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    items = with_true_sources([one.item for one in placed])
    return tuple(
        one if item is one.item else one._replace(item=item, notes=(*one.notes, _NOT_ITS_SOURCE))
        for one, item in zip(placed, items, strict=True)
    )


def _places(reading: Reading) -> list[str]:
    """Return all places of a file; rows in their order."""
    places = [*(one.place for one in reading.drafts), *(one.place for one in reading.problems)]
    return sorted(places, key=lambda place: int(place[4:]) if place[:4] == "row " and place[4:].isdigit() else 0)


def _from_kit(document: dict[str, Any], name: str, today: date) -> Offer:
    from shelterkit.codec.reading import decode  # noqa: PLC0415 - only for a kit
    from shelterkit.interchange.own import pruned  # noqa: PLC0415

    harmless, problems = pruned(document)
    kit = decode(harmless, on=today)
    placed = _with_true_sources([Placed(item.id, item) for item in kit.inventory.items])
    return Offer(name, "shelterkit", placed, problems, household=kit._replace(inventory=Inventory()))


def previewed(desk: Desk, pen: Pen, offer: Offer) -> Imported:
    """Return what an offer would do to the kit as it is now."""
    return import_all(desk, pen._replace(dry_run=True), offer).result


def import_all(desk: Desk, pen: Pen, offer: Offer) -> Change[Imported]:
    """Add what an offer has and the kit has not, all of it in one step."""

    def decide(kit: Kit) -> Decision[Imported]:
        kit, newcomers = _with_household(kit, offer.household, desk.today)
        shelved = shelve(kit.inventory.items, offer.items, alike=offer.alike)
        fitting, clashing = _without_clashes(kit, shelved.new)
        looked = looked_up([one.item for one in fitting], lookup=offer.lookup)
        inventory, numbered = with_all(kit.inventory, [item for item, _ in looked])
        added = tuple(one._replace(item=item) for one, item in zip(fitting, numbered, strict=True))
        after = kit._replace(inventory=inventory) if added else kit
        known = tuple((one, food) for one, (_, food) in zip(added, looked, strict=True) if food)
        worthless = tuple(one for one in added if is_open(one.item))
        problems = (*offer.problems, *clashing)
        here = len(shelved.here)
        same = (here, problems, shelved.differing, shelved.like)
        result = Imported(offer, added, *same, newcomers, known, worthless, kit)
        return Decision(after, f"import {_items(len(added))} from {_shown(offer.name)}", result)

    return change(desk, pen, decide)


def _with_household(kit: Kit, theirs: Kit | None, on: date) -> tuple[Kit, Newcomers]:
    """Return the kit with the people, doses and contacts that only the other one has."""
    merged = merge(kit, theirs, on=on) if theirs else None
    if merged is None or merged.adds_nothing:
        return kit, Newcomers()
    people = tuple((one.person.name, one.raised) for one in merged.people)
    return merged.kit, Newcomers(people, merged.regimens, tuple(one.name for one in merged.contacts))


def _without_clashes(kit: Kit, new: Sequence[Placed]) -> tuple[tuple[Placed, ...], tuple[RowProblem, ...]]:
    """Leave out medicine that is counted in something its doses or other lots are not."""
    fitting: list[Placed] = []
    problems: list[RowProblem] = []
    shelf = list(kit.inventory.items)
    for one in new:
        if one.item.kind == "med" and kit.household.regimens:
            tried = kit._replace(inventory=kit.inventory._replace(items=(*shelf, one.item)))
            try:
                refuse_unit_clash(tried, one.item)
            except UnitClashError as clash:
                # It has no id here yet that anybody would know.
                told = str(clash).replace(f"{one.item.id} {one.item.name}", one.item.name, 1)
                problems.append(RowProblem(one.place, told.rstrip(".")))
                continue
            shelf.append(one.item)
        fitting.append(one)
    return tuple(fitting), tuple(problems)


def _items(number: int) -> str:
    return f"{number} item{'' if number == 1 else 's'}"


def _shown(name: str) -> str:
    """Return a file's name as a history may keep it: without its folders, and nothing in it that is no text."""
    shown = "".join(char if is_text(char) else "?" for char in os.path.basename(name))
    return shown if len(shown) <= _SHOWN_NAME else f"{shown[: _SHOWN_NAME - 3]}..."
