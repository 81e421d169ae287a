"""A union's other ways than mail, and the addresses by which they reach people."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consult.access import check_union, require
from consult.access.keeping import check_account
from consult.actions.notifications.channels import require_allowed, save_secret, way_of
from consult.libraries.channels import KINDS, ChannelFaultError
from consult.models import Address, Channel, Person
from consult.models.person import normal_address
from consult.refusals import ActionError
from consult.rules.text import normal

from .actor import Actor, record_of_union


def _actor(channel: Channel, by: Person) -> Actor:
    return Actor.allowed(by, require(check_union(by, "channel.keep", channel.union_id), known=channel.pk is None))


@transaction.atomic
def save_channel(*, channel: Channel, secret: str, by: Person) -> Channel:
    """Keep what ``channel`` carries; without a ``secret`` the one before stays. Raises ``ActionError``."""
    actor = _actor(channel, by)
    if not secret and not channel.locked:
        raise ActionError("secret_missing", _("Give the secret."), where="secret")
    try:
        require_allowed(KINDS[channel.kind](channel.address, secret) if secret else way_of(channel))
    except ChannelFaultError as fault:
        raise ActionError(
            "channel_fault",
            _("This kind of channel cannot use this secret: %(fault)s.") % {"fault": fault},
            where="secret",
        ) from fault
    if secret:
        save_secret(channel, secret)
    try:
        with transaction.atomic():
            channel.save()
    except IntegrityError as fault:
        raise ActionError(
            "channel_twice", _("Your union has a channel of this kind with this address already."), where="address"
        ) from fault
    record_of_union(channel.union, "channel_changed", actor, kind=channel.kind)
    return channel


@transaction.atomic
def remove_channel(*, channel: Channel, by: Person) -> None:
    """Remove a channel with its addresses; what was not delivered yet goes by mail alone."""
    actor = _actor(channel, by)
    union, kind = channel.union, channel.kind
    channel.delete()
    record_of_union(union, "channel_removed", actor, kind=kind)


@transaction.atomic
def save_address(*, channel: Channel, by: Person, email: str, address: str) -> None:
    """Keep by which address a channel reaches somebody whose account the administrator looks at. Raises ``ActionError``."""
    actor = _actor(channel, by)
    person = Person.objects.filter(email=normal_address(email), is_active=True).first()
    if person is None or not check_account(by, person):
        raise ActionError("not_yours", _("Your union manages no account with this address."), where="email")
    Address.objects.update_or_create(channel=channel, person=person, defaults={"address": normal(address)})
    record_of_union(channel.union, "channel_changed", actor, kind=channel.kind)


@transaction.atomic
def remove_address(*, row: Address, by: Person) -> None:
    """A channel reaches somebody no more."""
    actor = _actor(row.channel, by)
    channel = row.channel
    row.delete()
    record_of_union(channel.union, "channel_changed", actor, kind=channel.kind)
