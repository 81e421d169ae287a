"""The fuel station of Pơng Đrang, from submission to archive, with everything that goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from consult import clock
from consult.actions.suggesting import check_council, propose_for
from consult.commands import reviewers
from consult.models import Dossier, Meeting, Review, SubjectArea

from .office import Office
from .walk import Walk

FUEL_STATION = "Đề nghị chấp thuận chủ trương đầu tư dự án Cửa hàng kinh doanh xăng dầu Pơng Đrang"
PLACE = "Xã Pơng Đrang, tỉnh Đắk Lắk"
SEATS = ("chair", "deputy", "reviewer", "reviewer", "member", "member", "secretary")


class DifferentError(AssertionError):
    """The rehearsal came to something other than expected."""


def expect(actual: object, wanted: object, what: str) -> None:
    """Raise ``DifferentError`` unless both are equal."""
    if actual != wanted:
        raise DifferentError(f"{what}: expected {wanted!r}, got {actual!r}")


def rehearse(office: Office, say: Callable[[str], None], settle: Callable[[Dossier], None]) -> Dossier:
    """Play the whole case in ``office``; ``say`` gets a line for each step.

    Raises ``DifferentError``, or whatever a step raises.
    """
    walk = Walk(office, settle)
    subject_areas = SubjectArea.objects.filter(parent=None, name__in=["Giao thông", "Môi trường", "An toàn phòng cháy"])
    dossier = walk.submit(
        by=office.investor_person,
        procedure=office.investment,
        title=FUEL_STATION,
        location=PLACE,
        subject_areas=subject_areas,
    )
    expect(dossier.attachments.count(), 7, "attachments handed in")
    say(f"nộp hồ sơ {dossier.code} với 7 tài liệu")
    _intake(walk, say)
    _council(walk, say)
    _reviews(walk, say)
    _meetings(walk, say)
    _opinion(walk, say)
    return walk.dossier


def _intake(walk: Walk, say: Callable[[str], None]) -> None:
    office = walk.office
    findings = {"finance": (False, "Thiếu xác nhận số dư của ngân hàng"), "project": (True, "")}
    walk.do("check_completeness", office.officer, decision="supplement", findings=findings)
    expect(walk.dossier.step, "supply_supplement", "step")
    say("yêu cầu bổ sung tài liệu năng lực tài chính")
    walk.attach("finance", office.investor_person)
    walk.do("supply_supplement", office.investor_person)
    say("nhà đầu tư nộp bổ sung")
    walk.do("check_completeness", office.officer, decision="accept", findings={"finance": (True, "")})
    expect(walk.dossier.step, "propose_council", "step")
    say("hồ sơ đầy đủ, được tiếp nhận")


def _council(walk: Walk, say: Callable[[str], None]) -> None:
    office = walk.office
    walk.do("propose_council", office.officer, seats=walk.seats(chair=1))
    say("đề xuất hội đồng 7 thành viên")
    walk.do("approve_council", office.leader, decision="send_back", remarks="Cần người am hiểu quy hoạch làm chủ tịch.")
    expect(walk.dossier.step, "propose_council", "step")
    say("lãnh đạo trả lại đề xuất")
    proposed = propose_for(walk.dossier, SEATS)
    expect([kind for _person, kind in proposed.seats], list(SEATS), "seats suggested")
    checked = check_council(walk.dossier, proposed.seats)
    expect((checked.problems, checked.remarks), ([], []), "objections to the suggested council")
    walk.do("propose_council", office.officer, seats=proposed.seats)
    say(
        f"hệ thống đề xuất hội đồng đủ lĩnh vực, không xung đột; {len(proposed.left_out)} người không được chọn, có lý do"
    )
    walk.approve_council(office.leader)
    expect(walk.dossier.step, "collect_reviews", "step")
    say("lãnh đạo phê duyệt; quyết định thành lập hội đồng được cấp số")


def _reviews(walk: Walk, say: Callable[[str], None]) -> None:
    office = walk.office
    first, second = walk.open_reviews()
    walk.do("answer_invitation", first.seat.person, decision="decline", reason="Đi công tác dài ngày.")
    say(f"{first.seat.person.name} từ chối phản biện")
    seated = set(walk.dossier.council.seats.values_list("person", flat=True))
    free = next(person for person in office.experts if person.pk not in seated)
    replacement = reviewers.replace_reviewer(
        review_id=first.pk, by=office.officer, person=free, reason="Người được mời từ chối."
    )
    say(f"mời {replacement.seat.person.name} thay thế")
    for review in (replacement, second):
        walk.accept(review.seat.person)
        walk.review(review.seat.person)
        say(f"{review.seat.person.name} nhận lời và nộp phiếu nhận xét")
    expect(walk.dossier.reviews.filter(state=Review.State.HANDED_IN).count(), 2, "reviews")
    expect(walk.dossier.step, "call_meeting", "step")


def _meetings(walk: Walk, say: Callable[[str], None]) -> None:
    starts = walk.call_meeting()
    say("gửi giấy mời họp lần 1")
    with clock.at(starts + timedelta(hours=3)):
        expect(walk.hold_meeting(absent=("member", "deputy")), Meeting.State.NO_QUORUM, "first meeting")
        say("họp lần 1 không đủ thành phần")
        starts = walk.call_meeting()
        say("gửi giấy mời họp lần 2")
    with clock.at(starts + timedelta(hours=3)):
        meeting = walk.keep_meeting()
        votes = [(one.secret, one.votes_for, one.abstentions, one.passed) for one in meeting.motions.all()]
        expect(votes, [(True, 6, 1, True), (False, 6, 1, True)], "votes of the second meeting")
        say("họp lần 2 đủ thành phần: một nội dung bỏ phiếu kín, nội dung chung biểu quyết công khai")
        walk.sign_minutes()
        meeting.refresh_from_db()
        expect((meeting.state, meeting.passed), (Meeting.State.HELD, True), "second meeting")
        say("biên bản được ghi tự động từ diễn biến, chủ tịch hội đồng ký")
    bring_back(walk)


def bring_back(walk: Walk) -> None:
    """What days to come have asked for is due today: workers live by the true clock."""
    now = clock.now()
    walk.dossier.jobs.filter(run_after__gt=now).update(run_after=now, dispatched_at=now - timedelta(minutes=1))


def _opinion(walk: Walk, say: Callable[[str], None]) -> None:
    office = walk.office
    chair = walk.seat("chair")
    walk.draft()
    walk.do("approve_opinion", chair, decision="send_back", remarks="Nêu rõ hơn về nước ngầm.")
    expect(walk.dossier.step, "draft_opinion", "step")
    say("chủ tịch hội đồng trả lại dự thảo")
    walk.draft()
    walk.do("approve_opinion", chair, decision="approve")
    say("chủ tịch hội đồng duyệt dự thảo")
    walk.do("sign_opinion", office.leader, decision="approve")
    say("lãnh đạo ký")
    walk.issue()
    expect(walk.dossier.step, "respond", "step")
    opinion = walk.dossier.documents.get(kind="opinion")
    say(f"văn thư cấp số {opinion.entry.symbol} và ban hành")  # type: ignore[union-attr]
    walk.do("respond", office.investor_person, body="Nhà đầu tư tiếp thu toàn bộ ý kiến và bổ sung giếng quan trắc.")
    say("nhà đầu tư tiếp thu, giải trình")
    walk.do("archive_dossier", office.officer)
    expect((walk.dossier.stage, walk.dossier.outcome), ("closed", "archived"), "end")
    say("lưu hồ sơ")
