"""Words of `add`, `use`, `remove` and `edit` in another order than they are read in, put into that order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.cli import meant
from shelterkit.cli.words import KIND_WORDS
from shelterkit.errors import BadValue, ShelterkitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.cli.request import Request
    from shelterkit.inventory.items import Item

    Words = tuple[str, ...]


def in_order(request: Request) -> Words:
    """Return the words of `use`, `remove` or `edit` in the order in which they name an item of this kit, and how much.

    None where they do not: what is left is a name that nothing has.
    """
    *_, command = request.command.split() or [""]
    place = next((n for n, word in enumerate(request.argv) if word in (command, *meant.SAME.get(command, ()))), None)
    if place is None or command not in ("use", "remove", "edit"):
        return ()
    before, typed = request.argv[:place], request.argv[place + 1 :]
    end = next((number for number, word in enumerate(typed) if word[:1] == "-"), len(typed))
    better = reordered(request, "drink" if "drink" in request.argv else command, typed[:end])
    return (*before, *better, *typed[end:]) if better else ()


def reordered(request: Request, command: str, typed: Words) -> Words:
    """Return a command with its words in their order; nothing where they name no item of this kit."""
    words = tuple(meant.NUMBERS.get(word.casefold(), word) for word in typed if word.casefold() not in ("of", "away"))
    if words in (("help",), ("expired",)):
        return (command, "--help") if words == ("help",) or command == "edit" else ("use", "--expired")
    if command == "remove" and words and words != typed and items_named(request, " ".join(words)):
        return ("remove", *words)
    return _edited(request, words) if command == "edit" else _used(request, words, is_drunk=command == "drink")


def added(request: Request, words: Words, close: Words, *, kind: str = "") -> Words:
    """Return the words of `add` with the kind that they seem to be of, and the amount at their end; it is only offered.

    `close` is the kind that the first word looks like: where it is all the name there is, it is the name.
    """
    place = request.argv.index(words[0])
    before, options = request.argv[:place], request.argv[place + len(words) :]
    if request.argv[place : place + len(words)] != words:
        return ()
    if close and ((has_amount(words[1:]) and close[0] == "water") or not is_amount(words[1:])):
        return ()
    name, amount = at_the_end(words) if all(word.strip() for word in words) else ((), ())
    if not amount:
        return ()
    if not kind and name and (kind := KIND_WORDS.get(name[0].casefold(), "")):
        name = name[1:]
    elif kind == "water" and name:
        return ()  # A place, more likely than what the water is called.
    elif kind:
        before = before[:-1]
    kind = kind or meant.kind_left_out((*before, *name, *amount, *options))
    eater = next((who for word, who in meant.EATEN_BY.items() if name and name[0].casefold().startswith(word)), "")
    fed = ("--eaten-by", eater) if eater and kind == "food" else ()
    if not name and kind != "water":
        return ()
    return (*before, kind, *name, *amount, *options, *fed) if kind != "water" or _is_measured(amount) else ()


def _is_measured(words: Words) -> bool:
    """Tell whether an amount of water says how much is in a piece."""
    from shelterkit.inventory.items import Item, checked  # noqa: PLC0415 - only for a refusal
    from shelterkit.quantities.words import split_amount  # noqa: PLC0415 - only for a refusal

    try:
        checked(Item("", "water", "water", split_amount(words)[1]))
    except BadValue:
        return False
    return True


def at_the_end(words: Words) -> tuple[Words, Words]:
    """Return a name and the amount after it, before it, or written out; no amount where there is none."""
    from shelterkit.quantities.words import split_amount  # noqa: PLC0415 - only for a refusal

    plain = words
    if not has_amount(words):
        plain = tuple(meant.NUMBERS.get(word.casefold(), word) for word in words if word.casefold() != "of")
        count = next((count for count in range(len(plain) - 1, 0, -1) if is_amount(plain[:count])), 0)
        plain = (*plain[count:], *plain[:count])
    if not has_amount(plain):
        return words, ()
    name = split_amount(plain)[0]
    return name, plain[len(name) :]


def _used(request: Request, words: Words, *, is_drunk: bool) -> Words:
    if is_drunk and words and is_amount(words) and items_named(request, "water"):
        return ("use", "water", *words)
    for rest in (words[1:] if words[:1] and words[0].casefold() in meant.ALL else (), words[:-1]):
        if rest and {words[0].casefold(), words[-1].casefold()} & {*meant.ALL} and items_named(request, " ".join(rest)):
            return ("use", *rest, "--all")
    for count in range(len(words) - 1, 0, -1):
        for item, amount in ((words[count:], words[:count]), (words[:count], words[count:])):
            if is_amount(amount) and items_named(request, " ".join(item)):
                return ("use", *item, *amount)
    return ()


def _edited(request: Request, words: Words) -> Words:
    for count in range(len(words) - 1, 0, -1):
        item, (word, *value) = words[:count], words[count:]
        option = meant.OPTIONS.get(f"--{word.casefold()}", f"--{word.casefold()}")
        if not items_named(request, " ".join(item)):
            continue
        if value and option in meant.EDITED:
            return ("edit", *item, option, " ".join(value))
        if is_amount((word, *value)):
            return ("edit", *item, "--amount", " ".join((word, *value)))
    return ()


def is_amount(words: Sequence[str]) -> bool:
    """Tell whether words are an amount and nothing else."""
    from shelterkit.quantities.amounts import parse_amount  # noqa: PLC0415 - only for a refusal

    try:
        parse_amount(" ".join(words))
    except BadValue:
        return False
    return True


def has_amount(words: Sequence[str]) -> bool:
    """Tell whether words end with an amount that can be read."""
    from shelterkit.quantities.words import split_amount  # noqa: PLC0415 - only for a refusal

    try:
        split_amount(words)
    except BadValue:
        return False
    return True


def items_named(request: Request, words: str) -> tuple[Item, ...]:
    """Return what in the kit words name: an id, a kind, a name or a part of it."""
    from shelterkit.inventory.finding import matching  # noqa: PLC0415 - only for a refusal

    return matching(all_items(request), words) if len(words) > 1 else ()


def all_items(request: Request) -> tuple[Item, ...]:
    """Return what is in the kit; nothing where it cannot be read, which is another refusal's to say."""
    from shelterkit.services.kits import open_kit  # noqa: PLC0415 - only for a refusal

    try:
        return tuple(open_kit(request.desk(), anyway=True).kit.inventory.items)
    except (ShelterkitError, BadValue, OSError):
        return ()
