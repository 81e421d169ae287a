"""Word templates of an office's own, and what was made of them before it is signed."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .document import DocumentKind
from .fields import CharField, CodeField, JSONField


def template_path(template: DocumentTemplate, _filename: str) -> str:
    """Where a template lies in the store."""
    return f"office/{template.union_id}/templates/{uuid.uuid4().hex}.docx"


def rendering_path(_rendering: TemplateRendering, _filename: str) -> str:
    """Where a PDF made of a template lies in the store until it is part of a document."""
    return f"templates/{uuid.uuid4().hex}.pdf"


class DocumentTemplate(models.Model):
    """Mẫu Word riêng: one version of an office's own form of a kind of document. Versions stay: documents name theirs."""

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="templates", verbose_name=_("union"))
    kind = CodeField(_("kind"), max_length=30, choices=DocumentKind)
    version = models.PositiveIntegerField(_("version"))
    name = CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=template_path, max_length=300)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = CharField("SHA-256", max_length=64)
    fields = JSONField(_("fields that it uses"), default=list)
    in_use = models.BooleanField(_("in use"), default=False)
    uploaded_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["union", "kind", "version"], name="document_template_one_per_version"),
            models.UniqueConstraint(
                fields=["union", "kind"], condition=models.Q(in_use=True), name="document_template_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateRendering(models.Model):
    """What a converter made of a template: of the example of its kind, or of the data of one version of a document.

    ``lost`` are words of the data that the PDF does not hold, and codes of ``PLACE_FAULTS``: nothing is issued of it.
    ``warnings`` are faults of layout. ``places`` are bookmarks: page from 0, left, top, width and height of the page, in pt.
    """

    template = models.ForeignKey(
        DocumentTemplate, models.CASCADE, related_name="renderings", verbose_name=_("Word template")
    )
    version = models.OneToOneField(
        "DocumentVersion", models.CASCADE, null=True, blank=True, related_name="rendering", verbose_name=_("document")
    )
    file = models.FileField(_("file"), upload_to=rendering_path, max_length=300, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = CharField("SHA-256", max_length=64, blank=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    places = JSONField(_("places"), default=dict, blank=True)
    lost = JSONField(_("words that are missing"), default=list, blank=True)
    warnings = JSONField(_("faults of layout"), default=list, blank=True)
    asked_at = models.DateTimeField(_("asked for"), default=clock.now, editable=False)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)

    class Meta:
        verbose_name = _("rendering of a template")
        verbose_name_plural = _("renderings of templates")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.template_id}"
