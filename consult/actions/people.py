"""Accounts of an office: people are entered, invited, given roles, and their accounts closed."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import OFFICE_ROLES, check_union, require
from consult.access.keeping import administered, belongs_elsewhere, check_person, check_role
from consult.actions.notifications.notices import ask_mail, notify_separately
from consult.models import Division, Dossier, Membership, Notification, Organisation, Person, Stage
from consult.models.organisation import HANDLING, in_force
from consult.models.person import normal_address
from consult.refusals import ActionError
from consult.rules.text import normal

from .actor import Actor, record_of_union
from .divisions import record_division, require_of_union

INVITED, RESET = "invited", "second_factor_reset"
# Whoever waits for an invitation is sent another, not more often than this.
A_DAY_EACH = 5
Role = Membership.Role


def union_of(by: Person, person: Person) -> Organisation | None:
    """In whose history a change of ``person`` by ``by`` is written: their keeper's where ``by`` administers it."""
    mine = administered(by)
    if person.keeper is not None and (not mine or person.keeper_id in mine):
        return person.keeper
    return Organisation.objects.filter(pk__in=mine).order_by("pk").first() or person.keeper


def union_of_role(organisation: Organisation) -> Organisation | None:
    """In whose history a role in ``organisation`` is written: its keeper's, else the one's it last sent a dossier."""
    if organisation.kind == Organisation.Kind.UNION:
        return organisation
    if organisation.keeper is not None:
        return organisation.keeper
    sent = Dossier.objects.filter(proposer=organisation).exclude(stage=Stage.DRAFT).select_related("union")
    newest = sent.order_by("-pk").first()
    return newest.union if newest else None


def roles_in(organisation: Organisation) -> tuple[str, ...]:
    """The roles that people can have in a body. Whoever handles or leads in a union may submit on its behalf, too."""
    return tuple(map(str, (*OFFICE_ROLES, Role.PROPOSER))) if _is_union(organisation) else (Role.PROPOSER,)


def _is_union(organisation: Organisation) -> bool:
    return bool(organisation.kind == Organisation.Kind.UNION)


def _require_of_office(person: Person, organisation: Organisation, role: str) -> None:
    """Raises ``ActionError`` where somebody from outside its office would submit on behalf of a union."""
    if not _is_union(organisation) or role != Role.PROPOSER:
        return
    held = person.memberships.in_force().filter(organisation=organisation, role__in=HANDLING)
    if not held.exists():
        raise ActionError(
            "not_of_office",
            _("Only officers and leaders of the union submit on its behalf. Give that role first."),
            where="role",
        )


@transaction.atomic
def add_person(
    *,
    union: Organisation,
    by: Person,
    name: str,
    email: str,
    phone: str,
    organisation: Organisation,
    role: str,
    since: date | None = None,
    until: date | None = None,
    division: Division | None = None,
) -> Person:
    """Enter somebody with a role and invite them. Whoever has an account of the union's already keeps it and gets the role.

    Raises ``ActionError``, also where the account with this address is another union's or a stranger's.
    """
    actor = Actor.allowed(by, require(check_union(by, "people.keep", union.pk)))
    address = normal_address(email)
    person = Person.objects.filter(email=address).first()
    if person is not None and belongs_elsewhere(person, [union.pk]):
        raise ActionError(
            "kept_elsewhere",
            _("The account with this address is managed by another union or by the person themselves."),
            where="email",
        )
    if person is None:
        person = Person.objects.create_user(address, None, name=normal(name), phone=normal(phone), keeper=union)
        record_of_union(union, "person_changed", actor, person=str(person.uid))
    elif person.keeper_id is None:
        person.keeper = union
        person.save(update_fields=["keeper"])
    give_role(person=person, organisation=organisation, role=role, since=since, until=until, division=division, by=by)
    return person


@transaction.atomic
def give_role(
    *,
    person: Person,
    organisation: Organisation,
    role: str,
    by: Person,
    since: date | None = None,
    until: date | None = None,
    division: Division | None = None,
) -> Membership:
    """Give a role from a day and until a day, the last one included; one held before begins anew. The person is told.

    Raises ``ActionError``.
    """
    actor = Actor.allowed(by, require(check_role(by, person, organisation)))
    if role not in roles_in(organisation):
        raise ActionError("no_such_role", _("People of a body that is not a union are proposers."), where="role")
    _require_of_office(person, organisation, role)
    if not person.is_active:
        raise ActionError("account_closed", _("This account is closed. Open it again first."), where="role")
    _require_order(since, until)
    require_of_union(division, organisation)
    row = Membership.objects.select_for_update().filter(person=person, organisation=organisation, role=role).first()
    if row is not None and (row.until is None or row.until >= clock.today()):
        raise ActionError("role_held", _("This person has this role already."), where="role")
    row = row or Membership(person=person, organisation=organisation, role=role)
    row.since, row.until, row.division = since, until, division
    row.save()
    record_role("role_given", row, actor)
    if division is not None:
        record_division(row, actor)
    invite(person, by, row)
    return row


@transaction.atomic
def set_days(*, membership: Membership, since: date | None, until: date | None, by: Person) -> None:
    """Change from when until when a role counts. The person is told. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_role(by, membership.person, membership.organisation), known=False))
    _require_order(since, until)
    if (membership.since, membership.until) == (since, until):
        return
    if until is not None or (since is not None and since > clock.today()):
        _require_another_administrator(membership)
    membership.since, membership.until = since, until
    membership.save(update_fields=["since", "until"])
    record_role("role_days_changed", membership, actor)
    tell_role("role_days_changed", membership)


@transaction.atomic
def end_role(*, membership: Membership, by: Person) -> None:
    """End a role at once. The row stays, to say who held it until when. The person is told. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_role(by, membership.person, membership.organisation), known=False))
    end_role_for(membership, actor)
    tell_role("role_ended", membership)


def end_role_for(membership: Membership, actor: Actor) -> None:
    """End a role at once, as part of an act that has asked whether it may. Raises ``ActionError``."""
    _require_another_administrator(membership)
    yesterday = clock.today() - timedelta(days=1)
    if membership.since is not None and membership.since > yesterday:
        # It began today or has not begun: there is no day on which it was held.
        key = membership.pk
        membership.delete()
        membership.pk = key
    else:
        membership.until = yesterday
        membership.save(update_fields=["until"])
    record_role("role_taken", membership, actor)


@transaction.atomic
def name_administrator(*, union: Organisation, email: str, name: str) -> Person:
    """Give ``union`` an administrator, by whoever runs the machine: where the only one is gone, nobody in it could.

    Raises ``ActionError`` where an administrator is there, who names others, or the account is closed.
    """
    held = Membership.objects.in_force().filter(organisation=union, role=Role.ADMINISTRATOR, person__is_active=True)
    if held.exists():
        raise ActionError("administrator_there", _("The union has an administrator, who names others."))
    address = normal_address(email)
    person = Person.objects.filter(email=address).first()
    if person is None:
        person = Person.objects.create_user(address, None, name=normal(name), keeper=union)
    if not person.is_active:
        raise ActionError("account_closed", _("This account is closed. Open it again first."))
    row, _new = Membership.objects.get_or_create(person=person, organisation=union, role=Role.ADMINISTRATOR)
    row.since, row.until = None, None
    row.save(update_fields=["since", "until"])
    record_role("role_given", row, None)
    return person


def _require_order(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        raise ActionError("last_before_first", _("The last day is before the first."), where="until")


def _require_another_administrator(membership: Membership) -> None:
    """A union always has an administrator today whose role has no end: nobody else could give it one."""
    if membership.role != Role.ADMINISTRATOR or membership.organisation.kind != Organisation.Kind.UNION:
        return
    # Two administrators who end each other's role at the same moment wait for each other here.
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    others = Membership.objects.filter(
        in_force(), organisation=membership.organisation, role=Role.ADMINISTRATOR, person__is_active=True, until=None
    ).exclude(person=membership.person_id)
    if not others.exists():
        raise ActionError(
            "last_administrator", _("The union needs an administrator. Give somebody else this role first.")
        )


def _days(row: Membership) -> dict[str, str]:
    return {name: day.isoformat() for name, day in (("since", row.since), ("until", row.until)) if day is not None}


def record_role(verb: str, row: Membership, actor: Actor | None) -> None:
    """Write into the history of whose role it is, from when until when."""
    union = union_of_role(row.organisation)
    if union is not None:
        whom = {"person": str(row.person.uid), "body": str(row.organisation.uid), "role": row.role}
        record_of_union(union, verb, actor, **whom, **_days(row))


def tell_role(kind: str, row: Membership) -> None:
    """Tell somebody what became of their role."""
    union = union_of_role(row.organisation)
    notify_separately(
        [row.person], kind, key=f"{row.pk}:{clock.now().timestamp()}", union_id=union.pk if union else None,
        role=row.role, organisation=row.organisation.name, **_days(row),
    )  # fmt: skip


def invite(person: Person, by: Person, row: Membership) -> None:
    """Who invites, and into which role: whoever gets such a mail has to know whether to believe it."""
    moment = clock.now()
    notice = Notification.objects.create(
        person=person, kind=INVITED, key=f"{INVITED}:{moment.timestamp()}:{person.pk}", created_at=moment,
        union=union_of_role(row.organisation),
        data={"by": by.name, "contact": by.email, "role": row.role, "organisation": row.organisation.name, **_days(row)},
    )  # fmt: skip
    # Whoever enters somebody tells them to look for it: nobody's hours are waited for.
    ask_mail(notice, moment)


@transaction.atomic
def invite_again(*, person: Person, by: Person) -> None:
    """Send the invitation once more, to who has not set a password yet. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_person(by, person), known=False))
    if person.has_usable_password() or not person.is_active:
        raise ActionError("in_use", _("This person has a password already and needs no invitation."))
    since = clock.now() - timedelta(days=1)
    sent = Notification.objects.filter(person=person, kind=INVITED, created_at__gt=since).count()
    if sent >= A_DAY_EACH:
        raise ActionError("invited_enough", _("No more invitations are sent to this person today."))
    held = Membership.objects.filter(person=person).order_by("until", "-pk").select_related("organisation")
    row = held.filter(organisation__in=administered(by)).first() or held.first()
    if row is None:
        raise ActionError("no_role", _("Give this person a role first; they are invited by it."))
    invite(person, by, row)
    _record(person, by, "person_invited", actor)


def _record(person: Person, by: Person, verb: str, actor: Actor, reason: str = "") -> None:
    union = union_of(by, person)
    if union is not None:
        record_of_union(union, verb, actor, reason=reason, person=str(person.uid))


@transaction.atomic
def reset_second_factor(*, person: Person, by: Person, reason: str) -> None:
    """Remove a second factor that somebody has lost, their sessions with it; the person is told at once.

    Never one's own: whoever holds an open session could do away with what guards it. Raises ``ActionError``.
    """
    actor = Actor.allowed(by, require(check_person(by, person), known=False))
    if person.pk == by.pk:
        raise ActionError("oneself", _("Your own second factor is reset by another administrator."))
    if not normal(reason):
        raise ActionError("reason_missing", _("Give the reason."), where="reason")
    removed, _rows = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise ActionError("no_factor", _("This person has no second factor."))
    for session in UserSession.objects.filter(user=person):
        session.end()
    moment = clock.now()
    notice = Notification.objects.create(
        person=person, kind=RESET, key=f"{RESET}:{moment.timestamp()}:{person.pk}", created_at=moment,
        data={"by": by.name, "reason": normal(reason)},
    )  # fmt: skip
    ask_mail(notice, moment)
    _record(person, by, RESET, actor, normal(reason))
