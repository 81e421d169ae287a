"""Sending that goes on after a broken line: the tus protocol 1.0.0 with creation, expiration and termination.

https://tus.io/protocols/resumable-upload says what each header means. A file that is whole is attached by the form that names
it (``attaching``); here nothing is examined.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date

from consult.actions import half_sent
from consult.models import HalfSentFile
from consult.refusals import ActionError, NotAllowed
from consult.rules.text import printable, whole_number

from .methods import READING, resumes
from .shared import person_of

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
# What a request may bring at once; programs that send more are told how much was kept.
MOST_AT_ONCE = 16 * 1024 * 1024
CHUNK = 64 * 1024
STATUSES = {"gone": 404, "file_too_large": 413, "wrong_offset": 409, "disk_low": 507}

View = Callable[..., HttpResponse]


def _tus(view: View) -> View:
    """What all requests have in common: who asks, which version, how it is refused."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Tus-Version"] = VERSION
            response["Tus-Extension"] = "creation,expiration,termination"
            response["Tus-Max-Size"] = str(settings.UPLOAD_FILE_LIMIT)
        elif "Tus-Resumable" not in request.headers:
            # A browser that somebody sent here: this is no page.
            raise Http404
        elif request.headers["Tus-Resumable"] != VERSION:
            response = HttpResponse(status=412)
            response["Tus-Version"] = VERSION
        elif not request.user.is_authenticated:
            response = HttpResponse(status=401)
        else:
            response = _told(view, request, *args, **kwargs)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return answer


def _told(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except (ActionError, NotAllowed) as refusal:
        otherwise = 403 if isinstance(refusal, NotAllowed) else 422
        response = HttpResponse(
            str(refusal.reason), status=STATUSES.get(refusal.code, otherwise), content_type="text/plain; charset=utf-8"
        )
        if isinstance(refusal, half_sent.OffsetError):
            response["Upload-Offset"] = str(refusal.received)
        return response


@resumes("OPTIONS", "POST")
@_tus
def begin_sending(request: HttpRequest) -> HttpResponse:
    """Make a file that will be sent, of ``Upload-Length`` bytes; its metadata name the file and its dossier."""
    size = whole_number(request.headers.get("Upload-Length", ""))
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    dossier = whole_number(said.get("dossier", ""))
    if size is None or dossier is None:
        return HttpResponse(status=400)
    half = half_sent.begin(dossier_id=dossier, by=person_of(request), name=said.get("filename", ""), size=size)
    response = _state(half, 201)
    response["Location"] = reverse("go_on_sending", args=[half.key])
    return response


@resumes("OPTIONS", *READING, "PATCH", "DELETE")
@_tus
def go_on_sending(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say how much has come (HEAD), take the next piece (PATCH), or give the file up (DELETE)."""
    by = person_of(request)
    if request.method == "DELETE":
        half_sent.forget(half_sent.find(uid, by))
        return HttpResponse(status=204)
    if request.method in READING:
        return _state(half_sent.find(uid, by), 200)
    if request.content_type != PIECE:
        return HttpResponse(status=415)
    offset = whole_number(request.headers.get("Upload-Offset", ""))
    if offset is None:
        return HttpResponse(status=400)
    half = half_sent.find(uid, by)
    if offset != half.received:
        raise half_sent.OffsetError(half.received)
    content = _read(request, half.size - offset)
    return _state(half_sent.add_piece(key=uid, by=by, offset=offset, content=content), 204)


def _read(request: HttpRequest, lacking: int) -> bytes:
    """What came of a piece before the line broke, and at most one byte more than the file lacks."""
    most, parts = min(lacking + 1, MOST_AT_ONCE), []
    try:
        while most > 0 and (part := request.read(min(CHUNK, most))):
            parts.append(part)
            most -= len(part)
    except (UnreadablePostError, OSError):
        pass
    return b"".join(parts)


def _state(half: HalfSentFile, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Upload-Offset"] = str(half.received)
    response["Upload-Length"] = str(half.size)
    response["Upload-Expires"] = http_date(half.expires_at.timestamp())
    return response


def _metadata(header: str) -> dict[str, str]:
    """The pairs of ``Upload-Metadata``: names with values in base64. What is not readable is left out."""
    found = {}
    for pair in header.split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = printable(base64.b64decode(value, validate=True).decode())
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found
