"""Biên bản họp hội đồng."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult.models import Attendance, DocumentKind, Dossier, Meeting, Motion, Person, Seat
from consult.rules.minutes import MotionResult, result_of
from consult.rules.numbering import MINUTES

from . import samples
from .paper import Frozen, Paper, StandingSentence
from .parts import paragraphs, seat_name, written_time

MODES = {"room": "Có mặt", "online": "Dự trực tuyến", "written": "Bằng văn bản", "absent": "Vắng"}
BEFORE = "Có mặt trước khi tạm dừng"
VOTES = {"for": "Tán thành", "against": "Không tán thành", "abstain": "Không biểu quyết", "": ""}


def _row(attendance: Attendance) -> dict[str, str]:
    return {
        "name": attendance.seat.person.titled_name,
        "seat": seat_name(attendance.seat),
        "mode": BEFORE if not attendance.is_present and attendance.mode_before_break else MODES[attendance.mode],
        "vote": VOTES[attendance.vote],
        "reserved": attendance.reserved_opinion,
    }


FORMS = {"meeting": "Họp", "workshop": "Hội thảo lấy ý kiến của", "round": "Lấy ý kiến bằng văn bản của"}


def _decided(motion: Motion) -> dict[str, Any]:
    return {
        "text": motion.text,
        "secret": motion.secret,
        "present": motion.present,
        "votes_for": motion.votes_for,
        "votes_against": motion.votes_against,
        "abstentions": motion.abstentions,
        "passed": bool(motion.passed),
        "tie_broken": motion.tie_broken,
    }


def _confirmed(person: Person | None, moment: datetime | None, name: str) -> str:
    """That somebody confirmed the minutes here, under their own account; "" where another did it for them."""
    if person is None or moment is None or person.titled_name != name:
        return ""
    return f"Đã xác nhận trên hệ thống lúc {written_time(moment)}"


def freeze(dossier: Dossier, *, day: date, meeting: Meeting) -> Frozen:
    whole = meeting.motions.get(is_final=True)
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
        **_decided(whole),
        "points": [result_of(MotionResult(**_decided(motion))) for motion in meeting.motions.filter(is_final=False)],
        "form": FORMS[meeting.form],
        "guests": [
            ", ".join(part for part in (guest.name, guest.organisation) if part)
            for guest in meeting.guests.filter(came=True)
        ],
        "minutes": meeting.minutes,
        "conclusion": paragraphs(meeting.conclusion),
        "secretary": secretary,
        "presider": presider,
        "left_signature": {
            "lines": ["THƯ KÝ HỘI ĐỒNG"],
            "name": secretary,
            "confirmed": _confirmed(meeting.minuted_by, meeting.minuted_at, secretary),
        },
        "signature": {
            "lines": [title],
            "name": presider,
            "confirmed": _confirmed(meeting.signed_by, meeting.signed_at, presider),
        },
    }


PAPER = Paper(
    DocumentKind.MINUTES,
    freeze,
    made="a meeting was held",
    signers="secretary and chair, by hand",
    sentences={
        "closing": StandingSentence(
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
        "text": "Thông qua ý kiến của Hội đồng",
        "secret": False,
        "points": [],
        "form": FORMS["meeting"],
        "guests": [],
        "minutes": "<p>Chủ tịch Hội đồng khai mạc.</p><p>Các ủy viên phản biện trình bày nhận xét.</p>",
        "conclusion": ["Hội đồng thống nhất nội dung góp ý."],
        "secretary": samples.SEATS[-1]["name"],
        "presider": samples.SEATS[0]["name"],
        "left_signature": {"lines": ["THƯ KÝ HỘI ĐỒNG"], "name": samples.SEATS[-1]["name"]},
        "signature": {"lines": ["CHỦ TỊCH HỘI ĐỒNG"], "name": samples.SEATS[0]["name"]},
    },
)
