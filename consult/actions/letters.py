"""Documents that somebody asks for beside the procedure: letters to departments and to the late."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import STATUS

from consult import clock
from consult.models import (
    DepartmentRequest,
    Document,
    DocumentKind,
    Dossier,
    ReminderLetter,
    Task,
)
from consult.models.department import new_answer_code
from consult.refusals import ActionError
from consult.rules.text import normal

from .actor import Actor, record
from .documents import make_numbered

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
        raise ActionError("question_missing", _("Enter whom you are asking, and what."))
    if answer_by <= clock.today():
        raise ActionError("day_past", _("Choose a day in the future."), where="answer_by")
    code = new_answer_code()
    document = make_numbered(
        DocumentKind.DEPARTMENT_LETTER,
        dossier,
        by=by.person,
        department=normal(department),
        questions=questions,
        answer_by=answer_by,
        answer_url=f"{settings.SITE_URL}/answer/{code}/",
        signer=by,
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
        raise ActionError("no_letter_for_step", _("There is nobody to remind of this step by letter."))
    if task.due_on is None or task.due_on >= clock.today():
        raise ActionError("not_late", _("This step is not late."))
    if task.reminder_letters.filter(day=clock.today()).exists():
        raise ActionError("letter_today", _("A reminder letter was already sent today."))
    name = task.assignee.titled_name if task.assignee else dossier.proposer.name
    document = make_numbered(
        DocumentKind.REMINDER_LETTER,
        dossier,
        by=by.person,
        addressee=task.assignee,
        work=WORK[task.node],
        due_on=task.due_on,
        signer=by,
    )
    ReminderLetter.objects.create(task=task, day=clock.today(), document=document)
    record(dossier, "reminder_letter_sent", by, name=name, task=task.pk, day=str(clock.today()))
    return document
