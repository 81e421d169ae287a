"""A union's own mails: in whose name they go, and in which words."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult.access import check_union, require
from consult.models import MailWording, OfficeMail, Organisation, Person
from consult.queries.office_mail import installation_address
from consult.refusals import ActionError

from .actor import Actor, record_of_union


def _actor(union: Organisation, by: Person) -> Actor:
    return Actor.allowed(by, require(check_union(by, "mail.edit", union.pk)))


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


@transaction.atomic
def save_settings(*, office: OfficeMail, by: Person) -> None:
    """Keep in whose name the union's mails go. Raises ``ActionError``.

    Servers take mails from this one for its own domain alone: another one would be refused, or land in the spam.
    """
    actor = _actor(office.union, by)
    if office.sender and _domain(office.sender) != _domain(installation_address()):
        raise ActionError(
            "sender_domain",
            _("This server sends for %(domain)s alone; put other addresses where answers go.")
            % {"domain": _domain(installation_address())},
            where="sender",
        )
    office.save()
    record_of_union(office.union, "mail_settings_changed", actor)


@transaction.atomic
def save_wording(*, union: Organisation, kind: str, subject: str, opening: str, closing: str, by: Person) -> None:
    """Keep the union's own wording of a kind of mail; without any it goes back to the default."""
    actor = _actor(union, by)
    said = {"subject": subject.strip(), "opening": opening.strip(), "closing": closing.strip()}
    if any(said.values()):
        MailWording.objects.update_or_create(union=union, kind=kind, defaults=said)
    else:
        MailWording.objects.filter(union=union, kind=kind).delete()
    record_of_union(union, "mail_wording_changed", actor, mail=kind)
