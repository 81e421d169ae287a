"""Texts while they are written: every saved state stays, and who saves learns of what others saved meanwhile."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Dossier, Draft, Person
from consult.refusals import ActionError
from consult.richtext import clean, too_much

from .conflicts import EditConflict

# The steps in which a text is written, and which.
WRITTEN_IN = {"draft_opinion": Draft.Kind.OPINION, "hold_meeting": Draft.Kind.MINUTES}


def newest_draft(dossier: Dossier, kind: str) -> Draft | None:
    """The last saved state of a text."""
    return dossier.drafts.filter(kind=kind).select_related("saved_by").order_by("-revision").first()


MOST_OF_A_CONCLUSION = 20_000


def require_newest(dossier: Dossier, kind: str, revision: int, by: Person, body: str, conclusion: str) -> Draft | None:
    """The last saved state, if it is ``revision``, or says the same as this text: then an answer was lost on the way.

    Raises ``EditConflict`` when another was saved since, also by oneself in another window.
    """
    newest = newest_draft(dossier, kind)
    if (
        newest is None
        or newest.revision <= revision
        or (newest.body, newest.conclusion) == (clean(body), conclusion.strip())
    ):
        return newest
    raise EditConflict(newest, saver=newest.saved_by, by=by)


def conclusion_too_long(conclusion: str) -> str:
    """Why a conclusion is no conclusion any more, in the user's language, or ""."""
    if len(conclusion) <= MOST_OF_A_CONCLUSION:
        return ""
    return str(_("The conclusion is too long: at most %(most)s characters.") % {"most": MOST_OF_A_CONCLUSION})


def too_large(body: str, conclusion: str) -> str:
    """Why a text cannot be kept, in the user's language, or ""."""
    return too_much(body) or conclusion_too_long(conclusion)


def save_text(
    *, dossier: Dossier, kind: str, by: Person, body: str, conclusion: str, revision: int, typing: bool = False
) -> Draft:
    """Keep a state of a text that was begun from ``revision``.

    With ``typing`` it is one of the states that are saved while somebody types: it follows on one's own last one of the
    same hour instead of being kept beside it. Raises ``EditConflict``, and ``ActionError`` when the text is too large.
    """
    problem = too_large(body, conclusion)
    if problem:
        raise ActionError("text_incomplete", problem)
    newest = require_newest(dossier, kind, revision, by, body, conclusion)
    body, conclusion = clean(body), conclusion.strip()
    if newest is not None and (newest.body, newest.conclusion) == (body, conclusion):
        return newest
    number = newest.revision + 1 if newest else 1
    now = clock.now()
    own = newest is not None and newest.saved_by_id == by.pk and newest.typing
    if typing and own and newest is not None and (now - newest.saved_at).total_seconds() < 3600:
        newest.body, newest.conclusion, newest.revision = body, conclusion, number
        newest.saved_at = now
        newest.save()
        return newest
    return Draft.objects.create(
        dossier=dossier,
        kind=kind,
        revision=number,
        body=body,
        conclusion=conclusion,
        saved_by=by,
        saved_at=now,
        typing=typing,
    )
