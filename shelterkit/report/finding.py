"""What an examination found: values that say what is the case, not how it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

OK, INFO, WARN, FAIL = "OK", "INFO", "WARN", "FAIL"


class Finding(NamedTuple):
    """One thing that was looked at: how it stands, what there is to say, and whether `--fix` can mend it."""

    code: str
    severity: str
    facts: Mapping[str, Any] = {}
    fixable: bool = False


class Fix(NamedTuple):
    """One thing that was mended, or would be; `did` is what the history calls it, "" where the kit stays as it is."""

    code: str
    facts: Mapping[str, Any] = {}
    did: str = ""
