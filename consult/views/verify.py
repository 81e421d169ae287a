"""The public page on which a document is checked: by its code, and by the file itself, which never leaves the browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from consult.queries.verification import look_up
from consult.rules import verification

from .limits import may_try_codes
from .methods import reads


@reads
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Where a code is typed."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return render(request, "pages/verify.html")
    code = verification.read(typed)
    return redirect("verify_code", code=code) if code else _unknown(request, typed)


@reads
@never_cache
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of the document with this code. Who tries too many wrong ones waits."""
    if not may_try_codes(request, wrong=False):
        return render(request, "429.html", status=429)
    found = look_up(code)
    if found is None:
        return _unknown(request, code)
    return render(request, "pages/verify.html", {"found": found, "typed": found.code})


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    if not may_try_codes(request, wrong=True):
        return render(request, "429.html", status=429)
    return render(request, "pages/verify.html", {"typed": typed[:40], "unknown": True}, status=404)
