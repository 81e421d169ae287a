"""Time stamps of signed documents are renewed before they end: another file of the same document, the old one stays."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from consult import clock
from consult.actions.actor import chain_events, record
from consult.actions.signing import note_renewal, stamp_of
from consult.actions.storing import in_store
from consult.libraries.signing import SigningFailedError, renewed, stamp_ends
from consult.models import DocumentSignature, DocumentVersion

from .locking import lock

logger = logging.getLogger(__name__)


def renew_due(at_most: int) -> int:
    """Renew the time stamps whose day has come, the earliest first. Returns how many were.

    It reads an index of what is due: how many documents there are does not matter. What fails is tried again the next day.
    """
    if not settings.TIME_STAMP_URL:
        return 0
    due = DocumentVersion.objects.filter(renew_on__lte=clock.today()).order_by("renew_on", "pk")
    rows = list(due.select_related("document__union")[:at_most])
    return sum(_renew(row) for row in rows)


def _renew(old: DocumentVersion) -> bool:
    try:
        with old.file.open("rb") as stream:
            content = renewed(stream.read(), stamp_of(old.document.union))
    except (SigningFailedError, OSError) as fault:
        logger.warning("the time stamp of version %s was not renewed: %s", old.pk, fault)
        DocumentVersion.objects.filter(pk=old.pk).update(renew_on=clock.today() + timedelta(days=1))
        return False
    new = DocumentVersion(
        document=old.document,
        data=old.data,
        source=old.source,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=old.pages,
        rendered_at=clock.now(),
        brought_by=old.brought_by,
        file=ContentFile(content, name="document.pdf"),
    )
    note_renewal(new, stamp_ends(content))
    return _keep(old, new)


def _keep(old: DocumentVersion, new: DocumentVersion) -> bool:
    """Keep the renewed file, unless another process was quicker."""
    document = old.document
    with in_store(new), transaction.atomic():
        dossier = lock(document.dossier_id) if document.dossier_id else None
        if not DocumentVersion.objects.filter(pk=old.pk, renew_on=old.renew_on).update(renew_on=None):
            return False
        new.version = document.versions.count() + 1
        new.save()
        rows = list(old.signatures.all())
        for row in rows:
            row.pk, row.version = None, new
        DocumentSignature.objects.bulk_create(rows)
        if dossier is not None:
            record(dossier, "time_stamp_renewed", None, title=document.title)
            chain_events(dossier)
    return True
