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


class MethodMiddleware:
    """No address answers OPTIONS, TRACE, PUT and the like, whoever wrote its view: none of them is used here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)
