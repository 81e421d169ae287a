"""What a mail provider says of our mails as it happens: noted as a report in the mailbox is, and no second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anymail.signals import EventType

from consult.actions.mailbox import note_report
from consult.actions.notifications.headers import host
from consult.models import Mail
from consult.rules.returned_mail import ID, REPLY_CHARACTERS, Arrived, Kind

if TYPE_CHECKING:
    from anymail.signals import AnymailTrackingEvent

# A mail that a receiver called unwanted, or whose link ended such mails, has arrived.
KINDS = {
    EventType.BOUNCED: Kind.RETURNED,
    EventType.REJECTED: Kind.RETURNED,
    EventType.FAILED: Kind.RETURNED,
    EventType.DEFERRED: Kind.DELAYED,
}


def note_event(event: AnymailTrackingEvent) -> bool:
    """Note what ``event`` says of a mail of ours; False where that mail's own sending is not noted yet: ask again later."""
    kind = KINDS.get(event.event_type)
    about = _about(event)
    if kind is None or not about:
        return True
    if Mail.objects.filter(message_id__in=about, sent_at=None).exists():
        return False
    said = " ".join(str(event.mta_response or event.description or event.reject_reason or event.event_type).split())
    note_report(Arrived(kind, about, reply=said[:REPLY_CHARACTERS]))
    return True


def _about(event: AnymailTrackingEvent) -> tuple[str, ...]:
    """The Message-ID that the provider kept, and the one that our headers gave it to hand back."""
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    named = [str(event.message_id or ""), f"<{metadata.get('mail', '')}@{host()}>"]
    return tuple(one for one in named if ID.fullmatch(one))
