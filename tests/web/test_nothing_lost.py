"""Nothing that somebody typed is emptied, overwritten or thrown away by another window, a stale page or a step that is done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from consult import clock
from consult.commands import departments, documents, meetings, steps
from consult.models import DepartmentRequest, Document, Meeting, Review
from consult.queries.fees import fees_of_year
from tests.refusals import refused

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def writing(reviewing):
    """A review that says something already."""
    reviewer = reviewing.open_reviews()[0].seat.person
    reviewing.accept(reviewer)
    review = Review.objects.get(seat__person=reviewer)
    code = next(section.code for section in review.dossier.procedure.rules.review_form if section.text)
    review.content = {code: {"text": "Đã viết"}}
    review.save()
    return reviewer, review, code, reviewing.task("write_review", reviewer)


@pytest.mark.parametrize("typed", ["x" * 200_000, "Một\r\n" * 60_000])
def test_a_field_that_does_not_hold_empties_no_review(writing, as_person, typed):
    reviewer, review, code, task = writing
    data = {f"text_{code}": typed, "revision": review.revision}
    answer = as_person(reviewer).post(reverse("save_review", args=[task.pk]), data, headers=SCRIPT)
    assert answer.status_code == 409
    review.refresh_from_db()
    assert review.content[code]["text"] == "Đã viết"


def test_breaks_of_lines_count_once(writing, as_person):
    reviewer, review, code, task = writing
    typed = "Một dòng.\n" * 9_000
    data = {f"text_{code}": typed.replace("\n", "\r\n"), "revision": review.revision}
    answer = as_person(reviewer).post(reverse("save_review", args=[task.pk]), data, headers=SCRIPT)
    assert answer.status_code == 200
    review.refresh_from_db()
    assert review.content[code]["text"].strip() == typed.strip()


@pytest.fixture
def asked(reviewing) -> DepartmentRequest:
    documents.ask_department(
        dossier_id=reviewing.dossier.pk, by=reviewing.office.officer, department="Sở Xây dựng", questions="Một",
        answer_by=clock.today() + timedelta(days=9),
    )  # fmt: skip
    return DepartmentRequest.objects.get()


def test_a_departments_own_answer_is_not_written_over(asked, reviewing, as_person):
    officer = as_person(reviewing.office.officer)
    page = reverse("record_answer", args=[asked.pk])
    seen = officer.get(page).context["form"]["seen"].value()
    departments.answer_by_link(request_id=asked.pk, answered_by="Giám đốc Sở", answer="Ý KIẾN CHÍNH THỨC", upload=None)
    answer = officer.post(page, {"answered_by": "A ghi", "answer": "Qua điện thoại", "seen": seen})
    assert answer.status_code == 422
    assert answer.context["form"]["answer"].value() == "Qua điện thoại"
    assert "Ý KIẾN CHÍNH THỨC" in answer.content.decode()
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("Ý KIẾN CHÍNH THỨC", "Giám đốc Sở")


def test_of_two_officers_the_second_sees_what_the_first_recorded(asked, reviewing, as_person):
    officer = as_person(reviewing.office.officer)
    page = reverse("record_answer", args=[asked.pk])
    seen = officer.get(page).context["form"]["seen"].value()
    first = officer.post(page, {"answered_by": "Một", "answer": "Câu một", "seen": seen})
    second = officer.post(page, {"answered_by": "Hai", "answer": "Câu hai", "seen": seen})
    assert (first.status_code, second.status_code) == (302, 422)
    assert "Câu một" in second.content.decode()
    again = officer.post(
        page, {"answered_by": "Hai", "answer": "Câu hai", "seen": second.context["form"]["seen"].value()}
    )
    assert again.status_code == 302
    asked.refresh_from_db()
    assert asked.answer == "Câu hai"


def test_what_is_typed_into_a_step_that_is_done_is_shown_again(drafted, as_person):
    chair = drafted.seat("chair")
    task = drafted.task("approve_opinion")
    steps.perform(task_id=task.pk, by=chair, decision="approve")
    remark = "Nhận xét đã viết rất lâu ở cửa sổ thứ hai."
    answer = as_person(chair).post(reverse("task", args=[task.pk]), {"decision": "send_back", "remarks_text": remark})
    assert answer.status_code == 409
    assert "data-refused" in answer.content.decode()
    assert remark in answer.content.decode()


def test_minutes_that_were_handed_over_are_where_they_go_on(reviewed, as_person):
    reviewed.call_meeting()
    meeting = Meeting.objects.get(council__dossier=reviewed.dossier)
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.CLOSED, opened_at=clock.now())
    secretary = reviewed.seat("secretary")
    task = reviewed.task("hold_meeting")
    steps.perform(task_id=task.pk, by=secretary, minutes="<p>Bản đã nộp</p>", conclusion="Kết luận")
    presider = reviewed.seat("chair")
    steps.perform(task_id=reviewed.task("sign_minutes").pk, by=presider, decision="send_back", remarks="Sửa một chỗ")
    form = as_person(secretary).get(reverse("task", args=[reviewed.task("hold_meeting").pk])).context["form"]
    assert form["minutes"].value() == "<p>Bản đã nộp</p>"
    assert reviewed.dossier.drafts.filter(kind="minutes", body="<p>Bản đã nộp</p>").exists()


def test_moving_a_meeting_replaces_its_own_invitation_or_none(reviewed):
    reviewed.call_meeting()
    office, dossier = reviewed.office, reviewed.dossier
    letter = Meeting.objects.get(council__dossier=dossier).invitation
    documents.revoke_document(document_id=letter.pk, by=office.clerk, reason="Sai phòng")
    starts_at = clock.now() + timedelta(days=20)
    meetings.move_meeting(
        dossier_id=dossier.pk, by=office.officer, starts_at=starts_at, reason="Đổi giờ", place="Phòng 2"
    )
    newest = Meeting.objects.get(council__dossier=dossier).invitation
    letter.refresh_from_db()
    assert newest.pk != letter.pk
    assert letter.replaced_by is None
    assert newest.revoked_at is None


def test_a_mistyped_year_of_a_deadline_is_refused(writing, reviewing):
    _reviewer, review, _code, _task = writing
    from consult.commands import reviewers  # noqa: PLC0415

    with refused("day_too_far"):
        reviewers.extend_review(review_id=review.pk, by=reviewing.office.officer, due_on=date(9999, 12, 31), reason="x")


def test_a_list_of_payments_made_anew_after_new_year_counts_once(issued):
    office, dossier = issued.office, issued.dossier
    for moment in ("2026-12-31T23:58+07:00", "2027-01-01T00:03+07:00"):
        documents.request_document(dossier_id=dossier.pk, kind="payment_list", by=office.officer)
        newest = Document.objects.filter(dossier=dossier, kind="payment_list").latest("pk")
        Document.objects.filter(pk=newest.pk).update(made_at=moment)
    assert fees_of_year(office.union.pk, 2026) == []
    assert fees_of_year(office.union.pk, 2027) != []


def test_who_signs_in_after_pressing_a_button_is_on_the_page_of_the_button(reviewing, client):
    page = reverse("dossier", args=[reviewing.dossier.pk])
    answer = client.post(
        reverse("waive_answer", args=[reviewing.dossier.pk]), headers={"Referer": f"http://testserver{page}"}
    )
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"next={page.replace('/', '%2F')}")


def test_where_a_page_is_not_for_now_it_leads_to_the_dossier(issued, as_person):
    answer = as_person(issued.office.officer).get(reverse("dates", args=[issued.dossier.pk]))
    assert answer.status_code == 409
    assert f'href="{reverse("dossier", args=[issued.dossier.pk])}"' in answer.content.decode()


def test_calling_makes_one_invitation(reviewed):
    reviewed.call_meeting()
    assert Meeting.objects.get(council__dossier=reviewed.dossier).invitation == Document.objects.get(
        kind="meeting_invitation"
    )
