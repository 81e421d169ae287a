"""Help with councils where there are many experts: how much is read, who is offered, what a worker makes."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult import tasks
from consult.actions import jobs, plans
from consult.actions.suggesting import check_council, propose_for
from consult.demo.walk import Walk
from consult.models import CouncilPlan, Expert, Job, Organisation, Person, SubjectArea

pytestmark = pytest.mark.django_db

MOST_OPEN = 4


def enrol(count: int, **facts) -> list[Expert]:
    """Experts of traffic with a tie to somebody else, so that each has rows of every kind."""
    field, begin = SubjectArea.objects.get(name="Giao thông"), Expert.objects.count()
    made = []
    for number in range(begin, begin + count):
        person = Person.objects.create_user(f"them{number}@vd.test", None, name=f"Hồ Văn Thêm {number}")
        expert = Expert.objects.create(person=person, **{"degree": "TS.", "employer": f"Viện số {number}", **facts})
        expert.subject_areas.add(field)
        expert.ties.create(kind="business", body=f"Công ty {number}")
        made.append(expert)
    return made


@pytest.fixture
def waiting(in_council: Walk) -> Walk:
    """A dossier about traffic that waits for its council."""
    in_council.dossier.subject_areas.set(SubjectArea.objects.filter(name="Giao thông"))
    return in_council


def seats_of(walk: Walk) -> dict[str, list]:
    seats = walk.seats()
    return {"person": [person.pk for person, _kind in seats], "kind": [kind for _person, kind in seats]}


def limit(walk: Walk, most: int) -> None:
    """Let the procedure hold ``most`` open seats of one person for enough."""
    procedure = walk.dossier.procedure
    procedure.config = {**procedure.config, "seats": {**procedure.config.get("seats", {}), "most_open": most}}
    procedure.save()


@pytest.fixture
def asks_as_much(django_assert_num_queries):
    """Whether an act asks as much of the database when there are forty more experts."""

    def compare(act) -> list[str]:
        act()
        with CaptureQueriesContext(connection) as few:
            act()
        enrol(40)
        with django_assert_num_queries(len(few)):
            act()
        return [query["sql"] for query in few]

    return compare


# ------------------------------------------------------------------ how much is read
def test_replacing_a_reviewer_asks_as_much_with_many_experts(reviewing, as_person, asks_as_much):
    client, review = as_person(reviewing.office.officer), reviewing.open_reviews()[0]
    address = reverse("replace_reviewer", args=[review.pk])
    asks_as_much(lambda: client.get(address))
    # What is sent without a reason is asked about again, with the list.
    asks_as_much(lambda: client.post(address, {"person": reviewing.office.experts[9].pk, "reason": ""}))


@pytest.mark.parametrize("name", ["task", "suggest_council", "check_seats"])
def test_putting_a_council_together_asks_as_much_with_many_experts(waiting, as_person, asks_as_much, name):
    client = as_person(waiting.office.officer)
    address, sent = reverse(name, args=[waiting.task("propose_council").pk]), seats_of(waiting)
    if name == "task":
        asks_as_much(lambda: client.get(address))
        sent["kind"][0] = "member"
    asks_as_much(lambda: client.post(address, sent))


def test_the_plan_asks_as_much_with_many_experts_and_dossiers(waiting, new_walk, as_person, asks_as_much):
    client, page = as_person(waiting.office.officer), reverse("plan")

    def one_more() -> None:
        walk = new_walk(title=f"Dự án số {CouncilPlan.objects.count()} {Person.objects.count()}")
        walk.do("check_completeness", waiting.office.officer, decision="accept")
        walk.dossier.subject_areas.set(SubjectArea.objects.filter(name="Giao thông"))

    one_more()
    asks_as_much(lambda: client.get(page))
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    enrol(1)
    one_more()
    with CaptureQueriesContext(connection) as more:
        assert len(client.get(page).context["rows"]) == 3
    assert len(more) == len(few)


def test_a_change_of_a_seat_reads_nobody_but_those_on_seats(waiting, as_person):
    strangers = enrol(30)
    client, sent = as_person(waiting.office.officer), seats_of(waiting)
    address = reverse("check_seats", args=[waiting.task("propose_council").pk])
    read: set[int] = set()

    def watch(instance, **_rest):
        read.add(instance.pk)

    post_init.connect(watch, sender=Expert)
    try:
        assert client.post(address, sent).status_code == 200
    finally:
        post_init.disconnect(watch, sender=Expert)
    assert read
    assert not read & {one.pk for one in strangers}


# ------------------------------------------------------------------ who has enough to do
def test_whoever_has_enough_to_do_comes_last_in_every_list_with_the_reason(reviewing, new_walk, as_person):
    limit(reviewing, 1)
    [free] = enrol(1)
    client = as_person(reviewing.office.officer)
    form = client.get(reverse("replace_reviewer", args=[reviewing.open_reviews()[0].pk])).context["form"]
    groups = [[value for value, _label in choices] for _name, choices in list(form.fields["person"].choices)[1:]]
    assert free.person_id in groups[0]
    other = new_walk(title="Dự án khác")
    other.do("check_completeness", reviewing.office.officer, decision="accept")
    busy = reviewing.open_reviews()[0].seat.person
    choices = client.get(reverse("task", args=[other.task("propose_council").pk])).context["form"].people
    assert busy.pk in [one.person.pk for one in choices[-1][1]]
    assert busy.pk not in [one.person.pk for _name, listed in choices[:-1] for one in listed]
    assert all("1" in one.label for one in choices[-1][1])


def test_a_seat_that_only_busy_people_could_take_is_not_just_left_empty(reviewing, new_walk, as_person):
    limit(reviewing, 1)
    seated = [seat.person for seat in reviewing.dossier.council.seats.filter(kind="reviewer")]
    traffic = SubjectArea.objects.get(name="Giao thông")
    other = new_walk(title="Dự án khác")
    other.do("check_completeness", reviewing.office.officer, decision="accept")
    other.dossier.subject_areas.set([traffic])
    Expert.objects.exclude(person__in=seated).delete()
    for person in seated:
        person.expert.subject_areas.add(traffic)
    client, step = as_person(reviewing.office.officer), other.task("propose_council")
    proposed = propose_for(other.dossier, ["reviewer"])
    assert (proposed.seats, proposed.empty) == ([], ["reviewer"])
    offered = [person for person, _reason in proposed.offers["reviewer"]]
    assert set(offered) == set(seated)
    # The plan offers them as well, and one press there takes one: everything else stays as it was.
    [row] = client.get(reverse("plan")).context["rows"]
    [lacking] = [one for one in row["lacking"] if one["place"] == "reviewer"]
    assert {person for person, _reason in lacking["offers"]} == set(seated)
    sent = {"kind": ["secretary", "reviewer"], "person": [other.office.officer.pk, ""], "group": ["", ""]}
    taken = client.post(
        reverse("suggest_council", args=[step.pk]), {**sent, "take": f"{offered[0].pk} reviewer"}
    ).context["form"]
    assert {(row["person"], row["kind"]) for row in taken.rows} == {
        (str(other.office.officer.pk), "secretary"),
        (str(offered[0].pk), "reviewer"),
    }


@pytest.mark.parametrize("wish", ["", "reviewer", "x reviewer", "1 emperor", "999999 reviewer", "² reviewer"])
def test_nobody_is_taken_whom_nobody_offers(waiting, as_person, wish):
    answer = as_person(waiting.office.officer).post(
        reverse("suggest_council", args=[waiting.task("propose_council").pk]),
        {"kind": ["secretary"], "person": [waiting.office.officer.pk], "take": wish},
    )
    assert answer.status_code == 200
    assert [row["person"] for row in answer.context["form"].rows] == [str(waiting.office.officer.pk)]


# ------------------------------------------------------------------ what is said of whom
def test_a_chair_from_outside_the_fields_is_never_suggested_without_a_word(waiting, as_person):
    traffic = waiting.dossier.subject_areas.get()
    enrol(1)
    inside = propose_for(waiting.dossier)
    chair = next(person for person, kind in inside.seats if kind == "chair")
    assert inside.outside is None
    assert traffic in chair.expert.subject_areas.all()
    plain = check_council(waiting.dossier, [(inside.seats[0][0], "chair")]).remarks
    for expert in Expert.objects.filter(subject_areas=traffic):
        Expert.objects.filter(pk=expert.pk).update(degree="")
    outside = propose_for(waiting.dossier)
    chair = next(person for person, kind in outside.seats if kind == "chair")
    assert outside.outside == chair
    said = check_council(waiting.dossier, [(chair, "chair")]).remarks
    assert any(chair.name in remark for remark in said)
    assert not any(inside.seats[0][0].name in remark for remark in plain)
    [row] = as_person(waiting.office.officer).get(reverse("plan")).context["rows"]
    assert [seat["outside"] for seat in row["seats"] if seat["kind"] == "chair"] == [True]


def test_the_reason_stands_open_beside_each_suggested_name(waiting, as_person):
    answer = as_person(waiting.office.officer).post(
        reverse("suggest_council", args=[waiting.task("propose_council").pk]), {"kind": ["reviewer"], "person": [""]}
    )
    page = answer.content.decode()
    [row] = answer.context["form"].rows
    reason = answer.context["reasons"][row["person"]]
    assert "Giao thông" in reason
    assert page.count("data-reason") == 1
    assert reason in page[page.index("data-reason") :]
    assert "<details" not in page[page.index('id="council-form"') :]


@pytest.mark.parametrize("name", ["suggest_council", "check_seats"])
def test_a_plan_whose_dossier_a_colleague_was_quicker_with_says_so(waiting, as_person, name):
    client, step = as_person(waiting.office.officer), waiting.task("propose_council").pk
    sent, page = seats_of(waiting), reverse("plan")
    waiting.do("propose_council", waiting.office.officer, seats=waiting.seats())
    answer = client.post(reverse(name, args=[step]), sent, headers={"Referer": f"http://testserver{page}"})
    assert (answer.status_code, urlsplit(answer.get("Location", "")).path) == (302, page)
    assert [message.level_tag for message in get_messages(answer.wsgi_request)] == ["error"]
    part = client.post(reverse(name, args=[step]), sent, headers={"HX-Request": "true"})
    assert (part.status_code, part.get("HX-Refresh")) == (204, "true")
    stranger = as_person(waiting.office.department_person)
    assert stranger.post(reverse(name, args=[step]), sent).status_code == 404


# ------------------------------------------------------------------ what a worker makes
@pytest.fixture
def large(waiting, monkeypatch) -> Walk:
    monkeypatch.setattr(plans, "LARGEST_AT_ONCE", 0)
    return waiting


def test_a_large_plan_is_made_by_a_worker_and_shown_while_it_is_made(large, as_person):
    client, page = as_person(large.office.officer), reverse("plan")
    before = client.get(page)
    assert (before.context["rows"], before.context["asked"]) == ([], None)
    assert not CouncilPlan.objects.exists()
    for _twice in range(2):
        assert client.post(reverse("make_plan")).status_code == 302
    plan = CouncilPlan.objects.get()
    assert (plan.asked_by, plan.union, plan.job.state) == (large.office.officer, large.office.union, "waiting")
    during = client.get(page)
    assert "every 2s" in during.content.decode()
    assert during.context["rows"] == []
    tasks.work_off()
    after = client.get(page)
    [row] = after.context["rows"]
    assert "every 2s" not in after.content.decode()
    assert (after.context["stale"], after.context["found"].proven) == (False, True)
    at_once = propose_for(large.dossier)
    assert {seat["person"] for seat in row["seats"]} == {person for person, _kind in at_once.seats}
    assert [seat["reason"] for seat in row["seats"]] == [at_once.reasons[person.pk] for person, _k in at_once.seats]


def test_a_plan_says_when_it_is_no_longer_true(large, as_person):
    client, page = as_person(large.office.officer), reverse("plan")
    client.post(reverse("make_plan"))
    tasks.work_off()
    assert client.get(page).context["stale"] is False
    first = CouncilPlan.objects.get()
    enrol(1)
    assert client.get(page).context["stale"] is True
    client.post(reverse("make_plan"))
    # The older one is shown until the new one is there, and then goes.
    assert client.get(page).context["made"] == first
    tasks.work_off()
    assert client.get(page).context["stale"] is False
    assert CouncilPlan.objects.get() != first


def test_a_plan_that_could_not_be_made_is_asked_for_again(large, as_person):
    client = as_person(large.office.officer)
    client.post(reverse("make_plan"))
    jobs.claim(Job.objects.get(kind="plan").pk)
    jobs.fail(Job.objects.get(kind="plan"), "broken", for_good=True)
    assert client.get(reverse("plan")).context["asked"].job.state == "failed"
    client.post(reverse("make_plan"))
    assert CouncilPlan.objects.get().job.state == "waiting"


def test_a_plan_that_is_no_longer_true_says_so_when_the_next_one_failed_too(large, as_person):
    client, page = as_person(large.office.officer), reverse("plan")
    client.post(reverse("make_plan"))
    tasks.work_off()
    assert "data-stale" not in client.get(page).content.decode()
    enrol(1)
    client.post(reverse("make_plan"))
    newest = Job.objects.filter(kind="plan").latest("pk").pk
    jobs.claim(newest)
    jobs.fail(Job.objects.get(pk=newest), "broken", for_good=True)
    shown = client.get(page)
    assert shown.context["asked"].job.state == "failed"
    assert shown.context["rows"]
    assert "data-stale" in shown.content.decode()


def test_a_plan_is_its_own_unions(large, as_person, new_walk):
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K")
    client = as_person(large.office.officer)
    client.post(f"{reverse('make_plan')}?union={other.pk}")
    assert [plan.union for plan in CouncilPlan.objects.all()] == [large.office.union]


def test_a_plan_that_was_broken_off_says_how_far_it_can_be_from_the_best(large, as_person):
    client = as_person(large.office.officer)
    client.post(reverse("make_plan"))
    tasks.work_off()
    CouncilPlan.objects.update(cost=120, bound=83)
    answer = client.get(reverse("plan"))
    assert answer.context["found"].gap == 37
    assert "37" in answer.content.decode()
    assert 'class="alert alert-warning"' in answer.content.decode()
