"""A body keeps its own people: whoever stands for it adds and retires colleagues, and the offices are told."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity, Decision, check_union, require
from consult.actions.notifications.notices import notify_separately
from consult.models import Dossier, Expert, Membership, Notification, Organisation, Person, Stage
from consult.models.organisation import in_force
from consult.models.person import normal_address
from consult.refusals import ActionError
from consult.rules.text import normal

from .actor import Actor
from .people import INVITED, end_role_for, invite, record_role, tell_role

PROPOSER = Membership.Role.PROPOSER
# No body needs more; each addition is a mail to an address that somebody outside the office has typed.
MOST, A_DAY = 30, 10


def check_body_of(by: Person, body: Organisation) -> Decision:
    """Whether ``by`` stands for ``body``, which is no union: those are kept by their administrators."""
    decision = check_union(by, "colleagues.keep", body.pk)
    if decision and body.kind == Organisation.Kind.UNION:
        return Decision(False, "role", _("Your role in this organisation does not allow this."))
    return decision


@transaction.atomic
def add_colleague(*, body: Organisation, by: Person, name: str, email: str, phone: str = "") -> Membership:
    """Let somebody stand for ``body``, too; they are invited, and the offices told.

    An account that serves anybody else is not drawn in: whoever stands for a body sits in no council about it. Raises
    ``ActionError``.
    """
    actor = Actor.allowed(by, require(check_body_of(by, body), known=False))
    # Two who add the same colleague at once wait for each other.
    body = Organisation.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=body.pk)
    _require_room(body)
    address = normal_address(email)
    person = Person.objects.filter(email=address).first()
    if person is None:
        person = Person.objects.create_user(address, None, name=normal(name), phone=normal(phone), keeper=body.keeper)
    elif not _is_free(person, body):
        raise ActionError(
            "kept_elsewhere", _("This address cannot be added here. Ask the union's office to do it."), where="email"
        )
    row = Membership.objects.filter(person=person, organisation=body, role=PROPOSER).first()
    if row is not None and row.counts:
        raise ActionError("role_held", _("This person stands for the body already."), where="email")
    row = row or Membership(person=person, organisation=body, role=PROPOSER)
    row.organisation, row.since, row.until = body, None, None
    row.save()
    record_role("role_given", row, actor)
    invite(person, by, row)
    _tell_offices("colleague_added", row, by)
    return row


def _require_room(body: Organisation) -> None:
    held = Membership.objects.filter(in_force(), organisation=body, role=PROPOSER)
    if held.count() >= MOST:
        raise ActionError("too_many", _("So many people already stand for this body. Retire somebody first."))
    since = clock.now() - timedelta(days=1)
    sent = Notification.objects.filter(kind=INVITED, created_at__gt=since, person__memberships__organisation=body)
    if sent.distinct().count() >= A_DAY:
        raise ActionError("invited_enough", _("No more people are invited for this body today."))


def _is_free(person: Person, body: Organisation) -> bool:
    """Whether an account that is there already is this body's alone."""
    elsewhere = person.memberships.exclude(organisation=body).exists() or Expert.objects.filter(person=person).exists()
    mine = person.memberships.filter(organisation=body).exists()
    return person.is_active and not person.is_superuser and not elsewhere and mine


@transaction.atomic
def retire_colleague(*, membership: Membership, by: Person) -> None:
    """Let a colleague stand for the body no longer. They and the offices are told. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_body_of(by, membership.organisation), known=False))
    if membership.person_id == by.pk:
        raise ActionError("oneself", _("Ask a colleague or the union's office to end your own role."))
    if not membership.counts:
        raise ActionError("ended_already", _("This role has ended already."))
    end_role_for(membership, actor)
    tell_role("role_ended", membership)
    _tell_offices("colleague_retired", membership, by)


def _tell_offices(kind: str, row: Membership, by: Person) -> None:
    """The administrators of the unions that the body works with, in each union's own hours."""
    body = row.organisation
    unions = set(
        Dossier.objects.filter(proposer=body).exclude(stage=Stage.DRAFT).values_list("union", flat=True).distinct()
    ) | ({body.keeper_id} if body.keeper_id else set())
    words = {"by": by.name, "name": row.person.name, "organisation": body.name}
    for union in sorted(unions):
        administrators = Person.objects.filter(
            in_force("memberships__"), is_active=True, memberships__organisation=union,
            memberships__role=Capacity.ADMINISTRATOR,
        ).distinct()  # fmt: skip
        key = f"{row.person.uid}:{clock.now().timestamp()}:{union}"
        notify_separately(administrators, kind, key=key, union_id=union, **words)
