"""The dossier and the files it came with."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.rules.conditions import asked_items
from consult.rules.questions import ChecklistItem
from consult.rules.text import normalise_for_search

from .fields import CharField, CodeField, JSONField, TextField

if TYPE_CHECKING:
    from .opinion import Response


class Stage(models.TextChoices):
    """Where a dossier stands; the four middle ones are the procedure's stages."""

    DRAFT = "draft", _("Draft")
    INTAKE = "intake", _("Intake")
    COUNCIL = "council", _("Council formation")
    REVIEW = "review", _("Expert review")
    OPINION = "opinion", _("Opinion issuance")
    RESPONSE = "response", _("Response")
    CLOSED = "closed", _("Closed")


class Outcome(models.TextChoices):
    """How a dossier ended."""

    ARCHIVED = "archived", _("Archived")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled")


class Dossier(models.Model):
    """Hồ sơ: a proposal with all its attachments and everything that happens to it.

    Its row is the lock of everything that belongs to it: every act takes it first.
    """

    class Kind(models.TextChoices):
        ADVICE = "advice", _("Advice")
        CRITIQUE = "critique", _("Critique")
        APPRAISAL = "appraisal", _("Appraisal")

    # Stays the same wherever the row is carried: histories name it by this.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    union = models.ForeignKey("Organisation", models.PROTECT, related_name="dossiers", verbose_name=_("union"))
    procedure = models.ForeignKey("Procedure", models.PROTECT, related_name="dossiers", verbose_name=_("procedure"))
    proposer = models.ForeignKey(
        "Organisation", models.PROTECT, related_name="proposed_dossiers", verbose_name=_("proposer")
    )
    # Nobody, where the office entered it from a letter for a body that has no account here.
    submitter = models.ForeignKey(
        "Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submitted_dossiers",
        verbose_name=_("submitted by"),
    )
    entered_from = models.ForeignKey(
        "IncomingLetter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opened",
        verbose_name=_("entered from the letter"),
    )
    # Whom steps of the office wait for, where the union names somebody and while they are an officer: see ``responsible_of``.
    responsible = models.ForeignKey(
        "Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responsible_dossiers",
        verbose_name=_("responsible officer"),
    )
    # Who gave the task, by which letter and with what money, where it is not the proposer's own request. The letter is one of
    # the union's incoming register, or what is typed of it.
    given_by = models.ForeignKey(
        "Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="given_dossiers",
        verbose_name=_("task given by"),
    )
    given_letter = models.ForeignKey(
        "IncomingLetter",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="given_dossiers",
        verbose_name=_("letter that gave the task"),
    )
    given_symbol = CharField(_("number and symbol of the letter"), max_length=60, blank=True)
    given_dated = models.DateField(_("date of the letter"), null=True, blank=True)
    granted = models.PositiveBigIntegerField(_("money granted, in đồng"), null=True, blank=True)
    kind = CodeField(_("kind of consultation"), max_length=20, choices=Kind, default=Kind.ADVICE)
    title = CharField(_("title"), max_length=500)
    location = CharField(_("location"), max_length=300, blank=True)
    summary = TextField(_("summary"), blank=True)
    subject_areas: models.ManyToManyField = models.ManyToManyField(
        "SubjectArea", related_name="dossiers", blank=True, verbose_name=_("fields")
    )
    contact = CharField(_("contact"), max_length=200, blank=True)
    # To the questions of the procedure, by their code.
    answers = JSONField(_("answers"), default=dict, blank=True)
    revision = models.PositiveIntegerField(_("revision of the description"), default=0, editable=False)
    confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_("The public page for checking documents does not show the subject."),
    )
    code = CharField(_("code"), max_length=30, blank=True, db_index=True)

    stage = CodeField(_("stage"), max_length=20, choices=Stage, default=Stage.DRAFT)
    step = CharField(_("step"), max_length=50, blank=True)
    outcome = CodeField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    # A revised proposal is asked about again: reviews, meetings, opinions and the response are each of one round.
    round = models.PositiveIntegerField(_("round of consultation"), default=1)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    search_text = TextField(editable=False)
    title_key = CharField(max_length=500, editable=False, default="")

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["union", "stage", "due_on"], name="dossier_by_stage"),
            models.Index(fields=["union", "submitted_at"], name="dossier_by_submission"),
            models.Index(fields=["proposer", "-id"], name="dossier_by_proposer"),
            models.Index(fields=["union", "title_key"], name="dossier_same_project"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "code"], condition=~models.Q(code=""), name="dossier_one_per_code"
            ),
            models.CheckConstraint(
                condition=(models.Q(stage=Stage.CLOSED) & ~models.Q(outcome=""))
                | (~models.Q(stage=Stage.CLOSED) & models.Q(outcome="")),
                name="dossier_closed_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        self.search_text = self.searched
        self.title_key = normalise_for_search(self.title)
        super().save(*args, **kwargs)

    @property
    def searched(self) -> str:
        """What a search finds the dossier by."""
        return normalise_for_search(f"{self.code} {self.title} {self.location} {self.proposer.name}")

    @property
    def own_initiative(self) -> bool:
        """Whether nobody outside brought it: its proposer is the union itself."""
        return self.proposer_id == self.union_id

    @property
    def response(self) -> Response | None:
        """The proposer's answer to the opinion of this round, or None."""
        return next((one for one in self.responses.all() if one.round == self.round), None)

    @property
    def is_late(self) -> bool:
        return bool(self.due_on and self.due_on < clock.today())

    def asked_items(self, present: Collection[str] = ()) -> list[ChecklistItem]:
        """The attachments that the procedure asks for after the dossier's answers, and those of which files are ``present``."""
        return asked_items(self.procedure.rules.checklist, self.answers, present)

    def file_titles(self) -> dict[int, str]:
        """What each file is called in the checklist, in the checklist's order, of each file the newest version first."""
        items = {item.code: (place, item.title) for place, item in enumerate(self.procedure.rules.checklist)}
        files = self.attachments.order_by("file_number", "-version").only("dossier", "item", "file_number", "name")
        beyond = len(items)
        ordered = sorted(files, key=lambda file: items.get(file.item, (beyond, ""))[0])
        titles = {file.pk: items.get(file.item, (beyond, file.name))[1] for file in ordered}
        several = {file.item for file in ordered if file.file_number > 1}
        # Of files that stand beside each other the name says which is meant.
        return titles | {file.pk: f"{titles[file.pk]} – {file.name}" for file in ordered if file.item in several}


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Where a file lies in the store: a place of its own, and no name a person chose becomes a path."""
    suffix = PurePosixPath(filename).suffix.lower()
    return f"dossiers/{attachment.dossier_id}/{attachment.item or 'unsorted'}/{uuid.uuid4().hex}{suffix}"


class Attachment(models.Model):
    """One version of one file of an attachment of the checklist; older versions stay.

    ``file_number`` tells the files of one attachment apart, and is the same for all versions of a file. A file of a draft
    that is not yet ``sorted`` under an attachment has the item "".
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="attachments", verbose_name=_("dossier"))
    item = CharField(_("checklist item"), max_length=50, blank=True)
    file_number = models.PositiveIntegerField(_("which of the files"), default=1)
    version = models.PositiveIntegerField(_("version"))
    name = CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=300)
    media_type = CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = CharField("SHA-256", max_length=64)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    listing = JSONField(_("contents of an archive"), default=list, blank=True)
    uploaded_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["item", "file_number", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "item", "file_number", "version"], name="attachment_one_per_version"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Its key as text, for names of fields in a page."""
        return str(self.pk)


def files_that_stand(files: Iterable[Attachment]) -> list[Attachment]:
    """Of the files of one attachment those that count, oldest file first: of each the newest version."""
    newest: dict[int, Attachment] = {}
    for file in files:
        if file.file_number not in newest or newest[file.file_number].version < file.version:
            newest[file.file_number] = file
    return [newest[number] for number in sorted(newest)]


class CompletenessCheck(models.Model):
    """What one completeness check found about one checklist item."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="checks", verbose_name=_("dossier"))
    round = models.PositiveIntegerField(_("round"))
    item = CharField(_("checklist item"), max_length=50)
    sufficient = models.BooleanField(_("sufficient"))
    remark = TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("completeness check")
        verbose_name_plural = _("completeness checks")
        ordering = ["round", "id"]

    def __str__(self) -> str:
        return f"{self.item}: {self.sufficient}"


class SupplementRequest(models.Model):
    """What one completeness check asked the proposer for, beside the remarks on single attachments, and what came of it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="supplement_requests", verbose_name=_("dossier"))
    round = models.PositiveIntegerField(_("round"))
    remarks = TextField(_("remarks"), blank=True)
    asked_by = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    answer = TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for a supplement")
        verbose_name_plural = _("requests for supplements")
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=["dossier", "round"], name="supplement_request_one_per_round")]

    def __str__(self) -> str:
        return f"{self.dossier_id} · {self.round}"
