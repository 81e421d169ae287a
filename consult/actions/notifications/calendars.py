"""The calendar files that go with mails: of meetings, and of steps that wait for one person until a day."""

from __future__ import annotations

from email.mime.text import MIMEText

from django.conf import settings
from django.urls import reverse
from viewflow.workflow import STATUS

from consult.exports.calendar_file import deadline_file, meeting_file
from consult.models import Meeting, Notification, Task

ABOUT_MEETINGS = {"meeting", "meeting_moved", "meeting_adjourned", "meeting_cancelled"}
ABOUT_DEADLINES = {"task", "invitation", "reminder", "extended", "deadline_moved"}
# The step that somebody had is over without their doing.
ENDS_STEPS = {"excused", "cancelled", "withdrawn", "seat_ended"}
# Whoever has no seat any more does not come to the meeting that was called.
ENDS_SEATS = {"seat_ended"}


def attachment(name: str, content: bytes, method: str) -> MIMEText:
    """A calendar file as a part of a mail; its type says once how it is written, and what is to be done with it."""
    part = MIMEText(content.decode(), "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def calendar_files_of(notification: Notification, url: str) -> list[MIMEText]:
    """The calendar files that go with a notice's mail. ``url`` is where it leads."""
    found = [_meeting_of(notification, url), _deadline_in(notification)]
    return [one for one in found if one is not None]


def _meeting_of(notification: Notification, url: str) -> MIMEText | None:
    if notification.kind not in ABOUT_MEETINGS | ENDS_SEATS or "meeting" not in notification.data:
        return None
    meeting = Meeting.objects.select_related("council__dossier__union").get(pk=notification.data["meeting"])
    left = notification.kind in ENDS_SEATS
    return attachment("lich-hop.ics", *meeting_file(meeting, notification.person, "" if left else url, left=left))


def _deadline_in(notification: Notification) -> MIMEText | None:
    person = notification.person
    mine = Task.objects.filter(dossier=notification.dossier, assignee=person).select_related("dossier__union")
    if notification.kind in ENDS_STEPS:
        ended = mine.filter(status=STATUS.CANCELED).exclude(due_on=None).last()
        return deadline_of(ended, over=True) if ended else None
    if notification.kind not in ABOUT_DEADLINES:
        return None
    task = mine.filter(status=STATUS.NEW).first() if notification.kind == "extended" else notification.task
    return deadline_of(task) if task is not None and task.assignee_id == person.pk else None


def deadline_of(task: Task, *, over: bool = False) -> MIMEText | None:
    """The calendar file of a step that waits for one person until a day, or takes it off when it is ``over``; else None."""
    if task.due_on is None or task.assignee_id is None:
        return None
    url = settings.SITE_URL + reverse("task", args=[task.pk])
    return attachment("thoi-han.ics", *deadline_file(task, "" if over else url, over=over))
