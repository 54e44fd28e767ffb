"""The household's own day and time wherever it lives, and one moment for all in what is stored."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.stocked import STOCKED

ZONES = ("UTC", "Europe/Kyiv", "Pacific/Kiritimati", "Etc/GMT+12", "America/Havana", "Asia/Kathmandu")
# A plain night, both changes of the clock in Kyiv, and both in Havana, where midnight itself is skipped or comes twice.
NIGHTS = ((2026, 11, 24), (2026, 3, 29), (2026, 10, 25), (2026, 3, 8), (2026, 11, 1), (2028, 2, 29))
SECONDS = (-3600, -1, 0, 3601)
# One process lives through all moments of a zone; it asks for the clock as the program always does.
LIFE = """
import json, os, sys
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from shelterkit.cli.main import main

def said(*words):
    out = TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(out):
        code = main(["--kit", sys.argv[1], *words])
    assert code == 0, (words, code)
    return out.buffer.getvalue().decode()

told = []
for number, moment in enumerate(sys.argv[2:]):
    os.environ["FAKETIME"] = moment
    day = json.loads(said("status", "--json"))["today"]
    said("household", "--adults", str(3 + number % 7), "-q")
    rows = [row.split("\\t") for row in said("history", "--plain").splitlines()]
    newest = [line for line in said("history").splitlines() if "household: adults" in line][0]
    told.append([day, rows[0][1], newest, said("list")])
json.dump(told, sys.stdout)
"""


def moments(zone: str) -> list[datetime]:
    """Return moments around the beginning of days as this zone has them."""
    starts = [datetime(*night, tzinfo=ZoneInfo(zone)).astimezone(UTC) for night in NIGHTS]
    return sorted(start + timedelta(seconds=seconds) for start in starts for seconds in SECONDS)


@pytest.mark.skipif(not shutil.which("faketime"), reason="needs faketime to set the clock")
@pytest.mark.parametrize("zone", ZONES)
def test_the_day_begins_at_midnight_here_and_the_history_is_kept_in_utc(zone: str, tmp_path: Path) -> None:
    kit = tmp_path / "kit.toml"
    kit.write_text(STOCKED)
    lived = moments(zone)
    stamps = [str(int(moment.timestamp())) for moment in lived]

    ran = subprocess.run(
        [shutil.which("faketime") or "", "2026-01-01", sys.executable, "-c", LIFE, str(kit), *stamps],
        env={"TZ": zone, "FAKETIME_FMT": "%s", "FAKETIME_NO_CACHE": "1", "PATH": os.environ["PATH"], "COLUMNS": "200",
             "HOME": os.environ["HOME"]},
        cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert ran.stderr == ""
    told = json.loads(ran.stdout)
    assert len(told) == len(lived) == len(NIGHTS) * len(SECONDS)
    for moment, (day, stored, shown, listing) in zip(lived, told, strict=True):
        here = moment.astimezone(ZoneInfo(zone))
        assert day == f"{here:%Y-%m-%d}"
        assert stored == f"{moment:%Y-%m-%dT%H:%M:%SZ}"
        assert f"today {here:%H:%M}" in shown
        assert "in -" not in listing
