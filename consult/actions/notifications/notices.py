"""Telling people: a notice in the app, and a mail as a job. Each thing is said to each person once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from consult import clock
from consult.access import Capacity, members_of
from consult.actions import jobs
from consult.actions.notifications.channels import ask_deliveries
from consult.actions.timing import hours_of_id, told_at
from consult.models import Dossier, Job, Meeting, Membership, Notification, Organisation, Person, Seat, Task
from consult.queries.reach import people_who
from consult.queries.responsible import responsible_of
from consult.rules.calendar import WorkingCalendar
from consult.rules.office_hours import OfficeHours


def notify(
    people: Iterable[Person],
    kind: str,
    *,
    dossier: Dossier,
    task: Task | None = None,
    key: str = "",
    besides: Person | None = None,
    mailed: bool = True,
    answered: Person | None = None,
    before: datetime | None = None,
    **data: Any,
) -> None:
    """Tell ``people`` one thing. ``key`` distinguishes it from others of its kind; ``besides`` is left out.

    With ``mailed`` false it is told in the app alone, because a mail with everything follows. Mails keep to the hours of
    the dossier's union; only ``answered``, who has just done something, is answered at once, and what happens at
    ``before`` is told in time.
    """
    about = key or (f"t{task.pk}" if task else f"d{dossier.pk}")
    hours = hours_of_id(dossier.union_id) if mailed else None
    for person in people:
        if besides is not None and person.pk == besides.pk:
            continue
        notification, created = Notification.objects.get_or_create(
            key=f"{kind}:{about}:{person.pk}",
            defaults={
                "person": person,
                "dossier": dossier,
                "task": task,
                "kind": kind,
                "data": data,
                "created_at": clock.now(),
            },
        )
        if created and hours is not None:
            at_once = answered is not None and person.pk == answered.pk
            moment = clock.now() if at_once else told_at(person, hours, before=before)
            ask_mail(notification, moment)
            ask_deliveries(notification, dossier.union_id, moment)


def notify_separately(
    people: Iterable[Person], kind: str, *, key: str, union_id: int | None = None, **data: Any
) -> None:
    """Tell ``people`` one thing that is about no dossier; in the hours and by the channels of the union that it is about."""
    hours = hours_of_id(union_id) if union_id is not None else OfficeHours(WorkingCalendar())
    for person in people:
        notification, created = Notification.objects.get_or_create(
            key=f"{kind}:{key}:{person.pk}",
            defaults={
                "person": person, "kind": kind, "data": data, "created_at": clock.now(), "union_id": union_id,
            },
        )  # fmt: skip
        if not created:
            continue
        moment = told_at(person, hours)
        ask_mail(notification, moment)
        if union_id is not None:
            ask_deliveries(notification, union_id, moment)


def notify_administrators(kind: str, *, key: str, besides: Iterable[int | None] = (), **data: Any) -> None:
    """Tell the administrators of every union something of the installation, but those of the unions in ``besides``."""
    for union in Organisation.objects.filter(kind=Organisation.Kind.UNION).exclude(pk__in=list(besides)):
        people = Person.objects.filter(pk__in=members_of(union.pk, Membership.Role.ADMINISTRATOR))
        notify_separately(people, kind, key=key, union_id=union.pk, **data)


def ask_mail(notification: Notification, moment: datetime) -> Job:
    """Ask for a notice's mail, to go out at ``moment``."""
    return jobs.enqueue(
        Job.Kind.MAIL,
        f"mail:{notification.pk}",
        notification=notification,
        dossier=notification.dossier,
        run_after=moment,
    )


def notify_actors(task: Task, kind: str = "task", besides: Person | None = None, key: str = "") -> None:
    """Tell those for whom ``task`` waits."""
    people = people_who(task.actor, task.dossier, task.assignee)
    notify(people, kind, dossier=task.dossier, task=task, besides=besides, key=key)


def office(dossier: Dossier, role: Capacity | str) -> list[Person]:
    """The people who hold ``role`` in the owning union; of officers the responsible one alone, where one is named."""
    if role == Capacity.OFFICER and (responsible := responsible_of(dossier)) is not None:
        return [responsible]
    return list(Person.objects.filter(pk__in=members_of(dossier.union_id, role)))


def proposers(dossier: Dossier) -> list[Person]:
    return list(Person.objects.filter(pk__in=members_of(dossier.proposer_id, Membership.Role.PROPOSER)))


def seated(dossier: Dossier) -> list[Person]:
    """Everybody who holds a seat in an approved council of the dossier."""
    seats = Seat.objects.filter(
        council__dossier=dossier, council__approved_at__isnull=False, released_at=None
    ).select_related("person")
    return [seat.person for seat in seats]


def notify_seated(meeting: Meeting, kind: str, **data: Any) -> None:
    """Tell everybody with a seat when and where; by mail with a calendar file, which is why the meeting is named."""
    dossier = meeting.council.dossier
    starts_at = meeting.resumes_at or meeting.starts_at
    notify(
        seated(dossier),
        kind,
        dossier=dossier,
        key=f"m{meeting.pk}:{meeting.revision}",
        meeting=meeting.pk,
        before=starts_at,
        starts_at=starts_at.isoformat(),
        place=meeting.place,
        link=meeting.link,
        **data,
    )


def everybody_concerned(dossier: Dossier) -> list[Person]:
    """Proposers, handlers and seats: told when a dossier ends."""
    people = proposers(dossier) + office(dossier, Capacity.OFFICER) + office(dossier, Capacity.LEADER) + seated(dossier)
    return list({person.pk: person for person in people}.values())
