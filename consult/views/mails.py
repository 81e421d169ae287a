"""What was sent by mail: of a dossier, to a person; one mail with its text; and a wrong address corrected."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consult.access import UNION_TABLE, organisations_as, refusal
from consult.access.keeping import check_account
from consult.commands import mails as command
from consult.forms.office_people import AddressForm
from consult.models import Job, Mail, Person
from consult.queries.arrival import mail_log, states_of
from consult.refusals import told_by

from .methods import reads, reads_and_changes
from .shared import PAGE_SIZE, DossierAccess, open_dossier, person_of, post_data


@login_required
@reads
def dossier_mails(request: HttpRequest, pk: int) -> HttpResponse:
    """Every mail of a dossier, newest first."""
    access = open_dossier(request, pk)
    decision = access.may("mail.read")
    if not decision:
        raise refusal(decision)
    page = Paginator(mail_log(dossier=access.dossier), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"dossier": access.dossier, "page": page, "rows": states_of(page)}
    return render(request, "pages/dossier_mails.html", context)


def _read_of_unions(reader: Person) -> list[int]:
    """The unions whose mails to people somebody reads."""
    return organisations_as(reader, *UNION_TABLE["mail.read"])


@login_required
@reads
def person_mails(request: HttpRequest, pk: int) -> HttpResponse:
    """What the reader's unions sent to a person whose account they keep or who has mails of theirs."""
    reader = person_of(request)
    about = get_object_or_404(Person, pk=pk)
    log = mail_log(person=about, unions=_read_of_unions(reader))
    if not _read_of_unions(reader) or not (check_account(reader, about) or log.exists()):
        raise Http404
    page = Paginator(log, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pages/person_mails.html", {"about": about, "page": page, "rows": states_of(page)})


def _mail_job(request: HttpRequest, pk: int) -> tuple[Job, DossierAccess | None]:
    """A mail's job, for who may read it. Raises ``Http404`` for others."""
    job = get_object_or_404(
        Job.objects.select_related("notification__person", "notification__task", "notification__dossier"),
        pk=pk, kind=Job.Kind.MAIL, notification__isnull=False,
    )  # fmt: skip
    assert job.notification is not None
    if job.dossier_id is None:
        if job.notification.union_id not in _read_of_unions(person_of(request)):
            raise Http404
        return job, None
    access = open_dossier(request, job.dossier_id)
    decision = access.may("mail.read")
    if not decision:
        raise refusal(decision)
    return job, access


@login_required
@reads
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: what was sent, when, to which address, and what became of it."""
    job, access = _mail_job(request, pk)
    context = {
        "state": states_of([job])[0],
        "sent": Mail.objects.filter(notification=job.notification).order_by("-number"),
        "dossier": access.dossier if access else None,
        "may_retry": bool(access and access.may("job.retry")),
        "may_correct": bool(access and access.may("address.correct")),
    }
    return render(request, "pages/mail.html", context)


@login_required
@reads_and_changes
def correct_address(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of whomever a mail did not reach, corrected; the mail goes again."""
    job, access = _mail_job(request, pk)
    decision = access.may("address.correct") if access else None
    if decision is None:
        raise Http404
    if not decision:
        raise refusal(decision)
    form = AddressForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            command.correct_address(job_id=pk, by=person_of(request), email=form.cleaned_data["email"])
            messages.success(request, _("The address has been corrected; the mail is sent again."))
            return redirect("mail", pk=pk)
    context = {"form": form, "job": job, "person": job.notification.person if job.notification else None}
    return render(request, "pages/correct_address.html", context, status=422 if form.errors else 200)
