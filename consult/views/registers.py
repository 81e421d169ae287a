"""The registers of a union: every number, given or void."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.access import Refused, check_union, organisations_as, require
from consult.actions.registers import reserve_number, void_number
from consult.forms.base import StyledForm
from consult.forms.dossier import ReasonForm
from consult.models import Organisation, Register, RegisterEntry
from consult.rules import numbering

from .shared import person_of, posted

KINDS = [
    (numbering.DECISION, gettext_lazy("Decision (QĐ)")),
    (numbering.REPORT, gettext_lazy("Report (BC)")),
    (numbering.NOTICE, gettext_lazy("Notice (TB)")),
    (numbering.INVITATION, gettext_lazy("Invitation (GM)")),
    (numbering.MINUTES, gettext_lazy("Minutes (BB)")),
    (numbering.LETTER, gettext_lazy("Letter")),
]
READERS = ("clerk", "leader", "officer", "auditor", "administrator")


class ReserveForm(StyledForm):
    """A number for a paper written by hand."""

    union = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Union"), empty_label=None)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of paper"), choices=KINDS, required=False)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300)


@login_required
def registers(request: HttpRequest) -> HttpResponse:
    """Every series of my unions; the clerk takes a number for a paper written by hand."""
    person = person_of(request)
    unions = organisations_as(person, *READERS)
    if not unions:
        raise Refused(_("Registers are for the people of a union."))
    mine = organisations_as(person, "clerk")
    form = ReserveForm(posted(request))
    form.fields["union"].queryset = Organisation.objects.filter(pk__in=mine)  # type: ignore[attr-defined]
    if request.method == "POST":
        if not mine:
            raise Refused(_("Your role in this organisation does not include this."))
        if form.is_valid():
            entry = reserve_number(by=person, **form.cleaned_data)
            messages.success(request, _("Number %(symbol)s is given.") % {"symbol": entry.symbol})
            return redirect("registers")
    series = Register.objects.filter(union__in=unions).select_related("union")
    chosen = request.GET.get("series", "")
    entries = RegisterEntry.objects.filter(register__union__in=unions).select_related(
        "register__union", "given_by", "voided_by", "document"
    )
    if chosen.isdigit():
        entries = entries.filter(register=int(chosen))
    page = Paginator(entries.order_by("-given_at", "-pk"), 30).get_page(request.GET.get("page"))
    context = {"series": series, "chosen": chosen, "page": page, "form": form, "may_reserve": bool(mine), "mine": mine}
    return render(request, "pages/registers.html", context, status=422 if form.errors else 200)


@login_required
def void_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Void a number that belongs to no paper."""
    person = person_of(request)
    entry = get_object_or_404(
        RegisterEntry.objects.select_related("register__union"),
        pk=pk,
        register__union__in=organisations_as(person, *READERS),
    )
    require(check_union(person, "register.void", entry.register.union_id))
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            void_number(entry=entry, by=person, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(request, _("Number %(symbol)s is void.") % {"symbol": entry.symbol})
            return redirect("registers")
    return render(request, "pages/void.html", {"form": form, "entry": entry}, status=422 if form.errors else 200)
