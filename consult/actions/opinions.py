"""Opinion issuance: drafted, approved by the chair, signed by the leader, numbered and issued by the clerk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity
from consult.actions import brought, signing
from consult.actions.notifications.notices import notify, notify_proposer, office
from consult.models import Document, DocumentKind, Dossier, Draft, Opinion, Stage, Task
from consult.queries.signers import likely_signatory
from consult.refusals import ActionError
from consult.richtext import clean, is_empty

from .actor import Actor, record
from .decisions import APPROVAL, StepDecision, one_of, send_back
from .dispatch import open_sendings
from .documents import make_document, number_for
from .drafts import require_newest
from .groups import require_reports
from .recipients import require_recipients
from .storing import upload_in_store


def current_opinion(dossier: Dossier) -> Opinion:
    """The newest version of the opinion."""
    return dossier.opinions.latest("version")


def draft_opinion(
    *,
    dossier: Dossier,
    by: Actor,
    body: str,
    conclusion: str,
    revision: int | None = None,
) -> str:
    """Write a version of the opinion for the chair. Earlier versions stay.

    ``revision`` is the saved draft from which it was begun; when somebody saved another since, ``EditConflict``.
    """
    if revision is not None:
        require_newest(dossier, Draft.Kind.OPINION, revision, by.person, body, conclusion)
    if is_empty(body):
        raise ActionError("opinion_missing", _("Write the opinion."))
    if not conclusion.strip():
        raise ActionError("conclusion_missing", _("Write the conclusion."))
    require_reports(dossier)
    require_recipients(dossier)
    version = dossier.opinions.count() + 1
    Opinion.objects.create(
        dossier=dossier,
        version=version,
        round=dossier.round,
        body=clean(body),
        conclusion=conclusion.strip(),
        drafted_by=by.person,
        drafted_at=clock.now(),
    )
    record(dossier, "opinion_drafted", by, version=version)
    return "drafted"


def approve_opinion(*, dossier: Dossier, by: Actor, decision: str, remarks: str = "") -> str:
    """The chair approves the draft, or sends it back with remarks."""
    opinion = current_opinion(dossier)
    if one_of(decision, *APPROVAL) == StepDecision.SEND_BACK:
        return send_back(dossier, by, "opinion_sent_back", remarks)
    opinion.approved_by, opinion.approved_at = by.person, clock.now()
    opinion.save()
    record(dossier, "opinion_approved", by, version=opinion.version)
    return StepDecision.APPROVE


def sign_opinion(*, dossier: Dossier, by: Actor, decision: str, remarks: str = "") -> str:
    """The leader signs, or sends the opinion back with remarks."""
    opinion = current_opinion(dossier)
    if one_of(decision, *APPROVAL) == StepDecision.SEND_BACK:
        return send_back(dossier, by, "signature_refused", remarks)
    opinion.signed_by, opinion.signed_at, opinion.signed_for = by.person, clock.now(), by.stands_in_for
    opinion.save()
    record(dossier, "opinion_signed", by, version=opinion.version)
    return StepDecision.APPROVE


def issue_opinion(*, dossier: Dossier, by: Actor) -> str:
    """The clerk gives the number; the document is made next."""
    opinion = current_opinion(dossier)
    entry = number_for(DocumentKind.OPINION, dossier, by.person)
    opinion.entry, opinion.issued_at = entry, clock.now()
    opinion.save()
    record(dossier, "opinion_numbered", by, symbol=entry.symbol, entry=entry.pk)
    return "numbered"


def issue_ahead(*, dossier: Dossier, by: Actor, decision: str) -> None:
    """In a rehearsal: the document as it will be once it is signed and numbered, unless it was sent back."""
    if decision == StepDecision.SEND_BACK:
        return
    opinion = current_opinion(dossier)
    if opinion.signed_by is None:
        signatory = likely_signatory(dossier.union)
        if signatory is None:
            return
        opinion.signed_by = signatory.person
    opinion.entry = number_for(DocumentKind.OPINION, dossier, by.person)
    make_document(DocumentKind.OPINION, dossier, entry=opinion.entry, opinion=opinion, signer=opinion)


def make_opinion_document(*, dossier: Dossier, task: Task) -> Document:
    """Ask for the issued opinion as a document, with the number that the clerk gave."""
    opinion = current_opinion(dossier)
    assert opinion.entry is not None
    return make_document(DocumentKind.OPINION, dossier, entry=opinion.entry, opinion=opinion, signer=opinion, task=task)


def is_document_signed(*, dossier: Dossier) -> bool:
    """Whether the issued opinion's file carries its signatures already."""
    return signing.is_signed(_document(dossier))


@contextmanager
def examined_signed(*, dossier: Dossier, **sent: Any) -> Iterator[dict[str, Any]]:
    """What ``bring_signed`` is given: the brought opinion, examined (see ``examine_signed``) and in the store.

    Raises ``ActionError``.
    """
    examined = brought.examine_signed(document=_document(dossier), **sent)
    with upload_in_store(examined.version):
        yield {"examined": examined}


def bring_signed(*, dossier: Dossier, by: Actor, examined: brought.SignedUpload) -> str:
    """The clerk brings the opinion signed in another program, or its scan signed by hand."""
    brought.keep_signed(dossier=dossier, document=_document(dossier), by=by, brought=examined)
    return "signed"


def _document(dossier: Dossier) -> Document:
    return dossier.documents.filter(kind=DocumentKind.OPINION).latest("id")


def publish_opinion(*, dossier: Dossier) -> None:
    """The document is made: the proposer is told and may read it."""
    dossier.stage = Stage.RESPONSE
    dossier.save()
    document = _document(dossier)
    open_sendings(document)
    record(dossier, "opinion_issued", None, symbol=document.entry.symbol if document.entry else "")
    notify_proposer(dossier, "issued")
    notify(office(dossier, Capacity.OFFICER), "issued", dossier=dossier)
