"""An embedded installation on a folder of the proof's own, and small file systems to put it on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.services.conftest import until
from tools.processes import free_port, listening, web, worker

ROOT = Path(__file__).resolve().parents[2]


class Installation:
    """Web and worker as ``make run`` starts them, on ``folder``; ``log`` gathers what they say."""

    def __init__(self, folder: Path, log: Path, **env: str) -> None:
        self.folder, self.log = folder, log
        self.port = free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        left = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        own = {"CONSULT_DATA_DIR": str(folder), "CONSULT_ENV": "embedded", "LOG_LEVEL": "WARNING", "PYTHONUNBUFFERED": "1",
               "SITE_URL": self.site}  # fmt: skip
        self.env = {**left, **own, **env}

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "manage.py", *words]
        done = subprocess.run(line, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, done.stderr[-3000:]
        return done

    def prepare(self, *, office_only: bool = True) -> None:
        self.manage("migrate", "-v0")
        self.manage("load_demo", *(["--office-only"] if office_only else []))

    def start(self, *names: str) -> None:
        commands = {"web": web(self.port), "worker": worker()}
        for name in names or commands:
            self.run(name, *commands[name])
        if "web" in (names or commands):
            until(lambda: listening(self.port))

    def run(self, name: str, *command: str | Path) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            line = [str(word) for word in command]
            started = subprocess.Popen(line, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True)
        self.running[name] = started
        return started

    def signal(self, number: signal.Signals) -> None:
        """To every process with all its children."""
        for process in self.running.values():
            if process.poll() is None:
                os.killpg(process.pid, number)

    def stop(self) -> None:
        for number in (signal.SIGCONT, signal.SIGKILL):
            self.signal(number)
        for process in self.running.values():
            process.wait()
        self.running.clear()

    def look(self) -> dict[str, Any]:
        line = [sys.executable, "-m", "tests.prove.look"]
        done = subprocess.run(line, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)


def _mount(*words: str | Path) -> None:
    assert os.geteuid() == 0, "file systems are made and mounted by root: run this proof as root"
    subprocess.run(["mount", *map(str, words)], check=True)


@contextmanager
def mounted(*words: str | Path, at: Path) -> Iterator[Path]:
    at.mkdir(parents=True, exist_ok=True)
    _mount(*words, at)
    try:
        yield at
    finally:
        for _attempt in range(20):
            if subprocess.run(["umount", str(at)], check=False, capture_output=True).returncode == 0:
                break
            time.sleep(0.2)


def make_image(path: Path, mebibytes: int) -> None:
    """An ext4 file system in a file."""
    with path.open("wb") as stream:
        stream.truncate(mebibytes * 1024 * 1024)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(path)], check=True)


def copy_image(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
