"""Requests about personal data: one's own, and under Office those that the union answers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.access import Capacity, members_of
from consult.access.keeping import administered, check_person
from consult.actions import data_requests as actions
from consult.exports.data_requests import write_requests
from consult.forms.data_requests import (
    AnswerForm,
    AskForm,
    AssignForm,
    DataRequestFilterForm,
    EnterForm,
    ProtectionForm,
)
from consult.models import DataRequest
from consult.queries.data_requests import DataRequestFilters, notices_of, protection_of, request_list, unions_to_ask
from consult.refusals import told_by

from .methods import reads, reads_and_changes
from .office import office_page
from .office_people import kept_union
from .once import once
from .shared import list_context, person_of, post_data, sheet_answer

TAB = "data_requests"


@login_required
@reads_and_changes
@once
def ask(request: HttpRequest) -> HttpResponse:
    """Ask about one's own data; what was asked before stands below, with the answers."""
    person = person_of(request)
    unions = unions_to_ask(person)
    form = AskForm(post_data(request), unions=unions)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            actions.ask(person=person, **form.cleaned_data)
            messages.success(request, _("Your request has been sent to the office. You are told when it is answered."))
            return redirect("ask_about_data")
    context = {
        "form": form,
        "asked": person.data_requests.select_related("union")[:20],
        "notices": notices_of(unions),
    }
    return render(request, "pages/ask_about_data.html", context, status=422 if form.errors else 200)


@login_required
@reads
def data_requests(request: HttpRequest) -> HttpResponse:
    """The register, searched and filtered."""
    by = person_of(request)
    union = kept_union(by)
    form = DataRequestFilterForm(request.GET)
    found = request_list(DataRequestFilters(**form.readable), administered(by))
    return office_page(request, "data_requests", union, tab=TAB, **list_context(request, form, found))


@login_required
@reads
def table(request: HttpRequest) -> HttpResponse:
    """What the filters leave of the register, as XLSX; a filter that cannot be read is said on the list."""
    by = person_of(request)
    kept_union(by)
    form = DataRequestFilterForm(request.GET)
    found = request_list(DataRequestFilters(**form.readable), administered(by))
    if form.errors:
        return redirect(f"{reverse('data_requests')}?{request.GET.urlencode()}")
    return sheet_answer("yeu-cau-du-lieu.xlsx", write_requests(found))


@login_required
@reads_and_changes
@once
def enter(request: HttpRequest) -> HttpResponse:
    """What somebody asked on paper, by telephone or by mail."""
    by = person_of(request)
    union = kept_union(by)
    form = EnterForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            made = actions.enter(union=union, by=by, **form.cleaned_data)
            messages.success(request, _("Entered."))
            return redirect("data_request", pk=made.pk)
    return office_page(
        request, "person_form", union, form=form, title=_("Enter a request"), back=TAB, tab=TAB, once=True
    )


@login_required
@reads_and_changes
def data_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: who handles it, what was done, and the pages where it is done."""
    by = person_of(request)
    kept_union(by)
    rows = DataRequest.objects.select_related("union", "person", "handler", "closed_by", "entered_by")
    asked = get_object_or_404(rows, pk=pk, union__in=administered(by))
    act = request.POST.get("act", "")
    administrators = sorted(members_of(asked.union_id, Capacity.ADMINISTRATOR))
    assign = AssignForm(
        post_data(request) if act == "assign" else None,
        administrators=administrators,
        initial={"handler": asked.handler_id or by.pk},
    )
    answer = AnswerForm(post_data(request) if act == "answer" else None)
    if request.method == "POST" and act not in ("assign", "answer"):
        raise Http404
    if act == "assign" and assign.is_valid():
        with told_by(assign):
            actions.assign(asked=asked, by=by, **assign.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("data_request", pk=pk)
    if act == "answer" and answer.is_valid():
        with told_by(answer):
            actions.answer(asked=asked, by=by, **answer.cleaned_data)
            messages.success(
                request,
                _("Saved; the person has been told.") if asked.person else _("Saved. Tell whoever asked."),
            )
            return redirect("data_requests")
    person = asked.person
    return office_page(
        request, "data_request", asked.union, tab=TAB, asked=asked, assign=assign, answer=answer,
        form=answer if act == "answer" else assign,
        may_keep=person is not None and bool(check_person(by, person)),
    )  # fmt: skip


@login_required
@reads_and_changes
def protection(request: HttpRequest) -> HttpResponse:
    """The union's notice on personal data, and how long it takes for answers."""
    by = person_of(request)
    union = kept_union(by)
    kept = protection_of(union)
    form = ProtectionForm(post_data(request), initial={"notice": kept.notice, "answer_days": kept.answer_days})
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            actions.save_protection(union=union, by=by, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("data_protection")
    return office_page(request, "person_form", union, form=form, title=_("Notice on personal data"), back=TAB, tab=TAB)
