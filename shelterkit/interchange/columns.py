"""Which column of a table says what: by the words people put over their columns, in three languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadValue
from shelterkit.interchange.packing import in_our_words, ungrouped
from shelterkit.inventory.finding import fold
from shelterkit.quantities.numbers import quoted
from shelterkit.quantities.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The fields of an item that a table of ours has, in its order; the names are those of the kit file.
FIELDS = (
    "id", "kind", "name", "amount", "best_before", "use_by", "where", "note", "kcal", "kj", "lasts", "eaten_by",
    "technical", "person", "kept", "opened", "added", "keeps", "ref",
    "kcal_source", "needs",
)  # fmt: skip
_OWN = frozenset(("id", "kind", "name", "amount"))
# What other tables have in columns of their own.
PARTS = ("unit", "size", "kcal_per_100g", "kj_per_100g", "kcal_each", "kj_each")
IGNORED = "-"
_WORDS = {
    "name": "name|item|items|item name|product|product name|article|thing|what|produkt|artikel|bezeichnung"
    "|назва|найменування|продукт|товар|виріб|що",
    "amount": "amount|quantity|qty|count|number|pieces|how many|how much|stock|in stock|menge|anzahl|stück|bestand"
    "|qty on hand|quantity on hand|on hand|ist|istbestand|vorrat|vorhanden"
    "|кількість|к сть|кіл сть|кільк|запас|скільки|є|наявно|в наявності|залишок",
    "unit": "unit|units|uom|unit of measure|einheit|одиниця|одиниці|од|од вим|од виміру|одиниця виміру",
    "size": "size|package size|pack size|unit size|net weight|weight|volume|content|contents|packaging|inhalt|größe"
    "|gewicht|füllmenge|packungsgröße|розмір|вага|об'єм|обєм|фасування|упаковка|вага нетто",  # noqa: RUF001 - a part of a Ukrainian word
    "best_before": "best before|best before date|best by|bb|bbd|bbe|expiry|expiry date|expires|expires on|expiration"
    "|expiration date|exp|exp date|date of expiry|good until|mhd|mindesthaltbarkeit|mindesthaltbarkeitsdatum"
    "|mindestens haltbar bis|haltbar bis|haltbarkeit|ablaufdatum|придатний до|придатне до|придатна до|термін"
    "|best before end|термін придатності|строк придатності|краще до|краще спожити до",
    "use_by": "use by|use by date|verbrauchen bis|zu verbrauchen bis|verbrauchsdatum|вжити до|спожити до"
    "|використати до",
    "where": "where|location|place|storage|storage place|stored|stored in|room|shelf|ort|lagerort|platz|wo|місце"
    "|місце зберігання|розташування|storage location|де|де лежить|де стоїть|зберігання",
    "note": "note|notes|comment|comments|remark|remarks|notiz|notizen|bemerkung|bemerkungen|kommentar|примітка"
    "|примітки|коментар|нотатка|нотатки",
    "kcal": "kcal|calories|energy kcal|energy|kalorien|energie|energie kcal|ккал|калорії|енергія",
    "kj": "kj|energy kj|energie kj|kilojoules|кдж",
    "kind": "kind|category|type|group|kategorie|typ|gruppe|тип|вид|категорія|група",
    "person": "person|for|for whom|patient|für|für wen|для|для кого|кому",
    "lasts": "lasts|days of food|reicht für|вистачить на",
    "eaten_by": "eaten by|eater|eats|isst|хто їсть",
    "technical": "technical|brauchwasser|технічна",
    "kept": "kept|kept as",
    "opened": "opened|opened on|open since|geöffnet|geöffnet am|відкрито",
    "added": "added|added on|date added|hinzugefügt|hinzugefügt am|додано",
    "keeps": "keeps|keeps once opened|haltbar nach öffnen|після відкриття",
    "ref": "ref|reference",
    "id": "id",
}
# Words for a kind and for much else: such a column is one only where no other column is.
_PERHAPS_KIND = frozenset(("art", "sorte", "warenart", "warengruppe", "produktgruppe", "artikelgruppe", "клас"))
_ENERGY = re.compile(
    r"(?:(?:energy|energie|nahrwert|brennwert|енергія) )?(kcal|calories|kalorien|ккал|калорії|kj|кдж)\b.*"
)
# Menge (kg), Кількість, кг, Weight in g.
_WITH_MORE = re.compile(r"(.+?)\s*(?:[(\[]\s*(?:in\s+)?(.+?)\s*[)\]]|,\s*(.+)|\s+in\s+(.+))")
_JOULES = ("kj", "кдж")
_OF_100 = re.compile(r"\b100 ?(?:g|gr|ml|г|гр|мл)\b")  # noqa: RUF001 - Ukrainian units
_EACH = re.compile(r"\b(?:each|(?:per|a|pro|je|на|за) (?:piece|unit|item|can|pack|package|stück|шт|штуку|одиницю))\b")


class Columns(NamedTuple):
    """Where in a row each field stands, and the columns that say nothing shelterkit keeps."""

    at: dict[str, int]
    names: tuple[str, ...]
    unused: tuple[str, ...] = ()

    def with_unit(self, field: str, cell: str) -> str:
        """Return a cell with the unit that the word over its column has, where the cell has none: Menge (kg)."""
        unit = _unit_over(self.names[self.at[field]]) if cell and field in self.at else ""
        return f"{ungrouped(cell)} {unit}" if unit and not any(map(str.isalpha, cell)) else cell

    @property
    def are_ours(self) -> bool:
        """Tell whether shelterkit itself wrote this table."""
        named = {_spaceless(name) for name in self.names if name}
        return named >= _OWN and named <= set(FIELDS)


def columns_of(header: Sequence[str], asked: Mapping[str, str]) -> Columns:
    """Return which column says what; `asked` says it of columns by their names, `-` that one is not to be read."""
    wanted = {folded(name): field for name, field in asked.items()}
    at: dict[str, int] = {}
    unused: list[str] = []
    fields = [wanted.get(folded(name)) or field_of(name) for name in header]
    for number in sorted(range(len(header)), key=lambda one: folded(header[one]) not in wanted):
        field = fields[number]
        if field is not None and field != IGNORED and field not in at:
            at[field] = number
        elif header[number] and field != IGNORED:
            unused.append(header[number])
    perhaps = next((number for number, name in enumerate(header) if folded(name) in _PERHAPS_KIND), None)
    if "kind" not in at and perhaps is not None and fields[perhaps] is None:
        at["kind"] = perhaps
        unused.remove(header[perhaps])
    return Columns(at, tuple(header), tuple(unused))


def asked_columns(pairs: Sequence[str], header: Sequence[str]) -> dict[str, str]:
    """Return what `--map "Column=field"` says of each column; refuse a column or a field that is not there."""
    asked: dict[str, str] = {}
    for pair in pairs:
        column, _, field = pair.rpartition("=")
        field = folded(field).replace(" ", "_") or IGNORED
        if field not in (*FIELDS, *PARTS, IGNORED):
            message = (
                f"there is no field {quoted(field)}; there are name, kind, amount, unit, size, best_before, where, "
                "note, kcal and all columns of shelterkit export --csv."
            )
            raise BadValue(message, code="map", typed=pair, instead=(f"{column or pair}=name",))
        if folded(column) not in map(folded, header):
            first = next((name for name in header if name and field_of(name) is None), header[0] if header else "")
            message = f"there is no column {quoted(column)}; the first row says {_listed(header)}."
            raise BadValue(message, code="map", typed=pair, instead=(f"{first}={field}",))
        asked[column] = field
    return asked


def _listed(header: Sequence[str]) -> str:
    shown = ", ".join(quoted(name) for name in header[:8] if name)
    return f"{shown}, ..." if len(header) > 8 else shown  # noqa: PLR2004 - as many as a line holds


def field_of(name: str) -> str | None:
    """Return the field that the word over a column stands for."""
    words = folded(name)
    found = _fields().get(words)
    if found:
        return found
    if not (energy := _ENERGY.match(words)):
        parts = _WITH_MORE.fullmatch(name.strip())
        found = _fields().get(folded(parts[1])) if parts else None
        return found if found not in ("kcal", "kj") else None
    unit = "kj" if energy[1] in _JOULES else "kcal"
    if _OF_100.search(words):
        return f"{unit}_per_100g"
    return f"{unit}_each" if _EACH.search(words) else None


def _unit_over(name: str) -> str:
    """Return the unit that stands beside the word over a column, empty where none does."""
    parts = _WITH_MORE.fullmatch(name.strip())
    word = in_our_words(next(filter(None, parts.groups()[1:]), "")) if parts else ""
    return word if word and find_unit(word) else ""


def folded(text: str) -> str:
    """Return a word without case, accents and signs, as it is compared."""
    return " ".join(re.sub(r"[^\w']|_", " ", fold(text).replace("\u2019", "'")).split())


def _spaceless(name: str) -> str:
    return name.strip().casefold()


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    ours = {folded(field): field for field in (*FIELDS, *PARTS)}
    return {folded(word): field for field, words in _WORDS.items() for word in words.split("|")} | ours
