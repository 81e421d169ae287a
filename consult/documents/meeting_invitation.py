"""Giấy mời họp hội đồng."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from consult.models import Dossier, Meeting, Person

from .parts import KIND_NAMES, recipients, seat_rows, signature


def freeze(dossier: Dossier, *, day: date, meeting: Meeting, signer: Person) -> tuple[str, dict[str, Any]]:
    starts = timezone.localtime(meeting.starts_at)
    return f"Giấy mời họp hội đồng {dossier.code}", {
        "kind": KIND_NAMES[dossier.kind],
        "title": dossier.title,
        "union": dossier.union.name,
        "sequence": meeting.sequence,
        "time": f"{starts:%H} giờ {starts:%M}, ngày {starts:%d/%m/%Y}",
        "place": meeting.place,
        "link": meeting.link,
        "agenda": [line.strip() for line in meeting.agenda.splitlines() if line.strip()],
        "seats": seat_rows(dossier),
        "signature": signature(signer, dossier),
        "recipients": recipients(["Như trên"], dossier.procedure.rules.unit),
    }
