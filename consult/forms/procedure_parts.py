"""The parts of a procedure's version, a form each: every setting in words, with its unit and what it changes.

``PLACES`` of a form says where in the stored rules each field stands; what cannot be comes back from the rules with that
place, and is said at the field.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Procedure
from consult.rules.procedure_schema import MOST, MOST_DAYS, MOST_REMINDED
from consult.rules.text import whole_number

from .procedure_leading import LeadingForm
from .procedure_papers import PapersForm
from .procedure_part import PEOPLE, SEATS, WORKING_DAYS, YEARS, PartForm, number, share, yes


class GeneralForm(PartForm):
    PLACES: ClassVar = {"unit": "unit"}
    on_paper = True

    description_text = forms.CharField(
        label=_("What it is, and when to use it"), max_length=MOST["description"], required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Proposers read this where they choose the kind of dossier."),
    )  # fmt: skip
    unit = forms.CharField(
        label=_("Abbreviation of the department that handles dossiers"), max_length=MOST["unit"],
        help_text=_("Stands in the symbol of letters, as TVPB in 12/LHH-TVPB."),
    )  # fmt: skip

    def begin(self, procedure: Procedure) -> dict[str, Any]:
        return {**super().begin(procedure), "description_text": procedure.description}

    @property
    def description(self) -> str | None:
        return str(self.cleaned_data["description_text"])


# What each step is called, in their order, and what else its days say.
DAYS: dict[str, tuple[Any, Any]] = {
    "completeness": (_("Check of the attachments"), _("After a supplement anew.")),
    "supplement": (_("Supplement by the proposer"), ""),
    "council": (_("Proposal of the council"), ""),
    "approve_council": (_("Approval of the council by the leader"), ""),
    "answer": (_("A reviewer's answer to the invitation"), ""),
    "review": (_("A review"), ""),
    "meeting_notice": (_("Calling of the meeting"), _("Dates for it are offered from as many working days ahead.")),
    "minutes": (_("Meeting and minutes"), ""),
    "sign_minutes": (_("Signature of the minutes by the chair"), ""),
    "draft": (_("Draft of the opinion"), ""),
    "approve_opinion": (_("Approval of the opinion by the chair"), ""),
    "sign": (_("Signature by the leader"), ""),
    "issue": (_("Issuing by the clerk"), ""),
    "bring_signed": (
        _("Bringing back the signed opinion"), _("Where it is signed by hand or in another program."),
    ),
    "response": (_("Response of the proposer"), ""),
    "archive": (_("Archiving"), ""),
}  # fmt: skip


class DaysForm(PartForm):
    PLACES: ClassVar = {step: f"days.{step}" for step in DAYS}


for _step, (_label, _changes) in DAYS.items():
    DaysForm.base_fields[_step] = number(_label, WORKING_DAYS, _changes, 1, MOST_DAYS)


class DaysBeforeField(forms.CharField):
    """Numbers of days, as in "3, 1, 0"."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        words = (super().to_python(value) or "").replace(",", " ").replace(";", " ").split()
        numbers = [whole_number(word) for word in words]
        if None in numbers:
            raise forms.ValidationError(_("Write numbers of days, as in 3, 1, 0."))
        return sorted({one for one in numbers if one is not None}, reverse=True)


class RemindersForm(PartForm):
    PLACES: ClassVar = {
        "before": "reminders.before", "every_late": "reminders.every_late", "escalate_from": "reminders.escalate_from",
    }  # fmt: skip

    before = DaysBeforeField(
        label=_("People are reminded before the deadline, working days"), required=False, max_length=60,
        help_text=_("As in 3, 1, 0: three days before, one day before and on the day. Left empty, not before it is late."),
    )  # fmt: skip
    every_late = number(_("What is late is reminded of every"), WORKING_DAYS, _("Until it is done."), 1, MOST_REMINDED)
    escalate_from = number(
        _("The leader is told of what is late by"),
        WORKING_DAYS,
        _("And at each reminder after that."),
        1,
        MOST_REMINDED,
    )


TIES = [
    ("submitter", _("Submitted the dossier, or works for who did")),
    ("employer", _("Works for the proposer")),
    ("former_employer", _("Worked for the proposer in the last years")),
    ("family", _("Is related to its people")),
    ("business", _("Has business with it")),
    ("paid", _("Is paid by it")),
    ("author", _("Is an author of the proposal")),
    ("earlier_opinion", _("Sat in the council on an earlier round")),
]


class CouncilForm(PartForm):
    PLACES: ClassVar = {
        "least": "seats.least", "most": "seats.most", "odd": "seats.odd", "groups": "seats.groups",
        "least_reviewers": "seats.least_reviewers", "least_reviews": "least_reviews",
        "per_employer": "seats.per_employer", "most_open": "seats.most_open", "bars": "conflicts.bars",
        "former_years": "conflicts.former_years", "reviews_among": "reviews_among",
        "reviews_to_proposer": "reviews_to_proposer", "reviewers_named": "reviewers_named",
        "reviewers_by_decision": "reviewers_by_decision", "deputy_after": "deputy_after",
    }  # fmt: skip

    least = number(_("Smallest council"), SEATS, _("A smaller council cannot be proposed."), 3, 60)
    most = number(_("Largest council"), SEATS, _("A larger council cannot be proposed."), 3, 60)
    odd = yes(_("The number of seats must be odd"))
    groups = yes(
        _("Large councils work in thematic groups"),
        _("Each with a head, a reviewer and a report of its own; needs fields of expertise in the dossier."),
    )
    least_reviewers = number(
        _("Reviewers in the council, at least"), PEOPLE, _("A council with fewer reviewers cannot be proposed."), 1, 60
    )
    least_reviews = number(
        _("Reviews that must be in, at least"), _("reviews"),
        _("Where reviewers decline, the dossier waits until there are as many."), 1, 60,
    )  # fmt: skip
    per_employer = number(
        _("People from one employer, at most"), PEOPLE, _("More is a warning for whoever proposes and approves."), 1, 60
    )
    most_open = number(
        _("Seats in running councils that are enough for one person"), _("councils"),
        _("Whoever has as many is not suggested, and shown as busy."), 1, 1000,
    )  # fmt: skip
    bars = forms.MultipleChoiceField(
        label=_("Who may not sit in the council"), choices=TIES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The other ties are shown to whoever proposes and approves, and forbid nothing."),
    )  # fmt: skip
    former_years = number(
        _("A former employment counts for"), YEARS, _("From its end; older ones are not looked at."), 0, 100
    )
    reviews_among = forms.ChoiceField(
        label=_("When the council reads its reviewers' reviews"),
        choices=[
            ("blind", _("When all are in")), ("own_in", _("Whoever has handed in their own")),
            ("open", _("Each as it comes in")),
        ],
        help_text=_("The office, the chair and the secretary read each as it comes in."),
    )  # fmt: skip
    reviews_to_proposer = forms.ChoiceField(
        label=_("What the proposer reads of the reviews"),
        choices=[
            ("none", _("Nothing, only the opinion")), ("anonymous", _("Their text, without names")),
            ("named", _("All of them, with names")),
        ],
        help_text=_("Once the opinion is issued."),
    )  # fmt: skip
    reviewers_named = yes(_("The opinion names which reviewer said what"))
    reviewers_by_decision = yes(
        _("A reviewer is replaced by a decision of the leader"),
        _("Otherwise the officer replaces reviewers while the reviews are collected."),
    )
    deputy_after = number(
        _("The deputy may act for a chair who is late by"), WORKING_DAYS,
        _("If a leader agrees. 0: only when the chair has asked for it."), 0, MOST_REMINDED,
    )  # fmt: skip


class MeetingForm(PartForm):
    PLACES: ClassVar = {
        "meeting": "meeting", "meeting_forms": "meeting_forms", "quorum": "quorum.share", "chair": "quorum.chair",
        "secretary": "quorum.secretary", "present_reviewers": "quorum.least_reviewers", "vote": "vote.share",
        "tie": "vote.presider_breaks_tie",
    }  # fmt: skip

    meeting = forms.TypedChoiceField(
        label=_("Does the council meet?"), coerce=lambda told: told == "True",
        choices=[(True, _("Yes, and votes")), (False, _("No: the opinion is drafted from the reviews"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    meeting_forms = forms.MultipleChoiceField(
        label=_("How it may come to its vote"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[
            ("meeting", _("In a meeting")), ("workshop", _("In a workshop with guests")),
            ("round", _("In writing, each from where they are")),
        ],
        help_text=_("Whoever calls the meeting chooses one of these."),
    )  # fmt: skip
    quorum = share(_("Quorum: share of the seats that must be there"), _("As a fraction, such as 2/3; 1 is everybody."))
    chair = yes(_("The chair must be there, or the deputy who presides"))
    secretary = yes(_("The secretary must be there"))
    present_reviewers = number(
        _("Reviewers who must be there, at least"), PEOPLE, _("With fewer, no vote is valid."), 0, 60
    )
    vote = share(_("Vote: more than this share of those present must agree"), _("As a fraction, such as 1/2 or 2/3."))
    tie = yes(_("Where votes are equal, whoever presides decides"))


FORMS: dict[str, type[PartForm]] = {
    "general": GeneralForm, "days": DaysForm, "reminders": RemindersForm, "council": CouncilForm,
    "leading": LeadingForm, "meeting": MeetingForm, "papers": PapersForm,
}  # fmt: skip


def part_of(where: str) -> str:
    """The part on whose page a place of the rules is changed."""
    group = where.split(".", maxsplit=1)[0]
    if group in ("questions", "checklist", "review_form"):
        return group.replace("_", "-")
    found = (
        part for part, form in FORMS.items() if any(place.split(".")[0] == group for place in form.PLACES.values())
    )
    return next(found, "general")
