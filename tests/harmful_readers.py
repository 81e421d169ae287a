"""What a parser may do to the process that reads a file."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path
from typing import IO


def endless(_file: IO[bytes]) -> None:
    while True:
        pass


def greedy(_file: IO[bytes]) -> int:
    return len(bytearray(4 * 1024**3))


def falling(_file: IO[bytes]) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def writing(_file: IO[bytes]) -> None:
    Path(tempfile.gettempdir(), "consult-written-by-a-file").write_text("x")


def environment(_file: IO[bytes]) -> list[str]:
    return sorted(set(os.environ) - {"LC_CTYPE"})
