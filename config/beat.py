"""Celery's beat with nothing on disk, which may be full, and for a clock that may be set back."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from celery.beat import Scheduler
from celery.schedules import schedstate, schedule

# Seconds. What clocks correct by themselves all the time is less.
SET_BACK = 2.0


class Often(schedule):
    """Every so many seconds. After the clock was set back it is due at once, not when the old time is reached again."""

    def is_due(self, last_run_at: datetime) -> Any:
        if self.maybe_make_aware(last_run_at) > self.now():
            return schedstate(is_due=True, next=self.seconds)
        return super().is_due(last_run_at)


class Beat(Scheduler):
    """The schedule in memory: it is the same at every start, and rows say what was done when."""

    _seen = 0.0

    def tick(self, *arguments: Any, **options: Any) -> float:
        now = time.time()
        if now < self._seen - SET_BACK:
            # Its order is by times that lie in the future now.
            self._heap = None
        self._seen = now
        return super().tick(*arguments, **options)
