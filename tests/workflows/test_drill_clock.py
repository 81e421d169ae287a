"""The clock that the drill moves: in idle processes and in forked ones, it goes on from where it was set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OFFSET = 3_085_123
# A child that is forked, idles and only then asks for the time, as a worker that waits for its first task.
IDLE = """
import os, sys, threading, time
import time_machine
behind = lambda: time_machine.escape_hatch.time.time() + %d - time.time()
pause = threading.Event()
if os.fork() == 0:
    pause.wait(2)
    print(f"{behind():.3f}", flush=True)
    os._exit(0)
pause.wait(1)
print(f"{behind():.3f}", flush=True)
os.wait()
"""


def test_an_idle_process_is_not_late(tmp_path):
    clock = tmp_path / "clock"
    clock.write_text(f"{OFFSET:+d}\n")
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "tools" / "drill" / "clockwork"),
        "DRILL_CLOCK": str(clock),
    }
    shown = subprocess.run(
        [sys.executable, "-c", IDLE % OFFSET], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    assert [abs(float(line)) < 0.2 for line in shown.stdout.split()] == [True, True], shown.stdout
