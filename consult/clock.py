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
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the block live at ``moment``."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
