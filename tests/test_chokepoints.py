"""A text reaches a reader only through that reader's encoder: who may write, start programs, and make JSON or CSV."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGE = Path(__file__).parent.parent / "shelterkit"
SOURCES = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
WRITES = ("write", "writelines", "print")
# What makes a text safe to write, and a number.
ENCODERS = {"safe", "len"}
RUNS = {"run", "Popen", "call", "check_call", "check_output"}
SHELLS = {
    "system", "popen", "getoutput", "getstatusoutput", "create_subprocess_shell", "spawnl", "spawnlp", "execl",
    "execlp",
}  # fmt: skip
WRITING = set("wax+")
WRITING_FLAGS = {"O_WRONLY", "O_RDWR", "O_CREAT", "O_APPEND", "O_TRUNC"}


class Rule(NamedTuple):
    """What only some places may do, how it is found, and code that has to be found and code that has not."""

    says: str
    found: Callable[[ast.AST], bool]
    places: frozenset[str]
    wrong: tuple[str, ...]
    right: tuple[str, ...]


def called(node: ast.AST) -> tuple[str, str]:
    """Return the name a call has and what stands before its dot: ("json", "dumps") of json.dumps()."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return ast.unparse(node.func.value), node.func.attr
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return "", node.func.id
    return "", ""


def imported(node: ast.AST) -> Iterator[str]:
    """Yield what an import brings: "json.dumps" of from json import dumps."""
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{one.name}" for one in node.names)


def is_call(*names: str) -> Callable[[ast.AST], bool]:
    """Return a rule that finds calls and imports of these names, like "json.dumps"."""
    wanted = set(names)

    def found(node: ast.AST) -> bool:
        before, name = called(node)
        return f"{before.rpartition('.')[2]}.{name}" in wanted or bool(wanted & set(imported(node)))

    return found


def is_import(*modules: str) -> Callable[[ast.AST], bool]:
    """Return a rule that finds imports of these modules and of what is in them."""
    return lambda node: any(one.split(".")[0] in modules for one in imported(node))


def writes_unencoded_text(node: ast.AST) -> bool:
    """Find a text put together from values on its way to a stream; a fixed text, and safe() of any other, may go."""
    before, name = called(node)
    if not isinstance(node, ast.Call) or not ((name in WRITES and _is_stream(before)) or name in ("print", "input")):
        return False
    return not all(_is_encoded(argument) for argument in node.args)


def _is_stream(before: str) -> bool:
    last = before.removesuffix(".buffer").rpartition(".")[2]
    return last in ("stdout", "stderr", "stream", "console", "Console()")


def _is_encoded(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return all(_is_encoded(value) for value in node.values)
    if isinstance(node, ast.FormattedValue):
        # What is formatted with :d can only be a number.
        is_number = node.format_spec is not None and ast.unparse(node.format_spec) == "f'd'"
        return is_number or _is_encoded(node.value)
    if isinstance(node, ast.GeneratorExp):
        return _is_wrapped(node.generators[0].iter) or _is_encoded(node.elt)
    if isinstance(node, ast.Call):
        before, name = called(node)
        return name in ENCODERS or (_is_joined(before, name, node) and _is_encoded(node.args[0]))
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def _is_wrapped(node: ast.AST) -> bool:
    """Tell whether lines come from a text that was encoded before it was parted."""
    return isinstance(node, ast.Call) and called(node)[1] in ("wrapped", "folded") and _is_encoded(node.args[0])


def _is_joined(before: str, name: str, node: ast.Call) -> bool:
    return name == "join" and before[:1] in "'\"" and len(node.args) == 1


def starts_a_shell(node: ast.AST) -> bool:
    """Find programs that are started through a shell, or by a line of text rather than a list of words."""
    before, name = called(node)
    if not isinstance(node, ast.Call):
        return False
    if name in SHELLS and before in ("os", "subprocess", "asyncio"):
        return True
    if not (before == "subprocess" and name in RUNS) and (before, name) != ("", "Popen"):
        return False
    shells = [one.value for one in node.keywords if one.arg == "shell"]
    if any(not isinstance(one, ast.Constant) or one.value for one in shells):
        return True
    return bool(node.args) and _is_line(node.args[0])


def _is_line(node: ast.AST) -> bool:
    is_joined = isinstance(node, ast.Call) and called(node)[1] in ("join", "format")
    return is_joined or isinstance(node, ast.JoinedStr | ast.BinOp | ast.Constant)


def opens_for_writing(node: ast.AST) -> bool:
    """Find files that are opened to be written to, made, or given another content."""
    before, name = called(node)
    if not isinstance(node, ast.Call):
        return False
    if name in ("write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "TemporaryFile"):
        return True
    if before == "os" and name in ("write", "truncate", "ftruncate", "pwrite"):
        return True
    if before == "os" and name == "open":
        return any(isinstance(one, ast.Attribute) and one.attr in WRITING_FLAGS for one in ast.walk(node))
    if (before, name) in (("", "open"), ("os", "fdopen"), ("io", "open")):
        modes = [*node.args[1:2], *(one.value for one in node.keywords if one.arg == "mode")]
        return any(not isinstance(one, ast.Constant) or bool(WRITING & set(str(one.value))) for one in modes)
    return False


def paints_with_markup(node: ast.AST) -> bool:
    """Find a console of Rich that would read markup or emoji in what it is given."""
    if called(node)[1] != "Console" or not isinstance(node, ast.Call):
        return False
    said = {one.arg: one.value for one in node.keywords}
    off = [said.get(name) for name in ("markup", "emoji", "highlight")]
    return not all(isinstance(one, ast.Constant) and one.value is False for one in off)


RULES = {
    "streams": Rule(
        "a text that is put together goes to a stream only from where it was encoded",
        writes_unencoded_text,
        frozenset({
            "cli/output.py", "cli/refusals.py", "cli/main.py", "cli/completion.py", "render/terminal.py",
            "cli/calendar.py",
        }),
        (
            'sys.stdout.write(f"{name}")', 'sys.stderr.write("%s" % name)', 'sys.stdout.write("{}".format(name))',
            "sys.stdout.write(name)", 'sys.stdout.write("a" + name)', 'console.print(f"[b]{name}")', "print(name)",
            'print(f"{name}")', "input(question)", "sys.stdout.buffer.write(raw)",
            'sys.stdout.write("".join(f"{one}" for one in names))',
            'sys.stdout.write("".join(f"{one}" for one in wrapped(name, 78)))', "sys.stdout.writelines(names)",
        ),
        (
            'sys.stdout.write("fixed\\n")', 'sys.stdout.write(f"{safe(name)} {len(names)} {most:d}")',
            'sys.stderr.write("".join(f"{line}" for line in wrapped(safe(text), 78)))', "formatter.write(text)",
        ),
    ),
    "shell": Rule(
        "programs are started with a list of words and never by a shell",
        starts_a_shell,
        frozenset(),
        (
            "subprocess.run(words, shell=True)", 'subprocess.run("lp x")', 'subprocess.Popen(f"lp {name}")',
            'Popen("lp " + name)', 'os.system("x")', "os.popen(line)", "subprocess.getoutput(line)",
            'subprocess.run(" ".join(words))', "subprocess.run(words, shell=wanted)",
        ),
        ("subprocess.run([*words, path])", "Popen(argv, env=settings)", "subprocess.run(words, shell=False)"),
    ),
    "json": Rule(
        "JSON is made by its encoder, the marks of versions and backups, what was told, and the page that Typst reads",
        is_call("json.dumps", "json.dump"),
        frozenset(
            {"render/porcelain.py", "render/pdf.py", "services/told.py", "store/versions.py", "store/backups.py"}
        ),
        ("json.dumps(value)", "json.dump(value, file)", "from json import dumps"),
        ("json.loads(raw)", "import json"),
    ),
    "csv": Rule(
        "rows for spreadsheets are written in one place",
        is_call("csv.writer", "csv.DictWriter"),
        frozenset({"render/csv.py"}),
        ("csv.writer(file)", "csv.DictWriter(file, names)", "from csv import writer"),
        ("csv.reader(file)",),
    ),
    "html": Rule(
        "HTML is escaped in one place",
        is_call("html.escape", "saxutils.escape", "saxutils.quoteattr"),
        frozenset({"render/html.py"}),
        ("html.escape(name)", "from html import escape", "xml.sax.saxutils.escape(name)"),
        ("html.unescape(name)",),
    ),
    "toml": Rule(
        "TOML is written by the store, and for the editor of one item",
        is_call("tomli_w.dumps", "tomli_w.dump"),
        frozenset({"store/kit_text.py", "services/editing.py"}),
        ("tomli_w.dumps(document)", "from tomli_w import dumps"),
        ("tomllib.loads(text)",),
    ),
    "files": Rule(
        "files are written by the store, and by what makes a temporary one that only its owner reads",
        opens_for_writing,
        frozenset({
            "store/whole_file.py", "store/lock.py", "store/probing.py", "__main__.py", "cli/main.py", "cli/refusals.py",
            "store/edited_copies.py",
        }),
        (
            'open(path, "w")', 'open(path, mode="ab")', "open(path, mode)", "os.open(path, os.O_WRONLY | os.O_CREAT)",
            "os.write(1, raw)", 'os.fdopen(handle, "wb")', "Path(path).write_text(text)", "mkstemp()",
        ),
        ('open(path, "rb")', "open(path)", "os.open(path, os.O_RDONLY | os.O_CLOEXEC)"),
    ),
    "calendar": Rule(
        "calendars are made in one place",
        is_import("icalendar"),
        frozenset({"render/ics.py"}),
        ("import icalendar", "from icalendar import Event", "from icalendar.prop import vInline"),
        ("import calendar",),
    ),
    "pdf": Rule(
        "pages are set in one place",
        is_import("typst"),
        frozenset({"render/pdf.py"}),
        ("import typst", "from typst import compile"),
        ("from shelterkit.render import pdf",),
    ),
    "rich": Rule(
        "colour is painted in one place",
        is_import("rich"),
        frozenset({"render/terminal.py"}),
        ("from rich.console import Console", "import rich", "from rich import print"),
        ("from shelterkit.render import terminal",),
    ),
    "markup": Rule(
        "nothing is markup to the console",
        paints_with_markup,
        frozenset(),
        ("Console()", "Console(markup=True, emoji=False, highlight=False)", "Console(markup=False, emoji=False)"),
        ("Console(markup=False, emoji=False, highlight=False)",),
    ),
    "code": Rule(
        "no text is code",
        is_call(".eval", ".exec", ".compile", "pickle.load", "pickle.loads", "marshal.loads", "yaml.load"),
        frozenset(),
        ("eval(text)", "exec(text)", "pickle.loads(raw)", "import pickle.loads"),
        ("re.compile(text)", "typst.compile(page)"),
    ),
}  # fmt: skip


@functools.cache
def nodes(source: str) -> tuple[ast.AST, ...]:
    """Return all that a module is made of."""
    return tuple(ast.walk(ast.parse(source)))


def lines(rule: Rule, source: str) -> list[int]:
    """Return the lines of a module that a rule finds."""
    return sorted({getattr(node, "lineno", 0) for node in nodes(source) if rule.found(node)})


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_only_its_own_places_do_it(rule: Rule) -> None:
    outside = {place: lines(rule, source) for place, source in SOURCES.items() if place not in rule.places}

    assert [f"{place}:{line}" for place, found in outside.items() for line in found] == [], rule.says


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_place_of_a_rule_still_does_it(rule: Rule) -> None:
    assert [place for place in rule.places if not lines(rule, SOURCES.get(place, ""))] == []


@pytest.mark.parametrize(("rule", "code"), [(rule, code) for rule in RULES.values() for code in rule.wrong])
def test_what_is_wrong_is_found(rule: Rule, code: str) -> None:
    assert lines(rule, f"def here():\n    {code}\n") == [2]


@pytest.mark.parametrize(("rule", "code"), [(rule, code) for rule in RULES.values() for code in rule.right])
def test_what_is_right_is_not(rule: Rule, code: str) -> None:
    assert lines(rule, f"def here():\n    {code}\n") == []
