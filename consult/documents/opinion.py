"""Báo cáo kết quả tư vấn, phản biện: the opinion that the union issues."""

from __future__ import annotations

from datetime import date
from typing import Any

from consult.models import Dossier, Opinion, Person

from .parts import KIND_NAMES, grounds, recipients, signature


def freeze(dossier: Dossier, *, day: date, opinion: Opinion, signer: Person) -> tuple[str, dict[str, Any]]:
    kind = KIND_NAMES[dossier.kind]
    return f"Báo cáo kết quả {kind} {dossier.code}", {
        "kind": kind,
        "title": dossier.title,
        "proposer": dossier.proposer.name,
        "union": dossier.union.name,
        "grounds": grounds(dossier, day, f"Xét hồ sơ số {dossier.code} của {dossier.proposer.name}"),
        "body": opinion.body,
        "conclusion": [line.strip() for line in opinion.conclusion.splitlines() if line.strip()],
        "signature": signature(signer, dossier),
        "recipients": recipients([dossier.proposer.name, "Thường trực Liên hiệp Hội"], dossier.procedure.rules.unit),
    }
