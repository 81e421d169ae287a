"""Intake: a dossier is drafted, submitted, checked, supplemented or refused."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity
from consult.actions.notifications.notices import notify_proposer
from consult.models import (
    CompletenessCheck,
    DocumentKind,
    Dossier,
    IncomingLetter,
    Organisation,
    Person,
    Procedure,
    Stage,
    SupplementRequest,
)
from consult.queries.kinds import submits
from consult.refusals import ActionError
from consult.rules.completeness import missing_items, unanswered, unsorted
from consult.rules.numbering import dossier_code
from consult.rules.text import normal

from .actor import Actor, record
from .decisions import StepDecision, one_of
from .documents import make_document, make_numbered, number_for
from .uploads import UNSORTED, forget_attachment


def require_submitter(procedure: Procedure, proposer: Organisation) -> None:
    """Raises ``ActionError`` where ``proposer`` submits no dossiers of this kind."""
    if not submits(procedure.kind, proposer):
        raise ActionError(
            "not_submitting_kind", _("This organisation submits no dossiers of this kind."), where="proposer"
        )


@transaction.atomic
def draft_dossier(
    *,
    procedure: Procedure,
    proposer: Organisation,
    by: Person,
    title: str = "",
    entered_from: IncomingLetter | None = None,
) -> Dossier:
    """Begin a dossier; only the proposer's people see it until it is submitted, or, ``entered_from`` a letter, the office.

    Raises ``ActionError`` where the procedure is not in force, or the proposer submits no dossiers of this kind.
    """
    if not Procedure.objects.offered(clock.today()).filter(pk=procedure.pk).exists():
        raise ActionError(
            "not_in_force", _("Dossiers of this kind begin with another version now. Choose again."), where="procedure"
        )
    require_submitter(procedure, proposer)
    return Dossier.objects.create(
        union=procedure.union,
        procedure=procedure,
        proposer=proposer,
        submitter=by if entered_from is None else None,
        entered_from=entered_from,
        kind=procedure.kind.consultations[0],
        title=normal(title),
        contact=" · ".join(part for part in (by.name, by.phone) if part) if entered_from is None else "",
        created_at=clock.now(),
    )


def discard_draft(*, dossier: Dossier) -> None:
    """Throw a draft away. Its files go only once the row is gone for certain."""
    for attachment in dossier.attachments.all():
        forget_attachment(attachment)
    dossier.delete()


def _require_complete(dossier: Dossier) -> None:
    brought = list(dossier.attachments.values_list("item", "name"))
    present = {item for item, _name in brought}
    missing = unanswered(dossier.procedure.rules.questions, dossier.answers)
    missing += missing_items(dossier.asked_items(), present)
    missing += unsorted([name for item, name in brought if item == UNSORTED])
    if missing:
        raise ActionError.of(missing)


def submit_dossier(*, dossier: Dossier, by: Actor) -> None:
    """Hand a draft to the union; it gets its code and a receipt.

    Raises ``ActionError`` while answers or attachments are missing.
    """
    if not dossier.title:
        raise ActionError("title_missing", _("Give the dossier a title."), where="title")
    _require_complete(dossier)
    # A draft is its proposer's own: its history begins when it is handed over.
    drafter = Actor(dossier.submitter, Capacity.PROPOSER) if dossier.submitter else by
    record(dossier, "drafted", drafter, at=dossier.created_at, to_state=Stage.DRAFT)
    entry = number_for(DocumentKind.RECEIPT, dossier, by.person)
    dossier.code = dossier_code(entry.register.year, entry.register.counted_before() + entry.number)
    dossier.submitted_at = clock.now()
    dossier.submitter = by.person if by.paper is None else None
    dossier.stage = Stage.INTAKE
    dossier.save()
    record(dossier, "submitted", by, from_state=Stage.DRAFT)
    make_document(DocumentKind.RECEIPT, dossier, entry=entry)
    notify_proposer(dossier, "received", answered=by.person)


def check_completeness(
    *,
    dossier: Dossier,
    by: Actor,
    decision: str,
    findings: Mapping[str, tuple[bool, str]] | None = None,
    reason: str = "",
) -> str:
    """Accept the dossier, ask for a supplement, or refuse it with reasons.

    ``findings`` maps a checklist item to whether it suffices and a remark. Returns the decision.
    """
    findings = findings or {}
    round_ = (dossier.checks.order_by("-round").values_list("round", flat=True).first() or 0) + 1
    CompletenessCheck.objects.bulk_create(
        CompletenessCheck(dossier=dossier, round=round_, item=item, sufficient=sufficient, remark=remark)
        for item, (sufficient, remark) in findings.items()
    )
    lacking = [item for item, (sufficient, _remark) in findings.items() if not sufficient]
    chosen = one_of(decision, StepDecision.ACCEPT, StepDecision.SUPPLEMENT, StepDecision.REFUSE)
    if chosen == StepDecision.ACCEPT:
        if lacking:
            raise ActionError(
                "attachments_insufficient",
                _("Attachments are marked as insufficient: ask for a supplement, or mark them as sufficient."),
            )
        record(dossier, "accepted", by)
        notify_proposer(dossier, "accepted")
    elif chosen == StepDecision.SUPPLEMENT:
        if not (lacking or reason.strip()):
            raise ActionError(
                "supplement_unsaid", _("Mark the attachments that are insufficient, or say what is missing.")
            )
        _ask_supplement(dossier, by, round_, reason)
    else:
        if not reason.strip():
            raise ActionError("reason_missing", _("Say why the dossier is refused."), where="reason")
        _refuse(dossier, by, reason)
    return chosen


def _ask_supplement(dossier: Dossier, by: Actor, round_: int, reason: str) -> None:
    if not dossier.own_initiative:
        _write_for_supplement(dossier, by, round_, reason)
    SupplementRequest.objects.create(dossier=dossier, round=round_, remarks=reason.strip(), asked_by=by.person)
    record(dossier, "supplement_asked", by, reason=reason, round=round_)


def _write_for_supplement(dossier: Dossier, by: Actor, round_: int, reason: str) -> None:
    """The numbered letter; a union that acts by itself writes none to itself."""
    make_numbered(
        DocumentKind.SUPPLEMENT_REQUEST,
        dossier,
        by=by.person,
        checks=list(dossier.checks.filter(round=round_, sufficient=False)),
        reason=reason,
        signer=by,
    )


def _refuse(dossier: Dossier, by: Actor, reason: str) -> None:
    if not dossier.own_initiative:
        make_numbered(DocumentKind.REFUSAL, dossier, by=by.person, reason=reason, signer=by)
    record(dossier, "refused", by, reason=reason)
    notify_proposer(dossier, "refused", reason=reason)


def supply_supplement(*, dossier: Dossier, by: Actor, remark: str = "") -> str:
    """Resubmit: the proposer has added what was missing."""
    _require_complete(dossier)
    request = dossier.supplement_requests.latest("round")
    asked = dossier.checks.filter(round=request.round, sufficient=False).values_list("item", flat=True)
    renewed = set(dossier.attachments.filter(uploaded_at__gte=request.asked_at).values_list("item", flat=True))
    stale = [code for code in asked if code not in renewed and dossier.procedure.rules.item(code)]
    if stale and not remark.strip():
        raise ActionError(
            "supplement_missing", _("Add a new version of each attachment that was asked for, or explain why not.")
        )
    request.answer, request.answered_by, request.answered_at = remark.strip(), by.person, clock.now()
    request.save()
    record(dossier, "supplemented", by, reason=remark)
    return "supplied"
