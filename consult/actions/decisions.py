"""What somebody decides in a step; the flow goes on by it."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from consult.models import Dossier, Meeting, StepReturn
from consult.refusals import ActionError

from .actor import Actor, record


class StepDecision(TextChoices):
    """Every word by which a step can end. Which of them a step knows, its action says."""

    APPROVE = "approve", _("Approve")
    SEND_BACK = "send_back", _("Send back")
    ACCEPT = "accept", _("Accept")
    SUPPLEMENT = "supplement", _("Ask for a supplement")
    REFUSE = "refuse", _("Refuse")
    DECLINE = "decline", _("I decline")
    CONFLICT = "conflict", _("I have a conflict of interest")


APPROVAL = (StepDecision.APPROVE, StepDecision.SEND_BACK)


def one_of(decision: str, *choices: StepDecision) -> StepDecision:
    """The choice that ``decision`` names. Raises ``ActionError`` for any other word: nothing counts as consent by mistake."""
    for choice in choices:
        if decision == choice.value:
            return choice
    raise ActionError("unknown_decision", _("Choose one of the decisions that are offered."), where="decision")


def send_back(dossier: Dossier, by: Actor, verb: str, remarks: str, *, meeting: Meeting | None = None) -> str:
    """Send back what the present step was to decide, with what should change. Raises ``ActionError`` when nothing is said."""
    if not remarks.strip():
        raise ActionError("remarks_missing", _("Say what should change."), where="remarks")
    said = remarks.strip()
    StepReturn.objects.create(dossier=dossier, node=dossier.step, meeting=meeting, remarks=said, by=by.person)
    data: dict[str, Any] = {"sequence": meeting.sequence} if meeting else {}
    record(dossier, verb, by, reason=said, **data)
    return StepDecision.SEND_BACK
