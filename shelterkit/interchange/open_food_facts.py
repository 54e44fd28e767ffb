"""Products of Open Food Facts saved as JSON: one product, what a search found, or a list of products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from shelterkit.errors import BadValue
from shelterkit.interchange.drafts import Draft, Reading
from shelterkit.interchange.foreign_values import NotAnItemError, gathered, put_words, stock_of
from shelterkit.interchange.off_energy import put_energy
from shelterkit.quantities.amounts import Amount, parse_amount
from shelterkit.quantities.units import GRAM, MILLILITRE, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM: Final = "Open Food Facts"
_ONE_EACH: Final = "Open Food Facts knows products, not how many you have: each is one package here."
_NAMES: Final = ("product_name", "product_name_uk", "product_name_en", "generic_name", "generic_name_uk", "brands")
_LONGEST_CODE: Final = 40
_UNITS: Final = {"g": GRAM, "ml": MILLILITRE}
_WATERS: Final = frozenset(("en:waters", "en:spring-waters", "en:mineral-waters", "en:natural-mineral-waters"))
_NO_WATERS: Final = frozenset(("en:flavored-waters", "en:flavoured-waters", "en:tonic-waters", "en:sodas"))
_FOR_INFANTS: Final = frozenset(
    ("en:baby-foods", "en:baby-milks", "en:infant-formulas", "en:infant-milks", "en:first-age-milks")
)
_FOR_PETS: Final = frozenset(("en:pet-foods", "en:pet-food"))
_FOR: Final = {"dog": frozenset(("en:dog-foods", "en:dog-food")), "cat": frozenset(("en:cat-foods", "en:cat-food"))}
_NO_AMOUNT: Final = (
    'it does not say how much is in a package; write it into the file, as in "quantity": "400 g", or add it by hand'
)


def recognises(document: Any) -> bool:
    """Tell whether a JSON document is of Open Food Facts."""
    if isinstance(document, list):
        return bool(document) and _is_product(document[0])
    if not isinstance(document, dict):
        return False
    if isinstance(document.get("products"), list):
        return "count" in document or "page_size" in document or any(map(_is_product, document["products"][:1]))
    return _is_answer(document) or _is_product(document)


def read(document: Any) -> Reading:
    """Return the products of an Open Food Facts file, each as one package."""
    return gathered(PROGRAM, _entries(document), _draft, (_ONE_EACH,))


def _is_answer(document: dict[str, Any]) -> bool:
    return "code" in document and "status" in document


def _is_product(value: Any) -> bool:
    return isinstance(value, dict) and "code" in value and not {"product_name", "nutriments"}.isdisjoint(value)


def _entries(document: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(document, dict):
        products = document["products"] if isinstance(document.get("products"), list) else [document]
    else:
        products = document
    for number, product in enumerate(products, 1):
        code = _code(product)
        yield f"product {code}" if code else f"product {number}", product


def _code(entry: Any) -> str | None:
    code = entry.get("code") if isinstance(entry, dict) else None
    return code if type(code) is str and code.isascii() and code.isalnum() and len(code) <= _LONGEST_CODE else None


def _draft(_place: str, entry: Any) -> Draft | str:
    product = entry.get("product") if isinstance(entry, dict) and _is_answer(entry) else entry
    if not isinstance(product, dict) or not product:
        raise NotAnItemError("Open Food Facts does not know this product")
    notes: list[str] = []
    name = _name(product)
    amount = _amount(product)
    table: dict[str, Any] = {**_eaten(product, notes), "name": name, "amount": amount.text}
    if table["kind"] == "food":
        put_energy(table, product, amount, notes)
    put_words(table, "note", product.get("brands"), notes)
    if table.get("note") == name:
        del table["note"]
    if product.get("expiration_date"):
        notes.append("its date is of a package somebody else had: left out")
    if code := _code(product) or _code(entry):
        table["ref"] = f"openfoodfacts:{code}"
    return Draft(_place, table, tuple(notes))


def _name(product: dict[str, Any]) -> str:
    """Return the name in the first language that has one, else what it is, else whose it is."""
    others = sorted(key for key in product if type(key) is str and key.startswith(("product_name_", "generic_name_")))
    for key in (*_NAMES[:-1], *others, _NAMES[-1]):
        value = product.get(key)
        if type(value) is str and value.strip():
            return " ".join(value.split())
    raise NotAnItemError("it has no name")


def _amount(product: dict[str, Any]) -> Amount:
    """Return how much is in a package: as it is printed, else as Open Food Facts reckons it in g or ml."""
    printed = product.get("quantity")
    found = _printed(printed) if type(printed) is str else None
    if found is None or found.unit.dimension == "pieces":
        found = _reckoned(product, printed) or found
    if found is None or found.is_zero:
        raise NotAnItemError(_NO_AMOUNT)
    return found


def _printed(text: str) -> Amount | None:
    """Return the amount printed on a package: 400 g, 6 x 1,5 L, 12 oz (340 g), 1 kg with the EU's sign after it."""
    plain = text.strip().rstrip("\u212e").strip().removesuffix(" e")
    for part in (plain, plain.partition("(")[0], plain.partition("(")[2].partition(")")[0]):
        try:
            return parse_amount(part.strip())
        except BadValue:
            continue
    return None


def _reckoned(product: dict[str, Any], printed: Any) -> Amount | None:
    """Return the amount in g or ml; None where only the number is said, and nothing says of what."""
    try:
        number = stock_of(product.get("product_quantity"))
    except NotAnItemError:
        return None
    unit = _unit(product.get("product_quantity_unit"), printed)
    return Amount(None, number, unit) if unit and number else None


def _unit(said: Any, printed: Any) -> Unit | None:
    """Return grams or millilitres: as Open Food Facts says, else as the last word of what is printed means."""
    if type(said) is str and said.strip():
        return _UNITS.get(said.strip().casefold())
    last = printed.split()[-1].lstrip("0123456789.,") if type(printed) is str and printed.split() else ""
    found = _printed(f"1 {last}") if last else None
    return {"mass": GRAM, "volume": MILLILITRE}.get(found.unit.dimension) if found else None


def _eaten(product: dict[str, Any], notes: list[str]) -> dict[str, str]:
    """Return the kind, and who eats it, as the categories of Open Food Facts say."""
    said = product.get("categories_tags")
    tags = {tag for tag in said if type(tag) is str} if isinstance(said, list) else set()
    product_type = product.get("product_type")
    if product_type in ("beauty", "product"):
        return {"kind": "other"}
    eaters = [eater for eater, theirs in _FOR.items() if tags & theirs]
    if len(eaters) == 1:
        return {"kind": "food", "eaten_by": eaters[0]}
    if eaters or tags & _FOR_PETS or product_type == "petfood":
        notes.append("it does not say whose food it is, a dog's or a cat's: it counts for nobody")
        return {"kind": "other"}
    if tags & _WATERS and not tags & _NO_WATERS:
        return {"kind": "water"}
    return {"kind": "food", "eaten_by": "infant"} if tags & _FOR_INFANTS else {"kind": "food"}
