"""The documents that a step is said to make are those that it makes, seen on dossiers that go every way through the flow."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.db.models.signals import post_save

from consult import tasks
from consult.demo.dossiers import settle_inline
from consult.demo.files import sample_pdf
from consult.demo.walk import Walk
from consult.documents import DEFINITIONS
from consult.models import Document, SigningKey, Task
from workflows.dossier import DossierFlow, steps
from workflows.review import ReviewFlow

DECLARED = {
    node.name: set(node.documents)
    for flow_class in (DossierFlow, ReviewFlow)
    for node in steps(flow_class)
    if getattr(node, "documents", ())
}


class Watched(Walk):
    """A walk that notes which step made each document: the one that is done, or what the system did after it."""

    def __init__(self, office, made) -> None:
        super().__init__(office, settle_inline)
        self.made = made
        self.doing, self.newest = "submit", 0

    def _newest(self) -> Task | None:
        return Task.objects.filter(process__dossier=self.dossier, process__review=None).order_by("pk").last()

    def do(self, node, by, **data) -> None:
        self.doing, self.newest = node, self._newest().pk
        super().do(node, by, **data)

    def note(self, instance, created, **_signal) -> None:
        if not created or instance.dossier_id != self.dossier.pk:
            return
        task = self._newest()
        later = task is not None and task.pk > self.newest
        self.made[task.flow_task.name if later and self.newest else self.doing].add(
            (instance.kind, bool(instance.entry))
        )


@pytest.fixture
def made():
    """The kinds of document that each step made, and whether each had a number."""
    return defaultdict(set)


@pytest.fixture
def begin(office, made):
    """Begins a dossier that is watched."""
    walks = []

    def submit(*, policy: bool = False) -> Watched:
        walk = Watched(office, made)
        walks.append(walk)
        post_save.connect(walk.note, sender=Document)
        # The walk knows its dossier only once it is drafted; no document is made before.
        walk.submit(
            by=office.investor_person,
            procedure=office.policy if policy else office.investment,
            title="Dự án",
            location="Xã A",
        )
        return walk

    yield submit
    for walk in walks:
        post_save.disconnect(walk.note, sender=Document)


def refused(walk: Watched) -> None:
    officer = walk.office.officer
    walk.do("check_completeness", officer, decision="supplement", reason="Thiếu")
    walk.do("supply_supplement", walk.office.investor_person, remark="Đã nộp")
    walk.do("check_completeness", officer, decision="refuse", reason="Không thuộc phạm vi")
    assert walk.dossier.outcome == "refused"


def reviewed(walk: Watched) -> None:
    office = walk.office
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=walk.seats())
    walk.do("approve_council", office.leader, decision="send_back", remarks="Sửa")
    walk.do("propose_council", office.officer, seats=walk.seats())
    walk.approve_council(office.leader)
    walk.accept_all()
    for review in walk.open_reviews():
        walk.review(review.seat.person)


def held_twice_and_recorded(walk: Watched) -> None:
    reviewed(walk)
    walk.call_meeting()
    assert walk.hold_meeting(absent=("chair", "deputy", "member", "reviewer")) == "no_quorum"
    walk.call_meeting()
    walk.hold_meeting()


def held_in_a_session(walk: Watched) -> None:
    reviewed(walk)
    walk.call_meeting()
    walk.keep_meeting()
    walk.sign_minutes()


def archived(walk: Watched) -> None:
    office = walk.office
    walk.draft()
    walk.do("approve_opinion", walk.seat("chair"), decision="send_back", remarks="Sửa")
    walk.draft()
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", office.leader, decision="approve")
    walk.issue()
    if walk.dossier.step == "bring_signed":
        walk.do("bring_signed", office.clerk, upload=sample_pdf("Bản quét"), source="scan")
    walk.do("respond", office.investor_person, body="Tiếp thu")
    walk.do("archive_dossier", office.officer, remark="")
    assert walk.dossier.outcome == "archived"


def test_each_step_makes_the_documents_that_it_names_and_no_others(begin, made):
    refused(begin())
    walk = begin()
    held_twice_and_recorded(walk)
    archived(walk)
    SigningKey.objects.all().delete()
    walk = begin(policy=True)
    held_in_a_session(walk)
    archived(walk)
    tasks.work_off()
    assert {step: {kind for kind, _numbered in kinds} for step, kinds in made.items()} == DECLARED


def test_a_document_has_a_number_exactly_where_the_procedures_page_says_so(begin, made):
    refused(begin())
    walk = begin()
    held_twice_and_recorded(walk)
    archived(walk)
    seen = {pair for kinds in made.values() for pair in kinds}
    assert len(seen) > 10
    assert seen == {(kind, DEFINITIONS[kind].symbol is not None) for kind, _numbered in seen}
