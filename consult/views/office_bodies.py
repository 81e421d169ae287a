"""Under Office: the bodies whom the union knows, and who stands for them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.access.keeping import administered, check_account, check_body, known_bodies
from consult.actions import bodies as actions
from consult.actions import body_import, proposals
from consult.exports.people_table import write_bodies
from consult.forms.office_bodies import BodyFilterForm, BodyForm, ProposeForm
from consult.models import ChangeProposal, Organisation, Person
from consult.queries.bodies import PAGE_SIZE, BodyFilters, body_list, members_of_body
from consult.refusals import NotAllowed, told_by
from consult.rules.marks import marks_of

from .methods import changes, reads, reads_and_changes
from .office import office_page
from .office_people import kept_union
from .once import once
from .shared import list_context, person_of, post_data, sheet_answer


@login_required
@reads
def bodies(request: HttpRequest) -> HttpResponse:
    """The bodies that the union knows, searched and filtered."""
    person = person_of(request)
    union = kept_union(person)
    form = BodyFilterForm(request.GET)
    found = body_list(BodyFilters(**form.readable), administered(person))
    return office_page(request, "bodies", union, **list_context(request, form, found))


@login_required
@reads
def table(request: HttpRequest) -> HttpResponse:
    """The bodies that the filters leave, as XLSX; a filter that cannot be read is said on the list."""
    by = person_of(request)
    kept_union(by)
    form = BodyFilterForm(request.GET)
    found = body_list(BodyFilters(**form.readable), administered(by))
    if form.errors:
        return redirect(f"{reverse('bodies')}?{request.GET.urlencode()}")
    content = write_bodies(body_import.entries_of(found), body_import.vocabulary(by))
    return sheet_answer("don-vi.xlsx", content)


def _seen(request: HttpRequest, pk: int) -> tuple[Organisation, Organisation]:
    """A body that this administrator's union knows, and the union. Raises ``NotAllowed``, and ``Http404`` for others."""
    by = person_of(request)
    union = kept_union(by)
    found = Organisation.objects.filter(known_bodies(administered(by))).select_related("keeper", "parent")
    return get_object_or_404(found, pk=pk), union


@login_required
@reads
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: what it is, who stands for it, and what can be done."""
    found, union = _seen(request, pk)
    decision = check_body(person_of(request), found)
    page = (
        Paginator(members_of_body(found, administered(person_of(request))), PAGE_SIZE).get_page(request.GET.get("page"))
        if decision
        else None
    )
    return office_page(
        request, "body", union, body=found, may_change=bool(decision), why_not=decision.reason, page=page
    )


def _form_page(request: HttpRequest, union: Organisation, form: Any, **context: Any) -> HttpResponse:
    return office_page(request, "person_form", union, form=form, **context)


@login_required
@reads_and_changes
@once
def add_body(request: HttpRequest) -> HttpResponse:
    """A body that the union did not know."""
    by = person_of(request)
    union = kept_union(by)
    form = BodyForm(post_data(request), unions=administered(by))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            made = actions.save_body(body=form.save(commit=False), union=union, by=by)
            messages.success(request, _("Saved. Add the people who stand for it."))
            return redirect("body", pk=made.pk)
    return _form_page(request, union, form, title=_("Add a body"), back="bodies", once=True)


@login_required
@reads_and_changes
def edit_body(request: HttpRequest, pk: int) -> HttpResponse:
    """What a body of the union's own is called and where it is."""
    found, union = _seen(request, pk)
    by = person_of(request)
    if not check_body(by, found):
        raise NotAllowed("another_unions_body", _("Another union knows this body, too."))
    form = BodyForm(post_data(request), instance=found, unions=administered(by))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            actions.save_body(body=form.save(commit=False), union=union, by=by)
            messages.success(request, _("Saved. Documents made from now on will use it."))
            return redirect("body", pk=pk)
    return _form_page(request, union, form, title=_("Change a body"), back="body", back_to=pk)


@login_required
@changes
def remove_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a body that nothing names yet."""
    found, _union = _seen(request, pk)
    actions.remove_body(body=found, by=person_of(request))
    messages.success(request, _("Removed."))
    return redirect("bodies")


@login_required
@reads_and_changes
@once
def propose_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a change of a body that others know, too."""
    found, union = _seen(request, pk)
    return _propose(request, found, union, "body")


@login_required
@reads_and_changes
@once
def propose_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a change of a person who takes part in others' work, too."""
    union = kept_union(person_of(request))
    found = get_object_or_404(Person, pk=pk, erased_at=None)
    if not check_account(person_of(request), found):
        raise Http404
    return _propose(request, found, union, "person")


def _propose(request: HttpRequest, about: Any, union: Organisation, back: str) -> HttpResponse:
    form = ProposeForm(post_data(request), about=about, columns=proposals.columns_of(about))
    if request.method == "POST" and form.is_valid():
        with told_by(form, otherwise="text"):
            proposals.propose_change(
                about=about, union=union, by=person_of(request), text=form.cleaned_data["text"], changes=form.changes
            )
            messages.success(request, _("Proposed; whoever manages these data has been told."))
            return redirect(back, pk=about.pk)
    title = _("Propose a change: %(name)s") % {"name": about.name}
    return _form_page(request, union, form, title=title, back=back, back_to=about.pk, once=True, send=_("Propose"))


@login_required
@reads_and_changes
def change_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody proposes of oneself, or of whom or what one's union keeps: accepted or refused by a click."""
    by = person_of(request)
    rows = ChangeProposal.objects.select_related("union", "person__keeper", "body__keeper", "proposed_by", "decided_by")
    proposal = get_object_or_404(rows, pk=pk)
    if not proposals.check_decision(by, proposal):
        raise Http404
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act not in ("accept", "refuse"):
            raise Http404
        proposals.decide(proposal=proposal, by=by, accept=act == "accept", seen=request.POST.get("seen", ""))
        messages.success(
            request, _("Changed as proposed.") if act == "accept" else _("Refused; the data stay as they are.")
        )
        return redirect("change_proposal", pk=pk)
    about = proposal.person or proposal.body
    assert about is not None
    labels = ProposeForm(about=about, columns=proposals.columns_of(about)).fields
    changes = [(labels[name].label, getattr(about, name), value) for name, value in proposal.changes.items()]
    seen = marks_of(proposals.now_of(proposal))
    context = {"proposal": proposal, "about": about, "changes": changes, "seen": seen}
    return render(request, "pages/change_proposal.html", context)
