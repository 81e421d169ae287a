"""Giấy mời họp hội đồng."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Meeting, Person, Seat
from consult.rules.numbering import INVITATION

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .names import SEAT_NAMES
from .parts import paragraphs, seat_rows, signature, written_time

# So many names stand in the letter itself; of more, a list is its annex.
MOST_IN_THE_LETTER = 5
OCCASIONS = {"meeting": "cuộc họp", "workshop": "hội thảo", "round": "việc lấy ý kiến bằng văn bản"}
FORMS = {"meeting": "Họp", "workshop": "Hội thảo lấy ý kiến của", "round": "Lấy ý kiến bằng văn bản của"}


def freeze(dossier: Dossier, *, day: date, meeting: Meeting, signer: Person) -> Frozen:
    rows = seat_rows(dossier)
    asked = meeting.guests.filter(by_themselves=False)
    guests = [{"name": guest.name, "employer": guest.organisation} for guest in asked]
    written = meeting.form == Meeting.Form.ROUND
    return f"Giấy mời họp hội đồng {dossier.code}", {
        "sequence": meeting.sequence,
        "form": FORMS[meeting.form],
        "occasion": OCCASIONS[meeting.form],
        "by_writing": written,
        "time": written_time(meeting.starts_at),
        "venue": meeting.place,
        "link": meeting.link,
        "agenda": [point.rstrip(".;") for point in paragraphs(meeting.agenda)],
        "presider": "" if written else _presider(rows, deputy=meeting.deputy_presides),
        "seats": rows,
        "guests": guests,
        "annexed": len(rows) + len(guests) > MOST_IN_THE_LETTER,
        "last_seat": len(rows),
        "signature": signature(signer, dossier.union),
    }


def _presider(rows: list[dict[str, str]], *, deputy: bool) -> str:
    called = SEAT_NAMES[Seat.Kind.DEPUTY if deputy else Seat.Kind.CHAIR]
    return next((f"{row['name']}, {row['seat']}" for row in rows if row["seat"] == called), "")


SAMPLE = {
    **samples.COMMON,
    "sequence": 1,
    "form": FORMS["meeting"],
    "occasion": OCCASIONS["meeting"],
    "by_writing": False,
    "time": samples.TIME,
    "venue": "Phòng họp số 2, trụ sở Liên hiệp Hội",
    "link": "",
    "agenda": ["Khai mạc, giới thiệu thành phần", "Ủy viên phản biện trình bày", "Thảo luận, biểu quyết"],
    "presider": f"{samples.SEATS[0]['name']}, {samples.SEATS[0]['seat']}",
    "seats": samples.SEATS,
    "guests": [{"name": "Hà Thị Sở Nhiên", "employer": "Sở Tài chính"}],
    "annexed": True,
    "last_seat": len(samples.SEATS),
    "signature": samples.SIGNATURE,
}

DEFINITION = DocumentDefinition(
    DocumentKind.MEETING_INVITATION,
    freeze,
    made="a meeting is called",
    signers="officer, body",
    sentences={
        "opening": StandingSentence(_("Opening"), "{union} trân trọng kính mời:"),
        "about": StandingSentence(
            _("To what people are invited"), "{occasion} của Hội đồng {kind} về hồ sơ “{title}” của {proposer}."
        ),
        "closing": StandingSentence(
            _("Closing"), "Đề nghị các ông, bà nghiên cứu hồ sơ, sắp xếp thời gian tham dự đầy đủ và đúng giờ./."
        ),
        "closing_written": StandingSentence(
            _("Closing, where people vote in writing"),
            "Đề nghị các ông, bà nghiên cứu hồ sơ và gửi ý kiến đúng thời hạn./.",
        ),
    },
    placeholders=("sequence", "occasion", "time", "venue", "presider"),
    recipients=("Như thành phần mời",),
    symbol=INVITATION,
    subject="Giấy mời họp hội đồng",
    issued=True,
    sealed=True,
    sample=SAMPLE,
)
