"""Tells the browser which of the forms that it sent has arrived: until then it keeps what was typed there.

A proxy that is full, a line that breaks off and a refused act all answer with some page or none; that a page came back says
nothing about the form. consult/static/consult/drafts.js gives each form a mark and keeps its texts until it comes back.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from .once import NOT_TAKEN

MARK, ARRIVED = "sent_mark", "arrived"
SHAPE = re.compile(r"[0-9a-z-]{1,40}")
HOUR = 3600
# Several windows may send at the same time: the cookie names the last few.
REMEMBERED = 8


def took_effect(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether what a form brought is with the server. A form that comes back with its faults is not: its text waits."""
    if response.status_code >= 400 or request.META.get(NOT_TAKEN):
        return False
    led_to_sign_in = response.headers.get("Location", "").startswith(resolve_url(settings.LOGIN_URL))
    queued = getattr(get_messages(request), "_queued_messages", [])
    return not led_to_sign_in and all(message.level < ERROR for message in queued)


class SentFormMiddleware:
    """Says in a cookie which forms arrived; the innermost of all, so that what never came to a view is not counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        mark = request.POST.get(MARK, "") if request.method == "POST" else ""
        if SHAPE.fullmatch(mark) and took_effect(request, response):
            before = [known for known in request.COOKIES.get(ARRIVED, "").split(".") if SHAPE.fullmatch(known)]
            # The page's script reads it: it says nothing about the person.
            response.set_cookie(
                ARRIVED, ".".join([*before, mark][-REMEMBERED:]), max_age=HOUR,
                secure=settings.SESSION_COOKIE_SECURE, httponly=False, samesite="Lax",
            )  # fmt: skip
        return response
