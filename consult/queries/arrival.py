"""What did not arrive, or was not made: on a dossier's page beside the person, and among the work of its officers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from viewflow.workflow import STATUS

from consult.access import Capacity, organisations_as
from consult.models import Dossier, Job, Person

# So many people stand on "My work"; when they are dealt with, others follow.
AT_MOST = 20


def _worth_sending() -> Q:
    """Whether sending again would say something: not of a step that is over."""
    return Q(notification__task=None) | Q(notification__task__status=STATUS.NEW)


def not_arrived(dossier: Dossier) -> dict[int, Job]:
    """The newest mail of the dossier to each person that did not arrive, or not yet, by person."""
    jobs = (
        Job.objects.filter(dossier=dossier, kind=Job.Kind.MAIL)
        .filter(Q(state=Job.State.FAILED) | Q(state=Job.State.WAITING) & ~Q(error=""))
        .filter(_worth_sending())
        .select_related("notification__person__expert", "notification__dossier", "notification__task")
        .order_by("pk")
    )
    return {job.notification.person_id: job for job in jobs if job.notification}


def documents_not_made(person: Person) -> list[Job]:
    """Documents that were given up in running dossiers of the unions in which ``person`` is an officer, newest first."""
    found = Job.objects.filter(
        kind=Job.Kind.RENDER,
        state=Job.State.FAILED,
        dossier__union__in=organisations_as(person, Capacity.OFFICER),
        dossier__outcome="",
    )
    return list(found.select_related("dossier", "version__document").order_by("-pk")[:AT_MOST])


@dataclass(frozen=True)
class DeliveryFailure:
    """Somebody whom mails did not reach: the newest of them, and how many there are."""

    job: Job
    count: int


def given_up(officer: Person) -> QuerySet[Job]:
    """Mails to others, given up in running dossiers of the unions in which ``officer`` is one."""
    return Job.objects.filter(
        _worth_sending(),
        kind=Job.Kind.MAIL,
        state=Job.State.FAILED,
        dossier__union__in=organisations_as(officer, Capacity.OFFICER),
        dossier__outcome="",
    ).exclude(notification__person=officer)


def unreached_by(officer: Person) -> list[DeliveryFailure]:
    """One row for each person whom mails of ``given_up`` were for, the newest first."""
    people = (
        given_up(officer)
        .values("notification__person")
        .annotate(newest=Max("pk"), count=Count("pk"))
        .order_by("-newest")[:AT_MOST]
    )
    found = {row["newest"]: row["count"] for row in people}
    jobs = Job.objects.filter(pk__in=found).order_by("-pk")
    told = jobs.select_related("dossier", "notification__person__expert", "notification__dossier", "notification__task")
    return [DeliveryFailure(job, found[job.pk]) for job in told]
