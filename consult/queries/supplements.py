"""What a supplement was asked for, and what came of it: words beside words, file by file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consult.models import Attachment, Dossier, SupplementRequest


@dataclass(frozen=True)
class NewFile:
    """A file that came with a supplement, and the version that it replaced, if it did."""

    file: Attachment
    replaced: Attachment | None


@dataclass(frozen=True)
class SuppliedItem:
    """One attachment of the checklist in a supplement: what was asked, None where nothing was, and what came, if anything."""

    title: str
    remark: str | None
    files: list[NewFile]


@dataclass(frozen=True)
class Supplement:
    """One request for a supplement, counted from 1, with what was asked and what came, in the order of the checklist."""

    number: int
    request: SupplementRequest
    items: list[SuppliedItem]

    @property
    def answered(self) -> bool:
        return self.request.answered_at is not None


def asked_remarks(dossier: Dossier) -> dict[str, str]:
    """What the open request for a supplement says of each attachment that it asks for; nothing where none is open."""
    request = dossier.supplement_requests.last()
    if request is None or request.answered_at is not None:
        return {}
    checks = dossier.checks.filter(round=request.round, sufficient=False)
    return dict(checks.values_list("item", "remark"))


def supplements(dossier: Dossier) -> list[Supplement]:
    """The dossier's supplements, the newest first, in three queries at most."""
    requests = list(dossier.supplement_requests.select_related("asked_by", "answered_by").order_by("round"))
    if not requests:
        return []
    files = list(dossier.attachments.order_by("item", "file_number", "version"))
    asked: dict[int, dict[str, str]] = {}
    for check in dossier.checks.filter(sufficient=False):
        asked.setdefault(check.round, {})[check.item] = check.remark
    ends = [request.asked_at for request in requests[1:]]
    found = []
    for number, (request, end) in enumerate(zip(requests, [*ends, None], strict=True), start=1):
        came = [file for file in files if _within(file, request.asked_at, end)]
        found.append(Supplement(number, request, _items(dossier, asked.get(request.round, {}), came, files)))
    return found[::-1]


def _within(file: Attachment, start: datetime, end: datetime | None) -> bool:
    return file.uploaded_at >= start and (end is None or file.uploaded_at < end)


def _items(
    dossier: Dossier, asked: dict[str, str], came: list[Attachment], files: list[Attachment]
) -> list[SuppliedItem]:
    places = {(file.item, file.file_number, file.version): file for file in files}
    found = []
    for item in dossier.procedure.rules.checklist:
        new = [
            NewFile(file, places.get((file.item, file.file_number, file.version - 1)))
            for file in came
            if file.item == item.code
        ]
        if new or item.code in asked:
            found.append(SuppliedItem(item.title, asked.get(item.code), new))
    return found


def came_with(found: Iterable[Supplement]) -> dict[int, SupplementRequest]:
    """The files that came with the supplements that have been sent, each with its request."""
    return {new.file.pk: one.request for one in found if one.answered for item in one.items for new in item.files}
