"""People to choose from by hand for a seat: who fits first, whoever has enough to do last and with the reason.

However many there are, they take the same handful of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.models import Dossier, Person, SubjectArea
from consult.problem_text import problem_text
from consult.queries.absences import away_text_until
from consult.queries.candidates import Pool, pool_of
from consult.rules.conflict import barring
from consult.rules.council import MEMBER

from .councils import objections_to
from .deadlines import due_date

FITTING, OTHERS, OFFICE, OVER_LIMIT = "fitting", "others", "office", "over_limit"
GROUPS = {
    FITTING: gettext_lazy("Experts in the dossier's fields"),
    OTHERS: gettext_lazy("Experts of other fields"),
    OFFICE: gettext_lazy("The office"),
    OVER_LIMIT: gettext_lazy("Over the limit of open seats – may be chosen all the same"),
}


@dataclass(frozen=True)
class Choice:
    """One person of a list. ``conflict`` is the sentence that forbids the seat, or empty."""

    person: Person
    group: str
    label: str
    conflict: str


def choices_for(dossier: Dossier) -> list[Choice]:
    """Everybody who may be asked to sit on ``dossier``, in the order in which a list shows them."""
    pool = pool_of(dossier.union_id)
    against = objections_to(pool.people.values(), dossier)
    names = dict(SubjectArea.objects.filter(parent=None).values_list("pk", "name"))
    wanted = {one.pk for one in dossier.subject_areas.all()}
    most = dossier.procedure.rules.seats.most_open
    made = []
    # Whoever is asked now has until about this day for a review.
    review_due = due_date(dossier, "review")
    for pk, person in pool.people.items():
        problem = barring(against[pk])
        group = _group(pool, pk, wanted, most)
        about = _about(pool, pk, group, names, most)
        away = away_text_until(pool.absences.get(pk, ()), review_due)
        label = " — ".join(part for part in (person.titled_name, *about, away) if part)
        made.append(Choice(person, group, label, problem_text(problem) if problem else ""))
    order = list(GROUPS)
    held = {pk: facts.open_seats for pk, facts in pool.facts.items()}
    return sorted(made, key=lambda one: (order.index(one.group), held[one.person.pk] if one.group == OVER_LIMIT else 0))


def grouped(choices: Sequence[Choice]) -> list[tuple[str, list[Choice]]]:
    """The choices under the headings of their groups, without empty ones."""
    found: dict[str, list[Choice]] = {group: [] for group in GROUPS}
    for choice in choices:
        found[choice.group].append(choice)
    return [(str(GROUPS[group]), listed) for group, listed in found.items() if listed]


def _group(pool: Pool, person: int, wanted: Collection[int], most: int) -> str:
    facts = pool.facts[person]
    # Who is of the office and no expert sits as its secretary or leader: such seats are not counted against them.
    if MEMBER not in facts.kinds:
        return OFFICE
    if facts.open_seats >= most:
        return OVER_LIMIT
    return FITTING if facts.subject_areas & set(wanted) else OTHERS


def _about(pool: Pool, person: int, group: str, names: dict[int, str], most: int) -> list[str]:
    facts = pool.facts[person]
    if group == OFFICE:
        return [_("office")]
    fields = ", ".join(sorted(names[one] for one in facts.subject_areas if one in names))
    if group == OVER_LIMIT:
        return [
            fields,
            _("already holds %(count)s open seats; the limit is %(most)s") % {"count": facts.open_seats, "most": most},
        ]
    return [fields, _("open seats: %(count)s") % {"count": facts.open_seats} if facts.open_seats else ""]
