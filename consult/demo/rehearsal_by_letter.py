"""A market that came by letter, to the archive, though people fall away: its proposer never signs in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email import message_from_string
from typing import Any

from consult import clock
from consult.actions.council_changes import Wanted
from consult.actions.dispatch import record_sent
from consult.actions.entering import open_dossier
from consult.actions.incoming import register_letter
from consult.actions.keys import save_key
from consult.actions.mailbox import note_report
from consult.actions.recipients import mark_of
from consult.actions.stand_ins import name_stand_in
from consult.actions.uploads import take_from_letter
from consult.commands import council_changes, dossiers, entering, mails
from consult.commands import recipients as recipients_of_opinion
from consult.documents.opinion_recipients import recipients_of
from consult.models import Document, Dossier, IncomingLetter, Mail, Membership, Organisation, Person, Signatory
from consult.queries.dispatch import still_to_send
from consult.rules.returned_mail import read

from . import certificates
from .files import sample_pdf
from .office import Office
from .rehearsal import bring_back, expect
from .walk import Walk, usual_answers

MARKET = "Chợ trung tâm xã Ea Kly"
INVESTOR = "Công ty Cổ phần Chợ Ea Kly"
COMMITTEE = "Ủy ban nhân dân tỉnh Đắk Lắk"
NEW_ADDRESS = "hop.thu.moi@thunghiem.test"
# What a mail server answers where nobody has the address (RFC 3464).
CAME_BACK = """\
From: MAILER-DAEMON@mx.thunghiem.test
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="=-="
MIME-Version: 1.0

--=-=
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.thunghiem.test

Final-Recipient: rfc822; nguoi.nhan@thunghiem.test
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--=-=
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: -

--=-=--
"""


class LetterWalk(Walk):
    """A walk of which some acts come by letter and are entered by the clerk."""

    def __init__(self, office: Office, settle: Callable[[Dossier], None], deliver: Callable[[Dossier], None]) -> None:
        super().__init__(office, settle)
        self.deliver = deliver

    def came(self, sender: str, subject: str, *scans: str, symbol: str = "") -> IncomingLetter:
        """A letter with its scans in the register of what comes in."""
        return register_letter(
            union=self.office.union, by=self.office.clerk, arrived_on=clock.today(), sender=sender, symbol=symbol,
            dated=clock.today(), subject=subject, files=[sample_pdf(scan) for scan in scans],
        )  # fmt: skip

    def enter(self, node: str, letter: IncomingLetter, person: Person | None = None, **data: Any) -> None:
        """Do a step for whom it waits for, from their letter."""
        task = self.task(node, person)
        entering.enter_step(task_id=task.pk, by=self.office.clerk, letter_id=letter.pk, **data)
        self.dossier.refresh_from_db()


def rehearse_by_letter(
    office: Office, say: Callable[[str], None], settle: Callable[[Dossier], None], deliver: Callable[[Dossier], None]
) -> Dossier:
    """Play the case; ``deliver`` waits until all mails and documents of the dossier are out. Raises as ``rehearse`` does."""
    walk = LetterWalk(office, settle, deliver)
    _intake(walk, say)
    _council(walk, say)
    _reviews(walk, say)
    _chair_falls_away(walk, say)
    _meeting(walk, say)
    _opinion(walk, say)
    _dispatch(walk, say)
    _end(walk, say)
    return walk.dossier


def _intake(walk: LetterWalk, say: Callable[[str], None]) -> None:
    office = walk.office
    given = walk.came(COMMITTEE, f"Giao phản biện dự án {MARKET}", "Văn bản giao nhiệm vụ", symbol="1410/UBND-CN")
    asked = walk.came(INVESTOR, f"Đề nghị phản biện dự án {MARKET}", "Văn bản đề nghị", "Thuyết minh", symbol="57/CV")
    say(f"văn thư vào sổ hai văn bản đến, số {given.written} và {asked.written}, kèm bản quét")
    body = Organisation(kind=Organisation.Kind.INVESTOR, name=INVESTOR)
    draft = open_dossier(letter=asked, by=office.clerk, procedure=office.investment, body=body)
    answers = usual_answers(office.investment.rules.questions)
    dossiers.describe(
        dossier_id=draft.pk, by=office.clerk, revision=None, title=f"Dự án {MARKET}", kind="critique", answers=answers
    )
    walk.dossier = Dossier.objects.get(pk=draft.pk)
    wanted = [item.code for item in walk.dossier.asked_items() if item.required]
    files = list(asked.files.values_list("pk", flat=True))
    take_from_letter(dossier_id=draft.pk, items=dict(zip(files, wanted, strict=False)), by=office.clerk)
    for code in wanted[len(files) :]:
        walk.attach(code, office.clerk)
    walk.dossier = dossiers.submit(dossier_id=draft.pk, by=office.clerk)
    expect(walk.dossier.submitter, None, "submitter")
    say(f"văn thư nhập hồ sơ {walk.dossier.code} thay {INVESTOR}, đơn vị không có tài khoản")
    recipients_of_opinion.say_giver(
        dossier_id=walk.dossier.pk, by=office.officer, body=COMMITTEE,
        body_kind=Organisation.Kind.DEPARTMENT, letter=given,
    )  # fmt: skip
    say(f"cơ quan giao nhiệm vụ: {COMMITTEE}")
    walk.do("check_completeness", office.officer, decision="accept")


def _council(walk: LetterWalk, say: Callable[[str], None]) -> None:
    walk.do("propose_council", walk.office.officer, seats=walk.seats(chair=3))
    walk.approve_council(walk.office.leader)
    expect(walk.dossier.step, "collect_reviews", "step")
    say("lãnh đạo phê duyệt hội đồng; thư mời phản biện gửi đi")


def _reviews(walk: LetterWalk, say: Callable[[str], None]) -> None:
    office = walk.office
    first, second = (review.seat.person for review in walk.open_reviews())
    walk.deliver(walk.dossier)
    mail = Mail.objects.get(notification__kind="invitation", notification__person=first)
    note_report(read(message_from_string(CAME_BACK.format(message_id=mail.message_id))))
    mail.refresh_from_db()
    expect(bool(mail.returned_at), True, "the mail is known to have come back")
    say(f"thư mời {first.name} bị trả lại; chuyên viên được báo")
    mails.correct_address(job_id=mail.notification.job.pk, by=office.officer, email=NEW_ADDRESS)
    walk.deliver(walk.dossier)
    sent = Mail.objects.filter(notification=mail.notification).latest("number")
    expect((sent.number, sent.address, bool(sent.sent_at)), (2, NEW_ADDRESS, True), "the mail sent again")
    say("địa chỉ được sửa, thư gửi lại")
    walk.accept(Person.objects.get(pk=first.pk))
    walk.review(first)
    answer = walk.came(second.name, "Trả lời thư mời và phiếu nhận xét", "Thư trả lời", "Phiếu nhận xét")
    walk.enter("answer_invitation", answer, second, decision="accept", interests="Không có lợi ích liên quan.")
    walk.enter("write_review", answer, second, content=walk.content(), recommendation="changes")
    expect(walk.dossier.step, "call_meeting", "step")
    say(f"{second.name} gửi phiếu nhận xét bằng giấy; văn thư nhập thay")


def _chair_falls_away(walk: LetterWalk, say: Callable[[str], None]) -> None:
    office, seats = walk.office, walk.dossier.council.seats
    left = seats.get(kind="chair", released_at=None)
    seated = set(seats.values_list("person", flat=True))
    new = next(person for person in office.experts if person.pk not in seated)
    council_changes.propose_change(
        dossier_id=walk.dossier.pk, by=office.officer, wanted=[Wanted(left, new, "chair")], reason="Ốm dài ngày."
    )
    council_changes.decide_change(dossier_id=walk.dossier.pk, by=office.leader, decision="approve")
    walk.deliver(walk.dossier)
    expect(walk.seat("chair"), new, "the chair")
    decision = walk.dossier.documents.get(kind="council_change")
    expect(bool(decision.entry), True, "the change has a number")
    say(f"chủ tịch hội đồng ốm; quyết định {_symbol(decision)} cử {new.name} thay")


def _meeting(walk: LetterWalk, say: Callable[[str], None]) -> None:
    starts = walk.call_meeting()
    with clock.at(starts + timedelta(hours=3)):
        walk.keep_meeting()
        walk.sign_minutes()
    bring_back(walk)
    say("hội đồng họp, chủ tịch mới ký biên bản")


def _opinion(walk: LetterWalk, say: Callable[[str], None]) -> None:
    office = walk.office
    walk.draft()
    recipients_of_opinion.choose_recipients(
        dossier_id=walk.dossier.pk, by=office.officer, to=[COMMITTEE, INVESTOR],
        copies=["Sở Xây dựng", "Thường trực Liên hiệp Hội"], seen=mark_of(recipients_of(walk.dossier)),
    )  # fmt: skip
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    role = Membership.objects.get(person=office.leader, organisation=office.union, role=Membership.Role.LEADER)
    deputy = office.administrator
    name_stand_in(
        held=role, person=deputy, by=office.leader, since=clock.today(), until=clock.today() + timedelta(days=5),
        reason="Đi công tác", authority=Signatory.Authority.KT, title="Phó Chủ tịch",
    )  # fmt: skip
    deputy = Person.objects.get(pk=deputy.pk)
    save_key(
        union=office.union, person=deputy, by=deputy, pkcs12=certificates.demo_pkcs12(deputy.name),
        password=certificates.PASSWORD,
    )  # fmt: skip
    walk.do("sign_opinion", deputy, decision="approve")
    say(f"lãnh đạo vắng; {deputy.name} ký thay")
    walk.issue()
    expect(walk.dossier.step, "respond", "step")
    document = walk.dossier.documents.get(kind="opinion")
    data = document.versions.latest("version").data
    expect(data["signature"]["lines"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "above the signature")
    say(f"văn thư cấp số {_symbol(document)} và ban hành")


def _dispatch(walk: LetterWalk, say: Callable[[str], None]) -> None:
    office = walk.office
    document = walk.dossier.documents.get(kind="opinion")
    waiting = still_to_send([office.union.pk]).filter(entry=document.entry)
    expect(waiting.count(), 4, "recipients to whom the opinion is still to be sent")
    record_sent(
        union=office.union, sendings=list(waiting.values_list("pk", flat=True)), how="post", day=clock.today(),
        by=office.clerk,
    )  # fmt: skip
    expect(waiting.count(), 0, "recipients to whom the opinion is still to be sent")
    say("văn thư gửi văn bản đến bốn nơi nhận qua bưu điện")


def _end(walk: LetterWalk, say: Callable[[str], None]) -> None:
    response = walk.came(INVESTOR, "Tiếp thu, giải trình", "Văn bản tiếp thu", symbol="63/CV")
    walk.enter("respond", response, body="Công ty tiếp thu toàn bộ ý kiến.")
    walk.do("archive_dossier", walk.office.officer)
    expect((walk.dossier.stage, walk.dossier.outcome), ("closed", "archived"), "end")
    say("tiếp thu, giải trình đến bằng văn bản; lưu hồ sơ")


def _symbol(document: Document) -> str:
    return document.entry.symbol if document.entry else ""
