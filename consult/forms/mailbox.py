"""The mailbox of an office that is read here, and the list of what came in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Mailbox

from .base import StyledMixin


class MailboxForm(StyledMixin, forms.ModelForm):
    """A mailbox with its password, which is written and never shown."""

    on_paper = False
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Left empty, it stays as it is. Some providers want a password of its own for programs."),
    )
    field_order = ["host", "port", "user", "password", "folder", "active"]

    class Meta:
        model = Mailbox
        fields = ["host", "port", "user", "folder", "active"]
        labels = {
            "host": _("IMAP server"), "user": _("User name"), "folder": _("Folder"), "active": _("Read this mailbox"),
        }  # fmt: skip
