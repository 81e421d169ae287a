"""What somebody fills in who answers by the link of a mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .base import StyledForm
from .reviewers import ExtendForm
from .steps.review import AnswerForm


class DeclareForm(StyledForm):
    """What ties a reviewer to the proposer, said with accepting or with a conflict of interest."""

    ties = AnswerForm.base_fields["ties"]
    interests = AnswerForm.base_fields["interests"]


class DeclineForm(StyledForm):
    """Why a reviewer does not accept."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class MoreTimeForm(ExtendForm):
    """Until when a reviewer would need, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].label = _("Until when")
        self.fields["reason"].required = True
