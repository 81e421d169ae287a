"""The nightly backups as jobs: asked for when one is due, made and tried in processes of their own, missed ones told of."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from consult import clock
from consult.models import Backup, Heartbeat, Job, OfficeSetup
from consult.queries.operations import installed_at
from consult.rules import backups as rules
from consult.storage import durable

from . import jobs
from .notifications.notices import notify_administrators

ROOT = Path(__file__).resolve().parents[2]
AGAIN_AFTER = timedelta(minutes=30)
# Of what a process said, as much as a row and a mail hold. Seconds between two looks at it.
TOLD = 1500
LOOK_EVERY = 0.2
# What a process that restores into scratch is told of ours: where the backups lie, and nothing that leads to the real data.
PASSED_ON = ("PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE")


class BackupNotMadeError(Exception):
    """The process that makes a backup, or restores one, has said why it did not."""


def ask_due() -> int:
    """Ask for the backup and the trial restore that are due; tell of what was missed. Returns how many were asked for."""
    notify_when_missed()
    if not settings.BACKUP_TO:
        return 0
    now = timezone.localtime(clock.now())
    made = Backup.objects.filter(place=settings.BACKUP_TO).exclude(made_at=None)
    newest = made.order_by("-made_at").first()
    asked = 0
    with transaction.atomic():
        if rules.is_due(newest.made_at if newest else None, now):
            asked += _ask(Job.Kind.BACKUP, clock.day_of(now))
        tried = made.exclude(restored_at=None).order_by("-restored_at").values_list("restored_at", flat=True).first()
        first = made.order_by("made_at").values_list("made_at", flat=True).first()
        if first is not None and rules.is_trial_due(tried, first, now):
            asked += _ask(Job.Kind.TRIAL, clock.day_of(now))
    return asked


def _ask(kind: Job.Kind, day: date) -> int:
    """Once a day: what failed in the end is asked for again the next."""
    key = f"{kind}:{day}"
    if Job.objects.filter(key=key).exists():
        return 0
    jobs.enqueue(kind, key)
    return 1


def make_backup_now(job: Job) -> None:
    """Make the backup of the job's day, or go on with it. Raises ``BackupNotMadeError`` and ``jobs.LostClaimError``."""
    _manage(job, "back_up", "--night", job.key.partition(":")[2])
    jobs.complete(job)


def put_off(job: Job, fault: BackupNotMadeError) -> None:
    """Try again in half an hour: a disk or a line may be back then. After midnight the next day's takes its place."""
    day = date.fromisoformat(job.key.partition(":")[2])
    if day < clock.today():
        jobs.complete(job, Job.State.CANCELLED)
    else:
        jobs.fail(job, fault, again_at=clock.now() + AGAIN_AFTER)


def try_restore_now(job: Job) -> None:
    """Restore the newest backup into scratch. Raises ``jobs.LostClaimError``; what is wrong with it is in its row."""
    newest = Backup.objects.filter(place=settings.BACKUP_TO).exclude(made_at=None).order_by("-night").first()
    if newest is not None:
        try_restore(newest, job)
    jobs.complete(job)


def try_restore(backup: Backup, job: Job | None = None) -> str:
    """Restore a backup into a database and a folder that are thrown away. Returns what is wrong with it, or "".

    The process knows where the backups lie and nothing of the real database, store or mail server. Every row and file that
    came back is compared with what was backed up.
    """
    durable.make_folder(settings.BACKUP_SCRATCH)
    with tempfile.TemporaryDirectory(prefix="trial-", dir=settings.BACKUP_SCRATCH) as folder:
        env = _scratch_environment(Path(folder))
        try:
            _manage(job, "restore", "--night", str(backup.night), env=env)
            fault = ""
        except BackupNotMadeError as told:
            fault = str(told)
    Backup.objects.filter(pk=backup.pk).update(restored_at=None if fault else clock.now(), trial_fault=fault)
    if fault:
        notify_administrators("backup_not_restored", key=f"{clock.today()}", night=str(backup.night), fault=fault[:300])
    return fault


def _scratch_environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name in PASSED_ON or name.startswith("BACKUP_")}
    return {
        **own,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "CONSULT_ENV": "embedded",
        "CONSULT_DEMO": "0",
        "CONSULT_DATA_DIR": str(folder),
        "BACKUP_TO": settings.BACKUP_TO,
        "LOG_LEVEL": "ERROR",
    }


def _manage(job: Job | None, *words: str, env: dict[str, str] | None = None) -> None:
    """Run a command in a process of its own and keep the job's lease. Raises ``BackupNotMadeError`` with what it said."""
    with tempfile.TemporaryFile() as told:
        line = [sys.executable, str(ROOT / "manage.py"), *words]
        process = subprocess.Popen(  # noqa: S603 - the words are ours
            line, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=told
        )
        try:
            _wait(process, job)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode:
            told.seek(0)
            words_said = told.read().decode(errors="replace").strip()
            raise BackupNotMadeError(words_said[-TOLD:] or f"ended with {process.returncode}")


def _wait(process: subprocess.Popen[bytes], job: Job | None) -> None:
    renewed = time.monotonic()
    while process.poll() is None:
        if job is not None and time.monotonic() - renewed > settings.JOB_LEASE_SECONDS / 4:
            jobs.renew_lease(job)
            renewed = time.monotonic()
        try:
            process.wait(LOOK_EVERY)
        except subprocess.TimeoutExpired:
            continue


def last_made() -> datetime:
    """When the last backup was made, by whatever command; the installation's first moment where there is none."""
    moments = [
        Backup.objects.exclude(made_at=None).order_by("-made_at").values_list("made_at", flat=True).first(),
        Heartbeat.objects.filter(name=Heartbeat.Name.BACKUP).values_list("at", flat=True).first(),
    ]
    return max((moment for moment in moments if moment is not None), default=installed_at())


def notify_when_missed() -> None:
    """Tell every union's administrators, once a day, that there has been no backup for two days.

    Where no place is named, an office that said that its backups are made by other means is left alone; and the demo is.
    """
    last, now = last_made(), clock.now()
    if settings.DEMO or not rules.is_missed(last, now):
        return
    days = (now - last).days
    if settings.BACKUP_TO:
        fault = Backup.objects.filter(place=settings.BACKUP_TO, made_at=None).values_list("fault", flat=True).first()
        notify_administrators("no_backup", key=f"{clock.today()}", days=days, fault=(fault or "")[:300])
        return
    ticked = [row.union_id for row in OfficeSetup.objects.exclude(union=None) if "backup" in row.ticked]
    notify_administrators("no_backup_place", key=f"{clock.today()}", besides=ticked, days=days)
