"""Meetings and deadlines as calendar files (iCalendar, RFC 5545), which phones and Outlook take over from a mail.

The same meeting keeps its UID: a later file with a higher SEQUENCE moves it, one with METHOD:CANCEL takes it off.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from consult import clock
from consult.models import Meeting, Organisation, Person, Task
from consult.queries.office_mail import sender_of

# How long a meeting is entered for; its end is not known before.
MEETING_HOURS = 2
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def media_type(method: str) -> str:
    """The type by which mail programs recognise the file."""
    return f"text/calendar; method={method}; charset=utf-8"


def _host() -> str:
    return settings.ALLOWED_HOSTS[0].lstrip(".") or "consult"


def _calendar(method: str, event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Consult//VI")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event.add("dtstamp", clock.now())
    calendar.add_component(event)
    return calendar.to_ical()


def meeting_file(meeting: Meeting, person: Person, url: str = "", *, left: bool = False) -> tuple[bytes, str]:
    """A meeting as an event for ``person``, and the method: a request; a cancellation where it is cancelled or they ``left``.

    For whoever leaves the sequence stays: should they come again, the request is the newer one by its time.
    """
    dossier = meeting.council.dossier
    method = CANCEL if left or meeting.state == Meeting.State.CANCELLED else REQUEST
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{_host()}")
    event.add("sequence", meeting.revision)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("summary", f"Họp hội đồng: {dossier.title}"[:200])
    begins = meeting.resumes_at or meeting.starts_at
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(hours=MEETING_HOURS))
    if meeting.place or meeting.link:
        event.add("location", meeting.place or meeting.link)
    event.add("description", "\n".join(part for part in (dossier.code, meeting.link, meeting.agenda, url) if part))
    event["organizer"] = _organiser(dossier.union)
    if person.email is not None:
        attendee = vCalAddress(f"MAILTO:{person.email}")
        attendee.params["cn"] = vText(person.name)
        attendee.params["rsvp"] = vText("FALSE")
        event.add("attendee", attendee)
    return _calendar(method, event), method


def deadline_file(task: Task, url: str = "", *, over: bool = False) -> tuple[bytes, str]:
    """A step's deadline as a whole day, with an alarm a day before, and the method: a cancellation where it is ``over``.

    The sequence grows each time the deadline is moved, and once more when the step is over.
    """
    assert task.due_on is not None
    event = Event()
    event.add("uid", f"deadline-{task.pk}@{_host()}")
    event.add("sequence", task.revision + int(over))
    event.add("status", "CANCELLED" if over else "CONFIRMED")
    event.add("summary", f"Hạn: {task.title} – {task.dossier.title}"[:200])
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("description", "\n".join(part for part in (task.dossier.code, url) if part))
    event["organizer"] = _organiser(task.dossier.union)
    if over:
        return _calendar(CANCEL, event), CANCEL
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", str(task.title))
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    return _calendar(PUBLISH, event), PUBLISH


def _organiser(union: Organisation) -> vCalAddress:
    sender = sender_of(union)
    organiser = vCalAddress(f"MAILTO:{sender.office}")
    organiser.params["cn"] = vText(sender.name)
    return organiser
