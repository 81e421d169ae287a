"""What the page of an expert shows besides the shared facts."""

from __future__ import annotations

from typing import Any

from consult.access import UNION_TABLE, check_facts, organisations_as
from consult.actions.experts import union_of
from consult.forms.experts import HandOverForm, StandingForm
from consult.models import Expert, Organisation, Person
from consult.queries.registry import compared, open_proposals, standing_of, ties_for


def beside(expert: Expert, person: Person) -> dict[str, Any]:
    """What the page of an expert shows to this person besides the shared facts."""
    mine = organisations_as(person, *UNION_TABLE["expert.edit"])
    keeps, own, union = bool(check_facts(person, expert)), expert.person_id == person.pk, union_of(person)
    standing = standing_of(expert, union.pk if union and not own else None)
    proposals = open_proposals(expert)
    if not keeps:
        proposals = proposals.filter(union__in=mine)
    initial = {"invited": standing.invited, "note": standing.note} if standing else {}
    return {
        "keeps": keeps,
        "signs_in": expert.person.last_login is not None,
        "ties": ties_for(expert, person, mine, keeps),
        "proposals": compared(expert, list(proposals)),
        "standing_form": StandingForm(initial=initial, auto_id="standing_%s") if standing else None,
        "hand_over_form": HandOverForm(keeper=expert.keeper_id, auto_id="hand_over_%s")
        if keeps and not own and Organisation.objects.filter(kind=Organisation.Kind.UNION).count() > 1
        else None,
    }
