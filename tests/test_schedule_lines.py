from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.report import crontab, units
from shelterkit.report.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROGRAM, KIT = "/home/anna/.local/bin/shelterkit", "/home/anna/.local/share/shelterkit/kit.toml"
USUAL = Job((PROGRAM,), KIT)
# Every path a person can make, with what a shell, cron or systemd would obey in it.
HOSTILE = (
    "/a b", "/a'b", '/a"b', "/a%b", "/%n", "/a%%", r"/a\b", r"/a\\b", r"/a\\\%b", r"/a\%b", r"/a\'b", "/a\\", "/%",
    "/$HOME", "/${X}`id`$(id)", "/a;b&c|d>e<f", "/#!~*?[a]{b}", "/їжа/ü", "/a\u00a0b", "/-x --y", "/a=b", "/x\\x41\\n",
)  # fmt: skip
PATHS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).map(lambda text: f"/{text}")


# What is written for cron.

LINES = [
    (USUAL, f"30 8 * * * '{PROGRAM}' check --quiet --snooze 7d"),
    (USUAL._replace(at="00:05", snooze="2w"), f"5 0 * * * '{PROGRAM}' check --quiet --snooze 2w"),
    (
        USUAL._replace(named=True, notify=True),
        f"30 8 * * * '{PROGRAM}' check --quiet --snooze 7d --notify --kit '{KIT}'",
    ),
    (USUAL._replace(demo=True), f"30 8 * * * '{PROGRAM}' check --quiet --snooze 7d --demo"),
    (
        Job(("/usr/bin/python3", "-m", "shelterkit"), "/50% 'off'", named=True),
        "30 8 * * * '/usr/bin/python3' -m shelterkit check --quiet --snooze 7d --kit '/50'\\%' '\"'\"'off'\"'\"''",
    ),
]


@pytest.mark.parametrize(("job", "line"), LINES)
def test_a_cron_line_has_whole_quoted_paths_and_no_bare_percent_sign(job: Job, line: str) -> None:
    assert crontab.cron_line(job) == line
    assert crontab.time_of(line) == job.at


def _as_debian(command: str) -> str:
    r"""Return a command as Debian's cron hands it to the shell: \% is %, and some crons make \\ one backslash."""
    return re.sub(r"\\([%\\])", r"\1", command)


def _as_cronie(command: str) -> str:
    return command.replace("\\%", "%")


def _as_busybox(command: str) -> str:
    return command


def _read_by_shell(commands: list[str]) -> list[str]:
    script = "".join(f"printf '%s\\0' {command}\n" for command in commands)
    ran = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=True)
    return ran.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("cron", [_as_debian, _as_cronie, _as_busybox])
@given(paths=st.lists(PATHS | st.sampled_from(HOSTILE), min_size=1, max_size=20))
def test_a_path_comes_out_of_every_cron_and_a_real_shell_as_it_was(
    cron: Callable[[str], str], paths: list[str]
) -> None:
    written = [crontab.quoted(path) for path in paths]

    assert _read_by_shell([cron(word) for word in written]) == paths
    assert _read_by_shell([crontab.command_of(f"1 2 * * * {word}")[0] for word in written]) == paths


COMMANDS = [
    ("30 8 * * * check", ("check", "")),
    ("@daily check it", ("check it", "")),
    ("\t5  8 1-3 */2 mon\tcheck", ("check", "")),
    (r"* * * * * echo 50\% \\% a%b\%c", (r"echo 50% \\", " a\nb%c")),
    ("* * * * * mail%one%two%", ("mail", "one\ntwo\n")),
    ("not a line of times", ("not a line of times", "")),
]


@pytest.mark.parametrize(("line", "taken"), COMMANDS)
def test_a_line_is_taken_apart_as_cron_does(line: str, taken: tuple[str, str]) -> None:
    assert crontab.command_of(line) == taken


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("30 8 * * * x", "08:30"),
        ("5  0 * * *\tx", "00:05"),
        ("30 8 * * 1 x", ""),
        ("*/5 8 * * * x", ""),
        ("@daily x", ""),
    ],
)
def test_a_line_that_does_not_run_once_a_day_has_no_time(line: str, at: str) -> None:
    assert crontab.time_of(line) == at


# Other people's crontabs.

OWN_LINES = st.sampled_from(
    [
        "", "# hello", "MAILTO=anna@example.org", "0 4 * * * /usr/bin/backup 50\\% %in", "  \t", "@reboot x\r",
        "# begin", "# end", "# shelterkit", "# shelterkit: end", "30 8 * * * shelterkit check --quiet", "\ufeff",
        "# shelterkit: begin '/other' (shelterkit schedule remove takes this out)", "# \udcff\udce9 latin",
        "\x0c", "\x1c",
    ]
)  # fmt: skip
ANY_CRONTAB = st.builds(
    lambda parts, end: "\n".join(parts) + end,
    st.lists(OWN_LINES | st.text(max_size=9).map(lambda text: text.replace("\0", "")), max_size=8),
    st.sampled_from(["", "\n", "\r\n"]),
)
TEXT_OF_BYTES = st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape"))


@given(text=ANY_CRONTAB | TEXT_OF_BYTES, kit=st.sampled_from(HOSTILE))
def test_everything_of_others_is_the_same_byte_for_byte_before_and_after(text: str, kit: str) -> None:
    line = crontab.cron_line(USUAL._replace(kit=kit, named=True))

    there = crontab.with_block(text, kit, line)

    assert there.startswith(text)
    assert there.removeprefix(text).lstrip("\n").startswith("# shelterkit: begin ")
    assert there.count("\n") - text.count("\n") == (4 if text and not text.endswith("\n") else 3)
    found = crontab.find(there, kit)
    assert found is not None
    assert found.line == line
    assert crontab.without_block(there, kit) == text


@given(text=ANY_CRONTAB, times=st.lists(st.sampled_from(["07:00", "08:30", "23:59"]), min_size=1))
def test_installing_again_is_like_installing_once(text: str, times: list[str]) -> None:
    there = text
    for at in times:
        there = crontab.with_block(there, KIT, crontab.cron_line(USUAL._replace(at=at)))

    assert there == crontab.with_block(text, KIT, crontab.cron_line(USUAL._replace(at=times[-1])))


@given(text=ANY_CRONTAB, kits=st.permutations(("/a", "/a b", "/a%")), after=ANY_CRONTAB)
def test_each_kit_has_its_own_lines(text: str, kits: list[str], after: str) -> None:
    text = f"{text}\n"
    there = text
    for kit in kits:
        there = crontab.with_block(there, kit, crontab.cron_line(USUAL._replace(kit=kit, named=True)))
    there += after

    for number, kit in enumerate(sorted(kits)):
        assert crontab.find(there, kit)
        there = crontab.without_block(there, kit)
        assert crontab.find(there, kit) is None
        assert [one for one in sorted(kits) if crontab.find(there, one)] == sorted(kits)[number + 1 :]

    assert there == text + after


MARK = f"# shelterkit: begin '{KIT}'"
OURS = f"30 8 * * * '{PROGRAM}' check --quiet --snooze 7d"
TAKEN_OUT = [
    ("lines that somebody wrote between ours stay", f"a\n{MARK}\n{OURS}\nmine\n# shelterkit: end\nb\n", "a\nmine\nb\n"),
    ("a mark without its end takes our line only", f"{MARK}\n{OURS}\n0 9 * * * x\n# a\n", "0 9 * * * x\n# a\n"),
    ("a mark alone takes nothing else", f"{MARK}\nmine\n{OURS}\n", f"mine\n{OURS}\n"),
    (
        "the end of another kit's lines is not ours",
        f"{MARK}\nx\n# shelterkit: begin '/o'\n# shelterkit: end\n",
        "x\n# shelterkit: begin '/o'\n# shelterkit: end\n",
    ),
    ("two copies go both", f"{MARK}\n{OURS}\n# shelterkit: end\nx\n{MARK}\n{OURS}\n# shelterkit: end\n", "x\n"),
    ("a line that was switched off goes too", f"{MARK}\n#{OURS}\n# shelterkit: end\n", ""),
    ("Windows line ends are no matter", f"x\r\n{MARK}\r\n{OURS}\r\n# shelterkit: end\r\n", "x\r\n"),
    ("a kit of a longer name is another kit", f"{MARK}-2\n{OURS}\n# shelterkit: end\n", None),
    ("a line without marks is not ours", f"{OURS}\n", None),
]


@pytest.mark.parametrize(("text", "rest"), [one[1:] for one in TAKEN_OUT], ids=[one[0] for one in TAKEN_OUT])
def test_only_what_is_ours_is_taken_out(text: str, rest: str | None) -> None:
    assert crontab.without_block(text, KIT) == (text if rest is None else rest)
    assert (crontab.find(text, KIT) is None) == (rest is None)


def test_the_settings_above_our_line_are_those_it_runs_with() -> None:
    text = "MAILTO = \"anna\"\nPATH=/a:/b # c\n\tX='' \r\n1 2 * * * A=b\n"

    found = crontab.find(crontab.with_block(text, KIT, OURS) + "SHELL=/bin/zsh\n", KIT)

    assert found == (OURS, {"MAILTO": "anna", "PATH": "/a:/b # c", "X": ""})


# What is written for systemd.

# What systemd.service(5) and systemd.syntax(7) say an ExecStart means; %% and $$ are a percent and a dollar sign.
DOCUMENTED = [
    ("/bin/echo one ; /bin/echo 'two two'", ("/bin/echo", "one", ";", "/bin/echo", "two two")),
    ("/bin/echo / >/dev/null & \\; ls", ("/bin/echo", "/", ">/dev/null", "&", ";", "ls")),
    ('/bin/echo "a \\"b\\" \\\\ c" \\x41\\101\\u0456\\U0001F600\\s\\t|', ("/bin/echo", 'a "b" \\ c', "AA\u0456😀 \t|")),
    ("/bin/echo 50%% $$1 ''", ("/bin/echo", "50%", "$1", "")),
    (":/bin/echo $$1", ("/bin/echo", "$$1")),
    ('/bin/echo "it\'s" \'say "x"\'', ("/bin/echo", "it's", 'say "x"')),
    ("", ()),
]


@pytest.mark.parametrize(("value", "words"), DOCUMENTED)
def test_an_exec_start_is_read_as_systemd_documents_it(value: str, words: tuple[str, ...]) -> None:
    assert units.exec_words(value) == words


@given(words=st.lists(PATHS | st.sampled_from((*HOSTILE, "", ";", "$$", "-x", "%h")), min_size=1, max_size=6))
def test_words_come_back_from_an_exec_start_as_they_were(words: list[str]) -> None:
    words = ["/p", *words] if not words[0].startswith("/") else words

    assert units.exec_words(units.exec_start(words)) == tuple(words)


class Read(NamedTuple):
    """How systemd reads a job's units: what it complains of, the words it would start, and when."""

    complaints: str
    words: list[str]
    times: list[str]


@pytest.fixture
def read_by_systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Job], Read]:
    """Return a function that hands a job's units to systemd's own parser."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("needs systemd-analyze")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))

    def read(job: Job) -> Read:
        files = [tmp_path / f"{units.unit_name(job)}{kind}" for kind in (".timer", ".service")]
        for file, text in zip(files, (units.timer_text(job), units.service_text(job)), strict=True):
            file.write_text(text, encoding="utf-8")
        words = [program, "verify", "--user", "--man=no", *map(str, files)]
        checked = subprocess.run(words, capture_output=True, text=True, check=False)
        # Only when it is asked to tell everything does it print what it has read.
        debug = {**os.environ, "SYSTEMD_LOG_LEVEL": "debug"}
        dumped = subprocess.run(words, capture_output=True, text=True, check=False, env=debug).stdout
        lines = re.findall(r"Command Line: (.*)", dumped)
        return Read(checked.stderr, words_of(lines[0]) if lines else [], re.findall(r"OnCalendar: (.*)", dumped))

    return read


def words_of(line: str) -> list[str]:
    """Return the words of a line as a real shell takes them apart."""
    script = f"for word in {line}; do printf '%s\\0' \"$word\"; done"
    ran = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=True)
    return ran.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("path", HOSTILE)
def test_systemd_accepts_the_units_and_reads_every_path_as_it_is(
    path: str, tmp_path: Path, read_by_systemd: Callable[[Job], Read]
) -> None:
    program = tmp_path / path.removeprefix("/") / "shelterkit"
    program.parent.mkdir(parents=True)
    program.symlink_to("/bin/true")
    job = Job((str(program),), f"/kits{path}", named=True, at="07:05", notify=True)

    read = read_by_systemd(job)

    through_shell = ["/bin/sh", "-c", 'exec "$0" "$@"'] if re.search(r"[\"'\\]", path) else []
    assert read == Read("", [*through_shell, *job.words], ["*-*-* 07:05:00"])


def test_systemd_says_when_the_program_is_gone(read_by_systemd: Callable[[Job], Read]) -> None:
    complaints = read_by_systemd(USUAL).complaints

    assert "Command /home/anna/.local/bin/shelterkit is not executable: No such file or directory" in complaints


def test_every_kit_has_units_of_its_own() -> None:
    names = [units.unit_name(USUAL._replace(kit=kit, named=True)) for kit in (*HOSTILE, KIT)]

    assert units.unit_name(USUAL) == "shelterkit"
    assert units.unit_name(USUAL._replace(demo=True)) == "shelterkit-demo"
    assert len(set(names)) == len(HOSTILE) + 1
    assert all(re.fullmatch(r"shelterkit-[0-9a-f]{8}", name) for name in names)
