"""In whose name a union's mails go, and in which words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consult.models import OfficeMail
from consult.rules.placeholders import misplaced

from .base import StyledForm, StyledMixin


class OfficeMailForm(StyledMixin, forms.ModelForm):
    """The sender, where answers go, and the telephone that mails name."""

    on_paper = False
    sender = forms.EmailField(
        label=_("Address of the sender"),
        required=False,
        max_length=254,
        help_text=_("Of the domain from which this server may send. Left empty, the server's own address is used."),
    )
    reply_to = forms.EmailField(
        label=_("Address for answers"),
        required=False,
        max_length=254,
        help_text=_("Where answers to mails arrive. Left empty, they go to the officer who asks."),
    )

    class Meta:
        model = OfficeMail
        fields = ["sender_name", "sender", "reply_to", "phone"]
        labels = {"sender_name": _("Name of the sender"), "phone": _("Telephone of the office")}
        help_texts = {"sender_name": _("Left empty, the union's own name is used.")}


class MailWordingForm(StyledForm):
    """Subject, opening and closing of one kind of mail; what is left empty takes its default."""

    on_paper = False
    subject = forms.CharField(label=pgettext_lazy("mail", "Subject"), required=False, max_length=250)
    opening = forms.CharField(
        label=_("Opening"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    closing = forms.CharField(
        label=_("Closing"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Below what the mail lists, above the name of the union."),
    )  # fmt: skip

    def __init__(self, *args: Any, known: tuple[str, ...], sentence: str, **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)
        for name in ("subject", "opening"):
            self.fields[name].widget.attrs["placeholder"] = sentence

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, text in list(data.items()):
            for wrong in misplaced(text, self.known):
                self.add_error(
                    name,
                    _("Line %(line)s, character %(column)s: %(text)s is not a placeholder of this mail.")
                    % {"line": wrong.line, "column": wrong.column, "text": wrong.text},
                )
        return data
