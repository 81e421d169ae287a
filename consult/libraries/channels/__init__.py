"""Other ways than mail by which people are told: one small interface, one module for each. Knows no Django and no database.

A channel is made from its address and secret, and sends one message at a time; see ``base.Channel`` and docs/channels.md.
"""

from .base import Channel, ChannelFaultError, Message
from .webhook import Webhook
from .zalo import ZaloOfficialAccount

KINDS: dict[str, type[Channel]] = {"webhook": Webhook, "zalo": ZaloOfficialAccount}

__all__ = ["KINDS", "Channel", "ChannelFaultError", "Message", "Webhook", "ZaloOfficialAccount"]
