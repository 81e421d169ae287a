"""``make test``: everything from nothing to a green suite, with a PostgreSQL and a Redis of its own on loopback.

The suite runs twice: whole on SQLite, and on PostgreSQL what touches flows, actions and concurrency.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.prepare import PYTHON, ROOT, StepFailedError, guarded, prepare, run, say
from tools.processes import Group, free_port, group, listening, wait_for

NEEDED = {
    "chromium": "chromium",
    "redis-server": "redis-server",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "soffice": "libreoffice-writer-nogui",
    "softhsm2-util": "softhsm2",
    "zbarimg": "zbar-tools",
}
ON_POSTGRES = ["tests/actions", "tests/workflows", "tests/services"]


def _postgres_bin() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else Path(shutil.which("initdb") or "/nonexistent/initdb").parent


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: run it as the user that its package made."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A throw-away cluster; gives its URL."""
    bin_ = _postgres_bin()
    home = folder / "postgres"
    home.mkdir()
    as_user = _unprivileged(home)
    data, log = home / "data", home / "log"
    port = free_port()
    run(*as_user, bin_ / "initdb", "-D", data, "-U", "consult", "-A", "trust", "-E", "UTF8", "--no-sync",
        advice="PostgreSQL could not be initialised.", quiet=True)  # fmt: skip
    options = f"-h 127.0.0.1 -p {port} -k {home} -c fsync=off -c max_connections=500"
    try:
        run(*as_user, bin_ / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start",
            advice="PostgreSQL did not start.", quiet=True)  # fmt: skip
        yield f"postgres://consult@127.0.0.1:{port}/postgres"
    finally:
        stop = [*as_user, str(bin_ / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, capture_output=True, cwd="/")


def redis(processes: Group, folder: Path) -> str:
    """A throw-away Redis; gives its URL."""
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    processes.start("redis", str(shutil.which("redis-server")), *options, log=folder / "redis.log")
    wait_for("Redis", lambda: listening(port))
    return f"redis://127.0.0.1:{port}/0"


def _pytest(name: str, arguments: list[str], env: dict[str, str]) -> bool:
    say(f"tests: {name}")
    started = time.monotonic()
    command = [str(PYTHON), "-m", "pytest", "--quiet", "--no-header", *arguments]
    passed = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode == 0
    say(f"tests: {name} {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s")
    return passed


def main() -> int:
    extra = dict(NEEDED)
    if not (_postgres_bin() / "initdb").exists():
        extra["initdb"] = "postgresql"
    prepare(dev=True, extra=extra)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="consult-test-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        env = {**os.environ, "CONSULT_DATA_DIR": str(folder / "data"), "CONSULT_ENV": "embedded", "LOG_LEVEL": "ERROR"}
        env.pop("DATABASE_URL", None)
        with group(env) as processes, postgres(folder) as postgres_url:
            env["TEST_REDIS_URL"] = redis(processes, folder)
            env["TEST_POSTGRES_URL"] = postgres_url
            passed = [
                _pytest("everything but the browser, on SQLite", ["-n", "2", "--ignore=tests/browser"], env),
                _pytest("flows, actions and services, on PostgreSQL", ["-n", "2", *ON_POSTGRES],
                        {**env, "DATABASE_URL": postgres_url}),
                _pytest("the browser", ["tests/browser"], env),
            ]  # fmt: skip
    if not all(passed):
        raise StepFailedError("The suite is not green; see above.")
    return 0


if __name__ == "__main__":
    guarded(main)
