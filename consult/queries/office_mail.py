"""In whose name an office's mails go, and who of it asks."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings

from consult.models import Council, Dossier, OfficeMail, Organisation, Person

from .responsible import officers_of, responsible_of


@dataclass(frozen=True)
class Sender:
    """What a mail says of whom it comes from. Empty is what nobody has said."""

    name: str
    address: str
    reply_to: str = ""
    phone: str = ""

    @property
    def written(self) -> str:
        """As the header From has it."""
        return formataddr((self.name, self.address))

    @property
    def office(self) -> str:
        """The address at which the office is met."""
        return self.reply_to or self.address


def installation_address() -> str:
    """The address in DEFAULT_FROM_EMAIL, as in "Consult <consult@localhost>"."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def sender_of(union: Organisation | None) -> Sender:
    """Whom the mails of ``union`` come from; without one, the installation."""
    if union is None:
        name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        return Sender(name, address)
    kept = OfficeMail.objects.filter(union=union).first() or OfficeMail(union=union)
    return Sender(
        name=kept.sender_name or union.name,
        address=kept.sender or installation_address(),
        reply_to=kept.reply_to,
        phone=kept.phone,
    )


def asker_of(dossier: Dossier | None) -> Person | None:
    """Who of the office asks: the responsible officer, the only one, or the one who proposed the council."""
    if dossier is None:
        return None
    if (responsible := responsible_of(dossier)) is not None:
        return responsible
    officers = officers_of([dossier.union_id])
    if len(some := list(officers[:2])) == 1:
        return some[0]
    proposed = Council.objects.filter(dossier=dossier).values("proposed_by")
    return officers.filter(pk__in=proposed).first()
