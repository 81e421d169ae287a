"""A body that no office knows asks for access; the office enters it with its first person, or refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity, check_union, members_of, require
from consult.actions.notifications.notices import notify_separately
from consult.models import AccessRequest, Organisation, Person
from consult.models.person import normal_address
from consult.refusals import ActionError, gone
from consult.rules.text import normal

from .actor import Actor, record_of_union
from .bodies import save_body
from .people import add_person
from .storing import forget_files, upload_in_store
from .uploads import examine

KINDS = ("pdf", "jpeg", "png", "docx")
LARGEST = 10 * 1024 * 1024
# An office that has so many to decide is being flooded, not asked.
MOST_WAITING = 100
# Decided ones are kept so long to be looked up, others so long to be decided.
DECIDED_DAYS, WAITING_DAYS = 180, 365
AT_MOST = 1000


def ask_access(
    *, union: Organisation, body_name: str, kind: str, address: str, asker: str, email: str, phone: str, note: str,
    upload: File[Any],
) -> AccessRequest:  # fmt: skip
    """Keep a request with its letter and tell the union's administrators. Nothing of accounts is asked or told.

    Raises ``ActionError`` where a request of this address waits already, ``FileFaultError`` where the letter is not taken.
    """
    _require_room(union, email)
    found, name = examine(upload, KINDS, LARGEST)
    row = AccessRequest(
        union=union, body_name=normal(body_name), kind=kind, address=normal(address), asker=normal(asker),
        email=normal_address(email), phone=normal(phone), note=note.strip(), name=name, media_type=found.media_type,
        size=upload.size or 0, asked_at=clock.now(),
    )  # fmt: skip
    upload.name = name
    row.file = upload
    with upload_in_store(row), transaction.atomic():
        Organisation.objects.select_for_update().get(pk=union.pk)
        _require_room(union, email)
        row.save()
        administrators = Person.objects.filter(pk__in=members_of(union.pk, Capacity.ADMINISTRATOR))
        words = {"organisation": row.body_name, "name": row.asker}
        notify_separately(administrators, "access_asked", key=f"a{row.pk}", union_id=union.pk, **words)
    return row


def _require_room(union: Organisation, email: str) -> None:
    waiting = AccessRequest.objects.filter(union=union, decided_at=None)
    if waiting.filter(email=normal_address(email)).exists():
        raise ActionError(
            "asked_already", _("A request with this address is waiting for the office already."), where="email"
        )
    if waiting.count() >= MOST_WAITING:
        raise ActionError("too_many", _("The office has many requests to decide. Please telephone it."))


def _waiting(asked: AccessRequest, by: Person) -> tuple[AccessRequest, Actor]:
    actor = Actor.allowed(by, require(check_union(by, "people.keep", asked.union_id), known=False))
    row = AccessRequest.objects.select_for_update(of=("self",)).select_related("union").filter(pk=asked.pk).first()
    if row is None:
        raise gone()
    if row.decided_at is not None:
        raise ActionError("decided_already", _("This request has been decided already."))
    return row, actor


@transaction.atomic
def accept_request(
    *, asked: AccessRequest, by: Person, body: Organisation | None, name: str, kind: str
) -> Organisation:
    """Enter the body under ``name`` and ``kind``, or take ``body`` of the union's own for it, and invite who asked.

    Raises ``ActionError``.
    """
    row, actor = _waiting(asked, by)
    if body is None:
        made = Organisation(name=name, kind=kind, address=row.address)
        body = save_body(body=made, union=row.union, by=by)
    add_person(
        union=row.union, by=by, name=row.asker, email=row.email, phone=row.phone, organisation=body, role="proposer"
    )
    row.decided_at, row.decided_by, row.body = clock.now(), by, body
    row.save(update_fields=["decided_at", "decided_by", "body"])
    record_of_union(row.union, "access_accepted", actor, body=str(body.uid))
    return body


@transaction.atomic
def refuse_request(*, asked: AccessRequest, by: Person, reason: str) -> None:
    """Refuse a request. Whoever asked has no account: the office tells them itself. Raises ``ActionError``."""
    row, actor = _waiting(asked, by)
    if not normal(reason):
        raise ActionError("reason_missing", _("Give the reason."), where="reason")
    row.decided_at, row.decided_by, row.reason = clock.now(), by, normal(reason)
    row.save(update_fields=["decided_at", "decided_by", "reason"])
    record_of_union(row.union, "access_refused", actor, reason=normal(reason))


def throw_away() -> int:
    """Throw away requests that were decided, or never were, long ago, with their letters. Returns how many."""
    now = clock.now()
    decided = AccessRequest.objects.filter(decided_at__lt=now - timedelta(days=DECIDED_DAYS))
    forgotten = AccessRequest.objects.filter(decided_at=None, asked_at__lt=now - timedelta(days=WAITING_DAYS))
    return forget_requests(decided) + forget_requests(forgotten)


def forget_requests(rows: Any) -> int:
    """Delete requests with their letters, at most ``AT_MOST`` at once."""
    found = list(rows.order_by("pk")[:AT_MOST])
    for row in found:
        forget_files(row)
        row.delete()
    return len(found)
