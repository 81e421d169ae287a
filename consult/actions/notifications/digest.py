"""One mail a day with everything that waits for a person, instead of one for each reminder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext
from viewflow.workflow import STATUS

from consult import clock
from consult.actions.notifications.channels import ask_deliveries
from consult.actions.notifications.notices import ask_mail
from consult.actions.timing import hours_of_id, told_at
from consult.models import Notification, Person, Task
from consult.queries.inbox import tasks_for

KIND = "waiting"


@dataclass(frozen=True)
class WaitingTasks:
    """What waits for a person when the mail is written: their own steps, and the late ones of those they answer for."""

    own: list[Task]
    escalated: list[Task]

    def __bool__(self) -> bool:
        return bool(self.own or self.escalated)


def ask_digests(people: Iterable[Person], day: date, union_id: int) -> None:
    """Ask for the mail of ``day``, one for each person however many reminders there are.

    The channels of the union whose reminder was the first are told as well.
    """
    hours = hours_of_id(union_id)
    for person in people:
        if person.email is None:
            continue
        notification, created = Notification.objects.get_or_create(
            key=f"{KIND}:{day}:{person.pk}",
            # What it holds stands in the list of notices already.
            defaults={"person": person, "kind": KIND, "created_at": clock.now(), "read_at": clock.now()},
        )
        if created:
            moment = told_at(person, hours)
            ask_mail(notification, moment)
            ask_deliveries(notification, union_id, moment)


def waiting_for(notification: Notification, union_id: int | None = None) -> WaitingTasks:
    """What waits now, for the mail that ``notification`` asks for; in dossiers of one union alone, where one is given."""
    person = notification.person
    within = {} if union_id is None else {"dossier__union": union_id}
    own = list(tasks_for(person).filter(**within))
    # Both keys end in the day, Việt Nam's, for which they were asked: no moment of a row says it as surely.
    day = notification.key.split(":")[1]
    told = Notification.objects.filter(
        person=person, kind="escalation", key__endswith=f":{day}:{person.pk}", task__status=STATUS.NEW
    )
    escalated = (
        Task.objects.filter(pk__in=told.values("task"), **within)
        .select_related("dossier", "assignee")
        .order_by("due_on")
    )
    return WaitingTasks(own, [task for task in escalated if task not in own])


def compose_digest(person: Person, waiting: WaitingTasks, set_password: str | None) -> tuple[str, str]:
    """Subject and text, in the receiver's language."""
    today = clock.today()

    def row(task: Task) -> dict[str, object]:
        late = task.due_on is not None and task.due_on < today
        return {"task": task, "late": late, "url": settings.SITE_URL + reverse("task", args=[task.pk])}

    with translation.override(person.language):
        count = len(waiting.own)
        subject = ngettext("%(count)s step is waiting for you", "%(count)s steps are waiting for you", count)
        subject %= {"count": count}
        if not count:
            count = len(waiting.escalated)
            subject = ngettext(
                "%(count)s step is late in your office", "%(count)s steps are late in your office", count
            ) % {"count": count}
        text = render_to_string(
            "mails/waiting.txt",
            {
                "person": person,
                "own": [row(task) for task in waiting.own],
                "escalated": [
                    {**row(task), "url": settings.SITE_URL + reverse("dossier", args=[task.dossier_id])}
                    for task in waiting.escalated
                ],
                "set_password": set_password,
            },
        )
    return subject, text
