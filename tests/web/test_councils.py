"""Putting a council together: suggested, changed by hand, checked at each change, planned for several dossiers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from consult import clock
from consult.actions.councils import objections_to
from consult.actions.suggesting import check_council, propose_for, propose_together
from consult.models import Expert, Membership, Organisation, Person, SubjectArea, UnionJudgement
from consult.rules.council import composition_problems


def named(people, name):
    return next(person for person in people if person.name == name)


@pytest.fixture
def step(in_council):
    return in_council.task("propose_council").pk


@pytest.fixture
def fire(in_council):
    """The dossier concerns traffic and fire safety."""
    in_council.dossier.subject_areas.set(SubjectArea.objects.filter(name__in=["Giao thông", "An toàn phòng cháy"]))
    return in_council


def kinds_of(proposed):
    return [kind for _person, kind in proposed.seats]


def test_a_suggested_council_meets_the_procedure_and_covers_the_fields(fire):
    proposed = propose_for(fire.dossier)
    rules = fire.dossier.procedure.rules.seats
    assert composition_problems(kinds_of(proposed), rules) == []
    assert check_council(fire.dossier, proposed.seats).problems == []
    assert not any("lĩnh vực" in remark for remark in check_council(fire.dossier, proposed.seats).remarks)
    wanted = set(fire.dossier.subject_areas.values_list("pk", flat=True))
    for person, kind in proposed.seats:
        if kind == "reviewer":
            assert wanted & set(person.expert.subject_areas.values_list("pk", flat=True)), person
        if kind == "secretary":
            assert person == fire.office.officer
        if kind in ("chair", "deputy"):
            assert "TS" in person.titled_name or person in (fire.office.leader, fire.office.second_leader)
    assert all(proposed.reasons[person.pk] for person, _kind in proposed.seats)


def test_whoever_has_a_conflict_is_left_out_with_the_reason(fire):
    expert = Expert.objects.get(person__name="Đỗ Mạnh Quýnh")
    expert.ties.create(kind="business", body=fire.dossier.proposer.name.upper())
    proposed = propose_for(fire.dossier)
    assert expert.person not in [person for person, _kind in proposed.seats]
    [(_person, reason, firm)] = [row for row in proposed.left_out if row[0] == expert.person]
    assert firm
    assert "quan hệ kinh doanh" in reason


def test_whoever_is_away_is_not_suggested_and_may_be_put_by_hand(fire):
    expert = Expert.objects.get(person__name="Đỗ Mạnh Quýnh")
    today = clock.today()
    expert.absences.create(first_day=today, last_day=today + timedelta(days=20))
    proposed = propose_for(fire.dossier)
    assert expert.person not in [person for person, _kind in proposed.seats]
    checked = check_council(fire.dossier, [(expert.person, "reviewer")])
    assert any("vắng từ" in remark for remark in checked.remarks)
    assert not any("vắng" in problem for problem in checked.problems)


def test_an_absence_that_is_over_or_far_away_does_not_count(fire):
    expert = Expert.objects.get(person__name="Đỗ Mạnh Quýnh")
    today = clock.today()
    expert.absences.create(first_day=today - timedelta(days=9), last_day=today - timedelta(days=1))
    expert.absences.create(first_day=today + timedelta(days=200), last_day=today + timedelta(days=220))
    checked = check_council(fire.dossier, [(expert.person, "reviewer")])
    assert not any("vắng" in remark for remark in checked.remarks)


def test_whoever_sat_on_the_same_project_before_is_remarked_on(reviewing, new_walk):
    again = new_walk(title=reviewing.dossier.title.upper())
    sat = reviewing.dossier.council.seats.filter(kind="member").first().person
    against = objections_to([sat, reviewing.office.clerk], again.dossier)
    assert [one.kind for one in against[sat.pk]] == ["earlier_opinion"]
    assert not against[sat.pk][0].bars
    assert against[reviewing.office.clerk.pk] == []


def test_whoever_has_less_to_do_is_asked_first(reviewing, new_walk):
    other = new_walk(title="Dự án khác")
    traffic = SubjectArea.objects.get(name="Giao thông")
    seated = reviewing.dossier.council.seats.values_list("person", flat=True)
    assert Expert.objects.filter(subject_areas=traffic, person__in=seated).count() == 2
    free = Expert.objects.create(person=Person.objects.create_user("ranh@vd.test", None, name="Vũ Rảnh Rang"))
    free.subject_areas.add(traffic)
    assert propose_for(other.dossier, ["reviewer"]).seats == [(free.person, "reviewer")]


def test_the_page_fills_empty_seats_and_keeps_who_was_chosen(fire, step, as_person):
    office = fire.office
    client = as_person(office.officer)
    chosen = named(office.experts, "Ngô Bá Thạnh")
    kinds = ["chair", "deputy", "reviewer", "reviewer", "member", "member", "secretary"]
    people = ["", "", "", "", chosen.pk, "", ""]
    answer = client.post(reverse("suggest_council", args=[step]), {"kind": kinds, "person": people})
    page = answer.content.decode()
    rows = answer.context["form"].rows
    assert answer.status_code == 200
    assert sorted(row["kind"] for row in rows) == sorted(kinds)
    assert all(row["person"] for row in rows)
    assert {"person": str(chosen.pk), "kind": "member", "group": ""} in rows
    assert "Ai không được chọn và vì sao" in page
    assert "đúng lĩnh vực" in page
    assert f'action="{reverse("task", args=[step])}"' in page, (
        "what is sent from here proposes, and does not suggest anew"
    )
    sent = client.post(
        reverse("task", args=[step]), {"kind": [r["kind"] for r in rows], "person": [r["person"] for r in rows]}
    )
    assert sent.status_code == 302
    assert fire.dossier.council.seats.count() == len(kinds)


def test_each_change_says_what_it_breaks(fire, step, as_person):
    office = fire.office
    client = as_person(office.officer)
    khai = named(office.experts, "Trần Đình Khải")
    answer = client.post(
        reverse("check_seats", args=[step]), {"kind": ["chair", "chair"], "person": [khai.pk, khai.pk]}
    ).content.decode()
    assert "đúng một chủ tịch" in answer
    assert "nhiều hơn một" in answer or "hơn một ghế" in answer
    assert "Không ai trong hội đồng thuộc lĩnh vực “Giao thông”" in answer
    assert "<form" not in answer
    empty = client.post(reverse("check_seats", args=[step]), {"kind": ["chair"], "person": [""]})
    assert empty.status_code == 200
    assert "Hội đồng này" not in empty.content.decode()


def test_only_who_may_propose_is_helped(fire, step, as_person):
    office = fire.office
    for address in ("suggest_council", "check_seats"):
        url = reverse(address, args=[step])
        assert as_person(office.leader).post(url, {}).status_code == 403
        assert as_person(office.investor_person).post(url, {}).status_code == 403
        assert as_person(office.experts[0]).post(url, {}).status_code == 404
        assert as_person(office.officer).get(url).status_code == 405


def test_seats_that_nobody_fits_are_said(fire, step, as_person):
    UnionJudgement.objects.bulk_create(
        UnionJudgement(expert=one, union=fire.office.union, invited=False) for one in Expert.objects.all()
    )
    answer = as_person(fire.office.officer).post(
        reverse("suggest_council", args=[step]), {"kind": ["reviewer", "reviewer"], "person": ["", ""]}
    )
    assert "Có 2 vị trí chưa tìm được người phù hợp" in answer.content.decode()
    assert [row["person"] for row in answer.context["form"].rows] == ["", ""]


def test_the_leader_sees_what_is_to_be_weighed(in_council, as_person):
    in_council.dossier.subject_areas.set(SubjectArea.objects.filter(name="Nông nghiệp"))
    in_council.do("propose_council", in_council.office.officer, seats=in_council.seats())
    page = as_person(in_council.office.leader).get(reverse("task", args=[in_council.task("approve_council").pk]))
    assert "Không ai trong hội đồng thuộc lĩnh vực “Nông nghiệp”" in page.content.decode()


def test_the_plan_spreads_the_work_over_all_dossiers(office, new_walk, as_person):
    walks = [new_walk(title=f"Dự án thứ {number}") for number in (1, 2, 3)]
    for walk in walks:
        walk.do("check_completeness", office.officer, decision="accept")
        walk.dossier.subject_areas.set(SubjectArea.objects.filter(name="Giao thông"))
    answer = as_person(office.officer).get(reverse("plan"))
    page = answer.content.decode()
    assert all(walk.dossier.title in page for walk in walks)
    assert "không có phương án nào tốt hơn" in page
    proposed, found = propose_together([walk.dossier for walk in walks])
    assert found.proven
    seats = [person for one in proposed.values() for person, kind in one.seats if kind != "secretary"]
    assert max(seats.count(person) for person in seats) <= 3
    row = answer.context["rows"][0]
    form = {
        "kind": [seat["kind"] for seat in row["seats"]], "person": [seat["person"].pk for seat in row["seats"]],
    }  # fmt: skip
    taken = as_person(office.officer).post(reverse("suggest_council", args=[row["task"].pk]), form)
    assert [r["person"] for r in taken.context["form"].rows] == [str(person) for person in form["person"]]


def test_the_plan_is_of_ones_own_union(fire, as_person):
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K")
    officer = Person.objects.create_user("cv@khac.test", "x", name="Chuyên viên khác")
    Membership.objects.create(person=officer, organisation=other, role="officer")
    page = as_person(officer).get(reverse("plan"), {"union": fire.dossier.union_id}).content.decode()
    assert fire.dossier.title not in page
    assert "Không có hồ sơ nào chờ lập hội đồng" in page


def test_the_suggestion_takes_as_many_queries_for_many_experts_as_for_few(fire, django_assert_max_num_queries):
    for number in range(80):
        person = Person.objects.create_user(f"nhieu{number}@vd.test", None, name=f"Nguyễn Văn Thứ {number}")
        Expert.objects.create(person=person, degree="TS.").subject_areas.add(SubjectArea.objects.first())
    with django_assert_max_num_queries(32):
        propose_for(fire.dossier)
