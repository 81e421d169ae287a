"""What did not arrive, or was not made: on a dossier's page beside the person, and among the work of its officers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from viewflow.workflow import STATUS

from consult.access import Capacity, organisations_as
from consult.models import Dossier, Job, Mail, Meeting, Person

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


@dataclass(frozen=True)
class MailState:
    """What became of the newest mail to somebody: its job, and the mail itself once it was begun."""

    job: Job
    mail: Mail | None

    @property
    def person(self) -> Person:
        assert self.job.notification is not None
        return self.job.notification.person

    @property
    def code(self) -> str:
        """``answered``, ``returned``, ``failed``, ``delayed``, ``sent``, ``overtaken``, ``tried_again`` or ``waiting``."""
        mail, state = self.mail, self.job.state
        if mail is not None and mail.answered_at:
            return "answered"
        if state == Job.State.FAILED:
            return "returned" if mail is not None and mail.returned_at else "failed"
        if state == Job.State.DONE:
            return "delayed" if mail is not None and mail.delayed_at else "sent"
        if state == Job.State.CANCELLED:
            return "overtaken"
        return "tried_again" if self.job.error else "waiting"

    @property
    def at(self) -> datetime | None:
        """When it became so; None where that is not kept."""
        mail = self.mail
        moments = {} if mail is None else {
            "answered": mail.answered_at, "returned": mail.returned_at, "delayed": mail.delayed_at, "sent": mail.sent_at,
        }  # fmt: skip
        return moments.get(self.code)


def states_of(jobs: Iterable[Job]) -> list[MailState]:
    """What became of the mails of ``jobs``, whose notices are fetched with them. One query."""
    found = list(jobs)
    mails = Mail.objects.filter(notification__in=[job.notification_id for job in found]).order_by("number")
    newest = {mail.notification_id: mail for mail in mails.defer("text", "reply")}
    return [MailState(job, newest.get(job.notification_id or 0)) for job in found]


def mails_of_people(dossier: Dossier, meeting: Meeting | None = None) -> dict[int, MailState]:
    """What became of the newest mail of the dossier to each person, by person; of those about one ``meeting`` alone.

    Two queries, however many mails.
    """
    jobs = Job.objects.filter(dossier=dossier, kind=Job.Kind.MAIL, notification__isnull=False)
    if meeting is not None:
        jobs = jobs.filter(notification__data__meeting=meeting.pk)
    newest = (
        jobs.exclude(state=Job.State.CANCELLED)
        .values("notification__person")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    told = Job.objects.filter(pk__in=newest).select_related("notification__person", "notification__task")
    return {state.person.pk: state for state in states_of(told)}


def mail_log(
    *, dossier: Dossier | None = None, person: Person | None = None, unions: Iterable[int] = ()
) -> QuerySet[Job]:
    """The mails of a dossier, or those that ``unions`` sent to a person, newest first."""
    jobs = Job.objects.filter(kind=Job.Kind.MAIL, notification__isnull=False)
    if dossier is not None:
        jobs = jobs.filter(dossier=dossier)
    if person is not None:
        of_unions = Q(dossier__union__in=unions) | Q(dossier=None, notification__union__in=unions)
        jobs = jobs.filter(of_unions, notification__person=person)
    told = ("notification__person", "notification__task", "notification__dossier", "dossier")
    return jobs.select_related(*told).order_by("-pk")


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
