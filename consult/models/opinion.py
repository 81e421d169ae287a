"""The opinion and what the proposer did with it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CodeField, TextField


class Opinion(models.Model):
    """Văn bản tư vấn, phản biện: one version of the text; the newest is the one in force."""

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="opinions", verbose_name=_("dossier"))
    version = models.PositiveIntegerField(_("version"))
    round = models.PositiveIntegerField(_("round of consultation"), default=1)
    body = TextField(_("opinion"))
    conclusion = TextField(_("conclusion"))
    drafted_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("drafted by"))
    drafted_at = models.DateTimeField(_("drafted"), default=clock.now, editable=False)
    approved_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    signed_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    # For whom that was done, where a stand-in did it.
    signed_for = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed for")
    )
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    entry = models.OneToOneField(
        "RegisterEntry", models.PROTECT, null=True, blank=True, related_name="opinion", verbose_name=_("number")
    )

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["dossier", "version"], name="opinion_one_per_version")]

    def __str__(self) -> str:
        return f"{self.dossier} (v{self.version})"


class Draft(models.Model):
    """One saved state of a text that is being written; every one stays, so nothing is overwritten."""

    class Kind(models.TextChoices):
        MINUTES = "minutes", _("Minutes")
        OPINION = "opinion", _("Opinion")

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="drafts", verbose_name=_("dossier"))
    kind = CodeField(_("kind"), max_length=10, choices=Kind)
    revision = models.PositiveIntegerField(_("revision"))
    body = TextField(_("text"), blank=True)
    conclusion = TextField(_("conclusion"), blank=True)
    saved_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("saved by"))
    saved_at = models.DateTimeField(_("saved"), default=clock.now, editable=False)
    typing = models.BooleanField(_("saved while typing"), default=False)

    class Meta:
        verbose_name = _("saved draft")
        verbose_name_plural = _("saved drafts")
        ordering = ["revision"]
        constraints = [models.UniqueConstraint(fields=["dossier", "kind", "revision"], name="draft_one_per_revision")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} r{self.revision}"


class Response(models.Model):
    """Văn bản tiếp thu, giải trình: the proposer's answer to the opinion; it may never come."""

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="responses", verbose_name=_("dossier"))
    round = models.PositiveIntegerField(_("round of consultation"), default=1)
    body = TextField(_("response"))
    written_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [models.UniqueConstraint(fields=["dossier", "round"], name="response_one_per_round")]

    def __str__(self) -> str:
        return str(self.dossier)
