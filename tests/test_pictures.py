"""The pictures in the README show what the program shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pictures.__main__ import FOLDER, screen, without_colour

README = Path(__file__).parent.parent / "README.md"


def test_the_picture_of_the_screen_is_what_the_screen_shows() -> None:
    assert without_colour(screen()) == (FOLDER / "status.txt").read_text(encoding="utf-8"), "python -m tests.pictures"


@pytest.mark.parametrize("name", ["status.png", "checklist.png"])
def test_the_readme_shows_each_picture(name: str) -> None:
    assert (FOLDER / name).read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert f"](tests/pictures/{name})" in README.read_text(encoding="utf-8")
