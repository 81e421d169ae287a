"""Bodies that ask for access: who asks, with which letter, and what the office answered."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, CodeField, TextField
from .organisation import Organisation
from .person import AccountAddressField


def letter_path(asked: AccessRequest, filename: str) -> str:
    return f"access/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class AccessRequest(models.Model):
    """A body that no office has entered asks, by somebody who signs nothing yet, to submit to a union."""

    union = models.ForeignKey(Organisation, models.CASCADE, related_name="access_requests", verbose_name=_("union"))
    body_name = CharField(_("name of the body"), max_length=300)
    kind = CodeField(_("kind"), max_length=20, choices=Organisation.Kind)
    address = CharField(_("address"), max_length=300, blank=True)
    asker = CharField(_("full name"), max_length=150)
    email = AccountAddressField(_("e-mail"))
    phone = CharField(_("telephone"), max_length=30)
    note = TextField(_("note"), blank=True)
    # The letter.
    name = CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=letter_path, max_length=300)
    media_type = CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    body = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered as")
    )
    reason = CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["union", "-id"], name="access_waiting", condition=models.Q(decided_at=None)),
        ]

    def __str__(self) -> str:
        return self.body_name
