"""Công văn đề nghị bổ sung hồ sơ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from consult.models import Checked, Dossier, Person

from .parts import recipients, signature


def freeze(
    dossier: Dossier, *, day: date, checks: Sequence[Checked], reason: str, signer: Person
) -> tuple[str, dict[str, Any]]:
    rules = dossier.procedure.rules
    items = [(rules.item(check.item), check) for check in checks]
    return f"Đề nghị bổ sung hồ sơ {dossier.code}", {
        "code": dossier.code,
        "proposer": dossier.proposer.name,
        "union": dossier.union.name,
        "title": dossier.title,
        "items": [{"title": item.title if item else check.item, "remark": check.remark} for item, check in items],
        "reason": reason.strip(),
        "days": rules.days.supplement,
        "signature": signature(signer, dossier),
        "recipients": recipients(["Như trên"], rules.unit),
    }
