"""What Tab offers, asked by the real shells: bash, zsh and fish source Typer's own script and complete with it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pexpect  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.cli.completion import answer
from tests.conftest import TODAY
from tests.stocked import STOCKED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parent.parent
SHELLS = ("bash", "zsh", "fish")
_SCRIPTS: dict[str, str] = {}
PROGRAM = """\
#!/bin/sh
PYTHONPATH={tree} exec {python} -m tests.at {today} "$@"
"""
HOSTILE_PLACE = 'it\'s $(touch pwned) `touch pwned` a:b "c" *;'
HOSTILE = STOCKED.replace('where = "pantry"', f"where = '''{HOSTILE_PLACE}'''").replace(
    'name = "Buckwheat"', 'name = "Buck$(touch pwned)\\u001b[31m`touch pwned`\\" *"'
)


class Desk(NamedTuple):
    """A home with a kit and a program named shelterkit in it, as a shell of somebody's finds it."""

    folder: Path
    environment: dict[str, str]

    @property
    def kit(self) -> Path:
        return self.folder / "kit.toml"

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a program here."""
        return subprocess.run(
            words,
            env=self.environment | more,
            cwd=self.folder / "here",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def listing(self) -> dict[str, bytes]:
        """Return every file here, but for those of a shell's own."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and path.name != "fish_variables"]
        return {str(path): path.read_bytes() for path in files if "/fish/" not in str(path)}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a home with a stocked kit."""
    for name in ("bin", "here"):
        (tmp_path / name).mkdir()
    program = tmp_path / "bin" / "shelterkit"
    program.write_text(PROGRAM.format(tree=ROOT, python=sys.executable, today=TODAY))
    program.chmod(0o755)
    (tmp_path / "kit.toml").write_text(STOCKED)
    environment = {
        "PATH": f"{program.parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "SHELTERKIT_KIT": str(tmp_path / "kit.toml"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return Desk(tmp_path, environment)


def offered(desk: Desk, shell: str, line: str) -> list[str]:
    """Return the words a real shell would put after what is typed, as the program would get them."""
    if shutil.which(shell, path=desk.environment["PATH"]) is None:
        pytest.skip(f"{shell} is not installed")
    ran = {"bash": _in_bash, "zsh": _in_zsh, "fish": _in_fish}[shell](desk, line)
    assert ran.stderr == ""
    return ran.stdout.splitlines()


def _script(desk: Desk, shell: str) -> dict[str, str]:
    """Return the script a shell is given, which is asked for once: it is the same for every kit."""
    if shell not in _SCRIPTS:
        quiet = {"bash": ("--norc", "--noprofile"), "zsh": ("-f",), "fish": ("--no-config",)}[shell]
        # With nothing to do after it a shell becomes the program, which then cannot tell what shell asks.
        ran = desk.run(shell, *quiet, "-c", "shelterkit --show-completion; true")
        assert (ran.returncode, ran.stderr) == (0, "")
        _SCRIPTS[shell] = ran.stdout
    return {"SCRIPT": _SCRIPTS[shell]}


# Only the words are wanted, of bash as it puts them into the line, unquoted again.
_BASH = """
eval "$SCRIPT"
COMP_WORDS=(%s)
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_shelterkit_completion shelterkit
for word in "${COMPREPLY[@]}"; do printf '%%s\\n' "$word"; done
"""
# zsh only completes at a prompt: what it would add is noted in the place of adding it.
_ZSH = """
compdef() { :; }
eval "$SCRIPT"
compadd() { print -rl -- "${words_[@]}"; }
_files() { :; }
words=(%s)
CURRENT=${#words}
_shelterkit_completion
"""
_FISH = "printf '%%s\\n' \"$SCRIPT\" | source; complete --do-complete %s"


def _in_bash(desk: Desk, line: str) -> subprocess.CompletedProcess[str]:
    words = line.split(" ")
    # Bash parts its words at = and : too.
    parted = " ".join(shlex.quote(part) for word in words for part in _parted(word))
    ran = desk.run("bash", "--norc", "--noprofile", "-c", _BASH % parted, **_script(desk, "bash"))
    words_only = [word.partition("  ")[0] for word in ran.stdout.splitlines()]
    plain = ["".join(shlex.split(word)) for word in words_only]
    return subprocess.CompletedProcess(ran.args, 0, "\n".join(plain), ran.stderr)


def _parted(word: str) -> list[str]:
    name, equals, value = word.partition("=")
    return [part for part in (name, equals, value) if part] if equals else [word]


def _in_zsh(desk: Desk, line: str) -> subprocess.CompletedProcess[str]:
    words = " ".join(map(shlex.quote, line.split(" ")))
    return desk.run("zsh", "-f", "-c", _ZSH % words, **_script(desk, "zsh"))


def _in_fish(desk: Desk, line: str) -> subprocess.CompletedProcess[str]:
    ran = desk.run("fish", "--no-config", "-c", _FISH % shlex.quote(line), **_script(desk, "fish"))
    words = [word.partition("\t")[0] for word in ran.stdout.splitlines()]
    return subprocess.CompletedProcess(ran.args, 0, "\n".join(words), ran.stderr)


OFFERS = [
    ("shelterkit sche", ["schedule"]),
    ("shelterkit schedule ", ["show", "install", "remove", "test"]),
    ("shelterkit --plain household contact ", ["add", "remove"]),
    ("shelterkit list --wi", ["--within"]),
    ("shelterkit add ", ["water", "food", "med", "other"]),
    ("shelterkit list me", ["med"]),
    ("shelterkit use ", ["w1", "f1", "f2", "m1", "o1"]),
    ("shelterkit rm w", ["w1"]),
    ("shelterkit remove w1 f", ["f1", "f2"]),
    ("shelterkit show metfor", ["m1"]),
    ("shelterkit count w1 6 f", ["f1", "f2"]),
    ("shelterkit list --where ", ["bathroom", "cellar", "pantry"]),
    ("shelterkit add food Rice 2kg -w p", ["pantry"]),
    ("shelterkit add med X 3 tablets --for ", ["Anna"]),
    ("shelterkit household remove ", ["Anna"]),
    ("shelterkit household dose Anna M", ["Metformin 500 mg"]),
    ("shelterkit add food X 2kg --eaten-by ", ["people", "infant", "dog", "cat"]),
    ("shelterkit status --color ", ["auto", "always", "never"]),
    ("shelterkit --color n", ["never"]),
    ("shelterkit checklist go-bag --paper ", ["a4", "letter"]),
    ("shelterkit checklist pow", ["power-outage"]),
    ("shelterkit check --only ", ["water", "food", "med", "other"]),
    ("shelterkit check --only water,f", ["water,food"]),
    ("shelterkit init --advisory de", ["de-bbk"]),
    ("shelterkit init --advisory sweden", ["se-mcf"]),
    ("shelterkit advisory use ua", ["ua-mvs"]),
    ("shelterkit help ex", ["exit-codes", "expires", "export"]),
    ("shelterkit help errors kit-d", ["kit-damaged"]),
    ("shelterkit help schedule t", ["test"]),
    ("shelterkit history --item w", ["w1"]),
    ("shelterkit --demo show w", ["w1", "w2"]),
    ("shelterkit rest", ["restore"]),
    ("shelterkit back", ["backup"]),
    ("shelterkit history ", ["purge"]),
    ("shelterkit history purge --be", ["--before"]),
    ("shelterkit doctor --f", ["--fix"]),
    ("shelterkit restore x.toml --mer", ["--merge"]),
    ("shelterkit import x.csv --kind ", ["water", "food", "med", "other"]),
    ("shelterkit import x.csv --date-order ", ["dmy", "mdy", "ymd"]),
    ("shelterkit import x.csv --map Was", []),
    ("shelterkit foods buckwh", ["buckwheat"]),
    ("shelterkit add food X 2kg --like buckwh", ["buckwheat"]),
]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("line", "words"), OFFERS, ids=lambda value: str(value)[:40])
def test_a_shell_offers_what_may_stand_next(shell: str, line: str, words: list[str], desk: Desk) -> None:
    before = desk.listing()

    found = offered(desk, shell, line)

    assert sorted(found) == sorted(words)
    assert desk.listing() == before


@pytest.mark.parametrize("shell", SHELLS)
def test_the_part_after_an_equals_sign_is_offered(shell: str, desk: Desk) -> None:
    found = offered(desk, shell, "shelterkit list --where=ce")

    # Bash puts it after the sign; the others put the whole word.
    assert found == (["cellar"] if shell == "bash" else ["--where=cellar"])


@pytest.mark.parametrize("shell", SHELLS)
def test_a_hostile_name_is_offered_as_a_text_and_nothing_runs(shell: str, desk: Desk) -> None:
    desk.kit.write_text(HOSTILE)

    places, items = offered(desk, shell, "shelterkit list --where it"), offered(desk, shell, "shelterkit use f")

    assert places == [HOSTILE_PLACE]
    assert items == ["f1", "f2"]
    assert list((desk.folder / "here").iterdir()) == []


@pytest.mark.parametrize("shell", SHELLS)
def test_the_kit_that_is_named_in_the_line_is_asked(shell: str, desk: Desk) -> None:
    (desk.folder / "here" / "other.toml").write_text(STOCKED.replace('"cellar"', '"attic"'))

    assert offered(desk, shell, "shelterkit --kit other.toml list --where ") == ["attic", "bathroom", "pantry"]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("named", ["--kit other.toml use", "--kit=other.toml use", "use --kit other.toml"])
def test_the_items_of_the_kit_that_is_named_are_offered(named: str, shell: str, desk: Desk) -> None:
    (desk.folder / "here" / "other.toml").write_text(STOCKED.replace('"w1"', '"w7"'))

    assert offered(desk, shell, f"shelterkit {named} w") == ["w7"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_field_of_a_column_is_offered_after_its_name(shell: str, desk: Desk) -> None:
    found = offered(desk, shell, "shelterkit import x.csv --map Was=na")

    assert found == (["name"] if shell == "bash" else ["Was=name"])


FILES = ("restore ", "import ", "import x.csv --map Was=name ", "backup ", "export -o ", "restore my-k")


@pytest.mark.parametrize("line", FILES)
@pytest.mark.parametrize("shell", SHELLS)
def test_where_a_file_is_meant_nothing_is_in_the_way_of_the_files(shell: str, line: str, desk: Desk) -> None:
    (desk.folder / "here" / "my-kit.toml").write_text(STOCKED)

    assert offered(desk, shell, f"shelterkit {line}") == (["my-kit.toml"] if shell == "fish" else [])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": lambda _: None,
    "damaged": lambda path: path.write_text("format = [\n"),
    "empty": lambda path: path.write_bytes(b""),
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_of_a_kit_that_cannot_be_read_nothing_is_offered_and_nothing_said(shell: str, damage: str, desk: Desk) -> None:
    desk.kit.unlink()
    DAMAGES[damage](desk.kit)

    assert offered(desk, shell, "shelterkit use ") == []
    assert offered(desk, shell, "shelterkit stat") == ["status"]


ASKED = [
    {"_SHELTERKIT_COMPLETE": "complete_bash"},
    {"_SHELTERKIT_COMPLETE": "complete_bash", "COMP_WORDS": "shelterkit\nuse", "COMP_CWORD": "blorp"},
    {"_SHELTERKIT_COMPLETE": "blorp"},
    {"_SHELTERKIT_COMPLETE": ""},
    {"_SHELTERKIT_COMPLETE": "complete_zsh", "HOME": "nowhere", "_TYPER_COMPLETE_ARGS": "shelterkit use 'a"},
]


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_whatever_a_shell_asks_the_answer_is_no_error(asked: dict[str, str], desk: Desk) -> None:
    ran = desk.run("shelterkit", "remove", "w1", **asked)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert desk.kit.read_text() == STOCKED


@given(st.lists(st.text(max_size=12), max_size=4))
def test_no_line_makes_a_completion_fail(words: list[str]) -> None:
    line = " ".join(("shelterkit", *words))
    bash = {"COMP_WORDS": "\n".join(("shelterkit", *words)), "COMP_CWORD": str(len(words))}
    asks: list[Mapping[str, str]] = [
        {"_SHELTERKIT_COMPLETE": "complete_bash", "SHELTERKIT_KIT": "/nowhere", **bash},
        {"_SHELTERKIT_COMPLETE": "complete_fish", "SHELTERKIT_KIT": "/nowhere", "_TYPER_COMPLETE_ARGS": line},
    ]

    assert [answer(asked, TODAY) for asked in asks] == [0, 0]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_at_a_prompt_tab_puts_the_word_into_the_line(shell: str, desk: Desk) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    desk.kit.write_text(HOSTILE)
    start = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"]}[shell]
    before = {"bash": "", "zsh": "autoload -Uz compinit; compinit -u -D; "}[shell]
    typed = 'eval "$(shelterkit --show-completion)"; echo REA""DY'
    environment = os.environ | desk.environment
    child = pexpect.spawn(
        shell, start, env=environment, cwd=str(desk.folder / "here"), encoding="utf-8", timeout=30, dimensions=(40, 200)
    )
    try:
        child.sendline(before + typed)
        child.expect("READY\r")
        child.send("shelterkit list --where it\t")
        child.expect("touch.*touch.*;")
        child.sendline("")
        child.expect(r"f2 .* it's \$\(touch pwned\)")
    finally:
        child.close(force=True)

    assert list((desk.folder / "here").iterdir()) == []


@pytest.mark.parametrize("shell", SHELLS)
def test_install_completion_writes_what_the_shell_reads_when_it_starts(shell: str, desk: Desk) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    ran = desk.run(shell, "-c", "shelterkit --install-completion; true")

    places = {"bash": ".bash_completions/shelterkit.sh", "zsh": ".zfunc/_shelterkit"}
    written = desk.folder / places.get(shell, ".config/fish/completions/shelterkit.fish")
    assert ran.stderr == ""
    assert f"{shell} completion installed in {written}" in ran.stdout
    assert "_SHELTERKIT_COMPLETE" in written.read_text()
