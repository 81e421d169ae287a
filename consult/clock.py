"""The time, in one place, so that the demo and the tests can live through weeks in seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """The present moment, aware."""
    return _fixed.get() or timezone.now()


def today() -> date:
    """Today's date in Việt Nam's time: deadlines and register years turn at midnight there."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day of an aware moment in Việt Nam's time, whatever zone it is in: rows come back in UTC."""
    return timezone.localtime(moment).date()


def written(moment: datetime, form: str = "%d/%m/%Y %H:%M") -> str:
    """An aware moment by the clocks of Việt Nam, for rows' names."""
    return timezone.localtime(moment).strftime(form)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the block live at ``moment``."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
