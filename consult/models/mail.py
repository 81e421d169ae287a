"""Mails: each that went out, with what became of it; how a union words them, and in whose name they go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, TextField


class Mail(models.Model):
    """One mail to one person, kept before it goes, so that it keeps its Message-ID however often it has to be tried.

    Sent once more by hand, a notice has another one. ``text`` is kept without links that open a door. Whether it still
    waits, or was given up, says the notice's job.
    """

    notification = models.ForeignKey("Notification", models.CASCADE, related_name="mails", verbose_name=_("notice"))
    number = models.PositiveIntegerField(_("number"), default=1)
    # With a part that nobody guesses: what a mail server says later of a mail is believed by this alone.
    message_id = CharField("Message-ID", max_length=300, unique=True)
    address = CharField(_("address"), max_length=254)
    subject = CharField(_("subject"), max_length=300, blank=True)
    text = TextField(_("text"), blank=True)
    begun_at = models.DateTimeField(_("begun"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    delayed_at = models.DateTimeField(_("said to be late"), null=True, blank=True)
    returned_at = models.DateTimeField(_("came back"), null=True, blank=True)
    reply = TextField(_("what the mail server said"), blank=True)
    answered_at = models.DateTimeField(_("answered by its link"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["notification", "number"], name="mail_one_per_number")]

    def __str__(self) -> str:
        return self.message_id


class OfficeMail(models.Model):
    """In whose name a union's mails go, and where answers to them go. What is absent is said by the installation alone."""

    union = models.OneToOneField(
        "Organisation", models.CASCADE, related_name="office_mail", verbose_name=_("union"), primary_key=True
    )
    sender_name = CharField(_("name of the sender"), max_length=100, blank=True)
    sender = CharField(_("address of the sender"), max_length=254, blank=True)
    reply_to = CharField(_("address for answers"), max_length=254, blank=True)
    phone = CharField(_("telephone of the office"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("mail of an office")
        verbose_name_plural = _("mail of offices")

    def __str__(self) -> str:
        return str(self.union)


class MailWording(models.Model):
    """A union's own wording of one kind of mail. What is empty takes its default."""

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="mail_wordings", verbose_name=_("union"))
    kind = CharField(_("kind"), max_length=40)
    subject = CharField(_("subject"), max_length=250, blank=True)
    opening = TextField(_("opening"), blank=True)
    closing = TextField(_("closing"), blank=True)

    class Meta:
        verbose_name = _("wording of a mail")
        verbose_name_plural = _("wordings of mails")
        constraints = [models.UniqueConstraint(fields=["union", "kind"], name="mail_wording_one_per_kind")]

    def __str__(self) -> str:
        return self.kind
