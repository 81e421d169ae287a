"""When somebody is away, said by themselves."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Absence, Person
from consult.refusals import ActionError, NotAllowed
from consult.rules.text import normal

# More than anybody keeps; whoever sends forms by a program stops here.
MOST = 50


@transaction.atomic
def add_absence(*, person: Person, first_day: date, last_day: date, reason: str = "") -> Absence:
    """Be away on these days, both included. Raises ``ActionError``."""
    Person.objects.select_for_update().get(pk=person.pk)
    if last_day < first_day:
        raise ActionError("last_before_first", _("The last day is before the first."), where="last_day")
    if last_day < clock.today():
        raise ActionError("day_past", _("Choose today or a later day."), where="last_day")
    if person.absences.filter(last_day__gte=clock.today()).count() >= MOST:
        raise ActionError("too_many", _("So many absences are already entered. Remove some first."))
    return Absence.objects.create(person=person, first_day=first_day, last_day=last_day, reason=normal(reason))


@transaction.atomic
def remove_absence(*, absence: Absence, by: Person) -> None:
    """Take back an absence of one's own. Raises ``NotAllowed``."""
    if absence.person_id != by.pk:
        raise NotAllowed("not_yours", _("Your role in this organisation does not allow this."))
    absence.delete()
