"""PostgreSQL and Redis of our own, on loopback and thrown away afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.prepare import run
from tools.processes import Group, free_port, listening, wait_for


def postgres_bin() -> Path:
    """Where PostgreSQL's programs lie; Debian keeps the server's off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else Path(shutil.which("initdb") or "/nonexistent/initdb").parent


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: run it as the user that its package made."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


@dataclass
class Cluster:
    """A PostgreSQL cluster. ``password`` asks for it at every connection; without one, loopback is trusted."""

    home: Path
    port: int
    options: Sequence[str] = ()
    password: str = ""

    def __post_init__(self) -> None:
        self.home.mkdir()
        self._as = _unprivileged(self.home)

    def create(self) -> None:
        method, extra = "trust", []
        if self.password:
            word = self.home / "password"
            word.write_text(self.password)
            if os.geteuid() == 0:
                os.chown(word, pwd.getpwnam("postgres").pw_uid, 0)
            method, extra = "scram-sha-256", [f"--pwfile={word}"]
        run(*self._as, postgres_bin() / "initdb", "-D", self.home / "data", "-U", "consult", "-A", method, "-E", "UTF8",
            "--no-sync", *extra, advice="PostgreSQL could not be initialised.", quiet=True)  # fmt: skip

    def start(self) -> None:
        options = f"-h 127.0.0.1 -p {self.port} -k {self.home} -c fsync=off {' '.join(self.options)}"
        self._control("-w", "-l", str(self.home / "log"), "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        self._control("-m", mode, "stop", quietly=True)

    def _control(self, *words: str, quietly: bool = False) -> None:
        command = [*self._as, str(postgres_bin() / "pg_ctl"), "-D", str(self.home / "data"), *words]
        if quietly:
            subprocess.run(command, check=False, capture_output=True, cwd="/")
        else:
            run(*command, advice=f"PostgreSQL did not start; its log is {self.home / 'log'}.", quiet=True)

    def url(self, database: str = "postgres") -> str:
        word = f":{self.password}" if self.password else ""
        return f"postgres://consult{word}@127.0.0.1:{self.port}/{database}"


@contextmanager
def postgres(folder: Path, *options: str, password: str = "") -> Iterator[Cluster]:
    """A throw-away cluster."""
    cluster = Cluster(folder / "postgres", free_port(), options, password)
    cluster.create()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def redis(processes: Group, folder: Path, port: int = 0, *options: str) -> str:
    """A throw-away Redis; gives its URL."""
    port = port or free_port()
    own = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    processes.start("redis", str(shutil.which("redis-server")), *own, *options, log=folder / "redis.log")
    wait_for("Redis", lambda: listening(port))
    return f"redis://127.0.0.1:{port}/0"
