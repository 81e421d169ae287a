"""Documents that the system makes, and the registers their numbers come from."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.rules.numbering import written_number

from .fields import CharField, CodeField, JSONField, TextField

if TYPE_CHECKING:
    from .paper import LetterCorrection


class DocumentKind(models.TextChoices):
    """Documents in the order in which the procedure makes them. Each is a module of that name in ``consult/documents/``."""

    RECEIPT = "receipt", _("Receipt")
    SUPPLEMENT_REQUEST = "supplement_request", _("Request for supplement")
    REFUSAL = "refusal", _("Notice of refusal")
    COUNCIL_DECISION = "council_decision", _("Council decision")
    COUNCIL_CHANGE = "council_change", _("Decision on a change of the council")
    REVIEWER_INVITATION = "reviewer_invitation", _("Invitation of a reviewer")
    DEPARTMENT_LETTER = "department_letter", _("Letter to a department")
    REVIEW = "review", _("Review")
    MEETING_INVITATION = "meeting_invitation", _("Invitation to the meeting")
    ATTENDANCE_LIST = "attendance_list", _("Attendance list")
    BALLOT = "ballot", _("Ballot")
    GROUP_REPORT = "group_report", _("Report of a thematic group")
    MINUTES = "minutes", _("Minutes")
    OPINION = "opinion", _("Opinion")
    REMINDER_LETTER = "reminder_letter", _("Reminder letter")
    RESPONSE = "response", _("Response")
    CERTIFIED_COPY = "certified_copy", _("Certified copy")
    PAYMENT_LIST = "payment_list", _("Payment list")
    ARCHIVE_COVER = "archive_cover", _("Cover sheet of the archived dossier")
    ARCHIVE_CONTENTS = "archive_contents", _("Table of contents of the archived dossier")


class Register(models.Model):
    """Sổ đăng ký văn bản: one series of numbers of a union, from its first to its last day. Its row is the lock of the series.

    ``kind`` is what the series is known by and what its symbols say of a kind of document ("QĐ"; empty of letters). ``form`` is
    how its symbols are written (see ``rules.numbering``). After its last day the next series opens with the first number.
    """

    union = models.ForeignKey("Organisation", models.PROTECT, related_name="registers", verbose_name=_("union"))
    kind = CharField(_("kind of document"), max_length=10, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    form = CharField(_("form of the symbol"), max_length=60, blank=True, default="")
    last = models.PositiveIntegerField(_("last number"), default=0)
    # Up to here numbers had been given when the series was opened: on paper, or in the series before it.
    on_paper = models.PositiveIntegerField(_("last number given on paper"), default=0)

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        ordering = ["-first_day", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["union", "kind", "first_day"], name="register_one_per_series"),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="register_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or 'CV'} {self.year}"

    @property
    def year(self) -> int:
        return self.first_day.year

    def counted_before(self) -> int:
        """How many numbers earlier series of its kind gave in the same year: codes of dossiers go on counting."""
        of_the_year = Register.objects.filter(union=self.union_id, kind=self.kind, first_day__year=self.year)
        return of_the_year.filter(first_day__lt=self.first_day).aggregate(given=models.Sum("last"))["given"] or 0


class NumberedKind(models.Model):
    """That a series numbers a kind of document."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="numbered", verbose_name=_("register"))
    document = CharField(_("kind of document"), max_length=30)

    class Meta:
        verbose_name = _("kind of document that a register numbers")
        verbose_name_plural = _("kinds of document that registers number")
        constraints = [models.UniqueConstraint(fields=["register", "document"], name="numbered_kind_once_per_register")]

    def __str__(self) -> str:
        return f"{self.register_id} · {self.document}"


class RegisterEntry(models.Model):
    """A number given. A voided one keeps its row and reason, and is never given again.

    ``suffix`` is the letter of a number that exists on paper alone, "12a": the running series gives none.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="entries", verbose_name=_("register"))
    number = models.PositiveIntegerField(_("number"))
    suffix = CharField(_("letter after the number"), max_length=2, blank=True, default="")
    suffix_reason = CharField(_("why the number has a letter"), max_length=300, blank=True, default="")
    symbol = CharField(_("number and symbol"), max_length=60)
    subject = CharField(_("subject"), max_length=600)
    given_at = models.DateTimeField(_("given"), default=clock.now)
    entered_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)
    handwritten = models.BooleanField(_("numbered by hand on paper, entered later"), default=False)
    given_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("given by"))
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)
    voided_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("voided by")
    )
    void_reason = TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["register", "number", "suffix"], name="register_entry_one_per_number"),
            models.CheckConstraint(
                condition=models.Q(suffix="") | ~models.Q(suffix_reason=""), name="register_entry_suffix_with_a_reason"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="register_entry_number_from_one"),
        ]

    def __str__(self) -> str:
        return self.symbol


class IncomingLetter(models.Model):
    """Sổ công văn đến: a letter that came to the union, under its arrival number."""

    # Stays the same wherever the row is carried: histories name it by this.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    register = models.ForeignKey(Register, models.PROTECT, related_name="incoming", verbose_name=_("register"))
    number = models.PositiveIntegerField(_("arrival number"))
    suffix = CharField(_("letter after the number"), max_length=2, blank=True, default="")
    suffix_reason = CharField(_("why the number has a letter"), max_length=300, blank=True, default="")
    arrived_on = models.DateField(_("arrived"))
    sender = CharField(_("sender"), max_length=300)
    symbol = CharField(_("number and symbol"), max_length=60, blank=True)
    dated = models.DateField(_("dated"), null=True, blank=True)
    subject = CharField(_("subject"), max_length=600)
    handler = CharField(_("passed to"), max_length=200, blank=True)
    received_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("received by")
    )
    dossier = models.ForeignKey(
        "Dossier", models.SET_NULL, null=True, blank=True, related_name="incoming", verbose_name=_("dossier")
    )
    entered_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("incoming letter")
        verbose_name_plural = _("incoming letters")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["register", "number", "suffix"], name="incoming_letter_one_per_number"),
            models.CheckConstraint(
                condition=models.Q(suffix="") | ~models.Q(suffix_reason=""), name="incoming_letter_suffix_with_a_reason"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="incoming_letter_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.written}: {self.subject}"

    @property
    def written(self) -> str:
        """The arrival number as registers write it: "07", "12a"."""
        return written_number(self.number, self.suffix)

    @property
    def said(self) -> IncomingLetter | LetterCorrection:
        """What the letter says of itself: sender, symbol, dated and subject, as last corrected."""
        return max(self.corrections.all(), key=lambda one: one.pk, default=self)


class Dispatch(models.Model):
    """What an outgoing register says of a number besides what it was given for; an empty text is what the document itself says.

    A register entry is never changed: what the clerk completes later stands beside it.
    """

    entry = models.OneToOneField(
        RegisterEntry, models.CASCADE, related_name="dispatch", verbose_name=_("register entry")
    )
    signer = CharField(_("signed by"), max_length=200, blank=True)
    recipients = CharField(_("recipients"), max_length=600, blank=True)
    copy_keeper = CharField(_("unit or person who keeps the copy"), max_length=200, blank=True)
    copies = models.PositiveIntegerField(_("number of copies"), null=True, blank=True)
    passed_on = models.DateField(_("sent on"), null=True, blank=True)
    remark = CharField(_("remark"), max_length=300, blank=True)
    written_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("dispatch of a document")
        verbose_name_plural = _("dispatches of documents")

    def __str__(self) -> str:
        return str(self.entry_id)


class Passing(models.Model):
    """To whom an incoming letter was passed on, and when: ``handler`` empty is who was named when it came.

    ``given_to`` has it among their work until it is settled.
    """

    letter = models.OneToOneField(
        IncomingLetter, models.CASCADE, related_name="passing", verbose_name=_("incoming letter")
    )
    handler = CharField(_("passed to"), max_length=200, blank=True)
    given_to = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="given_letters", verbose_name=_("goes to")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    passed_on = models.DateField(_("passed on, day"), null=True, blank=True)
    remark = CharField(_("remark"), max_length=300, blank=True)
    written_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("passing of a letter")
        verbose_name_plural = _("passings of letters")
        indexes = [
            models.Index(fields=["given_to", "due_on"], name="passing_of_person", condition=models.Q(settled_at=None))
        ]

    def __str__(self) -> str:
        return str(self.letter_id)


class Document(models.Model):
    """One document of a union, mostly of one of its dossiers. ``code`` lets whoever holds a copy ask whether it is genuine."""

    union = models.ForeignKey("Organisation", models.PROTECT, related_name="documents", verbose_name=_("union"))
    dossier = models.ForeignKey(
        "Dossier", models.CASCADE, null=True, blank=True, related_name="documents", verbose_name=_("dossier")
    )
    kind = CodeField(_("kind"), max_length=30, choices=DocumentKind)
    title = CharField(_("title"), max_length=600)
    entry = models.OneToOneField(
        RegisterEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="document",
        verbose_name=_("register entry"),
    )
    review = models.ForeignKey(
        "Review", models.CASCADE, null=True, blank=True, related_name="documents", verbose_name=_("review")
    )
    made_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    addressee = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("addressee")
    )
    signer = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signer")
    )
    code = CharField(_("verification code"), max_length=16, null=True, blank=True, unique=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )
    revoke_reason = TextField(_("reason"), blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        if self.dossier is not None and not self.union_id:
            self.union_id = self.dossier.union_id
        super().save(*args, **kwargs)


def document_path(version: DocumentVersion, _filename: str) -> str:
    """Where a document lies in the store: a place of its own for each attempt, so that none overwrites another's."""
    document = version.document
    owner = document.dossier_id or f"union-{document.union_id}"
    return f"documents/{owner}/{document.kind}-{version.uid}-{uuid.uuid4().hex[:12]}.pdf"


class DocumentVersion(models.Model):
    """One file of a document: rendered here from frozen data, signed here or elsewhere, or scanned from paper."""

    class Source(models.TextChoices):
        RENDERED = "rendered", _("made here")
        SIGNED = "signed", _("made and signed here")
        SIGNED_OUTSIDE = "signed_outside", _("signed in another program")
        SCAN = "scan", _("scan of the document signed by hand")

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions", verbose_name=_("document"))
    version = models.PositiveIntegerField(_("version"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = CodeField(_("source"), max_length=20, choices=Source, default=Source.RENDERED)
    data = JSONField(_("frozen data"))
    # The office's own form with which it is made, and made again; without one it has the built-in form.
    template = models.ForeignKey(
        "DocumentTemplate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name=_("Word template"),
    )
    file = models.FileField(_("file"), upload_to=document_path, max_length=300, blank=True)
    sha256 = CharField("SHA-256", max_length=64, blank=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    rendered_at = models.DateTimeField(_("rendered"), null=True, blank=True)
    brought_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("uploaded by")
    )
    # Of files with time stamps: when another one has to be added, before the certificate of the last one ends.
    renew_on = models.DateField(_("time stamp to be renewed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["document", "version"], name="document_version_one_per_version")]
        indexes = [
            models.Index(
                fields=["renew_on"], name="document_version_to_renew", condition=models.Q(renew_on__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} v{self.version}"


class ReminderLetter(models.Model):
    """The letter that reminded of a late step: one per step and day."""

    task = models.ForeignKey("Task", models.CASCADE, related_name="reminder_letters", verbose_name=_("task"))
    day = models.DateField(_("day"))
    document = models.OneToOneField(
        Document, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("document")
    )

    class Meta:
        verbose_name = _("letter of reminder")
        verbose_name_plural = _("letters of reminder")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["task", "day"], name="reminder_letter_one_per_day")]

    def __str__(self) -> str:
        return f"{self.task_id} · {self.day}"
