"""What several views need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from consult.access import Capacity, Decision, capacities_of, check, organisations_as
from consult.actions import access_log
from consult.exports.calendar_file import media_type
from consult.files import MEDIA_TYPES
from consult.forms.filters import ListFilters, UnionFilters
from consult.models import Dossier, Organisation, Person
from consult.refusals import NotAllowed

F = TypeVar("F", bound=UnionFilters)
PAGE_SIZE = 30


def person_of(request: HttpRequest) -> Person:
    """The signed-in person."""
    return cast("Person", request.user)


@dataclass(frozen=True)
class DossierAccess:
    """A dossier as one person meets it."""

    dossier: Dossier
    person: Person
    capacities: frozenset[Capacity]

    def may(self, action: str) -> Decision:
        return check(self.person, action, self.dossier, self.capacities)


def open_dossier(request: HttpRequest, pk: int, *, action: str = "dossier.view") -> DossierAccess:
    """The dossier, if this person may know of it. Raises ``Http404`` to everybody else."""
    dossier = get_object_or_404(
        Dossier.objects.select_related("union", "procedure__kind", "proposer", "council", "given_by", "given_letter"),
        pk=pk,
    )
    person = person_of(request)
    access = DossierAccess(dossier, person, capacities_of(person, dossier))
    if not access.may(action):
        raise Http404
    log_access(request, access)
    return access


# Parts of a page and what is sent from it count as the page itself.
PART_OF = {
    "dossier_documents": "dossier",
    "reading_copy": "attachment",
    "meeting_live": "meeting",
    "meeting_act": "meeting",
    "preview_council_change": "decide_council_change",
    "preview_copy": "certify_copy",
    "preview_department": "ask_department",
    "preview_file": "task",
    "preview_group_report": "group",
    "preview_letter": "remind_by_letter",
    "preview_move": "move_meeting",
    "preview_reader": "task",
    "preview_replacement": "replace_reviewer",
    "preview_request": "request_document",
    "preview_step": "task",
    "save_description": "describe",
    "save_group_report": "group",
    "save_review": "task",
    "save_text": "task",
    "draft_as_word": "task",
    "bring_draft": "task",
    "suggest_council": "task",
    "check_seats": "task",
}


def log_access(request: HttpRequest, access: DossierAccess) -> None:
    """Keep who opened a confidential dossier, and which of its pages or files, however it was asked for."""
    match = request.resolver_match
    page, numbers = (match.view_name, match.kwargs) if match else ("", {})
    if page in PART_OF:
        page, numbers = PART_OF[page], {name: numbers[name] for name in ("pk", "field") if name in numbers}
    access_log.log_access(access.dossier, access.person, page, "/".join(str(number) for number in numbers.values()))


def log_accesses(request: HttpRequest, dossiers: Iterable[Dossier]) -> None:
    """Keep that a page about something else showed more of confidential dossiers than their titles."""
    person = person_of(request)
    for dossier in {dossier.pk: dossier for dossier in dossiers}.values():
        log_access(request, DossierAccess(dossier, person, frozenset()))


def post_data(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it is nothing; None when the page is only looked at, so that a form stays unbound."""
    return request.POST if request.method == "POST" else None


def calendar_answer(name: str, content: bytes, method: str) -> HttpResponse:
    """A calendar file to be taken over by the reader's own calendar."""
    response = HttpResponse(content, content_type=media_type(method))
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def sheet_answer(name: str, content: bytes) -> HttpResponse:
    """A sheet to take along."""
    response = HttpResponse(content, content_type=MEDIA_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def filters_asked(request: HttpRequest, form: type[F], *wanted: str, **more: Any) -> F:
    """What a page about a union is asked to show, of the unions in which this person holds a role ``wanted``.

    Raises ``NotAllowed`` when there is none.
    """
    mine = organisations_as(person_of(request), *wanted)
    unions = list(Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk"))
    if not unions:
        raise NotAllowed("not_of_this_union", _("This page is for the people of a union whose work it is."))
    return form(request.GET, unions=unions, **more)


def list_context(
    request: HttpRequest, form: ListFilters, found: QuerySet[Any], size: int = PAGE_SIZE
) -> dict[str, Any]:
    """What a page with a filtered list shows: ``filter``, the ``page`` that is asked for, ``query`` for links to others.

    ``narrowed`` says whether anything is filtered, so that an empty list says what to do.
    """
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "filter": form,
        "page": Paginator(found, size).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "narrowed": any(form.readable.values()),
    }
