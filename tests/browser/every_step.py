"""One dossier from its arrival to its archive: the pages of its steps, of its meeting, and of what can go wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse
from viewflow.workflow import STATUS

from consult import clock
from consult.commands import documents
from consult.demo.walk import Walk
from consult.models import Document, Dossier, Job, Person
from tests.browser.every_page import Doors, Seen
from tests.states import accept


def stations(walk: Walk) -> Iterator[str]:
    """A dossier from its arrival to its archive; it stops wherever another step is open."""
    office = walk.office
    yield "submitted"
    walk.do("check_completeness", office.officer, decision="supplement", reason="Thiếu bản đồ")
    yield "incomplete"
    walk.do("supply_supplement", office.investor_person, remark="Đã nộp")
    accept(walk)
    yield "accepted"
    walk.do("propose_council", office.officer, seats=walk.seats())
    yield "proposed"
    walk.approve_council(office.leader)
    yield "invited"
    walk.accept_all()
    yield "writing"
    for review in walk.open_reviews():
        walk.review(review.seat.person)
    yield "reviewed"
    walk.call_meeting()
    yield "called"
    yield from session(walk)
    walk.sign_minutes()
    yield "minuted"
    walk.draft()
    yield "drafted"
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    yield "approved"
    walk.do("sign_opinion", office.leader, decision="approve")
    yield "signed"
    walk.issue()
    documents.request_document(dossier_id=walk.dossier.pk, kind="payment_list", by=office.officer)
    walk.settle(walk.dossier)
    yield "issued"
    troubled(walk)
    yield "troubled"
    walk.do("respond", office.investor_person, body="Tiếp thu toàn bộ.")
    walk.settle(walk.dossier)
    yield "answered"


def session(walk: Walk) -> Iterator[str]:
    """The meeting, kept at its page: while they vote, and when it is over."""
    officer = walk.office.officer
    seats = list(walk.dossier.council.seats.filter(released_at=None).select_related("person"))
    for seat in seats:
        walk.act_in_session("presence", officer, seat=seat.pk, mode="room")
    walk.act_in_session("open", officer)
    walk.act_in_session("note", officer, seat=seats[2].pk, text="Cần làm rõ phương án phòng cháy và giếng quan trắc.")
    meeting = walk.act_in_session("motion", officer, text="Đề nghị bổ sung giếng quan trắc", secret=False)
    for motion in meeting.motions.all():
        walk.act_in_session("put", officer, motion=motion.pk)
        yield "voting"
        for seat in seats:
            walk.act_in_session("vote", seat.person, motion=motion.pk, choice="for")
        walk.act_in_session("count", officer, motion=motion.pk)
    walk.act_in_session("close", officer)
    yield "met"


def troubled(walk: Walk) -> None:
    """What is red: a step that is late, a document that was revoked, another that could not be made."""
    late = clock.today() - timedelta(days=9)
    walk.dossier.tasks.filter(status=STATUS.NEW).update(due_on=late)
    Dossier.objects.filter(pk=walk.dossier.pk).update(due_on=late)
    revoked, failed = walk.dossier.documents.order_by("pk")[:2]
    Document.objects.filter(pk=revoked.pk).update(revoked_at=clock.now())
    failed.versions.update(file="", rendered_at=None)
    Job.objects.filter(pk=failed.versions.latest("pk").job.pk).update(state="failed", attempts=5, error="time")


@dataclass
class Way:
    """A dossier on its way, and the steps of it that were seen."""

    walk: Walk
    doors: Doors
    met: set[str] = field(default_factory=set)

    def pages(self) -> Iterator[Seen]:
        """Each step as it opens, and at some stations what else is to be seen there and nowhere else."""
        for station in stations(self.walk):
            self.walk.dossier.refresh_from_db()
            yield from self.steps()
            for name, path, person in self.beside(station):
                seen = self.doors.opens(f"{name} ({station})", path, person.name if person else "anonymous", person)
                assert seen, f"{name} ({station}) shows nothing to {person}"
                yield seen

    def steps(self) -> Iterator[Seen]:
        office = self.walk.office
        for task in self.walk.dossier.tasks.filter(status=STATUS.NEW).exclude(node__in=self.met).order_by("pk"):
            people = (
                [task.assignee]
                if task.assignee
                else [office.officer, office.leader, office.clerk, office.investor_person]
            )
            if task.node in ("sign_minutes", "approve_opinion"):
                people = [self.walk.seat("chair")]
            for person in people:
                seen = self.doors.opens(f"step {task.node}", reverse("task", args=[task.pk]), person.name, person)
                if seen:
                    self.met.add(task.node)
                    yield seen
                    break

    def beside(self, station: str) -> Iterator[tuple[str, str, Person | None]]:
        office, dossier = self.walk.office, self.walk.dossier
        if station in ("called", "voting", "met"):
            address = reverse("meeting", args=[dossier.council.meetings.latest("sequence").pk])
            yield "meeting", address, office.officer
            yield "meeting of the chair", address, self.walk.seat("chair")
        if station == "met":
            yield "bring a draft", reverse("bring_draft", args=[self.walk.task("hold_meeting").pk]), office.officer
        if station in ("issued", "troubled"):
            yield "dossier", reverse("dossier", args=[dossier.pk]), office.officer
            yield "dossier of the proposer", reverse("dossier", args=[dossier.pk]), office.investor_person
            for name in ("my_work", "dossiers", "notices"):
                yield name, reverse(name), office.officer
            yield "work of the proposer", reverse("my_work"), office.investor_person
            yield "operations", reverse("operations"), office.administrator
            opinion = dossier.documents.get(kind="opinion")
            yield "verify an opinion", reverse("verify_code", args=[opinion.code]), None
        if station == "issued":
            for name in ("fees", "reviews", "procedure_of"):
                yield name, reverse(name, args=[dossier.pk]), office.officer
            yield "versions", reverse("versions", args=[dossier.pk, "opinion"]), office.officer
            for name in ("fees_of_a_year", "fairness"):
                yield name, reverse(name), office.officer
            yield "registers", reverse("registers"), office.clerk
