"""Moves the clock of this Python process by the offset that a file says, while it runs, and in every child it forks.

Python loads it by its name when its folder is on PYTHONPATH. Clocks that only measure (monotonic) are left alone.
"""

import os
import threading
import time
from pathlib import Path

FILE = os.environ.get("DRILL_CLOCK")
LOOK_SECONDS = 0.5


def _offset() -> float:
    return float(Path(FILE or "").read_text())


def _follow() -> None:
    import time_machine  # noqa: PLC0415 - only where a clock is to be moved

    hatch = time_machine.escape_hatch
    first = _offset()
    known: float | None = first
    moved = time_machine.travel(time.time() + first, tick=True).start()
    # A moved clock stands still until it is first asked: in an idle process it would be late by as long as it idles.
    time.time()
    pause = threading.Event()

    def look() -> None:
        nonlocal known
        while not pause.wait(LOOK_SECONDS):
            wanted = _offset()
            if wanted != known:
                moved.move_to(hatch.time.time() + wanted)
                time.time()
                known = wanted

    def start() -> None:
        threading.Thread(target=look, daemon=True, name="clock").start()

    def start_in_child() -> None:
        # The parent may have been forked while its own thread was moving the clock: the child sets its clock anew.
        nonlocal known
        known = None
        start()

    os.register_at_fork(after_in_child=start_in_child)
    start()


if FILE:
    _follow()
