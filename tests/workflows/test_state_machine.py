"""Random legal and illegal acts: no dossier is ever stuck, and an illegal act changes nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import ClassVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from viewflow.workflow import STATUS

from consult import clock, tasks
from consult.access import check_task
from consult.commands import dossiers, reviewers, steps
from consult.demo.dossiers import settle_inline
from consult.demo.files import sample_pdf
from consult.demo.office import Office
from consult.demo.walk import CONCLUSION, OPINION, Walk
from consult.models import Dossier, Job, Person, Seat, SigningKey, Task
from consult.queries.consistency import differences
from consult.queries.reach import people_who
from consult.refusals import Refusal
from workflows import dossier as flow
from workflows.nodes import HumanTask

OPEN = [STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED]
VOTE = st.sampled_from(["for", "against", "abstain"])
ANY_SIZE = st.sampled_from([5, 7, 8])
CHECKED = st.sampled_from(["accept", "supplement", "refuse"])
DECIDED = st.sampled_from(["approve", "send_back"])
ANSWERED = st.sampled_from(["accept", "decline", "conflict"])
CHAIR = st.integers(0, 11)
YES = st.booleans()
FIRST = {CHECKED: "accept", DECIDED: "approve", ANSWERED: "accept", CHAIR: 0, YES: True}


class Favourable:
    """Draws what lets the dossier go on: the first of a list, True, the smallest number that is odd."""

    def __init__(self, task: Task) -> None:
        self.task = task

    def draw(self, strategy: st.SearchStrategy) -> object:
        if strategy is VOTE:
            return "for"
        if strategy is ANY_SIZE:
            return 7
        return FIRST.get(strategy, self.task)


class DossierMachine(RuleBasedStateMachine):
    """One dossier, moved by whoever may move it and by some who may not."""

    office: Office
    reached: ClassVar[set[str]] = set()

    @initialize(signs_here=st.booleans(), act_in_session=st.booleans())
    def submit(self, signs_here: bool, act_in_session: bool) -> None:
        self.act_in_session = act_in_session
        self.walk = Walk(self.office, settle_inline)
        self.walk.submit(
            by=self.office.investor_person, procedure=self.office.investment, title="Dự án", location="Xã A"
        )
        self.people = [*Person.objects.filter(is_active=True)]
        if not signs_here:
            SigningKey.objects.all().delete()

    # ------------------------------------------------------------ what a task takes

    def _input(self, task: Task, data: st.DataObject) -> dict:
        pick = data.draw
        if task.node == "check_completeness":
            return {"decision": pick(CHECKED), "reason": "Lý do"}
        if task.node == "propose_council":
            return {"seats": self.walk.seats(pick(CHAIR), pick(ANY_SIZE))}
        if task.node in ("approve_council", "sign_minutes", "approve_opinion", "sign_opinion"):
            return {"decision": pick(DECIDED), "remarks": "Sửa"}
        if task.node == "answer_invitation":
            return {"decision": pick(ANSWERED), "reason": "Bận"}
        if task.node == "write_review":
            return {"content": self.walk.content(), "recommendation": "approve"}
        if task.node == "call_meeting":
            return {"starts_at": clock.now() + timedelta(days=3), "place": "Phòng họp"}
        if task.node == "hold_meeting":
            said = {"minutes": "Thảo luận", "conclusion": "Thống nhất", **self.walk.hours()}
            return {"attendance": self._attendance(data), **said}
        if task.node == "draft_opinion":
            return {"body": OPINION, "conclusion": CONCLUSION}
        if task.node == "bring_signed":
            return {"upload": sample_pdf("Bản quét"), "source": "scan"}
        if task.node == "respond":
            return {"body": "Tiếp thu"}
        return {"remark": "Ghi chú"} if task.node in ("supply_supplement", "archive_dossier") else {}

    def _attendance(self, data: st.DataObject) -> dict:
        everybody = data.draw(YES)
        rows = {}
        for seat in Seat.objects.filter(council__dossier=self.walk.dossier, released_at=None):
            here = everybody or data.draw(YES)
            rows[seat.pk] = {"mode": "room" if here else "absent", "vote": data.draw(VOTE)}
        return rows

    # ------------------------------------------------------------ acts

    def _running(self) -> bool:
        return hasattr(self, "walk") and not Dossier.objects.get(pk=self.walk.dossier.pk).outcome

    def _open(self) -> list[Task]:
        return list(Task.objects.filter(dossier=self.walk.dossier, status=STATUS.NEW).order_by("pk"))

    @precondition(_running)
    @rule(data=st.data())
    def somebody_does_their_step(self, data: st.DataObject) -> None:
        ready = [task for task in self._open() if task.flow_task.act]
        if not ready:
            return
        task = data.draw(st.sampled_from(ready))
        person = next(p for p in people_who(task.actor, task.dossier, task.assignee) if check_task(p, task))
        self._try(task, person, data)

    @precondition(_running)
    @rule()
    def two_steps_go_well(self) -> None:
        for _ in range(2):
            self.the_worker_works()
            if self.act_in_session:
                self._the_council_meets_at_the_desk()
            ready = [task for task in self._open() if task.flow_task.act]
            if ready:
                self.somebody_does_their_step(Favourable(ready[0]))

    @precondition(_running)
    @rule(data=st.data())
    def somebody_tries_any_step(self, data: st.DataObject) -> None:
        everything = list(Task.objects.filter(dossier=self.walk.dossier).exclude(node="").order_by("pk"))
        self._try(data.draw(st.sampled_from(everything)), data.draw(st.sampled_from(self.people)), data)

    def _try(self, task: Task, person: Person, data: st.DataObject) -> None:
        self.reached.add(task.node)
        before = self._picture()
        person = Person.objects.get(pk=person.pk)
        may = task.status == STATUS.NEW and bool(task.flow_task.act) and bool(check_task(person, task))
        values = self._input(task, data)
        try:
            with transaction.atomic():
                steps.perform(task_id=task.pk, by=person, **values)
        except Refusal:
            assert self._picture() == before
        else:
            assert may

    def _picture(self) -> tuple:
        dossier = Dossier.objects.get(pk=self.walk.dossier.pk)
        tasks_ = tuple(Task.objects.filter(dossier=dossier).order_by("pk").values_list("pk", "status"))
        return dossier.stage, dossier.step, tasks_, dossier.events.count(), dossier.documents.count()

    @precondition(_running)
    @rule(data=st.data(), person=st.integers(0, 11))
    def the_officer_changes_a_reviewer(self, data: st.DataObject, person: int) -> None:
        reviews = list(self.walk.dossier.reviews.order_by("pk"))
        if not reviews:
            return
        review = data.draw(st.sampled_from(reviews))
        officer = Person.objects.get(pk=self.office.officer.pk)
        with suppress(Refusal):
            if data.draw(st.booleans()):
                expert = self.office.experts[person]
                reviewers.replace_reviewer(review_id=review.pk, by=officer, person=expert, reason="Thay")
            else:
                reviewers.excuse_reviewer(review_id=review.pk, by=officer, reason="Miễn")

    def _the_council_meets_at_the_desk(self) -> None:
        with suppress(Refusal, ObjectDoesNotExist), transaction.atomic():
            self.walk.dossier.refresh_from_db()
            self.walk.keep_meeting()

    @rule()
    def the_worker_works(self) -> None:
        tasks.work_off()

    @precondition(_running)
    @rule(
        who=st.sampled_from(["investor_person", "leader", "officer", "clerk"]),
        way=st.sampled_from(["withdraw", "cancel"]),
    )
    def somebody_breaks_off(self, who: str, way: str) -> None:
        if Task.objects.filter(dossier=self.walk.dossier).count() % 5:
            return
        with suppress(Refusal):
            getattr(dossiers, way)(dossier_id=self.walk.dossier.pk, by=getattr(self.office, who), reason="Lý do")

    # ------------------------------------------------------------ what always holds

    @invariant()
    def somebody_has_a_task_or_it_is_ended(self) -> None:
        if not hasattr(self, "walk"):
            return
        dossier = Dossier.objects.get(pk=self.walk.dossier.pk)
        open_tasks = list(Task.objects.filter(dossier=dossier, status__in=OPEN))
        if dossier.outcome:
            assert not open_tasks
            assert dossier.stage == "closed"
            return
        assert open_tasks
        for task in open_tasks:
            if task.status == STATUS.SCHEDULED:
                assert Job.objects.filter(task=task, state__in=["waiting", "running"]).exists()
            elif task.flow_task.act:
                people = people_who(task.actor, task.dossier, task.assignee)
                assert any(check_task(person, task) for person in people), task.node
            else:
                assert list(people_who(task.actor, task.dossier, task.assignee))

    @invariant()
    def the_main_flow_is_in_one_place(self) -> None:
        if hasattr(self, "walk"):
            main = Task.objects.filter(dossier=self.walk.dossier, process__review=None, status__in=OPEN)
            assert main.count() <= 1

    @invariant()
    def its_row_says_where_its_steps_are(self) -> None:
        if hasattr(self, "walk"):
            assert not list(differences(Dossier.objects.filter(pk=self.walk.dossier.pk)))

    @invariant()
    def numbers_have_no_gap(self) -> None:
        if hasattr(self, "walk"):
            for register in self.office.union.registers.all():
                numbers = sorted(register.entries.values_list("number", flat=True))
                assert numbers == list(range(1, register.last + 1))


def test_no_dossier_is_stuck(office: Office) -> None:
    """Each example runs in a transaction of its own that is taken back."""

    class Isolated(DossierMachine):
        def __init__(self) -> None:
            super().__init__()
            self.office = office
            self.atomic = transaction.atomic()
            self.atomic.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    run_state_machine_as_test(
        Isolated,
        settings=settings(
            max_examples=30 if connection.vendor == "sqlite" else 12,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    human = {node.name for node in flow.steps() if isinstance(node, HumanTask) and node.act}
    assert human | {"answer_invitation", "write_review"} <= DossierMachine.reached
