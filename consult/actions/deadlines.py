"""Due dates by the calendar of the office that handles the dossier."""

from __future__ import annotations

from datetime import date

from consult import clock
from consult.models import DayOff, Dossier
from consult.rules.calendar import WorkingCalendar


def calendar_of(union_id: int) -> WorkingCalendar:
    """The working calendar of one union: the country's, with the office's own exceptions."""
    return WorkingCalendar(dict(DayOff.objects.filter(organisation_id=union_id).values_list("day", "working")))


def due_date(dossier: Dossier, step: str) -> date:
    """The day by which ``step`` has to be done, today not counted. ``step`` names a field of ``Days``."""
    days = getattr(dossier.procedure.rules.days, step)
    return calendar_of(dossier.union_id).add(clock.today(), days)
