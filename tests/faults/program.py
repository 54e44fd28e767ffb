"""A copy of the program, run from its own folder: nobody edits it meanwhile, and a bug can be seeded in it."""

from __future__ import annotations

import atexit
import compileall
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
_PARTS = ("tests/__init__.py", "tests/at.py", "tests/forked.py")


def scratch(name: str) -> Path:
    """Return an empty folder that is removed when this process ends."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=_all_scratch()))


@contextmanager
def tried_in() -> Iterator[Path]:
    """Give a folder for one try, as deep as every other: a call has the same number in each."""
    folder = scratch("tried")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _all_scratch() -> str:
    folder = tempfile.mkdtemp(prefix="shelterfaults-")
    atexit.register(_remove, folder, os.getpid())
    return folder


def _remove(folder: str, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def program() -> Path:
    """Return the folder of a copy of the program as it is now."""
    return copied("program")


def copied(name: str, changes: tuple[tuple[str, str, str], ...] = ()) -> Path:
    """Return the folder of a fresh copy, with each (file, text, other text) changed in the one place it stands."""
    folder = scratch(name)
    shutil.copytree(ROOT / "shelterkit", folder / "shelterkit", ignore=shutil.ignore_patterns("__pycache__"))
    for part in _PARTS:
        (folder / part).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / part, folder / part)
    for file, text, other in changes:
        source = (folder / file).read_text(encoding="utf-8")
        if source.count(text) != 1:
            raise AssertionError(f"{name}: {file} has this {source.count(text)} times: {text}")
        (folder / file).write_text(source.replace(text, other), encoding="utf-8")
    # Compiled beforehand, every run makes the same calls: a call is named by its number.
    compileall.compile_dir(folder, quiet=2)
    return folder


def environment(home: Path) -> dict[str, str]:
    """Return everything a run knows of its surroundings."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }


def words_of(*words: str) -> list[str]:
    """Return the command line of the program on the day of the tests."""
    return [sys.executable, "-m", "tests.at", "2026-11-23", *words]
