"""Whom to telephone today, and what there is to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from viewflow.workflow import STATUS

from consult import clock
from consult.access import CALLERS, organisations_as
from consult.models import Call, Document, DocumentVersion, Meeting, Notification, Person, Task


@dataclass(frozen=True)
class CallRow:
    """One person to tell: what waits for them, what they have not been told yet, and the letters to print."""

    call: Call
    tasks: list[Task] = field(default_factory=list)
    notices: list[Notification] = field(default_factory=list)
    letters: list[Document] = field(default_factory=list)


def calls_today(officer: Person) -> QuerySet[Call]:
    """What is open today in the unions for which ``officer`` makes calls, the oldest first."""
    unions = organisations_as(officer, *CALLERS)
    return (
        Call.objects.filter(union__in=unions, closed_at=None, due_on__lte=clock.today())
        .select_related("person__expert", "dossier__union")
        .order_by("due_on", "pk")
    )


def call_rows(calls: Iterable[Call]) -> list[CallRow]:
    """What there is to say in each call, in as many queries for many as for one."""
    rows = {(call.dossier_id, call.person_id): CallRow(call) for call in calls}
    dossiers, people = {one for one, _person in rows}, {one for _dossier, one in rows}
    tasks = Task.objects.filter(dossier__in=dossiers, assignee__in=people, status=STATUS.NEW).exclude(node="")
    for task in tasks.select_related("process").order_by("due_on", "pk"):
        if row := rows.get((task.dossier_id, task.assignee_id or 0)):
            row.tasks.append(task)
    told = Notification.objects.filter(dossier__in=dossiers, person__in=people, read_at=None)
    for notice in told.select_related("dossier", "task").order_by("pk"):
        # What an open step says by itself is not said twice.
        if (row := rows.get((notice.dossier_id or 0, notice.person_id))) and notice.task_id is None:
            row.notices.append(notice)
    newest = Prefetch("versions", DocumentVersion.objects.order_by("-version"))
    letters = Document.objects.filter(dossier__in=dossiers, addressee__in=people, revoked_at=None)
    for letter in letters.prefetch_related(newest).order_by("pk"):
        if row := rows.get((letter.dossier_id or 0, letter.addressee_id or 0)):
            row.letters.append(letter)
    _add_meetings(list(rows.values()), newest)
    return list(rows.values())


def _add_meetings(rows: list[CallRow], newest: Prefetch) -> None:
    """Put the invitations to meetings that people have not been told of among their letters."""
    about = {notice.pk: notice.data["meeting"] for row in rows for notice in row.notices if "meeting" in notice.data}
    if not about:
        return
    meetings = Meeting.objects.filter(pk__in=about.values(), invitation__revoked_at=None).exclude(invitation=None)
    letters = Document.objects.filter(pk__in=meetings.values("invitation")).prefetch_related(newest)
    found = {letter.pk: letter for letter in letters}
    invitations = {meeting.pk: found[meeting.invitation_id] for meeting in meetings if meeting.invitation_id in found}
    for row in rows:
        told_of = {about[notice.pk] for notice in row.notices if notice.pk in about}
        row.letters.extend(invitations[number] for number in sorted(told_of) if number in invitations)
