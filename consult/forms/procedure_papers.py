"""Documents, legal grounds and signing, as a part of a procedure."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind
from consult.rules.papers import OPTIONAL_DOCUMENTS
from consult.rules.procedure_schema import MOST, MOST_GROUNDS
from consult.rules.text import normal

from .procedure_part import PartForm, yes


class LinesField(forms.CharField):
    """Texts, one a line; what is there twice counts once."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        lines = [normal(line).rstrip(".; ") for line in (super().to_python(value) or "").splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_GROUNDS:
            raise forms.ValidationError(
                _("At most %(most)s lines."), code="too_many_lines", params={"most": MOST_GROUNDS}
            )
        long = next((line for line in found if len(line) > MOST["ground"]), None)
        if long is not None:
            raise forms.ValidationError(
                _("A line has at most %(most)s characters; too long: “%(line)s…”."), code="line_too_long",
                params={"most": MOST["ground"], "line": long[:60]},
            )  # fmt: skip
        return found


class PapersForm(PartForm):
    PLACES: ClassVar = {
        "documents": "documents", "office_grounds": "grounds.office", "own_grounds": "grounds.own",
        "chair_approves": "chair_approves",
    }  # fmt: skip
    on_paper = True

    documents = forms.MultipleChoiceField(
        label=_("Documents that are made"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(kind, DocumentKind(kind).label) for kind in OPTIONAL_DOCUMENTS],
        help_text=_(
            "What is not ticked is neither made nor numbered; people are told by mail all the same. Receipt, requests for a "
            "supplement, refusal, minutes, opinion and response are always made."
        ),
    )  # fmt: skip
    office_grounds = yes(
        _("The office's legal grounds are cited"), _("Those under Office, Legal grounds, that are valid on the day.")
    )
    own_grounds = LinesField(
        label=_("Further legal grounds of this kind of dossier"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST_GROUNDS * (MOST["ground"] + 2), help_text=_("One per line, each beginning with “Căn cứ”."),
    )  # fmt: skip
    chair_approves = yes(
        _("The chair approves the opinion before the leader signs it"),
        _("Otherwise the draft goes to the leader at once."),
    )
