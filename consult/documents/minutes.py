"""Biên bản họp hội đồng."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.models import Attendance, DocumentKind, Dossier, Meeting, Motion, Person, Seat
from consult.rules.minutes import MotionResult, result_of
from consult.rules.numbering import MINUTES, written_moment

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .parts import invited, paragraphs, seat_name, written_time

MODES = {"room": "Có mặt", "online": "Dự trực tuyến", "written": "Bằng văn bản", "absent": "Vắng"}
BEFORE = "Có mặt trước khi tạm dừng"
SILENT = "Không gửi ý kiến"
VOTES = {"for": "Tán thành", "against": "Không tán thành", "abstain": "Không biểu quyết", "": ""}
# What is held, in the title; and as the subject of the last sentence.
FORMS = {"meeting": "Họp", "workshop": "Hội thảo lấy ý kiến của", "round": "Lấy ý kiến bằng văn bản của"}
HELD = {"meeting": "Cuộc họp", "workshop": "Hội thảo", "round": "Việc lấy ý kiến"}


def _mode(attendance: Attendance, form: str) -> str:
    if attendance.is_present:
        return MODES[attendance.mode]
    if attendance.mode_before_break:
        return BEFORE
    return SILENT if form == Meeting.Form.ROUND else MODES["absent"]


def _row(attendance: Attendance, form: str) -> dict[str, str]:
    return {
        "name": attendance.seat.person.titled_name,
        "seat": seat_name(attendance.seat),
        "mode": _mode(attendance, form),
        "vote": VOTES[attendance.vote],
        "reserved": attendance.reserved_opinion,
    }


def _absent(attendance: Attendance) -> str:
    reason = attendance.absence_reason.strip().rstrip(".")
    told = f"{attendance.seat.person.titled_name}, {seat_name(attendance.seat)}"
    return f"{told} (lý do: {reason})" if reason else told


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
    return f"Đã xác nhận trên hệ thống lúc {written_moment(timezone.localtime(moment), weekday=False)}"


def _ended(moment: datetime | None) -> str:
    return written_moment(timezone.localtime(moment), weekday=False) if moment else ""


def freeze(dossier: Dossier, *, day: date, meeting: Meeting) -> Frozen:
    whole = meeting.motions.get(is_final=True)
    rows = list(meeting.attendances.select_related("seat__person__expert"))
    names = {row.seat.kind: row.seat.person.titled_name for row in rows if row.mode != Attendance.Mode.ABSENT}
    presider = names.get(Seat.Kind.CHAIR) or names.get(Seat.Kind.DEPUTY, "")
    title = "CHỦ TỊCH HỘI ĐỒNG" if Seat.Kind.CHAIR in names else "PHÓ CHỦ TỊCH HỘI ĐỒNG"
    secretary = names.get(Seat.Kind.SECRETARY, "")
    signs = presider
    if meeting.signed_by is not None and meeting.signed_by.titled_name != presider:
        # Whoever presided has left the council, or somebody stands in for the chair.
        chair = dossier.council.seats.filter(kind=Seat.Kind.CHAIR, released_at=None, person=meeting.signed_by)
        signs = meeting.signed_by.titled_name
        title = "CHỦ TỊCH HỘI ĐỒNG" if chair.exists() else "TUQ. CHỦ TỊCH HỘI ĐỒNG"
    return f"Biên bản họp hội đồng {dossier.code}", {
        "time": written_time(meeting.opened_at or meeting.starts_at),
        "ended": _ended(meeting.closed_at),
        "held": HELD[meeting.form],
        "quorate": meeting.form == Meeting.Form.MEETING,
        "read_out": meeting.read_out,
        "venue": meeting.place or "Họp trực tuyến",
        "seats": len(rows),
        "rows": [_row(row, meeting.form) for row in rows],
        "absent": [_absent(row) for row in rows if _mode(row, meeting.form) == MODES["absent"]],
        **_decided(whole),
        "points": [result_of(MotionResult(**_decided(motion))) for motion in meeting.motions.filter(is_final=False)],
        "form": FORMS[meeting.form],
        "guests": [invited(guest) for guest in meeting.guests.filter(came=True)],
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
            "name": signs,
            "confirmed": _confirmed(meeting.signed_by, meeting.signed_at, signs),
        },
    }


DEFINITION = DocumentDefinition(
    DocumentKind.MINUTES,
    freeze,
    made="a meeting was held",
    signers="secretary and chair, by hand",
    sentences={
        "closing": StandingSentence(
            _("Where the minutes were read to those present"),
            "Biên bản đã được đọc lại cho các thành viên dự họp cùng nghe.",
        ),
        "end": StandingSentence(_("The end"), "{held} kết thúc vào {ended}./."),
    },
    placeholders=("time", "ended", "held", "venue", "presider", "secretary", "present", "seats"),
    recipients=("Thành viên Hội đồng",),
    symbol=MINUTES,
    subject="Biên bản họp hội đồng",
    issued=True,
    sample={
        **samples.COMMON,
        "time": samples.TIME,
        "ended": "11 giờ 30 phút, ngày 05 tháng 01 năm 2026",
        "held": HELD["meeting"],
        "quorate": True,
        "read_out": True,
        "absent": [f"{samples.SEATS[4]['name']}, {samples.SEATS[4]['seat']} (lý do: đi công tác)"],
        "venue": "Phòng họp số 2, trụ sở Liên hiệp Hội",
        "seats": len(samples.SEATS),
        "rows": [
            {
                **seat,
                "mode": MODES["absent" if place == 4 else "room"],
                "vote": VOTES["" if place == 4 else "for"],
                "reserved": "",
            }
            for place, seat in enumerate(samples.SEATS)
        ],
        "present": len(samples.SEATS) - 1,
        "votes_for": len(samples.SEATS) - 1,
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
