"""What goes wrong during a drill, when, and how it is put right again."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from celery import Celery
from django.db import connections

from consult.models import Job
from tools.drill.clock import Clock
from tools.services import Cluster
from tools.stack import APPLICATION, Stack

RESTART_PAUSE = 1.5


@dataclass(frozen=True)
class Fault:
    """One thing that went wrong: when it began and when it was over, by the monotonic clock, in seconds."""

    name: str
    began: float
    over: float


@dataclass
class Trouble:
    """Makes trouble while the clients work, from a seed, and restarts what dies, as Docker would."""

    stack: Stack
    clock: Clock
    store_mode: Path
    chance: random.Random
    short: bool
    done: list[Fault] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    killed: dict[str, int] = field(default_factory=dict)
    resting: set[str] = field(default_factory=set)

    # ------------------------------------------------------------ the supervisor
    def supervise(self) -> None:
        """Start again whatever of the application has ended."""
        while not self.stop.wait(RESTART_PAUSE):
            for name, process in list(self.stack.processes.running.items()):
                service = "beat" if name.startswith("beat") else name
                if service in APPLICATION and process.poll() is not None and name not in self.resting:
                    self.stack.start(service, name)

    # ------------------------------------------------------------ the faults
    def kill_one(self) -> None:
        """SIGKILL to a service with all its children, or to a single child."""
        name = self.chance.choice([n for n in self.stack.processes.running if n.startswith(("web", "worker", "beat"))])
        process = self.stack.processes.running[name]
        kind = f"SIGKILL {name}"
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            children = psutil.Process(process.pid).children()
            if children and self.chance.random() < 0.4:
                kind = f"SIGKILL child of {name}"
                self.chance.choice(children).kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        self.killed[kind] = self.killed.get(kind, 0) + 1

    def redis_gone(self, seconds: float) -> None:
        """Redis stopped, emptied and started again."""
        process = self.stack.processes.running["redis"]
        process.send_signal(signal.SIGTERM)
        process.wait()
        self.stop.wait(seconds)
        self.stack.start_redis()

    def database_restart(self) -> None:
        cluster: Cluster = self.stack.cluster
        cluster.stop()
        self.stop.wait(2)
        cluster.start()

    def store(self, mode: str, seconds: float) -> None:
        self.store_mode.write_text(mode)
        self.stop.wait(seconds)
        self.store_mode.write_text("ok")

    def second_beat(self) -> None:
        self.stack.start("beat", "beat-second")

    def over_midnight(self) -> None:
        self.clock.set(self.clock.until_new_year(15))
        self.stop.wait(20)

    def run_twice(self, broker: str) -> None:
        """Send messages of jobs once more, done or not, all the time."""
        sender = Celery("drill", broker=broker)
        sender.conf.task_publish_retry = False
        while not self.stop.wait(1.0):
            with suppress(Exception):
                for job in Job.objects.order_by("-pk")[:10]:
                    queue = "documents" if job.kind == Job.Kind.RENDER else "mail"
                    for _ in range(2):
                        sender.send_task("consult.run_job", args=[job.pk], queue=queue)
            connections.close_all()

    def timed(self, name: str, act: Callable[[], None]) -> None:
        began = time.monotonic()
        act()
        self.done.append(Fault(name, began, time.monotonic()))

    def plan(self) -> list[tuple[float, str, Callable[[], None]]]:
        """The great faults: at which share of dossiers ended, what it is called, and what it does."""
        outage = 30.0 if not self.short else 10.0
        return [
            (0.02, "second beat", self.second_beat),
            (0.10, f"Redis stopped for {outage:.0f} s and emptied", lambda: self.redis_gone(outage)),
            (0.25, "PostgreSQL stopped at once and started", self.database_restart),
            (0.40, "S3 answers 500 for 15 s", lambda: self.store("error", 15)),
            (0.50, "clock over midnight and New Year", self.over_midnight),
            (0.60, "S3 times out for 25 s", lambda: self.store("hang", 25)),
            (0.70, "S3 has no room for 15 s", lambda: self.store("full", 15)),
            (0.80, "PostgreSQL stopped at once and started", self.database_restart),
            (0.90, f"Redis stopped for {outage:.0f} s and emptied", lambda: self.redis_gone(outage)),
        ]
