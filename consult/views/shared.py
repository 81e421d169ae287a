"""What several views need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404

from consult import clock
from consult.access import Decision, Who, capacities, check
from consult.documents.calendar_file import media_type
from consult.models import Dossier, Opening, Person


def person_of(request: HttpRequest) -> Person:
    """The signed-in person."""
    return cast("Person", request.user)


@dataclass(frozen=True)
class Seen:
    """A dossier as one person meets it."""

    dossier: Dossier
    person: Person
    held: frozenset[Who]

    def may(self, action: str) -> Decision:
        return check(self.person, action, self.dossier, self.held)


def see(request: HttpRequest, pk: int, *, action: str = "dossier.view") -> Seen:
    """The dossier, if this person may know of it. Raises ``Http404`` to everybody else."""
    dossier = get_object_or_404(Dossier.objects.select_related("union", "procedure", "proposer", "council"), pk=pk)
    person = person_of(request)
    seen = Seen(dossier, person, capacities(person, dossier))
    if not seen.may(action):
        raise Http404
    note_opening(request, seen)
    return seen


def note_opening(request: HttpRequest, seen: Seen) -> None:
    """Keep who opened a confidential dossier, and which of its pages or files."""
    if seen.dossier.confidential and request.method == "GET":
        page = request.resolver_match.view_name if request.resolver_match else ""
        Opening.objects.create(dossier=seen.dossier, person=seen.person, at=clock.now(), page=page[:60])


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it is nothing; None when the page is only looked at, so that a form stays unbound."""
    return request.POST if request.method == "POST" else None


def calendar_answer(name: str, content: bytes, method: str) -> HttpResponse:
    """A calendar file to be taken over by the reader's own calendar."""
    response = HttpResponse(content, content_type=media_type(method))
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def may_try_codes(request: HttpRequest, *, wrong: bool) -> bool:
    """Whether this address may try codes; each wrong one counts."""
    limits = {"wrong_code": settings.WRONG_CODE_RATE}
    return bool(
        ratelimit.consume(request, app="consult", action="wrong_code", config=limits, dry_run=not wrong, limit_get=True)
    )
