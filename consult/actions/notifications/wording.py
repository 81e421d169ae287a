"""What a mail says: the sentence of its notice, or what the union words itself; as plain text, and as simple HTML beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.models import MailWording, Notification, Organisation, Person
from consult.queries.office_mail import asker_of, sender_of
from consult.rules.placeholders import fill
from consult.rules.text import shortened
from consult.texts import notice_text, notice_values

SUBJECT_CHARACTERS = 250


@dataclass(frozen=True)
class Link:
    """A link of a mail, with what stands on it, and in the plain text before it."""

    label: str
    url: str


@dataclass(frozen=True)
class Content:
    """What one mail says, in the receiver's language, before it becomes text and HTML.

    ``rows`` are steps under a heading, as a day's mail lists them; ``button`` is the one thing to do.
    """

    greeting: str
    opening: str = ""
    facts: Sequence[tuple[str, str]] = ()
    rows: Sequence[tuple[str, Sequence[Mapping[str, Any]]]] = ()
    button: Link | None = None
    links: Sequence[Link] = ()
    closing: str = ""
    notes: Sequence[str] = ()
    union: str = ""
    asker: str = ""
    phone: str = ""
    unsubscribe: Link | None = None


@dataclass(frozen=True)
class Words:
    """A mail in words. ``waiting`` is what a day's mail lists; ``unsubscribe`` the address that ends such mails."""

    subject: str
    text: str
    html: str = ""
    waiting: Any = None
    unsubscribe: str = ""


@dataclass(frozen=True)
class OwnWords:
    """A union's wording with its placeholders; empty parts take their default."""

    subject: str = ""
    opening: str = ""
    closing: str = ""


@dataclass(frozen=True)
class Parts:
    """Subject, opening and closing of a mail with everything filled in."""

    subject: str
    opening: str
    closing: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def own_words(union: Organisation | None, kind: str) -> OwnWords:
    """What a union has worded itself of a kind of mail."""
    kept = MailWording.objects.filter(union=union, kind=kind).first() if union else None
    return OwnWords(kept.subject, kept.opening, kept.closing) if kept else OwnWords()


def parts_of(notification: Notification) -> Parts:
    """What a notice's mail says in the reader's language, in its union's words where it has some."""
    values = values_of(notification)
    return filled(own_words(notification.office, notification.kind), values)


def filled(own: OwnWords, values: Mapping[str, str]) -> Parts:
    """A wording with ``values`` put in; what is empty is the sentence."""
    sentence = values["sentence"]
    subject = " ".join(fill(own.subject, values).split()) or sentence
    return Parts(
        shortened(subject, SUBJECT_CHARACTERS), fill(own.opening, values) or sentence, fill(own.closing, values), values
    )


def values_of(notification: Notification) -> dict[str, str]:
    """What the placeholders of a notice's mail stand for."""
    dossier, office = notification.dossier, notification.office
    asker = asker_of(dossier)
    return {
        "title": dossier.title if dossier else "",
        "code": dossier.code if dossier else "",
        "proposer": dossier.proposer.name if dossier else "",
        **{name: str(value) for name, value in notice_values(notification).items()},
        # The receiver, unless the sentence is about somebody of that name.
        "name": str(notification.data.get("name") or notification.person.name),
        "sentence": notice_text(notification),
        "union": office.name if office else "",
        "asker": asker.name if asker else "",
        "phone": sender_of(office).phone or (asker.phone if asker else ""),
    }


def greeting(person: Person) -> str:
    return _("Dear %(name)s,") % {"name": person.name}


def facts_of(notification: Notification) -> list[tuple[str, str]]:
    """What a notice's mail lists below its opening."""
    data, dossier, task = notification.data, notification.dossier, notification.task
    facts = [
        (_("Dossier"), dossier.code if dossier else ""),
        (_("Due"), date_format(task.due_on) if task and task.due_on else ""),
        (_("Reason"), data.get("reason", "")),
        (_("Place"), data.get("place", "")),
        (_("Online link"), data.get("link", "")),
    ]
    return [(str(label), str(value)) for label, value in facts if value]


def password_link(url: str | None) -> list[Link]:
    return [Link(_("You have no password yet. Set one here first:"), url)] if url else []


def rendered(content: Content) -> tuple[str, str]:
    """The plain text and the HTML of a mail."""
    context = {"mail": content, "language": translation.get_language() or settings.LANGUAGE_CODE}
    text = render_to_string("mails/mail.txt", context)
    return "\n".join(_spaced(text)).strip() + "\n", render_to_string("mails/mail.html", context)


def _spaced(text: str) -> list[str]:
    """The lines of ``text``, with never more than one empty line between two."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return lines
