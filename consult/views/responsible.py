"""Who answers for a dossier in its office: taken by oneself, named, handed over."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.access import UNION_TABLE, require_on
from consult.commands import responsible as command
from consult.forms.responsible import HandOverFilters, HandOverForm, NameForm
from consult.models import Organisation
from consult.queries.responsible import PAGE_SIZE, officers_of, open_dossiers
from consult.refusals import ActionError, told_by

from .methods import changes, reads_and_changes
from .once import once
from .shared import filters_asked, open_dossier, person_of, post_data


@login_required
@changes
def take_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for a dossier oneself."""
    open_dossier(request, pk)
    command.take(dossier_id=pk, by=person_of(request))
    messages.success(request, _("You are the responsible officer of this dossier now."))
    return redirect("dossier", pk=pk)


@login_required
@reads_and_changes
@once
def name_responsible(request: HttpRequest, pk: int) -> HttpResponse:
    """Who answers for one dossier from now on."""
    access = open_dossier(request, pk)
    require_on(access.person, "responsible.name", access.dossier)
    _require_naming(access.dossier.union)
    now = access.dossier.responsible_id
    form = NameForm(
        post_data(request), officers=officers_of([access.dossier.union_id]), initial={"to": now, "seen": now}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with told_by(form):
            command.name_responsible(
                dossier_id=pk, to=form.chosen, seen=said["seen"], note=said["note"], by=access.person
            )
            messages.success(request, _("Saved; whoever takes over has been told."))
            return redirect("dossier", pk=pk)
    context = {"form": form, "dossier": access.dossier}
    return render(request, "pages/name_responsible.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_changes
@once
def hand_over(request: HttpRequest) -> HttpResponse:
    """Dossiers under way with who answers for them; several are handed over at once."""
    person = person_of(request)
    filters = filters_asked(request, HandOverFilters, *UNION_TABLE["responsible.hand_over"])
    union = filters.chosen_union
    _require_naming(union)
    officers = list(officers_of([union.pk]))
    found = open_dossiers(union, filters.readable.get("responsible"))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    offered = {f"{one.pk}:{one.responsible_id or ''}": one for one in page}
    # What was sent from the page is judged by the act, which knows who answers now; only its form is looked at here.
    sent = [one for one in request.POST.getlist("dossier") if _is_pair(one)] if request.method == "POST" else []
    form = HandOverForm(post_data(request), officers=officers, offered={*offered, *sent})
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            count = command.hand_over(
                seen=form.chosen_dossiers, to=form.chosen, note=form.cleaned_data["note"], by=person
            )
            said = ngettext(
                "%(count)s dossier has been handed over.", "%(count)s dossiers have been handed over.", count
            )
            messages.success(request, said % {"count": count})
            return redirect("hand_over")
    answering = {one.pk for one in officers}
    rows = [
        {
            "dossier": one,
            "value": value,
            "chosen": value in sent,
            "who": one.responsible.name if one.responsible and one.responsible_id in answering else "",
        }
        for value, one in offered.items()
    ]
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "filters": filters, "page": page, "rows": rows, "query": query.urlencode(), "union": union}
    return render(request, "pages/hand_over.html", context, status=422 if form.errors else 200)


def _require_naming(union: Organisation) -> None:
    if not union.names_responsible:
        raise ActionError("not_naming", _("In this office, steps wait for all officers."))


def _is_pair(sent: str) -> bool:
    number, _colon, who = sent.partition(":")
    return all(part.isascii() and part.isdecimal() and len(part) < 18 for part in (number, who or "0"))
