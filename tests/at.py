"""Run shelterkit as if it were another day: python -m tests.at 2026-12-08 add water 9L."""

from __future__ import annotations

import sys
from datetime import date

from shelterkit.cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[2:], date.fromisoformat(sys.argv[1])))
