"""What is kept about a person: to see, to take along, to correct, to erase."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consult.access import require
from consult.access.keeping import check_account, check_person
from consult.actions import privacy
from consult.actions.payees import details_of
from consult.forms.people import CorrectForm, QuietForm
from consult.models import Person
from consult.models.person import normal_address
from consult.queries.data_requests import notices_of, unions_to_ask
from consult.queries.fees import own_fees
from consult.queries.privacy import (
    account_data,
    confidential_dossiers,
    has_open_work,
    is_in_archives,
    kept_data,
    personal_data,
)

from .methods import changes, reads, reads_and_changes
from .people_sections import sections
from .shared import log_accesses, person_of, post_data


def _about(request: HttpRequest, pk: int) -> Person:
    """A person whose account at least may be looked at. Raises ``Http404`` for others."""
    person = get_object_or_404(Person, pk=pk)
    if not check_account(person_of(request), person):
        raise Http404
    return person


def _kept(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What this reader sees of a person: everything of oneself; else nothing of another union's dossiers."""
    reader = person_of(request)
    if not check_person(reader, person):
        return account_data(person)
    log_accesses(request, confidential_dossiers(person))
    if reader.pk != person.pk:
        return kept_data(person)
    return personal_data(person) | {"payee": details_of([person.pk]).get(person.pk, {})}


@login_required
@reads_and_changes
def data(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept about a person, on one page; name and telephone can be corrected here."""
    person = _about(request, pk)
    form = CorrectForm(post_data(request), initial={"name": person.name, "phone": person.phone})
    if request.method == "POST" and form.is_valid():
        privacy.correct(person=person, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Corrected. Documents already made stay as they are."))
        return redirect("personal_data", pk=pk)
    return _show(request, person, form)


def _show(request: HttpRequest, person: Person, form: CorrectForm, quiet_form: QuietForm | None = None) -> HttpResponse:
    quiet_form = quiet_form or QuietForm(
        initial={
            "quiet_from": person.quiet_from,
            "quiet_until": person.quiet_until,
            "daily_mail": person.daily_mail,
        }
    )
    failed = form.errors or quiet_form.errors
    context = {
        "about": person,
        "form": form,
        "quiet_form": quiet_form,
        "sections": sections(_kept(request, person)),
        "own": person.pk == person_of(request).pk,
        "may_keep": bool(check_person(person_of(request), person)),
        "archived": is_in_archives(person),
        "busy": has_open_work(person),
        "notices": notices_of(unions_to_ask(person)) if person.pk == person_of(request).pk else [],
        # An administrator who looks at somebody's data does not see what they are paid.
        "fees": own_fees(person) if person.pk == person_of(request).pk else [],
    }
    return render(request, "pages/personal_data.html", context, status=422 if failed else 200)


@login_required
@changes
def quiet(request: HttpRequest) -> HttpResponse:
    """One's own quiet hours: mails that come up in them are sent when they end."""
    person = person_of(request)
    form = QuietForm(request.POST)
    if not form.is_valid():
        return _show(request, person, CorrectForm(initial={"name": person.name, "phone": person.phone}), form)
    privacy.set_quiet(person=person, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("personal_data", pk=person.pk)


@login_required
@reads
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a file."""
    person = _about(request, pk)
    found = _kept(request, person)
    if person.pk == person_of(request).pk:
        found["fees"] = [
            {
                "dossier": fee.document.dossier.code if fee.document.dossier else "",
                "for": fee.reason,
                "amount": fee.amount,
            }
            for fee in own_fees(person)
        ]
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="consult-{person.pk}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@changes
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase what no law asks to keep. The person's e-mail, typed once more, confirms it."""
    person = _about(request, pk)
    require(check_person(person_of(request), person), known=False)
    own = person.pk == person_of(request).pk
    if normal_address(request.POST.get("confirm", "")) != person.email:
        messages.error(request, _("Type the e-mail address exactly to confirm. Nothing was erased."))
        return redirect("personal_data", pk=pk)
    gone = privacy.erase(person=person, by=person_of(request))
    if own:
        logout(request)
    messages.success(
        request,
        _("Erased.") if gone else _("Erased, except for the name in dossiers and documents, which are archives."),
    )
    return redirect("account_login" if own else "people")
