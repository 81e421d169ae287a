"""An account is closed: what waits for its person goes to somebody named, and the offices of their councils are told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult.access import Capacity, require
from consult.access.keeping import check_person
from consult.actions.notifications.notices import notify, office
from consult.models import Membership, Person
from consult.queries.people import dossiers_of, open_seats, waiting_for
from consult.refusals import ActionError
from consult.rules.text import normal

from .accounts import end_access
from .actor import Actor, record_of_union
from .people import end_role_for, give_role, union_of
from .responsible import hand_over


@transaction.atomic
def close_account(
    *,
    person: Person,
    by: Person,
    reason: str,
    successors: Mapping[int, Person],
    heirs: Mapping[int, Person] = MappingProxyType({}),
) -> None:
    """Close an account: sessions, password and roles end. ``successors`` take roles over, by the membership's key.

    ``heirs``, by the same key, become the responsible officers of the person's dossiers; where none is named, whoever takes
    the role over; else these dossiers wait for all officers.

    Raises ``ActionError`` for oneself, and where a role would be left for which steps wait.
    """
    actor = Actor.allowed(by, require(check_person(by, person), known=False))
    # Dossiers before the person, as in every act on a dossier.
    dossiers = list(dossiers_of(person).select_for_update(of=("self",)).order_by("pk"))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.pk == by.pk:
        raise ActionError("oneself", _("Your own account is closed by another administrator."))
    if not person.is_active:
        raise ActionError("closed_already", _("This account is closed already."))
    waiting = waiting_for(person)
    for role in waiting.roles:
        chosen = next((one for one in role.may if one == successors.get(role.membership.pk)), None)
        # Where there is nobody at all, an account is closed all the same: it may have to be, at once.
        if chosen is None and role.needs_successor:
            raise ActionError(
                "successor_missing",
                _("Steps wait for this role, and nobody else holds it. Choose who takes it over."),
                where=f"successor_{role.membership.pk}",
            )
        if chosen is not None:
            _hand_over(role.membership, chosen, by)
        if role.dossiers:
            mine = [one for one in dossiers if one.union_id == role.membership.organisation_id]
            heir = next((one for one in role.colleagues if one == heirs.get(role.membership.pk)), chosen)
            hand_over(dossiers=[(one, person.pk) for one in mine], to=heir, note=reason, by=actor)
        end_role_for(role.membership, actor)
    end_access(person)
    person.is_active = False
    person.save(update_fields=["is_active", "password"])
    for seat in open_seats(person).select_related("council__dossier"):
        dossier = seat.council.dossier
        notify(office(dossier, Capacity.OFFICER), "seat_left", dossier=dossier, key=f"s{seat.pk}", name=person.name)
    union = union_of(by, person)
    if union is not None:
        record_of_union(union, "account_closed", actor, reason=normal(reason), person=str(person.uid))


def _hand_over(row: Membership, chosen: Person, by: Person) -> None:
    held = Membership.objects.in_force().filter(person=chosen, organisation=row.organisation, role=row.role)
    if not held.exists():
        give_role(person=chosen, organisation=row.organisation, role=row.role, by=by)


@transaction.atomic
def open_account(*, person: Person, by: Person) -> None:
    """Open a closed account again, without any role: roles are given anew. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_person(by, person), known=False))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.is_active:
        raise ActionError("open_already", _("This account is open already."))
    if person.joined_into_id is not None:
        raise ActionError("joined", _("This account was joined with another one of the same person; open that one."))
    if person.erased_at is not None:
        raise ActionError("erased", _("The data of this account have been erased."))
    person.is_active = True
    person.save(update_fields=["is_active"])
    union = union_of(by, person)
    if union is not None:
        record_of_union(union, "account_opened", actor, person=str(person.uid))
