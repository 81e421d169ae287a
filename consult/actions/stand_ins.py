"""Stand-ins are named and ended: for a role in a union, and for the seats of chair and secretary."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import OFFICE_ROLES, Capacity, Decision, check_union
from consult.models import Dossier, Membership, Organisation, Person, Seat, Signatory, StandIn
from consult.models.stand_in import ROLES, SEATS, Held
from consult.refusals import ActionError
from consult.rules.stand_ins import Span, span_problems
from consult.rules.text import normal

from .actor import Actor, chain_events, record, record_of_union
from .councils import conflict_of
from .deadlines import calendar_of
from .notifications.notices import notify, notify_separately

# The steps that wait for the chair alone, and how long a deputy acts where a leader agrees.
CHAIRS_STEPS = ("sign_minutes", "approve_opinion")
DEPUTYS_TIME = timedelta(days=30)


def union_of(held: Held) -> Organisation:
    """The union whose role or whose dossier's seat it is."""
    return held.organisation if isinstance(held, Membership) else held.council.dossier.union


def check_naming(by: Person, held: Held) -> Decision:
    """Whether ``by`` may name and end a stand-in for ``held``: whoever holds it, or a leader or administrator of the union.

    Never through a stand-in's right of their own.
    """
    if held.person_id == by.pk:
        return Decision(True, capacity=held.role if isinstance(held, Membership) else held.kind)
    decision = check_union(by, "stand_in.name", union_of(held).pk)
    if decision and decision.stands_in_for is not None:
        return Decision(False, "role", _("Your role in this organisation does not allow this."))
    return decision


def may_stand_in(held: Held) -> QuerySet[Person]:
    """Who may act for the holder: people of the office who do not hold the role; for a seat also those of the council."""
    working = Membership.objects.in_force().filter(
        organisation=union_of(held), role__in=[one for one in OFFICE_ROLES if one != Capacity.AUDITOR]
    )
    people = Q(pk__in=working.values("person"))
    if isinstance(held, Seat):
        sitting = held.council.seats.filter(released_at=None).exclude(kind=Seat.Kind.SECRETARY)
        people |= Q(pk__in=sitting.values("person"))
        return Person.objects.filter(people, is_active=True).exclude(pk=held.person_id).order_by("sort_key", "pk")
    same = working.filter(role=held.role)
    found = Person.objects.filter(people, is_active=True).exclude(pk__in=same.values("person"))
    return found.exclude(pk=held.person_id).order_by("sort_key", "pk")


@transaction.atomic
def name_stand_in(
    *,
    held: Held,
    person: Person,
    by: Person,
    since: date,
    until: date,
    reason: str,
    authority: str = Signatory.Authority.TUQ,
    title: str = "",
) -> StandIn:
    """Let ``person`` act for the holder of a role or a seat on these days, both included. Both are told.

    Raises ``ActionError``.
    """
    dossier = Dossier.objects.select_for_update().get(pk=held.council.dossier_id) if isinstance(held, Seat) else None
    decision = check_naming(by, held)
    if not decision:
        raise ActionError(decision.code, decision.reason)
    # Two who name somebody for each other wait here.
    list(Person.objects.select_for_update().filter(pk__in=[held.person_id, person.pk]).order_by("pk"))
    _require_standing(held, person, by, reason)
    problems = span_problems(_span(held, person, since, until), _others(held, person), clock.today())
    if problems:
        raise ActionError.of(problems)
    made = StandIn.objects.create(
        membership=held if isinstance(held, Membership) else None,
        seat=held if isinstance(held, Seat) else None,
        person=person, since=since, until=until, reason=reason.strip(), authority=authority, title=normal(title),
        named_by=by, named_at=clock.now(),
    )  # fmt: skip
    _record(made, Actor(by, decision.capacity), dossier)
    _tell(made, by, dossier)
    return made


def _require_standing(held: Held, person: Person, by: Person, reason: str) -> None:
    if not normal(reason):
        raise ActionError("reason_missing", _("Give a reason."), where="reason")
    if isinstance(held, Membership):
        known = held.role in ROLES and held.counts
    else:
        council = held.council
        known = (
            held.kind in SEATS
            and held.released_at is None
            and bool(council.approved_at)
            and not council.dossier.outcome
        )
    if not known or not held.person.is_active:
        raise ActionError("not_held", _("Nobody can be named for this: the role or seat has ended."), where="held")
    if person.pk == by.pk:
        raise ActionError("oneself_named", _("Whoever names a stand-in names somebody else."), where="person")
    if person.pk != held.person_id and not may_stand_in(held).filter(pk=person.pk).exists():
        raise ActionError(
            "may_not_stand_in", _("%(name)s cannot stand in here.") % {"name": person.name}, where="person"
        )
    if isinstance(held, Seat) and (problem := conflict_of(person, held.council.dossier)) is not None:
        raise ActionError.of([problem])


def _span(held: Held, person: Person, since: date, until: date) -> Span:
    return Span(held.person_id, person.pk, f"{type(held).__name__}:{held.pk}", since, until)


def _others(held: Held, person: Person) -> list[Span]:
    people = [held.person_id, person.pk]
    named = StandIn.objects.filter(
        Q(person__in=people) | Q(membership__person__in=people) | Q(seat__person__in=people),
        ended_at=None, until__gte=clock.today(),
    ).select_related("membership", "seat")  # fmt: skip
    return [_span(one.held, one.person, one.since, one.until) for one in named]


def late_chair(dossier: Dossier) -> tuple[Seat, Seat] | None:
    """The seats of a chair who is as late with the dossier's step as the procedure says, and of who could act; or None."""
    after = dossier.procedure.rules.deputy_after
    if not after or dossier.step not in CHAIRS_STEPS or dossier.due_on is None:
        return None
    if calendar_of(dossier.union_id).between(dossier.due_on, clock.today()) < after:
        return None
    seats = list(dossier.council.seats.filter(released_at=None).select_related("person", "council__dossier__union"))
    chair = next((seat for seat in seats if seat.kind == Seat.Kind.CHAIR), None)
    deputy = next((seat for seat in seats if seat.kind == Seat.Kind.DEPUTY and seat.person.is_active), None)
    if chair is None or deputy is None or chair.stand_ins.in_force().exists():
        return None
    return chair, deputy


def let_deputy_act(*, dossier: Dossier, by: Actor) -> StandIn:
    """A leader agrees that the deputy acts for a chair who is late. Raises ``ActionError``."""
    found = late_chair(dossier)
    if found is None:
        raise ActionError("chair_not_late", _("The chair is not so late that the deputy acts, or there is no deputy."))
    chair, deputy = found
    today = clock.today()
    return name_stand_in(
        held=chair, person=deputy.person, by=by.person, since=today, until=today + DEPUTYS_TIME,
        reason=str(_("The chair is late.")),
    )  # fmt: skip


@transaction.atomic
def end_stand_in(*, stand_in: StandIn, by: Person) -> None:
    """End it at once; rights and open steps are the holder's alone again. Raises ``ActionError``."""
    held = stand_in.held
    dossier = Dossier.objects.select_for_update().get(pk=held.council.dossier_id) if isinstance(held, Seat) else None
    decision = check_naming(by, held)
    if not decision and by.pk != stand_in.person_id:
        raise ActionError(decision.code, decision.reason)
    stand_in = StandIn.objects.select_for_update(of=("self",)).get(pk=stand_in.pk)
    if stand_in.ended_at is not None or stand_in.until < clock.today():
        raise ActionError("ended_already", _("This has ended already."))
    stand_in.ended_at, stand_in.ended_by = clock.now(), by
    stand_in.save(update_fields=["ended_at", "ended_by"])
    _record(stand_in, Actor(by, decision.capacity), dossier, ended=True)
    _tell(stand_in, by, dossier, ended=True)


def _record(row: StandIn, actor: Actor, dossier: Dossier | None, *, ended: bool = False) -> None:
    since, until = row.since.isoformat(), row.until.isoformat()
    if dossier is not None:
        record(
            dossier, "seat_stand_in_ended" if ended else "seat_stand_in_named", actor, reason=row.reason,
            holder=row.holder.name, name=row.person.name, since=since, until=until,
        )  # fmt: skip
        chain_events(dossier)
        return
    assert row.membership is not None
    record_of_union(
        row.membership.organisation, "stand_in_ended" if ended else "stand_in_named", actor, reason=row.reason,
        role=row.membership.role, person=str(row.holder.uid), stand_in=str(row.person.uid), since=since, until=until,
    )  # fmt: skip


def _tell(row: StandIn, by: Person, dossier: Dossier | None, *, ended: bool = False) -> None:
    said = {
        "name": row.person.name, "holder": row.holder.name, "first": row.since.isoformat(), "last": row.until.isoformat(),
    }  # fmt: skip
    people = [one for one in (row.person, row.holder) if one.pk != by.pk]
    if dossier is not None:
        notify(
            people, "seat_stand_in_ended" if ended else "seat_stand_in_named", dossier=dossier, key=f"a{row.pk}",
            before=None, **said,
        )  # fmt: skip
        return
    assert row.membership is not None
    union = row.membership.organisation_id
    notify_separately(people, "stand_in_ended" if ended else "stand_in_named", key=f"a{row.pk}", union_id=union, **said)
