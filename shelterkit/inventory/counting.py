"""What was counted on the shelf: typed pairs of an item and its amount, every mistake in them named at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadValue, NotDoneError, Problem
from shelterkit.inventory.finding import AmbiguousItemError, NoSuchItemError, find_item, matching
from shelterkit.inventory.items import checked
from shelterkit.inventory.taking import other_unit, recounted, with_amount
from shelterkit.quantities.amounts import parse_amount
from shelterkit.quantities.numbers import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.inventory.items import Inventory, Item
    from shelterkit.quantities.amounts import Amount

_MOST_EXPLAINED = 3  # what there is room for below a refusal
_MOST_WORDS, _LONGEST_NAME, _LONGEST_AMOUNT = 60, 4, 5


class Counted(NamedTuple):
    """An item before and after it was counted."""

    before: Item
    after: Item

    @property
    def is_as_before(self) -> bool:
        """Tell whether there is as much as the kit said."""
        return self.before.amount == self.after.amount


class Pair(NamedTuple):
    """An item and its amount, as they were typed."""

    item: str
    amount: str


class CountError(NotDoneError):
    """Words that are no counts; `better` are words in their place that are, or none."""

    code = "count-pairs"

    def __init__(
        self,
        message: str,
        words: Sequence[str],
        *,
        better: Sequence[str] = (),
        problems: tuple[Problem, ...] = (),
        **more: object,
    ) -> None:
        super().__init__(message, **more)  # type: ignore[arg-type]
        self.words = tuple(words)
        self.better = tuple(better)
        self.problems = problems


def counted(inventory: Inventory, words: Sequence[str]) -> tuple[Counted, ...]:
    """Return what the words say of each item they name; nothing where a word of them is wrong."""
    pairs = [Pair(*words[start : start + 2]) for start in range(0, len(words) - 1, 2)]
    found: dict[str, Counted] = {}
    wrong: list[tuple[Pair, BadValue | NotDoneError]] = []
    for pair in pairs:
        try:
            one = _counted(inventory, pair)
            if one.before.id in found:
                raise _twice(one.before)
            found[one.before.id] = one
        except (BadValue, NotDoneError) as refusal:
            wrong.append((pair, refusal))
    if not wrong and len(words) % 2 == 0:
        return tuple(found.values())
    if better := _parted(inventory, words):
        message = "each item and each amount is one word here, like 6x1.5L; a name of several words goes in quotes"
        raise CountError(message, words, better=better, code="count-words")
    if len(words) % 2:
        message = f"an item and its amount come in turn; {quoted(words[-1])} is left over"
        raise CountError(message, words, code="count-words")
    if len(wrong) == 1:
        raise _one_wrong(inventory, wrong[0], pairs, words)
    raise _all_wrong(inventory, wrong, pairs, words)


def _counted(inventory: Inventory, pair: Pair) -> Counted:
    item = find_item(inventory, pair.item)
    try:
        typed = parse_amount(pair.amount)
        amount = recounted(item, typed)
        if not _is_alike(item.amount, amount):
            raise other_unit(item, typed)
        if amount.base == item.amount.base:
            return Counted(item, item)
        return Counted(item, checked(with_amount(item, amount)))
    except BadValue as refusal:
        instead = tuple(word for one in refusal.instead if (word := _one_word(one)))
        raise BadValue(str(refusal), code=refusal.code, typed=pair.amount if instead else "", instead=instead) from None


def _is_alike(have: Amount, now: Amount) -> bool:
    """Tell whether two amounts can be of one thing: a stock-take does not make kilograms of litres or boxes of cans."""
    if have.unit.dimension != now.unit.dimension:
        return False
    return have.unit.dimension != "pieces" or have.unit == now.unit or "piece" in (have.unit.symbol, now.unit.symbol)


def _one_word(amount: str) -> str:
    """Return an amount without spaces, nothing where it would be another one: 1 1/2 kg."""
    word = "".join(amount.split())
    try:
        return word if parse_amount(word) == parse_amount(amount) else ""
    except BadValue:
        return ""


def _twice(item: Item) -> NotDoneError:
    message = f"{item.id} {item.name} is counted twice here; write all there is of it as one amount"
    return NotDoneError(message, code="count-twice", advice=f"shelterkit show {item.id}")


def _one_wrong(
    inventory: Inventory, wrong: tuple[Pair, BadValue | NotDoneError], pairs: Sequence[Pair], words: Sequence[str]
) -> BadValue | NotDoneError:
    """Return the refusal of one pair; with the sheet as the way out where what it offers would be refused again."""
    pair, refusal = wrong
    closest = _mended(pair, refusal)
    if isinstance(refusal, AmbiguousItemError):
        closest = pair._replace(item=refusal.items[0].id)
    fits = closest is not None and _all_fit(inventory, [closest if one is pair else one for one in pairs])
    if fits or refusal.code == "count-twice" or (isinstance(refusal, NoSuchItemError) and not refusal.close):
        return refusal
    return CountError(_why(refusal), words, code=refusal.code)


def _all_wrong(
    inventory: Inventory,
    wrong: Sequence[tuple[Pair, BadValue | NotDoneError]],
    pairs: Sequence[Pair],
    words: Sequence[str],
) -> CountError:
    """Return one refusal of several pairs; what to type instead only where all of them can be mended."""
    mended = {id(pair): _mended(pair, refusal) for pair, refusal in wrong}
    better = [mended.get(id(pair)) or pair for pair in pairs]
    fits = all(mended.values()) and _all_fit(inventory, better)
    named = f": {', '.join(' '.join(pair) for pair, _ in wrong)}" if len(wrong) > _MOST_EXPLAINED else ""
    return CountError(
        f"{len(wrong)} of these {len(pairs)} counts cannot be taken{named}",
        words,
        better=[word for pair in better for word in pair] if fits else (),
        details=tuple(f"{' '.join(pair)}:  {_why(refusal)}" for pair, refusal in wrong),
        problems=tuple(Problem((pair.item,), _why(refusal)) for pair, refusal in wrong),
    )


def _why(refusal: BadValue | NotDoneError) -> str:
    if isinstance(refusal, AmbiguousItemError):
        ids = [item.id for item in refusal.items[:3]]
        return f'"{refusal.words}" can be {" or ".join(ids)}'
    return str(refusal).rstrip(".")


def _mended(pair: Pair, refusal: BadValue | NotDoneError) -> Pair | None:
    if isinstance(refusal, BadValue):
        return pair._replace(amount=refusal.instead[0]) if refusal.instead else None
    if isinstance(refusal, NoSuchItemError) and refusal.close:
        return pair._replace(item=refusal.close[0].id)
    return None


def _parted(inventory: Inventory, words: Sequence[str]) -> tuple[str, ...]:
    """Return words like "Drinking water 6 bottles" with each name and each amount as one word, if they read so."""
    if len(words) > _MOST_WORDS:
        return ()
    dead_ends: set[int] = set()

    def read(start: int) -> tuple[str, ...] | None:
        if start == len(words):
            return ()
        if start in dead_ends:
            return None
        for middle in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
            name = " ".join(words[start:middle])
            if len(matching(inventory.items, name, kinds=False)) != 1:
                continue
            for end in range(min(middle + _LONGEST_AMOUNT, len(words)), middle, -1):
                amount = _one_word(" ".join(words[middle:end]))
                rest = read(end) if amount else None
                if rest is not None:
                    return (name, amount, *rest)
        dead_ends.add(start)
        return None

    better = read(0) or ()
    pairs = [Pair(*better[start : start + 2]) for start in range(0, len(better), 2)]
    return better if pairs and _all_fit(inventory, pairs) else ()


def _all_fit(inventory: Inventory, pairs: Sequence[Pair]) -> bool:
    try:
        ids = [_counted(inventory, pair).before.id for pair in pairs]
    except (BadValue, NotDoneError):
        return False
    return len(set(ids)) == len(ids)
