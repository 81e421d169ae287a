"""Telling by other channels than mail: which notices go where, each delivery a job of its own."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.actions import jobs
from consult.crypto import Purpose, UnreadableError, decrypt, encrypt
from consult.libraries.channels import KINDS, ChannelFaultError, Message
from consult.libraries.channels import Channel as Way
from consult.models import Address, Channel, Delivery, Job, Notification, Person
from consult.refusals import ActionError


def way_of(channel: Channel) -> Way:
    """The channel ready to send. Raises ``ChannelFaultError`` when its secret was locked with another key."""
    try:
        secret = decrypt(Purpose.CHANNEL, channel.locked).decode() if channel.locked else ""
    except UnreadableError as fault:
        raise ChannelFaultError("the secret was locked with another SECRET_KEY", for_good=True) from fault
    return KINDS[channel.kind](channel.address, secret)


def save_secret(channel: Channel, secret: str) -> None:
    """Lock a channel's secret; the row is not saved yet."""
    channel.locked = encrypt(Purpose.CHANNEL, secret.encode())


def require_allowed(way: Way) -> None:
    """Raises ``ActionError`` unless the operator allows every host that the channel calls, by ``CHANNEL_HOSTS``.

    What a channel calls besides its address comes from its secret.
    """
    for address in way.addresses():
        where = "address" if address == way.address else "secret"
        try:
            parts = urlsplit(address)
        except ValueError as fault:
            unread = _("This address cannot be read: %(address)s") % {"address": address}
            raise ActionError("address_unreadable", unread, where=where) from fault
        if parts.netloc not in settings.CHANNEL_HOSTS:
            said = _("%(host)s is not among the hosts that the operator allows (CHANNEL_HOSTS).")
            raise ActionError("host_not_allowed", said % {"host": parts.netloc}, where=where)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise ActionError("address_not_https", _("The address must begin with https."), where=where)


def ask_deliveries(notification: Notification, union_id: int, told_at: datetime) -> None:
    """Ask for a notice's way, at ``told_at``, over each active channel of a union that reaches its receiver."""
    person = notification.person
    for channel in Channel.objects.filter(union=union_id, active=True):
        if KINDS[channel.kind].needs_address and not channel.people.filter(person=person).exists():
            continue
        delivery, created = Delivery.objects.get_or_create(notification=notification, channel=channel)
        if created:
            jobs.enqueue(
                Job.Kind.CHANNEL,
                f"channel:{delivery.pk}",
                delivery=delivery,
                dossier=notification.dossier,
                run_after=told_at,
            )


def message_for(notification: Notification, channel: Channel, subject: str, text: str, url: str) -> Message:
    """What a channel is given of a notice. No link that sets a password goes by other ways than mail."""
    person: Person = notification.person
    address = Address.objects.filter(channel=channel, person=person).values_list("address", flat=True).first()
    return Message(
        id=f"notice-{notification.pk}",
        kind=notification.kind,
        subject=subject,
        text=text,
        url=url,
        name=person.name,
        email=person.email or "",
        phone=person.phone,
        dossier=notification.dossier.code if notification.dossier else "",
        address=address or "",
    )


def deliver(job: Job, message: Message) -> None:
    """Send a claimed job's message. Raises ``ChannelFaultError``, ``ActionError``."""
    delivery = Delivery.objects.select_related("channel").get(job=job)
    way = way_of(delivery.channel)
    require_allowed(way)
    try:
        way.send(message)
    finally:
        # A renewed token serves once: it is kept whatever became of the message.
        if way.renewed is not None:
            save_secret(delivery.channel, way.renewed)
            delivery.channel.save(update_fields=["locked"])
    with transaction.atomic():
        jobs.complete(job)
        Delivery.objects.filter(pk=delivery.pk).update(delivered_at=clock.now())
