"""Links that set a password, for who has forgotten theirs: asked for as a row like every mail, and bounded."""

from __future__ import annotations

import logging

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from consult import clock
from consult.actions import jobs
from consult.actions.notifications.wording import Content, Link, Words, greeting, rendered
from consult.models import Job, Notification, Person
from consult.models.person import normal_address

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


def _mark_of(address: str) -> str:
    """What stands for an address in a row: nobody's address is kept because a stranger typed it."""
    return salted_hmac(KIND, normal_address(address), algorithm="sha256").hexdigest()[:40]


def ask_link(address: str) -> None:
    """Ask for the mail by which whoever has ``address`` sets a password. They wait for it: it goes at once.

    Whether anybody has it is looked up by the worker: here the same is done for every address, so that neither an answer
    nor the time that it takes tells a stranger anything. Beyond ``A_DAY_EACH`` nothing more is asked for one address.
    """
    today = f"{KIND}:{clock.today()}:{_mark_of(address)}:"
    asked = Job.objects.filter(key__startswith=today).count()
    if asked < A_DAY_EACH:
        # Two requests at the same moment ask for one mail.
        jobs.enqueue(Job.Kind.MAIL, f"{today}{asked + 1}", run_after=clock.now())


def find_receiver(job: Job) -> Notification | None:
    """Whom a claimed job is to send a link, noted as what they are told; None where nobody has the address.

    Beyond PASSWORD_MAILS_PER_DAY for the installation nothing goes.
    """
    mark = job.key.split(":")[2]
    people = Person.objects.filter(is_active=True).exclude(email=None).values_list("pk", "email")
    found = next((pk for pk, email in people.iterator() if email and _mark_of(email) == mark), None)
    if found is None:
        return None
    key = f"{KIND}:{clock.today()}:"
    if Notification.objects.filter(key__startswith=key).count() >= settings.PASSWORD_MAILS_PER_DAY:
        logger.warning("no more links that set a password go out today to person %s", found)
        return None
    with transaction.atomic():
        # It is told by mail alone.
        told = Notification.objects.create(
            key=f"{key}{job.pk}", person_id=found, kind=KIND, created_at=clock.now(), read_at=clock.now()
        )
        job.notification = told
        job.save(update_fields=["notification"])
    return told


def compose_link(person: Person) -> Words:
    """The mail with the link, in the receiver's language. The link is made when the mail goes, and kept nowhere."""
    with translation.override(person.language):
        subject = _("Set your password for Consult")
        text, html = rendered(
            Content(
                greeting=greeting(person),
                opening=subject + ".",
                button=Link(_("Set your password here"), set_password_url(person)),
                notes=[_("If you did not ask for this, do nothing.")],
            )
        )
    return Words(subject, text, html)
