"""A dossier that came by letter, of a body without an account, to its archive; and every act of outsiders by paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from consult import clock
from consult.actions.entering import confirm_review, open_dossier
from consult.actions.incoming import register_letter
from consult.actions.uploads import take_from_letter
from consult.commands import dossiers, entering, steps
from consult.demo.dossiers import settle_inline
from consult.demo.walk import Walk
from consult.models import (
    DocumentKind,
    Dossier,
    Event,
    IncomingLetter,
    Membership,
    Notification,
    Organisation,
    PaperEntry,
    Person,
    Stage,
)
from consult.queries.letters import letters_in
from consult.queries.progress import timeline
from tests.actions.test_uploads import pdf_bytes
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.pdf", pdf_bytes())


def came(office, *files: ContentFile, subject: str = "Đề nghị tư vấn", by: Person | None = None) -> IncomingLetter:
    return register_letter(
        union=office.union, by=by or office.clerk, arrived_on=clock.today(), sender="UBND xã Ea Kly", symbol="12/UBND",
        dated=clock.today(), subject=subject, files=files,
    )  # fmt: skip


def verbs_of(dossier: Dossier) -> list[str]:
    return list(Event.objects.filter(dossier=dossier).order_by("pk").values_list("verb", flat=True))


class PaperWalk(Walk):
    """A walk whose proposer never signs in."""

    def open(self, letter: IncomingLetter, title: str = "Chợ trung tâm xã Ea Kly") -> Dossier:
        office = self.office
        body = Organisation(kind="investor", name="Công ty Chợ Ea Kly")
        draft = open_dossier(letter=letter, by=office.clerk, procedure=office.investment, body=body)
        answers = {one.code: "no" for one in office.investment.rules.questions}
        dossiers.describe(dossier_id=draft.pk, by=office.clerk, revision=None, title=title, answers=answers)
        self.dossier = Dossier.objects.get(pk=draft.pk)
        wanted = [item.code for item in self.dossier.asked_items() if item.required]
        files = list(letter.files.values_list("pk", flat=True))
        take_from_letter(dossier_id=draft.pk, items=dict(zip(files, wanted, strict=False)), by=office.clerk)
        for code in wanted[len(files) :]:
            self.attach(code, office.clerk)
        self.dossier = dossiers.submit(dossier_id=draft.pk, by=office.clerk)
        return self.dossier

    def enter(self, node: str, letter: IncomingLetter, person: Person | None = None, **data) -> None:
        steps_ = self.task(node, person)
        entering.enter_step(task_id=steps_.pk, by=self.office.clerk, letter_id=letter.pk, **data)
        self.dossier.refresh_from_db()


@pytest.fixture
def paper(office) -> PaperWalk:
    walk = PaperWalk(office, settle_inline)
    walk.open(came(office, pdf("van-ban"), pdf("de-xuat")))
    return walk


def test_from_a_letter_to_the_archive_without_an_account(paper):
    office = paper.office
    dossier = paper.dossier
    assert (dossier.submitter, dossier.entered_from.opened.get()) == (None, dossier)
    assert dossier.attachments.filter(name="van-ban.pdf").exists()

    item = dossier.attachments.first().item
    paper.do("check_completeness", office.officer, decision="supplement", findings={item: (False, "Thiếu dấu")})
    more = came(office, pdf("ban-co-dau"), subject="Bổ sung hồ sơ")
    paper.enter("supply_supplement", more, files={more.files.get().pk: item}, remark="Đã đóng dấu")
    assert set(dossier.attachments.filter(item=item).values_list("name", "file_number")) >= {("ban-co-dau.pdf", 2)}
    assert dossier.supplement_requests.get().answered_at
    paper.do("check_completeness", office.officer, decision="accept")

    paper.do("propose_council", office.officer, seats=paper.seats())
    paper.approve_council(office.leader)
    first, second = (review.seat.person for review in paper.open_reviews())
    answer = came(office, pdf("tra-loi"), subject="Trả lời thư mời")
    paper.enter(
        "answer_invitation", answer, first, decision="accept", ties=["former_employer"], interests="Từng tư vấn"
    )
    assert dossier.reviews.get(seat__person=first).ties == ["former_employer"]
    paper.accept(second)
    sheet = came(office, pdf("phieu-nhan-xet"), subject="Phiếu nhận xét")
    paper.enter("write_review", sheet, first, content=paper.content(), recommendation="changes")
    paper.review(second)

    paper.call_meeting()
    paper.hold_meeting()
    paper.draft()
    paper.do("approve_opinion", paper.seat("chair"), decision="approve")
    paper.do("sign_opinion", office.leader, decision="approve")
    paper.issue()
    response = came(office, pdf("tiep-thu"), subject="Tiếp thu, giải trình")
    paper.enter("respond", response, body="Xin tiếp thu toàn bộ.")
    assert dossier.responses.get().body == "Xin tiếp thu toàn bộ."
    # What came on paper is the proposer's own letter: none is made in their name.
    assert not dossier.documents.filter(kind=DocumentKind.RESPONSE).exists()
    paper.do("archive_dossier", office.officer)
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert (dossier.stage, dossier.outcome) == (Stage.CLOSED, "archived")

    acts = dossier.paper_entries.values_list("act", flat=True)
    assert list(acts) == ["submit", "supply_supplement", "answer_invitation", "write_review", "respond"]
    assert next(letter.said.subject for letter in letters_in(dossier)) == "Đề nghị tư vấn"
    # What the office had to send by letter: nobody else was told.
    kinds = set(dossier.postal_notices.values_list("kind", flat=True))
    assert kinds == {"received", "supply_supplement", "accepted", "issued"}
    contents = dossier.documents.get(kind=DocumentKind.ARCHIVE_CONTENTS).versions.get().data["contents"]
    assert [row["title"] for row in contents if row["title"] == "Phiếu nhận xét"]


def test_the_history_says_who_entered_for_whom_from_which_paper(paper):
    dossier, office = paper.dossier, paper.office
    event = Event.objects.get(dossier=dossier, verb="submitted")
    assert (event.person, event.capacity) == (office.clerk, "clerk")
    assert event.data == {"paper": str(dossier.entered_from.uid), "entered_for": str(dossier.proposer.uid)}
    rows = timeline(dossier, office.officer, frozenset({"officer"}))
    said = next(row["entered"] for row in rows if row["event"].verb == "submitted")
    assert "12/UBND" in said
    assert dossier.proposer.name in said
    receipt = dossier.documents.get(kind=DocumentKind.RECEIPT).versions.get().data
    assert "12/UBND" in receipt["paper"]
    assert receipt["submitter"] == ""


def test_an_account_that_comes_later_sees_what_was_entered(paper, as_person):
    person = Person.objects.create_user("cho@eakly.test", None, name="Người Của Chợ")
    Membership.objects.create(person=person, organisation=paper.dossier.proposer, role="proposer")
    answer = as_person(person).get(f"/dossiers/{paper.dossier.pk}/")
    assert answer.status_code == 200
    assert paper.dossier.code in answer.content.decode()


def test_a_draft_from_a_letter_is_the_offices_alone(office, as_person):
    letter = came(office)
    draft = open_dossier(letter=letter, by=office.clerk, procedure=office.investment, proposer=office.investor)
    with refused("not_now"):
        dossiers.submit(dossier_id=draft.pk, by=office.investor_person)
    address = f"/dossiers/{draft.pk}/describe/"
    assert as_person(office.investor_person).get(address).status_code == 404
    assert as_person(office.officer).get(address).status_code == 200
    assert as_person(office.leader).get(address).status_code == 404


def test_an_entered_review_is_marked_and_its_author_looks_at_it(reviewing):
    office = reviewing.office
    first, second = (review.seat.person for review in reviewing.open_reviews())
    letter = came(office, pdf("phieu"))
    reviewing.accept(first)
    task = reviewing.task("write_review", first)
    said = {"content": reviewing.content(), "recommendation": "approve"}
    entering.enter_step(task_id=task.pk, by=office.clerk, letter_id=letter.pk, **said)
    review = reviewing.dossier.reviews.get(seat__person=first)
    data = review.documents.get().versions.get().data
    assert letter.symbol in data["paper"]
    assert office.clerk.name in data["paper"]
    assert Notification.objects.filter(person=first, kind="review_entered").exists()
    with refused("done_already"):
        confirm_review(review=review, by=second)
    confirm_review(review=review, by=first)
    assert PaperEntry.objects.get(review=review).seen_at
    with refused("done_already"):
        entering.enter_step(task_id=task.pk, by=office.clerk, letter_id=letter.pk, **said)


# ---------------------------------------------------------------- who enters does not decide


def test_what_leaders_chairs_and_the_office_decide_is_not_entered(walk):
    letter = came(walk.office)
    with refused("by_themselves"):
        entering.enter_step(
            task_id=walk.task("check_completeness").pk, by=walk.office.clerk, letter_id=letter.pk, decision="accept"
        )
    walk.do("check_completeness", walk.office.officer, decision="accept")
    walk.do("propose_council", walk.office.officer, seats=walk.seats())
    with refused("by_themselves"):
        entering.enter_step(
            task_id=walk.task("approve_council").pk, by=walk.office.clerk, letter_id=letter.pk, decision="approve"
        )


def test_neither_leaders_nor_whoever_weighs_reviews_enter_them(reviewing):
    office, letter = reviewing.office, came(reviewing.office)
    invited = reviewing.open_reviews()[0].seat.person
    task = reviewing.task("answer_invitation", invited)

    def enter(by: Person) -> None:
        entering.enter_step(task_id=task.pk, by=by, letter_id=letter.pk, decision="accept")

    with refused("role"):
        enter(office.leader)
    chair = reviewing.seat("chair")
    Membership.objects.create(person=chair, organisation=office.union, role="officer")
    with refused("weighs_reviews"):
        enter(Person.objects.get(pk=chair.pk))
    Membership.objects.create(person=invited, organisation=office.union, role="officer")
    with refused("own_step"):
        enter(Person.objects.get(pk=invited.pk))


def test_who_entered_leaves_the_check_to_another_officer_if_there_is_one(office):
    walk = PaperWalk(office, settle_inline)
    Membership.objects.create(person=office.clerk, organisation=office.union, role="officer")
    office.clerk = Person.objects.get(pk=office.clerk.pk)
    walk.open(came(office))
    with refused("own_entry"):
        walk.do("check_completeness", office.clerk, decision="accept")
    walk.do("check_completeness", office.officer, decision="accept")


def test_the_only_officer_checks_what_they_entered_and_the_history_says_so(office):
    walk = PaperWalk(office, settle_inline)
    office.clerk = office.officer
    walk.open(came(office, by=office.officer))
    walk.do("check_completeness", office.officer, decision="accept")
    assert Event.objects.get(dossier=walk.dossier, verb="accepted").self_approved


def test_a_letter_of_another_union_or_a_void_one_enters_nothing(paper):
    office = paper.office
    other = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="K")
    clerk = Person.objects.create_user("vt@khac.test", None, name="Văn Thư Khác")
    Membership.objects.create(person=clerk, organisation=other, role="clerk")
    foreign = register_letter(union=other, by=clerk, arrived_on=clock.today(), sender="A", subject="B")
    with refused("letter_of_another"):
        entering.withdraw(dossier_id=paper.dossier.pk, by=office.clerk, letter_id=foreign.pk, reason="x")
    with refused("not_of_this_union"):
        open_dossier(letter=foreign, by=clerk, procedure=office.investment, proposer=office.investor)


def test_the_proposer_withdraws_by_letter(paper):
    letter = came(paper.office, pdf("rut"))
    entering.withdraw(dossier_id=paper.dossier.pk, by=paper.office.clerk, letter_id=letter.pk, reason="Đổi chủ trương")
    dossier = Dossier.objects.get(pk=paper.dossier.pk)
    assert (dossier.outcome, dossier.paper_entries.last().act) == ("withdrawn", "withdraw")
    assert dossier.postal_notices.filter(kind="withdrawn").exists()


# ---------------------------------------------------------------- no answer, taken back


def test_a_supplement_that_came_after_all_opens_its_step_again(paper):
    office = paper.office
    paper.do("check_completeness", office.officer, decision="supplement", reason="Thiếu bản vẽ")
    with refused("not_now"):
        entering.reopen_answer(dossier_id=paper.dossier.pk, by=office.officer)
    with clock.at(clock.now() + timedelta(days=40)):
        dossiers.waive_answer(dossier_id=paper.dossier.pk, by=office.officer)
        letter = came(office, pdf("bo-sung"))
        entering.reopen_answer(dossier_id=paper.dossier.pk, by=office.officer, letter_id=letter.pk)
        paper.dossier.refresh_from_db()
        assert paper.dossier.step == "supply_supplement"
        assert verbs_of(paper.dossier)[-1] == "supplement_reopened"
        paper.enter("supply_supplement", letter, remark="Kèm bản vẽ")
    assert paper.dossier.step == "check_completeness"
    with refused("nothing_waived"):
        entering.reopen_answer(dossier_id=paper.dossier.pk, by=office.officer)


def test_a_response_that_came_after_all_opens_its_step_again_or_is_filed(issued):
    office, pk = issued.office, issued.dossier.pk
    with clock.at(clock.now() + timedelta(days=90)):
        dossiers.waive_answer(dossier_id=pk, by=office.officer)
        entering.reopen_answer(dossier_id=pk, by=office.officer)
        issued.dossier.refresh_from_db()
        assert issued.dossier.step == "respond"
        assert verbs_of(issued.dossier)[-1] == "response_reopened"
    with clock.at(clock.now() + timedelta(days=200)):
        dossiers.waive_answer(dossier_id=pk, by=office.officer)
        steps.perform(task_id=issued.task("archive_dossier").pk, by=office.officer)
        letter = came(office, pdf("muon"))
        entering.file_letter(dossier_id=pk, by=office.clerk, letter_id=letter.pk)
        with refused("filed_already"):
            entering.file_letter(dossier_id=pk, by=office.clerk, letter_id=letter.pk)
    assert letter in letters_in(Dossier.objects.get(pk=pk))
    assert verbs_of(issued.dossier)[-1] == "letter_filed"
