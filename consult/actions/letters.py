"""Papers that somebody asks for beside the procedure: letters to departments and to the late, the payment list."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import STATUS

from consult import clock
from consult.documents.parts import SEAT_NAMES
from consult.models import (
    Attendance,
    DepartmentRequest,
    Document,
    DocumentKind,
    Dossier,
    Meeting,
    PaymentLine,
    ReminderLetter,
    Review,
    Task,
)
from consult.models.department import new_answer_code
from consult.refusals import ActionError
from consult.rules.payment import MEETING, REVIEW, PayLine, Work, payments
from consult.rules.text import normal

from .actor import Actor, record
from .papers import make_numbered, make_paper

# What somebody who is late still has to do, as the letter puts it.
WORK = {
    "supply_supplement": "bổ sung hồ sơ",
    "answer_invitation": "trả lời thư mời phản biện",
    "write_review": "gửi phiếu nhận xét",
    "hold_meeting": "lập biên bản họp",
    "sign_minutes": "ký biên bản họp",
    "draft_opinion": "dự thảo báo cáo kết quả",
    "approve_opinion": "cho ý kiến về dự thảo báo cáo kết quả",
    "respond": "gửi văn bản tiếp thu, giải trình",
}


def ask_department(*, dossier: Dossier, by: Actor, department: str, questions: str, answer_by: date) -> Document:
    """Ask a department for its view by a numbered letter, which holds the link by which it answers."""
    if not department.strip() or not questions.strip():
        raise ActionError("question_missing", _("Say whom you ask, and what."))
    if answer_by <= clock.today():
        raise ActionError("day_past", _("Choose a day that is still to come."), where="answer_by")
    code = new_answer_code()
    document = make_numbered(
        DocumentKind.DEPARTMENT_LETTER,
        dossier,
        by=by.person,
        department=normal(department),
        questions=questions,
        answer_by=answer_by,
        answer_url=f"{settings.SITE_URL}/answer/{code}/",
        signer=by.person,
    )
    DepartmentRequest.objects.create(
        dossier=dossier,
        letter=document,
        department=normal(department),
        question=questions.strip(),
        due_on=answer_by,
        asked_at=clock.now(),
        code=code,
    )
    record(dossier, "department_asked", by, department=normal(department))
    return document


def remind_by_letter(*, dossier: Dossier, by: Actor, task: Task) -> Document:
    """Write to whoever is late with a step; once a day for each."""
    if task.status != STATUS.NEW or task.node not in WORK:
        raise ActionError("no_letter_for_step", _("Nobody is to be reminded of this step by letter."))
    if task.due_on is None or task.due_on >= clock.today():
        raise ActionError("not_late", _("This step is not late."))
    if task.reminder_letters.filter(day=clock.today()).exists():
        raise ActionError("letter_today", _("A letter went out today already."))
    name = task.assignee.titled_name if task.assignee else dossier.proposer.name
    document = make_numbered(
        DocumentKind.REMINDER_LETTER,
        dossier,
        by=by.person,
        addressee=task.assignee,
        work=WORK[task.node],
        due_on=task.due_on,
        signer=by.person,
    )
    ReminderLetter.objects.create(task=task, day=clock.today(), document=document)
    record(dossier, "reminder_letter_sent", by, name=name, task=task.pk, day=str(clock.today()))
    return document


def make_payment_list(*, dossier: Dossier, by: Actor) -> Document:
    """List what the council's members are paid, by the office's rates of today."""
    lines = payment_lines(dossier)
    if not lines:
        raise ActionError(
            "nothing_to_pay", _("Nothing is to be paid: no act has a rate. Rates are kept under Office, Rates.")
        )
    document = make_paper(DocumentKind.PAYMENT_LIST, dossier, lines=lines, signer=by.person)
    PaymentLine.objects.bulk_create(
        PaymentLine(
            document=document, position=position, person_id=line.person, act=line.act, seat=line.seat,
            name=line.name, reason=line.reason, amount=line.amount,
        )
        for position, line in enumerate(lines, start=1)
    )  # fmt: skip
    record(dossier, "payment_listed", by)
    return document


def payment_lines(dossier: Dossier) -> list[PayLine]:
    """What the council's members are to be paid, by the office's rates of today."""
    rates = {(rate.act, rate.seat): rate.amount for rate in dossier.union.rates.all()}
    return payments(work_of(dossier), rates)


def work_of(dossier: Dossier) -> list[Work]:
    """Who did what: reviews handed in, and presence at meetings that were held."""
    reviews = dossier.reviews.filter(state=Review.State.HANDED_IN).select_related("seat__person__expert")
    done = [
        Work(review.seat.person.titled_name, REVIEW, review.seat.kind, "Viết phiếu nhận xét", review.seat.person_id)
        for review in reviews
    ]
    present = (
        Attendance.objects.filter(meeting__council__dossier=dossier, meeting__state=Meeting.State.HELD)
        .exclude(mode=Attendance.Mode.ABSENT, mode_before_break="")
        .select_related("seat__person__expert", "meeting")
    )
    done += [
        Work(
            row.seat.person.titled_name,
            MEETING,
            row.seat.kind,
            f"{SEAT_NAMES[row.seat.kind]}, họp lần {row.meeting.sequence}",  # type: ignore[index]
            row.seat.person_id,
        )
        for row in present
    ]
    return done
