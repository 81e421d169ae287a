"""Rows that a union keeps together on one page: its signatories, its legal grounds, its days off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consult.models import Organisation
from consult.refusals import ActionError

from .storing import forget_files, forget_replaced, upload_in_store


def save_rows(
    *,
    union: Organisation,
    owner: str,
    kept: Sequence[Any],
    removed: Sequence[Any],
    then: Callable[[], None] | None = None,
) -> None:
    """Keep and remove rows of ``union``, which is their field ``owner``, and do what comes ``then``. All or none.

    What is removed goes first, so that what it was known by is free. Raises ``ActionError`` when somebody else changed the
    same rows meanwhile, or two rows would only change places; ``FileFaultError`` when a picture is not kept.
    """
    for row in kept:
        setattr(row, owner, union)
    try:
        with upload_in_store(*kept), transaction.atomic():
            for row in removed:
                forget_files(row)
                row.delete()
            for row in kept:
                forget_replaced(row)
                row.save()
            if then is not None:
                then()
    except IntegrityError as fault:
        raise ActionError(
            "changed_meanwhile",
            _("Somebody changed these rows at the same time. Check them, then save again."),
        ) from fault
