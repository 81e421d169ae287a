"""The list of dossiers, one dossier, and how it may be broken off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from consult import clock
from consult.access import OFFICE_ROLES, Capacity, check, check_entering, members_of, refusal
from consult.actions import closing
from consult.actions.council_changes import waiting_change
from consult.actions.deadlines import calendar_of
from consult.actions.letters import WORK
from consult.actions.requestable import REQUESTABLE
from consult.actions.stand_ins import late_chair
from consult.commands import dossiers as command
from consult.documents.opinion_recipients import recipients_of
from consult.forms.dossier import FilterForm, ReasonForm, answered
from consult.forms.entering import SentForm
from consult.models import ConfidentialAccess, Dossier, Membership, Organisation, PaperEntry, Stage, Task
from consult.queries import progress
from consult.queries.absences import absences_in, away_in, missed_at
from consult.queries.arrival import mails_of_people, not_arrived
from consult.queries.dossiers import PAGE_SIZE, Filters, dossier_list
from consult.queries.fees import spent_on
from consult.queries.groups import groups_of
from consult.queries.kinds import kinds_to_filter
from consult.queries.letters import letters_in, unsent_of
from consult.queries.reach import visible_dossiers
from consult.queries.responsible import naming_unions, officers_of, responsible_of
from consult.queries.reviews import readable_reviews
from consult.queries.supplements import came_with, supplements
from consult.storage import space
from consult.texts import POSTAL, paper_text
from workflows.dossier import DossierFlow
from workflows.viewflow_parts import nodes_of

from .methods import changes, reads, reads_and_changes
from .shared import DossierAccess, open_dossier, person_of, post_data

# What was opened, by the name of the page.
OPENED = {
    "attachment": gettext_lazy("An attachment of the dossier"),
    "read_attachment": gettext_lazy("An attachment of the dossier"),
    "document": gettext_lazy("A document made here"),
    "docx": gettext_lazy("A document made here"),
    "task": gettext_lazy("A step of the dossier"),
    "versions": gettext_lazy("A draft"),
    "meeting": gettext_lazy("A meeting"),
    "meeting_calendar": gettext_lazy("A meeting"),
    "dossier_mails": gettext_lazy("The mails of the dossier"),
    "mail": gettext_lazy("A mail of the dossier"),
    "correct_address": gettext_lazy("A mail of the dossier"),
    "step_calendar": gettext_lazy("A step of the dossier"),
    "signatures": gettext_lazy("A document made here"),
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
    naming = naming_unions(person, *OFFICE_ROLES)
    officers = list(officers_of(naming)) if naming else []
    form = FilterForm(request.GET, organisations=list(organisations), kinds=kinds_to_filter(person), officers=officers)
    filters = Filters(**form.readable)
    page = Paginator(dossier_list(person, filters), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    titles = {name: node.task_title for name, node in nodes_of(DossierFlow).items()}
    names = {one.pk: one.name for one in officers}
    rows = [
        {
            "dossier": dossier,
            "step": titles.get(dossier.step, ""),
            "responsible": names.get(dossier.responsible_id or 0, "") if dossier.union_id in naming else "",
        }
        for dossier in page
    ]
    template = "parts/dossier_rows.html" if request.htmx else "pages/dossiers.html"  # type: ignore[attr-defined]
    return render(
        request, template, {"form": form, "page": page, "rows": rows, "query": query.urlencode(),
                            "narrowed": filters != Filters(), "oob": bool(request.htmx)}  # type: ignore[attr-defined]
    )  # fmt: skip


def _page(access: DossierAccess) -> dict[str, Any]:
    dossier, person, capacities = access.dossier, access.person, access.capacities
    steps = progress.open_steps(dossier, person, capacities)
    calendar = calendar_of(dossier.union_id)
    today = clock.today()
    away = absences_in(dossier) if access.may("timeline.full") else {}
    supplied = supplements(dossier)
    return {
        "dossier": dossier,
        "subject_areas": dossier.subject_areas.all(),
        "stepper": progress.stepper(dossier),
        "steps": [
            {
                "open": step,
                "left": calendar.between(today, step.task.due_on) if step.task.due_on else None,
                "by_letter": step.task.node in WORK and step.task.due_on is not None and step.task.due_on < today,
                "enters": bool(check_entering(person, step.task, capacities)),
                "away": missed_at(step.task, away),
            }
            for step in steps
        ],
        **_documents(access),
        "checklist": progress.checklist_rows(dossier),
        "answered": answered(dossier),
        "came": came_with(supplied),
        "supplements": supplied if access.may("supplement.read") else [],
        "seats": progress.seats(dossier) if access.may("council.view") and hasattr(dossier, "council") else [],
        "reviews": readable_reviews(dossier, person, capacities),
        "parts": len(dossier.procedure.rules.review_form),
        "groups": groups_of(dossier) if access.may("group.read") else [],
        "dues": progress.review_tasks(dossier) if access.may("council.view") and dossier.stage == Stage.REVIEW else {},
        "reads_declarations": bool(access.may("declaration.read")),
        "manages_reviews": bool(access.may("review.manage")) and dossier.step == "collect_reviews",
        "away": away_in(dossier, away) if away else {},
        "late_chair": late_chair(dossier) if access.may("deputy.agree") else None,
        "may_change_council": access.may("council.change"),
        **_change(access),
        "reviewers_by_decision": dossier.procedure.rules.reviewers_by_decision,
        "called": progress.called_meeting(dossier) if access.may("council.view") else None,
        "arrivals": not_arrived(dossier) if access.may("job.retry") else {},
        "may_correct_address": bool(access.may("address.correct")),
        **_mails(access),
        "may_find_date": access.may("date.ask") or (access.may("date.answer") and dossier.council.slots.exists()),
        "departments": list(dossier.department_requests.all()) if access.may("department.read") else [],
        "may_record": access.may("department.record"),
        "may_move": access.may("meeting.move"),
        "opinion": dossier.opinions.last() if access.may("opinion.read") else None,
        "response": dossier.response,
        "timeline": progress.timeline(dossier, person, capacities),
        "may_withdraw": access.may("dossier.withdraw"),
        "may_cancel": access.may("dossier.cancel"),
        "may_waive": bool(access.may("answer.waive")) and dossier.is_late,
        "may_ask": access.may("department.ask"),
        "requestable": [
            (kind, asked.button) for kind, asked in REQUESTABLE.items() if not asked.own_page and access.may(asked.may)
        ],
        "spent": spent_on([dossier.pk]).get(dossier.pk) if access.may("payment.read") else None,
        "may_say_giver": access.may("giver.say"),
        "recipients": recipients_of(dossier) if access.may("recipients.read") else None,
        "may_choose": access.may("recipients.choose"),
        "may_see_fees": access.may("payment.read") and hasattr(dossier, "council"),
        "may_see_access_log": bool(access.may("access_log.view")) and access.dossier.confidential,
        "may_classify": access.may("dossier.classify"),
        "may_compare": access.may("draft.compare"),
        "may_write": access.may("letter.remind"),
        **_answering(access),
        **_on_paper(access),
        "outside": capacities <= {Capacity.PROPOSER},
    }


def _on_paper(access: DossierAccess) -> dict[str, Any]:
    """The letters that lie with the dossier, what is to be sent by letter, and what may be entered from one."""
    dossier = access.dossier
    acts = PaperEntry.Act
    entries = list(dossier.paper_entries.filter(act__in=[acts.REVIEW, acts.RESPONSE]).select_related("letter"))
    own = {
        one.review_id
        for one in entries
        if one.act == acts.REVIEW and one.person_id == access.person.pk and not one.seen_at
    }
    said: dict[str, Any] = {"to_look_at": own if access.capacities - {Capacity.PROPOSER} else set()}
    responses = [one for one in entries if one.act == acts.RESPONSE and one.round == dossier.round]
    if responses:
        said["response_paper"] = paper_text(responses[-1].letter)
    if not access.may("paper.read"):
        return said
    sends = bool(access.may("postal.send"))
    reviewing = progress.review_tasks(dossier).values() if dossier.stage == Stage.REVIEW else ()
    enters = [task for task in reviewing if _enters(access, task)]
    return said | {
        "letters": list(letters_in(dossier)),
        "postal": [(one, gettext(POSTAL[one.kind])) for one in unsent_of(dossier)] if sends else [],
        "sent_form": SentForm(),
        "reviewers_on_paper": enters,
        "may_withdraw_by_letter": access.may("enter.withdraw") and not access.may("dossier.withdraw"),
        "may_reopen": bool(access.may("answer.reopen")) and closing.is_waived(dossier),
    }


def _enters(access: DossierAccess, task: Task) -> bool:
    task.dossier = access.dossier
    return bool(check_entering(access.person, task, access.capacities))


def _change(access: DossierAccess) -> dict[str, bool]:
    """Whether a proposed change of the council waits, for who decides on it and for who would propose another."""
    decides, proposes = bool(access.may("council.change_decide")), bool(access.may("council.change"))
    waits = (decides or proposes) and waiting_change(access.dossier) is not None
    return {"change_to_decide": waits and decides, "change_waits": waits and not decides}


def _mails(access: DossierAccess) -> dict[str, Any]:
    """What became of the newest mail to each person, and to the proposer's people."""
    if not access.may("mail.read"):
        return {}
    found = mails_of_people(access.dossier)
    proposers = members_of(access.dossier.proposer_id, Membership.Role.PROPOSER) if found else set()
    return {
        "mails": found,
        "proposer_mails": [found[one] for one in sorted(proposers & set(found))],
        "may_read_mails": True,
    }


def _answering(access: DossierAccess) -> dict[str, Any]:
    """Who of the office answers for the dossier, where the union names somebody."""
    if not access.dossier.union.names_responsible or not access.may("responsible.read"):
        return {}
    who = responsible_of(access.dossier)
    may = bool(access.may("responsible.name"))
    return {
        "answering": True,
        "responsible": who,
        "may_name": may,
        "may_take": may and who is None and Capacity.OFFICER in access.capacities,
    }


def _documents(access: DossierAccess) -> dict[str, Any]:
    documents = progress.documents(access.dossier, access.person, access.capacities)
    unfinished = any(
        version.rendered_at is None and version.job.state in ("waiting", "running")
        for document in documents
        for version in document.versions.all()
    )
    return {
        "documents": documents,
        "unfinished": unfinished,
        "no_room": unfinished and space.is_used_up(),
        "may_retry": access.may("job.retry"),
        "may_sign": access.may("signed.bring"),
        "may_revoke": access.may("issued.revoke"),
        "may_copy": access.may("copy.certify"),
    }


@login_required
@reads
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """One dossier: where it stands, what it holds, what this person may do now."""
    access = open_dossier(request, pk)
    if access.dossier.stage == Stage.DRAFT:
        return redirect("describe", pk=pk)
    return render(request, "pages/dossier.html", _page(access))


@login_required
@reads
def dossier_documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents alone; the page asks for them while one is being made."""
    access = open_dossier(request, pk)
    before = request.GET.get("step", access.dossier.step)
    response = render(request, "parts/documents.html", {"dossier": access.dossier, **_documents(access)})
    if before != access.dossier.step:
        response["HX-Refresh"] = "true"
    return response


@login_required
@reads
def access_log(request: HttpRequest, pk: int) -> HttpResponse:
    """Who opened a confidential dossier, newest first."""
    access = open_dossier(request, pk)
    decision = access.may("access_log.view")
    if not decision:
        raise refusal(decision)
    rows = ConfidentialAccess.objects.filter(dossier=access.dossier).select_related("person")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    said = [(row, OPENED.get(row.page, _("The dossier"))) for row in page]
    return render(request, "pages/access_log.html", {"dossier": access.dossier, "page": page, "rows": said})


def _break_off(request: HttpRequest, pk: int, action: str, act: Callable[..., None], done: str) -> HttpResponse:
    access = open_dossier(request, pk)
    decision = check(access.person, action, access.dossier, access.capacities)
    if not decision:
        raise refusal(decision)
    form = ReasonForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        act(dossier_id=pk, by=access.person, reason=form.cleaned_data["reason"])
        messages.success(request, done)
        return redirect("dossier", pk=pk)
    status = 422 if form.errors else 200
    return render(
        request, "pages/break_off.html", {"dossier": access.dossier, "form": form, "action": action}, status=status
    )


@login_required
@reads_and_changes
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposer takes the dossier back."""
    return _break_off(request, pk, "dossier.withdraw", command.withdraw, _("The dossier has been withdrawn."))


@login_required
@reads_and_changes
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader cancels the dossier."""
    return _break_off(request, pk, "dossier.cancel", command.cancel, _("The dossier has been cancelled."))


@login_required
@changes
def waive_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer records that no supplement or no response came."""
    open_dossier(request, pk)
    command.waive_answer(dossier_id=pk, by=person_of(request))
    messages.success(request, _("Recorded. The dossier goes on."))
    return redirect("dossier", pk=pk)
