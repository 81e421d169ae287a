"""``make run``: everything from nothing, then web, worker and beat in one terminal until Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tools.prepare import PYTHON, ROOT, StepFailedError, guarded, prepare, run, say
from tools.processes import beat, free_port, group, listening, wait_for, web, worker

MANAGE = [PYTHON, ROOT / "manage.py"]
RESTART_PAUSE = 2.0


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def require_writable(folder: Path) -> None:
    """Raises ``StepFailedError`` with a sentence when the data folder takes nothing: read-only, full, or somebody else's."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as stream:
            stream.write(b"x" * 4096)
            stream.flush()
    except OSError as fault:
        raise StepFailedError(
            f"The data folder {folder} cannot be written to: {fault.strerror}. Nothing was changed and nothing is lost. "
            "Make room there or give this user the right to write, or name another folder by CONSULT_DATA_DIR."
        ) from fault


def main() -> int:
    prepare()
    data_dir = Path(os.environ.get("CONSULT_DATA_DIR", ROOT / "var"))
    require_writable(data_dir)
    # WhiteNoise warns when its folder is missing, though the embedded default serves from the packages.
    (data_dir / "static").mkdir(parents=True, exist_ok=True)
    wanted = int(os.environ.get("PORT", "8000"))
    port = free_port(wanted)
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "SITE_URL": os.environ.get("SITE_URL", f"http://localhost:{port}")}
    say("database: migrate")
    run(*MANAGE, "migrate", "--verbosity=0", advice="The database could not be prepared; see above.", env=env)
    say("demo: people and dossiers (half a minute the first time)")
    run(*MANAGE, "load_demo", advice="The demo could not be loaded; see above.", env=env)
    say("files: held against the records")
    held = subprocess.run(
        [str(word) for word in (*MANAGE, "check_store", "--starting")], cwd=ROOT, env=env, check=False
    )
    if held.returncode:
        say("Consult starts all the same; files that are missing cannot be opened")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    commands = {"web": web(port), "worker": worker(concurrency=2), "beat": beat(data_dir)}
    with group(env) as processes:
        for name, command in commands.items():
            processes.start(name, *command)
        wait_for("the web server", lambda: listening(port))
        say(f"Consult is ready: http://localhost:{port}/demo/   (demo accounts, one click each)")
        if port != wanted:
            say(f"port {wanted} is taken, so this is {port}; PORT=… chooses another")
        say("Ctrl-C stops everything; the data stays in var/")
        try:
            while True:
                time.sleep(0.5)
                ended = processes.dead()
                if ended:
                    say(f"{ended} has ended; starting it again")
                    time.sleep(RESTART_PAUSE)
                    processes.start(ended, *(beat(data_dir) if ended == "beat" else commands[ended]))
        except KeyboardInterrupt:
            print()
            say("stopping")
    return 0


if __name__ == "__main__":
    guarded(main)
