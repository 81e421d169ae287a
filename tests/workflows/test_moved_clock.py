"""A clock that is set back, and the day that is there every four years: the procedure goes on, nothing is lost or doubled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from zoneinfo import ZoneInfo

import pytest
from celery import Celery

from config.beat import Beat, Often
from consult import clock, tasks
from consult.demo.dossiers import settle_inline
from consult.demo.office import Office
from consult.demo.walk import Walk
from consult.models import Event, Register, RegisterEntry, SubjectArea, Task
from consult.queries.history import history_faults

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Moved(Walk):
    """Each act at the next of ``moments``."""

    def __init__(self, office: Office, moments: Iterator[datetime]) -> None:
        super().__init__(office, self.settle_later)
        self.moments = moments
        self.latest = clock.now()

    def do(self, node, by, **data) -> None:
        self.latest = next(self.moments)
        with clock.at(self.latest):
            super().do(node, by, **data)

    def settle_later(self, dossier) -> None:
        """A worker comes when the document is due by its own clock."""
        with clock.at(self.latest):
            settle_inline(dossier)

    def to_the_end(self) -> None:
        with clock.at(next(self.moments)):
            self._walk(self.office)

    def _walk(self, office: Office) -> None:
        with clock.at(next(self.moments)):
            self.submit(
                by=office.investor_person, procedure=office.investment, title="Dự án", location="Xã Pơng Đrang",
                subject_areas=SubjectArea.objects.filter(name="Giao thông"),
            )  # fmt: skip
        self.do("check_completeness", office.officer, decision="accept")
        self.do("propose_council", office.officer, seats=self.seats())
        self.approve_council(office.leader)
        self.accept_all()
        for review in self.open_reviews():
            self.review(review.seat.person)
        self.call_meeting()
        self.hold_meeting()
        self.draft()
        self.do("approve_opinion", self.seat("chair"), decision="approve")
        self.do("sign_opinion", office.leader, decision="approve")
        self.issue()


def holds(walk: Walk) -> None:
    assert walk.dossier.step == "respond"
    assert list(history_faults([walk.dossier])) == []
    for register in Register.objects.all():
        numbers = sorted(RegisterEntry.objects.filter(register=register).values_list("number", flat=True))
        assert numbers == list(range(1, register.last + 1))
    assert not walk.dossier.documents.filter(kind__in=["opinion", "council_decision"], versions__sha256="").exists()


def test_a_clock_that_is_set_back_an_hour_before_every_other_act(office):
    begin = datetime(2026, 5, 12, 9, 0, tzinfo=VIETNAM)
    moments = (begin + timedelta(minutes=5 * n, hours=-(n % 2)) for n in count())
    walk = Moved(office, moments)
    walk.to_the_end()
    holds(walk)
    times = list(Event.objects.filter(dossier=walk.dossier).order_by("position").values_list("at", flat=True))
    assert any(later < earlier for earlier, later in pairwise(times))


@pytest.mark.parametrize("begin", [(28, 23, 58), (29, 0, 3)])
def test_the_leap_day(office, begin):
    """2028; steps of a few hours lead over the day and into March."""
    start = datetime(2028, 2, *begin, tzinfo=VIETNAM)
    walk = Moved(office, (start + timedelta(hours=2 * n) for n in count()))
    walk.to_the_end()
    holds(walk)
    assert {register.year for register in Register.objects.all()} == {2028}
    due = Task.objects.filter(dossier=walk.dossier, due_on__isnull=False).values_list("due_on", flat=True)
    assert all(day.year == 2028 for day in due)
    with clock.at(datetime(2028, 2, 29, 9, 0, tzinfo=VIETNAM)):
        tasks.remind()
        tasks.tidy()
        tasks.hold_store()


# ---------------------------------------------------------------- workers
def test_beat_does_not_wait_for_the_old_time():
    app = Celery("test", broker="memory://", set_as_current=False)
    app.conf.timezone = "Asia/Ho_Chi_Minh"
    app.conf.beat_schedule = {
        name: {"task": name, "schedule": Often(seconds, app=app)}
        for name, seconds in {"often": 5.0, "seldom": 300.0}.items()
    }
    beat = Beat(app=app)
    beat.tick()
    for entry in beat.schedule.values():
        entry.last_run_at = datetime.now(UTC) + timedelta(hours=1)
    beat._seen = time.time() + 3600
    done = {name: entry.total_run_count for name, entry in beat.schedule.items()}
    for _ in range(6):
        beat.tick()
    for name in ("often", "seldom"):
        assert beat.schedule[name].total_run_count == done[name] + 1
        assert beat.schedule[name].last_run_at < datetime.now(UTC) + timedelta(minutes=1)
