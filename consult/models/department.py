"""Departments that are asked for their view beside the experts (xin ý kiến sở, ngành)."""

from __future__ import annotations

import secrets
import uuid
from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, TextField


def new_answer_code() -> str:
    """What the link in a letter holds; it cannot be guessed."""
    return secrets.token_urlsafe(18)


def answer_path(request: DepartmentRequest, filename: str) -> str:
    """Where an answer's file lies in the store: a place of its own, since an answer may be corrected."""
    return f"answers/{request.dossier_id}/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class DepartmentRequest(models.Model):
    """One department, asked by one letter; it answers by the letter's link, or the officer records what came on paper."""

    dossier = models.ForeignKey(
        "Dossier", models.CASCADE, related_name="department_requests", verbose_name=_("dossier")
    )
    letter = models.OneToOneField("Document", models.PROTECT, related_name="request", verbose_name=_("letter"))
    department = CharField(_("department"), max_length=300)
    question = TextField(_("what is asked"), blank=True)
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    due_on = models.DateField(_("due"))
    code = CharField(_("code of the link"), max_length=40, unique=True, default=new_answer_code, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = CharField(_("who answered"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    answer = TextField(_("answer"), blank=True)
    file = models.FileField(_("file"), upload_to=answer_path, max_length=300, blank=True)
    file_name = CharField(_("name of the file"), max_length=255, blank=True)
    media_type = CharField(max_length=100, blank=True, editable=False)
    told_late_at = models.DateTimeField(_("told that it is late"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("question to a department")
        verbose_name_plural = _("questions to departments")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.department

    @property
    def is_late(self) -> bool:
        return self.answered_at is None and self.due_on < clock.today()
