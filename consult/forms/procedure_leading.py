"""Who may lead a council, as a part of a procedure."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from .procedure_part import PartForm, yes


class LeadingForm(PartForm):
    PLACES: ClassVar = {"degree": "leading.degree", "leaders": "leading.leaders", "firm": "leading.firm"}

    degree = forms.ChoiceField(
        label=_("Least degree or title of the chair, the deputies and the heads of groups"),
        choices=[
            ("none", _("None: any expert")), ("master", _("A master's degree")), ("doctor", _("A doctorate")),
            ("professor", _("Professor or associate professor")),
        ],
        help_text=_("As it stands with the expert. Whoever holds less is not suggested to lead."),
    )  # fmt: skip
    leaders = yes(
        _("Leaders of the union may chair, whatever their degree"), _("They may be suggested as chair and as deputy.")
    )
    firm = yes(
        _("A council that somebody else leads cannot be proposed"),
        _("Otherwise whoever proposes and approves is told, and decides."),
    )
