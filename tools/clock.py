"""Every process of a run at another hour: a small library moves the wall clock for it and for its children."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tools.prepare import ROOT, StepFailedError, install_system, run

PLACE = ZoneInfo("Asia/Ho_Chi_Minh")
SOURCE = ROOT / "tools" / "moved_clock.c"


def move_to(moment: str, folder: Path) -> None:
    """Let the processes that this one starts believe that they start at ``moment``: ``2026-12-31 23:30``, Việt Nam time.

    The clock is moved by a number of seconds: a moment would begin anew in each child, and in the child's own time zone.
    This process itself goes on in the true time. ``folder`` takes the library. Raises ``StepFailedError``.
    """
    try:
        wanted = datetime.fromisoformat(moment).replace(tzinfo=PLACE)
    except ValueError:
        raise StepFailedError(f"CLOCK is not a moment such as 2026-12-31 23:30: {moment}") from None
    if shutil.which("cc") is None:
        install_system(["gcc", "libc6-dev"])
    library = folder / "moved_clock.so"
    run("cc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl", advice="The clock could not be built.")
    os.environ["CLOCK_OFFSET"] = str(round((wanted - datetime.now(UTC)).total_seconds()))
    os.environ["LD_PRELOAD"] = str(library)
