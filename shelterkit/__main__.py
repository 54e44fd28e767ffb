"""Start shelterkit."""

from __future__ import annotations

import gc

# A run lasts a tenth of a second: collecting garbage in it saves nothing and costs a tenth of it.
gc.disable()

import os  # noqa: E402
import sys  # noqa: E402


def run() -> None:
    """Run shelterkit on the words it was called with, and end the process."""
    try:
        _occupy_standard_streams()
        from shelterkit.cli.main import main  # noqa: PLC0415 - a stop while importing must be silent too

        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        os._exit(130)
    gc.freeze()
    sys.exit(code)


def _occupy_standard_streams() -> None:
    """Put something in the place of closed standard streams, so that no kit is ever opened there."""
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        while os.open(os.devnull, os.O_RDWR) <= 2:  # noqa: PLR2004 - the number of standard error
            pass


if __name__ == "__main__":
    run()
