"""A kit with something of every kind in it, and a run of shelterkit on it as somebody at home types it."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

from shelterkit.cli.main import main
from tests.conftest import TODAY, Ran

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import pytest

STOCKED = """\
format = 1
saved = 2020-01-01
uuid = "12068fb4-7cf2-4c4d-ba54-eaad9418b6e8"

[plan]
advisory = "de-bbk"
days = 10

[household]
adults = 2
children = 1
infants = 1
dogs = 1
cats = 0

[[person]]
name = "Anna"

[[regimen]]
person = "Anna"
medicine = "Metformin 500 mg"
dose = "2 tablets"
per = "day"

[[item]]
id = "w1"
kind = "water"
name = "Drinking water"
amount = "6 x 1.5 L"
best_before = "2027-05"
where = "cellar"
added = 2026-11-23

[[item]]
id = "f1"
kind = "food"
name = "Canned beans"
amount = "12 x 400 g"
best_before = "2028-03"
where = "cellar"
added = 2026-11-23
kcal = "340/can"

[[item]]
id = "f2"
kind = "food"
name = "Buckwheat"
amount = "2 kg"
best_before = 2026-12-15
where = "pantry"
added = 2026-11-23
kcal = "340/100g"

[[item]]
id = "m1"
kind = "med"
name = "Metformin 500 mg"
amount = "56 tablets"
best_before = "2027-09"
where = "bathroom"
added = 2026-11-23

[[item]]
id = "o1"
kind = "other"
name = "AA batteries"
amount = "24 pieces"
added = 2026-11-23

[next_id]
water = 2
food = 3
med = 2
other = 2
"""

_MOMENT = re.compile(r"(?:today|\d{4}-\d\d-\d\d) \d\d:\d\d")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Home:
    """A home with a kit in it, named by the environment, so that the words typed are a user's own."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.kit = folder / "data" / "kit.toml"
        self._capture = capture

    def put(self, text: str | bytes) -> None:
        """Put a kit in its place, as an editor would."""
        self.kit.parent.mkdir(exist_ok=True)
        self.kit.write_bytes(text if isinstance(text, bytes) else text.encode())

    def run(self, *words: str, today: date = TODAY) -> Ran:
        """Run shelterkit with these words."""
        self._capture.readouterr()
        code = main(words, today)
        out, err = self._capture.readouterr()
        return Ran(self.same(out), self.same(err), code)

    def same(self, text: str) -> str:
        """Return a text with the test's folder and the time of day as they are on every computer."""
        text = text.replace(os.path.realpath(self.folder), "/home/anna").replace(str(self.folder), "/home/anna")
        text = _STAMP.sub("2026-11-23T09:12:00Z", _MOMENT.sub("today 09:12", text))
        return re.sub(r"When {2,}What", "When         What", text)

    def transcript(self, lines: str) -> str:
        """Return what a person sees who types these lines one after the other."""
        seen = []
        for line in lines.strip().splitlines():
            ran = self.run(*shlex.split(line.strip())[1:])
            code = f"[exit {ran.code}]\n" if ran.code else ""
            seen.append(f"$ {line.strip()}\n{ran.stdout}{ran.stderr}{code}")
        return "\n".join(seen)

    def listing(self) -> dict[str, tuple[int, bytes]]:
        """Return every file of the home with its time of change and its content."""
        return {
            str(path.relative_to(self.folder)): (path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
            for path in sorted(self.folder.rglob("*"))
        }
