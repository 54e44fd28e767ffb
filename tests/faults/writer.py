"""Changes a kit as the commands do, here or in a process of its own: `python -m tests.faults.writer add KIT NAME`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from shelterkit.codec.kit import FORMAT
from shelterkit.codec.reading import decode
from shelterkit.errors import BusyError, ShelterkitError
from shelterkit.store import kit_file

if TYPE_CHECKING:
    from shelterkit.codec.kit import Kit
    from shelterkit.store.changes import Saved

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


def kit_with(*names: str) -> Kit:
    items = [_item(number, name) for number, name in enumerate(names, 1)]
    return decode({"format": FORMAT, "household": {"adults": 2}, "item": items})


def _item(number: int, name: str) -> dict[str, Any]:
    return {"id": f"o{number}", "kind": "other", "name": name, "amount": "1 piece"}


def add(path: str, name: str) -> Saved:
    with kit_file.editing(path, now=NOW) as edit:
        inventory = edit.kit.inventory
        number = max(edit.ids.get("other", 1), inventory.free_number("other"))
        item = kit_with("-").inventory.items[0]._replace(id=f"o{number}", name=name)
        next_id = {**inventory.next_id, "other": number + 1}
        inventory = inventory._replace(items=(*inventory.items, item), next_id=next_id)
        return edit.save(edit.kit._replace(inventory=inventory), f"add {name}")


def begin(path: str, *names: str) -> Saved:
    return kit_file.create(path, kit_with(*names), now=NOW, did="init")


def names_in(path: str) -> list[str]:
    return [item.name for item in kit_file.load(path).kit.inventory.items]


def ids_in(path: str) -> list[str]:
    return [item.id for item in kit_file.load(path).kit.inventory.items]


def _main(command: str, path: str, *words: str) -> None:
    if command == "add":
        for name in words:
            _again_when_busy(path, name)
    elif command == "init":
        begin(path, *words)
    elif command == "undo":
        kit_file.undo(path, now=NOW)
    elif command == "last-good":
        kit_file.last_good(path, now=NOW)


def _again_when_busy(path: str, name: str) -> None:
    try:
        add(path, name)
    except BusyError:
        add(path, name)


if __name__ == "__main__":
    try:
        _main(*sys.argv[1:])
    except ShelterkitError as error:
        sys.stderr.write(f"Error: {error}. changed={error.changed}\n")
        sys.exit(error.exit_code)
    sys.stdout.write("Saved\n")
