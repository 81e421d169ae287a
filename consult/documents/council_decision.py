"""Quyết định thành lập hội đồng, with the list of seats as annex."""

from __future__ import annotations

from datetime import date
from typing import Any

from consult.models import Dossier, Person

from .parts import KIND_NAMES, grounds, recipients, seat_rows, signature


def freeze(dossier: Dossier, *, day: date, signer: Person) -> tuple[str, dict[str, Any]]:
    seats = seat_rows(dossier)
    sign = signature(signer, dossier)
    kind = KIND_NAMES[dossier.kind]
    unit = dossier.procedure.rules.unit
    return f"Quyết định thành lập hội đồng {kind} {dossier.code}", {
        "kind": kind,
        "title": dossier.title,
        "proposer": dossier.proposer.name,
        "union": dossier.union.name,
        "authority": sign["lines"][-1],
        "grounds": grounds(dossier, day, f"Xét hồ sơ số {dossier.code} của {dossier.proposer.name}"),
        "seats": seats,
        "signature": sign,
        "recipients": recipients(["Như Điều 3", dossier.proposer.name], unit),
    }
