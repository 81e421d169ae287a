"""Real processes on the test's own database: workers, sweeps, a broker that can be emptied."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[2]


def until(condition: Callable[[], bool], seconds: float = 180.0) -> None:
    """Wait until ``condition`` holds. Fails after ``seconds``, which a machine with much else to do may need."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "this did not happen in time"
        pause.wait(0.05)


def together(*calls: Callable[[], object]) -> list[object]:
    """Run all calls at the same moment, each in a thread of its own; gives results, or the exceptions raised."""
    barrier = threading.Barrier(len(calls))
    results: list[object] = [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[place] = call()
        except Exception as fault:
            results[place] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class Processes:
    """Starts processes of the product on the test's database and ends them all afterwards."""

    def __init__(self, data_dir: Path, redis_url: str) -> None:
        self.data_dir = data_dir
        self.running: list[subprocess.Popen[bytes]] = []
        self.env = {
            **os.environ,
            "CONSULT_DATA_DIR": str(data_dir),
            # The tests' own keys are locked with it.
            "SIGNING_SECRET": django_settings.SIGNING_SECRET,
            "DATABASE_URL": _database_url(),
            "REDIS_URL": redis_url,
            "JOB_LEASE_SECONDS": "2",
            "SWEEP_SECONDS": "0.5",
            # What a test asks for goes to a broker of its own: the sweep alone finds it.
            "DISPATCH_AGAIN_SECONDS": "1",
            "LOG_LEVEL": "ERROR",
        }

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.data_dir / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=ERROR"]
        return self.start("-m", "celery", "-A", "celery_app", "worker", "--concurrency=1", *quiet)

    def beat(self) -> subprocess.Popen[bytes]:
        schedule = str(self.data_dir / f"beat-{len(self.running)}")
        return self.start("-m", "celery", "-A", "celery_app", "beat", "--pidfile=", "-s", schedule, "--loglevel=ERROR")

    def call(self, code: str) -> subprocess.Popen[bytes]:
        """Run a line of Python in a process of its own."""
        return self.start("manage.py", "shell", "-v0", "-c", code)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """SIGKILL, with its children: nothing gets to clean up."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.running:
            if process.poll() is None:
                self.kill(process)


def _database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return f"postgres://{values['USER']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


@pytest.fixture
def redis_url(worker_id: str) -> str:
    """A broker of this test's own; without the throw-away Redis of ``make test`` there is nothing to test."""
    base = os.environ.get("TEST_REDIS_URL")
    assert base, "TEST_REDIS_URL is not set: these tests run by `make test`"
    number = 1 + int(worker_id.removeprefix("gw") or 0) if worker_id != "master" else 0
    return f"{base.rsplit('/', 1)[0]}/{number}"


@pytest.fixture
def processes(transactional_db: None, tmp_path: Path, settings, redis_url: str) -> Iterator[Processes]:
    settings.STORAGES = {
        **django_settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    started = Processes(tmp_path, redis_url)
    yield started
    started.stop()
