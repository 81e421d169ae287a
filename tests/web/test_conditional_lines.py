"""Conditions and kinds of question on their pages: edited, asked for, filled in with and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consult import clock
from consult.actions import procedures
from consult.actions.describing import describe_dossier
from consult.actions.intake import draft_dossier
from consult.actions.uploads import add_file
from consult.demo.dossiers import settle_inline
from consult.demo.walk import Walk
from consult.models import Attachment, Dossier, Procedure, Review
from tests.actions.test_conditions import CHECKLIST, FORM, HIGH, QUESTIONS
from tests.actions.test_uploads import pdf_bytes
from tests.web.test_procedures import rows

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def draft(office) -> Procedure:
    begun = procedures.draft_version(kind=office.investment.kind, by=office.officer)
    config = {**begun.config, "questions": QUESTIONS, "checklist": CHECKLIST, "review_form": FORM}
    Procedure.objects.filter(pk=begun.pk).update(config=config)
    return Procedure.objects.select_related("kind__union").get(pk=begun.pk)


@pytest.fixture
def in_force(office, draft) -> Procedure:
    procedures.put_in_force(procedure=draft, by=office.officer, day=clock.today())
    return Procedure.objects.select_related("kind__union").get(pk=draft.pk)


def page_of(draft: Procedure, part: str) -> str:
    return reverse("procedure_part", args=[draft.pk, part])


def stored(draft: Procedure) -> Any:
    return Procedure.objects.get(pk=draft.pk).rules


# ---------------------------------------------------------------- edited
def test_each_list_sent_as_it_was_shown_stays_as_it_was(office, draft, as_person):
    client, before = as_person(office.officer), draft.rules
    for part in ("questions", "checklist", "review-form"):
        sent = rows(client.get(page_of(draft, part)))
        sent["revision"] = Procedure.objects.get(pk=draft.pk).revision
        assert client.post(page_of(draft, part), sent).status_code == 302
        assert stored(draft) == before


def test_a_question_its_answers_and_what_hangs_on_it_are_written_on_the_pages(office, draft, as_person):
    client = as_person(office.officer)
    address = page_of(draft, "questions")
    page = client.post(address, rows(client.get(address), do="add"))
    sent = rows(page, **{"2_title": "Loại rừng", "2_kind": "choice", "2_options": "Phòng hộ\n\n  Sản xuất "})
    assert client.post(address, sent).status_code == 302
    added = stored(draft).questions[-1]
    assert (added.code, added.options) == ("loai_rung", ("Phòng hộ", "Sản xuất"))
    address = page_of(draft, "checklist")
    sent = rows(client.get(address), **{"0_asked_if": ["loai_rung:Sản xuất", "rice:no"]})
    sent["revision"] = Procedure.objects.get(pk=draft.pk).revision
    assert client.post(address, sent).status_code == 302
    assert [(one.question, one.answer) for one in stored(draft).checklist[0].asked_if] == [
        ("loai_rung", "Sản xuất"), ("rice", "no"),
    ]  # fmt: skip
    shown = client.get(reverse("office_procedure", args=[draft.pk])).content.decode()
    assert "Loại rừng – Sản xuất" in shown


@pytest.mark.parametrize(
    ("part", "changes", "place", "field"),
    [
        ("questions", {"1_options": "Một mình"}, 1, "options"), ("questions", {"0_kind": "number"}, 0, "kind"),
        ("checklist", {"0_asked_if": ["gone:yes"]}, 0, "asked_if"),
        ("checklist", {"0_asked_if": ["rice:maybe"]}, 0, "asked_if"),
        ("checklist", {"0_asked_if": ["odd"]}, 0, "asked_if"), ("review-form", {"2_options": "Thấp"}, 2, "options"),
        ("review-form", {"3_scale": "Một\nHai"}, 3, "scale"), ("review-form", {"0_asked_if": ["risk:Cao"]}, 0, "asked_if"),
        ("review-form", {"4_unit": "x" * 21}, 4, "unit"), ("review-form", {"2_options": "x" * 121 + "\ny"}, 2, "options"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_is_refused_at_its_field(office, draft, as_person, part, changes, place, field):
    client, address = as_person(office.officer), page_of(draft, part)
    answer = client.post(address, rows(client.get(address), **changes))
    assert answer.status_code == 422
    wrong = {n: list(form.errors) for n, form in enumerate(answer.context["rows"].forms) if form.errors}
    assert wrong[place] == [field]
    assert stored(draft) == draft.rules


def test_a_line_is_not_removed_or_moved_away_from_what_hangs_on_it(office, draft, as_person):
    client, address = as_person(office.officer), page_of(draft, "review-form")
    for button in ("remove-2", "down-2"):
        page = client.post(address, rows(client.get(address), do=button))
        assert page.status_code == 200
        answer = client.post(address, rows(page))
        assert answer.status_code == 422
        assert [sorted(form.errors) for form in answer.context["rows"].forms if form.errors] == [["asked_if"]] * (
            2 if button == "remove-2" else 1
        )
        # What it hung on is still shown, so that it can be taken away.
        assert "Cao" in answer.content.decode()
    address = page_of(draft, "questions")
    page = client.post(address, rows(client.get(address), do="remove-0"))
    answer = client.post(address, rows(page))
    assert answer.status_code == 422
    assert answer.context["rows"].non_form_errors()
    assert stored(draft) == draft.rules


def test_the_preview_and_the_comparison_tell_conditions_and_kinds(office, draft, as_person):
    client = as_person(office.officer)
    page = client.get(reverse("preview_procedure", args=[draft.pk])).content.decode()
    for said in ("Có sử dụng đất trồng lúa không? – Có", "5 · Tốt", "Khoảng cách an toàn", "Xả ra sông"):
        assert said in page
    changed = client.get(reverse("compare_procedure", args=[draft.pk])).context["changed"]
    told = {one.label: one.after for one in changed}
    assert "Mức độ rủi ro – Cao" in told["Biện pháp giảm rủi ro"]
    assert "Rất kém / Kém" in told["Biện pháp giảm rủi ro"]
    assert "Không có / Xả ra sông" in told["Nước thải"]


# ---------------------------------------------------------------- asked for of the proposer
def test_a_proposer_answers_and_is_asked_for_what_follows(office, in_force, as_person):
    client = as_person(office.investor_person)
    dossier = draft_dossier(procedure=in_force, proposer=office.investor, by=office.investor_person)
    address = reverse("describe", args=[dossier.pk])
    said = {"title": "Dự án", "kind": "advice"}
    answer = client.post(address, said)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"answer_rice"})
    assert client.post(address, {**said, "answer_rice": "maybe"}).status_code == 422
    # What is typed meanwhile is kept without it.
    typing = client.post(
        reverse("save_description", args=[dossier.pk]), {**said, "answer_waste": "Xả ra sông"}, headers=SCRIPT
    )
    assert typing.status_code == 200
    assert client.post(address, {**said, "answer_rice": "yes"}).status_code == 302
    kept = Dossier.objects.get(pk=dossier.pk)
    assert kept.answers == {"rice": "yes", "waste": "Xả ra sông"}
    page = client.get(reverse("attachments", args=[dossier.pk]))
    assert [row.item.code for row in page.context["checklist"]] == ["request", "plan", "photos"]
    assert client.post(address, {**said, "answer_rice": "no", "revision": kept.revision}).status_code == 302
    page = client.get(reverse("send", args=[dossier.pk]))
    assert [row.item.code for row in page.context["checklist"]] == ["request", "photos"]
    assert page.context["answered"] == [("Có sử dụng đất trồng lúa không?", "Không"), ("Nước thải", "Xả ra sông")]


def test_another_windows_answer_is_told(office, in_force, as_person):
    client = as_person(office.investor_person)
    dossier = draft_dossier(procedure=in_force, proposer=office.investor, by=office.investor_person, title="Dự án")
    address = reverse("describe", args=[dossier.pk])
    said = {"title": "Dự án", "kind": "advice", "revision": 0}
    assert client.post(address, {**said, "answer_rice": "yes"}).status_code == 302
    answer = client.post(address, {**said, "answer_rice": "no"})
    assert answer.status_code == 422
    assert ("Có sử dụng đất trồng lúa không?", "Có") in answer.context["theirs"]


# ---------------------------------------------------------------- filled in by a reviewer
@pytest.fixture
def writing(office, in_force) -> Review:
    walk = Walk(office, settle_inline)
    walk.submit(by=office.investor_person, procedure=in_force, title="Dự án B", location="Xã A")
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=walk.seats())
    walk.approve_council(office.leader)
    review = walk.open_reviews()[0]
    walk.accept(review.seat.person)
    return Review.objects.select_related("seat__person").get(pk=review.pk)


def step(review: Review) -> int:
    return review.dossier.tasks.get(node="write_review", assignee=review.seat.person).pk


TYPED = {
    "text_need": "Cần.", "rating_need": "4", "yes_no_legal": "yes", "choice_risk": "Cao", "recommendation": "approve",
}  # fmt: skip


def hidden(page) -> dict[str, bool]:
    return {row["section"].code: not row["asked"] for row in page.context["form"].rows()}


def test_without_scripts_what_an_answer_brings_is_asked_for_when_it_is_sent(writing, as_person):
    client, address = as_person(writing.seat.person), reverse("task", args=[step(writing)])
    page = client.get(address)
    assert hidden(page) == {"need": False, "legal": False, "risk": False, "measures": True, "distance": True}
    assert 'name="shown" value="need legal risk ' in page.content.decode()
    answer = client.post(address, {**TYPED, "revision": 0, "shown": "need legal risk"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert not any(hidden(answer).values())
    wrong = client.post(
        address, {**TYPED, "revision": 0, "shown": "need legal risk measures distance", "number_distance": "12.5"}
    )
    assert list(wrong.context["form"].errors) == ["number_distance"]
    assert wrong.context["form"]["number_distance"].value() == "12.5"
    whole = {**TYPED, "revision": 0, "rating_measures": "2", "number_distance": "1.250,50"}
    assert client.post(address, whole).status_code == 302
    writing.refresh_from_db()
    assert (writing.content["distance"], writing.content["measures"]) == ({"number": "1250.5"}, {"rating": 2})


def test_a_review_is_kept_while_it_is_typed_and_what_is_hidden_is_dropped(writing, as_person):
    client, address = as_person(writing.seat.person), reverse("save_review", args=[step(writing)])
    saved = client.post(address, {**TYPED, "number_distance": "7,5", "revision": 0}, headers=SCRIPT)
    assert saved.json() == {"revision": 1}
    low = client.post(
        address, {**TYPED, "choice_risk": "Thấp", "number_distance": "7,5", "revision": 1}, headers=SCRIPT
    )
    assert low.json() == {"revision": 2}
    writing.refresh_from_db()
    assert "distance" not in writing.content
    odd = client.post(address, {**TYPED, "number_distance": "bảy", "revision": 2}, headers=SCRIPT)
    assert odd.status_code == 409
    # Another device is told what the server keeps, as its page writes it.
    client.post(address, {**TYPED, "number_distance": "7,5", "revision": 2}, headers=SCRIPT)
    stale = client.post(address, {**TYPED, "text_need": "Khác", "revision": 0}, headers=SCRIPT)
    assert stale.status_code == 412
    fields = stale.json()["fields"]
    assert (fields["number_distance"], fields["yes_no_legal"], fields["choice_risk"]) == ("7,5", "yes", "Cao")


def test_the_reviewed_page_shows_each_answer_in_words(office, writing, as_person):
    client = as_person(writing.seat.person)
    form = {
        **TYPED,
        "rating_measures": "2",
        "number_distance": "12,5",
        "yes_no_legal": "no",
        "text_legal": "Thiếu giấy tờ.",
    }
    assert client.post(reverse("task", args=[step(writing)]), {**form, "revision": 0}).status_code == 302
    for name in ("dossier", "reviews"):
        page = as_person(office.officer).get(reverse(name, args=[writing.dossier_id])).content.decode()
        for said in ("2/5 (Kém)", "12,5 m", "Cao", "Thiếu giấy tờ."):
            assert said in page
    assert HIGH["risk"] == {"choice": "Cao"}


def test_the_last_file_of_what_is_not_asked_for_any_more_is_removed_and_said(office, in_force, as_person):
    begun = draft_dossier(procedure=in_force, proposer=office.investor, by=office.investor_person)
    describe_dossier(dossier=begun, by=office.investor_person, answers={"rice": "yes"})
    add_file(
        dossier_id=begun.pk,
        item_code="plan",
        upload=SimpleUploadedFile("a.pdf", pdf_bytes()),
        by=office.investor_person,
    )
    describe_dossier(dossier=begun, by=office.investor_person, answers={"rice": "no"})
    address = reverse("remove_file", args=[begun.pk, Attachment.objects.get(item="plan").pk])
    answered = as_person(office.investor_person).post(address, headers={"HX-Request": "true"})
    assert answered.status_code == 200
    assert 'role="status"' in answered.content.decode()
    assert not Attachment.objects.exists()
    assert list(get_messages(answered.wsgi_request)) == []
