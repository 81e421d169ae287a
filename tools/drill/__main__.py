"""Runs the drill and prints its table. ``DRILL=short`` carries few dossiers; ``DRILL_SEED`` repeats a run's chances.

``DRILL_FOLDER`` names a folder that does not exist yet: the logs of every process stay there.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from tools.drill.clock import Clock
from tools.prepare import CONVERTER, PYTHON, ROOT, StepFailedError, guarded, prepare, run, say
from tools.processes import free_port, group, listening, wait_for

NEEDED = {"redis-server": "redis-server", "nginx": "nginx-light", "openssl": "openssl", **CONVERTER}
PASSWORD = "a password for this drill"
OUT = ROOT / "var" / "drill.json"
# Seconds between two kills. Starting a process anew costs this machine seconds: a long run leaves it time to work.
KILL_PAUSE = {"short": (4.0, 12.0), "full": (12.0, 36.0)}
SETTLE_SECONDS = 240
LIMIT_MINUTES = {"short": 12, "full": 75}


def main() -> int:
    if "--inside" in sys.argv:
        return inside()
    prepare(dev=True, extra=NEEDED)
    run(PYTHON, "-m", "tools.drill", "--inside", advice="The drill found something; see above.")
    return 0


def inside() -> int:
    short = os.environ.get("DRILL", "") == "short"
    seed = int(os.environ.get("DRILL_SEED") or secrets.randbelow(1_000_000))
    count = int(os.environ.get("DRILL_DOSSIERS") or (8 if short else 200))
    say(f"drill: {count} dossiers, DRILL_SEED={seed}")
    kept = os.environ.get("DRILL_FOLDER")
    if kept:
        Path(kept).mkdir()
        return drill(Path(kept), count, seed, short)
    with tempfile.TemporaryDirectory(prefix="consult-drill-") as scratch:
        return drill(Path(scratch), count, seed, short)


def drill(folder: Path, count: int, seed: int, short: bool) -> int:
    from tools.stack import stack  # noqa: PLC0415 - main() runs before there is an environment

    clock = Clock(folder / "clock")
    # An hour before midnight of New Year's Eve.
    clock.set(clock.until_new_year(3600))
    mode = folder / "store-mode"
    mode.write_text("ok")
    front, back = free_port(), free_port()
    extra = {
        "PYTHONPATH": str(ROOT / "tools" / "drill" / "clockwork"),
        "DRILL_CLOCK": str(clock.file),
        "JOB_LEASE_SECONDS": "30",
        "SWEEP_SECONDS": "3",
        "DISPATCH_AGAIN_SECONDS": "15",
        "REMIND_SECONDS": "20",
        "LOG_LEVEL": "WARNING",
        "LOG_FORMAT": "line",
        "UPLOAD_DOSSIER_LIMIT_MIB": "2",
    }
    with group(dict(os.environ)) as stores:
        stores.start("moto", PYTHON.parent / "moto_server", "-H", "127.0.0.1", "-p", str(back), log=folder / "moto.log")
        stores.start("store", PYTHON, "-m", "tools.drill.store", str(front), str(back), mode, log=folder / "store.log")
        for port in (front, back):
            wait_for("the store", lambda port=port: listening(port))
        with stack(folder, extra, store_port=front) as made:
            for name, value in made.env().items():
                if name not in extra:
                    os.environ[name] = value
            return _run(made, clock, mode, count, seed, short)


def _run(made: Any, clock: Any, mode: Path, count: int, seed: int, short: bool) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from tools.drill.audit import audit  # noqa: PLC0415
    from tools.drill.clients import Driver, Ledger, People  # noqa: PLC0415
    from tools.drill.faults import Trouble  # noqa: PLC0415
    from tools.drill.people import settle_office  # noqa: PLC0415

    people = People(made.site, made.certificate)
    roles, experts = settle_office(people, PASSWORD, clock)
    ledger = Ledger()
    driver = Driver(people, ledger, roles, experts, clock.now)
    titles = [f"Hồ sơ diễn tập {number:04d}" for number in range(1, count + 1)]
    trouble = Trouble(made, clock, mode, random.Random(seed), short)
    random.seed(seed)
    background = [
        threading.Thread(target=trouble.supervise, daemon=True),
        threading.Thread(target=trouble.run_twice, args=(settings.CELERY_BROKER_URL,), daemon=True),
    ]
    for thread in background:
        thread.start()
    began = time.monotonic()
    threads = driver.run(titles, 4 if short else 6)
    try:
        _make_trouble(
            trouble,
            driver,
            count,
            KILL_PAUSE["short" if short else "full"],
            began + 60 * LIMIT_MINUTES["short" if short else "full"],
        )
        # The database was restarted since this thread last asked it.
        connections.close_all()
        quota = _quota(driver)
        carried = time.monotonic() - began
        driver.stop.set()
        _settle()
    finally:
        # Whatever happened: nobody may start again what is about to be stopped.
        driver.stop.set()
        trouble.stop.set()
        for thread in [*threads, *background]:
            thread.join(60)
    found = audit(ledger, titles, made.mails)
    found.count("files taken beyond the quota", quota)
    return _report(found, trouble, driver, ledger, {"seed": seed, "dossiers": count, "minutes": carried / 60})


def _make_trouble(trouble: Any, driver: Any, count: int, pause: tuple[float, float], deadline: float) -> None:
    """Kill at random and, as dossiers end, do what is planned; until all have ended."""
    plan = trouble.plan()
    next_kill = time.monotonic() + 8
    while len(driver.ended) < count:
        if time.monotonic() > deadline:
            say("the time is up: what has not ended counts as not ended")
            return
        # Dossiers end late and together: what counts is how far all of them are.
        share = len(driver.ledger.told) / (count * ACTS_PER_DOSSIER)
        if plan and share >= plan[0][0]:
            _share, name, act = plan.pop(0)
            say(f"{share:4.0%}  {name}")
            trouble.timed(name, act)
        elif time.monotonic() > next_kill:
            trouble.timed("SIGKILL", trouble.kill_one)
            next_kill = time.monotonic() + trouble.chance.uniform(*pause)
        time.sleep(0.2)


# One description, five files on average, one submission, and the steps: two of them by two reviewers.
ACTS_PER_DOSSIER = 22


def _quota(driver: Any) -> list[str]:
    """Fill a draft's quota of uploads; returns what was taken beyond it."""
    from consult.actions.intake import draft_dossier  # noqa: PLC0415
    from consult.models import Person  # noqa: PLC0415

    person = Person.objects.get(pk=driver.roles["proposer"])
    dossier = draft_dossier(procedure=driver.procedures[0], proposer=driver.proposer, by=person, title="Quá dung lượng")
    client = driver.people.client(person.pk)
    client.get(f"/dossiers/{dossier.pk}/attachments/")
    content = next(iter(driver.files.values())) + b"\n%" + b"x" * 900_000
    answers = []
    for number in range(6):
        answers.append(driver.upload(client, dossier, "request", content + str(number).encode()))
    kept = sum(dossier.attachments.values_list("size", flat=True))
    wrong = [f"answers {answers}"] if answers[-1] != 422 or 200 not in answers else []
    return wrong + ([f"{kept} bytes kept"] if kept > 2 * 1024 * 1024 else [])


def _settle() -> None:
    """Wait until the workers have nothing left to do."""
    from consult.models import Job  # noqa: PLC0415

    deadline = time.monotonic() + SETTLE_SECONDS
    # A backup that met a fault is tried again in half an hour.
    open_jobs = Job.objects.filter(state__in=["waiting", "running"]).exclude(kind__in=["backup", "trial"])
    while open_jobs.exists() and time.monotonic() < deadline:
        time.sleep(1)


def _report(found: Any, trouble: Any, driver: Any, ledger: Any, about: dict[str, Any]) -> int:
    told = [one.at for one in ledger.told]
    recoveries: dict[str, float] = {}
    for fault in trouble.done:
        after = [at - fault.over for at in told if at >= fault.over]
        if after:
            recoveries[fault.name] = max(recoveries.get(fault.name, 0.0), min(after))
    longest = max(recoveries.items(), key=lambda one: one[1], default=("–", 0.0))
    print()
    rows = {
        "dossiers begun / ended": f"{about['dossiers']} / {len(driver.ended)}",
        "acts acknowledged": len(ledger.told),
        "requests without an answer, tried again": ledger.unanswered,
        "files refused and sent again": ledger.refused,
        "processes killed": sum(trouble.killed.values()),
        **found.figures,
        "longest time to recover": f"{longest[1]:.1f} s after {longest[0]}",
        "time": f"{about['minutes']:.1f} min",
    }
    for name, value in rows.items():
        print(f"    {name:45s} {value}")
    for line in found.details:
        print(f"    ! {line}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(
        json.dumps(
            {**about, "rows": rows, "killed": trouble.killed, "recovery": recoveries}, indent=2, ensure_ascii=False
        )
    )
    if found.clean:
        say("nothing lost, nothing twice")
        return 0
    raise StepFailedError("the drill found something; see above")


if __name__ == "__main__":
    guarded(main)
