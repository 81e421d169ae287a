"""In the place of systemd, runuser and nginx on a machine without an init: ``systemctl`` starts the units' exact commands.

Where things lie is the plan's own, below a scratch folder; what a unit says of user and rights only an init can do.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tools.install.machine import read_environment

PROGRAMS = {
    "systemctl": 'exec "{python}" -m tests.tools.stand_ins "{top}" "$@"',
    "runuser": 'shift 3; exec "$@"',
    "systemd-sysusers": "exit 0",
    "nginx": "exit 0",
}


def put_programs(folder: Path, top: Path) -> None:
    """Programs of these names in ``folder``, for the beginning of a PATH."""
    folder.mkdir()
    root = Path(__file__).resolve().parents[2]
    for name, text in PROGRAMS.items():
        words = text.format(python=sys.executable, top=top)
        (folder / name).write_text(f'#!/bin/sh\nexport PYTHONPATH="{root}"\n{words}\n')
        (folder / name).chmod(0o755)


def read_unit(path: Path) -> dict[str, str]:
    """The lines of a unit's service, by name."""
    pairs = (line.partition("=") for line in path.read_text().splitlines() if "=" in line and not line.startswith("#"))
    return {name: value for name, _equals, value in pairs}


def environment(unit: dict[str, str]) -> dict[str, str]:
    """What systemd would give a unit's process."""
    env = {"PATH": os.defpath, "LANG": "C.UTF-8", **read_environment(Path(unit["EnvironmentFile"]))}
    for name in unit.get("UnsetEnvironment", "").split():
        env.pop(name, None)
    return env


def start(unit: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as stream:
        return subprocess.Popen(
            unit["ExecStart"].split(), cwd=unit["WorkingDirectory"], env=environment(unit), stdin=subprocess.DEVNULL,
            stdout=stream, stderr=stream, start_new_session=True,
        )  # fmt: skip


def _alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def main(top: Path, verb: str, *words: str) -> int:
    names = [word.removesuffix(".service") for word in words if word.startswith("consult-")]
    units = top / "etc/systemd/system"
    for name in names:
        mark = top / f"{name}.pid"
        running = mark.exists() and _alive(int(mark.read_text()))
        if verb == "is-active" and not running:
            return 3
        if verb == "stop" and running:
            pid = int(mark.read_text())
            os.kill(pid, signal.SIGTERM)
            until = time.monotonic() + 30
            while _alive(pid) and time.monotonic() < until:
                time.sleep(0.05)
            if _alive(pid):
                os.killpg(pid, signal.SIGKILL)
        if verb == "start" and not running:
            mark.write_text(str(start(read_unit(units / f"{name}.service"), top / f"{name}.log").pid))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
