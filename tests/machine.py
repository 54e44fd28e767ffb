"""A computer of its own for a test: the real cron, crontab and systemd, with files and a home that are the test's."""

from __future__ import annotations

import functools
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Self

TREE = Path(__file__).parent.parent
# What is mounted is seen by the commands of the script alone, and ends with them, as do the daemons it starts.
_OUTSIDE = r"""
set -e
for folder in /etc /usr/sbin; do
    mount -t overlay overlay -o "lowerdir=$MACHINE$folder:$folder" "$folder"
done
spool=/var/spool/cron/crontabs
mount -t tmpfs -o "mode=1730,gid=$(stat -c %g $spool)" tmpfs $spool
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/systemd/system /run/user/0
# faketime names its memory by process ids, which are few and the same on every such computer.
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /sys/fs/cgroup
mount -t cgroup2 none /sys/fs/cgroup || true
group=/sys/fs/cgroup/shelterkit-test-$$
mkdir "$group" && echo $$ > "$group/cgroup.procs" || true
code=0
unshare --pid --fork --kill-child --mount-proc sh -u "$MACHINE/script" || code=$?
echo $$ > /sys/fs/cgroup/cgroup.procs || true
find "$group" -depth -type d -exec rmdir {} \; || true
exit $code
"""
_SENDMAIL = """\
#!/bin/sh
cat >> "$MACHINE/mail"
"""
# The program as it is in this tree. Its `check` is a stand-in that notes the words it got: each schedule ends there.
_PROGRAM = """\
#!{python}
import json, os, sys
sys.path.insert(0, {tree!r})
if "check" in sys.argv[1:2]:
    with open({folder!r} + "/checked", "a") as file:
        file.write(json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()]) + chr(10))
    print("WARNING - 1 thing needs attention")
    print("  SOON     f2 Гречка: best before 2026-12-15 (in 22 days).")
    sys.exit(1)
from shelterkit.__main__ import run
run()
"""


def lacks() -> str:
    """Return what this computer lacks for a computer of its own, "" if nothing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux, to put other files in the place of the system's"
    missing = [name for name in ("unshare", "crontab", "cron", "systemctl", "faketime") if not shutil.which(name)]
    return f"needs {', '.join(missing)}" if missing else _refusal()


@functools.cache
def _refusal() -> str:
    with Machine() as machine:
        ran = machine.run("true")
    return f"this computer allows no mounts: {ran.stderr.strip()}" if ran.returncode else ""


class Machine:
    """A computer whose only user is root, at home in a folder of the test."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sk-", dir="/tmp"))
        self.home = self.folder / "home"
        self.program = self.home / ".local" / "bin" / "shelterkit"

    def __enter__(self) -> Self:
        self.folder.chmod(0o755)
        for folder in ("home", "etc", "usr/sbin"):
            (self.folder / folder).mkdir(parents=True)
        self.write("etc/passwd", f"root:*:0:0:root:{self.home}:/bin/sh\n")
        self.write("usr/sbin/sendmail", _SENDMAIL.replace("$MACHINE", str(self.folder))).chmod(0o755)
        self.install(self.program)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder)

    def install(self, path: Path) -> None:
        """Put the program into a place."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_PROGRAM.format(python=sys.executable, tree=str(TREE), folder=str(self.folder)))
        path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)

    def write(self, name: str, text: str) -> Path:
        """Put a file into the computer."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, name: str) -> str:
        """Return what a file of the computer holds, "" if it is not there."""
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a script in the shell of this computer; `shelterkit` is the program in the home."""
        self.write("outside", _OUTSIDE)
        self.write("script", f'cd\nshelterkit() {{ "{self.program}" "$@"; }}\n{script}\n')
        return subprocess.run(
            [
                shutil.which("unshare") or "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                f"{self.folder}/outside",
            ],
            env={
                "MACHINE": str(self.folder),
                "HOME": str(self.home),
                "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
                "LANG": "C.UTF-8",
                "XDG_RUNTIME_DIR": "/run/user/0",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
