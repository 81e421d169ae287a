"""Pages that a mail's link opens, without a password: an invitation is answered, the mail of a day is ended.

Mail scanners open every link: looking changes nothing, only the buttons do.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from viewflow.workflow import STATUS

from consult.actions.decisions import StepDecision
from consult.actions.notifications import digest
from consult.actions.reviews.by_link import notice_of
from consult.commands import reviewers
from consult.forms.answering import DeclareForm, DeclineForm, MoreTimeForm
from consult.forms.base import StyledForm
from consult.models import Notification
from consult.refusals import told_by

from .limits import may_try_codes
from .methods import reads_and_changes
from .shared import post_data

TIME = "time"
# Which form each button sends.
FORMS: dict[str, type[StyledForm]] = {
    StepDecision.ACCEPT: DeclareForm,
    StepDecision.CONFLICT: DeclareForm,
    StepDecision.DECLINE: DeclineForm,
    TIME: MoreTimeForm,
}


@never_cache
@reads_and_changes
def answer_by_link(request: HttpRequest, code: str) -> HttpResponse:
    """An invitation to review: accepted, declined, or more time asked for, by whoever holds the link of the mail."""
    notice = notice_of(code)
    if not may_try_codes(request, wrong=notice is None):
        return render(request, "429.html", status=429)
    if notice is None:
        raise Http404
    assert notice.task is not None
    assert notice.dossier is not None
    with translation.override(notice.person.language):
        open_ = notice.task.status == STATUS.NEW and not notice.dossier.outcome and notice.person.is_active
        # An answer that is not known, or comes when none is waited for, is none.
        given = request.POST.get("answer", "") if open_ else ""
        form = FORMS[given](post_data(request)) if given in FORMS else None
        if form is not None and form.is_valid() and _answered(notice, given, form):
            messages.success(request, _("Thank you, your answer has been saved."))
            return redirect("answer_by_link", code=code)
        forms = {
            "declare": form if isinstance(form, DeclareForm) else DeclareForm(auto_id="declare_%s"),
            "decline": form if isinstance(form, DeclineForm) else DeclineForm(auto_id="decline_%s"),
            "time": form if isinstance(form, MoreTimeForm) else MoreTimeForm(auto_id="time_%s"),
        }
        review = notice.task.process.review
        context = {
            "task": notice.task,
            "dossier": notice.dossier,
            "person": notice.person,
            "review": review,
            "open": open_,
            "failed": given if form is not None and form.errors else "",
            **forms,
        }
        kept = request.method != "POST"
        return render(request, "pages/answer_by_link.html", context, status=200 if kept else 422)


def _answered(notice: Notification, given: str, form: StyledForm) -> bool:
    """Whether the answer was kept; else the form says why not."""
    with told_by(form):
        if given == TIME:
            reviewers.ask_more_time_by_link(notice=notice, **form.cleaned_data)
        else:
            reviewers.answer_by_link(notice=notice, decision=given, **form.cleaned_data)
        return True
    return False


@csrf_exempt
@never_cache
@reads_and_changes
def end_daily_mail(request: HttpRequest, code: str) -> HttpResponse:
    """The page with the one button that ends the mail of a day; mail programs press it by themselves (RFC 8058).

    The link is what allows it, not a session: so no form of another page could do it in somebody's name.
    """
    person = digest.person_of_link(code)
    if not may_try_codes(request, wrong=person is None):
        return render(request, "429.html", status=429)
    if person is None:
        raise Http404
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "yes"
        digest.set_daily_mail(person=person, wanted=wanted)
        person.daily_mail = wanted
    with translation.override(person.language):
        context: dict[str, Any] = {"wanted": person.daily_mail}
        return render(request, "pages/end_daily_mail.html", context)
