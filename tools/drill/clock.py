"""The clock of the stack's processes, which can be moved while they run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Clock:
    """The clock of every process of the stack: the machine's, moved by an offset in seconds."""

    file: Path
    offset: float = 0.0

    def set(self, offset: float) -> None:
        self.offset = offset
        part = self.file.with_suffix(".part")
        part.write_text(f"{offset:+.0f}\n")
        part.replace(self.file)

    def now(self) -> float:
        return time.time() + self.offset

    def until_new_year(self, seconds_before: float) -> float:
        """The offset that makes it so many seconds before the coming New Year in Việt Nam."""
        present = datetime.now(VIETNAM)
        new_year = datetime(present.year + 1, 1, 1, tzinfo=VIETNAM)
        return new_year.timestamp() - seconds_before - time.time()
