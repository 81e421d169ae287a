"""How a dossier ends: response and archive, refusal, withdrawal, cancelling."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Capacity
from consult.actions import previews
from consult.actions.meetings.calling import cancel_called
from consult.actions.notifications.notices import ask_letter, everybody_concerned, notify, office, proposers
from consult.models import DocumentKind, Dossier, Outcome, Response, Review, Stage
from consult.queries.contents import contents_of
from consult.refusals import ActionError
from consult.rules.contents import with_places

from .actor import Actor, record
from .decisions import StepDecision
from .documents import make_document

# What is decided where the response comes after all.
REOPENED = "reopened"


def respond(*, dossier: Dossier, by: Actor, body: str) -> str:
    """The proposer says what was done with the opinion."""
    if not body.strip():
        raise ActionError("response_missing", _("Write what you accepted and what you explain."), where="body")
    response = Response.objects.create(
        dossier=dossier, round=dossier.round, body=body.strip(), written_by=by.person, written_at=clock.now()
    )
    if by.paper is None:
        # What came on paper is the proposer's own letter; nothing is made here in their name.
        opinion = dossier.documents.filter(kind=DocumentKind.OPINION).latest("id")
        make_document(
            DocumentKind.RESPONSE,
            dossier,
            response=response,
            opinion_symbol=opinion.entry.symbol if opinion.entry else "",
        )
    record(dossier, "responded", by)
    notify(office(dossier, Capacity.OFFICER), "responded", dossier=dossier)
    return "responded"


def waive_answer(*, dossier: Dossier, by: Actor) -> str:
    """The officer records that no supplement or no response came, once its deadline is past."""
    if not dossier.is_late:
        raise ActionError("deadline_running", _("The proposer still has time."))
    record(dossier, "response_waived" if dossier.step == "respond" else "supplement_waived", by)
    return "waived"


def reopen_answer(*, dossier: Dossier, by: Actor) -> str:
    """Take back that no supplement or no response came: the step opens again. Raises ``ActionError`` where one came."""
    if not is_waived(dossier):
        raise ActionError("nothing_waived", _("Nothing was recorded as missing here."))
    if dossier.step == "archive_dossier":
        record(dossier, "response_reopened", by)
        return REOPENED
    record(dossier, "supplement_reopened", by)
    # The same way as when it was first asked for.
    return StepDecision.SUPPLEMENT


def is_waived(dossier: Dossier) -> bool:
    """Whether the present step was reached because no supplement, or no response, came."""
    if dossier.step == "archive_dossier":
        return not dossier.responses.filter(round=dossier.round).exists()
    if dossier.step != "check_completeness":
        return False
    request = dossier.supplement_requests.last()
    return request is not None and request.answered_at is None


def archive_dossier(*, dossier: Dossier, by: Actor, remark: str = "") -> str:
    """Close a dossier that ran its course."""
    rows = with_places(contents_of(dossier))
    sheets = sum(int(row["pages"]) for row in rows if row["pages"])
    if dossier.procedure.rules.makes(DocumentKind.ARCHIVE_CONTENTS):
        make_document(DocumentKind.ARCHIVE_CONTENTS, dossier, contents=rows)
    if dossier.procedure.rules.makes(DocumentKind.ARCHIVE_COVER):
        make_document(DocumentKind.ARCHIVE_COVER, dossier, documents=len(rows), sheets=sheets)
    record(dossier, "archived", by, reason=remark)
    return "archived"


def close(dossier: Dossier, outcome: Outcome) -> None:
    """Mark a dossier as ended."""
    dossier.stage = Stage.CLOSED
    dossier.outcome = outcome
    dossier.step = ""
    dossier.due_on = None
    dossier.closed_at = clock.now()
    dossier.save()
    previews.forget(dossier)
    Review.objects.filter(dossier=dossier, state__in=[Review.State.INVITED, Review.State.WRITING]).update(
        state=Review.State.CLOSED
    )


def break_off(*, dossier: Dossier, by: Actor, outcome: Outcome, reason: str) -> None:
    """Withdraw or cancel a running dossier; everybody concerned is told."""
    if not reason.strip():
        raise ActionError("reason_missing", _("Give a reason."), where="reason")
    people = everybody_concerned(dossier)
    reviewers = [
        review.seat.person
        for review in dossier.reviews.filter(state__in=[Review.State.INVITED, Review.State.WRITING]).select_related(
            "seat__person"
        )
    ]
    record(dossier, str(outcome), by, reason=reason, to_state=Stage.CLOSED)
    if not proposers(dossier):
        ask_letter(dossier, str(outcome), reason=reason.strip())
    cancel_called(dossier)
    close(dossier, outcome)
    concerned = {person.pk: person for person in people + reviewers}.values()
    notify(concerned, str(outcome), dossier=dossier, besides=by.person, reason=reason.strip())
