"""Print what looking food up costs beside typing its energy: python -m tests.benchmarks.add [ITEMS [RUNS]]."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.kits import kit_of
from tests.benchmarks.start import ITEMS, Case, measured

RUNS = 20
_MOST = 1.5


def cases(folder: Path, text: str) -> list[Case]:
    """Return what is timed, each on a kit of its own, the typed energy first."""
    found = []
    for number, words in enumerate((["X", "2kg", "--kcal", "343/100g"], ["гречка", "2kg"], ["гречок", "2kg"])):
        kit = folder / str(number) / "kit.toml"
        kit.parent.mkdir()
        kit.write_text(text, encoding="utf-8")
        program = [sys.executable, "-m", "shelterkit", "--kit", str(kit), "add", "food", *words]
        found.append(Case(" ".join(words), program))
    return found


def main() -> None:
    """Write kits, time what is added to them, and print how each compares with the first."""
    numbers = [int(word) for word in sys.argv[1:]]
    items, runs = (*numbers, *(ITEMS, RUNS)[len(numbers) :])
    with tempfile.TemporaryDirectory() as folder:
        all_cases = cases(Path(folder), kit_of(items))
        times = measured(all_cases, runs)
    sys.stdout.write(f"{items} items, {runs} runs, beside the first; at most {_MOST}:\n")
    for case, taken in zip(all_cases, times, strict=True):
        ratios = (median(taken) / median(times[0]), min(taken) / min(times[0]))
        verdict = "  TOO SLOW" if min(ratios) > _MOST else ""
        line = f"{case.name:24}{median(taken) * 1000:7.0f} ms{ratios[0]:7.2f}{ratios[1]:7.2f}{verdict}\n"
        sys.stdout.write(line)


if __name__ == "__main__":
    main()
