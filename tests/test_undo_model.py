"""Random histories of a kit against a plain list of its states: whatever was done comes back, byte by byte."""

from __future__ import annotations

import os
import random
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelterkit.errors import BadDataError, NotDoneError, ShelterkitError
from shelterkit.household import Contact, Household, Plan
from shelterkit.inventory.items import Item
from shelterkit.quantities.amounts import parse_amount
from shelterkit.services import (
    advising,
    backup,
    contacts,
    counting,
    doctor_fixes,
    editing,
    importing,
    past,
    people,
    shelf,
    timeline,
)
from shelterkit.services.changing import Pen
from shelterkit.services.kits import Desk, open_kit
from shelterkit.settings import KitPlace
from shelterkit.store import kit_file
from shelterkit.store.backups import as_backup
from tests.faults.tally import count as tally

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TODAY = date(2026, 11, 23)
BEGINNING = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
EXAMPLES = int(os.environ.get("SHELTERKIT_TEST_EXAMPLES", "200"))
NIGHTLY = max(5_000, EXAMPLES)
LONG, STEPS_OF_A_LONG_ONE = 3, 150
# What a disk takes to flush says nothing of the states, and takes most of the time.
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - the folder in it has a name of its own
# So many changes can be taken back, at the least.
MOST = 200
NAMES = ("Torch", "Batteries", "Гречка", 'Rope "10 m"', "語 # no comment")
ADVISORIES = ("us-cdc", "de-bbk", "ch-bwl", "se-mcf")
PEOPLE = ("Anna", "Ana", "Doctor", "Сусіди")
DAMAGE = (b"", bytes(64), b"\xff\xd8\xff", b"format = 1\nadults 2\n", b'format = 1\n[household]\nadults = "two"\n')

Things = dict[str, Any]
Step = tuple[str, int]


class State(NamedTuple):
    """One state of the kit: its bytes, what is in it, and what the change to it is called."""

    raw: bytes
    things: Things
    did: str = ""


def things_in(raw: bytes) -> Things:
    """Return what a kit says, read without any of shelterkit."""
    document = tomllib.loads(raw.decode("utf-8-sig"))
    return {
        "adults": document["household"].get("adults", 0),
        "advisory": document["plan"]["advisory"],
        "contacts": {one["name"]: one["phone"] for one in document.get("contact", [])},
        "items": {
            one["id"]: (one["name"], int(one["amount"].split()[0]), one.get("where"))
            for one in document.get("item", [])
        },
        "counted": document.get("counted"),
    }


class History:
    """A kit on disk, and beside it the plain lists that say how it should be."""

    def __init__(self, folder: str) -> None:
        self.path = Path(folder) / "kit.toml"
        self.copy = Path(folder) / "copies" / "kit.toml"
        self.copy.parent.mkdir()
        self.desk = Desk(KitPlace(str(self.path)), {}, TODAY)
        self.now = BEGINNING
        timeline.begin(self.desk, self.pen(), Household(adults=2), Plan("us-cdc"))
        raw = self.path.read_bytes()
        self.past = [State(raw, things_in(raw))]
        self.ahead: list[State] = []
        # An edit by hand that no save has met yet: the history knows nothing of it.
        self.hand: State | None = None
        self.log = [("init", raw)]
        # Whether the newest step brought a good version back: going behind it is a step of its own.
        self.is_mended = False
        self.ids: set[str] = set()
        self.serial = 0

    def pen(self, *, dry_run: bool = False) -> Pen:
        self.now += timedelta(minutes=1)
        return Pen(self.now, dry_run=dry_run)

    def fresh(self) -> int:
        self.serial += 1
        return self.serial

    @property
    def current(self) -> State:
        return self.hand or self.past[-1]

    def note_hand(self) -> None:
        """Take an edit by hand into the history, as every save and every walk does first."""
        hand, self.hand = self.hand, None
        if hand and hand.raw != self.past[-1].raw:
            self.grown(hand._replace(did="edited by hand"), "hand")

    def grown(self, state: State, kind: str) -> None:
        """Note a state that grew from the newest one: what was undone cannot be done again any more."""
        self.past.append(state)
        self.ahead, self.is_mended = [], False
        self.log.append((kind, state.raw))

    def changed(self, things: Things, *, kind: str = "change") -> None:
        """Note a change that was just saved; `things` is what must be in the kit by now."""
        self.note_hand()
        raw = self.path.read_bytes()
        assert things_in(raw) == things
        did = kit_file.history(str(self.path))[-1].did
        self.grown(State(raw, things, did), kind)

    def is_as_it_should_be(self) -> None:
        """Compare the kit, and every line of its history, with the lists."""
        versions = kit_file.history(str(self.path))

        assert self.path.read_bytes() == self.current.raw
        assert things_in(self.current.raw) == self.current.things
        assert [one.kind for one in versions] == [kind for kind, _ in self.log]
        assert [one.current for one in versions[-1:]] == [self.hand is None or self.hand.raw == self.log[-1][1]]

    def keeps_every_version(self) -> None:
        """Compare the bytes of all versions kept with those that were there at the time."""
        kept = [kit_file.read_version(str(self.path), one.number) for one in kit_file.history(str(self.path))]

        assert kept == [raw for _, raw in self.log]


def some_item(history: History, number: int) -> str | None:
    items = list(history.current.things["items"])
    return items[number % len(items)] if items else None


def with_item(things: Things, item_id: str, told: tuple[str, int, str | None] | None) -> Things:
    items = {**things["items"], item_id: told}
    return {**things, "items": {key: value for key, value in items.items() if value is not None}}


def piece(number: int) -> str:
    return f"{number} pieces"


def add(history: History, number: int) -> None:
    name, amount = NAMES[number % len(NAMES)], number + 1
    item = Item("", "other", name, parse_amount(piece(amount)), where="cellar" if number % 2 else None)
    stored = shelf.add(history.desk, history.pen(), item, None).result.item

    assert stored.id not in history.ids, "an id is never given again"
    history.ids.add(stored.id)
    history.changed(with_item(history.current.things, stored.id, (name, amount, item.where)))


def use(history: History, number: int) -> None:
    item_id = some_item(history, number)
    if item_id is None:
        return
    name, amount, where = history.current.things["items"][item_id]
    used = 1 + number % amount if amount else 0
    if not used:
        refused(history, lambda: shelf.use(history.desk, history.pen(), item_id, None, all_of_it=False))
        return
    shelf.use(history.desk, history.pen(), item_id, parse_amount(piece(used)), all_of_it=False)
    left = (name, amount - used, where) if amount > used else None
    history.changed(with_item(history.current.things, item_id, left))


def edit(history: History, number: int) -> None:
    item_id = some_item(history, number)
    if item_id is None:
        return
    name, amount, where = history.current.things["items"][item_id]
    place = f"shelf {number}"
    shelf.edit(history.desk, history.pen(), item_id, {"where": place}, None)
    if place != where:
        history.changed(with_item(history.current.things, item_id, (name, amount, place)))


def remove(history: History, number: int) -> None:
    item_id = some_item(history, number)
    if item_id is None:
        return
    shelf.remove(history.desk, history.pen(), [item_id])
    history.changed(with_item(history.current.things, item_id, None))


def count(history: History, number: int) -> None:
    item_id = some_item(history, number)
    if item_id is None:
        return
    name, before, where = history.current.things["items"][item_id]
    amount = number % 7
    counting.count(history.desk, history.pen(), [item_id, str(amount)])
    if (before, TODAY) != (amount, history.current.things["counted"]):
        after = with_item(history.current.things, item_id, (name, amount, where))
        history.changed({**after, "counted": TODAY})


def household(history: History, number: int) -> None:
    adults = 1 + number % 9
    people.set_household(history.desk, history.pen(), {"adults": adults}, plan={})
    if adults != history.current.things["adults"]:
        history.changed({**history.current.things, "adults": adults})


def advice(history: History, number: int) -> None:
    advisory = ADVISORIES[number % len(ADVISORIES)]
    advising.use_advisory(history.desk, history.pen(), advisory)
    if advisory != history.current.things["advisory"]:
        history.changed({**history.current.things, "advisory": advisory})


def contact(history: History, number: int) -> None:
    name, known = PEOPLE[number % len(PEOPLE)], history.current.things["contacts"]
    if name in known and number % 3 == 0:
        contacts.remove_contact(history.desk, history.pen(), name)
        told = {key: value for key, value in known.items() if key != name}
    else:
        contacts.add_contact(history.desk, history.pen(), Contact(name, str(100 + number)))
        told = {**known, name: str(100 + number)}
    if told != known:
        history.changed({**history.current.things, "contacts": told})


def hand(history: History, number: int) -> None:
    """Save the kit from an editor, in one of the ways people do; the next thing done to it may be anything."""
    raw = history.current.raw
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: raw + f"\n# note {history.fresh()}\n".encode(),
        lambda: re.sub(rb"(?m)^adults = \d+", f"adults = {1 + number % 9}".encode(), raw),
        lambda: (
            raw
            + f'\n[[item]]\nid = "o{1_000 * history.fresh()}"\nkind = "other"\nname = "By hand"\n'
            f'amount = "{1 + number} pieces"\n'.encode()
        ),
        lambda: raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
        lambda: b"\xef\xbb\xbf" + raw.removeprefix(b"\xef\xbb\xbf"),
        # A copy of one's own, put back in the place of the kit.
        lambda: history.past[number % len(history.past)].raw,
        # Cut off before its first item, which is a kit that reads.
        lambda: raw[: raw.index(b"[[item]]")] if b"[[item]]" in raw else raw,
    )
    new = ways[number % len(ways)]()
    history.path.write_bytes(new)
    history.hand = State(new, things_in(new))
    history.ids |= history.hand.things["items"].keys()


def hand_and_change(history: History, number: int) -> None:
    hand(history, number)
    household(history, number + 1)


def whole_text(history: History, number: int) -> None:
    """Save the whole file by `edit --file`."""
    before = history.current.raw
    new = re.sub(rb"(?m)^adults = \d+", f"adults = {1 + number % 9}".encode(), before) + b"\n# edited\n"
    editing.save_text(history.desk, history.pen(), before, new)
    history.changed({**history.current.things, "adults": 1 + number % 9})


def damage(history: History, number: int) -> None:
    """Damage or lose the kit: nothing but the way back works, and what was there is kept."""
    broken = (*DAMAGE, None)[number % (len(DAMAGE) + 1)]
    if broken is None:
        history.path.unlink()
    else:
        history.path.write_bytes(broken)
    with pytest.raises(BadDataError):
        people.set_household(history.desk, history.pen(), {"adults": 9}, plan={})
    with pytest.raises(BadDataError):
        timeline.undo(history.desk, history.pen(), 1)

    moved = timeline.last_good(history.desk, history.pen())

    # What only an editor ever had, and no save met, is gone with the damage.
    history.hand, history.ahead, history.is_mended = None, [], True
    if broken is not None:
        history.log.append(("hand", broken))
    assert moved.damaged == (None if broken is None else moved.version - 1)
    back = good_steps(history.past)
    assert (moved.passed is None) == (back == len(history.past))
    history.past = history.past[:back]
    history.log.append(("restore-good", history.past[-1].raw))
    refuses_to_go_behind(history, moved.damaged)


def good_steps(past: list[State]) -> int:
    """Return how many states are good: those that an edit by hand emptied, and empty ones after it, are not."""
    full = [number for number, state in enumerate(past) if state.things["items"]]
    after = past[full[-1] + 1 :] if full else []
    return full[-1] + 1 if after and after[0].did == "edited by hand" else len(past)


def refuses_to_go_behind(history: History, damaged: int | None) -> None:
    """Check that one step back is refused and names the damaged text, which is not what anybody wants back."""
    with pytest.raises(NotDoneError) as refused:
        timeline.undo(history.desk, history.pen(), 1)

    assert refused.value.code == "nothing-to-undo"
    named = f"shelterkit history --diff {damaged}" if damaged else "shelterkit history"
    assert refused.value.advice == named


def damage_and_restore(history: History, number: int) -> None:
    """Damage the kit and put a backup in its place: what was there is kept, and cannot be walked to."""
    broken = DAMAGE[number % len(DAMAGE)]
    kept = a_copy(history, number)
    history.path.write_bytes(broken)
    history.hand = None
    history.log.append(("hand", broken))
    put_back(history, kept)


def restore(history: History, number: int) -> None:
    """Put a backup or an older copy in the kit's place; one that is the same writes nothing."""
    kept = a_copy(history, number)
    if kept.raw == history.current.raw:
        noted = len(history.log)
        backup.restore(history.desk, history.pen(), backup.replacing(history.desk, str(history.copy)), agreed=True)
        assert len(history.log) == noted
        return
    put_back(history, kept)


def a_copy(history: History, number: int) -> State:
    """Make a file beside the kit's folder that holds one of its states, as a backup or bare."""
    kept = history.past[number % len(history.past)]
    raw = as_backup(kept.raw, str(history.path), now=history.now) if number % 2 else kept.raw
    history.copy.write_bytes(raw)
    return kept


def put_back(history: History, kept: State) -> None:
    asked = backup.replacing(history.desk, str(history.copy))
    backup.restore(history.desk, history.pen(), asked, agreed=True)
    assert history.path.read_bytes() == kept.raw
    history.changed(kept.things, kind="restore")


def merge(history: History, number: int) -> None:
    """Add what an older copy has more: nothing of what is here changes."""
    theirs = a_copy(history, number).things
    mine = history.current.things
    versions = len(kit_file.history(str(history.path)))

    backup.merge_file(history.desk, history.pen(), str(history.copy))

    now = things_in(history.path.read_bytes())
    assert mine["items"].items() <= now["items"].items()
    assert now["contacts"] == {**theirs["contacts"], **mine["contacts"]}
    assert {**now, "items": None, "contacts": None} == {**mine, "items": None, "contacts": None}
    if len(kit_file.history(str(history.path))) > versions:
        history.ids |= now["items"].keys()
        history.changed(now)


def import_list(history: History, number: int) -> None:
    """Take over a list from a spreadsheet, and the same list again, which adds nothing."""
    name, amount = f"From a list {history.fresh()}", 1 + number % 20
    raw = f"Kind;Name;Amount;Where\nother;{name};{amount} pieces;shed\n".encode()
    offer = importing.offered(history.desk, raw, "list.csv", importing.Wish())

    added = importing.import_all(history.desk, history.pen(), offer).result.added
    (new_id,) = (one.item.id for one in added)
    assert new_id not in history.ids
    history.ids.add(new_id)
    history.changed(with_item(history.current.things, new_id, (name, amount, "shed")))
    assert not importing.import_all(history.desk, history.pen(), offer).result.added


def doctor(history: History, number: int) -> None:
    """Mend what a hand left in the kit: each thing mended is a change of its own."""
    del number
    steps = doctor_fixes.plan(history.desk)
    doctor_fixes.mend(history.desk, history.pen(), steps)

    new = [one for one in kit_file.history(str(history.path)) if one.did.startswith("doctor: ")]
    for version in new[len(new) - len(steps.steps) :]:
        history.note_hand()
        raw = kit_file.read_version(str(history.path), version.number)
        history.grown(State(raw, history.current.things, version.did), "change")


def twins(history: History, number: int) -> None:
    """Give two items one id, which does not read, and let doctor mend it."""
    if not history.current.things["items"]:
        return
    item_id = some_item(history, number)
    table = f'\n[[item]]\nid = "{item_id}"\nkind = "other"\nname = "Twin"\namount = "{1 + number} pieces"\n'
    before, broken = history.current, history.current.raw + table.encode()
    history.hand = None
    history.path.write_bytes(broken)
    plan = doctor_fixes.plan(history.desk)
    assert not plan.did_read

    doctor_fixes.mend(history.desk, history.pen(), plan)

    history.log.append(("hand", broken))
    for version in kit_file.history(str(history.path))[-len(plan.steps) :]:
        raw = kit_file.read_version(str(history.path), version.number)
        history.grown(State(raw, things_in(raw), version.did), "change")
    (new_id,) = history.current.things["items"].keys() - before.things["items"].keys()
    assert new_id not in history.ids, "an id is never given again"
    history.ids.add(new_id)


def purge(history: History, number: int) -> None:
    """Forget all that was: the kit stays, and there is nothing to go back to."""
    del number
    history.note_hand()
    past.purge(history.desk, history.pen(), None)
    history.past, history.ahead, history.is_mended = [history.current], [], False
    kind, raw = history.log[-1]
    history.log = [(kind if kind in ("init", "purge") else "purge", raw)]


def undo(history: History, number: int) -> None:
    steps = 1 + number % 5
    walk(history, "undo", steps)


def redo(history: History, number: int) -> None:
    walk(history, "redo", 1 + number % 5)


def walk(history: History, command: str, steps: int) -> None:
    """Take changes back or do them again, as a dry run says beforehand."""
    move = timeline.undo if command == "undo" else timeline.redo
    told = told_or_refused(lambda: move(history.desk, history.pen(dry_run=True), steps))
    history.note_hand()
    mended = int(command == "undo" and history.is_mended)
    possible = len(history.past) - 1 + mended if command == "undo" else len(history.ahead)
    refused_once = mended == steps == 1

    done = told_or_refused(lambda: move(history.desk, history.pen(), steps))

    assert (done is None) == (refused_once or steps > possible)
    assert (told is None) == (done is None)
    if done is None or told is None:
        return
    history.is_mended = False
    steps -= mended
    if command == "undo":
        labels = [state.did for state in reversed(history.past[-steps:])]
        history.past, history.ahead = history.past[:-steps], history.past[-steps:] + history.ahead
    else:
        labels = [state.did for state in history.ahead[:steps]]
        history.past, history.ahead = history.past + history.ahead[:steps], history.ahead[steps:]
    assert list(done.did) == list(told.did) == labels
    assert done.after == told.after
    history.log.append((command, history.past[-1].raw))


def there_and_back(history: History, number: int) -> None:
    """Undo and redo as many: the kit is what it was, and so is what can be done next."""
    steps = 1 + number % 5
    history.note_hand()
    if steps < len(history.past) and not history.is_mended:
        before = list(history.past), list(history.ahead)
        walk(history, "undo", steps)
        history.is_as_it_should_be()
        walk(history, "redo", steps)
        assert (history.past, history.ahead) == before
    else:
        walk(history, "undo", steps)


def told_or_refused(move: Callable[[], Any]) -> Any:
    try:
        return move()
    except NotDoneError as error:
        refusal = error
    assert refusal.code in ("nothing-to-undo", "nothing-to-redo")
    return None


def nothing(history: History, number: int) -> None:
    """Say what is so already: nothing is written, and what was undone can still be done again."""
    things = history.current.things
    item_id = some_item(history, number)
    people.set_household(history.desk, history.pen(), {"adults": things["adults"]}, plan={})
    advising.use_advisory(history.desk, history.pen(), things["advisory"])
    if item_id is not None:
        shelf.edit(history.desk, history.pen(), item_id, {"name": things["items"][item_id][0]}, None)


def failing(history: History, number: int) -> None:
    """Ask for what cannot be done: everything stays, and so does what can be done again."""
    asked: tuple[Callable[[], object], ...] = (
        lambda: shelf.remove(history.desk, history.pen(), ["o99999"]),
        lambda: shelf.use(history.desk, history.pen(), "nothing like it", None, all_of_it=True),
        lambda: counting.count(history.desk, history.pen(), ["o99999", "3"]),
        lambda: contacts.remove_contact(history.desk, history.pen(), "Nobody"),
        lambda: advising.use_advisory(history.desk, history.pen(), "no-such"),
        lambda: editing.save_text(history.desk, history.pen(), history.current.raw, b"x"),
        lambda: editing.save_text(history.desk, history.pen(), b"another", history.current.raw + b"\n"),
        lambda: timeline.last_good(history.desk, history.pen()),
        lambda: timeline.begin(history.desk, history.pen(), Household(adults=1), Plan("us-cdc")),
    )
    refused(history, asked[number % len(asked)])


def refused(history: History, ask: Callable[[], object]) -> None:
    del history
    with pytest.raises(ShelterkitError):
        ask()


def looking(history: History, number: int) -> None:
    """Look, and try changes out: nothing is written."""
    open_kit(history.desk)
    timeline.versions(history.desk)
    past.difference(history.desk, kit_file.history(str(history.path))[-1].number)
    people.set_household(history.desk, history.pen(dry_run=True), {"adults": 1 + number % 9}, plan={})


STEPS: dict[str, Callable[[History, int], None]] = {
    "look": looking,
    "add": add,
    "use": use,
    "edit": edit,
    "remove": remove,
    "count": count,
    "household": household,
    "advisory": advice,
    "contact": contact,
    "hand": hand,
    "hand and change": hand_and_change,
    "edit --file": whole_text,
    "undo": undo,
    "redo": redo,
    "there and back": there_and_back,
    "damage": damage,
    "damage and restore": damage_and_restore,
    "restore": restore,
    "merge": merge,
    "import": import_list,
    "doctor": doctor,
    "twins": twins,
    "nothing": nothing,
    "failing": failing,
}
# Rare, for it ends every walk.
STEPS_AND_PURGE = {**STEPS, "purge": purge}
# Walks are taken more often than the rest, or few histories would go far back and branch there.
CHOICES = (*STEPS_AND_PURGE, *("add", "household", "undo", "undo", "redo", "redo") * 3)


def live(steps: Sequence[Step]) -> None:
    """Live through a history, and at its end walk all the way back and forth again."""
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        history = History(folder)
        for name, number in steps:
            STEPS_AND_PURGE[name](history, number)

            history.is_as_it_should_be()
        history.note_hand()
        for command in ("redo", "undo", "redo"):
            while history.ahead if command == "redo" else len(history.past) > 1:
                left = len(history.ahead) if command == "redo" else len(history.past) - 1
                walk(history, command, min(left, 7) + (command == "undo" and history.is_mended))
                history.is_as_it_should_be()
        history.keeps_every_version()


def random_history(seed: int, length: int) -> list[Step]:
    chance = random.Random(seed)  # noqa: S311 - a game, no secret
    return [(chance.choice(CHOICES), chance.randrange(1000)) for _ in range(length)]


histories = st.integers(1, 30).flatmap(
    lambda size: st.lists(st.tuples(st.sampled_from(CHOICES), st.integers(0, 999)), min_size=size, max_size=size)
)


def anything(most: int) -> Callable[[Callable[[list[Step]], None]], Callable[[], None]]:
    """Run a test on so many histories of up to 30 steps."""

    def run(test: Callable[[list[Step]], None]) -> Callable[[], None]:
        return settings(
            max_examples=most,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )(given(steps=histories)(test))

    return run


@anything(EXAMPLES)
def test_any_history_is_a_list_of_states_to_walk_in(steps: list[Step]) -> None:
    live(steps)

    tally("undo", histories=1, differences=0)


@pytest.mark.fault_nightly
@anything(NIGHTLY)
def test_thousands_of_histories_are_lists_of_states_to_walk_in(steps: list[Step]) -> None:
    live(steps)

    tally("undo", histories=1, differences=0)


@pytest.mark.parametrize("seed", range(LONG))
def test_a_long_history_is_a_list_of_states_to_walk_in(seed: int) -> None:
    live(random_history(seed, STEPS_OF_A_LONG_ONE))

    tally("undo", histories=1, differences=0)


def walk_a_little(history: History, number: int) -> None:
    walk(history, "undo", 1 + number % 2)
    walk(history, "redo", 1 + number % 2)


def test_the_last_200_changes_can_be_taken_back_whatever_they_were() -> None:
    chance = random.Random(1)  # noqa: S311 - a game, no secret
    changes = (add, household, contact, edit, hand_and_change, restore, import_list, whole_text, walk_a_little)
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        history = History(folder)
        while len(history.past) < MOST + 40:
            chance.choice(changes)(history, chance.randrange(1000))
        newest = history.path.read_bytes()

        timeline.undo(history.desk, history.pen(), MOST)

        assert history.path.read_bytes() == history.past[-1 - MOST].raw
        timeline.redo(history.desk, history.pen(), MOST)
        assert history.path.read_bytes() == newest
    tally("undo", histories=1, differences=0)


def test_every_kind_of_step_changes_a_kit_that_has_something() -> None:
    """The model would prove nothing of a step that never did anything."""
    silent = {"look", "nothing", "failing", "doctor"}
    for name, step in STEPS_AND_PURGE.items():
        with TemporaryDirectory(dir=IN_MEMORY) as folder:
            history = History(folder)
            for number in (1, 2, 5):
                add(history, number)
            remove(history, 0)
            add(history, 7)
            undo(history, 0)
            before = history.path.read_bytes(), list(history.log)

            step(history, 3 if name == "merge" else 25)

            history.note_hand()
            assert ((history.path.read_bytes(), history.log) == before) == (name in silent), name
