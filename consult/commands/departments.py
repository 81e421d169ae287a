"""What departments answer."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from consult.actions import departments
from consult.actions.actor import chain_events
from consult.models import DepartmentRequest, Person

from .locking import decide, lock, lock_for_link


@transaction.atomic
def answer_by_link(*, request_id: int, **data: Any) -> None:
    """A department answers by the link in its letter. Raises ``ActionError``, ``FileFaultError``."""
    request = DepartmentRequest.objects.get(pk=request_id)
    request.dossier = lock_for_link(request.dossier_id)
    request.refresh_from_db(fields=["answered_at"])
    departments.save_answer(request=request, **data)
    chain_events(request.dossier)


@transaction.atomic
def record_answer(*, request_id: int, by: Person, **data: Any) -> None:
    """The officer records what came on paper or by mail. Raises ``ActionError``, ``FileFaultError``."""
    request = DepartmentRequest.objects.get(pk=request_id)
    request.dossier = lock(request.dossier_id)
    actor = decide(by, "department.record", request.dossier)
    departments.save_answer(request=request, by=actor, **data)
    chain_events(request.dossier)
