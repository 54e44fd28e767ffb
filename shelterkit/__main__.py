"""Start shelterkit."""

from __future__ import annotations

import gc

# A run lasts a twentieth of a second: collecting garbage in it saves nothing and costs a tenth of it.
gc.disable()

import atexit  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402


def run() -> None:
    """Run shelterkit on the words it was called with, and end the process."""
    try:
        _occupy_standard_streams()
        from shelterkit.cli.main import main  # noqa: PLC0415 - a stop while importing must be silent too

        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        # Stopped before anything was read: of `check` every other code would say something of the kit.
        os._exit(3 if "check" in sys.argv[1:] else 130)
    _end(code)


def _occupy_standard_streams() -> None:
    """Put something in the place of closed standard streams, so that no kit is ever opened there."""
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        while os.open(os.devnull, os.O_RDWR) <= 2:  # noqa: PLR2004 - the number of standard error
            pass


def _end(code: int) -> None:
    """End the process at once: all is written, and taking the modules apart would cost as much as reading the kit."""
    atexit._run_exitfuncs()  # noqa: SLF001 - what `sys.exit` would run before it takes the modules apart
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue  # Closed or broken: whoever printed has said so already.
    os._exit(code)


if __name__ == "__main__":
    run()
