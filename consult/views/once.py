"""Forms that give a number or make something take effect once, however often they are sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consult.refusals import ActionError

HOUR = 3600
NOT_TAKEN = "consult.not_taken"
# No request takes longer; one that broke off in the middle is not in the way for ever.
AT_WORK_SECONDS = 120
AT_WORK = ""

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def once(view: View) -> View:
    """Do what a form asks a single time: each has its own ``{% once %}``, remembered for an hour when it took effect.

    A second sending is told so, and is led to where the first was. What did not end in a redirect took no effect and
    may be sent again. A form without the field is not held back.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        shown = request.POST.get("once", "") if request.method == "POST" else ""
        if not shown:
            return view(request, *args, **kwargs)
        key = _key(request, shown)
        if not cache.add(key, AT_WORK, AT_WORK_SECONDS):
            return _second(request, cast("str", cache.get(key, AT_WORK)))
        went = ""
        try:
            response = view(request, *args, **kwargs)
            went = response.headers.get("Location", "") if response.status_code == 302 else ""
            return response
        finally:
            if went:
                cache.set(key, went, HOUR)
            else:
                cache.delete(key)

    return cast("View", guarded)


def _key(request: HttpRequest, shown: str) -> str:
    """One person's, at one address: nobody can use up what stands in another's form."""
    whole = f"{request.user.pk}\n{request.path_info}\n{shown}"
    return f"once:{hashlib.sha256(whole.encode(errors='replace')).hexdigest()}"


def _second(request: HttpRequest, went: str) -> HttpResponseBase:
    if not went:
        raise ActionError(
            "being_done", _("This has already been sent and is being processed. Check this page again in a moment.")
        )
    messages.info(request, _("This has already been sent. It is done only once."))
    # What was typed the second time may be another text: it waits on the device.
    request.META[NOT_TAKEN] = True
    return redirect(went)
