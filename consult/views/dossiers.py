"""The list of dossiers, one dossier, and how it may be broken off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult import clock
from consult.access import Who, check, refusal
from consult.actions.deadlines import calendar_of
from consult.actions.letters import WORK
from consult.commands import dossiers as command
from consult.forms.dossier import FilterForm, ReasonForm
from consult.models import Dossier, Opening, Organisation, Stage
from consult.queries import progress
from consult.queries.arrival import not_arrived
from consult.queries.dossiers import PAGE_SIZE, Filters, dossier_list
from consult.queries.groups import groups_of
from consult.queries.reach import visible_dossiers
from consult.queries.reviews import readable_reviews
from consult.storage import space
from workflows.dossier import DossierFlow

from .methods import changes, reads, reads_and_changes
from .shared import Seen, person_of, posted, see

# What was opened, by the name of the page.
OPENED = {
    "attachment": gettext_lazy("A paper of the dossier"),
    "read_attachment": gettext_lazy("A paper of the dossier"),
    "paper": gettext_lazy("A paper made here"),
    "docx": gettext_lazy("A paper made here"),
    "task": gettext_lazy("A step of the dossier"),
    "versions": gettext_lazy("A draft"),
    "meeting": gettext_lazy("A meeting"),
    "meeting_calendar": gettext_lazy("A meeting"),
    "step_calendar": gettext_lazy("A step of the dossier"),
    "signatures": gettext_lazy("A paper made here"),
    "reviews": gettext_lazy("The reviews"),
    "review_file": gettext_lazy("A file of a review"),
    "department_file": gettext_lazy("A department's answer"),
    "expert": gettext_lazy("An expert's page, with the seat"),
    "plan": gettext_lazy("The plan of councils"),
    "personal_data": gettext_lazy("What is kept about a person"),
    "export_personal_data": gettext_lazy("What is kept about a person"),
}


@login_required
@reads
def dossiers(request: HttpRequest) -> HttpResponse:
    """The list, searched and filtered; htmx replaces only the rows."""
    person = person_of(request)
    visible = Dossier.objects.filter(visible_dossiers(person))
    organisations = Organisation.objects.filter(pk__in=visible.values("proposer")).values_list("pk", "name")
    form = FilterForm(request.GET or None, organisations=list(organisations))
    filters = Filters(**form.cleaned_data) if form.is_bound and form.is_valid() else Filters()
    page = Paginator(dossier_list(person, filters), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    titles = {name: node.task_title for name, node in DossierFlow.instance._nodes_by_name.items()}
    rows = [{"dossier": dossier, "step": titles.get(dossier.step, "")} for dossier in page]
    template = "parts/dossier_rows.html" if request.htmx else "pages/dossiers.html"  # type: ignore[attr-defined]
    return render(
        request, template, {"form": form, "page": page, "rows": rows, "query": query.urlencode(),
                            "narrowed": filters != Filters()}
    )  # fmt: skip


def _page(seen: Seen) -> dict[str, Any]:
    dossier, person, held = seen.dossier, seen.person, seen.held
    steps = progress.open_steps(dossier, person, held)
    calendar = calendar_of(dossier.union_id)
    today = clock.today()
    return {
        "dossier": dossier,
        "fields": dossier.fields.all(),
        "stepper": progress.stepper(dossier),
        "steps": [
            {
                "open": step,
                "left": calendar.between(today, step.task.due_on) if step.task.due_on else None,
                "by_letter": step.task.node in WORK and step.task.due_on is not None and step.task.due_on < today,
            }
            for step in steps
        ],
        **_papers(seen),
        "checklist": progress.checklist_rows(dossier),
        "seats": progress.seats(dossier) if seen.may("council.view") and hasattr(dossier, "council") else [],
        "reviews": readable_reviews(dossier, person, held),
        "parts": len(dossier.procedure.rules.review_form),
        "groups": groups_of(dossier) if seen.may("group.read") else [],
        "dues": progress.review_tasks(dossier) if seen.may("council.view") else {},
        "reads_declarations": bool(seen.may("declaration.read")),
        "manages_reviews": bool(seen.may("review.manage")) and dossier.step == "collect_reviews",
        "called": progress.called_meeting(dossier) if seen.may("council.view") else None,
        "arrivals": not_arrived(dossier) if seen.may("job.retry") else {},
        "may_find_date": seen.may("date.ask") or (seen.may("date.answer") and dossier.council.slots.exists()),
        "departments": list(dossier.department_requests.all()) if seen.may("department.read") else [],
        "may_record": seen.may("department.record"),
        "may_move": seen.may("meeting.move"),
        "opinion": dossier.opinions.last() if seen.may("opinion.read") else None,
        "response": getattr(dossier, "response", None),
        "timeline": progress.timeline(dossier, person, held),
        "may_withdraw": seen.may("dossier.withdraw"),
        "may_cancel": seen.may("dossier.cancel"),
        "may_waive": bool(seen.may("answer.waive")) and dossier.is_late,
        "may_ask": seen.may("department.ask"),
        "may_see_fees": seen.may("payment.read") and hasattr(dossier, "council"),
        "may_see_openings": bool(seen.may("openings.view")) and seen.dossier.confidential,
        "may_classify": seen.may("dossier.classify"),
        "may_compare": seen.may("draft.compare"),
        "may_write": seen.may("letter.remind"),
        "outside": held <= {Who.PROPOSER},
    }


def _papers(seen: Seen) -> dict[str, Any]:
    documents = progress.documents(seen.dossier, seen.person, seen.held)
    unfinished = any(
        version.rendered_at is None and version.job.state in ("waiting", "running")
        for document in documents
        for version in document.versions.all()
    )
    return {
        "documents": documents,
        "unfinished": unfinished,
        "no_room": unfinished and space.is_used_up(),
        "may_retry": seen.may("job.retry"),
        "may_sign": seen.may("signed.bring"),
        "may_revoke": seen.may("issued.revoke"),
    }


@login_required
@reads
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """One dossier: where it stands, what it holds, what this person may do now."""
    seen = see(request, pk)
    if seen.dossier.stage == Stage.DRAFT:
        return redirect("describe", pk=pk)
    return render(request, "pages/dossier.html", _page(seen))


@login_required
@reads
def dossier_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers alone; the page asks for them while one is being made."""
    seen = see(request, pk)
    before = request.GET.get("step", seen.dossier.step)
    response = render(request, "parts/documents.html", {"dossier": seen.dossier, **_papers(seen)})
    if before != seen.dossier.step:
        response["HX-Refresh"] = "true"
    return response


@login_required
@reads
def openings(request: HttpRequest, pk: int) -> HttpResponse:
    """Who opened a confidential dossier, newest first."""
    seen = see(request, pk)
    decision = seen.may("openings.view")
    if not decision:
        raise refusal(decision)
    rows = Opening.objects.filter(dossier=seen.dossier).select_related("person")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    said = [(row, OPENED.get(row.page, _("The dossier"))) for row in page]
    return render(request, "pages/openings.html", {"dossier": seen.dossier, "page": page, "rows": said})


def _break_off(request: HttpRequest, pk: int, action: str, act: Callable[..., None], done: str) -> HttpResponse:
    seen = see(request, pk)
    decision = check(seen.person, action, seen.dossier, seen.held)
    if not decision:
        raise refusal(decision)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        act(dossier_id=pk, by=seen.person, reason=form.cleaned_data["reason"])
        messages.success(request, done)
        return redirect("dossier", pk=pk)
    status = 422 if form.errors else 200
    return render(
        request, "pages/break_off.html", {"dossier": seen.dossier, "form": form, "action": action}, status=status
    )


@login_required
@reads_and_changes
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposer takes the dossier back."""
    return _break_off(request, pk, "dossier.withdraw", command.withdraw, _("The dossier is withdrawn."))


@login_required
@reads_and_changes
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader cancels the dossier."""
    return _break_off(request, pk, "dossier.cancel", command.cancel, _("The dossier is cancelled."))


@login_required
@changes
def waive_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer records that no supplement or no response came."""
    see(request, pk)
    command.waive_answer(dossier_id=pk, by=person_of(request))
    messages.success(request, _("Recorded. The dossier goes on."))
    return redirect("dossier", pk=pk)
