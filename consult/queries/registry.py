"""What a reader sees of an expert besides the shared facts: proposals, their own union's judgement, ties."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Expert, ExpertProposal, Organisation, Person, SubjectArea, Tie, UnionJudgement
from consult.rules.marks import marks_of

# The facts that are shared by all unions, in the order in which they are shown.
FACTS: dict[str, Any] = {
    "name": _("Full name"), "degree": _("Degree and title"), "phone": _("Telephone"), "employer": _("Employer"),
    "employer_organisation": _("Employer, if registered here"), "place": _("Province or city"),
    "association": _("Member association"), "subject_areas": _("Fields of expertise"), "biography": _("What they work on"),
}  # fmt: skip
REFERENCES = ("employer_organisation", "association")
NOTHING = "–"


def facts_of(expert: Expert) -> dict[str, Any]:
    """The shared facts as they are now, in the form in which a proposal keeps them."""
    return {
        "name": expert.person.name,
        "degree": expert.degree,
        "phone": expert.person.phone,
        "employer": expert.employer,
        "employer_organisation": expert.employer_organisation_id,
        "place": expert.place,
        "association": expert.association_id,
        "subject_areas": sorted(expert.subject_areas.values_list("pk", flat=True)),
        "biography": expert.biography,
    }


def now_of(proposal: ExpertProposal, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Of the ``facts`` as they are now, those that a proposal would change."""
    return {fact: facts[fact] for fact in proposal.changes if fact in facts}


def open_proposals(expert: Expert) -> QuerySet[ExpertProposal]:
    """What is proposed and neither decided nor lapsed; a proposal's last day ends at midnight in Việt Nam."""
    return expert.proposals.filter(decided_at=None, lapses_on__gte=clock.today()).select_related("union", "proposed_by")


Line = tuple[Any, str, str]


def compared(expert: Expert, proposals: Collection[ExpertProposal]) -> list[tuple[ExpertProposal, list[Line], str]]:
    """What each proposal would change: the fact, what stands there now, and what would; and the marks of what stands there.

    Three queries for any number.
    """
    if not proposals:
        return []
    now = facts_of(expert)
    sides = [now, *(proposal.changes for proposal in proposals)]
    subject_areas = _names(SubjectArea, {pk for side in sides for pk in side.get("subject_areas") or ()})
    bodies = _names(Organisation, {side[fact] for side in sides for fact in REFERENCES if side.get(fact)})

    def said(fact: str, value: Any) -> str:
        if fact == "subject_areas":
            return ", ".join(name for pk, name in subject_areas.items() if pk in (value or ())) or NOTHING
        if fact in REFERENCES:
            return bodies.get(value, NOTHING)
        return str(value or NOTHING)

    def lines(changes: Mapping[str, Any]) -> list[Line]:
        return [
            (label, said(fact, now[fact]), said(fact, changes[fact]))
            for fact, label in FACTS.items()
            if fact in changes
        ]

    return [(proposal, lines(proposal.changes), marks_of(now_of(proposal, now))) for proposal in proposals]


def _names(model: type[SubjectArea] | type[Organisation], keys: Collection[int]) -> dict[int, str]:
    """Names by key, in the model's order."""
    return dict(model._default_manager.filter(pk__in=keys).values_list("pk", "name"))


@dataclass(frozen=True)
class KnownTie:
    """A tie as one reader sees it. ``note`` is empty for those whose union did not write it."""

    tie: Tie
    note: str
    may_remove: bool


def ties_for(expert: Expert, reader: Person, unions: Collection[int], keeps: bool) -> list[KnownTie]:
    """The shared ties and those that the reader's unions wrote down themselves; to the expert, all of them.

    Whoever wrote a tie down, or works for the union that did, may take it back; so may who ``keeps`` the shared facts,
    unless it is the expert and somebody else knew it.
    """
    own = reader.pk == expert.person_id
    found = expert.ties.select_related("declared_by").prefetch_related("declared_by__memberships")
    if not own:
        found = found.filter(Q(union=None) | Q(union__in=unions))
    return [_known(tie, reader, unions, keeps, own=own) for tie in found]


def _known(tie: Tie, reader: Person, unions: Collection[int], keeps: bool, *, own: bool) -> KnownTie:
    declarer = tie.declared_by
    colleague = declarer is not None and any(m.organisation_id in unions for m in declarer.memberships.all())
    mine = tie.declared_by_id == reader.pk or (not own and (tie.union_id in unions or colleague))
    shared = tie.union_id is None
    return KnownTie(tie, tie.note if own or mine else "", mine or (shared and keeps and not own))


def judgement_of(expert: Expert, union: int | None) -> UnionJudgement | None:
    """What one union holds of an expert; unsaved, with what holds by default, where it has said nothing."""
    if union is None:
        return None
    found = expert.judgements.filter(union=union).first()
    return found or UnionJudgement(expert=expert, union_id=union)


def not_invited(unions: Collection[int]) -> QuerySet[Expert]:
    """The experts whom one of ``unions`` does not invite, and those who withdrew their consent and are invited by nobody."""
    judged = UnionJudgement.objects.filter(expert=OuterRef("pk"), union__in=unions, invited=False)
    return Expert.objects.filter(Q(withdrawn_at__isnull=False) | Exists(judged))
