"""Mails that did not arrive: beside the person on a dossier's page, and among the work of its officers."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from viewflow.workflow import STATUS

from consult.access import Who, organisations_as
from consult.models import Dossier, Job, Person

# The newest so many stand on "My work"; when they are dealt with, older ones follow.
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
        .select_related("notification__person", "notification__dossier", "notification__task")
        .order_by("pk")
    )
    return {job.notification.person_id: job for job in jobs if job.notification}


def given_up_for(officer: Person) -> QuerySet[Job]:
    """Mails given up in running dossiers of the unions in which ``officer`` is one, newest first."""
    return (
        Job.objects.filter(
            _worth_sending(),
            kind=Job.Kind.MAIL,
            state=Job.State.FAILED,
            dossier__union__in=organisations_as(officer, Who.OFFICER),
            dossier__outcome="",
        )
        .select_related("dossier", "notification__person__expert", "notification__dossier", "notification__task")
        .order_by("-pk")[:AT_MOST]
    )
