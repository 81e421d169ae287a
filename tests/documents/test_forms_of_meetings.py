"""Invitations, minutes and receipts in the form of Nghị định 30/2020/NĐ-CP; minutes say nothing that nobody said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from consult import clock
from consult.documents import DEFINITIONS, pdf
from consult.documents.meeting_invitation import MOST_IN_THE_LETTER
from consult.documents.names import name_together, words_together
from consult.models import Document
from consult.rules.meeting import time_problem
from consult.rules.numbering import written_moment
from tests.refusals import refused

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def html_of(document: Document) -> str:
    return pdf.to_html(document.kind, document.title, document.versions.latest("version").data).replace("\u00a0", " ")


def held(walk, **said) -> Document:
    walk.call_meeting()
    seats = walk.dossier.council.seats.filter(released_at=None)
    away = seats.filter(kind="member").first()
    rows = {seat.pk: {"mode": "absent"} if seat == away else {"mode": "room", "vote": "for"} for seat in seats}
    walk.do(
        "hold_meeting", walk.office.officer, attendance=rows, minutes="Thảo luận.", conclusion="Một.\nHai.",
        absences={away.pk: " đi công tác. "}, **{**walk.hours(), **said},
    )  # fmt: skip
    return walk.dossier.documents.get(kind="minutes")


def test_minutes_say_when_it_began_and_ended_and_who_was_absent_why(reviewed):
    minutes = held(reviewed)
    data, html = minutes.versions.get().data, html_of(minutes)
    meeting = reviewed.dossier.council.meetings.get()
    assert (meeting.closed_at - meeting.opened_at) == timedelta(hours=2, minutes=30)
    assert "giờ" in data["ended"]
    assert f"Thời gian bắt đầu: {data['time']}." in html
    assert f"Cuộc họp kết thúc vào {data['ended']}./." in html
    away = meeting.attendances.get(mode="absent")
    assert data["absent"] == [f"{away.seat.person.titled_name}, Ủy viên (lý do: đi công tác)"]
    assert data["recipients"] == ["- Thành viên Hội đồng;", "- Lưu: VT, TVPB."]
    assert "1. Một." in html
    assert "2. Hai." in html


@pytest.mark.parametrize("read_out", [True, False])
def test_minutes_were_read_out_only_if_somebody_says_so(reviewed, read_out):
    assert ("đã được đọc lại" in html_of(held(reviewed, read_out=read_out))) == read_out


def test_minutes_are_not_older_than_their_meeting(reviewed):
    now = clock.now()
    for said, code in (
        ({"began_at": None}, "minutes_before_meeting"),
        ({"ended_at": now + HOUR}, "minutes_before_meeting"),
        ({"ended_at": None}, "end_missing"),
        ({"began_at": now - HOUR, "ended_at": now - HOUR}, "ends_before_it_begins"),
    ):
        with refused(code):
            if not reviewed.dossier.council.meetings.exists():
                held(reviewed, **said)
            else:
                again(reviewed, **said)
    again(reviewed)
    assert reviewed.dossier.documents.filter(kind="minutes").count() == 1


def again(walk, **said) -> None:
    rows = {seat.pk: {"mode": "room", "vote": "for"} for seat in walk.dossier.council.seats.filter(released_at=None)}
    hours = {**walk.hours(), **said}
    walk.do("hold_meeting", walk.office.officer, attendance=rows, minutes="Thảo luận.", **hours)


@pytest.mark.parametrize(
    ("began", "ended", "code"),
    [
        (NOON - 2 * HOUR, NOON, None),
        (NOON - 2 * HOUR, None, "end_missing"),
        (NOON + HOUR, None, "minutes_before_meeting"),
        (NOON - HOUR, NOON + HOUR, "minutes_before_meeting"),
        (NOON - HOUR, NOON - HOUR, "ends_before_it_begins"),
    ],
)
def test_when_a_meeting_can_have_been(began, ended, code):
    problem = time_problem(began, ended, NOON)
    assert (problem and problem.code) == code


def test_who_never_came_to_a_session_is_in_its_minutes(reviewed):
    reviewed.call_meeting()
    with clock.at(reviewed.dossier.council.meetings.get().starts_at):
        seats = list(reviewed.dossier.council.seats.filter(released_at=None).select_related("person"))
        away = next(seat for seat in seats if seat.kind == "member")
        officer = reviewed.office.officer
        for seat in seats:
            if seat != away:
                reviewed.act_in_session("presence", officer, seat=seat.pk, mode="room")
        reviewed.act_in_session("open", officer)
        whole = reviewed.dossier.council.meetings.get().motions.get(is_final=True)
        reviewed.act_in_session("put", officer, motion=whole.pk)
        for seat in seats:
            if seat != away:
                reviewed.act_in_session("vote", seat.person, motion=whole.pk, choice="for")
        reviewed.act_in_session("count", officer, motion=whole.pk)
        reviewed.act_in_session("close", officer)
        reviewed.do("hold_meeting", officer, minutes="<p>Họp.</p>", absences={away.pk: "ốm", seats[0].pk: "không"})
        reviewed.do("sign_minutes", reviewed.seat("chair"), decision="approve")
    data = reviewed.dossier.documents.get(kind="minutes").versions.get().data
    assert data["absent"] == [f"{away.person.titled_name}, Ủy viên (lý do: ốm)"]
    assert (data["seats"], data["present"]) == (len(seats), len(seats) - 1)


def test_a_written_round_claims_no_quorum_of_a_meeting(reviewed):
    until = clock.now() + timedelta(days=3)
    reviewed.do("call_meeting", reviewed.office.officer, form="round", starts_at=until)
    invitation = html_of(reviewed.dossier.documents.get(kind="meeting_invitation"))
    assert "Thời hạn gửi ý kiến: trước" in invitation
    assert "việc lấy ý kiến bằng văn bản của Hội đồng" in invitation
    assert "Chủ trì:" not in invitation
    sample = dict(DEFINITIONS["minutes"].sample)
    for quorate in (True, False):
        html = pdf.to_html("minutes", "x", {**sample, "quorate": quorate})
        assert ("đủ điều kiện" in html) == quorate


def test_an_invitation_says_to_what_under_whom_when_and_where(reviewed):
    reviewed.call_meeting()
    letter = reviewed.dossier.documents.get(kind="meeting_invitation")
    html, data = html_of(letter), letter.versions.get().data
    chair = reviewed.seat("chair").titled_name
    wanted = (
        "trân trọng kính mời:", "Tới dự: cuộc họp của Hội đồng tư vấn", f"Chủ trì: {chair}, Chủ tịch Hội đồng.",
        f"Thời gian: {data['time']}.", "Địa điểm: Phòng họp số 2", "Các vấn đề cần lưu ý:",
    )  # fmt: skip
    places = [html.index(part) for part in wanted]
    assert places == sorted(places)
    assert len(data["seats"]) > MOST_IN_THE_LETTER
    symbol, day = letter.entry.symbol, data["heading"]["date"]
    assert f"(Kèm theo Giấy mời số {symbol} {day} của {reviewed.office.union.name})" in html


def test_few_people_are_named_in_the_letter_itself():
    sample = dict(DEFINITIONS["meeting_invitation"].sample)
    html = pdf.to_html("meeting_invitation", "x", {**sample, "seats": sample["seats"][:3], "annexed": False})
    assert "Phụ lục" not in html
    assert f"- {sample['seats'][2]['name']}, Ủy viên phản biện;" in html
    assert "- Hà Thị Sở Nhiên, Sở Tài chính." in html


def test_a_receipt_is_signed_by_who_hands_in_and_who_takes_in(walk):
    data = walk.dossier.documents.get(kind="receipt").versions.get().data
    assert (data["left_signature"]["name"], data["signature"]["name"]) == (walk.dossier.submitter.name, "")


def test_a_proposer_numbers_their_own_letter_by_hand(issued):
    issued.do("respond", issued.office.investor_person, body="Tiếp thu.")
    data = issued.dossier.documents.get(kind="response").versions.get().data
    assert data["heading"]["number"].strip() == "/…"
    assert data["recipients"] == ["- Như trên;", "- Lưu: VT."]


@pytest.mark.parametrize("kind", list(DEFINITIONS))
def test_who_is_addressed_is_the_first_who_receives(kind):
    definition = DEFINITIONS[kind]
    html = pdf.to_html(kind, "x", {**definition.sample, "recipients": ["x"], "say": {}})
    if "Kính gửi:" in html:
        assert definition.recipients[0] == "Như trên"


def test_letters_are_about_the_project_and_not_about_a_code():
    for kind, definition in DEFINITIONS.items():
        html = pdf.to_html(kind, "x", {**definition.sample, "say": {}})
        top = html.split("V/v", 1)[-1].split("</table>", 1)[0] if "V/v" in html else ""
        subject = html.split('class="subject">', 1)[-1].split("</p>", 1)[0] if 'class="subject"' in html else ""
        without = kind in ("archive_contents", "certified_copy")
        assert definition.sample["title"] in top + subject or without, kind
        assert "HS-2026" not in top + subject or kind == "archive_contents", kind


def test_times_are_written_out():
    for day, name in ((5, "thứ Hai"), (10, "thứ Bảy"), (11, "Chủ nhật")):
        moment = datetime(2026, 1, day, 8, 5, tzinfo=UTC)
        assert written_moment(moment) == f"08 giờ 05 phút, ngày {day:02d} tháng 01 năm 2026 ({name})"
    assert (
        written_moment(datetime(2026, 3, 1, 8, 0, tzinfo=UTC), weekday=False)
        == "08 giờ 00 phút, ngày 01 tháng 3 năm 2026"
    )


def test_compounds_and_names_are_kept_whole():
    assert words_together("TRƯỞNG BAN TƯ VẤN, PHẢN BIỆN") == "TRƯỞNG\u00a0BAN TƯ\u00a0VẤN, PHẢN\u00a0BIỆN"
    assert words_together("Phó Chủ tịch Hội đồng") == "Phó\u00a0Chủ\u00a0tịch Hội\u00a0đồng"
    assert " " not in name_together("Nguyễn Thị Tường Vy")
    assert name_together("Nguyễn Phúc Công Huyền Tôn Nữ Thị Bảo Quỳnh Hương").count("\u00a0") == 1
