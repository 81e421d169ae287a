"""The mailbox of an office, read by this program, and the mails that were taken from it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, CodeField, TextField


class Mailbox(models.Model):
    """Where the mails to an office's address arrive, and up to which one they were taken; its password is kept locked."""

    union = models.OneToOneField(
        "Organisation", models.CASCADE, related_name="mailbox", verbose_name=_("union"), primary_key=True
    )
    host = CharField(_("server"), max_length=200)
    port = models.PositiveIntegerField(_("port"), default=993)
    user = CharField(_("user name"), max_length=254)
    locked = models.BinaryField(_("encrypted password"), blank=True, editable=False)
    folder = CharField(_("folder"), max_length=200, default="INBOX")
    active = models.BooleanField(_("in use"), default=False)
    # The server's numbers: those up to the last one were taken, and hold as long as the validity stays.
    validity = models.BigIntegerField(default=0, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    # Mails of before are not this program's.
    begun_at = models.DateTimeField(_("begun"), null=True, editable=False)
    read_at = models.DateTimeField(_("last read"), null=True, editable=False)
    fault = CharField(_("what hinders"), max_length=20, blank=True, editable=False)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return f"{self.user} ({self.host})"


class ReceivedMail(models.Model):
    """A mail that came in, taken once: by its whole content, whatever number the server gave it.

    Of what programs wrote no text is kept.
    """

    class Kind(models.TextChoices):
        LETTER = "letter", _("Letter")
        RETURNED = "returned", _("A mail that came back")
        DELAYED = "delayed", _("A mail that is late")
        DELIVERED = "delivered", _("Word of a delivery")
        AUTOMATIC = "automatic", _("Automatic answer")

    class Fault(models.TextChoices):
        TOO_LARGE = "too_large", _("too large: read it in the mail program")
        UNREADABLE = "unreadable", _("cannot be read: look at it in the mail program")

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="received_mails", verbose_name=_("union"))
    sha256 = CharField("SHA-256", max_length=64)
    kind = CodeField(_("kind"), max_length=10, choices=Kind)
    fault = CodeField(_("what is wrong"), max_length=12, choices=Fault, blank=True)
    sender = CharField(_("sender"), max_length=300, blank=True)
    subject = CharField(_("subject"), max_length=300, blank=True)
    text = TextField(_("text"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    received_at = models.DateTimeField(_("taken"), default=clock.now, editable=False)
    # Which of the union's own mails it answers or reports on.
    about = models.ForeignKey(
        "Mail", models.SET_NULL, null=True, blank=True, related_name="received", verbose_name=_("answer to")
    )
    settled_at = models.DateTimeField(_("dealt with"), null=True, blank=True)
    settled_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dealt with by")
    )

    letter = models.OneToOneField(
        "IncomingLetter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mail",
        verbose_name=_("incoming letter"),
    )

    class Meta:
        verbose_name = _("received mail")
        verbose_name_plural = _("received mails")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["union", "sha256"], name="received_mail_once")]
        indexes = [
            models.Index(
                fields=["union", "-id"],
                name="received_mail_open",
                condition=models.Q(kind="letter", settled_at=None),
            ),
            models.Index(fields=["union", "kind", "-id"], name="received_mail_by_kind"),
        ]

    def __str__(self) -> str:
        return self.subject or self.sender


def received_path(row: ReceivedFile, _filename: str) -> str:
    return f"received/{row.mail.union_id}/{uuid.uuid4().hex}"


class ReceivedFile(models.Model):
    """A file that came with a mail: kept if it is of a kind that is taken, else named with the reason."""

    mail = models.ForeignKey(ReceivedMail, models.CASCADE, related_name="files", verbose_name=_("mail"))
    name = CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=received_path, max_length=300, blank=True)
    media_type = CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = CharField("SHA-256", max_length=64, blank=True)
    refused = TextField(_("why it was not kept"), blank=True)

    class Meta:
        verbose_name = _("file of a received mail")
        verbose_name_plural = _("files of received mails")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
