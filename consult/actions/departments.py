"""What departments answer: by the link in their letter, or recorded by the officer from paper."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from consult import clock
from consult.access import Capacity
from consult.actions.notifications.notices import notify, office
from consult.models import DepartmentRequest, Person
from consult.refusals import ActionError

from .actor import Actor, record
from .storing import forget_replaced
from .uploads import examine

# Answers come as these; anything else is not opened by the office.
KINDS = ("pdf", "docx", "jpeg", "png")


def require_answer(
    *, request: DepartmentRequest, answered_by: str, answer: str, upload: File[Any] | None, by: Actor | None = None
) -> None:
    """Raises ``ActionError`` when nothing is said, or the department has answered by the link before."""
    if not answer.strip() and upload is None and not request.file:
        raise ActionError("answer_missing", _("Write the answer, or add it as a file."), where="answer")
    if not answered_by.strip():
        raise ActionError("author_missing", _("Write who answers: name and position."), where="answered_by")
    if by is not None and request.answered_at is not None and request.recorded_by_id is None:
        raise ActionError(
            "answered_by_department",
            _(
                "%(department)s has answered by the link in the meantime; its answer stays. What you typed is still here."
            )
            % {"department": request.department},
        )
    if by is None and request.answered_at is not None:
        raise ActionError(
            "answered_already",
            _("This has already been answered. To change the answer, write to the office that asked."),
        )


def answer_mark(request: DepartmentRequest) -> str:
    """What tells a later answer from the one that a page shows; empty while there is none."""
    return request.answered_at.isoformat() if request.answered_at else ""


def require_seen(request: DepartmentRequest, seen: str | None) -> None:
    """Raises ``ActionError`` when another answer was recorded since the page was opened; None asks nothing."""
    if seen is not None and seen != answer_mark(request):
        raise ActionError(
            "answered_meanwhile",
            _("Another answer was recorded in the meantime; it is shown on this page. What you typed is still here."),
        )


def attach_file(request: DepartmentRequest, upload: File[Any]) -> None:
    """Examine an answer's file and name it in the row, which is not saved yet. Raises ``FileFaultError``."""
    identified, upload.name = examine(upload, KINDS)
    request.file, request.file_name, request.media_type = upload, upload.name, identified.media_type


def save_answer(*, request: DepartmentRequest, answered_by: str, answer: str, by: Actor | None = None) -> None:
    """Keep a department's answer; ``by`` is the officer who records it, None when it came by the link.

    An officer may correct what was recorded; the history tells of each time.
    """
    request.answer, request.answered_by = answer.strip(), answered_by.strip()
    request.answered_at = clock.now()
    request.recorded_by = by.person if by else None
    forget_replaced(request)
    request.save()
    dossier = request.dossier
    record(dossier, "department_answered", by, department=request.department)
    if by is None:
        notify(
            office(dossier, Capacity.OFFICER),
            "department_answered",
            dossier=dossier,
            key=f"q{request.pk}",
            name=request.department,
        )


def notify_late() -> int:
    """Tell the officers, once, of each department that has not answered in time. Returns how many were late."""
    late = DepartmentRequest.objects.filter(
        answered_at=None, told_late_at=None, due_on__lt=clock.today(), dossier__outcome=""
    ).values_list("pk", flat=True)
    return sum(_notify_late(pk) for pk in list(late[:500]))


@transaction.atomic
def _notify_late(pk: int) -> bool:
    if not DepartmentRequest.objects.filter(pk=pk, told_late_at=None).update(told_late_at=clock.now()):
        return False
    request = DepartmentRequest.objects.select_related("dossier").get(pk=pk)
    officers: list[Person] = office(request.dossier, Capacity.OFFICER)
    notify(officers, "department_late", dossier=request.dossier, key=f"q{pk}", name=request.department)
    return True
