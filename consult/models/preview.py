"""What people saw of documents that were not made yet, for as long as it may have to be told what changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import CharField, CodeField, TextField


class SeenPreview(models.Model):
    """The words of a document as one person last saw it before an act; none once it is made or the dossier is closed.

    ``title`` tells documents of one kind apart. ``earlier_text`` is what they had seen before, while they are still looking at
    what has changed since.
    """

    person = models.ForeignKey("Person", models.CASCADE, related_name="+", verbose_name=_("who"))
    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="seen_previews", verbose_name=_("dossier"))
    kind = CodeField(_("kind of document"), max_length=30)
    title = CharField(_("title"), max_length=600)
    text = TextField(_("words"))
    first_seen_at = models.DateTimeField(_("first seen"))
    seen_at = models.DateTimeField(_("last seen"))
    earlier_text = TextField(_("words seen before"), blank=True)
    earlier_at = models.DateTimeField(_("seen before"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview that was seen")
        verbose_name_plural = _("previews that were seen")
        constraints = [
            models.UniqueConstraint(fields=["person", "dossier", "kind", "title"], name="seen_preview_one_per_document")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.dossier_id} · {self.kind}"
