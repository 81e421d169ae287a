"""To whom what is issued goes: the recipients of a dossier's opinion, and how each recipient of a numbered document got it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import CharField, CodeField


class Recipient(models.Model):
    """One recipient of a dossier's opinion as the office chose it: addressed ("Kính gửi") or, with ``copy``, under "Nơi nhận".

    ``body`` is set where the name is surely that of one body that the union knows.
    """

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="recipients", verbose_name=_("dossier"))
    name = CharField(_("name"), max_length=300)
    copy = models.BooleanField(_("gets a copy"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    body = models.ForeignKey(
        "Organisation", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("body")
    )

    class Meta:
        verbose_name = _("recipient of an opinion")
        verbose_name_plural = _("recipients of opinions")
        ordering = ["copy", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["dossier", "name"], name="recipient_once_per_dossier")]

    def __str__(self) -> str:
        return self.name


class Sending(models.Model):
    """That one recipient gets a numbered document: how and when it was sent, and who received it.

    Without a day it still has to be sent. ``recorded_by`` is empty of what the system gave out itself.
    """

    class How(models.TextChoices):
        HERE = "here", _("here, in the system")
        MAIL = "mail", _("by e-mail")
        POST = "post", _("by post")
        HAND = "hand", _("by hand")

    # That of the entry's register, by which what is still to be sent is found.
    union = models.ForeignKey("Organisation", models.PROTECT, related_name="sendings", verbose_name=_("union"))
    entry = models.ForeignKey(
        "RegisterEntry", models.CASCADE, related_name="sendings", verbose_name=_("register entry")
    )
    name = CharField(_("recipient"), max_length=300)
    copy = models.BooleanField(_("gets a copy"), default=False)
    how = CodeField(_("how"), max_length=10, choices=How, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    received_by = CharField(_("received by"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)

    class Meta:
        verbose_name = _("sending of a document")
        verbose_name_plural = _("sendings of documents")
        ordering = ["entry", "copy", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "name"], name="sending_once_per_recipient"),
            models.CheckConstraint(
                condition=models.Q(sent_on=None, how="") | (models.Q(sent_on__isnull=False) & ~models.Q(how="")),
                name="sending_how_with_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["union", "-entry"], name="sending_still_open", condition=models.Q(sent_on=None)),
        ]

    def __str__(self) -> str:
        return self.name
