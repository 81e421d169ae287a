"""Who is away when: shown to the office beforehand, without the reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS

from consult import clock
from consult.access import Capacity
from consult.models import Absence, Dossier, Seat, Task


def absences_of(people: Collection[int]) -> dict[int, list[Absence]]:
    """The absences of ``people`` that are not over, by person. One query."""
    return _by_person(Q(person__in=list(people)))


def _by_person(whose: Q) -> dict[int, list[Absence]]:
    found: dict[int, list[Absence]] = {}
    for one in Absence.objects.filter(whose, last_day__gte=clock.today()):
        found.setdefault(one.person_id, []).append(one)
    return found


def away_text(absences: Collection[Absence]) -> str:
    """When somebody is away, in the reader's language; "" where they are not."""
    spans = [
        _("%(first)s to %(last)s")
        % {"first": date_format(one.first_day, "DATE_FORMAT"), "last": date_format(one.last_day, "DATE_FORMAT")}
        for one in absences
    ]
    return _("away: %(days)s") % {"days": ", ".join(spans)} if spans else ""


def missed(absences: Collection[Absence], due_on: date | None) -> str:
    """That the deadline ``due_on`` falls into an absence; "" where it does not."""
    if due_on is None or not any(one.first_day <= due_on <= one.last_day for one in absences):
        return ""
    return _("away on the deadline, %(day)s") % {"day": date_format(due_on, "DATE_FORMAT")}


def away_text_until(absences: Collection[Absence], *deadlines: date | None) -> str:
    """When somebody is away, and which of ``deadlines`` fall into it."""
    marks = dict.fromkeys(missed(absences, due_on) for due_on in deadlines)
    return " — ".join(part for part in (away_text(absences), *marks) if part)


def absences_in(dossier: Dossier) -> dict[int, list[Absence]]:
    """The absences of the people on seats of a dossier's council and of its responsible officer, by person. One query."""
    seats = Seat.objects.filter(council__dossier=dossier, released_at=None)
    return _by_person(Q(person__in=seats.values("person")) | Q(person=dossier.responsible_id))


def away_in(dossier: Dossier, absences: dict[int, list[Absence]] | None = None) -> dict[int, str]:
    """Who of ``absences_in`` is away and when, by person, with the deadlines of their open steps that fall into it."""
    found = absences_in(dossier) if absences is None else absences
    deadlines = _deadlines(dossier) if found else {}
    return {person: away_text_until(away, *deadlines.get(person, ())) for person, away in found.items()}


def missed_at(task: Task, absences: dict[int, list[Absence]]) -> str:
    """That whoever an open step waits for is away on its deadline; "" where nobody is."""
    person = _waits_for(task.dossier, task.assignee_id, task.actor)
    return missed(absences.get(person or 0, ()), task.due_on)


def _waits_for(dossier: Dossier, assignee: int | None, actor: str) -> int | None:
    return assignee or (dossier.responsible_id if actor == Capacity.OFFICER else None)


def _deadlines(dossier: Dossier) -> dict[int, list[date]]:
    """Until when the open steps of a dossier wait for somebody, by person; those of the office for its responsible officer."""
    found: dict[int, list[date]] = {}
    steps = Task.objects.filter(dossier=dossier, status=STATUS.NEW).exclude(due_on=None).order_by("due_on")
    for assignee, actor, due_on in steps.values_list("assignee", "actor", "due_on"):
        person = _waits_for(dossier, assignee, actor)
        if person is not None and due_on is not None:
            found.setdefault(person, []).append(due_on)
    return found
