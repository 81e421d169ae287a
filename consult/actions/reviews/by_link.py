"""Answering an invitation by the link in its mail, without a password: who comes by it is whom the mail was for.

The link names one notice, and so one step of one reviewer; it opens nothing once that step is done.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse
from viewflow.workflow import STATUS

from consult.models import Notification

SALT = "answer-invitation"
NODE = "answer_invitation"


def answer_url(notification: Notification) -> str:
    """The link by which an invitation is answered; "" for other notices, and for dossiers that note who opens them."""
    task, dossier = notification.task, notification.dossier
    if task is None or dossier is None or task.node != NODE or task.status != STATUS.NEW:
        return ""
    if dossier.confidential or task.assignee_id != notification.person_id:
        return ""
    return settings.SITE_URL + reverse("answer_by_link", args=[signing.dumps(notification.pk, salt=SALT)])


def notice_of(code: str) -> Notification | None:
    """The notice that a link names, whatever became of its step; None for a link that nobody was given."""
    try:
        pk = signing.loads(code, salt=SALT)
    except signing.BadSignature:
        return None
    told = Notification.objects.select_related(
        "person", "task__process__review__seat", "dossier__union", "dossier__proposer"
    )
    return told.filter(pk=pk, task__node=NODE, dossier__confidential=False).first()
