"""The common registry: whose the shared facts are, what others propose, and what each union holds for itself.

Shared facts belong to the person from the first time they sign in, until then to the union that keeps them. Other unions
propose changes; whoever keeps the facts accepts or refuses within ten working days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity, check_expert, check_facts, check_union, members_of, require
from consult.actions.notifications.notices import notify_separately
from consult.models import Expert, ExpertProposal, Organisation, Person, UnionJudgement
from consult.queries.registry import FACTS, REFERENCES, facts_of, now_of, open_proposals
from consult.refusals import ActionError, changed_meanwhile
from consult.rules.marks import changed_since
from consult.rules.text import normal

from .deadlines import calendar_of

WORKING_DAYS = 10
MOST_OPEN = 20


def notify_about_expert(people: Iterable[Person], kind: str, expert: Expert, *, besides: Person, **data: Any) -> None:
    """Tell ``people`` something about an expert's data; ``besides`` did it and knows."""
    others = [person for person in people if person.pk != besides.pk]
    key = f"e{expert.pk}:{clock.now().isoformat()}"
    notify_separately(others, kind, key=key, expert=expert.pk, name=expert.person.name, **data)


def keepers_of(expert: Expert) -> list[Person]:
    """Whoever decides on the shared facts: the person, or the keeping union's officers."""
    if expert.person.last_login is not None:
        return [expert.person]
    if expert.facts_keeper_id is None:
        return []
    return list(Person.objects.filter(pk__in=members_of(expert.facts_keeper_id, Capacity.OFFICER)))


def notify_changed(expert: Expert, by: Person, union: Organisation | None) -> None:
    """Tell the person that somebody else changed what is held of them."""
    notify_about_expert([expert.person], "expert_changed", expert, besides=by, union=union.name if union else by.name)


def fill(expert: Expert, data: Mapping[str, Any]) -> None:
    """Put shared facts into the registry."""
    person = expert.person
    if normal(data.get("name") or ""):
        person.name = normal(data["name"])
        person.save(update_fields=["name"])
    if "phone" in data:
        person.phone = normal(data["phone"])
        person.save(update_fields=["phone"])
    for column in FACTS.keys() - {"name", "phone", "subject_areas"}:
        if column in data:
            value = data[column]
            setattr(expert, column, value.strip() if isinstance(value, str) else value)
    expert.save()
    if "subject_areas" in data:
        expert.subject_areas.set(data["subject_areas"])


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a form as a proposal keeps them."""
    plain: dict[str, Any] = {}
    for fact in FACTS.keys() & data.keys():
        value = data[fact]
        if fact == "subject_areas":
            plain[fact] = sorted(getattr(one, "pk", one) for one in value)
        elif fact in REFERENCES:
            plain[fact] = value.pk if value is not None else None
        else:
            plain[fact] = value.strip() if fact == "biography" else normal(value)
    return plain


@transaction.atomic
def propose_change(*, expert: Expert, union: Organisation, by: Person, **data: Any) -> ExpertProposal:
    """Propose a change of facts that are somebody else's; an open one of the same union makes place. Raises ``ActionError``."""
    require(check_expert(by, expert.person, "expert.edit"))
    require(check_union(by, "expert.edit", union.pk))
    expert = Expert.objects.select_for_update().select_related("person").get(pk=expert.pk)
    now = facts_of(expert)
    changes = {fact: value for fact, value in _plain(data).items() if value != now[fact]}
    if not changes.get("name", True):
        del changes["name"]
    if not changes:
        raise ActionError("nothing_differs", _("Nothing differs from the recorded data."))
    waiting = open_proposals(expert)
    waiting.filter(union=union).delete()
    if waiting.count() >= MOST_OPEN:
        raise ActionError(
            "too_many_proposals", _("Too many proposed changes are pending. Wait until they have been decided.")
        )
    proposal = ExpertProposal.objects.create(
        expert=expert,
        union=union,
        proposed_by=by,
        proposed_at=clock.now(),
        lapses_on=calendar_of(union.pk).add(clock.today(), WORKING_DAYS),
        changes=changes,
    )
    notify_about_expert(
        keepers_of(expert), "expert_proposed", expert, besides=by, union=union.name,
        due_on=proposal.lapses_on.isoformat(),
    )  # fmt: skip
    return proposal


@transaction.atomic
def decide_proposal(*, proposal: ExpertProposal, by: Person, accept: bool, seen: str = "") -> None:
    """Whoever keeps the facts accepts a proposed change or refuses it.

    ``seen`` are the marks of what stood on the page (``now_of``). Raises ``ActionError``, too when it has lapsed.
    """
    expert = Expert.objects.select_for_update().select_related("person").get(pk=proposal.expert_id)
    require(check_facts(by, expert))
    found = open_proposals(expert).filter(pk=proposal.pk).first()
    if found is None:
        raise ActionError("proposal_decided", _("This proposal has already been decided, or has lapsed."))
    if accept:
        changed = changed_since(seen, now_of(found, facts_of(expert)))
        if changed:
            raise changed_meanwhile(str(FACTS[fact]) for fact in changed)
        fill(expert, _from_plain(found.changes))
        notify_changed(expert, by, found.union)
    found.decided_by, found.decided_at, found.accepted = by, clock.now(), accept
    found.save(update_fields=["decided_by", "decided_at", "accepted"])
    if found.proposed_by is not None:
        kind = "expert_accepted" if accept else "expert_refused"
        notify_about_expert([found.proposed_by], kind, expert, besides=by)


def _from_plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    """A proposal's changes as the registry takes them; a body that has gone meanwhile is left away."""
    data = dict(changes)
    for fact in REFERENCES:
        if fact in data:
            data[fact] = Organisation.objects.filter(pk=data[fact]).first()
    return data


@transaction.atomic
def hand_over(*, expert: Expert, by: Person, to: Organisation) -> None:
    """Give the keeping of an expert's facts to another union, which is told. Raises ``ActionError``."""
    expert = Expert.objects.select_for_update().select_related("person").get(pk=expert.pk)
    if by.pk == expert.person_id or expert.person.last_login is not None:
        raise ActionError(
            "keeps_own_data", _("People who sign in manage their own data; there is nothing to hand over.")
        )
    require(check_facts(by, expert))
    if to.kind != Organisation.Kind.UNION or to.pk == expert.keeper_id:
        raise ActionError("another_union", _("Choose another union."), where="to")
    expert.keeper = to
    expert.save()
    notify_about_expert(keepers_of(expert), "expert_handed_over", expert, besides=by, union=to.name)


@transaction.atomic
def judge(*, expert: Expert, union: Organisation, by: Person, invited: bool, note: str = "") -> UnionJudgement:
    """Keep what one union holds of an expert; it holds for that union alone."""
    require(check_union(by, "expert.judge", union.pk))
    judgement, _made = UnionJudgement.objects.update_or_create(
        expert=expert, union=union, defaults={"invited": invited, "note": note.strip()}
    )
    return judgement
