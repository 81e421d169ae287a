"""What a person was told."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from consult import clock
from consult.actions.notifications.digest import KIND as DIGEST
from consult.actions.notifications.mails import notice_path
from consult.actions.passwords import KIND as PASSWORD
from consult.models import Notification
from consult.texts import notice_text

from .methods import changes, reads
from .shared import person_of

PAGE_SIZE = 30


@login_required
@reads
def notices(request: HttpRequest) -> HttpResponse:
    """The in-app list, newest first."""
    # The mail of a day holds what stands in this list already; a link that sets a password goes by mail alone.
    mine = Notification.objects.filter(person=person_of(request))
    told = mine.exclude(kind__in=[DIGEST, PASSWORD]).select_related("dossier", "task")
    page = Paginator(told, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"notice": notice, "text": notice_text(notice)} for notice in page]
    return render(request, "pages/notices.html", {"page": page, "rows": rows})


@login_required
@changes
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    told = Notification.objects.select_related("person", "dossier", "task__dossier")
    notice = get_object_or_404(told, pk=pk, person=person_of(request))
    Notification.objects.filter(pk=pk, read_at=None).update(read_at=clock.now())
    return redirect(notice_path(notice) or "notices")


@login_required
@changes
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    Notification.objects.filter(person=person_of(request), read_at=None).update(read_at=clock.now())
    return redirect("notices")
