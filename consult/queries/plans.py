"""What a plan of councils was made from, how large it would be, and how far the one asked for is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from consult.models import Absence, CouncilPlan, Dossier, Expert, Membership, Review, Seat, Stage, Tie

from .candidates import active_experts
from .registry import not_invited

# To read a person costs about as much as to weigh them for ten dossiers.
READING = 10


def size_of(union: int, dossiers: int) -> int:
    """What the time of a plan goes by: people times dossiers, and the people themselves."""
    return active_experts(union).count() * (dossiers + READING)


def fingerprint(union: int, dossiers: Sequence[Dossier]) -> str:
    """What a plan hangs on, in one word: another word says that something has changed since.

    A few queries for plain values, without the objects that a plan itself reads.
    """
    found = hashlib.sha256()
    fields = sorted((one.pk, *sorted(field.pk for field in one.subject_areas.all())) for one in dossiers)
    asked = [(one.pk, one.title, one.summary, one.proposer_id, one.procedure_id) for one in dossiers]
    experts = Expert.objects.filter(person__is_active=True)
    for rows in (
        fields,
        sorted(asked),
        [one.procedure.config for one in dossiers],
        experts.order_by("pk").values_list("pk", "degree", "employer", "employer_organisation", "search_text"),
        Expert.subject_areas.through.objects.order_by("pk").values_list("expert", "subjectarea"),
        Tie.objects.order_by("pk").values_list("expert", "kind", "body", "organisation", "until"),
        Absence.objects.order_by("pk").values_list("person", "first_day", "last_day"),
        not_invited([union]).order_by("pk").values_list("pk"),
        Membership.objects.in_force()
        .filter(organisation=union, person__is_active=True)
        .order_by("pk")
        .values_list("person", "role"),
        Seat.objects.filter(council__approved_at__isnull=False, released_at=None)
        .exclude(council__dossier__stage=Stage.CLOSED)
        .order_by("pk")
        .values_list("person", "council"),
        Review.objects.filter(dossier__union=union).order_by("pk").values_list("pk", "state"),
    ):
        for row in rows:
            found.update(repr(row).encode())
        found.update(b"|")
    return found.hexdigest()


def newest_plans(union: int) -> tuple[CouncilPlan | None, CouncilPlan | None]:
    """The newest plan that is made, and the newest that was asked for after it; each None where there is none."""
    plans = list(CouncilPlan.objects.filter(union=union).select_related("job")[:10])
    made = next((plan for plan in plans if plan.made_at), None)
    asked = next((plan for plan in plans if not plan.made_at and (made is None or plan.pk > made.pk)), None)
    return made, asked
