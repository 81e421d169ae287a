"""Biên bản họp hội đồng."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from consult.models import Attendance, Dossier, Meeting, Seat
from consult.rules.meeting import Tally

from .parts import KIND_NAMES, SEAT_NAMES

MODES = {"room": "Có mặt", "online": "Dự trực tuyến", "absent": "Vắng"}
VOTES = {"for": "Tán thành", "against": "Không tán thành", "abstain": "Không biểu quyết", "": ""}


def _row(attendance: Attendance) -> dict[str, str]:
    return {
        "name": attendance.seat.person.titled_name,
        "seat": SEAT_NAMES[Seat.Kind(attendance.seat.kind)],
        "mode": MODES[attendance.mode],
        "vote": VOTES[attendance.vote],
        "reserved": attendance.reserved_opinion,
    }


def freeze(dossier: Dossier, *, day: date, meeting: Meeting, tally: Tally) -> tuple[str, dict[str, Any]]:
    starts = timezone.localtime(meeting.starts_at)
    rows = list(meeting.attendances.select_related("seat__person__expert"))
    names = {row.seat.kind: row.seat.person.titled_name for row in rows if row.mode != Attendance.Mode.ABSENT}
    presider = names.get(Seat.Kind.CHAIR) or names.get(Seat.Kind.DEPUTY, "")
    return f"Biên bản họp hội đồng {dossier.code}", {
        "kind": KIND_NAMES[dossier.kind],
        "title": dossier.title,
        "time": f"{starts:%H} giờ {starts:%M}, ngày {starts:%d/%m/%Y}",
        "place": meeting.place or "Họp trực tuyến",
        "seats": len(rows),
        "rows": [_row(row) for row in rows],
        "present": tally.present,
        "votes_for": tally.votes_for,
        "votes_against": tally.votes_against,
        "abstentions": tally.abstentions,
        "passed": tally.passed,
        "tie_broken": tally.tie_broken,
        "minutes": [line.strip() for line in meeting.minutes.splitlines() if line.strip()],
        "conclusion": [line.strip() for line in meeting.conclusion.splitlines() if line.strip()],
        "secretary": names.get(Seat.Kind.SECRETARY, ""),
        "presider": presider,
        "presider_title": "Chủ tịch hội đồng" if Seat.Kind.CHAIR in names else "Phó chủ tịch hội đồng",
    }
