"""Whether a real cron and a real systemd do what `schedule` tells them; on a computer that lasts as long as a test."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, NamedTuple

import pytest

from shelterkit.report import crontab, units
from shelterkit.report.job import Job
from tests.machine import Machine, lacks
from tests.test_schedule_lines import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator

# Somebody's crontab as it may be: other programs, settings, no text at all, line ends of Windows, marks like ours.
OTHERS = (
    b'# \xff\xe9 latin\r\nMAILTO=anna\nLANG=C.UTF-8\nCONTENT_TYPE="text/plain; charset=UTF-8"\n'
    b"0 4 * * * /usr/bin/backup 50\\% %in\n\n# shelterkit: end\n@monthly x\r\n"
)  # fmt: skip
_CRON = """
faketime '2026-11-24 08:29:58' cron -f &
for _ in $(seq 150); do
    [ -e "$MACHINE/checked" ] && [ "$(wc -l < "$MACHINE/checked")" -ge {0} ] && break
    sleep 0.1
done
sleep 0.5
"""
_SYSTEMD = """
/usr/lib/systemd/systemd --user > "$MACHINE/systemd.log" 2>&1 &
for _ in $(seq 100); do systemctl --user is-system-running > /dev/null 2>&1 && break; sleep 0.1; done
systemctl --user is-system-running > "$MACHINE/running"
"""


class Checked(NamedTuple):
    """How the line called the program: its words, what it found around it, and where it stood."""

    words: list[str]
    environment: dict[str, str]
    folder: str


@pytest.fixture
def machine() -> Iterator[Machine]:
    missing = lacks()
    if missing:
        pytest.skip(missing)
    with Machine() as made:
        yield made


def _checked(machine: Machine) -> list[Checked]:
    return [Checked(*json.loads(line)) for line in machine.read("checked").splitlines()]


def test_the_screen_is_the_sample_of_the_design(machine: Machine) -> None:
    seen = machine.run("shelterkit schedule show").stdout

    assert (
        seen.replace(str(machine.home), "/home/anna")
        == """\
Checks every day at 08:30; silent unless something needs attention.

cron (add with crontab -e):
  30 8 * * * '/home/anna/.local/bin/shelterkit' check --quiet --snooze 7d

systemd (also catches up after the computer was off):
  shelterkit.service  SuccessExitStatus=1 2
                      ExecStart=/home/anna/.local/bin/shelterkit check --quiet --snooze 7d --notify
  shelterkit.timer    OnCalendar=*-*-* 08:30    Persistent=true

Nothing was installed.
Try:  shelterkit schedule install --cron      then  shelterkit schedule test
"""
    )


def test_a_kit_that_cron_would_look_for_elsewhere_is_named(machine: Machine) -> None:
    ran = machine.run("""
        shelterkit --kit "$HOME/.local/share/shelterkit/kit.toml" schedule show --cron
        XDG_DATA_HOME="$HOME/elsewhere" shelterkit schedule show --cron
        HOME="$HOME/elsewhere" shelterkit schedule show --cron
        SHELTERKIT_KIT=kit.toml shelterkit schedule show --cron
        """)

    found = [line.partition(" --snooze 7d")[2] for line in ran.stdout.splitlines() if line.startswith("  30 8 ")]
    assert [line.replace(str(machine.home), "~") for line in found] == [
        "",
        " --kit '~/elsewhere/shelterkit/kit.toml'",
        " --kit '~/elsewhere/.local/share/shelterkit/kit.toml'",
        " --kit '~/kit.toml'",
    ]


def test_cron_runs_the_line_and_mails_what_the_test_showed(machine: Machine) -> None:
    machine.folder.joinpath("others").write_bytes(OTHERS)

    ran = machine.run(f"""
        crontab "$MACHINE/others"
        shelterkit schedule install --cron --quiet
        shelterkit schedule test --json > "$MACHINE/tested"
        {_CRON.format(2)}
        """)

    tested, run = _checked(machine)
    mail = machine.read("mail")
    output = json.loads(machine.read("tested"))["test"]["output"]
    assert (ran.stdout, ran.stderr, ran.returncode) == ("", "", 0)
    assert run.words == tested.words == ["check", "--quiet", "--snooze", "7d"]
    assert run.folder == tested.folder == str(machine.home)
    # MAILTO and CONTENT_TYPE are for cron itself; the throwaway state is all that a test adds.
    assert set(tested.environment.items()) - set(run.environment.items()) == {
        ("XDG_STATE_HOME", tested.environment["XDG_STATE_HOME"])
    }
    assert set(run.environment.items()) <= set(tested.environment.items())
    assert "To: anna\n" in mail
    assert mail.endswith((f"\n\n{output}\n", f"\n\n{output}"))


@pytest.mark.parametrize("others", [OTHERS, b"", None], ids=["others", "empty", "none"])
def test_the_crontab_is_the_same_byte_for_byte_before_and_after(others: bytes | None, machine: Machine) -> None:
    if others is not None:
        machine.folder.joinpath("others").write_bytes(others)
    kits = [machine.home / name for name in ("kit.toml", "a 'second' kit 50%.toml")]
    named = [f"shelterkit --kit {shlex.quote(str(kit))} schedule" for kit in kits]

    ran = machine.run(f"""
        now() {{ tail -n +4 /var/spool/cron/crontabs/root > "$MACHINE/$1" 2> /dev/null; }}  # without cron's own lines
        {'crontab "$MACHINE/others"' if others is not None else ""}
        now before
        for again in 1 2; do {named[0]} install --cron -q; {named[1]} install --cron -q --at 0$again:00; done
        now both
        {named[0]} remove -q && now one
        {named[1]} remove -q
        now after
        {named[1]} remove
        crontab -l > /dev/null
        """)

    both, one = (machine.folder.joinpath(name).read_bytes() for name in ("both", "one"))
    assert ran.stderr.count("Error: nothing of shelterkit is installed in cron or systemd") == 1
    assert ran.stderr.count("Error: ") == 1
    assert ("no crontab for root" in ran.stderr) == (not others)
    assert both.startswith(others or b"")
    assert both.count(b" check --quiet ") == 2
    assert one.count(b" check --quiet ") == 1
    assert b"0 2 * * * " in one
    assert machine.folder.joinpath("before").read_bytes() == (others or b"")
    assert machine.folder.joinpath("after").read_bytes() == (others or b"")


def test_cron_hands_every_path_over_as_it_is(machine: Machine) -> None:
    program = machine.home / r"a'b\\%50 $HOME" / "shelterkit"
    machine.install(program)
    kits, text = [f"{path}/kit.toml" for path in HOSTILE], ""
    for kit in kits:
        text = crontab.with_block(text, kit, crontab.cron_line(Job((str(program),), kit, named=True)))
    machine.write("lines", text)

    ran = machine.run('crontab "$MACHINE/lines"' + _CRON.format(len(kits)))

    found = [one.words for one in _checked(machine)]
    assert (ran.stdout, ran.stderr) == ("", "")
    assert sorted(found) == sorted(["check", "--quiet", "--snooze", "7d", "--kit", kit] for kit in kits)


def test_whom_cron_does_not_allow_is_told_so(machine: Machine) -> None:
    machine.write("etc/cron.allow", "somebody-else\n")
    machine.write("etc/passwd", f"{machine.read('etc/passwd')}anna:*:4242:4242:Anna:{machine.home}:/bin/sh\n")
    machine.home.chmod(0o755)
    # Whose Python is in root's home must be able to read it.
    reads = "--inh-caps=+dac_read_search --ambient-caps=+dac_read_search"

    ran = machine.run(f"""
        setpriv --reuid=4242 --regid=4242 --clear-groups {reads} "{machine.program}" schedule install --cron
        """)

    assert ran.returncode == 1
    assert ran.stdout == ""
    assert (
        ran.stderr
        == """\
Error: crontab refuses: You (anna) are not allowed to use this program
(crontab) See crontab(1) for more information.
Nothing was changed.
Try:  shelterkit schedule show
"""
    )


@pytest.fixture
def session(machine: Machine) -> Machine:
    machine.run(_SYSTEMD)
    if machine.read("running").strip() not in ("running", "degraded"):
        pytest.skip(f"no systemd of a user runs here: {machine.read('systemd.log')[-200:]}")
    return machine


def test_systemd_runs_the_timer_and_forgets_it_when_it_is_removed(session: Machine) -> None:
    ran = session.run(f"""
        {_SYSTEMD}
        shelterkit schedule install --systemd -q
        shelterkit schedule install --systemd -q --at 07:05
        systemctl --user list-timers --all --no-pager --output=json > "$MACHINE/timers"
        systemctl --user show shelterkit.timer -p Persistent -p ActiveState -p UnitFileState --value
        systemctl --user start shelterkit.service; echo "started $?"
        systemctl --user is-failed shelterkit.service
        shelterkit schedule test -q > /dev/null
        shelterkit schedule remove -q; echo "removed $?"
        systemctl --user list-timers --all --no-pager --output=json
        systemctl --user show shelterkit.timer -p LoadState --value
        find "$HOME/.config" -not -type d
        """)

    run, tested = _checked(session)
    timers = json.loads(session.read("timers"))
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [
        "yes",
        "active",
        "enabled",
        "started 0",
        "inactive",
        "removed 0",
        "[]",
        "not-found",
    ]
    assert [one["unit"] for one in timers] == ["shelterkit.timer"]
    assert (timers[0]["next"] // 1_000_000 - 7 * 3600 - 300) % 86400 == 0
    assert run.words == tested.words == ["check", "--quiet", "--snooze", "7d", "--notify"]


def test_systemd_hands_every_path_over_as_it_is(session: Machine) -> None:
    program = session.home / r"a'b\\%50 $HOME" / "shelterkit"
    session.install(program)
    (session.home / ".config" / "systemd" / "user").mkdir(parents=True)
    jobs = [Job((str(program),), f"{path}/kit.toml", named=True) for path in HOSTILE]
    for job in jobs:
        session.write(f"home/.config/systemd/user/{units.unit_name(job)}.service", units.service_text(job))

    ran = session.run(f'{_SYSTEMD}\ncd "$HOME/.config/systemd/user" && systemctl --user start *.service')

    found = [one.words for one in _checked(session)]
    assert (ran.stdout, ran.stderr) == ("", "")
    assert sorted(found) == sorted(list(job.words[1:]) for job in jobs)


def test_a_systemd_that_does_not_answer_is_said_with_what_remains(machine: Machine) -> None:
    ran = machine.run("""
        mkdir "$XDG_RUNTIME_DIR/systemd"
        shelterkit schedule install --systemd
        echo "ended $?"
        find "$HOME/.config" -not -type d | sort
        rmdir "$XDG_RUNTIME_DIR/systemd"
        shelterkit schedule remove --quiet
        find "$HOME/.config" -not -type d
        """)

    units = f"{machine.home}/.config/systemd/user/shelterkit"
    # Without a systemd running, systemctl links a timer for the next login, and fails to start it.
    wanted = f"{machine.home}/.config/systemd/user/timers.target.wants/shelterkit.timer"
    lines = ran.stdout.splitlines()
    assert lines[0] == "ended 1"
    assert [line for line in lines[1:] if line != wanted] == [f"{units}.service", f"{units}.timer"]
    assert "are written to" in ran.stderr
    assert "Nothing was changed." not in ran.stderr
