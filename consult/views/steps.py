"""A step of the procedure as a page: its form, and beside it what one needs to decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from viewflow.workflow import STATUS

from consult import clock
from consult.access import NOT_NOW, Capacity, Decision, capacities_of, check, check_task, refusal
from consult.actions.conflicts import EditConflict
from consult.actions.deadlines import calendar_of
from consult.actions.drafts import WRITTEN_IN, newest_draft
from consult.actions.suggesting import check_council
from consult.commands import steps
from consult.documents.opinion_recipients import recipients_of
from consult.exports.calendar_file import deadline_file
from consult.forms import steps as forms
from consult.forms.documents import SignedStepForm
from consult.forms.dossier import answered
from consult.forms.steps.review import saved_fields
from consult.models import DocumentKind, DocumentVersion, Dossier, Task
from consult.queries import progress
from consult.queries.absences import away_in
from consult.queries.meeting import slot_named
from consult.queries.reviews import reviews_in
from consult.queries.standing import offered_for, who_may_sit
from consult.queries.supplements import came_with, supplements
from consult.refusals import told_by
from consult.rules.text import whole_number

from .attaching import bringing_context
from .methods import reads, reads_and_changes
from .reading import reader_context
from .shared import DossierAccess, calendar_answer, log_access, person_of, post_data
from .texts import EDITOR_WORDS, beginning

AGENDA = gettext_lazy(
    "Opening, introduction of those present\nThe proposer presents the proposal\nThe reviewers present their reviews\n"
    "Discussion and vote\nThe chair concludes"
)


@dataclass(frozen=True)
class StepPage:
    """How a step is shown. ``context`` gathers what lies next to the form; ``initial`` what the form begins with.

    A step that ``decides`` is about documents of which everything is stored: its form holds no text of theirs.
    """

    form: type[forms.StepForm]
    done: Any
    context: Callable[[Task], dict[str, Any]] = lambda _task: {}
    initial: Callable[[Task, HttpRequest], dict[str, Any]] = lambda _task, _request: {}
    decides: bool = False


def _decision(context: Callable[[Task], dict[str, Any]]) -> StepPage:
    return StepPage(forms.DecideForm, gettext_lazy("Your decision has been recorded."), context, decides=True)


def _checklist(task: Task) -> dict[str, Any]:
    rows = progress.checklist_rows(task.dossier)
    supplied = supplements(task.dossier)
    return {
        "checklist": {row.item.code: row for row in rows},
        "answered": answered(task.dossier),
        "supplements": supplied,
        "came": came_with(supplied),
    }


def _supplement(task: Task) -> dict[str, Any]:
    request = task.dossier.supplement_requests.last()
    return {**bringing_context(task.dossier), "reason": request.remarks if request else ""}


def seat_rules(task: Task) -> dict[str, Any]:
    sent_back = task.dossier.returns.filter(node="approve_council").last()
    return {"sent_back": sent_back, "rules": task.dossier.procedure.rules.seats}


def _of_standing(task: Task, request: HttpRequest) -> dict[str, Any]:
    """Everybody of a standing council that is asked for, on the seat that they usually have; who cannot sit is named."""
    asked = whole_number(request.GET.get("standing", ""))
    council = next((one for one in offered_for(task.dossier) if one.pk == asked), None)
    if council is None:
        return {}
    members = list(council.members.all())
    may = who_may_sit(council.union_id, [member.person_id for member in members])
    return {
        "standing": council.pk,
        "seats": [(member.person_id, member.kind) for member in members if member.person_id in may],
        "left_out": [member.person.titled_name for member in members if member.person_id not in may],
    }


def _seats(task: Task) -> dict[str, Any]:
    return {"seats": progress.seats(task.dossier).filter(released_at=None)}


def _proposed(task: Task) -> dict[str, Any]:
    context = _seats(task)
    return {**context, "checked": check_council(task.dossier, [(seat.person, seat.key) for seat in context["seats"]])}


def _meetings(task: Task) -> dict[str, Any]:
    council = task.dossier.council
    return {"meetings": council.meetings.all(), "reviews": reviews_in(task.dossier), "away": _away(task)}


def _away(task: Task) -> list[tuple[str, str]]:
    """Who of the council is away, and when."""
    found = away_in(task.dossier)
    seats = task.dossier.council.seats.filter(released_at=None, person__in=found).select_related("person__expert")
    return [(seat.person.titled_name, found[seat.person_id]) for seat in seats]


def _opinion(task: Task) -> dict[str, Any]:
    decided = ("approve_opinion", "sign_opinion")
    sent_back = task.dossier.returns.filter(node__in=decided).select_related("by").last()
    meeting = task.dossier.council.meetings.filter(state="held").last()
    return {
        "reviews": reviews_in(task.dossier),
        "meeting": meeting,
        "sent_back": sent_back,
        "opinion": task.dossier.opinions.last(),
    }


def _written(task: Task) -> dict[str, Any]:
    return {
        "words": {word: str(text) for word, text in EDITOR_WORDS.items()},
        "kind": WRITTEN_IN[task.node],
        "newest": newest_draft(task.dossier, WRITTEN_IN[task.node]),
    }


def _drafting(task: Task) -> dict[str, Any]:
    # Whoever drafts the opinion says to whom it goes (see the table).
    return {**_opinion(task), **_written(task), "recipients": recipients_of(task.dossier), "may_choose": True}


def _minuting(task: Task) -> dict[str, Any]:
    sent_back = task.dossier.council.meetings.latest("sequence").returns.last()
    return {**_meetings(task), **_written(task), "sent_back": sent_back}


def _signing(task: Task) -> dict[str, Any]:
    return {"meeting": task.dossier.council.meetings.latest("sequence")}


def _calling(task: Task, request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = {"agenda": str(AGENDA)}
    slot = slot_named(task.dossier, request.GET.get("slot", ""))
    return {**found, "starts_at": slot.starts_at} if slot else found


def _beginning(task: Task, request: HttpRequest) -> dict[str, Any]:
    return beginning(task, anew="assemble" in request.GET)


def _signed_document(task: Task) -> dict[str, Any]:
    document = task.dossier.documents.filter(kind=DocumentKind.OPINION).latest("id")
    return {"version": document.versions.last()}


def _invited(task: Task) -> dict[str, Any]:
    letter = task.dossier.documents.filter(kind=DocumentKind.REVIEWER_INVITATION, addressee=task.assignee).last()
    return {"letter": letter.versions.exclude(sha256="").last() if letter else None}


def _responding(task: Task) -> dict[str, Any]:
    """What the proposer answers: the opinion as it was issued."""
    versions = Prefetch("versions", queryset=DocumentVersion.objects.order_by("-version"))
    return {
        "opinion": task.dossier.opinions.exclude(issued_at=None).last(),
        "documents": task.dossier.documents.filter(kind=DocumentKind.OPINION)
        .prefetch_related(versions)
        .order_by("-pk")[:1],
        "outside": True,
    }


def _writing(task: Task) -> dict[str, Any]:
    review = task.process.review
    rows = progress.checklist_rows(task.dossier)
    first = next((file for row in rows for file in row.standing), None)
    return {
        "review": review,
        "saved": {"revision": review.revision, "fields": saved_fields(review)},
        "titles": task.dossier.file_titles(),
        "checklist": rows,
        "first": first,
        "came": came_with(supplements(task.dossier)),
        **(reader_context(first) if first else {}),
    }


PAGES: dict[str, StepPage] = {
    "check_completeness": StepPage(forms.CheckForm, gettext_lazy("The check has been recorded."), _checklist),
    "supply_supplement": StepPage(forms.SupplementForm, gettext_lazy("The supplement has been sent."), _supplement),
    "propose_council": StepPage(
        forms.CouncilForm, gettext_lazy("The council has been proposed."), seat_rules, _of_standing
    ),
    "approve_council": _decision(_proposed),
    "answer_invitation": StepPage(forms.AnswerForm, gettext_lazy("Thank you for your answer."), _invited),
    "write_review": StepPage(forms.ReviewForm, gettext_lazy("Your review has been handed in. Thank you."), _writing),
    "call_meeting": StepPage(
        forms.MeetingForm,
        gettext_lazy("The meeting has been called; everybody will get the invitation."),
        _meetings,
        _calling,
    ),
    "hold_meeting": StepPage(forms.MinutesForm, gettext_lazy("The meeting has been recorded."), _minuting, _beginning),
    "sign_minutes": _decision(_signing),
    "draft_opinion": StepPage(forms.OpinionForm, gettext_lazy("The draft is with the chair."), _drafting, _beginning),
    "approve_opinion": _decision(_opinion),
    "sign_opinion": _decision(_opinion),
    "issue_opinion": StepPage(
        forms.StepForm, gettext_lazy("The number has been given; the document is being made."), _opinion, decides=True
    ),
    "bring_signed": StepPage(
        SignedStepForm, gettext_lazy("The signed opinion has been saved and issued."), _signed_document
    ),
    "respond": StepPage(forms.ResponseForm, gettext_lazy("Your response has been recorded."), _responding),
    "archive_dossier": StepPage(forms.RemarkForm, gettext_lazy("The dossier has been archived.")),
}


def seen_task(request: HttpRequest, pk: int) -> tuple[Task, frozenset[Capacity], Decision]:
    """The step as this person meets it. Strangers, and those whose step it is not, get no more than a reason or 404."""
    task = get_object_or_404(
        Task.objects.select_related(
            "dossier__union", "dossier__procedure", "dossier__proposer", "dossier__council", "process__review__seat"
        ),
        pk=pk,
    )
    task.process.dossier = task.dossier
    person = person_of(request)
    capacities = capacities_of(person, task.dossier)
    if task.node not in PAGES or not capacities:
        raise Http404
    if (
        task.process.review_id
        and task.assignee_id != person.pk
        and not check(person, "review.manage", task.dossier, capacities)
    ):
        raise Http404
    decision = check_task(person, task, capacities)
    if decision and task.status == STATUS.NEW:
        log_access(request, DossierAccess(task.dossier, person, capacities))
    return task, capacities, decision


@login_required
@reads_and_changes
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """A step's page. A refused act shows its reason at the form and keeps what was typed."""
    step, capacities, decision = seen_task(request, pk)
    person = person_of(request)
    page = PAGES[step.node]
    if step.status != STATUS.NEW:
        done = _("This step has already been done.")
        if not check(person, "dossier.view", step.dossier, capacities):
            if step.assignee_id != person.pk:
                raise Http404
            # Whoever declined has no part any more, and may have pressed twice.
            messages.info(request, done)
            return redirect("my_work")
        typed = _typed(request)
        if typed:
            # Nothing of it was kept: it is shown, so that it can be taken along, and the browser keeps its own copy.
            return render(request, "409.html", {"reason": done, "typed": typed}, status=409)
        messages.info(request, done)
        return redirect("dossier", pk=step.dossier_id)
    if not decision:
        if not check(person, "dossier.view", step.dossier, capacities):
            raise Http404
        if request.method != "POST" or decision.code not in NOT_NOW:
            raise refusal(decision)
    form = page.form(post_data(request), request.FILES or None, task=step, initial=page.initial(step, request))
    theirs = None
    is_good = request.method == "POST" and form.is_valid()
    for said in form.left_out:
        messages.warning(request, said)
    if is_good:
        with told_by(form):
            try:
                steps.perform(task_id=pk, by=person, **form.arguments)
            except EditConflict as conflict:
                form.add_error(None, str(conflict.reason))
                # Having seen the other version, who sends again sends on purpose.
                data = request.POST.copy()
                data["revision"] = str(conflict.kept.revision)
                form.data = data
                theirs = conflict.kept
            else:
                messages.success(request, page.done)
                return _after(request, step.dossier)
    return show_step(request, step, capacities, form, {**page.context(step), "theirs": theirs})


# Longer than what a button or a choice sends.
BUTTON = 30
NOT_TYPED = {"csrfmiddlewaretoken", "once", "sent_mark", "remarks", "revision"}


def _typed(request: HttpRequest) -> list[str]:
    """What somebody wrote in the fields of a page, without what buttons and hidden fields say."""
    said = [str(value) for name, value in request.POST.items() if name not in NOT_TYPED]
    return [value for value in said if len(value.strip()) > BUTTON]


@login_required
@reads
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """The deadline of a step that waits for this person alone, as a calendar file."""
    step, capacities, decision = seen_task(request, pk)
    if not decision or step.due_on is None or step.status != STATUS.NEW or step.assignee_id != person_of(request).pk:
        raise Http404
    log_access(request, DossierAccess(step.dossier, person_of(request), capacities))
    url = settings.SITE_URL + reverse("task", args=[pk])
    return calendar_answer("thoi-han.ics", *deadline_file(step, url))


def show_step(
    request: HttpRequest, step: Task, capacities: frozenset[Capacity], form: forms.StepForm, context: dict[str, Any]
) -> HttpResponse:
    """A step's page with its form as it stands: by the step's own template or, where it has none, by the general one."""
    context = {
        "task": step,
        "dossier": step.dossier,
        "form": form,
        "left": calendar_of(step.dossier.union_id).between(clock.today(), step.due_on) if step.due_on else None,
        "may_see_dossier": bool(check(person_of(request), "dossier.view", step.dossier, capacities)),
        **context,
    }
    templates = [f"pages/steps/{step.node}.html", "pages/steps/default.html"]
    return render(request, templates, context, status=422 if form.errors else 200)


def _after(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    person = person_of(request)
    fresh = Dossier.objects.get(pk=dossier.pk)
    if check(person, "dossier.view", fresh):
        return redirect("dossier", pk=dossier.pk)
    return redirect("my_work")
