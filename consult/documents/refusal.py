"""Thông báo không tiếp nhận hồ sơ."""

from __future__ import annotations

from datetime import date
from typing import Any

from consult.models import Dossier, Person

from .parts import recipients, signature


def freeze(dossier: Dossier, *, day: date, reason: str, signer: Person) -> tuple[str, dict[str, Any]]:
    return f"Thông báo không tiếp nhận hồ sơ {dossier.code}", {
        "code": dossier.code,
        "proposer": dossier.proposer.name,
        "union": dossier.union.name,
        "title": dossier.title,
        "reason": reason.strip(),
        "signature": signature(signer, dossier),
        "recipients": recipients([dossier.proposer.name], dossier.procedure.rules.unit),
    }
