"""Asking for access, without an account; and, under Office, what was asked."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consult.access.keeping import administered
from consult.actions import access_requests as actions
from consult.files import FileFaultError
from consult.forms.access_requests import AcceptForm, AskAccessForm
from consult.forms.office_people import WhyForm
from consult.models import AccessRequest
from consult.queries.bodies import PAGE_SIZE, requests_for, unions_to_ask
from consult.queries.data_requests import notices_of
from consult.refusals import told_by

from .files import serve
from .limits import may_ask_access
from .methods import reads, reads_and_changes
from .office import office_page
from .office_people import kept_union
from .once import once
from .shared import person_of, post_data

# In the address after a request was sent.
SENT = "sent"


@never_cache
@reads_and_changes
@once
def ask_access(request: HttpRequest) -> HttpResponse:
    """Whoever stands for a body that no office knows asks here; so often from one address and no more."""
    unions = unions_to_ask()
    form = AskAccessForm(post_data(request), request.FILES or None, unions=unions)
    if request.method == "POST":
        if not may_ask_access(request):
            return render(request, "429.html", status=429)
        if form.is_valid() and _asked(form):
            messages.success(request, _("Your request has been sent to the office. It answers by e-mail or telephone."))
            return redirect(f"{reverse('ask_access')}?{SENT}")
    sent = SENT in request.GET and request.method == "GET"
    context = {"form": form, "unions": unions, "notices": notices_of(unions), "sent": sent}
    return render(request, "pages/ask_access.html", context, status=422 if form.errors else 200)


def _asked(form: AskAccessForm) -> bool:
    with told_by(form):
        try:
            actions.ask_access(**form.cleaned_data)
        except FileFaultError as fault:
            form.add_error("upload", str(fault.reason))
            return False
        return True
    return False


@login_required
@reads
def access_requests(request: HttpRequest) -> HttpResponse:
    """What bodies have asked, those that wait first."""
    person = person_of(request)
    union = kept_union(person)
    page = Paginator(requests_for(administered(person)), PAGE_SIZE).get_page(request.GET.get("page"))
    return office_page(request, "access_requests", union, page=page)


def _seen(request: HttpRequest, pk: int) -> AccessRequest:
    mine = administered(person_of(request))
    kept_union(person_of(request))
    found = AccessRequest.objects.select_related("union", "decided_by", "body")
    return get_object_or_404(found, pk=pk, union__in=mine)


@login_required
@reads_and_changes
@once
def access_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: entered as a body with its first person, or refused."""
    asked, by = _seen(request, pk), person_of(request)
    act = request.POST.get("act", "")
    accept = AcceptForm(post_data(request) if act == "accept" else None, asked=asked)
    refuse = WhyForm(post_data(request) if act == "refuse" else None, auto_id="refuse_%s")
    if request.method == "POST" and act not in ("accept", "refuse"):
        raise Http404
    if act == "accept" and accept.is_valid():
        with told_by(accept):
            body = actions.accept_request(asked=asked, by=by, **accept.cleaned_data)
            messages.success(request, _("Entered. The invitation is on its way to %(email)s.") % {"email": asked.email})
            return redirect("body", pk=body.pk)
    if act == "refuse" and refuse.is_valid():
        with told_by(refuse):
            actions.refuse_request(asked=asked, by=by, reason=refuse.cleaned_data["reason"])
            messages.success(request, _("Refused. Tell who asked, by mail or telephone."))
            return redirect("access_requests")
    chosen = refuse if act == "refuse" else accept
    return office_page(request, "access_request", asked.union, form=chosen, accept=accept, refuse=refuse, asked=asked)


@login_required
@reads
def access_letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The letter of a request."""
    asked = _seen(request, pk)
    return serve(request, asked.file, asked.name, asked.media_type, inline="inline" in request.GET)
