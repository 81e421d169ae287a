"""The office's mailbox: set under Office; and the letters that came by it, for who registers and who handles them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consult import clock
from consult.access import UNION_TABLE, check_union, organisations_as, require
from consult.actions import mailbox as actions
from consult.forms.incoming import IncomingForm
from consult.forms.mailbox import MailboxForm
from consult.models import Mailbox, ReceivedFile, ReceivedMail
from consult.queries.received import letters
from consult.refusals import told_by

from .files import serve
from .incoming import require_whole
from .methods import changes, reads, reads_and_changes
from .office import office_page
from .office_people import kept_union
from .once import once
from .shared import PAGE_SIZE, person_of, post_data


@login_required
@reads_and_changes
def mailbox(request: HttpRequest) -> HttpResponse:
    """Where the mails to the office's address arrive."""
    by = person_of(request)
    union = kept_union(by)
    kept = Mailbox.objects.filter(union=union).first()
    form = MailboxForm(post_data(request), instance=kept or Mailbox(union=union))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            actions.save_mailbox(mailbox=form.save(commit=False), password=form.cleaned_data["password"], by=by)
            messages.success(request, _("Saved."))
            return redirect("mailbox")
    fault = actions.FAULTS.get(kept.fault, actions.OTHER_FAULT) if kept and kept.fault else ""
    return office_page(request, "mailbox", union, form=form, kept=kept, fault=fault)


def _unions(request: HttpRequest) -> list[int]:
    """The unions whose letters somebody reads. Raises ``Http404`` where there is none."""
    mine = organisations_as(person_of(request), *UNION_TABLE["received.read"])
    if not mine:
        raise Http404
    return mine


@login_required
@reads
def received(request: HttpRequest) -> HttpResponse:
    """The letters that wait, or those that were dealt with."""
    mine = _unions(request)
    settled = request.GET.get("settled") == "yes"
    page = Paginator(letters(mine, settled=settled), PAGE_SIZE).get_page(request.GET.get("page"))
    boxes = Mailbox.objects.filter(union__in=mine, active=True)
    context = {"page": page, "settled": settled, "boxes": boxes, "query": "settled=yes" if settled else ""}
    return render(request, "pages/received.html", context)


def _seen(request: HttpRequest, pk: int) -> ReceivedMail:
    found = ReceivedMail.objects.select_related("about__notification__dossier", "settled_by", "union", "letter")
    return get_object_or_404(found, pk=pk, union__in=_unions(request), kind=ReceivedMail.Kind.LETTER)


@login_required
@reads
def received_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter with its text and its files."""
    mail = _seen(request, pk)
    return render(request, "pages/received_mail.html", {"mail": mail, "files": mail.files.all()})


@login_required
@reads
def received_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a letter."""
    file = get_object_or_404(ReceivedFile.objects.exclude(file=""), pk=pk, mail__union__in=_unions(request))
    return serve(request, file.file, file.name, file.media_type, inline="inline" in request.GET)


@login_required
@reads_and_changes
@once
def register_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a mail as an incoming letter, with the files that came with it."""
    mail, person = _seen(request, pk), person_of(request)
    require(check_union(person, "letter.enter", mail.union_id))
    if mail.letter_id is not None:
        return redirect("incoming_letter", pk=mail.letter_id)
    about = mail.about.notification.dossier if mail.about else None
    initial = {
        "arrived_on": clock.day_of(mail.received_at),
        "sender": mail.sender,
        "subject": mail.subject,
        "dossier": about.code if about and about.union_id == mail.union_id else "",
    }
    form = IncomingForm(post_data(request), request.FILES or None, union=mail.union, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            require_whole(request)
            letter = actions.register_mail(mail=mail, by=person, **form.arguments)
            messages.success(request, _("Entered under arrival number %(number)s.") % {"number": letter.written})
            return redirect("incoming_letter", pk=letter.pk)
    context = {"mail": mail, "files": mail.files.exclude(file=""), "form": form}
    return render(request, "pages/register_mail.html", context, status=422 if form.errors else 200)


@login_required
@changes
def settle_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter is dealt with, or waits again."""
    mail = _seen(request, pk)
    actions.settle(mail=mail, by=person_of(request), settled=request.POST.get("settled") != "no")
    messages.success(request, _("Saved."))
    return redirect("received")
