"""``make install``, ``make update``, ``make uninstall``."""

from __future__ import annotations

import os
import sys

from tools.install.answers import read_answers, terminal
from tools.install.machine import Machine
from tools.install.plan import Layout
from tools.install.steps import install, uninstall, update
from tools.prepare import ROOT, StepFailedError, guarded


def main() -> int:
    what, *words = sys.argv[1:] or [""]
    if what not in ("install", "update", "uninstall"):
        raise StepFailedError("python3 -m tools.install install|update|uninstall")
    machine = Machine(Layout(), ROOT)
    # What cannot be is told before anything is done, and to whoever asks for help too.
    answers = read_answers(words, terminal()) if what == "install" else None
    if os.geteuid() != 0:
        raise StepFailedError(f"This needs root: sudo make {what}")
    # nginx and the services read what is written here; what is nobody else's is said file by file.
    os.umask(0o022)
    if answers is not None:
        install(machine, answers)
    else:
        {"update": update, "uninstall": uninstall}[what](machine)
    return 0


if __name__ == "__main__":
    guarded(main)
