"""What is entered for a dossier's payment list, and that it was paid."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from consult.actions import payments
from consult.actions.actor import chain_events
from consult.models import ExtraWork, Person
from consult.queries.fees import lines_in_force

from .locking import decide, lock


@transaction.atomic
def enter_work(*, dossier_id: int, by: Person, **data: Any) -> None:
    """Enter other work to be paid."""
    dossier = lock(dossier_id)
    payments.enter_work(dossier=dossier, by=decide(by, "payment.enter", dossier), **data)
    chain_events(dossier)


@transaction.atomic
def remove_work(*, dossier_id: int, row: int, by: Person) -> None:
    """Take other work off the list. What is gone already stays gone."""
    dossier = lock(dossier_id)
    actor = decide(by, "payment.enter", dossier)
    for work in ExtraWork.objects.filter(dossier=dossier, pk=row):
        payments.remove_work(dossier=dossier, by=actor, row=work)
    chain_events(dossier)


@transaction.atomic
def record_payout(*, dossier_id: int, lines: Collection[int], by: Person, **data: Any) -> None:
    """Record that lines of the newest list, named by their keys, were paid."""
    dossier = lock(dossier_id)
    actor = decide(by, "payment.record", dossier)
    chosen = list(lines_in_force(dossier).filter(pk__in=lines))
    payments.record_payout(dossier=dossier, by=actor, lines=chosen, **data)
    chain_events(dossier)
