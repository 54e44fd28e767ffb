from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.conftest import Kit as KitAt
from tests.faults import tally
from tests.faults.odd_disk import begin
from tests.faults.writer import names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.fault_pr
WRITING = ("add other Lamp 1piece", "edit o1 --name Lamp", "household --adults 3", "undo")


@pytest.fixture
def other_disk() -> Iterator[Path]:
    """Return a folder on another file system."""
    shared = Path("/dev/shm")  # noqa: S108 - another disk is what is wanted
    if not os.access(shared, os.W_OK) or shared.stat().st_dev == Path(tempfile.gettempdir()).stat().st_dev:
        pytest.skip("there is no second file system here to link to")
    made = Path(tempfile.mkdtemp(prefix="sk-", dir=shared))
    yield made
    shutil.rmtree(made)


class Way(NamedTuple):
    """Links to be made, each with what it leads to, and the path on which the kit is looked for."""

    links: tuple[tuple[str, str], ...]
    path: str = "kit.toml"

    def made(self, folder: Path) -> Path:
        for link, target in self.links:
            (folder / link).parent.mkdir(exist_ok=True)
            (folder / link).symlink_to(target.replace("{folder}", str(folder)))
        # pathlib leaves dots in a path as they are.
        return folder / self.path


GOOD = {
    "relative": Way((("kit.toml", "real/our-kit.toml"),)),
    "absolute": Way((("kit.toml", "{folder}/real/our-kit.toml"),)),
    "a link to a link": Way((("second", "real/our-kit.toml"), ("kit.toml", "second"))),
    "a linked folder": Way((("link", "real"),), "link/our-kit.toml"),
    "a link through a linked folder": Way((("link", "real"), ("kit.toml", "link/our-kit.toml"))),
    "dots behind a linked folder": Way((("deep/link", "../real"),), "deep/link/../real/our-kit.toml"),
}


def links_in(folder: Path) -> dict[str, str]:
    return {str(path): str(path.readlink()) for path in folder.rglob("*") if path.is_symlink()}


def changed_through(link: Path, real: Path, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Change a kit through a link: the file is changed, the link stays, and what belongs to it is beside the file."""
    begin(real)
    before, links = real.read_bytes(), links_in(link.parent)

    ran = KitAt(link, capsys).run(*words.split())

    tally.count("environment", links=1)
    assert ran.code == 0, ran
    assert real.read_bytes() != before
    assert not real.is_symlink()
    assert links_in(link.parent) == links
    assert sorted(path.name for path in real.parent.iterdir()) == [
        f".{real.name}.history", f".{real.name}.lock", real.name,
    ]  # fmt: skip
    assert names_in(str(link)) == names_in(str(real))


@pytest.mark.parametrize("words", WRITING)
@pytest.mark.parametrize("name", GOOD)
def test_a_link_stays_a_link_and_its_file_is_changed(
    name: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "real").mkdir()

    changed_through(GOOD[name].made(tmp_path), tmp_path / "real" / "our-kit.toml", words, capsys)


@pytest.mark.parametrize("words", WRITING)
def test_a_kit_may_be_on_another_disk_than_its_link(
    words: str, tmp_path: Path, other_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kit.toml").symlink_to(other_disk / "kit.toml")

    changed_through(tmp_path / "kit.toml", other_disk / "kit.toml", words, capsys)


LOOP = "is a link that leads back to itself"
BROKEN = {
    "gone": (Way((("kit.toml", "not-there.toml"),)), "is a link to not-there.toml, which is not there"),
    "gone folder": (
        Way((("disk", "/mnt/not-there"),), "disk/kit.toml"),
        "is a link to /mnt/not-there, which is not there",
    ),
    "to itself": (Way((("kit.toml", "kit.toml"),)), LOOP),
    "in a circle": (Way((("kit.toml", "other.toml"), ("other.toml", "kit.toml"))), LOOP),
    "folders in a circle": (Way((("one", "two"), ("two", "one")), "one/kit.toml"), LOOP),
}


@pytest.mark.parametrize("words", [*WRITING, "status", "init --adults 2 --no-input", "undo --last-good"])
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_link_is_named_and_nothing_is_made_of_it(
    name: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    way, sentence = BROKEN[name]
    link = way.made(tmp_path)
    before = sorted(tmp_path.rglob("*"))

    ran = KitAt(link, capsys).run(*words.split())

    tally.count("environment", links=1)
    said = " ".join(ran.stderr.split())
    assert ran.code == 65, ran
    assert sentence in said
    assert "Traceback" not in said
    assert sorted(tmp_path.rglob("*")) == before
