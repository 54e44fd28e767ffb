"""R3: whatever a power cut leaves of a save is the old kit or the new one, and the new one once the user was told."""

from __future__ import annotations

import pytest

from tests.faults import tally
from tests.faults.commands import NAMES, QUICK, why_missing, writing
from tests.faults.disk_log import Disk, Step
from tests.faults.oracle import kit_in, stage, wrong_next
from tests.faults.power import ORDERED, WEAK, Cut, cuts, lay_out, steps
from tests.faults.program import program, tried_in
from tests.faults.traced import why_not_traced

_LEAST_STATES = 10


def wrong_cuts(name: str, found: set[Cut]) -> list[str]:
    """Return every state after a power cut in which the kit is neither old nor new, or not what was promised."""
    old, new = stage(program(), name)
    wrong = []
    for cut in sorted(found, key=repr):
        with tried_in() as place:
            lay_out(cut, place)
            right = (new,) if cut.told else (old, new)
            bad = [] if kit_in(place) in right else ["the kit is not what was promised"]
            bad += [] if bad else wrong_next(name, place)
        paths = ", ".join(f"{path}:{'folder' if raw is None else len(raw)}" for path, raw in cut.tree)
        wrong += [f"{name}, told {cut.told}: {one} ({paths})" for one in bad]
    return wrong


@pytest.mark.parametrize("model", [WEAK, ORDERED])
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.fault_pr if name in (*QUICK, "init") else pytest.mark.fault_nightly)
        for name in NAMES
    ],
)
def test_a_power_cut_leaves_the_old_kit_or_the_new_and_the_new_once_it_was_promised(name: str, model: str) -> None:
    reason = why_not_traced() or why_missing(writing(name))
    if reason:
        pytest.skip(reason)
    found = cuts(*steps(program(), name), model)

    wrong = wrong_cuts(name, found)

    tally.count("R3", **{f"{model}_states": len(found)}, bad=len(wrong))
    for line in wrong:
        tally.reproducer("R3", line)
    assert not wrong, "\n".join(wrong)
    assert len(found) >= _LEAST_STATES
    assert any(cut.told for cut in found)


_BEFORE = Disk({"k": 0, "k/a": 1}, {1: b"old"})
_FRESH = Step("names", names=(("k/t", 2),))
_WRITTEN = Step("content", inode=2, raw=b"new!")
_FLUSHED, _FOLDER_FLUSHED = Step("flush", inode=2, path="k/t"), Step("flush", inode=0, path="k")
_RENAMED = Step("names", names=(("k/a", 2), ("k/t", None)))
_TOLD = Step("told")


@pytest.mark.fault_pr
@pytest.mark.parametrize(
    ("done", "kits", "promised"),
    [
        ((_FRESH, _WRITTEN, _FLUSHED, _RENAMED, _FOLDER_FLUSHED, _TOLD), {b"old", b"new!"}, {b"new!"}),
        ((_FRESH, _WRITTEN, _FLUSHED, _RENAMED, _TOLD), {b"old", b"new!"}, {b"old", b"new!"}),
        (
            (_FRESH, _WRITTEN, _RENAMED, _FOLDER_FLUSHED, _TOLD),
            {b"old", b"new!", b"", b"ne", bytes(4)},
            {b"new!", b"", b"ne", bytes(4)},
        ),
    ],
    ids=["every flush", "folder not flushed", "file not flushed"],
)
@pytest.mark.parametrize("model", [WEAK, ORDERED])
def test_the_model_finds_what_a_missing_flush_can_lose(
    done: tuple[Step, ...], kits: set[bytes], promised: set[bytes], model: str
) -> None:
    found = cuts(_BEFORE, list(done), model)

    assert {dict(cut.tree)["k/a"] for cut in found} == kits
    assert {dict(cut.tree)["k/a"] for cut in found if cut.told} == promised


@pytest.mark.fault_pr
def test_a_name_is_lost_with_the_folder_that_was_not_flushed_above_it() -> None:
    made = [Step("names", names=(("k", 0),)), Step("names", names=(("k/a", 1),)), Step("flush", path="k"), _TOLD]

    found = cuts(Disk({}, {}), made, WEAK)

    assert {cut.tree for cut in found if cut.told} == {(), (("k", None), ("k/a", b""))}
