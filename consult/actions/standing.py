"""Standing councils are kept, and the council of a dossier is formed from one without a decision of its own."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.models import Dossier, Organisation, Person, Seat, StandingCouncil, StandingMember
from consult.queries.standing import who_may_sit
from consult.refusals import ActionError
from consult.rules.problem import Problem, gettext_noop
from consult.rules.text import normal

from .actor import Actor, record_of_union

# On one page; no body of this kind is larger.
MOST_MEMBERS = 60
# As in every council that is formed of its people.
OF_ONE = (Seat.Kind.CHAIR, Seat.Kind.SECRETARY)


def _actor(union: Organisation, by: Person) -> Actor:
    return Actor.allowed(by, require(check_union(by, "standing.edit", union.pk)))


@transaction.atomic
def save_standing(*, council: StandingCouncil, union: Organisation, by: Person) -> None:
    """Keep a standing council's name, term and decision. Raises ``ActionError``."""
    actor = _actor(union, by)
    council.union, council.name, council.decision = union, normal(council.name), normal(council.decision)
    if council.until is not None and council.until < council.since:
        raise ActionError("last_before_first", _("The last day is before the first."), where="until")
    if council.decided_on > council.since:
        raise ActionError(
            "decided_later", _("The term begins before the decision was made. Check both days."), where="decided_on"
        )
    council.save()
    record_of_union(union, "standing_council_changed", actor, name=council.name, symbol=council.decision)


@transaction.atomic
def add_member(*, council: StandingCouncil, person: Person, kind: str, by: Person) -> StandingMember:
    """Put somebody into a standing council, on a seat that is free. Raises ``ActionError``."""
    actor = _actor(council.union, by)
    council = StandingCouncil.objects.select_for_update().get(pk=council.pk)
    if not who_may_sit(council.union_id, [person.pk]):
        raise ActionError("not_to_choose", _("This person cannot be chosen."), where="person")
    if council.members.count() >= MOST_MEMBERS:
        raise ActionError("too_many", _("A standing council has at most %(most)s people.") % {"most": MOST_MEMBERS})
    if kind in OF_ONE and council.members.filter(kind=kind).exists():
        taken = _("This seat is taken already; a council has one of its kind.")
        raise ActionError("seat_taken", taken, where="kind")
    try:
        with transaction.atomic():
            member = StandingMember.objects.create(council=council, person=person, kind=kind)
    except IntegrityError as fault:
        raise ActionError("member_already", _("This person is in the council already."), where="person") from fault
    record_of_union(council.union, "standing_member_added", actor, person=str(person.uid), name=council.name)
    return member


@transaction.atomic
def remove_member(*, member: StandingMember, by: Person) -> None:
    """Take somebody out of a standing council; seats that they have in dossiers stay theirs."""
    actor = _actor(member.council.union, by)
    council, uid = member.council, str(member.person.uid)
    member.delete()
    record_of_union(council.union, "standing_member_removed", actor, person=uid, name=council.name)


def leave_standing(person: Person, by: Person) -> None:
    """Where a person's data are erased: they sit in no standing council any more."""
    for member in StandingMember.objects.filter(person=person).select_related("council__union").order_by("pk"):
        council = member.council
        member.delete()
        # Who erases themselves is not named as the actor: nothing that stays would let their account go.
        actor = None if by.pk == person.pk else Actor(by)
        record_of_union(council.union, "standing_member_removed", actor, person=str(person.uid), name=council.name)


def standing_problems(dossier: Dossier, standing: StandingCouncil, people: Sequence[Person]) -> list[Problem]:
    """What speaks against forming a dossier's council of ``people`` from a standing one today."""
    problems = []
    if standing.union_id != dossier.union_id or not standing.in_term(clock.today()):
        problems.append(
            Problem(
                "term_over",
                gettext_noop("The term of “%(council)s” does not cover today."),
                {"council": standing.name},
                "standing",
            )
        )
    members = set(standing.members.values_list("person_id", flat=True))
    outside = [person.name for person in people if person.pk not in members]
    if outside:
        problems.append(
            Problem(
                "not_a_member",
                gettext_noop("Not in “%(council)s”, so that a decision of its own is needed: %(names)s."),
                {"council": standing.name, "names": ", ".join(outside)},
                "standing",
            )
        )
    return problems
