"""Mails as examples: what an office sees while it words them. Every name is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult import clock
from consult.actions.notifications.wording import OwnWords, Parts, filled
from consult.documents import samples
from consult.models import Organisation, Person
from consult.queries.office_mail import sender_of
from consult.rules.mail_wording import known_of
from consult.texts import NOTICES

# What people of a dossier are told, in the order in which it comes; what is about accounts and the server words nobody.
WORDED = (
    "received", "accepted", "refused", "appointed", "task", "invitation", "extended", "excused", "dates", "meeting",
    "meeting_moved", "meeting_cancelled", "meeting_adjourned", "round", "review_handed_in", "issued", "responded",
    "withdrawn", "cancelled",
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One mail as it would arrive: its parts, and whom it names."""

    parts: Parts
    sender: str
    receiver: str


def label_of(kind: str) -> str:
    """A kind of mail by its own sentence, with what it names in braces."""
    names = known_of(NOTICES[kind])
    return _(NOTICES[kind]) % {name: f"{{{name}}}" for name in names}


def example(union: Organisation, asker: Person, kind: str, own: OwnWords) -> Example:
    """A mail of one kind in a union's words; ``asker`` stands for whoever of the office asks."""
    receiver = "Lê Quang Thiệu"
    day = clock.now() + timedelta(days=7)
    values = {
        "title": samples.TITLE,
        "code": str(samples.COMMON["code"]),
        "proposer": samples.PROPOSER,
        "task": _("Answer the invitation"),
        "due_on": date_format(day, "DATE_FORMAT"),
        "starts_at": date_format(day, "DATETIME_FORMAT"),
        "name": receiver,
        "union": union.name,
        "asker": asker.name,
        "phone": sender_of(union).phone or asker.phone,
    }
    sentence = _(NOTICES[kind]) % {name: values.get(name, "…") for name in known_of(NOTICES[kind])}
    sender = sender_of(union)
    return Example(filled(own, {**values, "sentence": sentence}), f"{sender.name} <{sender.address}>", receiver)
