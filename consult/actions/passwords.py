"""Links that set a password, for who has forgotten theirs: asked for as a row like every mail, and bounded."""

from __future__ import annotations

import logging

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from consult import clock
from consult.models import Notification, Person

from .notices import ask_mail

logger = logging.getLogger(__name__)

KIND = "password"
# A person asks again when a mail is slow, not more often than this.
A_DAY_EACH = 5


def set_password_url(person: Person) -> str:
    """A link by which a person without a password sets one."""
    return settings.SITE_URL + reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)},
    )


def ask_link(person: Person) -> None:
    """Ask for the mail that lets ``person`` set a password. They wait for it: it goes at once.

    Beyond ``A_DAY_EACH`` for one person and PASSWORD_MAILS_A_DAY for the installation nothing goes; whoever asked is told
    the same, so that a stranger learns nothing.
    """
    today = f"{KIND}:{clock.today()}:"
    asked = Notification.objects.filter(key__startswith=today)
    own = asked.filter(person=person).count()
    if own >= A_DAY_EACH or asked.count() >= settings.PASSWORD_MAILS_A_DAY:
        logger.warning("no more links that set a password go out today to person %s", person.pk)
        return
    notification, created = Notification.objects.get_or_create(
        # Two requests at the same moment ask for one mail.
        key=f"{today}{person.pk}:{own + 1}",
        # It is told by mail alone.
        defaults={"person": person, "kind": KIND, "created_at": clock.now(), "read_at": clock.now()},
    )
    if created:
        ask_mail(notification, clock.now())


def compose_link(person: Person) -> tuple[str, str]:
    """Subject and text, in the receiver's language. The link is made when the mail goes, and kept nowhere."""
    with translation.override(person.language):
        subject = render_to_string("account/email/password_reset_key_subject.txt").strip()
        text = render_to_string(
            "account/email/password_reset_key_message.txt", {"password_reset_url": set_password_url(person)}
        )
    return subject, text
