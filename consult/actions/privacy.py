"""A person's own data: corrected, and erased where no law asks for keeping it.

Dossiers, papers, registers and histories are archives: the name stays in them, and everything else about the person goes.
"""

from __future__ import annotations

from datetime import time
from functools import partial

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Refused, check_person, require
from consult.models import Address, Dossier, Expert, Notification, Person, Signatory, SigningKey, Stage
from consult.queries.privacy import has_open_work, is_in_archives
from consult.rules.text import normal

from .intake import discard_draft

NOWHERE = "@erased.invalid"


@transaction.atomic
def correct(*, person: Person, by: Person, name: str, phone: str) -> None:
    """Correct a person's name and telephone. Papers that were made keep what they say. Raises ``Refused``."""
    require(check_person(by, person), known=False)
    if not normal(name):
        raise Refused(_("Give a name."))
    person.name, person.phone = normal(name), normal(phone)
    person.save(update_fields=["name", "phone"])
    for expert in Expert.objects.filter(person=person):
        expert.save()


def set_quiet(*, person: Person, quiet_from: time | None, quiet_until: time | None) -> None:
    """Set one's own quiet hours, in local time; two ``None`` are none."""
    person.quiet_from, person.quiet_until = quiet_from, quiet_until
    person.save(update_fields=["quiet_from", "quiet_until"])


@transaction.atomic
def erase(*, person: Person, by: Person) -> bool:
    """Erase what is kept about a person. Returns whether the account went altogether, no archive naming it.

    Raises ``Refused`` while they hold a role or something still waits for them.
    """
    require(check_person(by, person), known=False)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if has_open_work(person):
        raise Refused(
            _(
                "This person still holds a role or has work in a running dossier. End that first; then their data can go."
            )
        )
    for session in UserSession.objects.filter(user=person):
        session.end()
    for dossier in Dossier.objects.filter(submitter=person, stage=Stage.DRAFT):
        discard_draft(dossier=dossier)
    for expert in Expert.objects.filter(person=person):
        _erase_profile(expert)
    if not is_in_archives(person):
        person.delete()
        return True
    Authenticator.objects.filter(user=person).delete()
    Notification.objects.filter(person=person).delete()
    Address.objects.filter(person=person).delete()
    SigningKey.objects.filter(person=person).delete()
    Signatory.objects.filter(person=person).delete()
    person.email, person.phone, person.is_active = f"{person.pk}{NOWHERE}", "", False
    person.erased_at = clock.now()
    person.set_unusable_password()
    person.save()
    return False


def _erase_profile(expert: Expert) -> None:
    """Everything that the registry holds besides the name; files go once the transaction is through."""
    for file in expert.files.all():
        transaction.on_commit(partial(file.file.storage.delete, str(file.file.name)))
    for rows in (expert.files, expert.ties, expert.absences, expert.standings, expert.proposals):
        rows.all().delete()
    expert.fields.clear()
    expert.employer = expert.place = expert.biography = ""
    expert.employer_organisation = expert.association = expert.consented_at = None
    expert.save()
