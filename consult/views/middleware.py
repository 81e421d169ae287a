"""Language, refused acts as pages that say why, headers, and a line in the log for each request."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from consult.refusals import ActionError, NotAllowed, gone
from consult.request_id import new_request_id, request_id
from consult.secret_addresses import keys_in, keys_of_request
from consult.storage import space

from .health import HEALTH
from .unwritable import unwritable

logger = logging.getLogger(__name__)
requests = logging.getLogger("consult.requests")


class RequestLogMiddleware:
    """Gives each request an id, and the log a line about it: the page's name, never its address or who asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id.set(new_request_id(request.headers.get("X-Request-ID", "")))
        keys_of_request.set(keys_in(request))
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id.get()
        if request.path_info not in HEALTH:
            page = request.resolver_match.view_name if request.resolver_match else "-"
            milliseconds = round((time.perf_counter() - started) * 1000)
            facts = {"method": request.method, "page": page, "status": response.status_code, "ms": milliseconds}
            requests.info("request", extra=facts)
        return response


@receiver(request_finished)
def _forget_request(**_more: Any) -> None:
    """Only now: Django itself writes of a refused or broken request after all middleware has ended."""
    request_id.set("-")
    keys_of_request.set(())


class PermissionsPolicyMiddleware:
    """Pages here use none of the device but its passkeys."""

    POLICY = (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)"
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.POLICY)
        return response


class PackedPagesMiddleware(GZipMiddleware):
    """Packs pages for slow lines, with a length that tells nothing; files go as they are, in parts where asked for."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class NoIndexMiddleware:
    """Search engines keep nothing: what the public may see is for whoever holds a document or a link."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


class NoStoreMiddleware:
    """What a page shows stays on no disk and is not shown again by "back" after signing out; nothing here is for all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-store"
        return response


class RefusalMiddleware:
    """Says why an act was refused that a view let through, or that the disk takes nothing.

    ``NotAllowed`` is a page of its own. An ``ActionError`` is told on the page whose button was pressed, or to a script.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", {"reason": exception.reason}, status=403)
        if isinstance(exception, ActionError):
            return _not_now(request, exception)
        if isinstance(exception, ObjectDoesNotExist) and request.method == "POST":
            # The view saw it, and by the time the act had its turn somebody else had removed it.
            logger.warning("an act came too late: %s", exception)
            return _not_now(request, gone())
        trouble = space.trouble(exception)
        return unwritable(request, trouble) if trouble else None


def _not_now(request: HttpRequest, refusal: ActionError) -> HttpResponse:
    """What was sent is answered on the page that it came from; what was only asked for, by a page of its own."""
    if request.method != "POST":
        # Most such addresses are a dossier's: its own page says where it stands now, and whether one may see it.
        pk = re.match(r"/dossiers/(\d+)/.", request.path)
        back = reverse("dossier", args=[pk[1]]) if pk else ""
        return render(request, "409.html", {"reason": refusal.reason, "back": back}, status=409)
    if refusal.code == "gone" and not request.htmx:  # type: ignore[attr-defined]
        # The page that it came from may be gone with it.
        return render(request, "409.html", {"reason": refusal.reason}, status=410)
    messages.error(request, str(refusal.reason))
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        before = reverse("my_work")
    return redirect(before)


class LanguageMiddleware:
    """Vietnamese unless the person chose otherwise: a browser's own language says little in an office."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if request.user.is_authenticated:
            chosen = request.user.language
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
