"""Walking a dossier through the procedure, by the people who would do it. Used by the demo and by the rehearsal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from viewflow.workflow import STATUS

from consult import clock
from consult.actions.describing import describe_dossier
from consult.actions.intake import draft_dossier
from consult.actions.uploads import add_file
from consult.commands import dossiers, meetings, steps
from consult.models import Dossier, Meeting, Person, Procedure, Review, Seat, SubjectArea, Task
from consult.queries.meeting import composed_minutes
from consult.rules.questions import NO, YES_NO, Question, answers_of

from .files import attachment
from .office import Office

Seats = Sequence[tuple[Person, str]]

RECOMMEND = "changes"
TEXTS = {
    "planning": "Vị trí phù hợp với quy hoạch được duyệt; cần làm rõ khoảng cách đến giao lộ và khu dân cư hiện hữu.",
    "safety": "Phương án phòng cháy cơ bản đáp ứng; đề nghị bổ sung làn giảm tốc và tính toán tầm nhìn tại lối ra.",
    "environment": "Khu vực có tầng nước ngầm nông; cần giếng quan trắc và phương án ứng phó sự cố tràn dầu.",
    "economy": "Nhu cầu nhiên liệu có thật; vốn tự có đạt tỷ lệ quy định; tiến độ 12 tháng là khả thi.",
    "need": "Dự thảo có căn cứ pháp lý đầy đủ, xuất phát từ nhu cầu thực tiễn của địa phương.",
    "content": "Mục tiêu rõ; một số giải pháp còn chung chung, cần phân công cụ thể hơn.",
    "feasibility": "Nguồn lực dự kiến chưa gắn với khả năng cân đối ngân sách; đề nghị chia giai đoạn.",
    "impact": "Tác động tích cực đến đời sống; cần theo dõi nhóm hộ khó khăn.",
    "proposal": "Đề nghị tiếp thu các ý kiến trên trước khi trình cấp có thẩm quyền.",
}
OPINION = """<h3>1. Về sự phù hợp và căn cứ</h3>
<p>Hồ sơ được lập đầy đủ, đúng thành phần; nội dung phù hợp với quy hoạch và định hướng phát triển của địa phương.</p>
<h3>2. Về nội dung chuyên môn</h3>
<ul><li>Bổ sung làn giảm tốc, biển báo và tính toán tầm nhìn tại lối ra vào;</li>
<li>Lắp đặt giếng quan trắc nước ngầm, lập phương án ứng phó sự cố;</li>
<li>Làm rõ khoảng cách an toàn đến công trình lân cận.</li></ul>
<p>Các ý kiến trên đã được Hội đồng thảo luận và thống nhất.</p>"""
CONCLUSION = "Đề nghị cấp có thẩm quyền xem xét, chấp thuận sau khi hồ sơ được hoàn thiện theo các ý kiến nêu trên."


def usual_answers(lines: Iterable[Question]) -> dict[str, str]:
    """No to what is answered with yes or no, and the first of what may be chosen."""
    return {one.code: NO if one.kind == YES_NO else answers_of(one)[0] for one in lines}


class Walk:
    """One dossier on its way. ``settle`` is called where the flow waits for a document."""

    def __init__(self, office: Office, settle: Callable[[Dossier], None]) -> None:
        self.office = office
        self.settle = settle
        self.dossier: Dossier

    def submit(
        self,
        *,
        by: Person,
        procedure: Procedure,
        title: str,
        location: str,
        subject_areas: Iterable[SubjectArea] = (),
        kind: str = "advice",
        answers: Mapping[str, str] | None = None,
        upto: str = "submitted",
    ) -> Dossier:
        """Draft, describe, bring every required attachment and hand in.

        Of the questions of the procedure ``answers`` says what is not ``usual_answers``.
        """
        proposer = by.memberships.select_related("organisation").get(role="proposer").organisation
        self.dossier = draft_dossier(procedure=procedure, proposer=proposer, by=by, title=title)
        describe_dossier(
            dossier=self.dossier,
            by=by,
            title=title,
            kind=kind,
            location=location,
            summary=f"{proposer.name} đề nghị Liên hiệp Hội cho ý kiến về: {title}.",
            contact=f"{by.name} · {by.phone}".strip(" ·"),
            subject_areas=subject_areas,
            answers={**usual_answers(procedure.rules.questions), **(answers or {})},
        )
        for item in self.dossier.asked_items():
            if item.required:
                self.attach(item.code, by)
        if upto == "submitted":
            self.dossier = dossiers.submit(dossier_id=self.dossier.pk, by=by)
        return self.dossier

    def attach(self, code: str, by: Person) -> None:
        """Bring an attachment; brought again, it is a new version."""
        item = self.dossier.procedure.rules.item(code)
        assert item is not None
        before = self.dossier.attachments.filter(item=code).last()
        subject = f"{self.dossier.title} (bản sửa đổi, bổ sung)" if before else self.dossier.title
        upload = attachment(item, subject, self.dossier.proposer.name)
        add_file(
            dossier_id=self.dossier.pk, item_code=code, upload=upload, by=by, replaces=before.pk if before else None
        )

    def task(self, node: str, person: Person | None = None) -> Task:
        """The open task of a step; of one person where several have it."""
        tasks = Task.objects.filter(dossier=self.dossier, node=node, status=STATUS.NEW)
        return tasks.get(assignee=person) if person else tasks.get()

    def do(self, node: str, by: Person, **data: Any) -> None:
        """Do a step and see where the dossier stands afterwards."""
        personal = node in ("answer_invitation", "write_review")
        steps.perform(task_id=self.task(node, by if personal else None).pk, by=by, **data)
        self.dossier.refresh_from_db()

    def seats(self, chair: int = 0, size: int = 7) -> Seats:
        """A council from the registry: chair, deputy, secretary (the officer), two reviewers, members."""
        people = self.office.experts
        ordered = [people[(chair + n) % len(people)] for n in range(size - 1)]
        kinds = [Seat.Kind.CHAIR, Seat.Kind.DEPUTY, Seat.Kind.REVIEWER, Seat.Kind.REVIEWER]
        kinds += [Seat.Kind.MEMBER] * (size - 1 - len(kinds))
        return [*zip(ordered, map(str, kinds), strict=True), (self.office.officer, "secretary")]

    def seat(self, kind: str) -> Person:
        return self.dossier.council.seats.get(kind=kind, released_at=None).person

    def approve_council(self, leader: Person) -> None:
        """The leader approves; the decision is numbered and made; the reviewers are invited."""
        self.do("approve_council", leader, decision="approve")
        self.settle(self.dossier)
        self.dossier.refresh_from_db()

    def open_reviews(self) -> list[Review]:
        return list(self.dossier.reviews.filter(state__in=["invited", "writing"]).select_related("seat__person"))

    def accept(self, person: Person) -> None:
        self.do("answer_invitation", person, decision="accept", interests="Không có lợi ích liên quan.")

    def accept_all(self) -> None:
        for review in self.open_reviews():
            self.accept(review.seat.person)

    def content(self) -> dict[str, dict[str, Any]]:
        """Words for each section that has room for them, and the first answer, 4 of 5, or a number."""
        form = self.dossier.procedure.rules.review_form
        return {
            s.code: {
                "text": TEXTS.get(s.code, TEXTS["proposal"]),
                s.value: 4 if s.rating else answers_of(s)[0] if answers_of(s) else "12.5",
            }
            for s in form
        }

    def review(self, person: Person) -> None:
        self.do("write_review", person, content=self.content(), recommendation=RECOMMEND)

    def call_meeting(self, after: timedelta = timedelta(days=4)) -> datetime:
        starts = timezone.localtime(clock.now() + after).replace(hour=8, minute=0, second=0, microsecond=0)
        self.do(
            "call_meeting",
            self.office.officer,
            starts_at=starts,
            place="Phòng họp số 2, trụ sở Liên hiệp Hội",
            agenda="Khai mạc, giới thiệu thành phần\nĐại diện đơn vị trình báo cáo\nỦy viên phản biện trình bày\n"
            "Thảo luận, biểu quyết\nChủ tịch Hội đồng kết luận",
        )
        return starts

    def hours(self) -> dict[str, datetime]:
        """When the newest meeting began and ended: as called, or, where that is still to come, just now."""
        lasted = timedelta(hours=2, minutes=30)
        called = Meeting.objects.filter(council__dossier=self.dossier).latest("sequence").starts_at
        began = min(called, clock.now() - lasted)
        return {"began_at": began, "ended_at": began + lasted}

    def hold_meeting(self, absent: Iterable[str] = ()) -> str:
        """Record a meeting; the kinds of seats in ``absent`` did not come."""
        attendance = {
            seat.pk: {"mode": "absent"} if seat.kind in absent else {"mode": "room", "vote": "for"}
            for seat in self.dossier.council.seats.filter(released_at=None)
        }
        self.do(
            "hold_meeting",
            self.office.officer,
            **self.hours(),
            attendance=attendance,
            minutes="Chủ tịch Hội đồng khai mạc. Đại diện đơn vị trình báo cáo tóm tắt hồ sơ.\n"
            "Hai ủy viên phản biện trình bày nhận xét. Các thành viên thảo luận về giao thông, phòng cháy, nước ngầm.",
            conclusion="Hội đồng thống nhất nội dung góp ý và giao thư ký hoàn thiện dự thảo báo cáo.",
        )
        return self.dossier.council.meetings.latest("sequence").state

    def act_in_session(self, act: str, by: Person, **data: Any) -> Meeting:
        """One act in the session of the newest meeting."""
        meeting = self.dossier.council.meetings.latest("sequence")
        return meetings.act_in_session(meeting_id=meeting.pk, act=act, by=by, **data)

    def keep_meeting(self) -> Meeting:
        """Keep the newest meeting in a session: everybody comes, a point is voted on in secret and the whole openly."""
        officer = self.office.officer
        seats = list(self.dossier.council.seats.filter(released_at=None).select_related("person"))
        for seat in seats:
            self.act_in_session("presence", officer, seat=seat.pk, mode="room")
        self.act_in_session("open", officer)
        self.act_in_session(
            "note", officer, seat=seats[2].pk, text="Cần làm rõ phương án phòng cháy và giếng quan trắc."
        )
        self.act_in_session("motion", officer, text="Đề nghị bổ sung giếng quan trắc nước ngầm", secret=True)
        meeting = self.dossier.council.meetings.latest("sequence")
        for motion in meeting.motions.all():
            self.act_in_session("put", officer, motion=motion.pk)
            for place, seat in enumerate(seats):
                self.act_in_session("vote", seat.person, motion=motion.pk, choice="for" if place else "abstain")
            self.act_in_session("count", officer, motion=motion.pk)
        return self.act_in_session("close", officer)

    def sign_minutes(self) -> None:
        """The officer hands over the minutes as they wrote themselves; the chair signs."""
        meeting = self.dossier.council.meetings.latest("sequence")
        conclusion = "Hội đồng thống nhất nội dung góp ý và giao thư ký hoàn thiện dự thảo báo cáo."
        minutes = composed_minutes(meeting)
        self.do("hold_meeting", self.office.officer, minutes=minutes, conclusion=conclusion)
        self.do("sign_minutes", self.seat("chair"), decision="approve")

    def draft(self) -> None:
        self.do("draft_opinion", self.office.officer, body=OPINION, conclusion=CONCLUSION)

    def issue(self) -> None:
        self.do("issue_opinion", self.office.clerk)
        self.settle(self.dossier)
        self.dossier.refresh_from_db()
