"""Which files the rows name, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from consult.models import (
    Attachment,
    DepartmentRequest,
    DocumentVersion,
    Dossier,
    LostFile,
    Organisation,
    ReadingCopy,
    ReceivedFile,
    ReviewFile,
    SampleFile,
)

BATCH = 500


@dataclass(frozen=True)
class StoredFile:
    """A file as its row tells of it; size in bytes, None and "" where it is not known."""

    model: type[models.Model]
    row: int
    name: str
    size: int | None
    sha256: str


def kinds() -> list[tuple[type[models.Model], str]]:
    """Every model whose rows name a file, with the name of that field; always in the same order."""
    found = [
        (model, field.attname)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
    ]
    return sorted(found, key=lambda kind: kind[0]._meta.label_lower)


def has_field(model: type[models.Model], name: str) -> bool:
    return any(field.attname == name for field in model._meta.local_concrete_fields)


def _read(model: type[models.Model], field: str, rows: models.QuerySet[Any]) -> list[StoredFile]:
    size = "size" if has_field(model, "size") else models.Value(None, models.BigIntegerField(null=True))
    sha256 = "sha256" if has_field(model, "sha256") else models.Value("", models.CharField())
    return [StoredFile(model, *facts) for facts in rows.values_list("pk", field, size, sha256)]


def rows_after(kind: int, row: int, at_most: int = BATCH) -> list[StoredFile]:
    """The next files of a kind, by the row's key."""
    model, field = kinds()[kind]
    rows = model._base_manager.filter(pk__gt=row).exclude(**{field: ""}).order_by("pk")
    return _read(model, field, rows[:at_most])


def is_named(name: str) -> bool:
    """Whether any row names this file now."""
    return any(model._base_manager.filter(**{field: name}).exists() for model, field in kinds())


def of_row(row: models.Model) -> StoredFile:
    """The file that a row names."""
    field = dict(kinds())[type(row)]
    sha256 = str(getattr(row, "sha256", ""))
    return StoredFile(type(row), row.pk, str(getattr(row, field)), getattr(row, "size", None), sha256)


def newest(at_most: int) -> Iterator[StoredFile]:
    """The newest files of each kind, and the documents that were made last: what a power cut may have taken."""
    for model, field in kinds():
        yield from _read(model, field, model._base_manager.exclude(**{field: ""}).order_by("-pk")[:at_most])
    made = DocumentVersion.objects.exclude(file="").filter(job__finished_at__isnull=False)
    yield from _read(DocumentVersion, "file", made.order_by("-job__finished_at")[:at_most])


@dataclass(frozen=True)
class FileOwner:
    """Where a file belongs, what people call it, and whom to ask to send it again ("" where nobody is known)."""

    dossier: Dossier | None
    union: Organisation | None
    title: str
    whom: str


def belonging(row: models.Model) -> FileOwner:
    """Where the file of a row belongs."""
    if isinstance(row, Attachment):
        dossier = row.dossier
        title = dossier.file_titles().get(row.pk) or row.name
        return FileOwner(dossier, dossier.union, title, f"{row.uploaded_by.name} ({dossier.proposer.name})")
    if isinstance(row, ReadingCopy):
        return FileOwner(row.attachment.dossier, row.attachment.dossier.union, row.attachment.name, "")
    if isinstance(row, DocumentVersion):
        whom = row.brought_by.name if row.brought_by else ""
        return FileOwner(row.document.dossier, row.document.union, row.document.title, whom)
    if isinstance(row, ReviewFile):
        dossier = row.review.dossier
        return FileOwner(dossier, dossier.union, row.name, row.review.seat.person.name)
    if isinstance(row, DepartmentRequest):
        return FileOwner(row.dossier, row.dossier.union, row.file_name, row.department)
    if isinstance(row, ReceivedFile):
        return FileOwner(None, row.mail.union, row.name, row.mail.sender)
    whom = next((str(getattr(row, name)) for name in ("uploaded_by", "person") if getattr(row, name, None)), "")
    title = str(getattr(row, "name", "") or row._meta.verbose_name)
    return FileOwner(None, getattr(row, "union", None), title, whom)


# What ``belonging`` reads beside the row.
BESIDE: dict[type[models.Model], list[str]] = {
    Attachment: ["dossier__union", "dossier__procedure", "dossier__proposer", "uploaded_by"],
    DocumentVersion: ["document__dossier", "document__union", "brought_by"],
    ReadingCopy: ["attachment__dossier__union"],
    SampleFile: ["kind__union", "uploaded_by"],
    ReviewFile: ["review__dossier__union", "review__seat__person"],
    DepartmentRequest: ["dossier__union"],
    ReceivedFile: ["mail__union"],
}


@dataclass(frozen=True)
class MissingFile:
    """A lost file as the administrator sees it."""

    lost: LostFile
    title: str
    whom: str


def still_lost(unions: list[int]) -> models.QuerySet[LostFile]:
    """Lost files of these unions that are not good again; newest first. A file of no union is its bringer's own matter."""
    return LostFile.objects.filter(union__in=unions, good_at=None).select_related("dossier").order_by("-pk")


def in_words(lost: list[LostFile]) -> list[MissingFile]:
    """What people call these files, and whom to ask; a row that is gone by now leaves its file out."""
    models_by_label = {model._meta.label_lower: model for model, _field in kinds()}
    rows: dict[tuple[str, int], models.Model] = {}
    for label, model in models_by_label.items():
        keys = [one.row for one in lost if one.model == label]
        if keys:
            beside = (
                model._base_manager.select_related(*BESIDE[model]) if model in BESIDE else model._base_manager.all()
            )
            rows |= {(label, row.pk): row for row in beside.filter(pk__in=keys)}
    found = []
    for one in lost:
        row = rows.get((one.model, one.row))
        if row is not None:
            about = belonging(row)
            found.append(MissingFile(one, about.title, about.whom))
    return found
