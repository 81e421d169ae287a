"""An office that is being set up in the browser, and what is left to do once it has begun."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import CharField, JSONField


class OfficeSetup(models.Model):
    """How an office began. Until then: the one-time code, who holds the pages, and their answers.

    ``code_hash`` and ``holder_hash`` are all that is kept of the code and of the mark in the holder's session. ``answers`` are
    those of ``rules.setup_pages``, and empty once the office is there. ``ticked`` names what its administrators have done
    that Consult cannot see.
    """

    code_hash = CharField(max_length=64, blank=True, editable=False)
    code_made_at = models.DateTimeField(_("code made"), null=True, blank=True)
    holder_hash = CharField(max_length=64, blank=True, editable=False)
    answered_at = models.DateTimeField(_("last answer"), null=True, blank=True)
    answers = JSONField(_("answers"), default=dict, blank=True)
    union = models.OneToOneField(
        "Organisation", models.CASCADE, null=True, blank=True, related_name="set_up", verbose_name=_("union")
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    ticked = JSONField(_("ticked"), default=list, blank=True)

    class Meta:
        verbose_name = _("set-up of an office")
        verbose_name_plural = _("set-ups of offices")

    def __str__(self) -> str:
        return str(self.union or self.pk)
