"""What departments answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.core.files.base import File
from django.db import transaction

from consult.actions import departments
from consult.actions.actor import Actor, chain_events
from consult.actions.entering import note_entry
from consult.actions.storing import upload_in_store
from consult.models import DepartmentRequest, Dossier, IncomingLetter, PaperEntry, Person

from .locking import decide, lock, require_open


def answer_by_link(*, request_id: int, answered_by: str, answer: str, upload: File | None) -> None:
    """A department answers by the link in its letter. Raises ``ActionError``, ``FileFaultError``."""
    _save(request_id, _by_link, answered_by=answered_by, answer=answer, upload=upload)


def record_answer(
    *,
    request_id: int,
    by: Person,
    answered_by: str,
    answer: str,
    upload: File | None,
    seen: str | None = None,
    letter_id: int | None = None,
) -> None:
    """The officer records what came on paper or by mail, or corrects what an officer recorded.

    ``seen`` is when what the officer's page showed was recorded; ``letter_id`` the letter with the answer, where it is
    registered. Raises ``ActionError``, ``FileFaultError``.
    """
    letter = IncomingLetter.objects.select_related("register").get(pk=letter_id) if letter_id else None

    def actor(dossier: Dossier) -> Actor:
        return replace(decide(by, "department.record", dossier), paper=letter)

    _save(request_id, actor, answered_by=answered_by, answer=answer, upload=upload, seen=seen)


def _by_link(dossier: Dossier) -> None:
    require_open(dossier)


def _save(
    request_id: int,
    actor: Callable[[Dossier], Actor | None],
    *,
    answered_by: str,
    answer: str,
    upload: File | None,
    seen: str | None = None,
) -> None:
    """Examine and store the file, then lock the dossier's row, ask all over again, and write the answer."""
    said = {"answered_by": answered_by, "answer": answer}
    request = DepartmentRequest.objects.select_related("dossier").get(pk=request_id)
    departments.require_answer(request=request, by=actor(request.dossier), upload=upload, **said)
    departments.require_seen(request, seen)
    if upload is not None:
        departments.attach_file(request, upload)
    with upload_in_store(request), transaction.atomic():
        request.dossier = lock(request.dossier_id)
        present = ["answered_at", "answer", "answered_by", "recorded_by"]
        present += [] if upload is not None else ["file", "file_name", "media_type"]
        request.refresh_from_db(fields=present)
        by = actor(request.dossier)
        departments.require_answer(request=request, by=by, upload=upload, **said)
        departments.require_seen(request, seen)
        if by is not None and by.paper is not None:
            note_entry(dossier=request.dossier, by=by, act=PaperEntry.Act.DEPARTMENT)
        departments.save_answer(request=request, by=by, **said)
        chain_events(request.dossier)
