"""The places where a text of a kit comes out, each with the real reader that must be told nothing by it."""

from __future__ import annotations

import csv
import functools
import io
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

import pytest
from markdown_it import MarkdownIt

from shelterkit.cli.app import root_command
from tests import paper
from tests.injection.oracles import (
    OUR_COLOURS,
    TURNING,
    Tags,
    actions_in_pdf,
    begins_formula,
    cells,
    coded,
    exec_words,
    json_document,
    obeyed,
    obeyed_on_page,
    shown,
    squeezed,
    strings,
)
from tests.injection.payloads import PAYLOADS
from tests.terminal import all_on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.injection.scene import Ran, Scene

    Sink = Callable[["Case"], None]

_BUG, _UNREADABLE = 70, {0, 1, 2, 3, 65}
# Every command that says anything of a kit; a command that does not exist yet is tried as soon as it does.
SCREENS = (
    "", "list", "list --sort name", "show f1", "show m1", "expires --all", "shop", "household", "household contact",
    "household place", "checklist go-bag", "checklist power-outage", "check", "history", "history --diff 1",
    "history --item f1", "history purge -n", "where", "advisory list", "count", "count f1 3 -n", "add food Rice 1kg -n",
    "use f1 2 cans -n", "edit f1 --where y -n", "remove f1 -n", "undo -n", "redo -n", "doctor", "doctor --fix -n",
    "foods", "foods rice", "add food Rice 1kg --like oats -n", "edit f2 --like oats -n", "import rows.csv -n",
    "import rows.csv -n --no-lookup", "import copy.toml -n", "backup -", "restore copy.toml -n",
    "restore copy.toml --merge -n", "schedule show", "calendar -o - --with-names", "export --csv", "help amounts",
    "init --adults 2 --no-input",
)  # fmt: skip
# Those that are painted; on a terminal all are.
_PAINTED = ("", "list", "expires --all", "check")
# Said in other words by others, or slow: once is enough.
_ONCE = (
    "status",
    "list --sort name",
    "list -w x",
    "checklist power-outage",
    "doctor --fix -n",
    "help amounts",
    "where",
)
# These write a file's own bytes to standard output, which have a sink of their own.
_FILES = ("backup", "calendar", "export")
_ROWS = ("status", "list", "expires --all", "shop", "check", "household contact")
_PAGES = ("count", "shop", "checklist go-bag", "checklist power-outage")


class Case(NamedTuple):
    """A kit that says a text everywhere, one that says a harmless word, and a folder for programs of the test."""

    scene: Scene
    harmless: Scene
    programs: Path

    @property
    def text(self) -> str:
        """Return the text."""
        return self.scene.payload.text

    @property
    def typed(self) -> str:
        """Return the text as words of a command can have it: the system ends each at a NUL."""
        return self.text.replace("\0", "\x01")

    @property
    def reads(self) -> bool:
        """Tell whether a kit can say this text: bytes that are no UTF-8 make it one that is refused."""
        return self.scene.payload.is_utf8

    def run(self, *words: str) -> Ran:
        """Run shelterkit on the kit; what it says on standard error is text as well."""
        ran = self.scene.run(*words)
        assert ran.code != _BUG, ran.stderr
        assert self.reads or ran.code in _UNREADABLE, (words, ran.code)
        assert obeyed(ran.stderr) == []
        return ran

    def stand_in(self, name: str) -> Path:
        """Put a program before the real one that notes its words; return where it notes them."""
        program = self.programs / name
        program.write_text('#!/bin/sh\nprintf "%s\\0" "$@" >> "$0.words"\ncat > /dev/null < /dev/null\n')
        program.chmod(0o755)
        return program.with_name(f"{name}.words")


@functools.cache
def _commands() -> list[str]:
    return list(root_command().list_commands(None))


def there(lines: tuple[str, ...]) -> list[list[str]]:
    """Return the words of each line whose command there is."""
    known = {"", *_commands()}
    return [line.split() for line in lines if (line.split() or [""])[0] in known]


def missing() -> list[str]:
    """Return the commands of the matrix that are not there yet."""
    return sorted({line.split()[0] for line in SCREENS if line} - set(_commands()))


def says(case: Case, out: str, *, most: int = 4000) -> bool:
    """Tell whether an answer shows the text as it has to look; of a kit that is refused, nothing need be shown."""
    return not case.reads or squeezed(shown(case.text)).strip()[:most] in squeezed(out)


def terminal(case: Case) -> None:
    # Each text on one of two widths: every width has texts of every kind.
    columns = (120, 40)[PAYLOADS.index(case.scene.payload) % 2]
    screens = there(tuple(one for one in SCREENS if one not in _ONCE))
    lines = [["--kit", "kit.toml", *words] for words in screens if words[:1] not in [[one] for one in _FILES]]

    text, code = all_on_terminal(columns, lines)

    bare = OUR_COLOURS.sub("", text)
    assert code in _UNREADABLE | {66}, bare
    assert obeyed(bare) == []
    assert says(case, bare)
    # What is to be pasted, a line of a crontab, and a path, stay whole.
    whole = ("Try:", "  30 8 * * * ")
    wide = [line for line in bare.splitlines() if cells(line) > columns and not line.startswith(whole)]
    assert not case.reads or [line for line in wide if " " in line] == []


def pipe(case: Case) -> None:
    for words in there(SCREENS):
        out = case.run(*words, "--no-input").stdout
        allowed = "\n\r" if words[:1] in (["export"], ["calendar"]) else "\n"
        if words[:1] != ["backup"]:
            assert obeyed(out, allowed=allowed) == [], words
    for line in ("list", "show f1", "show m1", "household", "household place", "household contact", "expires --all"):
        assert says(case, case.run(*line.split()).stdout), line


def colour_in_a_pipe(case: Case) -> None:
    for words in there(_PAINTED):
        out = case.run(*words, "--color=always").stdout
        assert obeyed(OUR_COLOURS.sub("", out)) == [], words


def json_output(case: Case) -> None:
    for words in there(tuple(one for one in SCREENS if one not in _ONCE)):
        raw = case.run(*words, "--json", "--no-input")
        if words[:1] not in (["backup"], ["help"]) and words != ["export", "--csv"]:
            json_document((raw.out or raw.err).decode())
    if case.reads:
        listed = json_document(case.run("list", "--json").stdout)["items"]
        assert {one[field] for one in listed for field in ("name", "where", "note")} == {case.text}
        for line in ("export", "household --json", "check --json", "expires --json", "shop --json"):
            if there((line,)):
                assert case.text in strings(json_document(case.run(*line.split()).stdout)), line


def tab_separated(case: Case) -> None:
    for words in there(_ROWS):
        out, usual = (answer(*words, "--plain").stdout for answer in (case.run, case.harmless.said))
        assert obeyed(out, allowed="\n\t") == []
        if case.reads and words != ["doctor"]:
            assert [line.count("\t") for line in out.split("\n")] == [line.count("\t") for line in usual.split("\n")]


def spreadsheet(case: Case) -> None:
    for number, line in enumerate(("shop", "export")):
        if not there((line,)):
            continue
        name = f"rows-{number}.csv"
        case.run(line, "-o", name)
        case.harmless.said(line, "-o", name)
        if not case.reads:
            assert not (case.scene.folder / name).exists()
            continue
        rows, usual = (_rows(scene.folder / name) for scene in (case.scene, case.harmless))
        assert [len(row) for row in rows] == [len(row) for row in usual]
        assert [cell for row in rows for cell in row if begins_formula(cell)] == []
        assert any(coded(shown(case.text)) in coded(cell.replace("'", "")) for row in rows for cell in row) or (
            "'" in case.text
        )
    if case.reads and there(("export",)):
        _comes_back(case)


def _rows(path: Path) -> list[list[str]]:
    raw = path.read_bytes().decode()
    assert obeyed(raw, allowed="\r\n") == []
    return list(csv.reader(io.StringIO(raw, newline=""), strict=True))


def _comes_back(case: Case) -> None:
    """Check that what was exported is there already when it is imported: the marks are taken off again."""
    out = case.run("export", "-o", "whole.json").stdout
    assert "whole.json" in out
    again = case.run("import", "whole.json", "--json", "--yes")
    document = json_document((again.out or again.err).decode())
    assert document.get("added", []) in ([], 0), document


def html_page(case: Case) -> None:
    for number, words in enumerate(there(_PAGES)):
        name = f"page-{number}.html"
        case.run(*words, "-o", name)
        case.harmless.said(*words, "-o", name)
        if not case.reads:
            continue
        raw, usual = ((scene.folder / name).read_text(encoding="utf-8") for scene in (case.scene, case.harmless))
        page, plain = Tags(raw), Tags(usual)
        assert obeyed_on_page(raw) == []
        assert page.tags == plain.tags
        assert page.style == plain.style
        assert "default-src 'none'" in raw
        assert not ("harmless" in plain.words and not says(case, page.words, most=60)), words


def markdown_page(case: Case) -> None:
    for number, words in enumerate(there(("count", "shop", "checklist go-bag"))):
        name = f"page-{number}.md"
        case.run(*words, "-o", name)
        case.harmless.said(*words, "-o", name)
        if not case.reads:
            continue
        raw, usual = ((scene.folder / name).read_text(encoding="utf-8") for scene in (case.scene, case.harmless))
        assert obeyed(raw) == []
        assert _markdown(raw)[0] == _markdown(usual)[0]
        assert not ("harmless" in usual and not says(case, _markdown(raw)[1], most=60)), words


def _markdown(page: str) -> tuple[list[str], str]:
    """Return the kinds of parts that a reader of CommonMark finds, links with their targets, and the words."""
    kinds, words = [], ""
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page):
        kinds.append(token.type)
        for child in token.children or ():
            words += child.content
            if child.type not in ("text", "text_special"):
                kinds.append(f"{child.type} {child.attrs}")
        words += token.content if token.type == "fence" else " "
    return kinds, words


def pdf_file(case: Case) -> None:
    paper.needs_typst()
    case.run("count", "-o", "page.pdf")
    if not case.reads:
        assert not (case.scene.folder / "page.pdf").exists()
        return
    raw = (case.scene.folder / "page.pdf").read_bytes()

    assert actions_in_pdf(raw) == []
    text = "".join(paper.pages(raw))
    first = coded(shown(case.text))[:9]
    assert first in coded(text)
    assert case.text not in str(paper.facts(raw))


def calendar(case: Case) -> None:
    icalendar = pytest.importorskip("icalendar", reason="the extra shelterkit[calendar] is not installed")
    words = ("calendar", "-o", "-", "--with-names")
    raw, usual = case.run(*words).out, case.harmless.said(*words).out
    if not case.reads:
        assert raw == b""
        return
    assert [line for line in raw.split(b"\r\n") if len(line) > 75 or obeyed(line.decode())] == []
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = [re.sub(r"[:;].*", "", line) for line in _unfolded(raw)]
    assert lines == [re.sub(r"[:;].*", "", line) for line in _unfolded(usual)]
    said = [line.partition(":")[2] for line in _unfolded(raw) if line.startswith(("SUMMARY:", "DESCRIPTION:"))]
    assert [text for text in said if not re.fullmatch(r"(?:[^\\;,]|\\[\\;,])*", text)] == []
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert events != []
    assert any(says(case, str(event["summary"]), most=60) for event in events)
    unnamed = case.run("calendar", "-o", "-").out
    assert _unfolded(unnamed).count("BEGIN:VEVENT") == _unfolded(raw).count("BEGIN:VEVENT")


def _unfolded(raw: bytes) -> list[str]:
    return raw.decode().replace("\r\n ", "").split("\r\n")


def monitor(case: Case) -> None:
    line, usual = (answer("check", "--nagios").stdout for answer in (case.run, case.harmless.said))

    assert (line.count("\n"), obeyed(line)) == (1, [])
    if case.reads:
        assert line.count("|") == 1
        assert line == usual, "no name is in it, so every kit of this shape has the same line"
    else:
        assert line.startswith("UNKNOWN - ")
        assert "|" not in line


def notification(case: Case) -> None:
    noted = case.stand_in("notify-send")
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere/bus"
    ran = case.run("check", "--notify")
    assert (ran.out, ran.err) == (b"", b"")
    words = noted.read_bytes().decode().split("\0")[:-1]

    assert len(words) == 5
    assert (words[0], words[2]) == ("--app-name=shelterkit", "--")
    assert obeyed("".join(words)) == []
    if case.reads:
        # No name is in it, so every kit of this shape is told in the words that cron prints.
        usual = case.harmless.said("check", "--redact").stdout
        assert squeezed("".join(words[3:])) == squeezed(f"shelterkit: {usual}")


def cron_and_systemd(case: Case) -> None:
    noted = case.stand_in("shelterkit")
    name = case.typed.replace("/", "_")[:60]
    kit = f"{case.scene.folder}/{name}/kit.toml"
    os.makedirs(os.path.dirname(kit))  # noqa: PTH103, PTH120 - a name that pathlib would change
    os.link(case.harmless.kit, kit)
    sys.argv[0] = str(case.programs / "shelterkit")
    ran = case.scene.run("schedule", "show", "--json", kit=kit)
    text = case.scene.run("schedule", "show", kit=kit)

    assert obeyed(text.stdout + text.stderr) == []
    document = json_document((ran.out or ran.err).decode())
    if ran.code:
        assert ran.code in (1, 2, 66)
        assert obeyed(name, allowed="") != [] or not case.reads, "every path of letters can be scheduled"
        return
    kit = os.path.realpath(os.path.dirname(kit)) + "/kit.toml"  # noqa: PTH120 - as above
    line = document["cron"]["line"]
    assert [char for char in obeyed(line, allowed="") if category(char) != "Cf" or char in TURNING] == []
    assert re.findall(r"(?<!\\)%", line) == []
    # What cron hands to the shell: the words behind the five times, with \% for a percent sign.
    subprocess.run(["/bin/sh", "-c", line.split(" ", 5)[5].replace("\\%", "%")], check=True, cwd=case.scene.folder)
    assert noted.read_bytes().decode().split("\0")[-3:-1] == ["--kit", kit]
    assert exec_words(document["systemd"]["line"])[-2:] == ["--kit", kit]
    assert not (case.scene.folder / "canary").exists()


def mail(case: Case) -> None:
    for words in (("check",), ("check", "--quiet", "--snooze", "7d"), ("check", "--redact"), ("doctor", "--quiet")):
        if there((words[0],)):
            text = case.run(*words).stdout
            assert obeyed(text) == []
            # Cron sends a text behind its own headers: none of ours may look like one.
            assert re.match(r"[A-Za-z-]+:", text.partition("\n")[0]) is None
    usual = case.harmless.said("check").stdout
    if case.reads:
        named = case.run("check").stdout
        assert named.count("\n") == usual.count("\n")
        assert says(case, named)
        assert case.run("check", "--redact").stdout == case.harmless.said("check", "--redact").stdout


def file_names(case: Case) -> None:
    folder = case.scene.folder
    above = set(folder.parent.iterdir())
    before = set(os.listdir(folder))  # noqa: PTH208 - names, not paths
    os.environ["PATH"] = str(case.programs)
    lines = (("count", "--print"), ("backup",))
    for words in lines:
        if there((words[0],)):
            case.run(*words)
    made = set(os.listdir(folder)) - before  # noqa: PTH208 - names, not paths
    usual = re.compile(r"kit\.toml\.history|\.?[a-z-]+\.tmp|[a-z-]+-2026-11-23(-\d+)?\.(pdf|txt|toml)|kit\.toml\.lock")
    assert [name for name in made if not usual.fullmatch(name)] == []
    typed = f"{case.typed[:40]}.txt"
    ran = case.run("count", "-o", typed)
    new = set(os.listdir(folder)) - before - made  # noqa: PTH208 - names, not paths
    assert new <= {typed}
    assert ran.code or new == {typed}
    assert obeyed(ran.stdout) == []
    assert set(folder.parent.iterdir()) == above


def other_programs(case: Case) -> None:
    noted, printed = case.stand_in("vi"), case.stand_in("lp")
    environment = {"EDITOR": f"{case.programs}/vi", "PATH": f"{case.programs}:{os.environ['PATH']}"}
    lines = [["--kit", "kit.toml", *words] for words in (["edit", "f1"], ["edit", "--file"])]

    text, code = all_on_terminal(80, lines, environment=environment)

    assert (code, obeyed(OUR_COLOURS.sub("", text))) == ((0 if case.reads else 65), [])
    words = noted.read_bytes().decode().split("\0")[:-1] if noted.exists() else []
    assert len(words) == (2 if case.reads else 1)
    assert [word for word in words if not re.fullmatch(r"/[\w/.-]*/\.kit\.toml\.edited-[\w-]+\.toml", word)] == []
    os.environ["PATH"] = environment["PATH"]
    ran = case.run("count", f"--print={case.typed}")
    sent = printed.read_bytes().decode("utf-8", "surrogateescape").split("\0")[:-1] if printed.exists() else []
    assert obeyed(ran.stdout) == []
    if sent:
        assert sent == ["-t", "count", "-o", "media=A4", "-d", case.typed, "-"]
    else:
        assert ran.code or "printer" in ran.stdout.lower()


_TYPED = (
    ("{}",), ("--{}",), ("show", "{}"), ("use", "{}", "1"), ("use", "f1", "{}"), ("remove", "{}"), ("list", "{}"),
    ("add", "{}", "6L"), ("add", "water", "{}", "6L"), ("add", "food", "Rice", "{}"), ("status", "--days", "{}"),
    ("status", "--on", "{}"), ("advisory", "show", "{}"), ("advisory", "use", "{}"), ("checklist", "{}"),
    ("household", "{}"), ("household", "add", "{}"), ("household", "dose", "{}", "x", "1/day"), ("help", "{}"),
    ("household", "contact", "add", "x", "{}"), ("household", "place", "shelter", "{}"), ("check", "--only", "{}"),
    ("count", "{}", "3"), ("count", "-o", "{}"), ("edit", "f1", "--name", "{}"), ("edit", "f1", "-b", "{}"),
    ("history", "--item", "{}"), ("history", "{}"), ("schedule", "install", "--at", "{}"), ("calendar", "-o", "{}"),
    ("export", "-o", "{}"), ("import", "{}"), ("import", "rows.csv", "--map", "{}=name"), ("restore", "{}"),
    ("backup", "{}"), ("shop", "-o", "{}"), ("init", "--advisory", "{}"), ("undo", "{}"), ("doctor", "{}"),
    ("foods", "{}"), ("add", "food", "Rice", "1kg", "--like", "{}"), ("add", "food", "{}", "1kg"),
    ("edit", "f2", "--like", "{}"),
)  # fmt: skip


def errors(case: Case) -> None:
    """Check refusals that repeat what was typed, and that what they advise can be pasted into a shell."""
    advised = []
    for words in _TYPED:
        if words[0] in ("{}", "--{}", *_commands()):
            ran = case.run(*(word.format(case.typed) for word in words), "-n" if words[0] == "add" else "--no-input")
            assert obeyed(ran.stdout) == [], words
            assert len(ran.stderr.splitlines()) <= 6 or "Note:" in ran.stderr, ran.stderr
            advised += re.findall(r"^Try:  (.*)", ran.stderr, re.MULTILINE)
    case.scene.put(f'format = 1\n[household]\nadults = 1\n[[item]]\nid = "f1"\nkind = "{"x"}"\nname = 3\nwhere = 5 # ')
    for field in ("amount", "kind", "best_before", "kcal", "id", "note"):
        _damage(case, field)
        ran = case.run("list")
        assert obeyed(ran.stdout) == []
        assert len(ran.stderr.splitlines()) <= 6
        advised += re.findall(r"^Try:  (.*)", ran.stderr, re.MULTILINE)
    _paste(case, advised)


def _damage(case: Case, field: str) -> None:
    from tests.injection.scene import toml  # noqa: PLC0415 - beside its use

    item = {"id": '"f1"', "kind": '"food"', "name": '"x"', "amount": '"1 kg"', field: toml(case.text)}
    table = "".join(f"{key} = {value}\n" for key, value in item.items())
    case.scene.put(f"format = 1\n[household]\nadults = 1\n[[item]]\n{table}")


def _paste(case: Case, advised: list[str]) -> None:
    """Paste what was advised into a real shell, in which shelterkit does nothing: nothing else may happen either."""
    folder = case.programs / "paste"
    folder.mkdir()
    lines = sorted({re.sub(r" {3,}\(?(?:or|then)\b.*", "", line) for line in advised})
    ended = subprocess.run(
        ["/bin/sh", "-c", "shelterkit() { :; }\n" + "".join(f"{line}\n" for line in lines) + "echo whole"],
        cwd=folder,
        env={"PATH": "/nowhere"},
        capture_output=True,
        check=False,
    )
    assert list(folder.iterdir()) == [], lines
    assert ended.stdout == b"whole\n", (ended.stderr, lines)


SINKS: dict[str, Sink] = {
    "pipe": pipe,
    "colour": colour_in_a_pipe,
    "terminal": terminal,
    "json": json_output,
    "tsv": tab_separated,
    "csv": spreadsheet,
    "html": html_page,
    "markdown": markdown_page,
    "pdf": pdf_file,
    "ics": calendar,
    "nagios": monitor,
    "notify": notification,
    "schedule": cron_and_systemd,
    "mail": mail,
    "file-names": file_names,
    "programs": other_programs,
    "errors": errors,
}
