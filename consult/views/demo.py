"""The demo's accounts and mails. In any other mode these pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from consult.initial_data import DEMO_HOST
from consult.models import Mail, Person, Stage

from .methods import changes, reads

BACKEND = f"{AuthenticationBackend.__module__}.{AuthenticationBackend.__name__}"
View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """Answers 404 outside demo mode."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demo_only
@reads
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody in the demo, to be signed in as with one click; experts with most councils under way first."""
    under_way = Q(seats__released_at=None) & ~Q(seats__council__dossier__stage=Stage.CLOSED)
    people = (
        Person.objects.filter(email__endswith=DEMO_HOST, is_active=True)
        .select_related("expert")
        .prefetch_related("memberships__organisation", "expert__subject_areas")
        .annotate(councils=Count("seats", filter=under_way))
        .order_by("-councils", "pk")
    )
    office = sorted((person for person in people if person.memberships.all()), key=lambda person: person.pk)
    experts = [person for person in people if not person.memberships.all()]
    return render(request, "pages/demo.html", {"office": office, "experts": experts})


@demo_only
@changes
def sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as one of the demo's people."""
    person = get_object_or_404(Person, pk=pk, email__endswith=DEMO_HOST, is_active=True)
    login(request, person, backend=BACKEND)
    return redirect("my_work")


@demo_only
@reads
def mails(request: HttpRequest) -> HttpResponse:
    """The mails that the demo's worker sent, newest first."""
    sent = Mail.objects.filter(sent_at__isnull=False).select_related("notification__person").order_by("-sent_at", "-pk")
    return render(request, "pages/mails.html", {"page": Paginator(sent, 20).get_page(request.GET.get("page"))})
