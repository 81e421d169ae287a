"""Starts several processes together and stops all of them together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.prepare import PYTHON, ROOT, StepFailedError

PATIENCE = 10.0


def free_port(wanted: int = 0) -> int:
    """``wanted`` if it is free on loopback, else any that is."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise StepFailedError("no free port on loopback")


def wait_for(what: str, ready: object, seconds: float = 60.0) -> None:
    """Wait until ``ready()`` is true. Raises ``StepFailedError`` after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not ready():  # type: ignore[operator]
        if time.monotonic() > deadline:
            raise StepFailedError(f"{what} did not start within {seconds:.0f} s")
        time.sleep(0.1)


def listening(port: int) -> bool:
    """Whether something answers on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Group:
    """Processes that live and die together. Each is the head of its own process group."""

    env: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str | Path, log: Path | None = None, **env: str) -> subprocess.Popen[bytes]:
        out = log.open("ab") if log else None
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            start_new_session=True,
        )
        self.running[name] = process
        return process

    def dead(self) -> str | None:
        """The name of a process that has ended, if one has."""
        return next((name for name, process in self.running.items() if process.poll() is not None), None)

    def stop(self) -> None:
        """End all of them: politely first, for certain afterwards."""
        for process in self.running.values():
            if process.poll() is None:
                _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        self.running.clear()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        # The head decides how its children end; only when it does not, the whole group is killed.
        if number == signal.SIGKILL:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    except ProcessLookupError:
        pass


@contextmanager
def group(env: dict[str, str]) -> Iterator[Group]:
    """A group that is stopped at the end, whatever happens."""
    processes = Group(env)
    try:
        yield processes
    finally:
        processes.stop()


def worker(concurrency: int = 1) -> Sequence[str | Path]:
    """The command of a Celery worker."""
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]
    return [PYTHON, "-m", "celery", "-A", "celery_app", "worker", f"--concurrency={concurrency}", *quiet]


def beat(data_dir: Path) -> Sequence[str | Path]:
    """The command of Celery's beat. An old schedule is thrown away: a torn file would keep beat from starting."""
    for old in data_dir.glob("beat-schedule*"):
        old.unlink()
    return [PYTHON, "-m", "celery", "-A", "celery_app", "beat", "--pidfile=", "--loglevel=WARNING"]


def web(port: int) -> Sequence[str | Path]:
    """The command of the web server."""
    bind = f"127.0.0.1:{port}"
    # Kept open longer than any page polls: a connection closed while the next request is on its way loses that request.
    kept = ["--keep-alive", "75"]
    return [PYTHON, "-m", "gunicorn", "config.wsgi", "--bind", bind, "--worker-class", "gthread", "--workers", "1",
            "--threads", "8", "--timeout", "120", *kept, "--log-level", "warning", "--no-control-socket"]  # fmt: skip
