"""The states a kit has had, from which other each of them grew, and which of them is the newest good one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadDataError
from shelterkit.store.reading import understood

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shelterkit.codec.kit import Kit
    from shelterkit.store.versions import Header, Kept, Versions

    Reading = tuple[Header, Kept, Kit]

_WALKS = ("undo", "redo")


class Good(NamedTuple):
    """The newest good state of a kit; `passed` is a newer one that reads, whose items an edit by hand took away."""

    header: Header
    kept: Kept
    kit: Kit
    passed: int | None = None


def kit_in(raw: bytes, path: str) -> Kit | None:
    """Return the kit that a file's bytes say, None where they do not read."""
    try:
        return understood(raw, path).kit
    except BadDataError:
        return None


class States:
    """The states a kit has had, and from which other state each of them grew."""

    def __init__(self, versions: Versions, path: str) -> None:
        self.versions = versions
        self.path = path
        self.headers = {header.version: header for header in versions.headers()}
        self.first: dict[int, Header] = {}
        self.last: dict[int, int] = {}
        for number in sorted(self.headers):
            node = self.headers[number].node
            self.first.setdefault(node, self.headers[number])
            self.last[node] = number

    def newest(self) -> Header:
        """Return what the newest version is."""
        return self.headers[max(self.headers)]

    def line_from(self, node: int | None) -> Iterator[Reading]:
        """Yield the states from one back to the oldest, each with its kit; those that do not read are passed over."""
        while node is not None and (header := self.first.get(node)):
            # The newest copy of a state is the one least likely to have been damaged since.
            kept = self.versions.read(self.last[node])
            kit = kit_in(kept.body, self.path)
            if kit is not None:
                yield header, kept, kit
            # A state grew from an older one; anything else is damage and would lead round in a circle.
            node = header.parent if header.parent is not None and header.parent < node else None

    def tip(self) -> int:
        """Return the state from which the newest steps back and forth began."""
        newest_first = sorted(self.headers.values(), reverse=True)
        return next((header.node for header in newest_first if header.kind not in _WALKS), newest_first[-1].node)


def newest_good(versions: Versions, path: str) -> Good | None:
    """Return the newest version that reads and was not emptied by hand; one that is damaged only where no other is."""
    numbers = versions.numbers()[::-1]
    for is_whole in (True, False):
        for number in numbers:
            kept = versions.read(number)
            kit = kit_in(kept.body, path) if versions.is_whole(kept) or not is_whole else None
            if kit is not None:
                return before_emptied(versions, path) or Good(kept.header, kept, kit)
    return None


def before_emptied(versions: Versions, path: str) -> Good | None:
    """Return the state before an edit by hand that took every item away, where none has come since."""
    empty = None
    newest = None
    for header, kept, kit in _line(versions, path):
        newest = newest or header
        if not kit.inventory.items:
            empty = header
        elif empty is None or empty.kind != "hand":
            return None
        else:
            return Good(header, kept, kit, newest.version)
    return None


def _line(versions: Versions, path: str) -> Iterator[Reading]:
    states = States(versions, path)
    return states.line_from(states.newest().node) if states.headers else iter(())
