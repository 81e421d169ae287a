"""A kind of dossier whose attachments and sections hang on answers: asked for, kept, written, and carried to its opinion."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consult import clock
from consult.access import Capacity
from consult.actions import procedures
from consult.actions.describing import describe_dossier
from consult.actions.intake import draft_dossier
from consult.actions.reviews.drafting import save_draft
from consult.actions.uploads import add_file
from consult.commands import dossiers
from consult.demo.dossiers import settle_inline
from consult.demo.office import Office
from consult.demo.walk import Walk
from consult.models import Document, DocumentKind, Dossier, Person, Procedure, Review
from consult.queries.drafts import first_draft
from consult.queries.progress import checklist_rows
from consult.queries.reviews import answers_by_section, readable_reviews, reviews_in
from consult.rules.procedure_file import shipped_kinds
from tests.actions.test_uploads import pdf_bytes
from tests.refusals import refused

pytestmark = pytest.mark.django_db

QUESTIONS = [
    {"code": "rice", "title": "Có sử dụng đất trồng lúa không?", "kind": "yes_no"},
    {"code": "waste", "title": "Nước thải", "kind": "choice", "options": ["Không có", "Xả ra sông"], "required": False},
]
CHECKLIST = [
    {"code": "request", "title": "Văn bản đề nghị", "types": ["pdf"]},
    {"code": "plan", "title": "Phương án bảo vệ đất lúa", "types": ["pdf"],
     "asked_if": [{"question": "rice", "answer": "yes"}]},
    {"code": "photos", "title": "Ảnh hiện trạng", "types": ["pdf"], "required": False, "several": True},
]  # fmt: skip
FORM = [
    {"code": "need", "title": "Sự cần thiết", "text": True, "rating": True},
    {"code": "legal", "title": "Đủ căn cứ pháp lý?", "kind": "yes_no"},
    {"code": "risk", "title": "Mức độ rủi ro", "kind": "choice", "options": ["Thấp", "Cao"]},
    {"code": "measures", "title": "Biện pháp giảm rủi ro", "kind": "rating",
     "scale": ["Rất kém", "Kém", "Vừa", "Khá", "Tốt"], "asked_if": [{"question": "risk", "answer": "Cao"}]},
    {"code": "distance", "title": "Khoảng cách an toàn", "kind": "number", "unit": "m",
     "asked_if": [{"question": "risk", "answer": "Cao"}]},
]  # fmt: skip


@pytest.fixture
def kind(office: Office) -> Procedure:
    """A version of the investment procedure that asks all of this, in force today."""
    draft = procedures.draft_version(kind=office.investment.kind, by=office.officer)
    for part, changes in (
        ("checklist", {"checklist": []}), ("questions", {"questions": QUESTIONS}), ("checklist", {"checklist": CHECKLIST}),
        ("review-form", {"review_form": FORM}),
    ):  # fmt: skip
        draft = procedures.save_part(
            procedure=draft, by=office.officer, part=part, changes=changes, revision=draft.revision
        )
    procedures.put_in_force(procedure=draft, by=office.officer, day=clock.today())
    return Procedure.objects.select_related("kind__union").get(pk=draft.pk)


@pytest.fixture
def draft(office: Office, kind: Procedure) -> Dossier:
    begun = draft_dossier(procedure=kind, proposer=office.investor, by=office.investor_person, title="Dự án A")
    return describe_dossier(dossier=begun, by=office.investor_person)


def answer(draft: Dossier, **answers: str) -> Dossier:
    return describe_dossier(dossier=draft, by=draft.submitter, answers=answers)


def bring(draft: Dossier, item: str, name: str = "tep.pdf", pages: int = 1) -> None:
    upload = SimpleUploadedFile(name, pdf_bytes(pages=pages))
    add_file(dossier_id=draft.pk, item_code=item, upload=upload, by=draft.submitter)


def send(draft: Dossier) -> Dossier:
    return dossiers.submit(dossier_id=draft.pk, by=draft.submitter)


# ---------------------------------------------------------------- attachments
def test_what_an_answer_does_not_ask_for_is_neither_missed_nor_taken(draft):
    bring(draft, "request")
    with refused("question_unanswered"):
        send(draft)
    answer(draft, rice="no", waste="Xả ra biển", other="yes")
    assert draft.answers == {"rice": "no"}
    assert [row.item.code for row in checklist_rows(draft)] == ["request", "photos"]
    with refused("item_not_asked"):
        bring(draft, "plan")
    sent = send(draft)
    receipt = Document.objects.get(dossier=sent, kind=DocumentKind.RECEIPT)
    assert [one["title"] for one in receipt.versions.get().data["attachments"]] == ["Văn bản đề nghị"]


def test_what_an_answer_asks_for_is_missed_until_it_is_there(draft):
    answer(draft, rice="yes")
    bring(draft, "request")
    with refused("attachment_missing", title="Phương án bảo vệ đất lúa"):
        send(draft)
    bring(draft, "plan")
    assert send(draft).stage == "intake"


def test_what_was_brought_before_an_answer_changed_is_said_to_be_unasked_and_goes_along(draft):
    answer(draft, rice="yes")
    bring(draft, "request")
    bring(draft, "plan")
    answer(draft, rice="no")
    assert [(row.item.code, row.asked) for row in checklist_rows(draft)] == [
        ("request", True), ("plan", False), ("photos", True),
    ]  # fmt: skip
    sent = send(draft)
    receipt = Document.objects.get(dossier=sent, kind=DocumentKind.RECEIPT)
    brought = receipt.versions.get().data["attachments"]
    assert [one["title"] for one in brought] == ["Văn bản đề nghị", "Phương án bảo vệ đất lúa"]


def test_the_receipt_names_all_files_that_stand_beside_each_other(draft):
    answer(draft, rice="no")
    bring(draft, "request", "a.pdf")
    bring(draft, "request", "b.pdf", pages=2)
    rows = {row.item.code: [file.name for file in row.standing] for row in checklist_rows(draft)}
    assert rows == {"request": ["a.pdf", "b.pdf"], "photos": []}
    receipt = Document.objects.get(dossier=send(draft), kind=DocumentKind.RECEIPT)
    assert [one["name"] for one in receipt.versions.get().data["attachments"]] == ["a.pdf; b.pdf"]


# ---------------------------------------------------------------- reviews
def walked(office: Office, kind: Procedure, rice: str = "yes") -> Walk:
    walk = Walk(office, settle_inline)
    walk.submit(by=office.investor_person, procedure=kind, title="Dự án B", location="Xã A", answers={"rice": rice})
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=walk.seats())
    walk.approve_council(office.leader)
    walk.accept_all()
    return walk


LOW = {
    "need": {"text": "Cần.", "rating": 4}, "legal": {"yes_no": "no", "text": "Thiếu quyết định giao đất."},
    "risk": {"choice": "Thấp"}, "measures": {"rating": 1}, "distance": {"number": "50"},
}  # fmt: skip
HIGH = {**LOW, "risk": {"choice": "Cao"}, "legal": {"yes_no": "yes", "text": ""}, "distance": {"number": "12.5"}}


def test_an_answer_to_what_is_not_shown_is_dropped_and_comes_into_no_document(office, kind):
    walk = walked(office, kind)
    first, second = walk.open_reviews()
    kept = save_draft(review=first, by=first.seat.person, content=LOW, recommendation="", revision=0)
    assert set(kept.content) == {"need", "legal", "risk"}
    assert kept.content["legal"] == {"text": "Thiếu quyết định giao đất.", "yes_no": "no"}
    walk.do("write_review", first.seat.person, content=LOW, recommendation="changes")
    with refused("rating_missing", "number_missing"):
        walk.do(
            "write_review",
            second.seat.person,
            content={**HIGH, "measures": {}, "distance": {}},
            recommendation="approve",
        )
    walk.do("write_review", second.seat.person, content=HIGH, recommendation="approve")
    sheets = {
        one.review_id: [(part["title"], part["answer"]) for part in one.versions.get().data["sections"]]
        for one in Document.objects.filter(dossier=walk.dossier, kind=DocumentKind.REVIEW)
    }
    assert sheets == {
        first.pk: [
            ("Sự cần thiết", "Đánh giá: 4/5"), ("Đủ căn cứ pháp lý?", "Trả lời: Không"), ("Mức độ rủi ro", "Trả lời: Thấp"),
        ],
        second.pk: [
            ("Sự cần thiết", "Đánh giá: 4/5"), ("Đủ căn cứ pháp lý?", "Trả lời: Có"), ("Mức độ rủi ro", "Trả lời: Cao"),
            ("Biện pháp giảm rủi ro", "Đánh giá: 1/5 (Rất kém)"), ("Khoảng cách an toàn", "Trả lời: 12,5 m"),
        ],
    }  # fmt: skip
    # Beside each other each part that anybody was asked stands, and who was not asked is told apart.
    parts = answers_by_section(reviews_in(walk.dossier))
    assert [[answer["asked"] for answer in part.answers] for part in parts] == [[True, True]] * 3 + [[False, True]] * 2


def test_a_kind_of_all_questions_walks_to_its_opinion(office, kind):
    Procedure.objects.filter(pk=kind.pk).update(config={**kind.config, "reviews_to_proposer": "anonymous"})
    walk = walked(office, Procedure.objects.get(pk=kind.pk))
    for review, content in zip(walk.open_reviews(), (LOW, HIGH), strict=True):
        walk.do("write_review", review.seat.person, content=content, recommendation="changes")
    text = first_draft(walk.dossier)
    for said in (
        "Trả lời: Không: 1 phiếu; Có: 1 phiếu.",
        "Trả lời: 12,5 m (Phản biện 2).",
        "Thiếu quyết định giao đất.",
    ):
        assert said in text
    walk.call_meeting()
    walk.hold_meeting()
    walk.draft()
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", office.leader, decision="approve")
    walk.issue()
    assert walk.dossier.opinions.exclude(issued_at=None).exists()
    read = readable_reviews(walk.dossier, *_proposer(walk))
    assert [one.name for one in read] == ["Phản biện 1", "Phản biện 2"]
    assert [part["said"] for part in read[1].sections] == ["4/5", "Có", "Cao", "1/5 (Rất kém)", "12,5 m"]


def _proposer(walk: Walk) -> tuple[Person, frozenset[Capacity]]:
    return Person.objects.get(pk=walk.dossier.submitter_id), frozenset({Capacity.PROPOSER})


def test_a_shipped_kind_with_conditions_walks_through_its_reviews(office):
    procedure = office.union.dossier_kinds.get(code="environment").procedures.get()
    assert procedure.rules.questions
    assert any(section.asked_if for section in procedure.rules.review_form)
    walk = Walk(office, settle_inline)
    walk.submit(
        by=office.investor_person, procedure=procedure, title="Trang trại", location="Xã A", kind="critique",
        answers={"rice_land": "yes", "discharge": "Xả ra nguồn nước"},
    )  # fmt: skip
    assert {"land_change", "discharge_report"} <= set(walk.dossier.attachments.values_list("item", flat=True))
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=walk.seats())
    walk.approve_council(office.leader)
    walk.accept_all()
    for review in walk.open_reviews():
        walk.review(review.seat.person)
    assert not Review.objects.filter(dossier=walk.dossier).exclude(state="handed_in").exists()
    assert walk.dossier.reviews.first().content["sensitive_measures"] == {"rating": 4}


# ---------------------------------------------------------------- the draft of a procedure
def save(draft: Procedure, by: Person, **changes: list) -> Procedure:
    row = Procedure.objects.get(pk=draft.pk)
    part = next(iter(changes)).replace("_", "-")
    return procedures.save_part(procedure=row, by=by, part=part, changes=changes, revision=row.revision)


def test_a_line_on_which_others_hang_does_not_go_without_them(office):
    begun = procedures.draft_version(kind=office.investment.kind, by=office.officer)
    save(begun, office.officer, checklist=[])
    save(begun, office.officer, questions=QUESTIONS)
    save(begun, office.officer, checklist=CHECKLIST)
    with refused("condition_not_above", title="Phương án bảo vệ đất lúa"):
        save(begun, office.officer, questions=QUESTIONS[1:])
    save(begun, office.officer, checklist=CHECKLIST[:1])
    save(begun, office.officer, questions=[])
    with refused("condition_not_above"):
        save(begun, office.officer, checklist=CHECKLIST)
    with refused("condition_not_above", "condition_not_above"):
        save(begun, office.officer, review_form=[*FORM[:2], FORM[3], FORM[4], FORM[2]])
    with refused("condition_no_answer", "condition_no_answer"):
        save(begun, office.officer, review_form=[*FORM[:2], {**FORM[2], "options": ["Thấp", "Rất cao"]}, *FORM[3:]])


def test_a_file_carries_conditions_and_kinds_of_question(office, kind):
    said = replace(shipped_kinds()["investment"], code="other", name="Loại khác", rules=kind.config)
    taken = procedures.take_over(union=office.union, by=office.officer, said=said)
    assert taken.rules == kind.rules
