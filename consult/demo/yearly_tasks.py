"""The demo's list of tasks of the year, and a dossier whose task a committee gave. All invented."""

from __future__ import annotations

from consult import clock
from consult.actions.yearly_tasks import bind_dossier, save_task
from consult.commands.recipients import say_giver
from consult.models import Dossier, Organisation, Stage, YearlyTask

from .office import Office

COMMITTEE = "Ủy ban nhân dân tỉnh Đắk Lắk"
GIVEN, ASKED, OWN = YearlyTask.Source.GIVEN, YearlyTask.Source.ASKED, YearlyTask.Source.OWN
TASKS = (
    (GIVEN, COMMITTEE, "Phản biện Đề án phát triển cà phê bền vững", 2, 180_000_000),
    (ASKED, "Sở Xây dựng", "Tư vấn Quy chế quản lý kiến trúc đô thị", 3, 60_000_000),
    (OWN, "", "Đánh giá chất lượng nước các hồ thủy lợi", 4, 90_000_000),
)


def list_tasks(office: Office) -> None:
    """Three tasks still to be done, and one that became a dossier, given by the committee with money."""
    union, by, year = office.union, office.officer, clock.today().year
    if union.yearly_tasks.exists():
        return
    for source, giver, title, quarter, money in TASKS:
        save_task(
            task=YearlyTask(
                union=union, year=year, source=source, given_by=giver, title=title, quarter=quarter, money=money,
                responsible=by,
            ),
            by=by,
        )  # fmt: skip
    dossier = Dossier.objects.filter(union=union, stage__in=[Stage.COUNCIL, Stage.REVIEW, Stage.OPINION]).first()
    if dossier is None:
        return
    say_giver(
        dossier_id=dossier.pk, by=by, body=COMMITTEE, body_kind=Organisation.Kind.DEPARTMENT, symbol="1410/UBND-CN",
        dated=clock.today(), granted=150_000_000,
    )  # fmt: skip
    task = YearlyTask(
        union=union, year=year, source=GIVEN, given_by=COMMITTEE, title=dossier.title, quarter=4, money=150_000_000,
        letter="1410/UBND-CN",
    )  # fmt: skip
    bind_dossier(task=save_task(task=task, by=by), code=dossier.code, by=by)
