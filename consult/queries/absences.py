"""Who is away when: shown to the office beforehand, without the reason."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult import clock
from consult.models import Absence, Dossier, Seat


def absences_of(people: Collection[int]) -> dict[int, list[Absence]]:
    """The absences of ``people`` that are not over, by person. One query."""
    found: dict[int, list[Absence]] = {}
    for one in Absence.objects.filter(person__in=list(people), last_day__gte=clock.today()):
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


def away_in(dossier: Dossier) -> dict[int, str]:
    """Of the people on seats of a dossier's council and of its responsible officer, who is away and when, by person."""
    seats = Seat.objects.filter(council__dossier=dossier, released_at=None).values_list("person", flat=True)
    people = {*seats, *([dossier.responsible_id] if dossier.responsible_id else [])}
    return {person: away_text(found) for person, found in absences_of(people).items()}
