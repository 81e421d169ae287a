"""Two dozen dossiers in all stages, late and in time, walked there through the real flow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from heapq import heapify, heappop, heappush

from django.utils import timezone

from consult import clock, tasks
from consult.actions.deadlines import calendar_of
from consult.actions.suggesting import propose_for
from consult.actions.trials import without_trials
from consult.commands import departments, documents, dossiers
from consult.models import Dossier, Job, Notification, SubjectArea
from consult.rules.calendar import WorkingCalendar

from .office import Office
from .rehearsal import FUEL_STATION, PLACE
from .walk import Seats, Walk

INVESTMENT, POLICY, PLANNING = "investment", "policy", "planning"


@dataclass(frozen=True)
class Plan:
    """A dossier to be made: begun so many working days ago, walked as far as ``upto``; ``asks`` this department first.

    ``code`` is its kind's; ``answers`` are those of the proposer that are not the usual ones.
    """

    title: str
    place: str
    days_ago: int
    upto: str
    code: str = INVESTMENT
    department: bool = False
    subject_areas: tuple[str, ...] = ("Kinh tế - Đầu tư",)
    kind: str = "advice"
    asks: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


QUESTIONS = (
    "Sự phù hợp của dự án với quy hoạch sử dụng đất.\n"
    "Hiện trạng đất tại vị trí đề nghị; diện tích đất trồng lúa phải chuyển mục đích, nếu có."
)
ANSWERED_BY = "Võ Đình Ngạn, Phó Giám đốc"
ANSWER = (
    "Vị trí đề nghị nằm trong quy hoạch sử dụng đất đã được phê duyệt, không có đất trồng lúa. "
    "Đề nghị chủ đầu tư hoàn thiện phương án thu gom nước mưa chảy tràn."
)

PLANS = [
    Plan(FUEL_STATION, PLACE, 12, "one_review", subject_areas=("Giao thông", "Môi trường", "An toàn phòng cháy")),
    Plan("Dự án Kho lạnh bảo quản nông sản Ea Kmút", "Xã Ea Kmút", 1, "submitted", subject_areas=("Nông nghiệp",)),
    Plan("Chương trình chuyển đổi số trong quản lý tưới tiêu giai đoạn 2027 - 2030", "Tỉnh Đắk Lắk", 6, "submitted",
         code=POLICY, department=True, subject_areas=("Nông nghiệp",), kind="critique"),
    Plan("Dự án Trạm sạc xe điện và dịch vụ dừng nghỉ Quốc lộ 26", "Xã Krông Pắc", 5, "supplement",
         subject_areas=("Giao thông", "An toàn phòng cháy")),
    Plan("Dự án Nhà máy sơ chế sầu riêng xuất khẩu", "Xã Krông Búk", 14, "supplement", subject_areas=("Nông nghiệp",)),
    Plan("Đề án thu gom và xử lý bao gói thuốc bảo vệ thực vật", "Tỉnh Đắk Lắk", 5, "accepted", code=POLICY,
         department=True, subject_areas=("Môi trường",), kind="critique"),
    Plan("Dự án Chợ trung tâm xã Cư M'gar", "Xã Cư M'gar", 11, "accepted", subject_areas=("Quy hoạch - Xây dựng",)),
    Plan("Dự án Bến xe khách phía Đông", "Phường Tân An", 9, "council", subject_areas=("Giao thông",),
         asks="Sở Nông nghiệp và Môi trường"),
    Plan("Dự thảo Quy định khoảng cách an toàn của cơ sở chăn nuôi với khu dân cư", "Tỉnh Đắk Lắk", 12, "council",
         code=POLICY, department=True, subject_areas=("Môi trường", "Nông nghiệp"), kind="critique"),
    Plan("Dự án Cửa hàng kinh doanh khí hóa lỏng Ea Drăng", "Xã Ea Drăng", 8, "invited",
         subject_areas=("An toàn phòng cháy",)),
    Plan("Đề án phát triển cà phê đặc sản gắn với chỉ dẫn địa lý và du lịch cộng đồng tại các buôn đồng bào dân tộc "
         "thiểu số trên địa bàn tỉnh đến năm 2035, tầm nhìn đến năm 2045", "Tỉnh Đắk Lắk", 20, "one_review",
         code=POLICY, department=True, subject_areas=("Nông nghiệp", "Kinh tế - Đầu tư"), kind="critique"),
    Plan("Dự án Khu liên hợp xử lý rác Hòa Phú", "Xã Hòa Phú", 16, "reviewed", subject_areas=("Môi trường",)),
    Plan("Dự án Cụm công nghiệp Ea Ral", "Xã Ea Ral", 20, "called", subject_areas=("Quy hoạch - Xây dựng",),
         asks="Sở Nông nghiệp và Môi trường"),
    Plan("Giám định việc thực hiện Chương trình nước sạch nông thôn", "Tỉnh Đắk Lắk", 24, "called", code=POLICY,
         department=True, subject_areas=("Môi trường",), kind="appraisal"),
    Plan("Dự án Trang trại điện gió Ea H'leo mở rộng", "Xã Ea H'leo", 20, "held", subject_areas=("Kinh tế - Đầu tư",)),
    Plan("Dự án Bệnh viện đa khoa tư nhân Buôn Hồ", "Phường Buôn Hồ", 21, "drafted",
         subject_areas=("Quy hoạch - Xây dựng",)),
    Plan("Đề án bảo tồn voi và sinh kế cộng đồng vùng đệm", "Xã Buôn Đôn", 22, "approved", code=POLICY,
         department=True, subject_areas=("Môi trường",), kind="critique"),
    Plan("Dự án Nâng cấp Trung tâm đăng kiểm phương tiện", "Phường Tân Lập", 24, "signed", subject_areas=("Giao thông",)),
    Plan("Dự án Cửa hàng xăng dầu Ea Kly số 2", "Xã Ea Kly", 28, "issued", subject_areas=("An toàn phòng cháy",)),
    Plan("Chương trình phát triển kinh tế tuần hoàn trong chế biến cà phê", "Tỉnh Đắk Lắk", 70, "issued", code=POLICY,
         department=True, subject_areas=("Kinh tế - Đầu tư",), kind="critique"),
    Plan("Dự án Hồ chứa nước Ea Tul", "Xã Ea Tul", 65, "archived", subject_areas=("Nông nghiệp",),
         answers={"rice_land": "yes"}),
    Plan("Dự án Khu vui chơi giải trí ven hồ Ea Kao", "Phường Ea Kao", 30, "refused",
         subject_areas=("Quy hoạch - Xây dựng",)),
    Plan("Quy hoạch chung đô thị Buôn Hồ đến năm 2045", "Phường Buôn Hồ", 15, "one_review", code=PLANNING,
         department=True, subject_areas=("Quy hoạch - Xây dựng", "Giao thông", "Môi trường"), kind="critique"),
    Plan("Dự án Lò đốt rác phát điện Ea Đar", "Xã Ea Đar", 26, "withdrawn", subject_areas=("Môi trường",)),
]  # fmt: skip


class Calendar:
    """The demo's own time, which goes forward by working days from step to step."""

    def __init__(self, calendar: WorkingCalendar, days_ago: int) -> None:
        self._calendar = calendar
        self._present = timezone.localtime(timezone.now())
        self._today = clock.day_of(self._present)
        self._day = calendar.add(self._today, -days_ago)
        self._minute = 0

    def later(self, working_days: int) -> datetime:
        """The moment ``working_days`` later, in office hours, never in the future."""
        self._day = min(self._calendar.add(self._day, working_days), self._today)
        self._minute += 7
        moment = datetime.combine(self._day, time(8, 0), self._present.tzinfo) + timedelta(minutes=self._minute)
        return min(moment, self._present)


def settle_inline(dossier: Dossier) -> None:
    """Make the documents for which the flow waits, here and now, as a worker would."""
    for job in dossier.jobs.filter(task__isnull=False, state=Job.State.WAITING):
        tasks.run_job(job.pk)


def _walk(office: Office, plan: Plan, number: int) -> Iterator[datetime]:
    """Walk one dossier; says when its next step happens, and does it when asked to go on."""
    walk = Walk(office, settle_inline)
    days = Calendar(calendar_of(office.union.pk), plan.days_ago)
    by = office.department_person if plan.department else office.investor_person
    yield days.later(0)
    procedure = office.union.dossier_kinds.get(code=plan.code).procedure_on(clock.today())
    assert procedure is not None
    walk.submit(
        by=by,
        procedure=procedure,
        title=plan.title,
        location=plan.place,
        subject_areas=SubjectArea.objects.filter(parent=None, name__in=plan.subject_areas),
        kind=plan.kind,
        answers=plan.answers,
    )
    if plan.upto == "submitted":
        return
    for name, pause, act in _steps(walk, office, plan, number):
        if name in ("refused", "withdrawn", "supplement") and name != plan.upto:
            continue
        yield days.later(pause)
        act()
        if name == plan.upto:
            return


def _council(walk: Walk, number: int) -> Seats:
    """The council that is suggested; where it is not full, whoever comes next in the registry."""
    suggested = propose_for(walk.dossier)
    return walk.seats(number) if suggested.empty else suggested.seats


def _ask_department(walk: Walk, department: str) -> None:
    documents.ask_department(
        dossier_id=walk.dossier.pk,
        by=walk.office.officer,
        department=department,
        questions=QUESTIONS,
        answer_by=clock.today() + timedelta(days=10),
    )


def _answer(walk: Walk) -> None:
    request = walk.dossier.department_requests.get()
    departments.answer_by_link(request_id=request.pk, answered_by=ANSWERED_BY, answer=ANSWER, upload=None)


def _steps(walk: Walk, office: Office, plan: Plan, number: int) -> Iterator[tuple[str, int, Callable[[], object]]]:
    by = office.department_person if plan.department else office.investor_person
    first = next((s.code for s in walk.dossier.procedure.rules.checklist), "")
    yield (
        "refused",
        2,
        lambda: walk.do(
            "check_completeness", office.officer, decision="refuse", reason="Không thuộc thẩm quyền của Liên hiệp Hội."
        ),
    )
    yield "supplement", 2, lambda: walk.do(
        "check_completeness", office.officer, decision="supplement",
        findings={first: (False, "Văn bản chưa có chữ ký và dấu")},
    )  # fmt: skip
    yield "accepted", 2, lambda: walk.do("check_completeness", office.officer, decision="accept")
    yield (
        "withdrawn",
        2,
        lambda: dossiers.withdraw(dossier_id=walk.dossier.pk, by=by, reason="Nhà đầu tư điều chỉnh quy mô dự án."),
    )
    if plan.asks:
        yield "asked", 1, lambda: _ask_department(walk, plan.asks)
        yield "answered", 2, lambda: _answer(walk)
    yield "council", 2, lambda: walk.do("propose_council", office.officer, seats=_council(walk, number))
    yield "invited", 1, lambda: walk.approve_council(office.leader)
    yield "accepted_reviews", 1, walk.accept_all
    yield "one_review", 3, lambda: walk.review(walk.open_reviews()[0].seat.person)
    yield "reviewed", 2, lambda: walk.review(walk.open_reviews()[0].seat.person)
    yield "called", 1, lambda: walk.call_meeting(timedelta(days=2))
    yield "held", 3, lambda: walk.hold_meeting(absent=("member",) if number % 3 == 0 else ())
    yield "drafted", 1, walk.draft
    yield "approved", 1, lambda: walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    yield "signed", 1, lambda: walk.do("sign_opinion", office.leader, decision="approve")
    yield "issued", 1, walk.issue
    yield "responded", 8, lambda: walk.do("respond", by, body="Đơn vị tiếp thu và hoàn thiện hồ sơ theo ý kiến góp ý.")
    yield "archived", 1, lambda: walk.do("archive_dossier", office.officer)


def build_dossiers(office: Office, say: Callable[[str], None]) -> None:
    """Walk every planned dossier as far as its plan says, all of them in the order of time."""
    walks = {number: _walk(office, plan, number) for number, plan in enumerate(PLANS, start=1)}
    queue = [(next(walk), number) for number, walk in walks.items()]
    heapify(queue)
    ended = 0
    while queue:
        moment, number = heappop(queue)
        with clock.at(moment), without_trials():
            following = next(walks[number], None)
        if following is not None:
            heappush(queue, (max(following, moment), number))
            continue
        ended += 1
        say(f"  {ended:2d}/{len(PLANS)} {PLANS[number - 1].title[:70]}")
    Notification.objects.filter(created_at__lt=timezone.now() - timedelta(days=4)).update(read_at=timezone.now())
