"""What the `advisory` commands say: who advises what, with every source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.report.document import Document, Gap, Heading, Paragraph, Row, Table, Verbatim, document
from shelterkit.report.wording import NEED_NAMES, count_words, days_number, whole_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shelterkit.advisory.energy import Energy
    from shelterkit.advisory.figures import Advisory, Figure, Source
    from shelterkit.assessment.assess import Assessment
    from shelterkit.assessment.demand import Origin
    from shelterkit.report.document import Block

COUNTRIES = {
    "AT": "Austria", "AU": "Australia", "CA": "Canada", "CH": "Switzerland", "DE": "Germany", "DK": "Denmark",
    "EE": "Estonia", "EU": "European Union", "FI": "Finland", "GB": "United Kingdom", "IL": "Israel",
    "INT": "International", "JP": "Japan", "LT": "Lithuania", "LV": "Latvia", "NL": "Netherlands", "NO": "Norway",
    "NZ": "New Zealand", "PL": "Poland", "SE": "Sweden", "UA": "Ukraine", "US": "USA",
}  # fmt: skip
EVIDENCE = {
    "publisher": "from the publisher's own text",
    "secondary": "seen in a copy or a report, not in the publisher's own text",
    "derived": "worked out from the publisher's figures",
    "none": "the text gives no number",
}


def days_of(figure: Figure | None) -> str:
    """Return the days a figure states: "3 to 14 days", "7 days", "several days", "no days stated"."""
    if figure is None:
        return "not mentioned"
    low, high = figure.minimum_days, figure.recommended_days
    if low and high and low != high:
        return f"{low} to {high} days"
    if low or high:
        return whole_days(high or low)
    return figure.days_text or "no days stated"


def amount_of(figure: Figure | None) -> str:
    """Return the amount a figure states, always with what it is for: never a bare number of litres."""
    if figure is None:
        return "not mentioned"
    if figure.amount is None:
        return figure.amount_text or "no amount stated"
    upper = f" to {figure.up_to.text}" if figure.up_to else ""
    eater = f"for each {figure.eater} " if figure.eater else "a person "
    if figure.basis == "person-total":
        return f"{figure.amount.text}{upper} {eater}for {figure.per_days} days"
    return f"{figure.amount.text}{upper} {eater}a day"


def short_publisher(advisory: Advisory) -> str:
    """Return the publisher's name up to its first comma or bracket."""
    country = COUNTRIES.get(advisory.country, advisory.country)
    return advisory.publisher.removeprefix(f"{country}, ").partition(" (")[0].partition(",")[0]


def list_document(advisories: Sequence[Advisory], following: str | None, refused: Sequence[str]) -> Document:
    """Return the advisories, one a line."""
    rows = tuple(_list_row(one, is_chosen=one.id == following) for one in advisories)
    return document(
        Table(("Id", "Who", "Water", "Days"), rows, wraps=1, marked=following is not None),
        *(Paragraph(f"Not usable: {one}") for one in refused),
        Gap(),
        Verbatim("One in full:   shelterkit advisory show us-cdc"),
        Verbatim("Follow one:    shelterkit advisory use us-cdc"),
        Verbatim("Food energy:   shelterkit advisory show energy"),
    )


def _list_row(advisory: Advisory, *, is_chosen: bool) -> Row:
    water = advisory.figure("drinking-water")
    who = f"{COUNTRIES.get(advisory.country, advisory.country)}, {short_publisher(advisory)}"
    amount = amount_of(water).replace(" a person", "")
    cells = (advisory.id, who, amount, days_of(water))
    return Row(cells, (f"{advisory.id}: {who}", f"water: {amount}, {days_of(water)}"), "*" if is_chosen else "")


def show_document(chain: Sequence[Advisory]) -> Document:
    """Return one advisory in full: each figure with its words, its source and how well it is evidenced."""
    advisory = chain[0]
    country = COUNTRIES.get(advisory.country, advisory.country)
    blocks: list[Block] = []
    for figure in advisory.figures:
        blocks += [Gap(), *_figure_blocks(figure)]
    fallback = (
        Gap(),
        Paragraph(f"What it leaves open is taken from: {', then '.join(_linked(one) for one in chain[1:])}.", hang=2),
    )
    return document(
        f"{advisory.id}  {advisory.title}",
        f"{advisory.publisher}, {country}. Compared with its evidence on {advisory.as_of}.",
        tuple(blocks),
        fallback if len(chain) > 1 else None,
        *_elsewhere(chain),
    )


def _elsewhere(chain: Sequence[Advisory]) -> Iterator[Block]:
    """Yield where the numbers are that an advisory leaves open."""
    commands = [f"shelterkit advisory show {one.id}" for one in chain[1:]]
    food = chain[0].figure("food")
    if food is None or food.amount is None:
        commands.append("shelterkit advisory show energy")
        yield Gap()
        yield Paragraph("How much food is not stated: it is counted by the energy people use.")
    if commands:
        yield Paragraph("These in full:")
    yield from (Verbatim(f"  {command}") for command in commands)


def _linked(advisory: Advisory) -> str:
    return f"{short_publisher(advisory)} ({advisory.id})"


def _figure_blocks(figure: Figure) -> list[Block]:
    variant = f", {figure.variant} (shown, not counted with)" if figure.variant else ""
    eater = f" for each {figure.eater}" if figure.eater else ""
    blocks: list[Block] = [Heading(f"{NEED_NAMES[figure.need]}{eater}{variant}")]
    counted_in_days = figure.amount is None and figure.amount_text is None
    amount = "" if counted_in_days and figure.need not in ("drinking-water", "technical-water") else amount_of(figure)
    parts = [amount, days_of(figure), f"covers {', '.join(figure.covers)}" if figure.covers else ""]
    blocks.append(Paragraph("  " + "; ".join(part for part in parts if part), hang=2))
    if figure.rotate:
        blocks.append(Paragraph(f"  Replace water without a date after {figure.rotate}.", hang=2))
    if figure.note:
        blocks.append(Paragraph(f"  Note: {figure.note}", hang=2))
    for source in figure.sources:
        blocks += _source_blocks(source)
    return blocks


def _source_blocks(source: Source) -> list[Block]:
    words = f'"{source.quote}"' if source.quote else f"In our words: {source.says}"
    of = f" ({', '.join(field.replace('_', ' ') for field in source.of)})" if source.of else ""
    dated = f", {source.dated}" if source.dated else ""
    site = " (site, not page)" if source.url_is == "site" else ""
    return [
        Paragraph(f"    {words}{of}", hang=4),
        Paragraph(f"    {source.url}{site}{dated}; {EVIDENCE[source.evidence]}", hang=4),
    ]


def energy_document(energy: Energy) -> Document:
    """Return the energy figures with their sources."""
    blocks: list[Block] = []
    for figure in energy.figures:
        number = f": {figure.kcal} kcal" if figure.kcal else ""
        words = f'"{figure.quote}"' if figure.quote else f"In our words: {figure.says}"
        site = " (site, not page)" if figure.url_is == "site" else ""
        blocks += [
            Gap(),
            Heading(f"{figure.about[:1].upper()}{figure.about[1:]}{number}"),
            Paragraph(f"    {figure.publisher}", hang=4),
            Paragraph(f"    {words}", hang=4),
            Paragraph(f"    {figure.url}{site}; {EVIDENCE[figure.evidence]}", hang=4),
        ]
        if figure.table:
            rows = tuple(_energy_row(row) for row in figure.table)
            blocks.append(Table(("Age", "Men", "Women"), rows, indent=4))
    return document(f"{energy.id}  {energy.title}", tuple(blocks))


_MEN, _WOMEN = 3, 6


def _energy_row(row: tuple[int, ...]) -> Row:
    first, last = row[0], row[1]
    age = str(first) if first == last else (f"{first}-{last}" if last < 150 else f"{first}+")  # noqa: PLR2004
    men, women = f"{row[_MEN]} kcal", f"{row[_WOMEN]} kcal"
    return Row((age, men, women), (f"Age {age}: men {men}, women {women}",))


def used_document(advisory: Advisory, *, days: int | None, closing: str) -> Document:
    """Return the echo of following another advisory; planned days that stay are said."""
    water = advisory.figure("drinking-water")
    planned = f"Your plan stays {whole_days(days)}. To follow the advised days:   shelterkit household --days 0"
    return document(
        f"Advice is now {advisory.id}: {advisory.publisher}.",
        f"Water: {amount_of(water)}, {days_of(water)}.",
        Paragraph(planned, hang=2) if days else None,
        Verbatim(closing),
    )


def checked_document(advisory: Advisory, path: str) -> Document:
    """Return that an advisory file is complete and sourced."""
    sources = sum(len(figure.sources) for figure in advisory.figures)
    return document(
        f"{path} is complete: {count_words(len(advisory.figures), 'figure')}, {count_words(sources, 'source')}, "
        "every number sourced.",
        Verbatim(f"Follow it:  shelterkit advisory use {advisory.id}"),
    )


def all_checked_document(advisories: Sequence[Advisory]) -> Document:
    """Return that all advisories are complete and sourced."""
    figures = sum(len(advisory.figures) for advisory in advisories)
    return document(f"{len(advisories)} advisories are complete: {figures} figures, every number sourced.")


def compare_document(rows: Sequence[tuple[Advisory, Assessment]], following: str, refused: Sequence[str]) -> Document:
    """Return the kit by every advisory, side by side."""
    lenders = _lenders(rows)
    marks = {one: chr(ord("a") + number) for number, one in enumerate(lenders)}
    headers = ("Advice", "Water", "Food", "Ready", "Runs out first", "Medicine", "Evidence")
    shown = tuple(_compare_row(*row, marks, is_chosen=row[0].id == following) for row in rows)
    borrowed = "; ".join(f"{marks[one]} {publisher} ({one})" for one, publisher in lenders.items())
    return document(
        "How many days this kit lasts by each advice. They differ because the advice does.",
        Gap(),
        Table(headers, shown, marked=True),
        *(Paragraph(f"Not usable: {one}") for one in refused),
        Gap(),
        Paragraph("* is the advice you follow. Evidence is that of its own water figure.", hang=2),
        Paragraph("Medicine: the days of it that are planned for, whatever is there.", hang=2),
        Paragraph(f"A letter marks what is borrowed, where the advice gives no number: {borrowed}.", hang=2)
        if borrowed
        else None,
        Verbatim("One in full:  shelterkit advisory show us-cdc"),
    )


def _lenders(rows: Sequence[tuple[Advisory, Assessment]]) -> dict[str, str]:
    """Return those whose numbers stand in for others', each with its publisher."""
    found: dict[str, str] = {}
    for advisory, assessment in rows:
        for origin in (one for made in _shown_origins(assessment) for one in made):
            if origin.advisory != advisory.id:
                found.setdefault(origin.advisory, origin.publisher.partition(" (")[0])
    return found


def _shown_origins(assessment: Assessment) -> tuple[tuple[Origin, ...], ...]:
    """Return whose numbers make the days of water, those of food, and the days medicine is planned for."""
    return _amounts(assessment, "drinking-water"), _amounts(assessment, "food"), _medicine_days(assessment)


def _amounts(assessment: Assessment, need: str) -> tuple[Origin, ...]:
    line = assessment.line(need)
    return line.need.origins if line else ()


def _medicine_days(assessment: Assessment) -> tuple[Origin, ...]:
    line = assessment.line("medication")
    return (line.target.origin,) if line and line.target.origin else ()


def _compare_row(advisory: Advisory, assessment: Assessment, marks: dict[str, str], *, is_chosen: bool) -> Row:
    """Return how long the kit lasts by one advice; each number that is not its own is marked with whose it is."""
    medicine, weakest = assessment.line("medication"), assessment.weakest
    lines = (assessment.line("drinking-water"), assessment.line("food"), weakest)
    days = [days_number(line.days) if line else "-" for line in lines]
    numbers = [days[0], days[1], str(medicine.target.days or "-") if medicine else "-"]
    made = _shown_origins(assessment)
    lent = [tuple(dict.fromkeys(one.advisory for one in of if one.advisory != advisory.id)) for of in made]
    pairs = tuple(zip(numbers, lent, strict=True))
    cells = [f"{number} {''.join(sorted(marks[one] for one in by))}".rstrip() for number, by in pairs]
    words = [f"{number} (by {', '.join(by)})" if by else number for number, by in pairs]
    first, evidence = NEED_NAMES[weakest.need.kind] if weakest else "-", water_evidence(advisory)
    ready = f"ready {days[2]} days" + (f": {first.lower()} runs out first" if weakest else "")
    stacked, spoken = (
        (
            f"water {water}, food {food}, {ready}",
            *((f"days of medicine planned: {days_planned}",) if medicine else ()),
            f"evidence {evidence}",
        )
        for water, food, days_planned in (cells, words)
    )
    return Row(
        (advisory.id, *cells[:2], days[2], first, cells[2], evidence),
        (advisory.id, *stacked),
        "*" if is_chosen else "",
        spoken=f"{advisory.id}{', the advice you follow' if is_chosen else ''}: {', '.join(spoken)}.",
    )


def water_evidence(advisory: Advisory) -> str:
    """Return the evidence of an advisory's water figure."""
    figure = advisory.figure("drinking-water")
    return figure.evidence if figure else "none"
