"""What people see when the disk takes nothing: a sentence, and what they typed, to be sent again."""

from __future__ import annotations

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

from consult.storage import space

logger = logging.getLogger(__name__)

# "Insufficient Storage", and "Service Unavailable" for a disk that is closed for writing.
STATUS = {"full": 507, "closed": 503}
SECRET = {"password", "password1", "password2", "oldpassword", "pin", "code", "csrfmiddlewaretoken"}


def unwritable(request: HttpRequest, trouble: str) -> HttpResponse:
    """The page for ``trouble`` ("full" or "closed"). Nothing was changed: the act's transaction did not come to its end.

    A form that was sent stands in the page and can be sent once more; files and whatever is secret are not kept.
    """
    logger.error("the disk takes nothing: %s", trouble)
    typed = [(name, value) for name, values in request.POST.lists() if name not in SECRET for value in values]
    context = {"trouble": trouble, "typed": typed, "again": request.method == "POST", "files": bool(request.FILES)}
    response = render(request, "507.html", context, status=STATUS[trouble])
    response["Retry-After"] = "60"
    return response


def fault(request: HttpRequest) -> HttpResponse:
    """The page for a fault that no view caught. A full disk hits sessions and the like outside of views too."""
    trouble = space.trouble(sys.exc_info()[1])
    if not trouble:
        return server_error(request)
    logger.error("the disk takes nothing: %s", trouble)
    response = render(None, "507_bare.html", {"trouble": trouble}, status=STATUS[trouble])  # type: ignore[arg-type]
    response["Retry-After"] = "60"
    return response
