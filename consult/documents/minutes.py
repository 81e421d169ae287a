"""Biên bản họp hội đồng."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import Attendance, DocumentKind, Dossier, Meeting, Seat
from consult.rules.meeting import Tally
from consult.rules.numbering import MINUTES

from . import samples
from .paper import Frozen, Paper, Standing
from .parts import SEAT_NAMES, paragraphs, written_time

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


def freeze(dossier: Dossier, *, day: date, meeting: Meeting, tally: Tally) -> Frozen:
    rows = list(meeting.attendances.select_related("seat__person__expert"))
    names = {row.seat.kind: row.seat.person.titled_name for row in rows if row.mode != Attendance.Mode.ABSENT}
    presider = names.get(Seat.Kind.CHAIR) or names.get(Seat.Kind.DEPUTY, "")
    title = "CHỦ TỊCH HỘI ĐỒNG" if Seat.Kind.CHAIR in names else "PHÓ CHỦ TỊCH HỘI ĐỒNG"
    secretary = names.get(Seat.Kind.SECRETARY, "")
    return f"Biên bản họp hội đồng {dossier.code}", {
        "time": written_time(meeting.starts_at),
        "venue": meeting.place or "Họp trực tuyến",
        "seats": len(rows),
        "rows": [_row(row) for row in rows],
        "present": tally.present,
        "votes_for": tally.votes_for,
        "votes_against": tally.votes_against,
        "abstentions": tally.abstentions,
        "passed": tally.passed,
        "tie_broken": tally.tie_broken,
        "minutes": meeting.minutes,
        "conclusion": paragraphs(meeting.conclusion),
        "secretary": secretary,
        "presider": presider,
        "left_signature": {"lines": ["THƯ KÝ HỘI ĐỒNG"], "name": secretary},
        "signature": {"lines": [title], "name": presider},
    }


PAPER = Paper(
    DocumentKind.MINUTES,
    freeze,
    sentences={
        "closing": Standing(
            _("Closing"), "Biên bản được lập xong khi kết thúc cuộc họp, đã đọc lại cho các thành viên cùng nghe."
        )
    },
    placeholders=("time", "venue", "presider", "secretary", "present", "seats"),
    symbol=MINUTES,
    subject="Biên bản họp hội đồng",
    issued=True,
    sample={
        **samples.COMMON,
        "time": "08 giờ 00, ngày 15/01/2026",
        "venue": "Phòng họp số 2, trụ sở Liên hiệp Hội",
        "seats": len(samples.SEATS),
        "rows": [{**seat, "mode": MODES["room"], "vote": VOTES["for"], "reserved": ""} for seat in samples.SEATS],
        "present": len(samples.SEATS),
        "votes_for": len(samples.SEATS),
        "votes_against": 0,
        "abstentions": 0,
        "passed": True,
        "tie_broken": False,
        "minutes": "<p>Chủ tịch Hội đồng khai mạc.</p><p>Các ủy viên phản biện trình bày nhận xét.</p>",
        "conclusion": ["Hội đồng thống nhất nội dung góp ý."],
        "secretary": samples.SEATS[-1]["name"],
        "presider": samples.SEATS[0]["name"],
        "left_signature": {"lines": ["THƯ KÝ HỘI ĐỒNG"], "name": samples.SEATS[-1]["name"]},
        "signature": {"lines": ["CHỦ TỊCH HỘI ĐỒNG"], "name": samples.SEATS[0]["name"]},
    },
)
