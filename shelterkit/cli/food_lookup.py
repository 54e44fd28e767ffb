"""Food without its energy: taken from the catalogue, asked about, or refused with the commands that say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.catalogue.choosing import DRAINING, KNOWN, NONE, SEVERAL, SIZE, Choice, with_food
from shelterkit.cli.inputs import agrees
from shelterkit.cli.output import write
from shelterkit.cli.questions import answer_to, offer, tell
from shelterkit.cli.refusals import command_line, replaced
from shelterkit.errors import BadValue, NotDoneError, UsageError
from shelterkit.inventory.items import checked
from shelterkit.quantities.amounts import parse_amount, show_amount
from shelterkit.quantities.numbers import number_text, quoted
from shelterkit.render.safe import safe, width, wrapped
from shelterkit.report.foods import energy_per
from shelterkit.report.wording import worth_label, worth_option
from shelterkit.services.foods import choice_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shelterkit.catalogue.foods import Food
    from shelterkit.cli.request import Request
    from shelterkit.inventory.items import Item
    from shelterkit.services.foods import UnsettledFoodError

    Refused = BadValue | NotDoneError | UsageError

_COLUMNS = 76
_MESSAGE_COLUMNS, _MOST_LINES = 78, 6


class Looked(NamedTuple):
    """An item after the catalogue was asked, and the food it got; `unlike` is one whose energy does not fit it."""

    item: Item
    food: Food | None = None
    unlike: Food | None = None


class DoubtError(NotDoneError):
    """A food that can be several; `candidates` are all of them for programs, each with the command that takes it."""

    candidates: tuple[dict[str, Any], ...] = ()


class Wish(NamedTuple):
    """What was typed of a food: its amount, what it is like, and whether it was said who eats it."""

    amount: str
    like: str | None = None
    eater_said: bool = False


def looked_up(request: Request, item: Item, wish: Wish) -> Looked:
    """Return an item with the energy of the food it is; what leaves a doubt is asked about, else refused."""
    while True:
        choice = choice_of(item, wish.like)
        if choice.outcome == KNOWN:
            return Looked(checked(with_food(item, choice.food, eater_said=wish.eater_said)), choice.food)
        if choice.outcome == NONE and wish.like is None:
            return Looked(item)
        if choice.outcome not in (SEVERAL, DRAINING, SIZE):
            if choice.outcome == NONE:
                raise _unknown(wish.like or "")
            return Looked(item, unlike=choice.food)
        if not request.can_ask():
            raise _doubt(request, item, wish, choice)
        if choice.outcome == SIZE:
            sized = _sized(item, choice.food)
            if sized is None:
                return Looked(item)
            item = sized
            continue
        food = _asked_about(request, item, wish, choice)
        if food is None:
            return Looked(item)
        wish = wish._replace(like=food.id)


def unsettled(request: Request, error: UnsettledFoodError, like: str) -> Refused:
    """Return the refusal of `edit --like` where it leaves a doubt."""
    item, choice = error.item, error.choice
    if choice.outcome == NONE:
        return _unknown(like)
    if choice.outcome == SEVERAL:
        return _doubt(request, item, Wish("", like), choice)
    food = choice.food
    if choice.outcome == SIZE:
        return _unsized_before(request, item, food)
    message = f"{show_amount(item.amount)} of {item.name} cannot be counted by {energy_per(food)}"
    details = (f"Give its energy instead, {worth_option(item)} ({worth_label(item)}).",)
    return NotDoneError(message, code="food-unit", details=details, advice="shelterkit edit --help")


def _unsized_before(request: Request, item: Item, food: Food) -> NotDoneError:
    message = f"how big is one? {show_amount(item.amount)} of {item.name} can weigh anything"
    if _is_packed(item):
        advice = command_line(_more(_without(request.argv, "--amount"), "--amount", _packs(item, food)[0]))
        return NotDoneError(message, code="food-size", advice=advice)
    detail = f"Write how big, as in --amount {number_text(item.amount.number)}x50g."
    return NotDoneError(message, code="food-size", details=(detail,), advice="shelterkit edit --help")


def _unknown(like: str) -> NotDoneError:
    return NotDoneError(f"no food is called {quoted(like)}", code="food-unknown", advice="shelterkit foods")


def _doubt(request: Request, item: Item, wish: Wish, choice: Choice) -> Refused:
    if choice.outcome == SIZE:
        return _unsized(request, item, wish, choice)
    refusal = _drained if choice.outcome == DRAINING else _ambiguous
    return refusal(request, item, wish, choice)


def _unsized(request: Request, item: Item, wish: Wish, choice: Choice) -> Refused:
    """Return the refusal of a number without a size; packs have usual sizes, pieces may be anything."""
    message = f"how big is one? {show_amount(item.amount)} of {item.name} can weigh anything"
    if _is_packed(item):
        instead = _packs(item, choice.food)
        return BadValue(f"{message}; or add --no-lookup.", code="food-size", typed=wish.amount, instead=instead)
    detail = f"Write how big, as in {number_text(item.amount.number)}x50g; or leave its energy open:"
    advice = command_line(_more(_without(request.argv, "--like"), "--no-lookup"))
    return UsageError(message, code="food-size", details=(detail,), advice=advice)


def _is_packed(item: Item) -> bool:
    """Tell whether an item is counted in what it is sold in; a piece is sold in no usual size."""
    return item.amount.unit.symbol != "piece"


def _ambiguous(request: Request, item: Item, wish: Wish, choice: Choice) -> NotDoneError:
    name, foods = wish.like or item.name, choice.foods
    several = f"{quoted(name)} can be {len(foods)} foods; which?"
    message = several if len(foods) > 1 else f"is {quoted(name)} {foods[0].name}?"
    message += "" if wish.like else " If it is something else: --no-lookup"
    commands = [_like_command(request, wish, food) for food in foods]
    advice = commands[0]
    shown: tuple[str, ...] = ()
    if len(foods) > 1:
        advice = command_line(("foods", *name.split()))
        room = _MOST_LINES - len(wrapped(f"Error: {message}", _MESSAGE_COLUMNS)) - 2  # what changed, and what to try
        every = [_fitting("", command, f"--like {food.id}") for command, food in zip(commands, foods, strict=True)]
        shown = tuple(every[:room])  # the rest stands in the list to try
    doubt = DoubtError(message, code="food-ambiguous", details=shown, advice=advice)
    doubt.candidates = _candidates(foods, commands)
    return doubt


def _candidates(foods: Sequence[Food], commands: Sequence[str]) -> tuple[dict[str, Any], ...]:
    from shelterkit.render.porcelain_foods import candidate_json  # noqa: PLC0415 - only for a doubt

    return tuple(candidate_json(food, command) for food, command in zip(foods, commands, strict=True))


def _drained(request: Request, item: Item, wish: Wish, choice: Choice) -> NotDoneError:
    """Return the question that is not answered: a net weight or that without the liquid."""
    commands = [_like_command(request, wish, food) for food in choice.foods]
    message = _weighed(item, choice)
    if len(commands) > 1:
        detail = _fitting("without it:  ", commands[1], f"--like {choice.foods[1].id}")
        advice = f"{commands[0]}     (with the liquid)"
    else:
        drained = _packs(item, choice.food)[0]
        better = replaced(request.argv, wish.amount, drained)
        other = f"the can says it as well; often {drained}"
        detail = _fitting("if not, give that:  ", command_line(better) if better else other, other)
        advice = f"{commands[0]}     (it is)"
    doubt = DoubtError(message, code="food-drained", details=(detail,), advice=advice)
    doubt.candidates = _candidates(choice.foods, commands)
    return doubt


def _weighed(item: Item, choice: Choice) -> str:
    """Return the question what an amount is the weight of; of what is known only drained, there is no other one."""
    weight = show_amount(item.amount)
    if len(choice.foods) == 1:
        return f"is {weight} the weight without the liquid?"
    return f"is {weight} the weight with the liquid or without?"


def _fitting(label: str, command: str, short: str) -> str:
    """Return a command after its label; where they do not fit on a line, what makes the difference."""
    line = f"{label}{command}"
    return line if width(line) <= _COLUMNS else f"{label}{short}"


def _like_command(request: Request, wish: Wish, food: Food) -> str:
    better = replaced(request.argv, wish.like, food.id) if wish.like else None
    return command_line(better or _more(request.argv, "--like", food.id))


def _without(argv: Sequence[str], option: str) -> tuple[str, ...]:
    """Return words without an option and its value."""
    pairs = zip(("", *argv), argv, strict=False)
    return tuple(word for before, word in pairs if option not in (before, word, word.partition("=")[0]))


def _more(argv: Sequence[str], *words: str) -> tuple[str, ...]:
    """Return words with more of them; after two dashes nothing is an option."""
    place = argv.index("--") if "--" in argv else len(argv)
    return (*argv[:place], *words, *argv[place:])


def _packs(item: Item, food: Food) -> tuple[str, ...]:
    """Return the amount in packs of the usual sizes: 3x800g, 3x1kg."""
    amount = item.amount
    number = amount.number if amount.unit.dimension == "pieces" else amount.count
    times = f"{number_text(number)}x" if number else ""
    return tuple(f"{times}{_size(package)}" for package in food.packages[:2])


def _size(package: str) -> str:
    return package.partition("(")[0].replace(" ", "")


def _sized(item: Item, food: Food) -> Item | None:
    """Ask how big one is; Enter takes the usual size, and of pieces, which have none, that nobody knows."""
    usual = food.packages[0].partition("(")[0].strip()
    while True:
        answer = _asked("How big is one?", f"[{usual}]:" if _is_packed(item) else "[not known]:")
        if not answer and not _is_packed(item):
            return None
        try:
            amount = parse_amount(f"{number_text(item.amount.number)} x {answer or usual}")
        except BadValue as refusal:
            tell(f"  {safe(str(refusal))}")
            continue
        sized = item._replace(amount=amount)
        if food.energy_for(amount) is not None:
            return sized
        tell(safe(f"  A size like {usual}, please."))


def _asked_about(request: Request, item: Item, wish: Wish, choice: Choice) -> Food | None:
    """Return the food that somebody says it is; None where it is none of them."""
    if choice.outcome == SEVERAL:
        return _picked(f"{quoted(wish.like or item.name)} can be:", choice.foods)
    question = _weighed(item, choice)
    question = f"{question[:1].upper()}{question[1:]}"
    if len(choice.foods) > 1:
        return _picked(question, choice.foods)
    if agrees(request, question):
        return choice.food
    tell("  Then its energy stays open. The can says the weight without the liquid as well: add it with that.")
    return None


def _picked(question: str, foods: Sequence[Food]) -> Food | None:
    """Ask which of the foods it is; Enter is none of them."""
    tell(safe(question))
    offer([(f"{number}", food.name, energy_per(food)) for number, food in enumerate(foods, 1)])
    while True:
        answer = _asked("Number", "[none of them]:")
        if not answer:
            return None
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(foods):
            return foods[int(answer) - 1]
        tell(f"  A number from 1 to {len(foods)}, please, or Enter.")


def _asked(question: str, hint: str) -> str:
    line = answer_to(question, hint)
    if not line:
        write("\n")
        raise NotDoneError("the question was not answered", code="declined")
    return line.strip()
