"""Which methods an address answers. Each view says it once: it reads, it acts, or it shows a form and takes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.views.decorators.http import require_http_methods

READING = ("GET", "HEAD")
METHODS = (*READING, "POST")

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def _answering(*methods: str) -> Callable[[View], View]:
    def declare(view: View) -> View:
        guarded: View = require_http_methods(methods)(view)
        # Decorators around this one take it over, so that the table of addresses can be asked.
        guarded.methods = frozenset(methods)  # type: ignore[attr-defined]
        return guarded

    return declare


# Looks and changes nothing.
reads = _answering(*READING)
# Changes something, and shows nothing by itself.
changes = _answering("POST")
# Shows a form, and does what is sent with it.
reads_and_changes = _answering(*METHODS)


# Takes files in pieces, by a protocol that has methods of its own; it stands below an address that the middleware knows.
resumes = _answering
RESUMING, RESUMING_METHODS = "/uploads/", (*METHODS, "OPTIONS", "PATCH", "DELETE")


class MethodMiddleware:
    """No address but those of files in pieces answers OPTIONS, TRACE, PUT and the like, whoever wrote its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        methods = RESUMING_METHODS if request.path_info.startswith(RESUMING) else METHODS
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        return self.get_response(request)
