"""Texts while they are written: nothing is overwritten, everybody is warned, the first draft comes from the reviews."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult import clock
from consult.actions.conflicts import EditConflict
from consult.commands import steps
from consult.models import Draft, Person
from consult.queries.drafts import first_draft, versions_of
from tests.refusals import refused


@pytest.fixture
def drafting(reviewed):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    return reviewed


def save(walk, by, body, revision, **values):
    task = walk.task("draft_opinion")
    return steps.save_text(
        task_id=task.pk, by=Person.objects.get(pk=by.pk), body=body, conclusion="", revision=revision, **values
    )


def second_officer(walk) -> Person:
    person = Person.objects.create_user("cv2@khac.test", "x", name="Chuyên viên Hai")
    person.memberships.create(organisation=walk.office.union, role="officer")
    return person


def test_every_saved_version_stays(drafting):
    officer = drafting.office.officer
    assert save(drafting, officer, "<p>Một</p>", 0).revision == 1
    assert save(drafting, officer, "<p>Hai</p>", 1).revision == 2
    assert save(drafting, officer, "<p>Hai</p>", 2).revision == 2
    assert list(Draft.objects.values_list("body", flat=True)) == ["<p>Một</p>", "<p>Hai</p>"]


def test_states_saved_while_typing_follow_on_ones_own(drafting):
    officer = drafting.office.officer
    save(drafting, officer, "<p>Đã lưu</p>", 0)
    for number, text in enumerate(["Đ", "Đa", "Đan"], start=1):
        save(drafting, officer, f"<p>{text}</p>", number, typing=True)
    assert list(Draft.objects.values_list("body", "revision")) == [("<p>Đã lưu</p>", 1), ("<p>Đan</p>", 4)]


def test_two_people_on_one_draft_are_warned_and_both_are_kept(drafting):
    officer, other = drafting.office.officer, second_officer(drafting)
    save(drafting, officer, "<p>Của chuyên viên</p>", 0)
    with pytest.raises(EditConflict, match=officer.name) as caught:
        save(drafting, other, "<p>Của người khác</p>", 0)
    assert caught.value.kept.body == "<p>Của chuyên viên</p>"
    with pytest.raises(EditConflict):
        drafting.do("draft_opinion", other, body="<p>Gửi luôn</p>", conclusion="x", revision=0)
    assert drafting.task("draft_opinion")
    save(drafting, other, "<p>Gộp lại</p>", caught.value.kept.revision)
    assert Draft.objects.count() == 2
    drafting.do("draft_opinion", other, body="<p>Gửi</p>", conclusion="x", revision=2)
    found = versions_of(drafting.dossier, "opinion")
    assert [version.body for version in found] == ["<p>Gửi</p>", "<p>Gộp lại</p>", "<p>Của chuyên viên</p>"]


def test_versions_are_numbered_and_those_of_one_minute_are_told_apart(drafting, as_person):
    officer = drafting.office.officer
    began = clock.now().replace(second=5, microsecond=0)
    for revision, seconds in enumerate((-120, 0, 30)):
        save(drafting, officer, f"<p>{revision}</p>", revision)
        Draft.objects.filter(revision=revision + 1).update(saved_at=began + timedelta(seconds=seconds))
    found = versions_of(drafting.dossier, "opinion")
    assert [(one.number, one.body, one.to_the_second) for one in found] == [
        (3, "<p>2</p>", True), (2, "<p>1</p>", True), (1, "<p>0</p>", False),
    ]  # fmt: skip
    page = as_person(officer).get(reverse("versions", args=[drafting.dossier.pk, "opinion"])).content.decode()
    assert page.count(f"{timezone.localtime(found[0].at):%H:%M:%S}") == 3


def test_two_windows_of_one_person_do_not_overwrite_each_other(drafting):
    officer = drafting.office.officer
    save(drafting, officer, "<p>Chung</p>", 0, typing=True)
    assert save(drafting, officer, "<p>Cửa sổ B</p>", 1, typing=True).revision == 2
    with pytest.raises(EditConflict) as caught:
        save(drafting, officer, "<p>Cửa sổ A</p>", 1, typing=True)
    assert (caught.value.kept.body, caught.value.kept.revision) == ("<p>Cửa sổ B</p>", 2)
    with pytest.raises(EditConflict):
        drafting.do("draft_opinion", officer, body="<p>Cửa sổ A</p>", conclusion="x", revision=1)
    assert Draft.objects.latest("revision").body == "<p>Cửa sổ B</p>"


def test_what_is_sent_again_because_its_answer_was_lost_is_no_conflict(drafting):
    officer = drafting.office.officer
    assert save(drafting, officer, "<p>Một</p>", 0, typing=True).revision == 1
    assert save(drafting, officer, "<p>Một</p>", 0, typing=True).revision == 1
    assert save(drafting, officer, "<p>Một hai</p>", 1, typing=True).revision == 2


def test_strangers_and_closed_steps_save_nothing(drafting):
    with refused("role"):
        save(drafting, drafting.office.clerk, "<p>x</p>", 0)
    task = drafting.task("draft_opinion")
    drafting.draft()
    with refused("done_already"):
        steps.save_text(task_id=task.pk, by=drafting.office.officer, body="x", conclusion="", revision=0)
    assert Draft.objects.count() == 0


def test_a_text_that_is_too_large_is_refused_and_not_kept(drafting):
    with refused("text_incomplete"):
        save(drafting, drafting.office.officer, "x" * 500_000, 0)
    assert Draft.objects.count() == 0


def test_the_first_draft_holds_every_point_of_every_review_without_names(drafting):
    draft = first_draft(drafting.dossier)
    reviews = list(drafting.dossier.reviews.filter(state="handed_in"))
    assert len(reviews) == 2
    for review in reviews:
        assert review.seat.person.name not in draft
        for answer in review.content.values():
            for line in answer.get("text", "").splitlines():
                assert line.strip(" -") in draft
        assert draft.count(f'href="#review-{review.pk}"') == sum(
            len([line for line in answer.get("text", "").splitlines() if line.strip()])
            for answer in review.content.values()
        )
    assert "Có 2 phiếu nhận xét: 0 thông qua; 2 thông qua, có chỉnh sửa; 0 không thông qua." in draft
    assert "Đánh giá: 2 thuận" in draft
    assert "7 tán thành" in draft


def test_reviewers_are_named_where_the_procedure_says_so(drafting):
    procedure = drafting.dossier.procedure
    procedure.config = {**procedure.config, "reviewers_named": True}
    procedure.save()
    drafting.dossier.refresh_from_db()
    draft = first_draft(type(drafting.dossier).objects.get(pk=drafting.dossier.pk))
    for review in drafting.dossier.reviews.filter(state="handed_in"):
        assert review.seat.person.name in draft


def test_minutes_of_a_meeting_without_quorum_do_not_begin_the_next(reviewed, as_person):
    officer = reviewed.office.officer
    reviewed.call_meeting()
    task = reviewed.task("hold_meeting")
    steps.save_text(task_id=task.pk, by=officer, body="<p>Chờ thêm người</p>", conclusion="", revision=0)
    page = as_person(officer).get(reverse("task", args=[task.pk])).content.decode()
    assert "Chờ thêm người" in page
    with clock.at(clock.now() + timedelta(days=5)):
        reviewed.hold_meeting(absent=("member", "deputy"))
        reviewed.call_meeting()
        page = as_person(officer).get(reverse("task", args=[reviewed.task("hold_meeting").pk])).content.decode()
    assert "Chờ thêm người" not in page.partition("<form")[2].partition("</form>")[0]
    assert 'name="revision" value="1"' in page
