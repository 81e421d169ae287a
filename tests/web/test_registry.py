"""The common registry: whose the facts are, what others propose, what each union holds for itself."""

from __future__ import annotations

import html
import re
from datetime import datetime, time, timedelta

import pytest
from django.contrib.auth.models import update_last_login
from django.urls import reverse
from django.utils import timezone

from consult import clock, tasks
from consult.access import check_facts
from consult.actions import expert_import, registry, sheet_imports
from consult.actions import experts as actions
from consult.actions.councils import candidate_of
from consult.actions.deadlines import calendar_of
from consult.actions.notifications.mails import compose
from consult.models import (
    Expert,
    ExpertProposal,
    Job,
    Membership,
    Notification,
    Organisation,
    Person,
    SubjectArea,
    UnionJudgement,
)
from consult.queries.candidates import active_experts, pool_of
from consult.queries.privacy import personal_data
from consult.queries.registry import facts_of, now_of, open_proposals
from consult.rules.marks import marks_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert(office):
    return office.experts[0].expert


@pytest.fixture
def other(office):
    """An officer of another union."""
    union = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
    person = Person.objects.create_user("cv@khac.test", None, name="Chuyên viên khác")
    Membership.objects.create(person=person, organisation=union, role="officer")
    return person


def union_of(person):
    return Organisation.objects.get(memberships__person=person, kind="union")


def form(expert, **changes):
    return {
        "name": expert.person.name, "degree": expert.degree, "phone": expert.person.phone, "employer": expert.employer,
        "place": expert.place, "biography": expert.biography,
        "subject_areas": [str(pk) for pk in expert.subject_areas.values_list("pk", flat=True)], **changes,
    }  # fmt: skip


def facts(expert):
    fresh = Expert.objects.select_related("person").get(pk=expert.pk)
    return (fresh.person.name, fresh.employer, fresh.place)


def told(person):
    return list(Notification.objects.filter(person=person, dossier=None).order_by("pk").values_list("kind", flat=True))


# ---------------------------------------------------------------- whose they are
def test_facts_are_the_keeping_unions_until_the_person_signs_in(office, expert, other):
    assert check_facts(office.officer, expert)
    assert not check_facts(other, expert)
    assert check_facts(expert.person, expert)
    update_last_login(None, expert.person)
    assert not check_facts(office.officer, expert)
    assert check_facts(expert.person, expert)
    assert not check_facts(office.leader, expert)


def test_another_unions_officer_changes_nothing_by_any_door(office, expert, other, as_person):
    before = facts(expert)
    with refused("another_unions_data"):
        actions.change_expert(expert=expert, by=other, name="Tên Sai", employer="Sai")
    with refused("another_unions_data"):
        actions.add_absence(
            expert=expert, by=other, first_day=clock.today(), last_day=clock.today() + timedelta(days=900)
        )
    client = as_person(other)
    for name, data in (("absence", {"first_day": "2026-12-01", "last_day": "2028-12-01"}), ("proof", {"kind": "cv"})):
        assert client.post(reverse("expert", args=[expert.pk]), {"form": name, **data}).status_code in (403, 422)
    absence = actions.add_absence(expert=expert, by=office.officer, first_day=clock.today(), last_day=clock.today())
    client.post(reverse("remove_expert_row", args=[expert.pk, "absence", absence.pk]))
    client.post(reverse("hand_over_expert", args=[expert.pk]), {"to": union_of(other).pk})
    for address in ("change", "delete"):
        client.post(reverse(f"admin:consult_expert_{address}", args=[expert.pk]), {"employer": "Sai", "post": "yes"})
    assert facts(expert) == before
    assert expert.absences.get() == absence
    assert Expert.objects.get(pk=expert.pk).keeper == office.union


def test_not_even_an_administrator_changes_an_expert_in_djangos_admin(office, expert, as_person):
    client = as_person(office.administrator)
    before = facts(expert)
    for address in ("change", "delete"):
        answer = client.post(reverse(f"admin:consult_expert_{address}", args=[expert.pk]), {"post": "yes"})
        assert answer.status_code in (302, 403)
    assert facts(expert) == before


def test_a_change_by_the_keeping_union_is_told_to_the_person(office, expert):
    actions.change_expert(expert=expert, by=office.officer, employer="Viện Mới")
    assert facts(expert)[1] == "Viện Mới"
    assert told(expert.person) == ["expert_changed"]
    notice = Notification.objects.get(person=expert.person, kind="expert_changed")
    words = compose(notice)
    assert office.union.name in words.subject
    assert reverse("expert", args=[expert.pk]) in words.text
    # In the hours of the office.
    with clock.at(Job.objects.get(notification=notice).run_after):
        tasks.work_off()
    notice.refresh_from_db()
    assert notice.mailed_at is not None


def test_who_comes_first_keeps_what_nobody_kept(office, expert, other):
    Expert.objects.filter(pk=expert.pk).update(keeper=None)
    Person.objects.filter(pk=expert.person_id).update(keeper=None)
    expert = Expert.objects.get(pk=expert.pk)
    actions.change_expert(expert=expert, by=other, place="Huế")
    assert Expert.objects.get(pk=expert.pk).keeper == union_of(other)
    assert not check_facts(office.officer, Expert.objects.get(pk=expert.pk))


def test_the_keeping_is_handed_over(office, expert, other, as_person):
    page = as_person(office.officer).get(reverse("expert", args=[expert.pk])).content.decode()
    assert reverse("hand_over_expert", args=[expert.pk]) in page
    as_person(office.officer).post(reverse("hand_over_expert", args=[expert.pk]), {"to": union_of(other).pk})
    expert = Expert.objects.get(pk=expert.pk)
    assert expert.keeper == union_of(other)
    assert told(other) == ["expert_handed_over"]
    assert check_facts(other, expert)
    assert not check_facts(office.officer, expert)


# ---------------------------------------------------------------- proposed
def propose(expert, by, **data):
    return registry.propose_change(expert=expert, union=union_of(by), by=by, **data)


def test_another_union_proposes_and_the_keeper_accepts_or_refuses(office, expert, other, as_person):
    before = facts(expert)
    environment = SubjectArea.objects.get(name="Môi trường")
    data = form(expert, place="Huế", subject_areas=[environment.pk])
    page = as_person(other).get(reverse("edit_expert", args=[expert.pk])).content.decode()
    assert "mười ngày làm việc" in page
    assert as_person(other).post(reverse("edit_expert", args=[expert.pk]), data).status_code == 302
    proposal = ExpertProposal.objects.get()
    assert proposal.changes == {"place": "Huế", "subject_areas": [environment.pk]}
    assert facts(expert) == before
    assert told(office.officer) == ["expert_proposed"]
    officer = as_person(office.officer)
    shown = officer.get(reverse("expert", args=[expert.pk])).content.decode()
    assert "Huế" in shown
    decide = reverse("decide_proposal", args=[expert.pk, proposal.pk])
    as_person(other).post(decide, {"decision": "accept"})
    assert facts(expert) == before
    seen = re.search(r'name="seen" value="([^"]*)"', shown)
    assert seen is not None
    looked_at = {"decision": "accept", "seen": html.unescape(seen[1])}
    # What has changed since the page was made is looked at again.
    Expert.objects.filter(pk=expert.pk).update(place="Vinh")
    officer.post(decide, looked_at)
    assert facts(expert)[2] == "Vinh"
    Expert.objects.filter(pk=expert.pk).update(place=before[2])
    officer.post(decide, looked_at)
    assert facts(expert) == (before[0], before[1], "Huế")
    assert list(expert.subject_areas.all()) == [environment]
    assert told(other) == ["expert_accepted"]
    assert told(expert.person) == ["expert_changed"]
    # DecisionCondition once.
    officer.post(decide, {"decision": "refuse"})
    proposal.refresh_from_db()
    assert proposal.accepted is True

    again = propose(expert, other, place="Đà Nẵng")
    officer.post(reverse("decide_proposal", args=[expert.pk, again.pk]), {"decision": "refuse"})
    assert facts(expert)[2] == "Huế"
    assert told(other)[-1] == "expert_refused"


def test_who_signs_in_decides_on_what_any_union_proposes(office, expert, other, as_person):
    client = as_person(expert.person)
    for by, place in ((office.officer, "Huế"), (other, "Vinh")):
        propose(Expert.objects.get(pk=expert.pk), by, place=place)
    assert told(expert.person) == ["expert_proposed", "expert_proposed"]
    first = ExpertProposal.objects.get(union=office.union)
    seen = marks_of(now_of(first, facts_of(Expert.objects.get(pk=expert.pk))))
    client.post(reverse("decide_proposal", args=[expert.pk, first.pk]), {"decision": "accept", "seen": seen})
    assert facts(expert)[2] == "Huế"
    # One's own doing is not told to oneself.
    assert "expert_changed" not in told(expert.person)


def test_a_union_has_one_open_proposal_and_what_is_the_same_is_none(expert, other, as_person):
    answer = as_person(other).post(reverse("edit_expert", args=[expert.pk]), form(expert))
    assert answer.status_code == 422
    propose(expert, other, place="Huế")
    propose(expert, other, place="Vinh")
    assert [one.changes for one in open_proposals(expert)] == [{"place": "Vinh"}]


@pytest.mark.parametrize(
    "moment", ["2026-03-02T00:03", "2026-03-02T06:30", "2026-03-02T23:58", "2026-12-31T23:58", "2027-01-01T00:03"]
)
def test_a_proposal_lapses_after_ten_working_days_of_viet_nam(office, expert, other, moment):
    start = timezone.make_aware(datetime.fromisoformat(moment))
    with clock.at(start):
        proposal = propose(expert, other, place="Huế")
        day = clock.today()
    counted, last = 0, day
    calendar = calendar_of(union_of(other).pk)
    while counted < 10:
        last += timedelta(days=1)
        counted += calendar.is_working_day(last)
    assert proposal.lapses_on == last
    midnight = datetime.combine(last, time(0), timezone.get_current_timezone()) + timedelta(days=1)
    with clock.at(midnight - timedelta(minutes=2)):
        assert list(open_proposals(expert)) == [proposal]
    with clock.at(midnight + timedelta(minutes=3)):
        assert not open_proposals(expert).exists()
        with refused("proposal_decided"):
            registry.decide_proposal(proposal=proposal, by=office.officer, accept=True)
    assert facts(expert)[2] != "Huế"


def test_a_proposal_is_seen_by_whoever_keeps_and_whoever_proposed(office, expert, other, as_person):
    propose(expert, other, employer="Viện Bí Mật")
    third = Organisation.objects.create(kind="union", name="LHH tỉnh thứ ba", symbol="LHHB")
    stranger = Person.objects.create_user("cv@ba.test", None, name="Người ba")
    Membership.objects.create(person=stranger, organisation=third, role="officer")
    address = reverse("expert", args=[expert.pk])
    for person, sees in ((office.officer, True), (other, True), (stranger, False), (office.leader, False)):
        assert ("Viện Bí Mật" in as_person(person).get(address).content.decode()) is sees, person
    assert as_person(expert.person).get(address).context["proposals"]


def test_the_queries_of_an_experts_page_do_not_grow_with_what_is_proposed(
    office, expert, other, as_person, django_assert_num_queries, django_assert_max_num_queries
):
    """Open proposals of other unions, and those that lapsed long ago."""
    client, address = as_person(office.officer), reverse("expert", args=[expert.pk])
    propose(expert, other, place="Huế", employer="Viện A")
    client.get(address)
    with django_assert_max_num_queries(36) as few:
        client.get(address)
    for number in range(12):
        union = Organisation.objects.create(kind="union", name=f"LHH tỉnh số {number}", symbol=f"L{number}")
        by = Person.objects.create_user(f"cv{number}@so.test", None, name=f"Người số {number}")
        Membership.objects.create(person=by, organisation=union, role="officer")
        propose(expert, by, place=f"Nơi {number}", subject_areas=[SubjectArea.objects.first().pk])
    with django_assert_num_queries(len(few)):
        assert len(client.get(address).context["proposals"]) == 13


# ---------------------------------------------------------------- each union's own
def test_a_union_switches_somebody_off_for_itself_alone(office, expert, other, as_person):
    foreign = union_of(other)
    as_person(other).post(reverse("judge_expert", args=[expert.pk]), {"note": "Không hợp tác"})
    assert UnionJudgement.objects.get().union == foreign
    assert expert not in active_experts(foreign.pk)
    assert expert in active_experts(office.union.pk)
    assert pool_of(office.union.pk).facts[expert.person_id].kinds
    assert expert.person_id not in pool_of(foreign.pk).people
    for who, here in ((office.officer, True), (other, False)):
        rows = {row["expert"].pk for row in as_person(who).get(reverse("experts")).context["rows"]}
        rows |= {
            row["expert"].pk
            for row in as_person(who).get(reverse("experts"), {"text": expert.person.name}).context["rows"]
        }
        assert (expert.pk in rows) is here, who
    page = reverse("expert", args=[expert.pk])
    assert "Không hợp tác" in as_person(other).get(page).content.decode()
    assert "Không hợp tác" not in as_person(office.officer).get(page).content.decode()
    # What is kept about somebody is theirs to see.
    assert "Không hợp tác" in repr(personal_data(expert.person)["judgements"])
    own = as_person(expert.person).get(reverse("personal_data", args=[expert.person_id])).content.decode()
    assert "Không hợp tác" in own
    assert "không được mời vào hội đồng" in own


def test_what_a_union_writes_of_a_tie_holds_for_its_councils_and_is_seen_by_it(walk, expert, other, as_person):
    office, dossier = walk.office, walk.dossier
    body = dossier.proposer
    foreign = actions.add_tie(expert=expert, by=other, kind="paid", body="", organisation=body, note="Nghe nói")
    assert foreign.union == union_of(other)
    assert not any(tie.kind == "paid" for tie in candidate_of(expert.person, dossier).ties)
    actions.add_tie(expert=expert, by=office.officer, kind="paid", body="", organisation=body, note="Có hợp đồng")
    assert any(tie.kind == "paid" for tie in candidate_of(expert.person, dossier).ties)
    page = reverse("expert", args=[expert.pk])
    mine, theirs = (as_person(one).get(page).content.decode() for one in (office.officer, other))
    assert ("Có hợp đồng" in mine, "Nghe nói" in mine) == (True, False)
    assert ("Có hợp đồng" in theirs, "Nghe nói" in theirs) == (False, True)
    as_person(office.officer).post(reverse("remove_expert_row", args=[expert.pk, "tie", foreign.pk]))
    assert expert.ties.filter(pk=foreign.pk).exists()
    # What the expert says of themselves holds for all.
    actions.add_tie(expert=expert, by=expert.person, kind="family", body="", organisation=body)
    assert any(tie.kind == "family" for tie in candidate_of(expert.person, dossier).ties)


# ---------------------------------------------------------------- from a sheet
@pytest.mark.parametrize("theirs", ["kept", "signed_in"])
def test_a_sheet_overwrites_nobody_elses_facts(office, expert, other, theirs):
    by, union = (other, union_of(other)) if theirs == "kept" else (office.officer, office.union)
    if theirs == "signed_in":
        update_last_login(None, expert.person)
    row = {"name": expert.person.name, "email": expert.person.email, "employer": "Sai", "phone": "0900"}
    new = {"name": "Phan Thị Hoàn Toàn Mới", "email": "moi@vd.test", "employer": "Viện Mới"}
    table = sheet_imports.save_import(union=union, by=by, name="a.xlsx", rows=[row, new])
    plans = expert_import.plan_of(table)
    assert [plan.action for plan in plans] == ["fault", "add"]
    assert (
        expert_import.apply_import(table=table, by=by, choices={}, digest=sheet_imports.digest_of(plans))["fault"] == 1
    )
    assert facts(expert)[1] != "Sai"
    assert Expert.objects.get(person__email="moi@vd.test").keeper == union


def test_entering_somebody_with_an_account_leaves_their_account_as_it_is(office):
    person = Person.objects.create_user("co@tk.test", None, name="Có Tài Khoản", phone="0911")
    made = actions.add_expert(union=office.union, by=office.officer, email="co@tk.test", name="Tên Khác", phone="0999")
    person.refresh_from_db()
    assert (person.name, person.phone, made.keeper) == ("Có Tài Khoản", "0911", office.union)


# ---------------------------------------------------------------- another union's accounts
@pytest.fixture
def proposer(office):
    """Somebody of the first union's investor who has never signed in."""
    return office.investor_person


def refuses_by_address(office, other, as_person, person):
    """Entering the address is refused at its field, tells nothing, and changes nothing; in a sheet too."""
    before = (person.name, person.phone)
    data = {"name": "Tên Bịa", "email": person.email, "phone": "0900"}
    answer = as_person(other).post(reverse("add_expert"), data)
    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors
    for said in filter(None, before):
        assert said not in answer.content.decode()
    with refused("kept_elsewhere"):
        actions.add_expert(union=union_of(other), by=other, email=person.email.upper(), name="Tên Bịa", phone="0900")
    table = sheet_imports.save_import(union=union_of(other), by=other, name="a.xlsx", rows=[data])
    (plan,) = expert_import.plan_of(table)
    assert (plan.action, [problem.code for problem in plan.problems]) == ("fault", ["kept_elsewhere"])
    person.refresh_from_db()
    assert (person.name, person.phone) == before
    assert not Expert.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    "whose", ["kept", "kept, signed in", "kept by nobody, stands for its body", "signed in, of nobody", "superuser"]
)
def test_anothers_account_is_not_taken_in_by_its_address(office, other, proposer, as_person, whose):
    if "signed in" in whose:
        update_last_login(None, proposer)
    if "nobody" in whose or whose == "superuser":
        Person.objects.filter(pk=proposer.pk).update(keeper=None, is_superuser=whose == "superuser")
    if whose in ("signed in, of nobody", "superuser"):
        proposer.memberships.all().delete()
    refuses_by_address(office, other, as_person, proposer)


def test_the_union_that_keeps_an_account_enters_it(office, proposer):
    made = actions.add_expert(union=office.union, by=office.officer, email=proposer.email, name="x", phone="0900")
    assert (made.person, made.keeper) == (proposer, office.union)
    update_last_login(None, office.clerk)
    assert actions.add_expert(union=office.union, by=office.officer, email=office.clerk.email, name="x").pk


def test_who_keeps_an_account_keeps_its_name_where_the_registry_notes_nobody(office, other, expert, as_person):
    Expert.objects.filter(pk=expert.pk).update(keeper=None)
    expert.refresh_from_db()
    with refused("another_unions_data"):
        actions.change_expert(expert=expert, by=other, name="Tên Bịa")
    table = sheet_imports.save_import(
        union=union_of(other), by=other, name="a.xlsx", rows=[{"name": expert.person.name, "email": expert.person.email,
                                                               "phone": "0900"}],
    )  # fmt: skip
    assert [plan.action for plan in expert_import.plan_of(table)] == ["fault"]
    assert [person.pk for person in registry.keepers_of(expert)] == [office.officer.pk]
    assert office.union.name in as_person(other).get(reverse("expert", args=[expert.pk])).content.decode()
