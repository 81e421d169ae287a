"""Other ways than mail."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Address, Channel

from .base import StyledForm, StyledMixin

MOST_ADDRESS = Address._meta.get_field("address").max_length


class ChannelForm(StyledMixin, forms.ModelForm):
    """A channel with its secret, which is written and never shown."""

    on_paper = False
    secret = forms.CharField(
        label=_("Secret"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("A webhook's shared secret, or the keys of a Zalo account as JSON. Left empty, it stays as it is."),
    )

    class Meta:
        model = Channel
        fields = ["kind", "address", "active"]
        labels = {"kind": _("Kind"), "address": _("Address"), "active": _("In use")}


class ChannelAddressForm(StyledForm):
    """By which address a channel reaches somebody."""

    email = forms.EmailField(label=_("Person's e-mail address"), max_length=254)
    address = forms.CharField(
        label=_("Their address on this channel"), max_length=MOST_ADDRESS,
        help_text=_("For Zalo: the number among the account's followers."),
    )  # fmt: skip
