"""Letters beside the procedure, the payment list, the response and the archive's documents; titles of signers; wording."""

from __future__ import annotations

from datetime import date, timedelta

from consult import clock, tasks
from consult.actions.office import save_wording, set_rates
from consult.actions.registers import enter_incoming
from consult.commands import documents, reviewers
from consult.models import Document, DocumentWording, LegalGround, Notification, RegisterEntry, Signatory
from consult.queries.contents import contents_of
from consult.queries.verification import look_up
from tests.refusals import refused


def ask(walk, by, **changed):
    values = {
        "department": "Sở Xây dựng",
        "questions": "Quy hoạch\nKhoảng cách",
        "answer_by": clock.today() + timedelta(days=9),
    }
    documents.ask_department(dossier_id=walk.dossier.pk, by=by, **{**values, **changed})


def test_the_officer_asks_a_department_by_a_numbered_letter(reviewing):
    ask(reviewing, reviewing.office.officer)
    letter = reviewing.dossier.documents.get(kind="department_letter")
    data = letter.versions.get().data
    assert letter.entry.symbol == "01/LHH-TVPB"
    assert data["questions"] == ["Quy hoạch", "Khoảng cách"]
    assert "Sở Xây dựng cho ý kiến" in data["say"]["opening"]
    assert data["recipients"][0] == "- Như trên;"
    for by, changed, code in (
        (reviewing.office.clerk, {}, "role"),
        (reviewing.office.officer, {"questions": " "}, "question_missing"),
        (reviewing.office.officer, {"answer_by": clock.today()}, "day_past"),
    ):
        with refused(code):
            ask(reviewing, by, **changed)
    assert reviewing.dossier.documents.filter(kind="department_letter").count() == 1


def test_who_is_late_gets_a_letter_once_a_day(reviewing):
    reviewing.accept_all()
    review = reviewing.open_reviews()[0]
    task = reviewing.task("write_review", review.seat.person)
    officer = reviewing.office.officer
    with refused("not_late"):
        documents.remind_by_letter(task_id=task.pk, by=officer)
    with clock.at(clock.now() + timedelta(days=40)):
        documents.remind_by_letter(task_id=task.pk, by=officer)
        with refused("letter_today"):
            documents.remind_by_letter(task_id=task.pk, by=officer)
    letter = reviewing.dossier.documents.get(kind="reminder_letter")
    assert letter.addressee == review.seat.person
    assert "gửi phiếu nhận xét" in letter.versions.get().data["say"]["opening"]


def test_the_payment_list_follows_the_offices_rates(drafted):
    office = drafted.office
    documents.request_document(dossier_id=drafted.dossier.pk, kind="payment_list", by=office.officer)
    data = drafted.dossier.documents.get(kind="payment_list").versions.get().data
    seats = drafted.dossier.council.seats.filter(released_at=None)
    assert len(data["lines"]) == len(seats) + 2
    assert data["lines"][0]["amount"] == "500.000"
    assert data["total"] == "6.100.000"
    assert data["in_words"] == "Sáu triệu một trăm nghìn đồng"
    seats_paid = ("chair", "deputy", "reviewer", "member", "secretary")
    nothing = {("meeting", seat): 0 for seat in seats_paid} | {("review", "reviewer"): 0}
    set_rates(union=office.union, amounts=nothing, by=office.clerk)
    with refused("nothing_to_pay"):
        documents.request_document(dossier_id=drafted.dossier.pk, kind="payment_list", by=office.officer)
    with refused("role"):
        documents.request_document(dossier_id=drafted.dossier.pk, kind="payment_list", by=office.clerk)


def test_response_and_archive_become_documents(issued):
    office = issued.office
    issued.do("respond", office.investor_person, body="Tiếp thu.\nGiải trình thêm.")
    response = issued.dossier.documents.get(kind="response").versions.get().data
    assert response["heading"]["issuer"].replace("\u00a0", " ") == office.investor.name.upper()
    assert response["paragraphs"] == ["Tiếp thu.", "Giải trình thêm."]
    tasks.work_off()
    issued.do("archive_dossier", office.officer)
    contents = issued.dossier.documents.get(kind="archive_contents").versions.get().data["contents"]
    made = issued.dossier.documents.exclude(kind__startswith="archive").count()
    assert len(contents) == issued.dossier.attachments.count() + made
    assert all(row["pages"] and row["place"] and row["day"] and row["author"] for row in contents)
    numbered = {entry.symbol for entry in RegisterEntry.objects.filter(document__dossier=issued.dossier)}
    assert {row["number"] for row in contents} - {""} == numbered
    assert {row["author"] for row in contents if row["title"].startswith("Phiếu nhận xét")} == {
        review.seat.person.titled_name for review in issued.dossier.reviews.all()
    }
    cover = issued.dossier.documents.get(kind="archive_cover").versions.get().data
    assert cover["unit"] == office.union.name
    assert (cover["documents"], cover["sheets"]) == (len(contents), sum(int(row["pages"]) for row in contents))


def test_letters_that_came_and_files_without_pages_are_in_the_contents(issued):
    office, dossier = issued.office, issued.dossier
    enter_incoming(
        union=office.union, by=office.clerk, arrived_on=clock.today(), sender="UBND tỉnh", subject="Giao nhiệm vụ",
        symbol="1410/UBND", dossier=dossier,
    )  # fmt: skip
    dossier.attachments.filter(item="land").update(pages=0, media_type="image/png")
    dossier.attachments.filter(item="finance").update(pages=0, media_type="application/zip")
    found = {piece.title.partition(" (")[0]: piece for piece in contents_of(dossier)}
    letter = found["Giao nhiệm vụ"]
    assert (letter.number, letter.author, letter.pages) == ("1410/UBND", "UBND tỉnh", 0)
    items = {item.code: item.title for item in dossier.procedure.rules.checklist}
    assert (found[items["land"]].pages, found[items["finance"]].pages) == (1, 0)


def test_each_reviewer_gets_a_letter_of_invitation_and_the_meeting_its_lists(reviewed):
    letters = reviewed.dossier.documents.filter(kind="reviewer_invitation")
    assert {letter.addressee_id for letter in letters} == {
        review.seat.person_id for review in reviewed.dossier.reviews.all()
    }
    assert all(letter.signer == reviewed.office.leader for letter in letters)
    reviewed.call_meeting()
    kinds = set(reviewed.dossier.documents.values_list("kind", flat=True))
    assert {"meeting_invitation", "attendance_list", "ballot"} <= kinds


def test_a_replacement_is_invited_by_who_replaced(reviewing):
    review = reviewing.open_reviews()[0]
    office = reviewing.office
    reviewers.replace_reviewer(review_id=review.pk, by=office.officer, person=office.experts[9], reason="Ốm")
    letter = reviewing.dossier.documents.get(kind="reviewer_invitation", addressee=office.experts[9])
    assert letter.signer == office.officer
    assert letter.versions.get().data["signature"]["lines"] == ["TL. CHỦ TỊCH", "TRƯỞNG BAN TƯ VẤN, PHẢN BIỆN"]


def test_nobody_signs_without_a_title(in_council):
    office = in_council.office
    Signatory.objects.filter(person=office.leader).delete()
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    with refused("signatory_missing"):
        in_council.do("approve_council", office.leader, decision="approve")
    in_council.dossier.refresh_from_db()
    assert in_council.dossier.step == "approve_council"


def test_grounds_are_cited_only_while_they_are_valid(office, in_council):
    LegalGround.objects.create(
        union=office.union, text="Căn cứ văn bản đã hết hiệu lực", valid_to=date(2020, 1, 1), position=9
    )
    LegalGround.objects.create(
        union=office.union, text="Căn cứ văn bản sắp có", valid_from=date(2090, 1, 1), position=9
    )
    LegalGround.objects.create(union=office.union, text="Căn cứ quy chế của tỉnh.", position=9)
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    in_council.approve_council(office.leader)
    grounds = in_council.dossier.documents.get(kind="council_decision").versions.get().data["grounds"]
    own = [ground.text for ground in office.union.grounds.filter(position__lt=9)]
    assert grounds[: len(own) + 1] == [f"{text};" for text in (*own, "Căn cứ quy chế của tỉnh")]
    assert [ground.split()[0] for ground in grounds[len(own) + 1 :]] == ["Xét", "Theo"]
    assert [ground[-1] for ground in grounds] == [";"] * (len(own) + 2) + ["."]


def test_the_offices_own_wording_goes_on_the_document(walk):
    office = walk.office
    save_wording(union=office.union, kind="refusal", sentences={"closing": "Liên hệ {union} về hồ sơ {code}."},
               recipients="{proposer}\nSở Tài chính", by=office.clerk)  # fmt: skip
    walk.do("check_completeness", office.officer, decision="refuse", reason="Không thuộc thẩm quyền")
    data = walk.dossier.documents.get(kind="refusal").versions.get().data
    assert data["say"]["closing"] == f"Liên hệ {office.union.name} về hồ sơ {walk.dossier.code}."
    assert data["recipients"] == [f"- {office.investor.name};", "- Sở Tài chính;", "- Lưu: VT, TVPB."]
    save_wording(union=office.union, kind="refusal", sentences={}, recipients="", by=office.clerk)
    assert not DocumentWording.objects.exists()
    with refused("role"):
        save_wording(union=office.union, kind="refusal", sentences={}, recipients="", by=office.officer)


def test_a_revoked_document_stays_and_says_so(issued):
    office = issued.office
    decision = issued.dossier.documents.get(kind="council_decision")
    opinion = issued.dossier.documents.get(kind="opinion")
    assert look_up(decision.code).standing == "signed"
    with refused("role"):
        documents.revoke_document(document_id=decision.pk, by=office.officer, reason="Sai")
    with refused("reason_missing"):
        documents.revoke_document(document_id=decision.pk, by=office.clerk, reason=" ")
    documents.revoke_document(document_id=decision.pk, by=office.clerk, reason="Sai tên")
    with refused("revoked_already"):
        documents.revoke_document(document_id=decision.pk, by=office.clerk, reason="Lại")
    assert look_up(decision.code).standing == "revoked"
    with refused("revoked_already"):
        documents.make_document_again(document_id=decision.pk, by=office.clerk)
    documents.revoke_document(document_id=opinion.pk, by=office.leader, reason="Sửa", replaced_by=decision)
    found = look_up(opinion.code)
    assert (found.standing, found.replacement) == ("replaced", decision.entry.symbol)
    ballot = Document.objects.get(dossier=issued.dossier, kind="ballot")
    with refused("not_issued"):
        documents.revoke_document(document_id=ballot.pk, by=office.clerk, reason="x")
    assert not Notification.objects.filter(kind="document_revoked").exists()
