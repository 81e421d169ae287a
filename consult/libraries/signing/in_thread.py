"""pyHanko runs an event loop for each signature; here it gets a thread of its own, in case this one has a loop already."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def in_thread(act: Callable[P, R]) -> Callable[P, R]:
    """``act``, done in another thread while this one waits."""

    @wraps(act)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(act, *args, **kwargs).result()

    return done
