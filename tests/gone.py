"""One person of an office or a council is gone; what the others do so that the dossier comes to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from viewflow.workflow import STATUS

from consult import clock
from consult.access import capacities_of, check, check_task
from consult.actions.council_changes import Wanted
from consult.actions.people import add_person, name_administrator
from consult.actions.trials import without_trials
from consult.commands import council_changes, dossiers, meetings, reviewers, steps
from consult.demo.files import sample_pdf
from consult.demo.walk import CONCLUSION, OPINION, Walk
from consult.models import Meeting, Membership, Motion, Outcome, Person, Review, Seat, Signatory, Task
from consult.queries.meeting import composed_minutes
from consult.refusals import ActionError

ROLES = ("leader", "officer", "clerk", "administrator")
SIZES = (1, 3, 15)
MOST_ACTS = 80


def anew(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def resize(walk: Walk, size: int) -> None:
    """Let the office have so many people: one with all roles; leader, officer and clerk; or several of each."""
    office = walk.office
    held = Membership.objects.filter(organisation=office.union)
    if size == 1:
        held.exclude(person=office.officer).delete()
        for role in ROLES:
            Membership.objects.get_or_create(person=office.officer, organisation=office.union, role=role)
        Signatory.objects.filter(person=office.officer).update(authority="", principal="", title="Chủ tịch")
        office.leader = office.clerk = office.administrator = office.officer
    elif size == 3:
        held.exclude(person__in=[office.officer, office.clerk, office.leader]).delete()
        Membership.objects.get_or_create(person=office.leader, organisation=office.union, role="administrator")
    else:
        for number in range(size - 6):
            person = Person.objects.create_user(f"nguoi{number}@lhh.test", name=f"Người Thứ {number}")
            Membership.objects.create(person=person, organisation=office.union, role=ROLES[number % 3])


def everybody(walk: Walk) -> list[Person]:
    """Whoever holds a role in the office or a seat in the council, or stands for the proposer."""
    roles = Membership.objects.in_force().filter(organisation__in=[walk.dossier.union_id, walk.dossier.proposer_id])
    seats = Seat.objects.filter(council__dossier=walk.dossier, released_at=None)
    people = {*roles.values_list("person", flat=True), *seats.values_list("person", flat=True)}
    return list(Person.objects.filter(pk__in=people, is_active=True).order_by("pk"))


class Others:
    """What the others do: they only ever ask what the program offers, and raise what it refuses."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.union = walk.dossier.union
        self.named = 0

    # ------------------------------------------------------------ the office
    def holder(self, role: str) -> Person | None:
        held = Membership.objects.in_force().filter(organisation=self.union, role=role, person__is_active=True)
        row = held.select_related("person").order_by("pk").first()
        return anew(row.person) if row else None

    def fill_roles(self) -> None:
        """An administrator names somebody for a role that nobody holds; where there is none, the machine names one."""
        if self.holder("administrator") is None:
            name_administrator(union=self.union, email="moi@lhh.test", name="Quản Trị Mới")
        for role in ("leader", "officer", "clerk"):
            if self.holder(role) is None:
                self.add(role)

    def add(self, role: str) -> Person:
        self.named += 1
        by = self.holder("administrator")
        assert by is not None
        added = add_person(
            union=self.union, by=by, name=f"Người Thay {role}", email=f"thay{self.named}@lhh.test", phone="",
            organisation=self.union, role=role,
        )  # fmt: skip
        # Whoever signs letters and decisions is entered among the signers, as the office does on its page.
        if role in ("leader", "officer"):
            Signatory.objects.create(
                union=self.union, person=added, title="Chủ tịch" if role == "leader" else "Trưởng ban",
                authority="" if role == "leader" else "TL", principal="" if role == "leader" else "Chủ tịch",
            )  # fmt: skip
        return anew(added)

    # ------------------------------------------------------------ the council
    def fill_seats(self) -> None:
        """Seats of whoever is gone, and on which something hangs, go to somebody else."""
        dossier = self.walk.dossier
        officer = self.holder("officer")
        assert officer is not None
        if not check(officer, "council.change", dossier):
            return
        gone = list(dossier.council.seats.filter(released_at=None, person__is_active=False).select_related("group"))
        if not gone:
            return
        self.end_vote(officer)
        wanted = [Wanted(seat, self.replacement(seat), seat.kind, seat.group) for seat in gone]
        council_changes.propose_change(dossier_id=dossier.pk, by=officer, wanted=wanted, reason="Không còn tham gia")
        leaders = Membership.objects.in_force().filter(organisation=self.union, role="leader", person__is_active=True)
        leader = next((anew(row.person) for row in leaders if row.person_id != officer.pk), officer)
        council_changes.decide_change(dossier_id=dossier.pk, by=leader, decision="approve")
        dossier.refresh_from_db()

    def replacement(self, seat: Seat) -> Person:
        sitting = seat.council.seats.filter(released_at=None).values("person")
        if seat.kind == Seat.Kind.SECRETARY:
            officer = self.holder("officer")
            assert officer is not None
            if not seat.council.seats.filter(released_at=None, person=officer).exists():
                return officer
        free = Person.objects.filter(pk__in=[one.pk for one in self.walk.office.experts], is_active=True)
        found = free.exclude(pk__in=sitting).order_by("pk").first()
        assert found is not None
        return found

    def end_vote(self, officer: Person) -> None:
        meeting = self.live_meeting()
        running = meeting.motions.filter(state=Motion.State.OPEN).first() if meeting else None
        if meeting is not None and running is not None and meeting.form != Meeting.Form.ROUND:
            act = "break-off" if running.secret else "count"
            meetings.act_in_session(meeting_id=meeting.pk, act=act, by=officer, motion=running.pk)

    def live_meeting(self) -> Meeting | None:
        return Meeting.objects.filter(council__dossier=self.walk.dossier, state__in=Meeting.LIVE).first()

    def keep_session(self) -> None:
        """Bring a meeting that is in session to its end."""
        meeting, officer = self.live_meeting(), self.holder("officer")
        assert officer is not None
        if meeting is None or meeting.state == Meeting.State.CALLED:
            return

        def act(what: str, by: Person = officer, **data: object) -> None:
            assert meeting is not None
            meetings.act_in_session(meeting_id=meeting.pk, act=what, by=by, **data)

        for seat in meeting.council.seats.filter(released_at=None, person__is_active=True):
            act("presence", seat=seat.pk, mode="room")
        whole = meeting.motions.get(is_final=True)
        if whole.state == Motion.State.PLANNED:
            act("put", motion=whole.pk)
            whole.refresh_from_db()
        if whole.state == Motion.State.OPEN:
            act("all-hands", motion=whole.pk)
            act("count", motion=whole.pk)
            whole.refresh_from_db()
        if whole.state == Motion.State.TIED:
            chair = anew(meeting.council.seats.get(kind="chair", released_at=None).person)
            act("tie", chair, motion=whole.pk, passed=True)
        act("close")

    # ------------------------------------------------------------ the steps
    def finish(self) -> None:
        """Do what is left, by whoever may do it. Raises what is refused, and AssertionError where all is stuck."""
        for _turn in range(MOST_ACTS):
            self.walk.settle(self.walk.dossier)
            self.walk.dossier.refresh_from_db()
            if self.walk.dossier.outcome:
                assert self.walk.dossier.outcome == Outcome.ARCHIVED
                return
            self.fill_roles()
            if hasattr(self.walk.dossier, "council"):
                self.fill_seats()
            if self.walk.dossier.step == "hold_meeting":
                self.keep_session()
            self.act()
        raise AssertionError(f"no end: {self.walk.dossier.step}")

    def act(self) -> None:
        open_ = Task.objects.filter(dossier=self.walk.dossier, status=STATUS.NEW).order_by("pk")
        for task in open_:
            if not task.flow_task.act:
                continue
            person = self.who_may(task)
            if person is not None:
                self.perform(task, person)
                return
        self.help_out(list(open_))

    def perform(self, task: Task, person: Person) -> None:
        try:
            steps.perform(task_id=task.pk, by=person, **self.said(task))
        except ActionError as refused:
            # Somebody who was proposed is gone: another council has to be proposed.
            if task.node != "approve_council" or "account_closed" not in refused.codes:
                raise
            steps.perform(task_id=task.pk, by=person, decision="send_back", remarks="Một người không còn tham gia")

    def who_may(self, task: Task) -> Person | None:
        # Reviewers who are asked and gone have nobody else; the officer replaces them.
        people = Person.objects.filter(is_active=True).order_by("pk")
        return next((one for one in people if check_task(one, task)), None)

    def help_out(self, waiting: list[Task]) -> None:
        """Where nobody may do the step: the proposer is not there, or an only leader drafted."""
        dossier, officer = self.walk.dossier, self.holder("officer")
        assert officer is not None
        step = dossier.step
        if step in ("supply_supplement", "respond"):
            task = next(one for one in waiting if one.node == step)
            with clock.at(clock.now() + timedelta(days=(task.due_on - clock.today()).days + 1)):
                dossiers.waive_answer(dossier_id=dossier.pk, by=officer)
            return
        if step == "collect_reviews":
            review = dossier.reviews.filter(state__in=[Review.State.DECLINED, Review.State.EXCUSED]).last()
            assert review is not None, "reviews are missing and nobody is to be replaced"
            reviewers.replace_reviewer(
                review_id=review.pk, by=officer, person=self.replacement(review.seat), reason="Thay"
            )
            return
        if step in ("propose_council", "approve_council", "sign_opinion"):
            self.add("officer" if step == "propose_council" else "leader")
            return
        raise AssertionError(f"nobody may do: {step}")

    def said(self, task: Task) -> dict:
        walk, node = self.walk, task.node
        if node == "check_completeness":
            return {"decision": "accept"}
        if node == "propose_council":
            return {"seats": self.seats()}
        if node in ("approve_council", "sign_minutes", "approve_opinion", "sign_opinion"):
            return {"decision": "approve"}
        if node == "answer_invitation":
            return {"decision": "accept"}
        if node == "write_review":
            return {"content": walk.content(), "recommendation": "approve"}
        if node == "call_meeting":
            return {"starts_at": clock.now() + timedelta(days=3), "place": "Phòng họp"}
        if node == "hold_meeting":
            return self.minutes()
        if node == "draft_opinion":
            return {"body": OPINION, "conclusion": CONCLUSION}
        if node == "bring_signed":
            return {"upload": sample_pdf("Bản quét"), "source": "scan"}
        return {"body": "Tiếp thu"} if node == "respond" else {}

    def seats(self) -> list[tuple[Person, str]]:
        experts = [anew(one) for one in self.walk.office.experts]
        free = [one for one in experts if one.is_active][:6]
        kinds = ["chair", "deputy", "reviewer", "reviewer", "member", "member"]
        officer = self.holder("officer")
        assert officer is not None
        return [*zip(free, kinds, strict=True), (officer, "secretary")]

    def minutes(self) -> dict:
        meeting = self.walk.dossier.council.meetings.latest("sequence")
        if meeting.state == Meeting.State.CLOSED:
            return {"minutes": composed_minutes(meeting), "conclusion": "Thống nhất"}
        rows = {
            seat.pk: {"mode": "room", "vote": "for"} if seat.person.is_active else {"mode": "absent"}
            for seat in self.walk.dossier.council.seats.filter(released_at=None).select_related("person")
        }
        return {"attendance": rows, "minutes": "Thảo luận", "conclusion": "Thống nhất", **self.walk.hours()}


def require_separation(walk: Walk) -> None:
    """Nobody approved what they drafted but with a note of it: where no other leader could."""
    events = walk.dossier.events
    drafted = {
        "council_approved": "council_proposed",
        "change_approved": "change_proposed",
        "opinion_signed": "opinion_drafted",
    }
    for event in events.filter(verb__in=drafted):
        before = events.filter(verb=drafted[event.verb], pk__lt=event.pk).last()
        assert before is not None
        assert event.self_approved == (before.person_id == event.person_id), event.verb


def _session(walk: Walk) -> Meeting:
    walk.call_meeting()
    for seat in walk.dossier.council.seats.filter(released_at=None):
        walk.act_in_session("presence", walk.office.officer, seat=seat.pk, mode="room")
    return walk.act_in_session("open", walk.office.officer)


def _voting(walk: Walk, *, tied: bool = False) -> None:
    whole = _session(walk).motions.get(is_final=True)
    walk.act_in_session("put", walk.office.officer, motion=whole.pk)
    seats = list(walk.dossier.council.seats.filter(released_at=None))
    for number, seat in enumerate(seats if tied else seats[:3]):
        choice = "for" if not tied or number % 2 else "against"
        if tied and number == len(seats) - 1:
            choice = "abstain"
        walk.act_in_session("vote", anew(seat.person), motion=whole.pk, choice=choice)
    if tied:
        walk.act_in_session("count", walk.office.officer, motion=whole.pk)


def _minuted(walk: Walk) -> None:
    walk.call_meeting()
    meeting = walk.keep_meeting()
    walk.do("hold_meeting", walk.office.officer, minutes=composed_minutes(meeting), conclusion="Thống nhất")


def _recorded(walk: Walk) -> None:
    walk.call_meeting()
    walk.hold_meeting()


def _approved(walk: Walk) -> None:
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")


def _signed(walk: Walk) -> None:
    _approved(walk)
    walk.do("sign_opinion", walk.office.leader, decision="approve")


# The state that a test begins from (``tests/states.py``), and what leads on from there.
STATES: dict[str, tuple[str, Callable[[Walk], object]]] = {
    "submitted": ("walk", lambda walk: None),
    "supplement": (
        "walk",
        lambda w: w.do("check_completeness", w.office.officer, decision="supplement", reason="Thiếu"),
    ),
    "in_council": ("in_council", lambda walk: None),
    "proposed": ("in_council", lambda w: w.do("propose_council", w.office.officer, seats=w.seats())),
    "invited": ("reviewing", lambda walk: None),
    "writing": ("reviewing", lambda walk: walk.accept_all()),
    "reviewed": ("reviewed", lambda walk: None),
    "called": ("reviewed", lambda walk: walk.call_meeting()),
    "in_session": ("reviewed", _session),
    "voting": ("reviewed", _voting),
    "tied": ("reviewed", lambda walk: _voting(walk, tied=True)),
    "minuted": ("reviewed", _minuted),
    "recorded": ("reviewed", _recorded),
    "drafted": ("drafted", lambda walk: None),
    "approved": ("drafted", _approved),
    "signed": ("drafted", _signed),
    "issued": ("issued", lambda walk: None),
}


def one_is_gone(walk: Walk, state: str, size: int, number: int) -> str:
    """The dossier comes to ``state`` in an office of ``size`` people; of all, the ``number``-th is gone. Who that was.

    Raises where the others cannot bring it to its end.
    """
    STATES[state][1](walk)
    resize(walk, size)
    people = everybody(walk)
    gone = people[number % len(people)]
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    assert not capacities_of(anew(gone), walk.dossier)
    # What is rehearsed, and how documents look, other tests see to.
    with without_trials():
        Others(walk).finish()
    require_separation(walk)
    return gone.name
