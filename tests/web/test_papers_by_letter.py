"""Incoming letters on their pages: entered with scans, corrected, given, and dossiers and answers entered from them."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from consult import clock
from consult.actions.incoming import correct_letter, give_letter, register_letter, void_letter
from consult.commands import documents, entering
from consult.demo.walk import usual_answers
from consult.models import (
    Availability,
    Ballot,
    ConfidentialAccess,
    Dossier,
    Event,
    IncomingFile,
    IncomingLetter,
    Membership,
    Notification,
    Organisation,
    PaperEntry,
    Person,
    Stage,
)
from consult.queries.registers import incoming_table
from tests.actions.test_uploads import pdf_bytes
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def pdf(name: str = "cong-van") -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.pdf", pdf_bytes())


def photo(name: str, size: tuple[int, int] = (400, 600)) -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", size, "white").save(stream, "JPEG")
    return SimpleUploadedFile(f"{name}.jpg", stream.getvalue())


def letter_of(office, *files, **said) -> IncomingLetter:
    said = {"sender": "Sở Xây dựng", "subject": "Đề nghị tư vấn", "symbol": "12/SXD", **said}
    return register_letter(union=office.union, by=office.clerk, arrived_on=clock.today(), files=files, **said)


def text_of(answer) -> str:
    return answer.content.decode()


# ---------------------------------------------------------------- the letter itself


def test_a_letter_is_entered_with_several_files_and_goes_to_somebody(office, as_person):
    clerk = as_person(office.clerk)
    page = text_of(clerk.get(reverse("incoming")))
    assert "Tuyệt mật" in page
    assert page.index("Tuyệt mật") < page.index('name="scans"')
    sent = {
        "arrived_on": clock.today().isoformat(), "sender": "Sở Xây dựng", "subject": "Về chợ", "scans": [pdf("a"), pdf("b")],
        "given_to": office.officer.pk, "due_on": clock.today().isoformat(),
    }  # fmt: skip
    answer = clerk.post(reverse("incoming"), sent)
    letter = IncomingLetter.objects.get()
    assert answer.url == reverse("incoming_letter", args=[letter.pk])
    assert list(letter.files.values_list("position", "name")) == [(1, "a.pdf"), (2, "b.pdf")]
    assert letter.received_by == office.clerk
    assert Notification.objects.filter(person=office.officer, kind="letter_given").exists()
    officer = as_person(office.officer)
    assert "Về chợ" in text_of(officer.get(reverse("my_work")))
    officer.post(reverse("settle_letter", args=[letter.pk]))
    assert "Về chợ" not in text_of(officer.get(reverse("my_work")))


def test_photographs_become_one_file_in_their_order(office, as_person):
    letter = letter_of(office)
    sent = {"scans": [photo("1"), pdf("kem"), photo("2", (600, 400))], "as_pages": "on"}
    assert as_person(office.officer).post(reverse("add_letter_files", args=[letter.pk]), sent).status_code == 302
    joined, beside = letter.files.all()
    assert (joined.name, joined.media_type, joined.pages) == ("1.pdf", "application/pdf", 2)
    assert joined.file.read().startswith(b"%PDF")
    assert beside.name == "kem.pdf"
    assert Event.objects.filter(union=office.union, verb="letter_files_added").exists()


def test_a_bad_file_registers_nothing_and_keeps_what_was_typed(office, as_person):
    sent = {
        "arrived_on": clock.today().isoformat(), "sender": "Sở Xây dựng", "subject": "Về chợ",
        "scans": [SimpleUploadedFile("a.exe", b"MZ" + b"\0" * 400)],
    }  # fmt: skip
    answer = as_person(office.clerk).post(reverse("incoming"), sent)
    assert answer.status_code == 422
    assert "Về chợ" in text_of(answer)
    assert not IncomingLetter.objects.exists()
    assert not IncomingFile.objects.exists()


def test_a_correction_keeps_and_shows_what_stood_there(office, as_person):
    letter = letter_of(office)
    page = reverse("correct_letter", args=[letter.pk])
    sent = {"sender": "Sở Tài chính", "symbol": "13/STC", "subject": "Về cầu", "reason": "Đọc nhầm"}
    assert as_person(office.officer).post(page, sent).status_code == 403
    assert as_person(office.clerk).post(page, {**sent, "reason": ""}).status_code == 422
    as_person(office.clerk).post(page, sent)
    letter = IncomingLetter.objects.get()
    assert (letter.sender, letter.said.sender, letter.said.subject) == ("Sở Xây dựng", "Sở Tài chính", "Về cầu")
    shown = text_of(as_person(office.officer).get(reverse("incoming_letter", args=[letter.pk])))
    assert "Sở Xây dựng" in shown
    assert "Sở Tài chính" in shown
    assert "Sở Tài chính" in str(incoming_table(office.union, clock.today().year).rows)
    assert Event.objects.filter(union=office.union, verb="letter_corrected").exists()


def test_a_void_letter_keeps_its_number_and_reason_and_enters_nothing(office, as_person):
    letter = letter_of(office)
    with refused("reason_missing"):
        void_letter(letter=letter, by=office.clerk, reason=" ")
    as_person(office.clerk).post(reverse("void_letter", args=[letter.pk]), {"reason": "Vào sổ hai lần"})
    assert Event.objects.filter(union=office.union, verb="letter_voided").exists()
    assert "Hủy: Vào sổ hai lần" in str(incoming_table(office.union, clock.today().year).rows)
    with refused("void_already"):
        void_letter(letter=letter, by=office.clerk, reason="x")
    with refused("letter_void"):
        correct_letter(letter=letter, by=office.clerk, sender="a", symbol="", dated=None, subject="b", reason="c")
    with refused("letter_void"):
        give_letter(letter=letter, by=office.clerk, given_to=office.officer)
    assert letter_of(office).number == letter.number + 1


def test_a_letter_goes_to_somebody_of_the_office_alone(office):
    with refused("not_of_office"):
        letter_of(office, given_to=office.investor_person)
    assert not IncomingLetter.objects.exists()


# ---------------------------------------------------------------- a dossier from it


def test_a_body_is_found_by_a_name_without_accents_or_entered_in_place(office, as_person):
    letter = letter_of(office, pdf(), sender="Công ty Mới Toanh")
    clerk, page = as_person(office.clerk), reverse("open_from_letter", args=[letter.pk])
    name = office.investor.name
    assert name in text_of(clerk.get(page, {"body": name.lower()}))
    sent = {"procedure": office.investment.pk, "proposer": "new", "name": name, "kind": "investor"}
    known = clerk.post(page, sent)
    assert known.status_code == 422
    assert "name" in known.context["form"].errors
    assert clerk.post(page, {**sent, "name": ""}).status_code == 422
    answer = clerk.post(page, {**sent, "name": "Công ty Mới Toanh"})
    draft = Dossier.objects.get(entered_from=letter)
    assert answer.url == reverse("describe", args=[draft.pk])
    assert (draft.proposer.name, draft.proposer.keeper, draft.title) == (
        "Công ty Mới Toanh",
        office.union,
        "Đề nghị tư vấn",
    )
    assert "Đề nghị tư vấn" in text_of(as_person(office.officer).get(reverse("my_work")))


def test_the_letters_files_become_attachments_on_the_page(office, as_person):
    letter = letter_of(office, pdf("van-ban"))
    clerk = as_person(office.clerk)
    clerk.post(
        reverse("open_from_letter", args=[letter.pk]),
        {"procedure": office.investment.pk, "proposer": office.investor.pk},
    )
    draft = Dossier.objects.get(entered_from=letter)
    assert "van-ban.pdf" in text_of(clerk.get(reverse("attachments", args=[draft.pk])))
    file = letter.files.get()
    clerk.post(reverse("take_letter_files", args=[draft.pk]), {f"items-{file.pk}": "request"})
    attachment = draft.attachments.get()
    assert (attachment.item, attachment.sha256) == ("request", file.sha256)
    assert draft.stage == Stage.DRAFT


# ---------------------------------------------------------------- acts from it


def test_a_review_is_entered_on_the_page_without_showing_what_its_author_began(reviewing, as_person):
    office = reviewing.office
    first = reviewing.open_reviews()[0]
    reviewing.accept(first.seat.person)
    review = reviewing.dossier.reviews.get(pk=first.pk)
    section = reviewing.dossier.procedure.rules.review_form[0]
    review.content, review.revision = {section.code: {"text": "Nháp Kín Của Chuyên Gia"}}, 1
    review.save()
    letter = letter_of(office, pdf("phieu"))
    task = reviewing.task("write_review", first.seat.person)
    clerk, page = as_person(office.clerk), reverse("enter_step", args=[task.pk])
    assert text_of(clerk.get(page)).count("12/SXD") == 0
    page += f"?letter={letter.pk}"
    shown = text_of(clerk.get(page))
    assert "phieu.pdf" in shown
    assert "Nháp Kín" not in shown
    sent = {"recommendation": "approve"}
    for code, said in reviewing.content().items():
        sent |= {f"{name}_{code}": str(value) for name, value in said.items() if name}
    assert clerk.post(page, {}).status_code == 422
    answer = clerk.post(page, sent)
    assert answer.status_code == 302, text_of(answer)
    author = as_person(first.seat.person)
    dossier = text_of(author.get(reverse("dossier", args=[reviewing.dossier.pk])))
    assert reverse("confirm_review", args=[review.pk]) in dossier
    author.post(reverse("confirm_review", args=[review.pk]))
    assert PaperEntry.objects.get(review=review).seen_at
    assert "12/SXD" in text_of(as_person(office.officer).get(reverse("dossier", args=[reviewing.dossier.pk])))


def test_an_author_says_that_what_was_entered_is_not_what_they_wrote(reviewing, as_person):
    office, dossier = reviewing.office, reviewing.dossier
    first = reviewing.open_reviews()[0]
    author = first.seat.person
    reviewing.accept(author)
    letter, task = letter_of(office, pdf("phieu")), reviewing.task("write_review", author)
    said = {"content": reviewing.content(), "recommendation": "approve"}
    entering.enter_step(task_id=task.pk, by=office.clerk, letter_id=letter.pk, **said)
    client, page = as_person(author), reverse("dispute_review", args=[first.pk])
    assert page in text_of(client.get(reverse("dossier", args=[dossier.pk])))
    assert client.get(page).status_code == 200
    empty = client.post(page, {"reason": "  "})
    assert (empty.status_code, set(empty.context["form"].errors)) == (422, {"reason"})
    for other in (office.officer, office.clerk, reviewing.open_reviews()[-1].seat.person):
        assert as_person(other).post(page, {"reason": "Không phải"}).status_code == 404
    words = "Mục 2 tôi viết là không đồng ý."
    assert client.post(page, {"reason": words}).url.endswith(f"#review-{first.pk}")
    entry = PaperEntry.objects.get(review=first)
    assert entry.disputed == words
    assert entry.seen_at
    event = Event.objects.get(dossier=dossier, verb="review_disputed")
    assert (event.person, event.reason) == (author, words)
    for one in (office.officer, office.clerk):
        assert Notification.objects.filter(person=one, kind="review_disputed").count() == 1
    assert text_of(as_person(office.officer).get(reverse("dossier", args=[dossier.pk]))).count(words) >= 2
    # It is said once; the review stays as it was entered, and the proposer reads nothing of it.
    for again in (page, reverse("confirm_review", args=[first.pk])):
        client.post(again, {"reason": words})
    assert Event.objects.filter(dossier=dossier, verb="review_disputed").count() == 1
    assert words not in text_of(as_person(office.investor_person).get(reverse("dossier", args=[dossier.pk])))
    assert dossier.reviews.get(pk=first.pk).recommendation == "approve"


def test_a_supplement_comes_with_the_letters_files_on_the_page(walk, as_person):
    office = walk.office
    walk.do("check_completeness", office.officer, decision="supplement", reason="Thiếu")
    letter = letter_of(office, pdf("bo-sung"))
    page = reverse("enter_step", args=[walk.task("supply_supplement").pk]) + f"?letter={letter.pk}"
    clerk = as_person(office.clerk)
    assert "bo-sung.pdf" in text_of(clerk.get(page))
    clerk.post(page, {f"items-{letter.files.get().pk}": "request", "remark": "Kèm theo"})
    walk.dossier.refresh_from_db()
    assert walk.dossier.step == "check_completeness"
    assert walk.dossier.attachments.filter(name="bo-sung.pdf", item="request").exists()


def test_dates_are_entered_for_a_member(reviewing, as_person):
    office, dossier = reviewing.office, reviewing.dossier
    slot = dossier.council.slots.create(starts_at=clock.now())
    member = dossier.council.seats.filter(kind="member").first()
    letter = letter_of(office)
    page = reverse("dates_by_letter", args=[dossier.pk]) + f"?letter={letter.pk}"
    sent = {"person": member.person_id, f"slot_{slot.pk}": "yes"}
    assert as_person(office.clerk).post(page, {"person": member.person_id}).status_code == 422
    assert as_person(office.clerk).post(page, sent).status_code == 302
    assert Availability.objects.get(slot=slot, seat=member).answer == "yes"
    assert dossier.paper_entries.get(act="date_answer").person == member.person
    assert Event.objects.filter(dossier=dossier, verb="dates_answered").exists()


def test_what_is_told_by_letter_is_seen_and_ticked(office, as_person):
    letter = letter_of(office)
    body = Organisation.objects.create(kind="investor", name="Hộ Ông Cả", keeper=office.union)
    clerk = as_person(office.clerk)
    clerk.post(
        reverse("open_from_letter", args=[letter.pk]) + "?body=Hộ",
        {"procedure": office.investment.pk, "proposer": body.pk},
    )
    draft = Dossier.objects.get(entered_from=letter)
    for item in draft.asked_items():
        if item.required:
            clerk.post(reverse("upload", args=[draft.pk, item.code]), {"file": pdf(item.code)})
    describe = {"title": "Xưởng gỗ", "kind": "advice"}
    describe |= {f"answer_{code}": said for code, said in usual_answers(office.investment.rules.questions).items()}
    clerk.post(reverse("describe", args=[draft.pk]), describe)
    assert clerk.post(reverse("send", args=[draft.pk])).status_code == 302
    page = reverse("dossier", args=[draft.pk])
    assert 'id="by-letter"' in text_of(clerk.get(page))
    assert 'id="to-send"' in text_of(clerk.get(reverse("my_work")))
    notice = draft.postal_notices.get()
    address = reverse("postal_sent", args=[draft.pk, notice.pk])
    clerk.post(address, {"sent_on": "2099-01-01"})
    notice.refresh_from_db()
    assert notice.sent_on is None
    clerk.post(address, {"sent_on": clock.today().isoformat()})
    notice.refresh_from_db()
    assert (notice.sent_on, notice.sent_by) == (clock.today(), office.clerk)
    assert 'id="by-letter"' not in text_of(clerk.get(page))


def test_the_proposer_reads_from_which_letter_their_response_was_entered(issued, as_person):
    office, pk = issued.office, issued.dossier.pk
    letter = letter_of(office, pdf("tiep-thu"))
    page = reverse("enter_step", args=[issued.task("respond").pk]) + f"?letter={letter.pk}"
    assert as_person(office.clerk).post(page, {"body": "Xin tiếp thu"}).status_code == 302
    assert "12/SXD" in text_of(as_person(office.investor_person).get(reverse("dossier", args=[pk])))


def test_letters_and_their_scans_are_their_own_unions(office, as_person):
    letter = letter_of(office, pdf("kin"))
    other = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="K")
    stranger = Person.objects.create_user("la@khac.test", None, name="Người Lạ")
    Membership.objects.create(person=stranger, organisation=other, role="clerk")
    for who in (stranger, office.investor_person, office.experts[0]):
        client = as_person(who)
        for name, pk in (("incoming_letter", letter.pk), ("letter_file", letter.files.get().pk)):
            assert client.get(reverse(name, args=[pk])).status_code == 404, (who, name)
        assert client.post(reverse("add_letter_files", args=[letter.pk]), {"scans": pdf()}).status_code == 404


def test_a_departments_view_is_recorded_from_its_letter(reviewing, as_person):
    office, dossier = reviewing.office, reviewing.dossier
    documents.ask_department(
        dossier_id=dossier.pk, by=office.officer, department="Sở Y tế", questions="Ý kiến?",
        answer_by=clock.today() + timedelta(days=5),
    )  # fmt: skip
    asked = dossier.department_requests.get()
    letter = letter_of(office, pdf("y-kien"), symbol="77/SYT")
    sent = {"answered_by": "Ông A, Phó Giám đốc", "answer": "Thống nhất", "letter": letter.pk, "seen": ""}
    officer, page = as_person(office.officer), reverse("record_answer", args=[asked.pk])
    assert "77/SYT" not in text_of(officer.get(reverse("dossier", args=[dossier.pk])))
    assert officer.post(page, sent).status_code == 302
    assert dossier.paper_entries.get().act == "department"
    assert "77/SYT" in text_of(officer.get(reverse("dossier", args=[dossier.pk])))


def test_a_vote_in_a_written_round_is_entered_from_a_letter(reviewed, as_person):
    office = reviewed.office
    reviewed.do("call_meeting", office.officer, form="round", starts_at=clock.now() + timedelta(days=3))
    meeting = reviewed.dossier.council.meetings.get()
    seat = reviewed.dossier.council.seats.filter(kind="member").first()
    letter = letter_of(office, pdf("phieu-bieu-quyet"))
    clerk, page = as_person(office.clerk), reverse("vote_by_letter", args=[meeting.pk])
    assert page in text_of(clerk.get(reverse("meeting", args=[meeting.pk])))
    page += f"?letter={letter.pk}"
    assert clerk.post(page, {"person": seat.person_id}).status_code == 422
    assert clerk.post(page, {"person": seat.person_id, "choice": "against"}).status_code == 302
    assert Ballot.objects.get(motion__meeting=meeting, seat=seat).choice == "against"
    assert reviewed.dossier.paper_entries.get().act == "vote"
    assert Event.objects.filter(dossier=reviewed.dossier, verb="vote_entered").exists()


def test_a_look_at_a_letter_of_a_confidential_dossier_is_noted(walk, as_person):
    office, dossier = walk.office, walk.dossier
    letter = letter_of(office, pdf(), dossier=dossier)
    clerk = as_person(office.clerk)
    pages = [reverse("incoming_letter", args=[letter.pk]), reverse("letter_file", args=[letter.files.get().pk])]
    for confidential, noted in ((False, 0), (True, 1)):
        Dossier.objects.filter(pk=dossier.pk).update(confidential=confidential)
        for page in pages:
            ConfidentialAccess.objects.all().delete()
            assert clerk.get(page).status_code == 200
            assert ConfidentialAccess.objects.filter(person=office.clerk, dossier=dossier).count() == noted, page
