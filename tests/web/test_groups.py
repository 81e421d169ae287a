"""A council of twenty-one in thematic groups: formed, suggested, reported on, and never skipped."""

from __future__ import annotations

from collections import Counter

import pytest
from django.urls import reverse

from consult import tasks
from consult.actions.suggesting import propose_for
from consult.commands import reviewers
from consult.commands.groups import save_report
from consult.documents import DEFINITIONS
from consult.models import Expert, GroupReport, Person, Seat, SubjectArea
from consult.queries.groups import groups_of
from consult.rules.council import composition_problems, group_of, kind_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db

SIZE = 21


@pytest.fixture
def large(in_council):
    """A dossier of three fields whose procedure wants twenty-one seats in groups, and enough experts of each field."""
    walk = in_council
    procedure = walk.dossier.procedure
    procedure.config = {
        **procedure.config,
        "seats": {"least": SIZE, "most": 41, "groups": True, "per_employer": 40, "least_reviewers": 6},
    }
    procedure.save()
    subject_areas = list(SubjectArea.objects.filter(parent=None)[:3])
    walk.dossier.subject_areas.set(subject_areas)
    for n in range(36):
        person = Person.objects.create_user(f"lon{n}@lhh.test", None, name=f"Nguyễn Thị Hoàng Phương Uyên {n:02}")
        expert = Expert.objects.create(person=person, degree="TS.", employer=f"Viện {n}")
        expert.subject_areas.add(subject_areas[n % 3])
    walk.dossier = type(walk.dossier).objects.get(pk=walk.dossier.pk)
    return walk


@pytest.fixture
def formed(large):
    """The same with its council as suggested, approved, and all reviews handed in."""
    large.do("propose_council", large.office.officer, seats=propose_for(large.dossier).seats)
    large.approve_council(large.office.leader)
    large.accept_all()
    for review in large.open_reviews():
        large.review(review.seat.person)
    tasks.work_off()
    return large


def report_all(walk) -> None:
    for group in groups_of(walk.dossier):
        save_report(
            dossier_id=walk.dossier.pk, by=group.head.person, field_id=group.field.pk,
            text=f"Nhóm {group.field.name} thống nhất.", revision=0, hand_in=True,
        )  # fmt: skip


def test_a_report_is_rehearsed_when_it_is_handed_in_and_not_when_it_is_kept(formed, settings):
    settings.TRIAL_RENDERING = True
    group = groups_of(formed.dossier)[0]
    # One letter with two hundred vowel signs: no line may break within it.
    written = {"dossier_id": formed.dossier.pk, "by": group.head.person, "field_id": group.field.pk,
               "text": "\u1780" + "\u17b6" * 200}  # fmt: skip
    with refused("does_not_fit"):
        save_report(**written, revision=0, hand_in=True)
    assert not formed.dossier.documents.filter(kind="group_report").exists()
    kept = save_report(**written, revision=0)
    assert kept.text == written["text"]


def test_the_suggestion_fills_every_seat_of_every_group(large):
    proposed = propose_for(large.dossier)
    places = [place for _person, place in proposed.seats]
    assert len(places) == SIZE
    assert proposed.empty == []
    assert composition_problems(places, large.dossier.procedure.rules.seats) == []
    for person, place in proposed.seats:
        if kind_of(place) in ("head", "reviewer"):
            assert group_of(place) in set(person.expert.subject_areas.values_list("pk", flat=True)), person


def test_the_officers_page_takes_twenty_one_seats_and_keeps_what_was_chosen(large, as_person):
    client = as_person(large.office.officer)
    address = reverse("task", args=[large.task("propose_council").pk])
    page = client.get(address).content.decode()
    # Everybody to choose from stands in the page once, not once a seat.
    name = Person.objects.get(email="lon7@lhh.test").name
    assert page.count(name) == 1
    proposed = propose_for(large.dossier).seats
    data = {
        "person": [person.pk for person, _place in proposed],
        "kind": [kind_of(place) for _person, place in proposed],
        "group": [group_of(place) or "" for _person, place in proposed],
    }
    broken = {
        **data,
        "group": ["" if kind == "head" else group for kind, group in zip(data["kind"], data["group"], strict=True)],
    }
    refused = client.post(address, broken)
    assert refused.status_code == 422
    assert "chưa thuộc nhóm chuyên đề nào" in refused.content.decode()
    for person, _place in proposed:
        assert f'<option value="{person.pk}" selected>' in refused.content.decode()
    assert client.post(address, data).status_code == 302
    seats = Seat.objects.filter(council__dossier=large.dossier)
    assert seats.count() == SIZE
    assert Counter(seats.filter(kind="head").values_list("group", flat=True)).most_common(1)[0][1] == 1
    ranks = [seat.kind for seat in seats]
    assert (ranks[0], ranks[1], ranks[-1]) == ("chair", "deputy", "secretary")


def test_the_decision_names_the_groups(formed):
    decision = formed.dossier.documents.get(kind="council_decision").versions.get().data
    assert len(decision["seats"]) == SIZE
    named = [seat["seat"] for seat in decision["seats"] if "nhóm" in seat["seat"].lower()]
    assert len(named) == SIZE - 3
    assert any(seat.startswith("Trưởng nhóm, nhóm ") for seat in named)


def test_a_head_writes_from_the_reviews_and_hands_in_a_document(formed, as_person):
    group = groups_of(formed.dossier)[0]
    address = reverse("group", args=[formed.dossier.pk, group.field.pk])
    client = as_person(group.head.person)
    page = client.get(address)
    begun = page.context["form"].initial["text"]
    reviewers = [seat.person for seat in group.seats if seat.kind == "reviewer"]
    for person in reviewers:
        assert person.titled_name in begun
    others = [seat.person for seat in formed.dossier.council.seats.exclude(group=group.field).filter(kind="reviewer")]
    for person in others:
        assert person.titled_name not in begun
    assert client.post(address, {"text": "Bản nháp.", "revision": 0, "act": "save"}).status_code == 302
    assert client.post(address, {"text": "", "revision": 1, "act": "hand_in"}).status_code == 422
    assert client.post(address, {"text": "Nhóm thống nhất.", "revision": 1, "act": "hand_in"}).status_code == 302
    document = formed.dossier.documents.get(kind="group_report").versions.get()
    assert document.data["paragraphs"] == ["Nhóm thống nhất."]
    assert len(document.data["members"]) == len(group.seats)
    again = client.post(address, {"text": "Sửa lại.", "revision": 2, "act": "save"})
    assert again.status_code == 422
    assert GroupReport.objects.get().text == "Nhóm thống nhất."
    assert formed.dossier.events.filter(verb="group_reported").count() == 1


def test_what_somebody_else_saved_is_shown_not_overwritten(formed, as_person):
    group = groups_of(formed.dossier)[0]
    address = reverse("group", args=[formed.dossier.pk, group.field.pk])
    as_person(formed.office.officer).post(address, {"text": "Bản của chuyên viên.", "revision": 0, "act": "save"})
    head = as_person(group.head.person)
    refused = head.post(address, {"text": "Bản của trưởng nhóm.", "revision": 0, "act": "save"})
    assert refused.status_code == 422
    assert "Bản của chuyên viên." in refused.content.decode()
    assert "Bản của trưởng nhóm." in refused.content.decode()
    assert GroupReport.objects.get().text == "Bản của chuyên viên."
    assert head.post(address, {"text": "Bản chung.", "revision": 1, "act": "save"}).status_code == 302


def test_who_may_write_which_report(formed, as_person):
    first, second = groups_of(formed.dossier)[:2]
    data = {"text": "Nội dung.", "revision": 0, "act": "save"}
    address = reverse("group", args=[formed.dossier.pk, second.field.pk])
    member = next(seat.person for seat in first.seats if seat.kind == "member")
    for person in (first.head.person, member, formed.office.leader):
        answer = as_person(person).post(address, data)
        assert answer.status_code in (403, 422), person
        assert not as_person(person).get(address).context["may_write"]
    assert as_person(formed.office.investor_person).get(address).status_code in (403, 404)
    assert as_person(formed.office.experts[11]).get(address).status_code == 404
    assert not GroupReport.objects.exists()
    assert as_person(formed.office.officer).post(address, data).status_code == 302


def test_the_report_of_the_whole_waits_for_those_of_the_groups(formed):
    formed.call_meeting()
    formed.hold_meeting()
    body = {"body": "<p>Ý kiến.</p>", "conclusion": "Đạt."}
    with refused("group_reports_missing"):
        formed.do("draft_opinion", formed.office.officer, **body)
    report_all(formed)
    formed.do("draft_opinion", formed.office.officer, **body)
    assert formed.dossier.step == "approve_opinion"


def test_the_draft_opinion_holds_the_groups_reports(formed, as_person):
    report_all(formed)
    formed.call_meeting()
    formed.hold_meeting()
    page = as_person(formed.office.officer).get(reverse("task", args=[formed.task("draft_opinion").pk]))
    begun = page.context["form"].initial["body"]
    assert "Báo cáo của các nhóm" in begun
    for group in groups_of(formed.dossier):
        assert f"Nhóm {group.field.name} thống nhất." in begun


def test_a_replaced_reviewer_leaves_the_group_to_the_next(large):
    large.do("propose_council", large.office.officer, seats=propose_for(large.dossier).seats)
    large.approve_council(large.office.leader)
    review = large.open_reviews()[0]
    outside = Person.objects.filter(email__startswith="lon").exclude(seats__council=large.dossier.council).first()
    reviewers.replace_reviewer(review_id=review.pk, by=large.office.officer, person=outside, reason="Bận")
    assert Seat.objects.get(person=outside).group == review.seat.group


def test_the_dossiers_page_shows_the_groups(formed, as_person):
    page = as_person(formed.office.officer).get(reverse("dossier", args=[formed.dossier.pk])).content.decode()
    for group in groups_of(formed.dossier):
        assert reverse("group", args=[formed.dossier.pk, group.field.pk]) in page
    assert "group_report" in DEFINITIONS
