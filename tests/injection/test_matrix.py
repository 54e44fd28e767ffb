"""Every text of the matrix in every place it comes out, through the real commands: no reader is told anything by it."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from shelterkit.cli.app import root_command
from tests.faults.tally import count, left_out
from tests.injection.payloads import HARMLESS, PAYLOADS, Payload
from tests.injection.scene import Scene
from tests.injection.sinks import SCREENS, SINKS, Case, missing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> dict[Payload, Scene]:
    """Return a kit for each text, each with a change behind it, for copies to be made of."""
    scenes = {said: Scene(tmp_path_factory.mktemp("kits") / "kit", said) for said in (HARMLESS, *PAYLOADS)}
    for scene in scenes.values():
        scene.furnish()
    return scenes


@pytest.fixture
def case(payload: Payload, furnished: dict[Payload, Scene], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Return a copy of a kit that says a text everywhere, and beside it one that says a harmless word."""
    folder, programs = tmp_path / "kit", tmp_path / "bin"
    shutil.copytree(furnished[payload].folder, folder)
    programs.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["shelterkit"])
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "")
    return Case(Scene(folder, payload), furnished[HARMLESS], programs)


def test_the_matrix_has_48_texts_and_at_least_14_places() -> None:
    kinds = [one.kind for one in PAYLOADS]

    assert {kind: kinds.count(kind) for kind in kinds} == {
        "terminal": 12, "rich": 8, "bidi": 6, "csv": 6, "html": 5, "markdown": 3, "ics": 3, "monitor": 2, "size": 3,
    }  # fmt: skip
    assert len({one.text for one in PAYLOADS}) == 48
    assert len(SINKS) * len(PAYLOADS) >= 672


def test_every_command_is_in_the_matrix() -> None:
    tried = {line.split()[0] for line in (*SCREENS, "status") if line}

    assert set(root_command().list_commands(None)) - tried == set()
    for name in missing():
        left_out("R7", f"there is no command {name}", len(PAYLOADS))


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda one: f"{one.kind}-{one.name}")
@pytest.mark.parametrize("sink", SINKS)
def test_a_text_stays_a_text(sink: str, case: Case) -> None:
    try:
        SINKS[sink](case)
    except AssertionError:
        count("R7", cases=1, escapes=1)
        raise
    count("R7", cases=1, escapes=0)
