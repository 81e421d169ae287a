"""The bodies of a dossier besides its proposer: who gave the task, and to whom the opinion goes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.access import require_on
from consult.commands import recipients as command
from consult.documents.opinion_recipients import recipients_of
from consult.forms.recipients import GiverForm, RecipientsForm
from consult.queries.recipients import names_to_choose, others_of, suggested_recipients
from consult.refusals import told_by

from .methods import reads_and_changes
from .shared import open_dossier, post_data


@login_required
@reads_and_changes
def giver(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gave the task, by which letter, with what money."""
    access = open_dossier(request, pk)
    require_on(access.person, "giver.say", access.dossier)
    form = GiverForm(post_data(request), dossier=access.dossier)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            command.say_giver(dossier_id=pk, by=access.person, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("dossier", pk=pk)
    context = {"form": form, "dossier": access.dossier, "names": names_to_choose(access.dossier.union_id)}
    return render(request, "pages/giver.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_changes
def recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """To whom the opinion goes; whoever drafts it comes back to the draft."""
    access = open_dossier(request, pk)
    require_on(access.person, "recipients.choose", access.dossier)
    present = recipients_of(access.dossier)
    suggested = others_of(suggested_recipients(access.dossier), [*present.to, *present.copies])
    form = RecipientsForm(post_data(request), recipients=present, suggested=suggested)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            command.choose_recipients(dossier_id=pk, by=access.person, **form.chosen)
            messages.success(request, _("Saved."))
            return redirect("dossier", pk=pk)
    context = {"form": form, "dossier": access.dossier}
    return render(request, "pages/recipients.html", context, status=422 if form.errors else 200)
