"""Other ways than mail by which a union tells people."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import CodeField


class Channel(models.Model):
    """One way of one union; its secret is kept locked."""

    class Kind(models.TextChoices):
        WEBHOOK = "webhook", _("Webhook")
        ZALO = "zalo", _("Zalo Official Account")

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="channels", verbose_name=_("union"))
    kind = CodeField(_("kind"), max_length=20, choices=Kind)
    address = models.URLField(_("address"), max_length=300)
    locked = models.BinaryField(_("locked secret"), blank=True, editable=False)
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
    address = models.CharField(_("address"), max_length=100)

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
