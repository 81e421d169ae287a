"""``make run``: everything from nothing, then web and worker in one terminal until Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

from tools.folder import hold, port_of
from tools.prepare import PYTHON, ROOT, StepFailedError, converter, guarded, prepare, say
from tools.processes import Group, end_with_parent, group, listening, wait_for, web, worker

MANAGE = [PYTHON, ROOT / "manage.py"]
RESTART_PAUSE = 2.0
NO = {"0", "false", "no", "off", "f", "n"}


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    # A killed make cannot take its recipe along.
    if "MAKELEVEL" in os.environ:
        end_with_parent()
    data_dir = Path(os.environ.get("CONSULT_DATA_DIR", ROOT / "var"))
    held = hold(data_dir)
    prepare()
    converter()
    port = port_of(data_dir, os.environ.get("PORT"))
    # Messages and a schedule, as versions before this one kept them: the rows say all.
    shutil.rmtree(data_dir / "queue", ignore_errors=True)
    for old in data_dir.glob("beat-schedule*"):
        old.unlink()
    site = os.environ.get("SITE_URL", f"http://localhost:{port}")
    env = {"STATIC_GATHERED": "1", **os.environ, "PYTHONUNBUFFERED": "1", "SITE_URL": site}
    with group(env, held) as processes:
        _run(processes, port, data_dir)
    return 0


def _run(processes: Group, port: int, data_dir: Path) -> None:
    demo = os.environ.get("CONSULT_DEMO", "1").lower() not in NO
    if processes.env["STATIC_GATHERED"].lower() not in NO:
        say("scripts and styles: gathered and packed (a quarter of a minute when they have changed)")
        processes.finish(*MANAGE, "gather_static", advice="Scripts and styles could not be gathered; see above.")
    say("database: migrate")
    processes.finish(*MANAGE, "migrate", "--verbosity=0", advice="The database could not be prepared; see above.")
    if demo:
        say("demo: people and dossiers (half a minute the first time)")
        processes.finish(*MANAGE, "load_demo", advice="The demo could not be loaded; see above.")
    say("files: held against the records")
    try:
        advice = "Consult starts all the same; files that are missing cannot be opened."
        processes.finish(*MANAGE, "check_store", "--starting", advice=advice)
    except StepFailedError as fault:
        say(str(fault))
    commands = {"web": web(port), "worker": worker()}
    for name, command in commands.items():
        processes.start(name, *command)
    wait_for("the web server", lambda: listening(port))
    where = f"http://localhost:{port}/"
    say(f"Consult is ready: {where}demo/   (demo accounts, one click each)" if demo else f"Consult is ready: {where}")
    if demo:
        say(
            "an office of your own, beside the demo and apart from it: make own   (in another terminal; or Ctrl-C first)"
        )
    else:
        processes.finish(*MANAGE, "setup_code", "--starting", advice="No set-up code could be made; see above.")
    say(f"Ctrl-C stops everything; the data stays in {data_dir}")
    try:
        while True:
            time.sleep(0.5)
            ended = processes.dead()
            if ended:
                say(f"{ended} has ended; starting it again")
                time.sleep(RESTART_PAUSE)
                processes.start(ended, *commands[ended])
    except KeyboardInterrupt:
        print()
        say("stopping")


if __name__ == "__main__":
    guarded(main)
