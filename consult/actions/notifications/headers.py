"""The headers of a mail: who answers to it, which dossier it belongs to, that no person wrote it, how such mails are ended."""

from __future__ import annotations

import json
import secrets

from django.conf import settings

from consult.actions.notifications.wording import Words
from consult.models import Dossier, Mail, Notification
from consult.queries.office_mail import asker_of, sender_of

# RFC 3834: nobody's absence is answered to a program.
AUTOMATIC = "auto-generated"


def host() -> str:
    """What stands after the @ of our Message-IDs."""
    return settings.ALLOWED_HOSTS[0].lstrip(".") or "consult"


def new_message_id(notification: Notification) -> str:
    """A Message-ID with a part that nobody guesses."""
    return f"<notice-{notification.pk}.{secrets.token_hex(10)}@{host()}>"


def thread_of(dossier: Dossier) -> str:
    """What every mail about a dossier refers to, so that mail programs show them together."""
    return f"<dossier-{dossier.pk}@{host()}>"


def _handed_back(mail: Mail) -> dict[str, str]:
    """What the provider is to hand back with what it says of a mail: some put a Message-ID of their own in place of ours."""
    part = mail.message_id.strip("<>").partition("@")[0]
    if settings.MAIL_WEBHOOK == "postmark":
        return {"X-PM-KeepID": "true", "X-PM-Metadata-mail": part}
    if settings.MAIL_WEBHOOK == "brevo":
        return {"X-Mailin-custom": json.dumps({"mail": part})}
    return {}


def headers_of(notification: Notification, mail: Mail, words: Words) -> dict[str, str]:
    """The headers of ``mail`` beside From, To and Subject."""
    sender, asker = sender_of(notification.office), asker_of(notification.dossier)
    headers = {
        "Message-ID": mail.message_id,
        "Auto-Submitted": AUTOMATIC,
        "X-Auto-Response-Suppress": "All",
    }
    if reply_to := sender.reply_to or (asker.email if asker else ""):
        headers["Reply-To"] = reply_to
    if notification.dossier is not None:
        headers["References"] = headers["In-Reply-To"] = thread_of(notification.dossier)
    headers |= _handed_back(mail)
    if words.unsubscribe:
        headers["List-Unsubscribe"] = f"<{words.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
