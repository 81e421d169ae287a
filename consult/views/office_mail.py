"""Under Office: in whose name mails go, and in which words."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consult.actions import office_mail as actions
from consult.actions.notifications.samples import WORDED, example, label_of
from consult.actions.notifications.wording import OwnWords, own_words
from consult.forms.office_mail import MailWordingForm, OfficeMailForm
from consult.models import MailWording, OfficeMail
from consult.refusals import told_by
from consult.rules.mail_wording import known_of
from consult.texts import NOTICES

from .methods import reads_and_changes
from .office import kept_by, office_page
from .shared import person_of, post_data


@login_required
@reads_and_changes
def office_mails(request: HttpRequest) -> HttpResponse:
    """In whose name mails go; and every kind of mail, and which the union words itself."""
    person = person_of(request)
    union = kept_by(person)
    office = OfficeMail.objects.filter(union=union).first() or OfficeMail(union=union)
    form = OfficeMailForm(post_data(request), instance=office)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            actions.save_settings(office=form.save(commit=False), by=person)
            messages.success(request, _("Saved."))
            return redirect("office_mails")
    own = set(MailWording.objects.filter(union=union).values_list("kind", flat=True))
    kinds = [{"kind": kind, "label": label_of(kind), "own": kind in own} for kind in WORDED]
    return office_page(request, "mails", union, form=form, kinds=kinds)


@login_required
@reads_and_changes
def mail_wording(request: HttpRequest, kind: str) -> HttpResponse:
    """The wording of one kind of mail, with an example of what arrives; the other button shows what is typed."""
    person = person_of(request)
    union = kept_by(person)
    if kind not in WORDED:
        raise Http404
    kept = own_words(union, kind)
    form = MailWordingForm(
        post_data(request), known=known_of(NOTICES[kind]), sentence=label_of(kind),
        initial={"subject": kept.subject, "opening": kept.opening, "closing": kept.closing},
    )  # fmt: skip
    shown = kept
    if request.method == "POST" and form.is_valid():
        shown = OwnWords(**form.cleaned_data)
        if "look" not in request.POST:
            actions.save_wording(union=union, kind=kind, by=person, **form.cleaned_data)
            messages.success(request, _("Saved. Mails that go out from now on will use it."))
            return redirect("mail_wording", kind=kind)
    return office_page(
        request, "mail_wording", union, form=form, label=label_of(kind), known=known_of(NOTICES[kind]),
        example=example(union, person, kind, shown), looked="look" in request.POST,
    )  # fmt: skip
