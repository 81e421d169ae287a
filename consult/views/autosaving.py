"""What a page is told that sends its text while somebody types: one way for every text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from consult.actions.conflicts import EditConflict
from consult.refusals import Refusal


class AutosavedText(Protocol):
    """A text as it is kept."""

    @property
    def revision(self) -> int: ...


def autosaved(save: Callable[[], AutosavedText], theirs: Callable[[Any], dict[str, Any]]) -> JsonResponse:
    """Save, and answer with the revision that is kept now.

    412 when another page has saved since: with the reason, the revision that stands, and what ``theirs`` gives of it, for
    the page to show and to join. 409 with the reason when the text may not be saved at all.
    """
    try:
        kept = save()
    except EditConflict as conflict:
        said = {"error": str(conflict.reason), "revision": conflict.kept.revision, **theirs(conflict.kept)}
        return JsonResponse(said, status=412)
    except Refusal as refusal:
        return refused(str(refusal.reason))
    return JsonResponse({"revision": kept.revision})


def refused(reason: str) -> JsonResponse:
    """The text is not saved, for a reason that trying again does not change."""
    return JsonResponse({"error": reason}, status=409)


def first_error(form: forms.Form) -> str:
    """The first of what is wrong with what was sent."""
    return str(next(iter(form.errors.values()))[0])


def _lead_back(request: HttpRequest, response: HttpResponse) -> None:
    """After signing in one is on the page whose button was pressed, and told that nothing was done."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host() or not before.path:
        return
    page = before.path + (f"?{before.query}" if before.query else "")
    response.headers["Location"] = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page})}"
    messages.warning(
        request, _("You were no longer signed in, so nothing was done. Sign in and press the button again.")
    )


class SignedOutMiddleware:
    """Answers 401 to a script whose session has ended; it would follow the way to the sign-in page without seeing it.

    What asks for a part of a page is such a script: the sign-in page would become that part.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        led_away = response.status_code == 302 and response.headers["Location"].startswith(sign_in)
        if not led_away or request.user.is_authenticated:
            return response
        if request.htmx or request.headers.get("Accept") == "application/json":  # type: ignore[attr-defined]
            reason = _("You are no longer signed in. What you typed is kept on this device.")
            return JsonResponse({"code": "signed_out", "error": reason, "sign_in": sign_in}, status=401)
        if request.method == "POST":
            _lead_back(request, response)
        return response
