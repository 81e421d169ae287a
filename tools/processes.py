"""Starts several processes together and stops all of them together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tools.prepare import PYTHON, ROOT, StepFailedError

PATIENCE = 10.0


# From linux/prctl.h.
PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)


def end_with_parent(parent: int = 0) -> None:
    """Let the system end this process when its parent ends, however that ends. Only Linux can.

    ``parent`` is the id of a parent that may have ended by now; this process then ends at once.
    """
    if _prctl is None:
        return
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if parent and os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def free_port() -> int:
    """A port that is free on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
    """Processes that live and die together. Each is the head of its own process group.

    ``held`` are file descriptors that they hold as well.
    """

    env: dict[str, str]
    held: tuple[int, ...] = ()
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str | Path, log: Path | None = None, **env: str) -> subprocess.Popen[bytes]:
        out = log.open("ab") if log else None
        # The system ties a process to the thread that started it; only the main thread lives as long as this process.
        tied = threading.current_thread() is threading.main_thread()
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            start_new_session=True,
            pass_fds=self.held,
            preexec_fn=partial(end_with_parent, os.getpid()) if tied else None,  # noqa: PLW1509 — two system calls
        )
        self.running[name] = process
        return process

    def finish(self, *command: str | Path, advice: str) -> None:
        """Run a command to its end. Raises ``StepFailedError`` with ``advice`` when it fails."""
        code = self.start("step", *command).wait()
        del self.running["step"]
        if code:
            raise StepFailedError(advice)

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
def group(env: dict[str, str], *held: int) -> Iterator[Group]:
    """A group that is stopped at the end, whatever happens."""
    processes = Group(env, held)
    try:
        yield processes
    finally:
        processes.stop()


def worker() -> Sequence[str | Path]:
    """The command of the worker that needs no broker."""
    return [PYTHON, ROOT / "manage.py", "work"]


def web(port: int) -> Sequence[str | Path]:
    """The command of the web server."""
    bind = f"127.0.0.1:{port}"
    # Kept open longer than any page polls: a connection closed while the next request is on its way loses that request.
    kept = ["--keep-alive", "75"]
    return [PYTHON, "-m", "gunicorn", "config.wsgi", "--bind", bind, "--worker-class", "gthread", "--workers", "1",
            "--threads", "8", "--timeout", "120", *kept, "--log-level", "warning", "--no-control-socket"]  # fmt: skip
