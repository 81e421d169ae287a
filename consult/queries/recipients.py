"""Whom to suggest as recipients of an opinion."""

from __future__ import annotations

from consult.access.keeping import known_bodies
from consult.models import Dossier, Organisation, Recipient
from consult.rules.recipients import without_repeats
from consult.rules.text import normalise_for_search

# Dossiers of the same proposer or giver that are looked at, the newest first.
EARLIER = 5
MOST_SUGGESTED = 12
MOST_BODIES = 500


def suggested_recipients(dossier: Dossier) -> list[str]:
    """Who gave the task, the proposer, departments that were asked, recipients of earlier dossiers of the same bodies."""
    first = [dossier.given_by.name] if dossier.given_by else []
    if not dossier.own_initiative:
        first.append(dossier.proposer.name)
    asked = dossier.department_requests.order_by("pk").values_list("department", flat=True)
    before = Dossier.objects.filter(union=dossier.union_id, pk__lt=dossier.pk, recipients__isnull=False)
    alike = before.filter(proposer=dossier.proposer_id).order_by("-pk").values_list("pk", flat=True).distinct()
    earlier = Recipient.objects.filter(dossier__in=list(alike[:EARLIER])).order_by("-dossier", "copy", "position")
    return without_repeats([*first, *asked, *earlier.values_list("name", flat=True)])[:MOST_SUGGESTED]


def names_to_choose(union_id: int) -> list[str]:
    """Names of bodies that the union knows, for completing what is typed."""
    known = Organisation.objects.filter(known_bodies([union_id])).order_by("sort_key")
    return list(known.values_list("name", flat=True)[:MOST_BODIES])


def others_of(names: list[str], besides: list[str]) -> list[str]:
    """``names`` without those that ``besides`` has, however their letters are written."""
    there = {normalise_for_search(name) for name in besides}
    return [name for name in names if normalise_for_search(name) not in there]
