"""Accounts: the address that opens one, corrected; and what opens it, ended."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import require
from consult.access.keeping import belongs_elsewhere, check_person
from consult.actions.notifications.notices import MAIL_TO, ask_mail
from consult.models import Expert, Notification, Organisation, Person
from consult.models.person import normal_address
from consult.refusals import ActionError

from .actor import Actor, record_of_union
from .people import union_of

LEFT, CHANGED = "address_left", "address_changed"


def end_access(person: Person) -> None:
    """End what opens an account: its sessions, its password, links not used yet, and addresses noted at sign-in.

    The row is not saved yet. Second factors stay: they are the person's own, and open nothing by themselves but a passkey
    in their hand.
    """
    for session in UserSession.objects.filter(user=person):
        session.end()
    EmailAddress.objects.filter(user=person).delete()
    # Links that set a password hold a mark of the one before; so do sessions that are noted nowhere, and sign-ins that
    # still wait for a second factor.
    person.set_unusable_password()


@transaction.atomic
def change_address(*, person: Person, by: Person, email: str) -> None:
    """Correct the address by which somebody signs in. Raises ``ActionError`` where another account has it.

    Both addresses are told. The old one opens nothing any more, and by the new one a password is set.
    """
    if not by.is_superuser:
        require(check_person(by, person), known=False)
    if _set_address(person, email):
        union = union_of(by, person)
        if union is not None:
            record_of_union(union, "address_changed", Actor(by), person=str(person.uid))


@transaction.atomic
def correct_address(*, person: Person, by: Actor, union: Organisation, email: str) -> None:
    """Correct the address of somebody who has never signed in and whom ``union`` entered. Raises ``ActionError``.

    Whoever has signed in has an address that works: only an administrator changes it.
    """
    if person.last_login is not None or belongs_elsewhere(person, [union.pk]):
        raise ActionError(
            "keeps_own_data",
            _("This account is in use, or another union manages it. Ask the person, or the administrator."),
            where="email",
        )
    if _set_address(person, email):
        record_of_union(union, "address_changed", by, person=str(person.uid))


def _set_address(person: Person, email: str) -> bool:
    """Give an account another address, and tell both; whether it is another."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    old, new = person.email, normal_address(email)
    if old == new:
        return False
    if Person.objects.filter(email=new).exists():
        raise ActionError("address_taken", _("Another account has this address."), where="email")
    person.email = new
    end_access(person)
    person.save(update_fields=["email", "password"])
    for expert in Expert.objects.filter(person=person):
        expert.save()
    if old is not None:
        tell_at_once(person, LEFT, {"address": old, MAIL_TO: old})
    tell_at_once(person, CHANGED, {"address": new})
    return True


def tell_at_once(person: Person, kind: str, data: dict[str, str]) -> None:
    """A notice of this kind, mailed at once: somebody may have taken an account over, and nobody's hours are waited for."""
    moment = clock.now()
    key = f"{kind}:{moment.timestamp()}:{person.pk}"
    ask_mail(Notification.objects.create(person=person, kind=kind, data=data, key=key, created_at=moment), moment)
