"""Phiếu tiếp nhận hồ sơ."""

from __future__ import annotations

from datetime import date
from typing import Any

from consult.models import Dossier

from .parts import KIND_NAMES, checklist


def freeze(dossier: Dossier, *, day: date) -> tuple[str, dict[str, Any]]:
    return f"Phiếu tiếp nhận hồ sơ {dossier.code}", {
        "code": dossier.code,
        "proposer": dossier.proposer.name,
        "submitter": dossier.submitter.name,
        "contact": dossier.contact,
        "title": dossier.title,
        "kind": KIND_NAMES[dossier.kind],
        "procedure": dossier.procedure.name,
        "papers": [row for row in checklist(dossier) if row["name"]],
        "days": dossier.procedure.rules.days.completeness,
    }
