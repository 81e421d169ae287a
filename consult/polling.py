"""Working without a broker: threads that look at the rows themselves, and the clock that Celery's beat would be.

The rows are the truth in any installation; here nothing stands beside them that could be torn, pile up or be lost.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event, Thread
from typing import Any

from celery import current_app
from celery.schedules import maybe_schedule
from django.conf import settings
from django.db import connection

from consult import clock
from consult.actions import jobs
from consult.libraries import converter
from consult.models import Heartbeat

from . import tasks

logger = logging.getLogger(__name__)

# One thread each. A document that takes long holds up no mail, and a backup neither.
CONVERTER, CLOCK = "converter", "clock"
LANES = ("documents", "documents", "mail", "backup", CONVERTER)
# Seconds.
LOOK_EVERY = 0.3
AFTER_A_FAULT = 5.0
TELL_EVERY = 60.0


def work(stop: Event, lanes: Sequence[str] = ()) -> None:
    """Do due jobs and what is due by the clock, until ``stop`` is set. What was begun then is ended first.

    With ``lanes`` only the jobs of those queues, and with CLOCK among them what is due by the clock: the rest is another
    process's. Raises ``ConverterMissingError`` where only the converter's are asked for and there is none here.
    """
    names = [name for name in LANES if not lanes or name in lanes]
    rounds: list[Callable[[], bool]] = [Clock().run_due] if not lanes or CLOCK in lanes else []
    if CONVERTER in names:
        if converter.is_installed():
            rounds.append(Presence().tell)
        else:
            if tuple(lanes) == (CONVERTER,):
                raise converter.ConverterMissingError("LibreOffice is not installed here")
            # What waits for a converter is left to one that comes.
            names.remove(CONVERTER)
            logger.warning("LibreOffice is not installed here: Word files are shown as text only")
    rounds += [_lane(name) for name in names]
    threads = [Thread(target=_again_and_again, args=(one_round, stop)) for one_round in rounds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _lane(name: str) -> Callable[[], bool]:
    kinds = [kind for kind, queue in jobs.QUEUES.items() if queue == name]

    def do_one() -> bool:
        found = jobs.due_jobs().filter(kind__in=kinds).order_by("run_after").values_list("pk", flat=True).first()
        if found is None:
            return False
        tasks.run_job(found)
        return True

    return do_one


class Presence:
    """Says once a minute that there is a converter here: pages of Word files are promised only where somebody makes them."""

    def __init__(self) -> None:
        self.told: float | None = None

    def tell(self) -> bool:
        if self.told is None or time.monotonic() - self.told > TELL_EVERY:
            jobs.note_heartbeat(Heartbeat.Name.CONVERT)
            self.told = time.monotonic()
        return False


class Clock:
    """What Celery's beat would ask for, done here: CELERY_BEAT_SCHEDULE.

    What has a ``Heartbeat`` goes by it, so that what fell into a night when the machine was off is done at the next start.
    """

    def __init__(self) -> None:
        now = clock.now()
        known = dict(Heartbeat.objects.values_list("name", "at"))
        self.last: dict[str, datetime] = {name: known.get(name, now) for name in settings.CELERY_BEAT_SCHEDULE}

    def run_due(self) -> bool:
        """Run the first entry that is due. Returns whether there was one."""
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
            if self._due(name, entry):
                self.last[name] = clock.now()
                current_app.tasks[entry["task"]]()
                return True
        return False

    def _due(self, name: str, entry: dict[str, Any]) -> bool:
        # A clock that was put back must not leave everything waiting for the hour that was before.
        self.last[name] = min(self.last[name], clock.now())
        return bool(maybe_schedule(entry["schedule"], app=current_app).is_due(self.last[name])[0])


def _again_and_again(one_round: Callable[[], bool], stop: Event) -> None:
    """Call ``one_round`` until ``stop`` is set, resting when it found nothing. No fault ends it: the next round may go well."""
    try:
        while not stop.is_set():
            try:
                rest = 0.0 if one_round() else LOOK_EVERY
            except Exception:
                logger.exception("a round of work failed")
                connection.close()
                rest = AFTER_A_FAULT
            stop.wait(rest)
    finally:
        connection.close()
