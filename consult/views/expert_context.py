"""What the page of an expert shows besides the shared facts."""

from __future__ import annotations

from typing import Any

from consult.access import UNION_TABLE, check_facts, organisations_as
from consult.actions.experts import union_of
from consult.forms.experts import HandOverForm, JudgementForm
from consult.models import Expert, Organisation, Person
from consult.queries.registry import compared, judgement_of, open_proposals, ties_for


def expert_context(expert: Expert, person: Person) -> dict[str, Any]:
    """What the page of an expert shows to this person besides the shared facts."""
    mine = organisations_as(person, *UNION_TABLE["expert.edit"])
    keeps, own, union = bool(check_facts(person, expert)), expert.person_id == person.pk, union_of(person)
    judgement = judgement_of(expert, union.pk if union and not own else None)
    proposals = open_proposals(expert)
    if not keeps:
        proposals = proposals.filter(union__in=mine)
    initial = {"invited": judgement.invited, "note": judgement.note} if judgement else {}
    return {
        "keeps": keeps,
        "signs_in": expert.person.last_login is not None,
        "ties": ties_for(expert, person, mine, keeps),
        "proposals": compared(expert, list(proposals)),
        "judgement_form": JudgementForm(initial=initial, auto_id="judgement_%s") if judgement else None,
        "hand_over_form": HandOverForm(keeper=expert.keeper_id, auto_id="hand_over_%s")
        if keeps and not own and Organisation.objects.filter(kind=Organisation.Kind.UNION).count() > 1
        else None,
    }
