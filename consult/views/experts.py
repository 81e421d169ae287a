"""The registry of experts: the list, one expert, and tables in and out."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.access import (
    OFFICE_ROLES,
    UNION_TABLE,
    check_expert,
    check_facts,
    check_union,
    organisations_as,
    refusal,
    require,
)
from consult.actions import experts as actions
from consult.actions.registry import propose_change
from consult.exports.expert_table import write_table
from consult.forms.experts import ROW_FORMS, ROW_MODELS, ExpertFilterForm, ExpertForm, ProfileForm
from consult.models import Absence, Expert, ExpertFile, Organisation, Person, Tie
from consult.queries.candidates import records_of
from consult.queries.experts import PAGE_SIZE, ExpertFilters, expert_list, seats_of
from consult.refusals import NotAllowed, told_by

from .expert_context import expert_context
from .files import serve
from .methods import changes, reads, reads_and_changes
from .once import once
from .shared import list_context, log_accesses, person_of, post_data, sheet_answer


def _unions(person: Person) -> list[int]:
    """The unions for which this person may look at the registry. Raises ``ActionError``."""
    mine = organisations_as(person, *OFFICE_ROLES)
    if not mine:
        raise NotAllowed("not_of_a_union", _("The registry of experts is for the people of a union."))
    return mine


def keeping(person: Person) -> Organisation:
    """The union for which this person keeps the registry. Raises ``ActionError``."""
    union = actions.union_of(person)
    if union is None:
        raise NotAllowed(
            "not_keeping_registry", _("The registry of experts is managed by officers and administrators.")
        )
    require(check_union(person, "expert.edit", union.pk))
    return union


@login_required
@reads
def experts(request: HttpRequest) -> HttpResponse:
    """The list, searched and filtered; htmx replaces only the rows."""
    person = person_of(request)
    unions = _unions(person)
    form, found = _narrowed(request, unions)
    listed = list_context(request, form, found)
    records = records_of([expert.person_id for expert in listed["page"]], unions)
    context = {
        **listed,
        "form": form,
        "rows": [{"expert": expert, "record": records[expert.person_id]} for expert in listed["page"]],
        "oob": bool(request.htmx),  # type: ignore[attr-defined]
        "plans": bool(organisations_as(person, *UNION_TABLE["council.plan"])),
        "keeps": bool(organisations_as(person, *UNION_TABLE["expert.edit"])),
    }
    template = "parts/expert_rows.html" if request.htmx else "pages/experts.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _narrowed(request: HttpRequest, unions: list[int]) -> tuple[ExpertFilterForm, Any]:
    form = ExpertFilterForm(request.GET)
    return form, expert_list(ExpertFilters(**form.readable), unions)


@login_required
@reads
def table(request: HttpRequest) -> HttpResponse:
    """The experts that the filters leave, as XLSX; a filter that cannot be read is said on the list."""
    form, found = _narrowed(request, _unions(person_of(request)))
    if form.errors:
        return redirect(f"{reverse('experts')}?{request.GET.urlencode()}")
    return sheet_answer("chuyen-gia.xlsx", write_table(found))


def seen(request: HttpRequest, pk: int) -> Expert:
    """An expert whom this person may look at. Raises ``Http404`` to everybody else."""
    found = get_object_or_404(Expert.objects.select_related("person", "association", "employer_organisation"), pk=pk)
    if not check_expert(person_of(request), found.person, "expert.view"):
        raise Http404
    return found


@login_required
@reads_and_changes
@once
def expert(request: HttpRequest, pk: int) -> HttpResponse:
    """One expert: profile, ties, absences, files and record. Ties, absences and files are added here."""
    found, person = seen(request, pk), person_of(request)
    own = found.person_id == person.pk
    may_keep = bool(check_expert(person, found.person, "expert.edit"))
    asked = request.POST.get("form", "")
    forms = {name: _row_form(request, name, asked) for name in ROW_FORMS}
    if request.method == "POST":
        if not may_keep or asked not in forms:
            raise Http404
        if forms[asked].is_valid() and _add_row(asked, found, person, forms[asked]):
            messages.success(request, _("Saved."))
            return redirect("expert", pk=pk)
    unions = None if own else organisations_as(person, *OFFICE_ROLES)
    seats = seats_of(found, unions)[:PAGE_SIZE]
    log_accesses(request, (seat.council.dossier for seat in seats))
    context = {
        **expert_context(found, person),
        "expert": found,
        "own": own,
        "may_keep": may_keep,
        "forms": forms,
        "asked": asked,
        "record": records_of([found.person_id], unions)[found.person_id],
        "seats": seats,
    }
    return render(request, "pages/expert.html", context, status=422 if asked else 200)


def _row_form(request: HttpRequest, name: str, asked: str) -> Any:
    """One of the page's forms; only the one that was sent is filled in."""
    sent = (post_data(request), request.FILES) if name == asked else ()
    return ROW_FORMS[name](*sent, auto_id=f"{name}_%s")


def _add_row(kind: str, found: Expert, person: Person, form: Any) -> bool:
    adders: dict[str, Any] = {"tie": actions.add_tie, "absence": actions.add_absence, "proof": actions.add_proof}
    with told_by(form, otherwise="upload" if kind == "proof" else None):
        adders[kind](expert=found, by=person, **form.cleaned_data)
        return True
    return False


@login_required
@changes
def remove_row(request: HttpRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Take back a tie, an absence or a file."""
    found = seen(request, pk)
    if kind not in ROW_MODELS:
        raise Http404
    rows = ROW_MODELS[kind]._default_manager.all()
    of = {"person": found.person_id} if kind == "absence" else {"expert": found}
    wanted = cast("Tie | Absence | ExpertFile", get_object_or_404(rows, pk=row, **of))
    actions.remove_row(row=wanted, by=person_of(request))
    messages.success(request, _("Removed."))
    return redirect("expert", pk=pk)


@login_required
@changes
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """The expert agrees to the use of their data."""
    actions.agree(expert=seen(request, pk), by=person_of(request))
    messages.success(request, _("Thank you; your agreement has been recorded."))
    return redirect("expert", pk=pk)


@login_required
@changes
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The expert, or whoever keeps their data for them, withdraws the consent to their use."""
    actions.withdraw(expert=seen(request, pk), by=person_of(request))
    messages.success(request, _("Withdrawn. Nobody is invited or suggested by these data any more."))
    return redirect("expert", pk=pk)


@login_required
@reads_and_changes
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an expert, by whoever keeps their data; the other unions' officers propose a change here."""
    found, person = seen(request, pk), person_of(request)
    decision = check_expert(person, found.person, "expert.edit")
    if not decision:
        raise refusal(decision)
    own, facts = found.person_id == person.pk, check_facts(person, found)
    form = (ProfileForm if own else ExpertForm)(post_data(request), expert=found)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            if facts:
                actions.change_expert(expert=found, by=person, **form.values)
            else:
                propose_change(expert=found, union=keeping(person), by=person, **form.values)
            messages.success(
                request, _("Saved.") if facts else _("Proposed; whoever manages these data has been told.")
            )
            return redirect("expert", pk=pk)
    context = {"form": form, "expert": found, "proposes": "" if facts else facts.reason}
    return render(request, "pages/expert_form.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_changes
@once
def add(request: HttpRequest) -> HttpResponse:
    """Take somebody into the registry."""
    person = person_of(request)
    union = keeping(person)
    form = ExpertForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        with told_by(form, otherwise="email"):
            made = actions.add_expert(union=union, by=person, **form.values)
            messages.success(request, _("Saved."))
            return redirect("expert", pk=made.pk)
    return render(request, "pages/expert_form.html", {"form": form, "expert": None}, status=422 if form.errors else 200)


@login_required
@reads
def proof(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A CV or a proof."""
    found = get_object_or_404(ExpertFile, pk=file, expert=seen(request, pk))
    return serve(request, found.file, found.name, found.media_type, inline="inline" in request.GET)
