"""How the work is going, for who keeps the system running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Avg, Count, Exists, Max, Min, OuterRef, Q, QuerySet
from viewflow.workflow import STATUS

from consult import clock
from consult.models import Backup, Dossier, Heartbeat, Job, LostFile, Stage, Task
from consult.storage import space

OPEN_STATES = (Job.State.WAITING, Job.State.RUNNING)
# A mail that waits longer than this is late.
MAIL_LATE = timedelta(minutes=10)
RECENT = timedelta(hours=1)
NIGHTS_SHOWN = 5
# Who can convert says so once a minute.
CONVERTER_LIMIT = timedelta(minutes=5)
# How old each heartbeat may be before something is wrong.
HEARTBEAT_LIMITS = {
    Heartbeat.Name.SWEEP: timedelta(minutes=2),
    Heartbeat.Name.REMIND: timedelta(minutes=30),
    Heartbeat.Name.TIDY: timedelta(days=2),
    Heartbeat.Name.BACKUP: timedelta(days=2),
    Heartbeat.Name.STORE: timedelta(days=3),
    Heartbeat.Name.RENEW: timedelta(days=2),
    Heartbeat.Name.CONVERT: CONVERTER_LIMIT,
}


@dataclass(frozen=True)
class Work:
    """Figures of the whole installation. Ages and times in seconds, room in bytes; None where there is nothing to measure."""

    waiting: dict[str, int]
    failed: int
    oldest: float | None
    sweep_lag: float | None
    mails_late: int
    stages: dict[str, int]
    render_mean: float | None
    render_longest: float | None
    files_lost: int
    free: int | None


def _age(moment: datetime | None, now: datetime) -> float | None:
    return max(0.0, (now - moment).total_seconds()) if moment else None


def work_now() -> Work:
    """The figures at this moment."""
    now = clock.now()
    unfinished = Job.objects.filter(state__in=OPEN_STATES)
    queued = {str(kind): 0 for kind in Job.Kind.values}
    queued |= dict(unfinished.order_by().values_list("kind").annotate(count=Count("pk")))
    # What waits for a converter that was never set up keeps nobody waiting: the text is shown meanwhile.
    unclaimed = (
        unfinished.exclude(kind=Job.Kind.CONVERT)
        .filter(run_after__lte=now)
        .aggregate(oldest=Min("run_after"))["oldest"]
    )
    rendered = Job.objects.filter(kind=Job.Kind.RENDER, state=Job.State.DONE, finished_at__gte=now - RECENT).aggregate(
        mean=Avg("seconds"), longest=Max("seconds")
    )
    sweep = Heartbeat.objects.filter(name=Heartbeat.Name.SWEEP).first()
    stages = {str(stage): 0 for stage in Stage.values}
    stages |= dict(Dossier.objects.order_by().values_list("stage").annotate(count=Count("pk")))
    return Work(
        waiting=queued,
        failed=Job.objects.filter(state=Job.State.FAILED).count(),
        oldest=_age(unclaimed, now),
        sweep_lag=_age(sweep.at if sweep else None, now),
        mails_late=unfinished.filter(kind=Job.Kind.MAIL, run_after__lt=now - MAIL_LATE).count(),
        stages=stages,
        render_mean=rendered["mean"],
        render_longest=rendered["longest"],
        files_lost=LostFile.objects.filter(good_at=None).count(),
        free=space.free_bytes(),
    )


def failed_jobs(unions: list[int]) -> QuerySet[Job]:
    """Jobs of these unions that were given up, newest first."""
    return (
        Job.objects.filter(state=Job.State.FAILED, dossier__union__in=unions)
        .select_related(
            "dossier", "version__document", "notification__person", "reading_copy__attachment", "rendering__template"
        )
        .order_by("-pk")
    )


def stuck_dossiers(unions: list[int]) -> QuerySet[Dossier]:
    """Dossiers that nobody and nothing moves: no open step for a person, and no document that a worker may still make."""
    tasks = Task.objects.filter(dossier=OuterRef("pk"))
    jobs = Job.objects.filter(dossier=OuterRef("pk"), task__isnull=False, state__in=OPEN_STATES)
    return (
        Dossier.objects.filter(union__in=unions)
        .exclude(stage__in=[Stage.DRAFT, Stage.CLOSED])
        .filter(Q(~Exists(tasks.filter(status=STATUS.NEW)) & ~Exists(jobs)) | Exists(tasks.filter(status=STATUS.ERROR)))
        .order_by("pk")
    )


def installed_at() -> datetime:
    """When this database got its first table."""
    first = MigrationRecorder.Migration.objects.aggregate(first=Min("applied"))["first"]
    return first or clock.now()


def heartbeats() -> list[dict[str, Any]]:
    """What should happen again and again: when it did last, and whether that is too long ago.

    What never happened is late when the installation itself is older than the limit.
    """
    known = {heartbeat.name: heartbeat for heartbeat in Heartbeat.objects.all()}
    began = installed_at()
    now = clock.now()
    rows = []
    for name, limit in HEARTBEAT_LIMITS.items():
        heartbeat = known.get(name)
        late = now - (heartbeat.at if heartbeat else began) > limit
        rows.append({"name": name, "label": name.label, "heartbeat": heartbeat, "late": late})
    return rows


@dataclass(frozen=True)
class Backups:
    """The nightly backups: their place, the newest nights (a failed one too), how many are kept, and the last trial restore."""

    place: str
    newest: list[Backup]
    kept: int
    tried: Backup | None


def backups() -> Backups:
    """What is known of the nightly backups, in the place that is set now."""
    rows = Backup.objects.filter(place=settings.BACKUP_TO) if settings.BACKUP_TO else Backup.objects.none()
    tried = rows.exclude(restored_at=None).order_by("-restored_at").first()
    return Backups(settings.BACKUP_TO, list(rows[:NIGHTS_SHOWN]), rows.exclude(made_at=None).count(), tried)
