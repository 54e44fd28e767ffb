"""Two files that change places in one step, so that whatever was in one of them is still there afterwards."""

from __future__ import annotations

import os

_HERE, _EXCHANGE = -100, 2


def exchange(one: str, other: str) -> bool:
    """Let two files change places; False where the system or the disk cannot, or for any reason does not."""
    try:
        import ctypes  # noqa: PLC0415 - only for a save

        renameat2 = ctypes.CDLL(None).renameat2
    except (ImportError, OSError, AttributeError):
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
