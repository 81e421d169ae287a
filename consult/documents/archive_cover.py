"""Bìa hồ sơ lưu."""

from __future__ import annotations

from datetime import date

from consult.models import DocumentKind, Dossier

from . import samples
from .definition import DocumentDefinition, Frozen
from .parts import seat_rows


def freeze(dossier: Dossier, *, day: date, documents: int, sheets: int) -> Frozen:
    begun = dossier.submitted_at or dossier.created_at
    chair = next(iter(seat_rows(dossier)), {"name": ""}) if hasattr(dossier, "council") else {"name": ""}
    return f"Bìa hồ sơ {dossier.code}", {
        "procedure": dossier.procedure.name,
        "location": dossier.location,
        "begun": f"{begun:%d/%m/%Y}",
        "ended": f"{day:%d/%m/%Y}",
        "documents": documents,
        "sheets": sheets,
        "chair": chair["name"],
        "unit": dossier.union.name,
    }


DEFINITION = DocumentDefinition(
    DocumentKind.ARCHIVE_COVER,
    freeze,
    made="the dossier is archived",
    authored=False,
    sample={
        **samples.COMMON,
        "procedure": "Chấp thuận chủ trương đầu tư",
        "location": "Xã Suối Mơ",
        "begun": "02/01/2026",
        "ended": "20/03/2026",
        "documents": 12,
        "sheets": 31,
        "chair": samples.SEATS[0]["name"],
        "unit": "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh",
    },
)
