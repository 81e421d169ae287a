"""Every setting of a procedure, and what the flow does otherwise when it is set otherwise.

``shows`` names the places of the rules whose change a test shows; a place that no test shows fails the last one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import pytest
from django.utils import timezone
from viewflow.workflow import STATUS

from consult import clock
from consult.access import check
from consult.actions.choosing import OVER_LIMIT, choices_for
from consult.actions.councils import conflict_of, council_problems
from consult.actions.deadlines import calendar_of
from consult.actions.documents import number_for
from consult.actions.notifications import reminders
from consult.actions.suggesting import check_council, propose_for
from consult.commands import dossiers
from consult.commands.council_changes import let_deputy_act
from consult.commands.meetings import move_meeting
from consult.commands.reviewers import replace_reviewer
from consult.demo.walk import Walk
from consult.models import DocumentKind, Expert, Meeting, Notification, Person, Reminder, SigningKey, Task, Tie
from consult.queries.drafts import first_draft
from consult.rules.council import seat_key
from consult.rules.papers import OPTIONAL_DOCUMENTS
from consult.rules.procedure import stored
from consult.rules.procedure_schema import RULES, STEPS
from tests.refusals import refused
from tests.states import invite, issue, meet_and_draft, review, submitted

pytestmark = pytest.mark.django_db
Test = TypeVar("Test", bound=Callable[..., None])
SHOWN: Counter[str] = Counter()


def shows(*places: str) -> Callable[[Test], Test]:
    """The test shows what each of these settings changes."""
    SHOWN.update(places)
    return lambda test: test


def setting(walk: Walk, **changes: Any) -> None:
    """Change settings of the procedure with which the dossier goes on, as "seats" or "seats__least"."""
    procedure = walk.dossier.procedure
    config = stored(type(procedure).objects.get(pk=procedure.pk).rules)
    for place, value in changes.items():
        group, _dot, key = place.partition("__")
        if key:
            config[group][key] = value
        else:
            config[group] = value
    procedure.config = config
    procedure.save()
    walk.dossier.refresh_from_db()


def on(day: date) -> Any:
    return clock.at(timezone.localtime(clock.now()).replace(year=day.year, month=day.month, day=day.day))


# ---------------------------------------------------------------- days
NODES = {
    "completeness": "check_completeness", "supplement": "supply_supplement", "council": "propose_council",
    "approve_council": "approve_council", "answer": "answer_invitation", "review": "write_review",
    "meeting_notice": "call_meeting", "minutes": "hold_meeting", "sign_minutes": "sign_minutes", "draft": "draft_opinion",
    "approve_opinion": "approve_opinion", "sign": "sign_opinion", "issue": "issue_opinion", "bring_signed": "bring_signed",
    "response": "respond", "archive": "archive_dossier",
}  # fmt: skip
# Each has its own, none as by default.
DAYS = {step: 40 + place for place, step in enumerate(STEPS)}


def require_days(walk: Walk, *steps: str) -> None:
    calendar = calendar_of(walk.office.union.pk)
    for step in steps:
        tasks = list(Task.objects.filter(dossier=walk.dossier, node=NODES[step]).order_by("pk"))
        assert tasks, step
        due = calendar.add(clock.day_of(tasks[-1].opened_at), DAYS[step])
        assert tasks[-1].due_on == due, step


@shows(*(f"days.{step}" for step in STEPS[: STEPS.index("approve_opinion")]))
def test_each_step_until_the_draft_takes_the_days_that_are_set(walk):
    setting(walk, days=DAYS)
    office = walk.office
    walk.do("check_completeness", office.officer, decision="supplement", reason="Thiếu bản vẽ")
    walk.do("supply_supplement", office.investor_person)
    require_days(walk, "supplement", "completeness")
    walk.do("check_completeness", office.officer, decision="accept")
    invite(walk)
    review(walk)
    walk.call_meeting()
    walk.keep_meeting()
    walk.sign_minutes()
    walk.draft()
    require_days(walk, *STEPS[STEPS.index("council") : STEPS.index("draft") + 1])


@shows("days.approve_opinion", "days.sign", "days.issue", "days.response", "days.archive")
def test_each_step_after_the_draft_takes_the_days_that_are_set(drafted):
    setting(drafted, days=DAYS)
    drafted.do("approve_opinion", drafted.seat("chair"), decision="send_back", remarks="Bổ sung.")
    drafted.draft()
    issue(drafted)
    drafted.do("respond", drafted.office.investor_person, body="Đã tiếp thu.")
    require_days(drafted, "approve_opinion", "sign", "issue", "response", "archive")


@shows("days.bring_signed")
def test_bringing_back_what_is_signed_elsewhere_takes_the_days_that_are_set(drafted):
    SigningKey.objects.all().delete()
    setting(drafted, days=DAYS)
    issue(drafted)
    require_days(drafted, "bring_signed")


# ---------------------------------------------------------------- reminders
@shows("reminders.before", "reminders.every_late", "reminders.escalate_from")
@pytest.mark.usefixtures("any_hour")
def test_people_and_the_leader_are_told_on_the_days_that_are_set(walk):
    setting(walk, reminders={"before": [2], "every_late": 4, "escalate_from": 3})
    walk.do("check_completeness", walk.office.officer, decision="accept")
    task, calendar = walk.task("propose_council"), calendar_of(walk.office.union.pk)
    told = []
    for late in range(-5, 6):
        day = calendar.add(task.due_on, late)
        with on(day):
            reminders.send_due()
        told += [(late, kind) for kind in Reminder.objects.filter(task=task, day=day).values_list("kind", flat=True)]
    assert sorted(told) == [(-2, "reminder"), (3, "escalation"), (3, "reminder"), (4, "escalation"), (4, "reminder")]
    assert Notification.objects.filter(kind="escalation", person=walk.office.leader).count() == 2


# ---------------------------------------------------------------- the council
def codes(walk: Walk, seats: Any) -> set[str]:
    return {one.code for one in council_problems(walk.dossier, seats)}


@shows("seats.least", "seats.most", "seats.odd", "seats.least_reviewers")
@pytest.mark.parametrize(
    ("changes", "size", "code"),
    [
        ({"seats__least": 9}, 7, "too_few_seats"), ({"seats__most": 5}, 7, "too_many_seats"),
        ({"seats__least_reviewers": 3}, 7, "too_few_reviewers"), ({"seats__odd": False}, 6, "even_seats"),
    ],
)  # fmt: skip
def test_a_council_of_another_size_is_refused(in_council, changes, size, code):
    walk, officer = in_council, in_council.office.officer
    seats = walk.seats(size=size)
    if code == "even_seats":
        with refused(code):
            walk.do("propose_council", officer, seats=seats)
        setting(walk, **changes)
        walk.do("propose_council", officer, seats=seats)
        return
    setting(walk, **changes)
    with refused(code):
        walk.do("propose_council", officer, seats=seats)
    setting(walk, seats={})
    walk.do("propose_council", officer, seats=seats)


@shows("seats.groups")
def test_only_where_groups_are_set_a_council_works_in_them(in_council):
    field = in_council.dossier.subject_areas.get().pk
    seats = [
        (person, kind if kind in ("chair", "deputy", "secretary") else seat_key("head" if place == 2 else kind, field))
        for place, (person, kind) in enumerate(in_council.seats())
    ]
    assert codes(in_council, seats) == {"no_groups", "too_few_reviewers"}
    setting(in_council, seats__groups=True, seats__least_reviewers=1, least_reviews=1)
    assert codes(in_council, seats) == set()


@shows("seats.per_employer")
def test_no_more_people_of_one_employer_are_suggested_than_is_set(in_council):
    Expert.objects.update(employer="Sở Xây dựng tỉnh", employer_organisation=None)
    for most in (1, 3):
        setting(in_council, seats__per_employer=most)
        found = propose_for(in_council.dossier)
        assert sum(hasattr(person, "expert") for person, _kind in found.seats) == most


@shows("seats.most_open")
def test_whoever_has_as_many_open_seats_as_are_set_is_not_suggested(reviewing):
    seated = {seat.person for seat in reviewing.dossier.council.seats.exclude(kind="secretary")}
    other = submitted(reviewing.office, "Dự án khác")
    other.do("check_completeness", other.office.officer, decision="accept")
    for most, busy in ((1, seated), (2, set())):
        setting(other, seats__most_open=most)
        assert {one.person for one in choices_for(other.dossier) if one.group == OVER_LIMIT} == busy
        chosen = {person for person, kind in propose_for(other.dossier).seats if kind != "secretary"}
        assert not chosen & busy
        assert chosen


@shows("conflicts.bars", "conflicts.former_years")
def test_a_tie_forbids_a_seat_where_it_is_set_to(in_council):
    walk, office = in_council, in_council.office
    seats = walk.seats()
    person, today = seats[0][0], clock.today()
    expert = Expert.objects.get(person=person)
    Tie.objects.create(expert=expert, kind="business", body=office.investor.name, organisation=office.investor)
    person = Person.objects.get(pk=person.pk)
    assert conflict_of(person, walk.dossier).code == "business"
    with refused("business"):
        walk.do("propose_council", office.officer, seats=seats)
    setting(walk, conflicts__bars=["former_employer"])
    assert conflict_of(person, walk.dossier) is None
    Tie.objects.create(
        expert=expert, kind="former_employer", body=office.investor.name, organisation=office.investor,
        until=today.replace(year=today.year - 4, day=1),
    )  # fmt: skip
    person = Person.objects.get(pk=person.pk)
    assert conflict_of(person, walk.dossier).code == "former_employer"
    setting(walk, conflicts__former_years=3)
    assert conflict_of(person, walk.dossier) is None
    walk.do("propose_council", office.officer, seats=seats)


@shows("leading.degree", "leading.leaders", "leading.firm")
def test_who_may_lead_a_council_is_as_set(in_council):
    walk, office = in_council, in_council.office
    setting(walk, leading={"degree": "professor", "leaders": False, "firm": False})
    leads = ("chair", "deputy")
    degrees = {person.pk: getattr(getattr(person, "expert", None), "degree", "") for person, _kind in walk.seats()}

    def suggested() -> set[str]:
        return {person.expert.degree for person, kind in propose_for(walk.dossier).seats if kind in leads}

    Expert.objects.update(degree="ThS.")
    assert suggested() == set()
    setting(walk, leading__degree="master")
    assert suggested() == {"ThS."}
    Expert.objects.update(degree="KS.")
    assert suggested() == set()
    setting(walk, leading__degree="none")
    assert suggested() == {"KS."}
    # By hand: told, or refused.
    setting(walk, leading__degree="doctor")
    seats = [(Person.objects.get(pk=person.pk), kind) for person, kind in walk.seats()]
    assert degrees
    assert sum(seats[0][0].name in one for one in check_council(walk.dossier, seats).remarks) >= 1
    assert codes(walk, seats) == set()
    setting(walk, leading__firm=True)
    with refused("may_not_lead", "may_not_lead"):
        walk.do("propose_council", office.officer, seats=seats)
    seats = [(office.leader, "chair"), (office.second_leader, "deputy"), *seats[2:]]
    assert codes(walk, seats) == {"may_not_lead"}
    setting(walk, leading__leaders=True)
    walk.do("propose_council", office.officer, seats=seats)


# ---------------------------------------------------------------- reviews
@shows("least_reviews")
def test_the_dossier_waits_until_as_many_reviews_are_in_as_are_set(reviewing):
    first, second = [one.seat.person for one in reviewing.open_reviews()]
    reviewing.do("answer_invitation", second, decision="decline", reason="Bận công tác.")
    reviewing.accept(first)
    setting(reviewing, least_reviews=1)
    reviewing.review(first)
    assert reviewing.dossier.step == "call_meeting"


@shows("least_reviews")
def test_by_default_one_review_is_too_few(reviewing):
    first, second = [one.seat.person for one in reviewing.open_reviews()]
    reviewing.do("answer_invitation", second, decision="decline", reason="Bận công tác.")
    reviewing.accept(first)
    reviewing.review(first)
    assert reviewing.dossier.step == "collect_reviews"


@shows("reviews_among")
def test_the_council_reads_reviews_when_it_is_set_to(reviewing):
    first, _second = [one.seat.person for one in reviewing.open_reviews()]
    reviewing.accept_all()
    reviewing.review(first)
    member = reviewing.dossier.council.seats.filter(kind="member").first().person
    read = {}
    for when in ("blind", "own_in", "open"):
        setting(reviewing, reviews_among=when)
        read[when] = tuple(bool(check(who, "review.read", reviewing.dossier)) for who in (member, first))
    assert read == {"blind": (False, False), "own_in": (False, True), "open": (True, True)}


@shows("reviews_to_proposer")
def test_the_proposer_reads_of_the_reviews_what_is_set(issued):
    read = {}
    for what in ("none", "anonymous", "named"):
        setting(issued, reviews_to_proposer=what)
        who = issued.office.investor_person
        read[what] = tuple(bool(check(who, f"review.{act}", issued.dossier)) for act in ("read_unnamed", "read"))
    assert read == {"none": (False, False), "anonymous": (True, False), "named": (False, True)}


@shows("reviewers_named")
def test_the_draft_names_reviewers_where_it_is_set_to(reviewed):
    name = reviewed.dossier.council.seats.filter(kind="reviewer").first().person.name
    assert name not in first_draft(reviewed.dossier)
    setting(reviewed, reviewers_named=True)
    assert name in first_draft(reviewed.dossier)


@shows("questions")
def test_a_dossier_is_sent_with_an_answer_to_what_is_asked(in_council):
    asked = {"code": "waste", "title": "Nước thải", "kind": "choice", "options": ["Không có", "Xả ra sông"]}
    setting(in_council, questions=[*stored(in_council.dossier.procedure.rules)["questions"], asked])
    walk = Walk(in_council.office, in_council.settle)
    submit = {"by": in_council.office.investor_person, "procedure": in_council.dossier.procedure, "location": ""}
    with refused("question_unanswered"):
        walk.submit(title="Dự án khác", answers={"waste": ""}, **submit)
    sent = walk.submit(title="Dự án khác nữa", answers={"waste": "Xả ra sông"}, **submit)
    assert sent.answers["waste"] == "Xả ra sông"


@shows("checklist")
def test_a_dossier_is_sent_with_what_the_checklist_asks(in_council):
    item = {"code": "extra", "title": "Bản cam kết"}
    setting(in_council, checklist=[*stored(in_council.dossier.procedure.rules)["checklist"], item])
    walk = Walk(in_council.office, in_council.settle)
    walk.submit(
        by=walk.office.investor_person, procedure=in_council.dossier.procedure, title="Dự án", location="Xã Ea Kar",
        upto="described",
    )  # fmt: skip
    assert walk.dossier.attachments.filter(item="extra").exists()
    walk.dossier.attachments.filter(item="extra").delete()
    with refused("attachment_missing"):
        dossiers.submit(dossier_id=walk.dossier.pk, by=walk.office.investor_person)


@shows("review_form")
def test_a_review_answers_what_the_form_asks(reviewing):
    setting(reviewing, review_form=[{"code": "heritage", "title": "Di sản"}])
    reviewing.accept_all()
    who = reviewing.open_reviews()[0].seat.person
    with refused("section_empty"):
        reviewing.do("write_review", who, content={"planning": {"text": "Phù hợp"}}, recommendation="approve")
    reviewing.do("write_review", who, content={"heritage": {"text": "Phù hợp"}}, recommendation="approve")


# ---------------------------------------------------------------- meeting and vote
@shows("meeting")
def test_without_a_meeting_the_opinion_is_drafted_from_the_reviews(reviewing):
    setting(reviewing, meeting=False)
    review(reviewing)
    assert reviewing.dossier.step == "draft_opinion"


@shows("meeting_forms")
def test_a_meeting_is_called_in_a_form_that_is_set(reviewed):
    called = {"starts_at": clock.now() + timedelta(days=4), "form": "workshop", "place": "Hội trường"}
    setting(reviewed, meeting_forms=["meeting"])
    with refused("form_not_allowed"):
        reviewed.do("call_meeting", reviewed.office.officer, **called)
    setting(reviewed, meeting_forms=["workshop"])
    reviewed.do("call_meeting", reviewed.office.officer, **called)
    assert reviewed.dossier.council.meetings.get().form == "workshop"


@shows("quorum.share", "quorum.chair", "quorum.secretary", "quorum.least_reviewers")
@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize(
    ("place", "value", "absent"),
    [
        ("share", "1/2", ("member", "deputy")), ("chair", False, ("chair",)), ("secretary", False, ("secretary",)),
        ("least_reviewers", 0, ("reviewer",)),
    ],
)  # fmt: skip
def test_a_meeting_is_held_with_the_quorum_that_is_set(reviewed, place, value, absent, changed):
    if changed:
        setting(reviewed, **{f"quorum__{place}": value})
    reviewed.call_meeting()
    assert reviewed.hold_meeting(absent) == (Meeting.State.HELD if changed else Meeting.State.NO_QUORUM)


def voted(walk: Walk, *votes: str) -> Meeting:
    """A meeting in which the seats, the chair first, vote so."""
    walk.call_meeting()
    seats = walk.dossier.council.seats.filter(released_at=None).order_by("position")
    attendance = {seat.pk: {"mode": "room", "vote": vote} for seat, vote in zip(seats, votes, strict=True)}
    walk.do(
        "hold_meeting", walk.office.officer, **walk.hours(), attendance=attendance, minutes="Hội đồng thảo luận.",
        conclusion="Hội đồng thống nhất.",
    )  # fmt: skip
    return walk.dossier.council.meetings.get()


@shows("vote.share")
@pytest.mark.parametrize(("share", "passed"), [("1/2", True), ("2/3", False)])
def test_a_vote_passes_with_more_than_the_share_that_is_set(reviewed, share, passed):
    setting(reviewed, vote__share=share)
    assert voted(reviewed, *["for"] * 4, *["against"] * 3).passed is passed


@shows("vote.presider_breaks_tie")
@pytest.mark.parametrize("decides", [True, False])
def test_equal_votes_are_decided_by_whoever_presides_where_it_is_set(reviewed, decides):
    setting(reviewed, vote__presider_breaks_tie=decides)
    assert voted(reviewed, *["for"] * 3, *["against"] * 3, "abstain").passed is decides


# ---------------------------------------------------------------- documents and signing
@shows("unit")
def test_letters_bear_the_department_that_is_set(walk):
    setting(walk, unit="P.TV")
    entry = number_for(DocumentKind.SUPPLEMENT_REQUEST, walk.dossier, walk.office.officer)
    assert entry.symbol == "01/LHH-P.TV"


ALWAYS = {"receipt", "minutes", "opinion", "response"}


@shows("documents")
@pytest.mark.parametrize("kind", [None, *OPTIONAL_DOCUMENTS])
def test_only_the_documents_that_are_set_are_made(in_council, kind):
    setting(in_council, documents=[kind] if kind else [])
    invite(in_council)
    if kind in ("attendance_list", "ballot", "meeting_invitation", "review", "archive_contents", "archive_cover"):
        review(in_council)
        meet_and_draft(in_council)
        issue(in_council)
        in_council.do("respond", in_council.office.investor_person, body="Đã tiếp thu.")
        in_council.do("archive_dossier", in_council.office.officer)
    else:
        assert in_council.dossier.reviews.count() == 2
    made = set(in_council.dossier.documents.values_list("kind", flat=True))
    assert made - ALWAYS == ({kind} if kind else set())
    numbered = set(in_council.dossier.documents.exclude(entry=None).values_list("kind", flat=True))
    assert numbered <= ALWAYS | {kind}


@shows("documents")
def test_without_an_invitation_a_meeting_is_moved_and_everybody_told(reviewed):
    setting(reviewed, documents=[])
    reviewed.call_meeting()
    meeting = reviewed.dossier.council.meetings.get()
    assert meeting.invitation is None
    move_meeting(
        dossier_id=reviewed.dossier.pk, by=reviewed.office.officer, starts_at=clock.now() + timedelta(days=9),
        reason="Trùng lịch", place="Phòng họp số 1",
    )  # fmt: skip
    assert Notification.objects.filter(kind="meeting_moved").count() == 7


@shows("grounds.office", "grounds.own")
def test_a_decision_cites_the_grounds_that_are_set(in_council):
    own = "Căn cứ Quy chế phối hợp số 05/QCPH ngày 02 tháng 3 năm 2025"
    office = list(in_council.office.union.grounds.values_list("text", flat=True))
    setting(in_council, grounds={"office": False, "own": [own]})
    invite(in_council)
    cited = in_council.dossier.documents.get(kind="council_decision").versions.get().data["grounds"]
    assert cited[0] == f"{own};"
    assert not {f"{one};" for one in office} & set(cited)
    setting(in_council, grounds={"office": True, "own": [own, office[0]]})
    review(in_council)
    meet_and_draft(in_council)
    issue(in_council)
    cited = in_council.dossier.documents.get(kind="opinion").versions.get().data["grounds"]
    assert [one.rstrip(";.") for one in cited[: len(office) + 1]] == [*office, own]


@shows("reviewers_by_decision")
def test_reviewers_are_replaced_by_a_decision_where_that_is_set(reviewing):
    setting(reviewing, reviewers_by_decision=True)
    review = reviewing.dossier.reviews.first()
    with refused("by_decision"):
        replace_reviewer(
            review_id=review.pk, by=reviewing.office.officer, person=reviewing.office.experts[10], reason="Bận"
        )


@shows("deputy_after")
@pytest.mark.usefixtures("any_hour")
def test_the_deputy_acts_for_a_chair_who_is_as_late_as_is_set(drafted):
    deputy = drafted.dossier.council.seats.get(kind="deputy").person
    setting(drafted, deputy_after=3)
    task, calendar = drafted.task("approve_opinion"), calendar_of(drafted.office.union.pk)
    for late in (2, 3):
        with on(calendar.add(task.due_on, late)):
            if late < 3:
                with refused("chair_not_late"):
                    let_deputy_act(dossier_id=drafted.dossier.pk, by=drafted.office.leader)
                continue
            let_deputy_act(dossier_id=drafted.dossier.pk, by=drafted.office.leader)
            drafted.do("approve_opinion", Person.objects.get(pk=deputy.pk), decision="approve")
    event = drafted.dossier.events.get(verb="opinion_approved")
    assert event.data["stood_in_for"] == str(drafted.seat("chair").uid)


@shows("chair_approves")
def test_the_leader_signs_what_no_chair_has_to_approve(reviewed):
    setting(reviewed, chair_approves=False)
    meet_and_draft(reviewed)
    assert reviewed.dossier.step == "sign_opinion"
    assert not Task.objects.filter(dossier=reviewed.dossier, node="approve_opinion").exists()
    leader = reviewed.office.leader
    reviewed.do("sign_opinion", leader, decision="send_back", remarks="Nêu rõ hơn.")
    reviewed.draft()
    reviewed.do("sign_opinion", leader, decision="approve")
    reviewed.issue()
    assert reviewed.dossier.step == "respond"
    assert not Task.objects.filter(dossier=reviewed.dossier, status=STATUS.NEW, actor="chair").exists()


# ---------------------------------------------------------------- all of them
def test_no_setting_is_without_a_test():
    places = {
        f"{group}.{key}" if "properties" in schema else group
        for group, schema in RULES["properties"].items()
        for key in schema.get("properties", {"": None})
    }
    assert places == set(SHOWN)
