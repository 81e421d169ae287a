"""A person's own data: corrected, and erased where no law asks for keeping it.

Dossiers, documents, registers and histories are archives: the name stays in them, and everything else about the person goes.
"""

from __future__ import annotations

import json
import re
from datetime import time

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import require
from consult.access.keeping import check_person
from consult.models import (
    AccessRequest,
    Address,
    Attendance,
    Call,
    ChangeProposal,
    Dossier,
    Expert,
    Notification,
    Passing,
    PayeeDetails,
    Person,
    SeenPreview,
    SheetImport,
    Signatory,
    SignerCertificate,
    SigningKey,
    Stage,
    StandIn,
    StandingMember,
    YearlyTask,
)
from consult.models.person import normal_address
from consult.queries.privacy import has_open_work, is_in_archives
from consult.refusals import ActionError
from consult.rules.text import normal

from .access_requests import forget_requests
from .accounts import LEFT, end_access
from .actor import Actor, record_of_union
from .data_requests import forget_person
from .intake import discard_draft
from .people import union_of
from .standing import leave_standing
from .storing import forget_files

NOWHERE = "@erased.invalid"


@transaction.atomic
def correct(*, person: Person, by: Person, name: str, phone: str) -> None:
    """Correct a person's name and telephone. Documents that were made keep what they say. Raises ``ActionError``."""
    decision = require(check_person(by, person), known=False)
    if not normal(name):
        raise ActionError("name_missing", _("Give a name."), where="name")
    person.name, person.phone = normal(name), normal(phone)
    person.save(update_fields=["name", "phone"])
    for expert in Expert.objects.filter(person=person):
        expert.save()
    union = union_of(by, person) if by.pk != person.pk else None
    if union is not None:
        record_of_union(union, "person_changed", Actor.allowed(by, decision), person=str(person.uid))


def set_quiet(*, person: Person, quiet_from: time | None, quiet_until: time | None, daily_mail: bool = True) -> None:
    """Set one's own quiet hours, in local time; two ``None`` are none."""
    person.quiet_from, person.quiet_until, person.daily_mail = quiet_from, quiet_until, daily_mail
    person.save(update_fields=["quiet_from", "quiet_until", "daily_mail"])


@transaction.atomic
def erase(*, person: Person, by: Person) -> bool:
    """Erase what is kept about a person. Returns whether the account went altogether, no archive naming it.

    Raises ``ActionError`` while they hold a role or something still waits for them.
    """
    require(check_person(by, person), known=False)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if has_open_work(person):
        raise ActionError(
            "still_working",
            _(
                "This person still holds a role or has work in a running dossier. End that first; then their data can be "
                "erased."
            ),
        )
    addresses = _addresses(person)
    if person.keeper is not None:
        # Who erases themselves is not named as the actor: nothing that stays would let their account go.
        actor = None if by.pk == person.pk else Actor(by)
        record_of_union(person.keeper, "person_erased", actor, person=str(person.uid))
    end_access(person)
    for dossier in Dossier.objects.filter(submitter=person, stage=Stage.DRAFT):
        discard_draft(dossier=dossier)
    for expert in Expert.objects.filter(person=person):
        _erase_profile(expert)
    _erase_mentions(person, addresses)
    ChangeProposal.objects.filter(person=person).delete()
    forget_person(person, by)
    for second in person.joined.all():
        _erase_second(second)
    leave_standing(person, by)
    PayeeDetails.objects.filter(person=person).delete()
    SeenPreview.objects.filter(person=person).delete()
    _erase_absences(person, by)
    # Letters stay in their register; those that wait, and tasks that nobody began, are for somebody else to take over.
    Passing.objects.filter(given_to=person, settled_at=None).update(given_to=None)
    YearlyTask.objects.filter(responsible=person, dossier=None).update(responsible=None)
    # Why somebody did not come may be an illness.
    Attendance.objects.filter(seat__person=person).update(absence_reason="")
    if _goes_altogether(person):
        return True
    Authenticator.objects.filter(user=person).delete()
    Notification.objects.filter(person=person).delete()
    Address.objects.filter(person=person).delete()
    SigningKey.objects.filter(person=person).delete()
    SignerCertificate.objects.filter(person=person).delete()
    for signatory in Signatory.objects.filter(person=person):
        forget_files(signatory)
        signatory.delete()
    person.email, person.phone, person.is_active = f"{person.pk}{NOWHERE}", "", False
    person.daily_mail = True
    person.erased_at = clock.now()
    person.save()
    # What the registry is searched by holds the address too.
    for expert in Expert.objects.filter(person=person):
        expert.save()
    return False


def _erase_absences(person: Person, by: Person) -> None:
    """When and why somebody was away, and what was noted of calls. Who acted for whom stays, without the reason."""
    person.absences.all().delete()
    Call.objects.filter(person=person, closed_at=None).delete()
    Call.objects.filter(person=person).update(note="")
    StandIn.objects.filter(Q(membership__person=person) | Q(seat__person=person)).update(reason="")
    StandIn.objects.filter(person=person, ended_at=None).update(ended_at=clock.now(), ended_by=by)


def _erase_second(second: Person) -> None:
    """An account that was joined with this one goes, unless a history names it: then its name stays, as theirs does."""
    second.absences.all().delete()
    StandingMember.objects.filter(person=second).delete()
    Signatory.objects.filter(person=second).delete()
    SigningKey.objects.filter(person=second).delete()
    PayeeDetails.objects.filter(person=second).delete()
    if not _goes_altogether(second):
        second.erased_at = clock.now()
        second.save(update_fields=["erased_at"])


def _goes_altogether(person: Person) -> bool:
    """Delete the account, unless an archive or anything else that stays names it."""
    if is_in_archives(person):
        return False
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        return False
    return True


def _addresses(person: Person) -> set[str]:
    """The person's e-mail address, and those that opened their account before."""
    left = Notification.objects.filter(person=person, kind=LEFT).values_list("data__address", flat=True)
    noted = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {person.email, *left, *noted}


def _erase_mentions(person: Person, addresses: set[str]) -> None:
    """Take a person's addresses out of sheets that were read and not taken over, and of the administration's log."""
    for table in SheetImport.objects.filter(applied_at=None):
        rows = [row for row in table.rows if normal_address(row.get("email", "")) not in addresses]
        if len(rows) < len(table.rows):
            table.rows = rows
            table.save(update_fields=["rows"])
    forget_requests(AccessRequest.objects.filter(email__in=addresses))
    words = addresses | {str(row) for row in Address.objects.filter(person=person).select_related("person")}
    for word in words:
        # Django keeps the words of a change as JSON.
        for text in {word, json.dumps(word)[1:-1]}:
            entries = LogEntry.objects.filter(Q(object_repr__icontains=text) | Q(change_message__icontains=text))
            for entry in entries:
                entry.object_repr = _without(text, entry.object_repr)
                entry.change_message = _without(text, entry.change_message)
                entry.save(update_fields=["object_repr", "change_message"])


def _without(word: str, text: str) -> str:
    return re.sub(re.escape(word), "…", text, flags=re.IGNORECASE)


def _erase_profile(expert: Expert) -> None:
    """Everything that the registry holds besides the name; files go once the transaction is through."""
    for file in expert.files.all():
        forget_files(file)
    for rows in (expert.files, expert.ties, expert.judgements, expert.proposals):
        rows.all().delete()
    expert.subject_areas.clear()
    expert.employer = expert.place = expert.biography = ""
    expert.employer_organisation = expert.association = None
    expert.consented_at = expert.withdrawn_at = None
    expert.save()
