"""Notifications: a program of the desktop that is there, fails, hangs or is missing, and texts that try something."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelterkit.services import notifying
from shelterkit.services.notifying import notify

if TYPE_CHECKING:
    from collections.abc import Iterator

BUS = "unix:path=/nowhere/bus"
RECORD = """\
printf '%s\\0' "$@" > "$0.words"
env > "$0.environment"
readlink /proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 > "$0.streams"
"""


class Desktop:
    """A folder with a notify-send of our own in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = folder / "notify-send"
        self.environment = {"PATH": f"{folder}:/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": BUS}

    def does(self, script: str, interpreter: str = "/bin/sh") -> None:
        """Make it do this."""
        self.program.write_text(f"#!{interpreter}\n{script}")
        self.program.chmod(0o755)

    def cron(self, runtime: Path) -> dict[str, str]:
        """Return the environment of a cron job of a user with this runtime folder."""
        return {"PATH": self.environment["PATH"], "XDG_RUNTIME_DIR": str(runtime), "LANG": "C"}

    def words(self) -> list[str]:
        """Return the words it was called with."""
        return (self.folder / "notify-send.words").read_bytes().decode().removesuffix("\0").split("\0")

    def settings(self) -> dict[str, str]:
        """Return the environment it had."""
        lines = (self.folder / "notify-send.environment").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    made = Desktop(tmp_path)
    made.does(RECORD)
    return made


@pytest.fixture
def runtime() -> Iterator[Path]:
    """Return a runtime folder whose path is short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="sk-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize(("urgent", "urgency"), [(True, "critical"), (False, "normal")])
def test_a_message_is_handed_over_word_by_word(desktop: Desktop, urgent: bool, urgency: str) -> None:  # noqa: FBT001
    reason = notify("2 things", "1 medication: 13 days left", urgent=urgent, environment=desktop.environment)

    assert reason is None
    assert desktop.words() == [
        "--app-name=shelterkit", f"--urgency={urgency}", "--", "2 things", "1 medication: 13 days left"
    ]  # fmt: skip


def test_the_program_has_nothing_to_read_and_nowhere_to_write(desktop: Desktop) -> None:
    # What this process would be asked to read comes from a pipe, as it may from cron.
    reading, writing = os.pipe()
    own = os.dup(0)
    os.dup2(reading, 0)
    try:
        notify("a", "b", urgent=False, environment=desktop.environment)
    finally:
        os.dup2(own, 0)
        for descriptor in (own, reading, writing):
            os.close(descriptor)

    streams = (desktop.folder / "notify-send.streams").read_text().split()
    assert streams == ["/dev/null", str(desktop.folder / "notify-send.streams"), "/dev/null"]


class Text(NamedTuple):
    """What is to be said, and what the program gets as summary and body."""

    summary: str
    body: str
    words: tuple[str, str]


@pytest.mark.parametrize(
    "text",
    [
        Text("-u", "--help", ("-u", "--help")),
        Text("--", "--", ("--", "--")),
        Text("-", "-a x", ("-", "-a x")),
        Text("a & b <c>", "a & b <c>", ("a & b <c>", "a &amp; b &lt;c&gt;")),
        Text("x", "<img src='http://x/'/>&amp;", ("x", "&lt;img src='http://x/'/&gt;&amp;amp;")),
        Text("$(id)", "`id`; id | id \"'", ("$(id)", "`id`; id | id \"'")),
        Text("%s%n", "%s%n", ("%s%n", "%s%n")),
        Text("\\n", "\\n \\033[31m \\", ("\\n", "\\\\n \\\\033[31m \\\\")),
        Text("two\nlines\r\n", "two\nlines\n", ("two lines", "two\nlines")),
        Text("\x1b[31mred\x07", "a\x00b\x9bc\x7f", ("[31mred", "a b c")),
        Text("a\u202eb", "a\u2066b\u2028c\ufeffd", ("a b", "a b c d")),
        Text("\ud800half", "half\udfff", ("half", "half")),
        Text("Гречка", "їжа 漢字 👨\u200d👩", ("Гречка", "їжа 漢字 👨\u200d👩")),
        Text("", "", ("shelterkit", "")),
        Text(" \n\x00 ", " \t ", ("shelterkit", "")),
        Text("s" * 81, "b" * 401, (f"{'s' * 77}...", f"{'b' * 397}...")),
        Text("s" * 80, "&" * 400, ("s" * 80, "&amp;" * 400)),
        Text("x" * 200_000, "y " * 200_000, (f"{'x' * 77}...", f"{('y ' * 199)[:-1]}...")),
    ],
    ids=lambda text: ascii(text.summary)[:20],
)
def test_a_text_is_only_ever_text(desktop: Desktop, text: Text) -> None:
    reason = notify(text.summary, text.body, urgent=False, environment=desktop.environment)

    assert reason is None
    assert desktop.words()[2:] == ["--", *text.words]


@given(
    st.text(st.characters() | st.sampled_from("-\\<>&\n\r\0'\"")), st.text(st.characters() | st.sampled_from("\\<&"))
)
def test_whatever_the_text_two_words_come_after_the_dashes(summary: str, body: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desktop = Desktop(Path(folder))
        desktop.does(RECORD)

        reason = notify(summary, body, urgent=False, environment=desktop.environment)

        words = desktop.words()
    assert reason is None
    assert len(words) == 5
    assert words[3]
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", words[3])
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f<>]|&(?!amp;|lt;|gt;)", words[4])
    # Nothing is left that notify-send would read as an escape but a backslash by itself.
    assert "\\" not in words[4].replace("\\\\", "")


class Failing(NamedTuple):
    """What the program does, and the reason that is given."""

    script: str
    reason: str
    interpreter: str = "/bin/sh"


@pytest.mark.parametrize(
    "failing",
    [
        Failing("exit 1", "notify-send could not reach the desktop (it ended with 1)"),
        Failing("exit 127", "notify-send could not reach the desktop (it ended with 127)"),
        Failing("kill -9 $$", "notify-send could not reach the desktop (it ended with -9)"),
        Failing("yes; echo no >&2; exit 3", "the desktop did not answer within 0.5 seconds"),
        Failing("", "notify-send could not be started (no such file or directory)", "/no/such/shell"),
    ],
    ids=lambda failing: failing.script,
)
def test_a_program_that_fails_is_a_reason(
    desktop: Desktop, failing: Failing, capfd: pytest.CaptureFixture[str]
) -> None:
    desktop.does(failing.script, failing.interpreter)

    assert notify("a", "b", urgent=False, environment=desktop.environment, timeout=0.5) == failing.reason
    assert capfd.readouterr() == ("", "")


def test_without_a_program_that_is_said(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop.program.unlink()
    monkeypatch.setattr(notifying, "_ALSO_IN", str(desktop.folder))  # this computer may well have one in /usr/bin

    reason = notify("a", "b", urgent=False, environment={"PATH": f"{desktop.folder}", "DBUS_SESSION_BUS_ADDRESS": BUS})

    assert reason == "this computer has no program for notifications (notify-send)"


def test_a_program_in_the_folder_somebody_stands_in_is_not_meant(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desktop.folder)
    monkeypatch.setattr(notifying, "_ALSO_IN", "/nowhere")

    for path in ("", ".", f"::{os.pathsep}.", "bin/.."):
        reason = notify("a", "b", urgent=False, environment=desktop.environment | {"PATH": path})
        assert reason == "this computer has no program for notifications (notify-send)"


def test_a_program_that_hangs_is_ended_within_three_seconds(desktop: Desktop) -> None:
    desktop.does("trap '' TERM INT HUP\nsleep 60 & sleep 60; sleep 60")
    start = time.monotonic()

    reason = notify("a", "b", urgent=False, environment=desktop.environment)

    assert time.monotonic() - start < 3.0
    assert reason == "the desktop did not answer within 3 seconds"


def test_what_a_program_that_hangs_has_started_ends_with_it(desktop: Desktop) -> None:
    late = desktop.folder / "late"
    desktop.does(f"(sleep 1; touch {late}) &\nsleep 60")

    notify("a", "b", urgent=False, environment=desktop.environment, timeout=0.5)

    time.sleep(1)
    assert not late.exists()


@pytest.fixture
def listening(runtime: Path) -> Iterator[Path]:
    """Return a runtime folder with a bus in it that takes calls and never answers."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(runtime / "bus"))
        server.listen()
        yield runtime


def test_cron_finds_the_bus_of_its_user(desktop: Desktop, listening: Path) -> None:
    assert notify("Гречка", "b", urgent=False, environment=desktop.cron(listening)) is None

    assert desktop.settings()["DBUS_SESSION_BUS_ADDRESS"] == f"unix:path={listening}/bus"
    assert desktop.words()[3] == "Гречка"


def test_a_bus_that_is_named_is_the_one(desktop: Desktop, listening: Path) -> None:
    notify("a", "b", urgent=False, environment=desktop.environment | {"XDG_RUNTIME_DIR": str(listening)})

    assert desktop.settings()["DBUS_SESSION_BUS_ADDRESS"] == BUS


def test_a_path_is_written_as_an_address_has_it(desktop: Desktop, runtime: Path) -> None:
    folder = runtime / "a,b;~ї"
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "bus"))
        notify("a", "b", urgent=False, environment=desktop.cron(folder))

    address = f"unix:path={runtime}/a%2Cb%3B%7E%D1%97/bus"
    assert desktop.settings()["DBUS_SESSION_BUS_ADDRESS"] == address


@pytest.mark.parametrize("kind", ["nothing", "file", "link", "folder"])
def test_where_no_desktop_runs_nothing_is_started(desktop: Desktop, runtime: Path, kind: str) -> None:
    if Path(f"/run/user/{os.getuid()}/bus").exists():
        pytest.skip("somebody is logged in to a desktop here, and it would be told")
    bus = runtime / "bus"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(runtime / "elsewhere"))
        if kind == "file":
            bus.touch()
        elif kind == "link":
            bus.symlink_to(runtime / "elsewhere")
        elif kind == "folder":
            bus.mkdir()

        reason = notify(
            "a", "b", urgent=False, environment={"PATH": str(desktop.folder), "XDG_RUNTIME_DIR": str(runtime)}
        )

    assert reason == "no desktop of this user is running"
    assert not (desktop.folder / "notify-send.words").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a socket to somebody else")
def test_the_bus_of_somebody_else_is_left_alone(desktop: Desktop, listening: Path) -> None:
    os.chown(listening / "bus", 65534, 65534)
    if Path(f"/run/user/{os.getuid()}/bus").exists():
        pytest.skip("somebody is logged in to a desktop here, and it would be told")

    reason = notify(
        "a", "b", urgent=False, environment={"PATH": str(desktop.folder), "XDG_RUNTIME_DIR": str(listening)}
    )

    assert reason == "no desktop of this user is running"


needs_notify_send = pytest.mark.skipif(shutil.which("notify-send") is None, reason="notify-send is not installed")


@needs_notify_send
def test_a_desktop_that_never_answers_costs_three_seconds_at_most(listening: Path) -> None:
    start = time.monotonic()

    reason = notify("a", "b", urgent=False, environment={"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(listening)})

    assert 2.0 < time.monotonic() - start < 3.0
    assert reason == "the desktop did not answer within 3 seconds"


@needs_notify_send
def test_a_bus_that_is_gone_is_a_reason() -> None:
    reason = notify("a", "b", urgent=False, environment={"PATH": "/usr/bin", "DBUS_SESSION_BUS_ADDRESS": BUS})

    assert reason == "notify-send could not reach the desktop (it ended with 1)"


SERVER = """\
import json, sys
from gi.repository import Gio, GLib

ARGUMENTS = "".join(f'<arg type="{kind}" direction="in"/>' for kind in ("s", "u", "s", "s", "s", "as", "a{sv}", "i"))
INTERFACE = f'''<node><interface name="org.freedesktop.Notifications">
<method name="Notify">{ARGUMENTS}<arg type="u" direction="out"/></method>
<method name="GetServerInformation">{'<arg type="s" direction="out"/>' * 4}</method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
</interface></node>'''


def call(connection, sender, path, interface, method, arguments, invocation):
    if method == "Notify":
        app, _, _, summary, body, _, hints, _ = arguments.unpack()
        print(json.dumps([app, summary, body, hints.get("urgency")]), flush=True)
        invocation.return_value(GLib.Variant("(u)", (1,)))
    elif method == "GetServerInformation":
        invocation.return_value(GLib.Variant("(ssss)", ("test", "test", "1", "1.2")))
    else:
        invocation.return_value(GLib.Variant("(as)", (["body", "body-markup"],)))


def serve(connection, name):
    interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
    connection.register_object("/org/freedesktop/Notifications", interface, call, None, None)


def named(connection, name):
    print("ready", flush=True)


Gio.bus_own_name(Gio.BusType.SESSION, "org.freedesktop.Notifications", 0, serve, named, None)
GLib.MainLoop().run()
"""


class Server:
    """A desktop's notification server on a bus of its own."""

    def __init__(self, runtime: Path, process: subprocess.Popen[str]) -> None:
        self.environment = {"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(runtime), "LANG": "C"}
        self._process = process

    def told(self) -> Any:
        """Return the next message: program, summary, body, urgency."""
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


def _python_with_gi() -> str:
    for python in filter(None, (shutil.which("python3", path="/usr/bin"), shutil.which("python3"))):
        if subprocess.run([python, "-c", "import gi"], capture_output=True, check=False).returncode == 0:
            return python
    pytest.skip("no Python here has gi, with which a notification server is made")


@pytest.fixture
def server(runtime: Path) -> Iterator[Server]:
    daemon = shutil.which("dbus-daemon")
    if shutil.which("notify-send") is None or daemon is None:
        pytest.skip("notify-send and dbus-daemon are not both installed")
    python = _python_with_gi()
    address = f"unix:path={runtime}/bus"
    bus = subprocess.Popen(
        [daemon, "--session", "--nofork", "--print-address", f"--address={address}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with bus:
        assert bus.stdout is not None
        assert bus.stdout.readline().startswith(address)
        settings = {"PATH": os.environ["PATH"], "DBUS_SESSION_BUS_ADDRESS": address}
        with subprocess.Popen([python, "-c", SERVER], stdout=subprocess.PIPE, text=True, env=settings) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield Server(runtime, process)
            process.kill()
        bus.kill()


@pytest.mark.parametrize(
    ("summary", "body", "shown"),
    [
        ("2 things need attention", "1 medication: 13 days left", "1 medication: 13 days left"),
        ("-a", "--help", "--help"),
        ("Гречка & <b>", "Їжа: 2 дні\nЇ", "Їжа: 2 дні\nЇ"),
        ("x", "<b>a</b> & \\n \\033[31m \\\\ \\", "&lt;b&gt;a&lt;/b&gt; &amp; \\n \\033[31m \\\\ \\"),
    ],
)
def test_a_real_desktop_gets_the_text_as_it_is(server: Server, summary: str, body: str, shown: str) -> None:
    reason = notify(summary, body, urgent=True, environment=server.environment)

    assert reason is None
    assert server.told() == ["shelterkit", summary, shown, 2]
