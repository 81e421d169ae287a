"""One mail a day with everything that waits for a person, instead of one for each reminder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from viewflow.workflow import STATUS

from consult import clock
from consult.actions.notifications.channels import ask_deliveries
from consult.actions.notifications.notices import ask_mail
from consult.actions.notifications.wording import Content, Link, Words, greeting, password_link, rendered
from consult.actions.timing import hours_of_id, told_at
from consult.models import Notification, Person, Task
from consult.queries.inbox import tasks_for
from consult.queries.office_mail import sender_of

KIND = "waiting"
SALT = "daily-mail"


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
        if person.email is None or not person.daily_mail:
            continue
        notification, created = Notification.objects.get_or_create(
            key=f"{KIND}:{day}:{person.pk}",
            # What it holds stands in the list of notices already.
            defaults={"person": person, "kind": KIND, "created_at": clock.now(), "read_at": clock.now(),
                      "union_id": union_id},
        )  # fmt: skip
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


def compose_digest(
    notification: Notification, waiting: WaitingTasks, set_password: str | None, *, by_mail: bool = True
) -> Words:
    """The day's mail in the receiver's language."""
    person, today = notification.person, clock.today()

    def row(task: Task, url: str, who: str = "") -> dict[str, object]:
        late = task.due_on is not None and task.due_on < today
        about = f"{task.dossier.title} ({task.dossier.code})" if task.dossier.code else task.dossier.title
        due = date_format(task.due_on) if task.due_on else ""
        return {
            "title": task.title,
            "about": about,
            "who": who,
            "due": due,
            "late": late,
            "url": settings.SITE_URL + url,
        }

    with translation.override(person.language):
        own = [row(task, reverse("task", args=[task.pk])) for task in waiting.own]
        escalated = [
            row(task, reverse("dossier", args=[task.dossier_id]), task.assignee.name if task.assignee else "")
            for task in waiting.escalated
        ]
        subject = ngettext("%(count)s step is waiting for you", "%(count)s steps are waiting for you", len(own))
        subject %= {"count": len(own)}
        if not own:
            subject = ngettext(
                "%(count)s step is late in your office", "%(count)s steps are late in your office", len(escalated)
            ) % {"count": len(escalated)}
        headed = [(_("Waiting for you:"), own), (_("Late in your office:"), escalated)]
        sender = sender_of(notification.office)
        end = unsubscribe_url(person) if by_mail else ""
        text, html = rendered(
            Content(
                greeting=greeting(person),
                opening=subject + ".",
                rows=[(str(heading), rows) for heading, rows in headed if rows],
                button=Link(_("Open everything that is waiting"), settings.SITE_URL + reverse("my_work")),
                links=password_link(set_password),
                notes=[
                    _(
                        "At most one such mail is sent per day, and none when nothing is waiting. Quiet hours can be set "
                        "under “My data”."
                    )
                ],
                union=notification.office.name if notification.office else "",
                phone=sender.phone,
                unsubscribe=Link(_("No more of these mails"), end) if end else None,
            )
        )
    return Words(subject, text, html, waiting, end)


def unsubscribe_url(person: Person) -> str:
    """The link whose page ends the mails of a day for ``person``."""
    return settings.SITE_URL + reverse("end_daily_mail", args=[signing.dumps(person.pk, salt=SALT)])


def person_of_link(code: str) -> Person | None:
    """Whom such a link names; None for one that nobody was given."""
    try:
        return Person.objects.filter(pk=signing.loads(code, salt=SALT), is_active=True).first()
    except signing.BadSignature:
        return None


def set_daily_mail(*, person: Person, wanted: bool) -> None:
    """Whether a person gets the mail of a day. What waits is shown here in any case."""
    Person.objects.filter(pk=person.pk).update(daily_mail=wanted)
