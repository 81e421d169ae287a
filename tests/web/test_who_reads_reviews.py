"""Who reads whose review, and when, is the procedure's setting; a text that is not yours is nowhere."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consult import tasks
from consult.actions.reviews.files import MOST_FILES, add_review_file
from consult.commands import steps
from consult.models import DocumentVersion, Meeting, Person, Review, ReviewFile, ReviewRemark, Task
from consult.rules.procedure import procedure_problems
from tests.actions.test_uploads import pdf_bytes

pytestmark = pytest.mark.django_db

# Says in a draft from which review a point comes.
MARK = "[Phản biện 1]"
WORDS = {0: "MINHCHỨNGMỘT", 1: "MINHCHỨNGHAI", 2: "MINHCHỨNGBA"}


class Course:
    """A dossier with three reviewers, under one procedure's settings."""

    def __init__(self, walk, settings: dict[str, str]) -> None:
        self.walk = walk
        procedure = walk.dossier.procedure
        procedure.config = {**procedure.config, **settings}
        procedure.save()
        seats = walk.seats()
        seats[4] = (seats[4][0], "reviewer")
        walk.do("propose_council", walk.office.officer, seats=seats)
        walk.approve_council(walk.office.leader)
        walk.accept_all()
        self.reviewers = [review.seat.person for review in walk.open_reviews()]

    def hand_in(self, number: int) -> None:
        person, word = self.reviewers[number], WORDS[number]
        content = {code: {**answer, "text": word} for code, answer in self.walk.content().items()}
        file = self.walk.dossier.attachments.first().pk
        remarks = [{"id": "r", "file": file, "page": 1, "quote": "", "text": f"{word}-{file}"}]
        task = self.walk.task("write_review", person)
        review = Review.objects.get(seat__person=person)
        add_review_file(review_id=review.pk, by=person, upload=SimpleUploadedFile(f"{word}-tep.pdf", pdf_bytes()))
        steps.perform(task_id=task.pk, by=person, content=content, recommendation="changes", remarks=remarks)
        self.walk.dossier.refresh_from_db()
        tasks.work_off()

    def issue(self) -> None:
        walk = self.walk
        walk.call_meeting()
        walk.hold_meeting()
        source = Review.objects.filter(seat__council__dossier=walk.dossier).first()
        body = f'<p>Thống nhất. <a href="#review-{source.pk}">{MARK}</a></p>'
        walk.do("draft_opinion", walk.office.officer, body=body, conclusion="Đạt.", revision=0)
        walk.do("approve_opinion", walk.seat("chair"), decision="approve")
        walk.do("sign_opinion", walk.office.leader, decision="approve")
        walk.issue()
        tasks.work_off()


@pytest.fixture
def course(in_council) -> Callable[..., Course]:
    return lambda **settings: Course(in_council, settings)


def text_of(answer) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    if "wordprocessing" in answer.get("Content-Type", ""):
        document = docx.Document(io.BytesIO(content))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    return content.decode(errors="ignore")


def told(client, person: Person, dossier) -> str:
    """Everything that this person can get hold of: pages, search, documents, exports, timeline, notices and mails."""
    addresses = [
        reverse("my_work"), reverse("notices"), reverse("dossiers") + "?q=MINHCHUNG",
        reverse("register_file", args=["out", "xlsx"]), reverse("dossier", args=[dossier.pk]),
        reverse("dossier_documents", args=[dossier.pk]), reverse("dates", args=[dossier.pk]),
        reverse("versions", args=[dossier.pk, "opinion"]), reverse("versions", args=[dossier.pk, "minutes"]),
        reverse("personal_data", args=[person.pk]), reverse("export_personal_data", args=[person.pk]),
        reverse("reviews", args=[dossier.pk]),
        *(reverse("docx", args=[pk]) for pk in DocumentVersion.objects.values_list("pk", flat=True)),
        *(reverse("task", args=[pk]) for pk in Task.objects.exclude(actor="").values_list("pk", flat=True)),
        *(reverse("meeting", args=[pk]) for pk in Meeting.objects.values_list("pk", flat=True)),
    ]  # fmt: skip
    pages = [text_of(client.get(address)) for address in addresses]
    mails = [message.subject + message.body for message in mail.outbox if person.email in message.to]
    return "\n".join([*pages, *mails])


def reads(client, person: Person, dossier) -> set[int]:
    found = told(client, person, dossier)
    return {number for number, word in WORDS.items() if word in found}


def test_blind_nobody_reads_another_review_until_all_are_in(course, as_person):
    run = course()
    one, two, three = run.reviewers
    member = run.walk.dossier.council.seats.get(kind="member", released_at=None).person
    run.hand_in(0)
    run.hand_in(1)
    dossier = run.walk.dossier
    assert reads(as_person(one), one, dossier) == {0}
    assert reads(as_person(two), two, dossier) == {1}
    assert reads(as_person(three), three, dossier) == set()
    assert reads(as_person(member), member, dossier) == set()
    chair = run.walk.seat("chair")
    assert reads(as_person(chair), chair, dossier) == {0, 1}
    run.hand_in(2)
    assert reads(as_person(one), one, dossier) == {0, 1, 2}


def test_own_in_a_reviewer_reads_the_others_after_handing_in(course, as_person):
    run = course(reviews_among="own_in")
    one, two, _three = run.reviewers
    member = run.walk.dossier.council.seats.get(kind="member", released_at=None).person
    run.hand_in(0)
    dossier = run.walk.dossier
    assert reads(as_person(two), two, dossier) == set()
    run.hand_in(1)
    assert reads(as_person(two), two, dossier) == {0, 1}
    assert reads(as_person(one), one, dossier) == {0, 1}
    assert reads(as_person(member), member, dossier) == set()


def test_open_the_council_reads_each_as_it_comes(course, as_person):
    run = course(reviews_among="open")
    _one, two, _three = run.reviewers
    run.hand_in(0)
    assert reads(as_person(two), two, run.walk.dossier) == {0}
    investor = run.walk.office.investor_person
    assert reads(as_person(investor), investor, run.walk.dossier) == set()


def test_a_draft_is_read_by_nobody_else(course, as_person):
    run = course(reviews_among="open", reviews_to_proposer="named")
    review = Review.objects.get(seat__person=run.reviewers[0])
    review.content = {code: {"text": WORDS[0]} for code in run.walk.content()}
    review.save()
    ReviewRemark.objects.create(
        review=review, position=1, key="r", attachment=run.walk.dossier.attachments.first(), page=1, text=WORDS[0]
    )
    office = run.walk.office
    for person in (
        office.officer,
        office.leader,
        office.clerk,
        run.walk.seat("chair"),
        run.reviewers[1],
        office.investor_person,
    ):
        assert reads(as_person(person), person, run.walk.dossier) == set(), person


@pytest.mark.parametrize(
    ("setting", "texts", "names"), [("none", False, False), ("anonymous", True, False), ("named", True, True)]
)
def test_what_the_proposer_reads_once_the_opinion_is_issued(course, as_person, setting, texts, names):
    run = course(reviews_to_proposer=setting)
    investor, dossier = run.walk.office.investor_person, run.walk.dossier
    for number in WORDS:
        run.hand_in(number)
    assert reads(as_person(investor), investor, dossier) == set()
    run.issue()
    assert reads(as_person(investor), investor, dossier) == (set(WORDS) if texts else set())
    found = told(as_person(investor), investor, dossier)
    for person in run.reviewers:
        assert (person.name in found) == names, person.name
    versions = DocumentVersion.objects.filter(document__kind="review")
    files = [reverse("review_file", args=[file.pk]) for file in ReviewFile.objects.all()]
    assert len(files) == 3
    for address in files:
        assert as_person(investor).get(address).status_code == (200 if names else 404)
    # The documents hold what their authors declared of themselves.
    for version in versions:
        for name in ("document", "docx"):
            assert as_person(investor).get(reverse(name, args=[version.pk])).status_code == 404


@pytest.mark.parametrize("setting", ["none", "named"])
def test_the_proposer_is_led_to_the_issued_document_and_sees_no_mark_of_the_draft(course, as_person, setting):
    run = course(reviews_to_proposer=setting)
    for number in WORDS:
        run.hand_in(number)
    run.issue()
    dossier = run.walk.dossier
    version = DocumentVersion.objects.get(document__kind="opinion")
    address = f"{reverse('document', args=[version.pk])}?inline"
    shown = {
        who: as_person(who).get(reverse("dossier", args=[dossier.pk])).content.decode()
        for who in (run.walk.office.investor_person, run.walk.office.officer)
    }
    proposers, officers = shown.values()
    assert (MARK in proposers, MARK in officers) == (False, True)
    # In the list of documents, and for the proposer with the opinion too.
    assert (proposers.count(address), officers.count(address)) == (2, 1)


def test_strangers_read_nothing_whatever_the_setting(course, as_person):
    run = course(reviews_among="open", reviews_to_proposer="named")
    for number in WORDS:
        run.hand_in(number)
    for stranger in (run.walk.office.experts[11], run.walk.office.department_person):
        assert reads(as_person(stranger), stranger, run.walk.dossier) == set()


@pytest.mark.parametrize("config", [{"reviews_among": "all"}, {"reviews_to_proposer": ""}])
def test_an_unknown_setting_is_refused(config):
    assert [(one.where, one.code) for one in procedure_problems(config)] == [(next(iter(config)), "unknown_choice")]


def test_a_reviewers_file_is_read_like_the_review(course, as_person):
    run = course()
    one, two, _three = run.reviewers
    run.hand_in(0)
    address = reverse("review_file", args=[ReviewFile.objects.get().pk])
    assert as_person(one).get(address).status_code == 200
    assert as_person(run.walk.seat("chair")).get(address).status_code == 200
    for person in (two, run.walk.office.investor_person, run.walk.office.experts[11]):
        assert as_person(person).get(address).status_code == 404, person
    names = DocumentVersion.objects.get(document__kind="review").data["files"]
    assert names == [f"{WORDS[0]}-tep.pdf"]


def test_files_are_added_and_taken_back_while_the_review_is_written(course, as_person):
    run = course()
    person = run.reviewers[0]
    review, client = Review.objects.get(seat__person=person), as_person(person)
    address = reverse("add_review_file", args=[review.pk])
    htmx = {"HX-Request": "true"}
    upload = SimpleUploadedFile("Tính toán.pdf", pdf_bytes())
    assert "Tính toán.pdf" in client.post(address, {"file": upload}, headers=htmx).content.decode()
    wrong = client.post(address, {"file": SimpleUploadedFile("a.pdf", b"MZ not a pdf")}, headers=htmx)
    assert wrong.status_code == 422
    assert "Tính toán.pdf" in wrong.content.decode()
    assert client.post(address, {}, headers=htmx).status_code == 422
    assert review.files.count() == 1
    other = as_person(run.reviewers[1])
    assert other.post(address, {"file": upload}).status_code == 404
    client.post(reverse("remove_review_file", args=[review.pk, review.files.get().pk]))
    assert review.files.count() == 0
    ReviewFile.objects.bulk_create(
        ReviewFile(review=review, name=str(n), file="x", media_type="application/pdf", size=1)
        for n in range(MOST_FILES)
    )
    assert client.post(address, {"file": SimpleUploadedFile("b.pdf", pdf_bytes())}, headers=htmx).status_code == 422
    review.files.all().delete()
    run.hand_in(0)
    assert client.post(address, {"file": SimpleUploadedFile("c.pdf", pdf_bytes())}).status_code == 302
    assert review.files.count() == 1


def test_the_officer_sees_how_far_a_draft_is_and_nothing_of_it(course, as_person):
    run = course()
    review = Review.objects.get(seat__person=run.reviewers[0])
    codes = list(run.walk.content())
    review.content = {codes[0]: {"text": WORDS[0]}, codes[1]: {"text": "", "rating": 3}, codes[2]: {"text": ""}}
    review.save()
    page = as_person(run.walk.office.officer).get(reverse("dossier", args=[run.walk.dossier.pk])).content.decode()
    assert f"2/{len(codes)} phần đã viết" in page
    assert WORDS[0] not in page


def test_reviews_side_by_side_stand_part_by_part(course, as_person):
    run = course()
    for number in WORDS:
        run.hand_in(number)
    page = as_person(run.walk.seat("chair")).get(reverse("reviews", args=[run.walk.dossier.pk]))
    parts = page.context["parts"]
    form = run.walk.dossier.procedure.rules.review_form
    assert [part.title for part in parts] == [section.title for section in form if not section.asked_if]
    assert [answer["text"] for answer in parts[0].answers] == list(WORDS.values())
    assert {remark["name"] for remark in page.context["remarks"]} == {p.titled_name for p in run.reviewers}


def test_a_stale_page_does_not_hand_in_over_another_devices_text(course, as_person):
    run = course()
    person = run.reviewers[0]
    task = run.walk.task("write_review", person)
    client = as_person(person)
    codes = list(run.walk.content())
    form = {f"text_{code}": "Ở đây." for code in codes} | {f"rating_{code}": "4" for code in codes}
    form |= {"recommendation": "changes", "remarks": "[]"}
    saved = client.post(reverse("save_review", args=[task.pk]), {**form, f"text_{codes[0]}": "Ở kia.", "revision": 0})
    assert saved.json() == {"revision": 1}
    overtaken = client.post(reverse("save_review", args=[task.pk]), {**form, "revision": 0})
    assert overtaken.status_code == 412
    assert overtaken.json()["fields"][f"text_{codes[0]}"] == "Ở kia."
    refused = client.post(reverse("task", args=[task.pk]), {**form, "revision": 0})
    assert refused.status_code == 422
    assert "thiết bị khác" in refused.content.decode()
    review = Review.objects.get(seat__person=person)
    assert (review.state, review.content[codes[0]]["text"]) == ("writing", "Ở kia.")
    assert client.post(reverse("task", args=[task.pk]), {**form, "revision": 1}).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.content[codes[0]]["text"]) == ("handed_in", "Ở đây.")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, ("khi đã đủ phiếu", "không đọc phiếu này")),
        (
            {"reviews_among": "own_in", "reviews_to_proposer": "anonymous"},
            ("đã nộp phiếu của mình", "không có tên ông/bà"),
        ),
        ({"reviews_among": "open", "reviews_to_proposer": "named"}, ("đọc được ngay", "có tên ông/bà")),
    ],
)
def test_the_writer_is_told_who_will_read(course, as_person, settings, words):
    run = course(**settings)
    person = run.reviewers[0]
    page = as_person(person).get(reverse("task", args=[run.walk.task("write_review", person).pk])).content.decode()
    for word in words:
        assert word in page
