"""What a checklist says: what to do, what this household has of it, and whose advice it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.quantities.amounts import show_amount, show_total
from shelterkit.report.document import (
    Credits,
    Document,
    Footnote,
    Gap,
    Heading,
    Paragraph,
    Row,
    Table,
    Tick,
    Verbatim,
    WriteIn,
)
from shelterkit.report.document import document as whole
from shelterkit.report.wording import (
    IN_DAYS,
    NEED_NAMES,
    days_words,
    dose_words,
    have_words,
    household_words,
    origins_words,
    plan_words,
    seen_words,
    short_words,
    site_of,
    target_words,
    whole_days,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from shelterkit.assessment.assess import Line as Supply
    from shelterkit.checklist.lines import Checklist, Source
    from shelterkit.checklist.personal import Entry, Known, Medicine, Portion, Section
    from shelterkit.household import Contact
    from shelterkit.inventory.items import Item
    from shelterkit.report.document import Block

PLACE_NAMES = {"shelter": "Shelter", "meeting-place": "Meeting place", "alert-channels": "Alert channels"}
_BLANK_NUMBERS = 3
_EVIDENCE = {"publisher": "its own words", "secondary": "seen in a copy or a report"}


class Look(NamedTuple):
    """What a page shows: on `paper` there is room to write; `sources` gives every line's with its whole address.

    `again` are the words that print what is on the screen: with others a page could name what the screen did not.
    """

    paper: bool = False
    sources: bool = False
    again: str = ""


def checklists_document(checklists: Iterable[Checklist]) -> Document:
    """Return the list of all checklists."""
    rows = tuple(Row((one.id, one.title), (one.id, one.title)) for one in checklists)
    return whole(
        Table(("Checklist", "What it is for"), rows, wraps=1),
        Gap(),
        Verbatim("Read one:  shelterkit checklist power-outage"),
        Verbatim("Print it:  shelterkit checklist power-outage --print"),
    )


def checklist_document(
    checklist: Checklist, sections: Sequence[Section], known: Known | None, *, on: date, look: Look
) -> Document:
    """Return one checklist: for a household as far as it is `known`, else for everybody."""
    numbers = _numbered(sections) if look.sources else {}
    wanted = {entry.line.place for section in sections for entry in section.entries if entry.line.place}
    return whole(
        Heading(checklist.title, 1),
        *_top(known, wanted, sections, look),
        *(block for section in sections for block in _section(section, numbers)),
        *_medicine_list(sections, known),
        Gap(),
        *_sources(sections, numbers),
        *_figures(sections, known, whole_address=look.sources),
        Footnote(f"Compared with its sources on {checklist.as_of}."),
        *(() if look.paper else _next(look.again, known, wanted)),
        title=checklist.title,
        footer=f"{checklist.title} - printed {on}",
    )


def _top(known: Known | None, wanted: set[str], sections: Sequence[Section], look: Look) -> Iterator[Block]:
    """Yield what the page begins with: for whom it is, where to go, whom to call, who takes what."""
    if known:
        plan = ""
        if known.assessment and known.assessment.plan_days:
            plan = f" Plan: {plan_words(known.assessment)}. Advice: {known.assessment.advisory}."
        yield Paragraph(f"For {household_words(known.household)}.{plan}")
    if any(entry.done for section in sections for entry in section.entries):
        yield Paragraph("A box is ticked where the kit has it: fetch it from the place that is named.", hang=2)
    for place, name in PLACE_NAMES.items():
        value = known.places.get(place) if known else None
        if value:
            yield Paragraph(f"{name}: {value}", hang=2)
        elif place in wanted and look.paper:
            yield WriteIn(name)
    yield from _phone_numbers(known.contacts if known else (), wanted, look)


def _phone_numbers(contacts: Sequence[Contact], wanted: set[str], look: Look) -> Iterator[Block]:
    for contact in contacts:
        note = f" ({' '.join(contact.note.split())})" if contact.note else ""
        phone = f": {contact.phone}" if contact.phone else ""
        yield Paragraph(f"{contact.name}{phone}{note}", hang=2)
    if not contacts and "contacts" in wanted and look.paper:
        yield from (WriteIn("Name and phone") for _ in range(_BLANK_NUMBERS))


def _medicine_list(sections: Sequence[Section], known: Known | None) -> Iterator[Block]:
    """Yield who takes what, unless a line of the list has asked for it."""
    if known is None or not known.medicines or any(entry.medicines for one in sections for entry in one.entries):
        return
    yield Gap()
    yield Heading("Medicines")
    for medicine in known.medicines:
        yield from (Paragraph(words, hang=2) for words in _medicine_words(medicine))


def _section(section: Section, numbers: dict[Source, int]) -> Iterator[Block]:
    yield Gap()
    yield Heading(section.title)
    for entry in section.entries:
        notes = tuple(numbers[_key(source)] for source in entry.line.sources) if numbers else ()
        yield Tick(entry.line.text, entry.done, tuple(_details(entry)), notes)


def _details(entry: Entry) -> Iterator[str]:
    """Yield what the household has of a line, a fact a line."""
    if entry.supply:
        yield supply_words(entry.supply)
    if entry.portion:
        yield _portion_words(entry.portion)
    for item in entry.things:
        yield f"{item.name}: {item.where or item.kept or 'in the kit'}"
    for medicine in entry.medicines:
        yield from _medicine_words(medicine)


def supply_words(supply: Supply) -> str:
    """Return "water: 14 L of 42 L, 28 L to get"."""
    name = NEED_NAMES[supply.need.kind].lower()
    if supply.target.days is None:
        return f"{name}: {have_words(supply)}"
    missing = short_words(supply).replace(" short", " to get") if supply.state != "ok" else "enough"
    days = f" for {whole_days(supply.target.days)}" if supply.need.kind not in IN_DAYS else ""
    return f"{name}: {have_words(supply)} of {target_words(supply)}{days}, {missing}"


def _portion_words(portion: Portion) -> str:
    """Return "water: 9 L there; 2 L for each of 4 people makes 8 L"."""
    dimension = portion.each.unit.dimension
    have = show_total(portion.have, dimension) if portion.have else "none"
    each, total = show_amount(portion.each), show_total(portion.wanted, dimension)
    wanted = f"{each} for each of {portion.people} people makes {total}" if portion.people != 1 else f"{each} wanted"
    return f"{NEED_NAMES[portion.need].lower()}: {have} there; {wanted}"


def _medicine_words(medicine: Medicine) -> Iterator[str]:
    where = _places(medicine.items)
    for regimen in medicine.regimens:
        yield f"{regimen.person or 'Somebody'}: {medicine.name}, {dose_words(regimen)}"
    if not medicine.regimens:
        yield f"{medicine.name}{where}"
    elif medicine.supply:
        supply = medicine.supply
        lasts = f"lasts {days_words(supply.days)}" if supply.stocked else "none left"
        missing = f", {short_words(supply).replace(' short', ' to get')}" if supply.state != "ok" else ""
        yield f"{medicine.name}: {lasts}, {whole_days(supply.target.days)} planned{missing}{where}"
    else:
        yield f"{medicine.name}: {'there' if medicine.items else 'none left'}{where}"


def _places(items: Sequence[Item]) -> str:
    places = dict.fromkeys(place for item in items if (place := item.where or item.kept))
    return f" ({', '.join(places)})" if places else ""


def _key(source: Source) -> Source:
    """Return what two lines' sources have in common when they are one and the same page of one publisher."""
    return source._replace(quote=None, says=None)


def _numbered(sections: Sequence[Section]) -> dict[Source, int]:
    entries = [entry for section in sections for entry in section.entries]
    found = dict.fromkeys(_key(source) for entry in entries for source in entry.line.sources)
    return {source: number for number, source in enumerate(found, start=1)}


def _sources(sections: Sequence[Section], numbers: dict[Source, int]) -> Iterator[Block]:
    """Yield whose advice the lines are, as publisher and site; numbered with the whole address where asked for."""
    if numbers:
        yield Heading("Sources")
        for source, number in numbers.items():
            how = [*(("site, not page",) if source.url_is == "site" else ()), _EVIDENCE[source.evidence]]
            yield Footnote(f"{source.publisher}, {source.url} ({'; '.join(how)})", number, source.url)
        return
    shown: dict[str, str | None] = {}
    for source in _numbered(sections):
        site = site_of(source.url)
        shown.setdefault(f"{source.publisher}, {site}" if site else source.publisher, source.url)
    yield Credits("Sources", tuple(shown.items()))


def _figures(sections: Sequence[Section], known: Known | None, *, whole_address: bool) -> Iterator[Block]:
    """Yield whose figures the quantities are."""
    if known is None:
        return
    entries = [entry for section in sections for entry in section.entries]
    supplies = [one for entry in entries for one in (entry.supply, *(medicine.supply for medicine in entry.medicines))]
    shown: dict[str, str | None] = {}
    for supply in filter(None, supplies):
        for origin in supply.origins:
            # The days are the same for most needs, but not for medicine.
            is_shared = origin.part == "days" and supply.need.kind != "medication"
            name = "" if is_shared else f"{NEED_NAMES[supply.need.kind].lower()}, "
            says = origins_words((origin,))
            shown.setdefault(f"{name}{says}{seen_words(origin, whole_address=whole_address)}", origin.url)
    if shown:
        yield Credits("Figures", tuple(shown.items()))


def _next(again: str, known: Known | None, wanted: set[str]) -> Iterator[Block]:
    yield Gap()
    if known is None:
        yield Paragraph("This is the list for everybody. A kit makes it yours: what you have, and what is missing.")
    elif not any(known.places.get(place) for place in wanted if place != "contacts") and wanted - {"contacts"}:
        yield Verbatim('Add yours:  shelterkit household place shelter "School 5, cellar"')
    yield Verbatim(f"Print it:  {again}")
