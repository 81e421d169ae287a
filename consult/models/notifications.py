"""What people are told: in the program, by mail, and by a union's other channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, CodeField, JSONField, URLField

if TYPE_CHECKING:
    from .organisation import Organisation


class Notification(models.Model):
    """One thing one person is told, in the app and by mail; ``key`` keeps it from being said twice."""

    person = models.ForeignKey("Person", models.CASCADE, related_name="notifications", verbose_name=_("person"))
    dossier = models.ForeignKey(
        "Dossier", models.CASCADE, null=True, blank=True, related_name="notifications", verbose_name=_("dossier")
    )
    task = models.ForeignKey(
        "Task", models.CASCADE, null=True, blank=True, related_name="notifications", verbose_name=_("task")
    )
    kind = CharField(_("kind"), max_length=40)
    data = JSONField(default=dict, blank=True)
    key = CharField(_("key"), max_length=150, unique=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    # Whose office tells it, where it is about no dossier.
    union = models.ForeignKey(
        "Organisation", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("union")
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "read_at"], name="notification_unread")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person}"

    @property
    def office(self) -> Organisation | None:
        """The union whose office tells it; None for what concerns the installation or an account."""
        return self.dossier.union if self.dossier else self.union


class Reminder(models.Model):
    """That a task was reminded of, in one way, on one day: at most once, whoever sweeps."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("Reminder")
        ESCALATION = "escalation", _("Escalation to the leader")

    task = models.ForeignKey("Task", models.CASCADE, related_name="reminders", verbose_name=_("task"))
    kind = CodeField(_("kind"), max_length=20, choices=Kind)
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["task", "kind", "day"], name="reminder_one_per_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Channel(models.Model):
    """One way of one union; its secret is kept locked."""

    class Kind(models.TextChoices):
        WEBHOOK = "webhook", _("Webhook")
        ZALO = "zalo", _("Zalo Official Account")

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="channels", verbose_name=_("union"))
    kind = CodeField(_("kind"), max_length=20, choices=Kind)
    address = URLField(_("address"), max_length=300)
    locked = models.BinaryField(_("encrypted secret"), blank=True, editable=False)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints = [models.UniqueConstraint(fields=["union", "kind", "address"], name="channel_one_per_address")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.address}"


class Address(models.Model):
    """Where one person is found on one channel, such as their number among an account's followers."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="people", verbose_name=_("channel"))
    person = models.ForeignKey("Person", models.CASCADE, related_name="addresses", verbose_name=_("person"))
    address = CharField(_("address"), max_length=100)

    class Meta:
        verbose_name = _("address on a channel")
        verbose_name_plural = _("addresses on channels")
        constraints = [models.UniqueConstraint(fields=["channel", "person"], name="address_one_per_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.address}"


class Delivery(models.Model):
    """That one notice goes by one channel; its job says how far it got."""

    notification = models.ForeignKey(
        "Notification", models.CASCADE, related_name="deliveries", verbose_name=_("notice")
    )
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="deliveries", verbose_name=_("channel"))
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["notification", "channel"], name="delivery_one_per_channel")]

    def __str__(self) -> str:
        return f"{self.notification} · {self.channel}"
