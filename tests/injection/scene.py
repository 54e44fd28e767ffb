"""A kit that says one text everywhere a kit can say a text, and shelterkit run on it."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.cli.main import main
from tests.conftest import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.injection.payloads import Payload

_KIT = """\
format = 1
saved = 2026-11-20
uuid = "12068fb4-7cf2-4c4d-ba54-eaad9418b6e8"
{text} = 1
[plan]
advisory = "de-bbk"
days = 10
shelter = {text}
meeting_place = {text}
alert_channels = {text}
[household]
adults = 2
dogs = 1
[[person]]
name = {text}
[[regimen]]
person = {text}
medicine = {text}
dose = "2 tablets"
per = "day"
[[contact]]
name = {text}
phone = {text}
note = {text}
{items}[next_id]
water = 9
food = 9
med = 9
other = 9
"""
_ITEM = """\
[[item]]
id = "{id}"
kind = "{kind}"
name = {text}
amount = "{amount}"
best_before = 2026-12-09
added = 2026-11-20
where = {text}
note = {text}
ref = {text}
{more}
"""
_ITEMS = (
    ("w1", "water", "6 x 1.5 L", ""),
    ("f1", "food", "12 cans", 'kcal = "340/can"'),
    ("f2", "food", "2 kg", ""),
    ("m1", "med", "20 tablets", "person = {text}"),
    ("o1", "other", "4", "{text} = true"),
)


class Ran(NamedTuple):
    """What one run wrote, as bytes, and its exit code."""

    out: bytes
    err: bytes
    code: int

    @property
    def stdout(self) -> str:
        """Return standard output as text; of bytes that are no text, surrogates."""
        return self.out.decode("utf-8", "surrogateescape")

    @property
    def stderr(self) -> str:
        """Return standard error as text."""
        return self.err.decode("utf-8", "surrogateescape")


def toml(text: str) -> str:
    """Return a text as TOML holds it; what no file can hold stays the byte that it stands for."""
    return '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 32 or c in '"\\\x7f' else c for c in text) + '"'


def kit_of(text: str) -> str:
    """Return a kit that says a text in every place it can."""
    said = toml(text)
    items = "".join(
        _ITEM.format(id=item_id, kind=kind, amount=amount, text=said, more=more.replace("{text}", said))
        for item_id, kind, amount, more in _ITEMS
    )
    return _KIT.replace("{text}", "\0").replace("{items}", items).replace("\0", said)


class Scene:
    """A folder with such a kit in it, where shelterkit runs."""

    def __init__(self, folder: Path, payload: Payload) -> None:
        self.folder = folder
        self.payload = payload
        self.kit = folder / "kit.toml"
        self._said: dict[tuple[str, ...], Ran] = {}

    def furnish(self) -> None:
        """Put a kit with a change behind it into the folder, and files for what is read from elsewhere."""
        self.folder.mkdir()
        self.put()
        self.run("use", "f1", "1", "-q")
        self.write_rows("rows.csv")
        (self.folder / "copy.toml").write_bytes(self.kit.read_bytes())

    def put(self, text: str | None = None) -> None:
        """Put a kit in its place, as an editor would; the one that says the payload everywhere if nothing is said."""
        made = kit_of(self.payload.text) if text is None else text
        self.kit.write_bytes(made.encode("utf-8", "surrogateescape"))

    def write_rows(self, name: str) -> Path:
        """Write a spreadsheet of the payload for `import`."""
        text = self.payload.text
        made = io.StringIO()
        rows = [["Name", "Amount", "Kind", "Where", "Note", text], ["", text, "food", text, text, text]]
        csv.writer(made).writerows([*rows, [text, "4 cans", "food", text, text, ""]])
        path = self.folder / name
        path.write_bytes(made.getvalue().encode("utf-8", "surrogateescape"))
        return path

    def said(self, *words: str) -> Ran:
        """Run words that only look, once for all who ask."""
        if words not in self._said:
            self._said[words] = self.run(*words)
        return self._said[words]

    def run(self, *words: str, kit: str | None = None) -> Ran:
        """Run shelterkit on the kit in this process, with streams of its own and nobody to answer."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        stdin, sys.stdin = sys.stdin, io.StringIO("")
        before = os.getcwd()  # noqa: PTH109 - to go back to
        os.chdir(self.folder)
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main(["--kit", kit or "kit.toml", *words], TODAY)
        finally:
            os.chdir(before)
            sys.stdin = stdin
        raw = [stream.buffer.getvalue() for stream in (out, err)]
        return Ran(raw[0], raw[1], code)
