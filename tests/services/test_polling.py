"""The worker without a broker: it reads the rows while they are written, and nothing else can be torn or pile up."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery import current_app
from django.conf import settings
from django.utils import timezone

from consult import polling
from consult.actions import jobs
from consult.models import Heartbeat, Job, Notification
from tests.services.conftest import ROOT, Processes, until
from tests.services.test_worker import all_done, rendered, slow_receipt

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alone(processes: Processes) -> Processes:
    """Processes that have no broker."""
    del processes.env["REDIS_URL"]
    # Longer than anything here takes on a busy machine: who takes a job over has a reason.
    processes.env["JOB_LEASE_SECONDS"] = "60"
    return processes


def write_mails(walk, seconds: float, at_most: int) -> int:
    """Ask for one mail after another, each in a transaction of its own, for so long. Returns how many."""
    began, count = time.monotonic(), 0
    while count < at_most and time.monotonic() - began < seconds:
        notice = Notification.objects.create(
            person=walk.office.officer, dossier=walk.dossier, kind="reviews_in", key=f"written-{count}"
        )
        jobs.enqueue(Job.Kind.MAIL, f"mail-written-{count}", notification=notice, dossier=walk.dossier)
        count += 1
    return count


def message_ids(folder: Path) -> list[str]:
    """The Message-ID of every mail in a folder of mails."""
    return [
        line for path in folder.iterdir() for line in path.read_text().splitlines() if line.startswith("Message-ID")
    ]


def written_and_read_at_once(alone: Processes, walk, seconds: float, at_most: int) -> None:
    """Two workers read while jobs are written: each is done, once, and no worker ends."""
    workers = [alone.start("manage.py", "work") for _ in range(2)]
    until(lambda: Job.objects.filter(state="done").exists())
    written = write_mails(walk, seconds, at_most)
    until(all_done, 60 + 10 * seconds)
    assert [worker.poll() for worker in workers] == [None, None]
    assert written > 20
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}
    sent = message_ids(alone.data_dir / "mails")
    assert len(sent) == len(set(sent)) == Job.objects.filter(kind="mail").count()
    assert not (alone.data_dir / "queue").exists()


def test_what_is_written_is_read_at_once_and_once(alone: Processes, walk):
    written_and_read_at_once(alone, walk, 2, 150)


def test_a_worker_killed_in_its_work_is_followed_by_the_next(alone: Processes, walk):
    job = slow_receipt(walk, 700)
    first = alone.start("manage.py", "work")
    until(lambda: Job.objects.get(pk=job.pk).state == "running")
    alone.kill(first)
    assert not rendered(job.version_id)
    Job.objects.filter(state="running").update(run_after=timezone.now())
    second = alone.start("manage.py", "work")
    until(all_done)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    assert len(list((alone.data_dir / "files").rglob("receipt-*.pdf"))) == 1
    until(lambda: Heartbeat.objects.filter(name="sweep").exists())
    second.terminate()
    assert second.wait(timeout=20) == 0


def test_nothing_piles_up_while_no_worker_is_there(walk, monkeypatch):
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda *words, **_more: sent.append(words))
    before = Job.objects.count()
    write_mails(walk, 1, 20)
    assert jobs.dispatch_due(100) == 0
    assert Job.objects.filter(state="waiting").count() == Job.objects.count() > before
    assert sent == []


def test_a_fault_of_the_database_ends_no_thread(monkeypatch):
    """What a full disk does: a round fails, the next one goes well."""
    stop, rounds = Event(), []
    monkeypatch.setattr(polling, "AFTER_A_FAULT", 0.01)

    def one_round() -> bool:
        rounds.append(None)
        if len(rounds) == 1:
            raise OSError("database or disk is full")
        stop.set()
        return True

    polling._again_and_again(one_round, stop)
    assert len(rounds) == 2


@pytest.mark.once
@pytest.mark.parametrize("program", ["worker", "beat"])
def test_celery_without_a_broker_says_what_to_start_instead(alone: Processes, program: str):
    line = [sys.executable, "-m", "celery", "-A", "celery_app", program, "-s", str(alone.data_dir / "schedule")]
    said = subprocess.run(line, cwd=ROOT, env=alone.env, capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode != 0
    assert "manage.py work" in said.stderr


# ---------------------------------------------------------------- the clock
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("now", "last_tidy", "due"),
    [
        ("2026-03-05T03:09", "2026-03-04T03:10", False),
        ("2026-03-05T03:11", "2026-03-04T03:10", True),
        # The machine was off in the night, for one or for many.
        ("2026-03-05T08:00", "2026-03-04T03:10", True),
        ("2026-03-05T08:00", "2026-01-04T03:10", True),
        ("2026-03-05T08:00", "2026-03-05T03:10", False),
        ("2026-01-01T00:03", "2025-12-31T03:10", False),
        ("2026-01-01T03:11", "2025-12-31T03:10", True),
        ("2028-03-01T06:30", "2028-02-29T03:10", True),
        ("2028-02-29T23:58", "2028-02-29T03:10", False),
    ],
)
def test_what_fell_into_a_night_with_the_machine_off_is_done_at_the_next_start(now, last_tidy, due):
    Heartbeat.objects.create(name="tidy", at=moment(last_tidy))
    with time_machine.travel(moment(now), tick=False):
        clock = polling.Clock()
        while clock.run_due():
            pass
    assert (Heartbeat.objects.get(name="tidy").at == moment(now)) is due


def test_a_fresh_installation_begins_with_the_sweep():
    with time_machine.travel(moment("2026-03-05T08:00"), tick=False) as traveller:
        clock = polling.Clock()
        assert clock.run_due() is False
        traveller.shift(timedelta(seconds=settings.SWEEP_SECONDS))
        assert clock.run_due() is True
        assert clock.run_due() is False
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["sweep"]


def test_a_clock_put_back_by_an_hour_stops_nothing():
    with time_machine.travel(moment("2026-03-05T08:00"), tick=False) as traveller:
        Heartbeat.objects.create(name="sweep", at=moment("2026-03-05T08:59"))
        clock = polling.Clock()
        assert clock.run_due() is False
        traveller.shift(timedelta(seconds=settings.SWEEP_SECONDS))
        assert clock.run_due() is True
        traveller.shift(timedelta(hours=-1))
        assert clock.run_due() is False
        traveller.shift(timedelta(seconds=settings.SWEEP_SECONDS))
        assert clock.run_due() is True
