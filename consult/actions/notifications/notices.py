"""Telling people: a notice in the app, and a mail as a job. Each thing is said to each person once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from consult import clock
from consult.access import Capacity, acting_as, members_of
from consult.actions import jobs
from consult.actions.calls import ask_calls
from consult.actions.notifications.channels import ask_deliveries
from consult.actions.timing import hours_of_id, told_at
from consult.models import (
    Dossier,
    Job,
    Meeting,
    Membership,
    Notification,
    Organisation,
    Person,
    PostalNotice,
    Seat,
    Task,
)
from consult.queries.reach import people_who, stand_ins_of_officer
from consult.queries.responsible import responsible_of
from consult.rules.calendar import WorkingCalendar
from consult.rules.office_hours import OfficeHours

# The row of a notice whose mail goes to another address than the person's keeps it under this name.
MAIL_TO = "mail_to"


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
        if created and hours is not None and person.email is None:
            ask_calls([person], dossier)
        elif created and hours is not None:
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


def ask_mail(notification: Notification, moment: datetime) -> Job | None:
    """Ask for a notice's mail, to go out at ``moment``; None to somebody who has no address."""
    if notification.person.email is None and MAIL_TO not in notification.data:
        return None
    return jobs.enqueue(
        Job.Kind.MAIL,
        f"mail:{notification.pk}",
        notification=notification,
        dossier=notification.dossier,
        run_after=moment,
    )


def notify_actors(task: Task, kind: str = "task", besides: Person | None = None, key: str = "") -> None:
    """Tell those for whom ``task`` waits."""
    people = list(people_who(task.actor, task.dossier, task.assignee))
    if not people and task.node in TOLD_BY_LETTER:
        ask_letter(task.dossier, task.node, key=f"t{task.pk}")
    notify(people, kind, dossier=task.dossier, task=task, besides=besides, key=key)


# Steps of a proposer of which the letter about them does not tell already.
TOLD_BY_LETTER = {"supply_supplement"}


def notify_proposer(
    dossier: Dossier, kind: str, *, answered: Person | None = None, besides: Person | None = None, **data: Any
) -> None:
    """Tell the proposer's people; where it has none, the office has to send it by letter."""
    people = proposers(dossier)
    if not people:
        ask_letter(dossier, kind, reason=str(data.get("reason", "")))
    notify(people, kind, dossier=dossier, answered=answered, besides=besides, **data)


def ask_letter(dossier: Dossier, kind: str, *, key: str = "", reason: str = "") -> None:
    """Write down what the office has to send the proposer by letter, once for each thing."""
    PostalNotice.objects.get_or_create(
        dossier=dossier,
        key=f"{kind}:{key}:{dossier.round}",
        defaults={"kind": kind, "reason": reason, "asked_at": clock.now()},
    )


def office(dossier: Dossier, role: Capacity | str) -> list[Person]:
    """The people who hold ``role`` in the owning union; of officers the responsible one alone, where one is named."""
    if role == Capacity.OFFICER and (responsible := responsible_of(dossier)) is not None:
        return [responsible, *stand_ins_of_officer(responsible, dossier)]
    return list(Person.objects.filter(pk__in=acting_as(dossier.union_id, role)))


def proposers(dossier: Dossier) -> list[Person]:
    """The people of the proposer; of the union's own initiative its officers, who act in its place."""
    if dossier.own_initiative:
        return office(dossier, Capacity.OFFICER)
    return list(Person.objects.filter(pk__in=members_of(dossier.proposer_id, Membership.Role.PROPOSER)))


def seated(dossier: Dossier) -> list[Person]:
    """Everybody who holds a seat in an approved council of the dossier."""
    seats = Seat.objects.filter(
        council__dossier=dossier, council__approved_at__isnull=False, released_at=None
    ).select_related("person")
    return [seat.person for seat in seats]


def notify_seated(meeting: Meeting, kind: str, **data: Any) -> None:
    """Tell everybody with a seat when and where."""
    notify_of_meeting(seated(meeting.council.dossier), meeting, kind, **data)


def notify_of_meeting(people: Iterable[Person], meeting: Meeting, kind: str, **data: Any) -> None:
    """Tell ``people`` when and where; by mail with a calendar file, which is why the meeting is named."""
    dossier = meeting.council.dossier
    starts_at = meeting.resumes_at or meeting.starts_at
    notify(
        people,
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
