"""A part of a file (RFC 9110, 14): a long PDF shows its first page before the rest has come."""

from __future__ import annotations

import hashlib
import re
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

# One range; of several, which nobody here asks for, the whole file may be sent instead.
ONE_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))", re.ASCII | re.IGNORECASE)
DIGITS = 18


class Part:
    """``length`` bytes of a file, read from where it stands."""

    def __init__(self, stream: File | BinaryIO, length: int) -> None:
        self.stream = stream
        self.left = length

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(piece)
        return bytes(piece)

    def close(self) -> None:
        self.stream.close()


class UnsatisfiableError(Exception):
    """The range lies behind the end of the file."""


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the range that ``header`` asks for; None where the whole file is to be sent."""
    found = ONE_RANGE.fullmatch(header.strip().replace(" ", ""))
    if found is None or any(len(number or "") > DIGITS for number in found.groups()):
        return None
    begin, end, suffix = (int(number) if number else None for number in found.groups())
    if suffix is not None:
        if suffix == 0 or size == 0:
            raise UnsatisfiableError
        return max(0, size - suffix), size - 1
    assert begin is not None
    if end is not None and end < begin:
        return None
    if begin >= size:
        raise UnsatisfiableError
    return begin, size - 1 if end is None else min(end, size - 1)


def tag_of(file: FieldFile) -> str:
    """What tells this content from any other under this address: a document that was lost may be made again."""
    written = file.storage.get_modified_time(str(file.name))
    return f'"{hashlib.sha256(f"{file.name}:{file.size}:{written.timestamp()}".encode()).hexdigest()[:32]}"'


def send(request: HttpRequest, file: FieldFile, stream: File | BinaryIO, **given: Any) -> HttpResponseBase:
    """The file, or the part of it that is asked for. ``given`` goes to ``FileResponse``."""
    size, tag = int(file.size), tag_of(file)
    wanted = None
    condition = request.headers.get("If-Range", "")
    unchanged = condition in ("", tag)
    if request.method in ("GET", "HEAD") and "Range" in request.headers and unchanged:
        try:
            wanted = asked_range(request.headers["Range"], size)
        except UnsatisfiableError:
            stream.close()
            response: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
            response["Accept-Ranges"] = "bytes"
            return response
    if wanted is None:
        response = FileResponse(stream, **given)
    else:
        begin, end = wanted
        stream.seek(begin)
        response = FileResponse(Part(stream, end - begin + 1), status=206, **given)
        response["Content-Range"] = f"bytes {begin}-{end}/{size}"
        response["Content-Length"] = str(end - begin + 1)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    return response
