"""Papers that came by letter: their files, what was entered from them for somebody, and what the office tells by letter."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, CodeField, TextField


def incoming_path(_file: IncomingFile, filename: str) -> str:
    """Where a file of a letter lies in the store; no name that a person chose becomes a path."""
    return f"incoming/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class IncomingFile(models.Model):
    """One scan or file of an incoming letter, in their order. Files are added and never changed."""

    letter = models.ForeignKey(
        "IncomingLetter", models.CASCADE, related_name="files", verbose_name=_("incoming letter")
    )
    position = models.PositiveIntegerField(_("order"))
    name = CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=incoming_path, max_length=300)
    media_type = CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = CharField("SHA-256", max_length=64)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    uploaded_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("file of a letter")
        verbose_name_plural = _("files of letters")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["letter", "position"], name="incoming_file_one_per_position")]

    def __str__(self) -> str:
        return self.name


class LetterCorrection(models.Model):
    """What a letter says, read again. The letter's own row stays as it was entered; the newest correction counts."""

    letter = models.ForeignKey(
        "IncomingLetter", models.CASCADE, related_name="corrections", verbose_name=_("incoming letter")
    )
    sender = CharField(_("sender"), max_length=300)
    symbol = CharField(_("number and symbol"), max_length=60, blank=True)
    dated = models.DateField(_("dated"), null=True, blank=True)
    subject = CharField(_("subject"), max_length=600)
    reason = CharField(_("reason"), max_length=300)
    corrected_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("corrected by"))
    corrected_at = models.DateTimeField(_("corrected"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("correction of a letter")
        verbose_name_plural = _("corrections of letters")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.letter_id)


class LetterVoid(models.Model):
    """That an incoming letter was entered by mistake: its number stays, with the reason."""

    letter = models.OneToOneField(
        "IncomingLetter", models.CASCADE, related_name="void", verbose_name=_("incoming letter")
    )
    reason = CharField(_("reason"), max_length=300)
    voided_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("voided by"))
    voided_at = models.DateTimeField(_("voided"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("void letter")
        verbose_name_plural = _("void letters")

    def __str__(self) -> str:
        return str(self.letter_id)


class PaperEntry(models.Model):
    """One act that the office entered from a paper, for a person or for the proposer, who did it on paper.

    ``person`` is empty where the act is the proposer's, or nobody's, as when a paper is only filed with its dossier.
    """

    class Act(models.TextChoices):
        SUBMIT = "submit", _("Submitted the dossier")
        SUPPLEMENT = "supply_supplement", _("Sent the supplement")
        RESPONSE = "respond", _("Responded to the opinion")
        ANSWER = "answer_invitation", _("Answered the invitation")
        REVIEW = "write_review", _("Handed in the review")
        DATES = "date_answer", _("Said when they can meet")
        VOTE = "vote", _("Voted in writing")
        WITHDRAWAL = "withdraw", _("Withdrew the dossier")
        DEPARTMENT = "department", _("Gave the department's view")
        FILED = "filed", _("Filed with the dossier")

    letter = models.ForeignKey(
        "IncomingLetter", models.PROTECT, related_name="entries", verbose_name=_("incoming letter")
    )
    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="paper_entries", verbose_name=_("dossier"))
    act = CodeField(_("what"), max_length=20, choices=Act)
    round = models.PositiveIntegerField(_("round of consultation"), default=1)
    person = models.ForeignKey("Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for"))
    review = models.ForeignKey(
        "Review", models.CASCADE, null=True, blank=True, related_name="paper_entries", verbose_name=_("review")
    )
    entered_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)
    seen_at = models.DateTimeField(_("looked at by its author"), null=True, blank=True)
    # What the author says was entered otherwise than they wrote it; empty where it is as they wrote it.
    disputed = TextField(_("what is not as its author wrote it"), blank=True)

    class Meta:
        verbose_name = _("act entered from a paper")
        verbose_name_plural = _("acts entered from papers")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id} · {self.act}"


class PostalNotice(models.Model):
    """What the proposer would be told here if they had an account: the office sends it by letter, and says when."""

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="postal_notices", verbose_name=_("dossier"))
    kind = CharField(_("what"), max_length=30)
    key = CharField(max_length=60, editable=False)
    reason = TextField(_("reason"), blank=True)
    asked_at = models.DateTimeField(_("asked for"), default=clock.now, editable=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )

    class Meta:
        verbose_name = _("notice to be sent by letter")
        verbose_name_plural = _("notices to be sent by letter")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dossier", "key"], name="postal_notice_once")]
        indexes = [models.Index(fields=["dossier"], name="postal_notice_unsent", condition=models.Q(sent_on=None))]

    def __str__(self) -> str:
        return f"{self.dossier_id} · {self.kind}"
