"""Requests about personal data: asked by oneself, entered by an office, handed to somebody, answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import DataRequest, Organisation, Person
from consult.models.data_request import LONGEST_ANSWER_DAYS
from consult.queries.data_requests import ANSWERED, LATE, OPEN

from .base import LocalDateInput, StyledForm
from .filters import ListFilters

KINDS = list(DataRequest.Kind.choices)
TEXT = 4000


class DataRequestFilterForm(ListFilters):
    """What the register is narrowed to."""

    text = forms.CharField(label=_("Name"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), (OPEN, _("open")), (LATE, _("overdue")), (ANSWERED, _("answered"))],
    )
    kind = forms.ChoiceField(label=_("Kind of request"), required=False, choices=[("", _("All")), *KINDS])


class AskForm(StyledForm):
    """What a person asks about their own data."""

    union = forms.ModelChoiceField(Organisation.objects.none(), label=_("Union"), empty_label=None)
    kind = forms.ChoiceField(label=_("What do you ask?"), choices=KINDS)
    text = forms.CharField(
        label=_("What it is about"), max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For a copy nothing more is needed; otherwise say which data, and why."),
    )  # fmt: skip

    def __init__(self, *args: Any, unions: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["union"]
        field.queryset = Organisation.objects.filter(pk__in=[union.pk for union in unions])
        field.initial = unions[0].pk if unions else None
        if len(unions) == 1:
            field.widget = forms.HiddenInput()


class EnterForm(StyledForm):
    """What somebody asked on paper, by telephone or by mail."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    contact = forms.CharField(
        label=_("How to answer"), max_length=254,
        help_text=_("An e-mail address, a telephone number or an address. By an e-mail address the account is found."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind of request"), choices=KINDS)
    text = forms.CharField(label=_("Request"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 5}))
    asked_on = forms.DateField(label=_("Received on"), widget=LocalDateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].initial = clock.today


class AssignForm(StyledForm):
    """Who handles a request."""

    handler = forms.ModelChoiceField(Person.objects.none(), label=_("Person in charge"), empty_label=None)

    def __init__(self, *args: Any, administrators: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["handler"]
        field.queryset = Person.objects.filter(pk__in=administrators).order_by("sort_key", "pk")


class AnswerForm(StyledForm):
    """What was done, and why not all of it."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=DataRequest.Outcome.choices)
    reason = forms.CharField(
        label=_("Reason"), max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where not everything was done. Whoever asked reads it."),
    )  # fmt: skip


class ProtectionForm(StyledForm):
    """The notice on personal data, and the time for answers."""

    notice = forms.CharField(
        label=_("Notice on personal data"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("What is kept and what for, who reads it, how long it is kept, whom to turn to. People read it where "
                    "they see what is kept about them, and where a body asks for access."),
    )  # fmt: skip
    answer_days = forms.IntegerField(
        label=_("Days for an answer"), min_value=1, max_value=LONGEST_ANSWER_DAYS,
        help_text=_("Calendar days from the day on which a request was received; it holds for requests from now on."),
    )  # fmt: skip
