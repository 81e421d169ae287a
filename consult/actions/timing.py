"""When people may be told: in the hours of the office that speaks, outside their own quiet ones."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from consult import clock
from consult.access import check_union, require
from consult.models import DayOff, Organisation, Person
from consult.rules.calendar import WorkingCalendar
from consult.rules.office_hours import OfficeHours, calm_moment

from .actor import Actor, record_of_union
from .deadlines import calendar_of


def hours_of(union: Organisation, calendar: WorkingCalendar | None = None) -> OfficeHours:
    """The hours of a union by its own rows."""
    return OfficeHours(
        calendar=calendar or calendar_of(union.pk),
        opens=union.mails_from,
        closes=union.mails_until,
        every_day=union.mails_every_day,
        quiet=(union.quiet_from, union.quiet_until),
    )


def hours_of_id(union_id: int) -> OfficeHours:
    return hours_of(Organisation.objects.get(pk=union_id))


def told_at(
    person: Person, hours: OfficeHours, *, before: datetime | None = None, from_: datetime | None = None
) -> datetime:
    """When somebody is told what would be told at ``from_`` (now, if it is left out) and happens at ``before``."""
    moment = timezone.localtime(from_ or clock.now())
    quiet_from, quiet_until = hours.quiet_of((person.quiet_from, person.quiet_until))
    return calm_moment(moment, hours, quiet_from, quiet_until, before)


def open_unions() -> list[int]:
    """The unions whose office speaks at this moment. Two queries, however many there are."""
    now, today = timezone.localtime(clock.now()), clock.today()
    exceptions = dict(DayOff.objects.filter(day=today).values_list("organisation_id", "working"))
    unions = Organisation.objects.filter(kind=Organisation.Kind.UNION)
    return [
        union.pk
        for union in unions
        if hours_of(union, WorkingCalendar({today: exceptions[union.pk]} if union.pk in exceptions else {})).is_open(
            now
        )
    ]


@transaction.atomic
def set_hours(*, union: Organisation, by: Person) -> None:
    """Keep the hours that ``union`` now carries. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "hours.edit", union.pk)))
    union.save(update_fields=["mails_from", "mails_until", "mails_every_day", "quiet_from", "quiet_until"])
    record_of_union(union, "hours_changed", actor)
