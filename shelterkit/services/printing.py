"""Hand a page to the printer of this computer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS = 30
_MOST_SAID = 200


def print_page(raw: bytes, *, printer: str, title: str, paper: str, environment: Mapping[str, str]) -> str | None:
    """Send a page to `lp` ("" is the usual printer); return why that was not possible, None when it was.

    The page goes through a pipe: no copy of it stays in a temporary folder.
    """
    import subprocess  # noqa: PLC0415 - only to print
    from shutil import which  # noqa: PLC0415

    program = which("lp", path=environment.get("PATH", os.defpath))
    if program is None:
        return "this computer has no program to print with (lp)"
    words = [program, "-t", title, "-o", f"media={'A4' if paper == 'a4' else 'Letter'}"]
    words += ["-d", printer] if printer else []
    try:
        ran = subprocess.run(  # noqa: S603 - a list of words, no shell; lp is what prints here
            [*words, "-"], input=raw, capture_output=True, timeout=_SECONDS, check=False, env=dict(environment)
        )
    except subprocess.TimeoutExpired:
        return f"the printer did not answer within {_SECONDS} seconds"
    except OSError as error:
        return f"lp could not be started ({(error.strerror or 'unknown reason').lower()})"
    if ran.returncode == 0:
        return None
    return _reason(ran.stderr[:10_000].decode("utf-8", "replace"), printer)


def _reason(said: str, printer: str) -> str:
    if not printer and ("No default destination" in said or "no default" in said.lower()):
        return "no printer is set up here"
    if printer and "does not exist" in said:
        return f"there is no printer called {printer}"
    line = next((one.strip() for one in said.splitlines() if one.strip()), "").rstrip(".")
    words = line.rpartition("lp: ")[2].removeprefix("Error - ")[:_MOST_SAID]
    return f"the printer did not take it: {words}" if words else "the printer did not take it"
