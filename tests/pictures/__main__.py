"""Make the README's two pictures anew: python -m tests.pictures."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

import typst

from tests.terminal import started_on_terminal

FOLDER = Path(__file__).parent
COLUMNS = 96
SCREEN = ("--demo", "status")
PAGE = ("--demo", "checklist", "power-outage")
_COLOURS = {"31": "e06c75", "33": "e5c07b", "1": "ffffff"}
_PLAIN = "c8ccd4"
_HEAD = """\
#set page(width: auto, height: auto, margin: 14pt, fill: rgb("1e2127"))
#set text(font: "DejaVu Sans Mono", size: 9pt, fill: rgb("c8ccd4"))
#set par(leading: 6.5pt)
"""


def screen() -> str:
    """Return the status of the sample kit as a terminal gets it, colours included."""
    with tempfile.TemporaryDirectory() as home:
        seen = started_on_terminal(COLUMNS, *SCREEN, environment={"HOME": home, "LANG": "C.UTF-8"})
    assert seen.code == 0, seen.text
    return f"$ shelterkit {' '.join(SCREEN)}\n{seen.text}"


def without_colour(text: str) -> str:
    """Return what a terminal got, without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def _typst_line(line: str) -> str:
    parts, colour = [], _PLAIN
    for number, part in enumerate(re.split(r"\x1b\[([0-9;]*)m", line)):
        if number % 2:
            colour = next((_COLOURS[code] for code in part.split(";") if code in _COLOURS), _PLAIN)
        elif part:
            text = part.replace("\\", "\\\\").replace('"', '\\"').replace(" ", "\u00a0")
            parts.append(f'#text(fill: rgb("{colour}"), "{text}")')
    return "".join(parts) or '#text("\u00a0")'


def status_picture() -> bytes:
    """Return the status screen as a PNG."""
    source = _HEAD + " \\\n".join(map(_typst_line, screen().rstrip("\n").split("\n")))
    picture = typst.compile(source.encode(), format="png", ppi=130)
    assert isinstance(picture, bytes)
    return picture


def checklist_picture() -> bytes:
    """Return the first printed page of a checklist as a PNG."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "page.pdf"
        seen = started_on_terminal(80, *PAGE, "-o", str(pdf), environment={"HOME": folder})
        assert seen.code == 0, seen.text
        subprocess.run(["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1", "-gray", pdf, pdf], check=True)  # noqa: S607
        return next(Path(folder).glob("page.pdf-*.png")).read_bytes()


if __name__ == "__main__":
    (FOLDER / "status.png").write_bytes(status_picture())
    (FOLDER / "checklist.png").write_bytes(checklist_picture())
    (FOLDER / "status.txt").write_text(without_colour(screen()), encoding="utf-8")
