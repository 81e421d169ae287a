"""One form for each human step of the procedure. ``cleaned_data`` is what the step's action takes."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from consult.actions import councils, intake, opinions, reviews
from consult.messages import say
from consult.models import Attendance, Expert, Membership, Person, Review, Seat, Task
from consult.richtext import clean
from consult.rules.text import fold

from .base import LocalDateTimeInput, StyledForm


class StepForm(StyledForm):
    """A step's form; it knows its task."""

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        self.task = task
        self.dossier = task.dossier
        super().__init__(*args, **kwargs)


class CheckForm(StepForm):
    """Completeness: each paper sufficient or not, then the decision."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (intake.ACCEPT, _("Complete: accept the dossier")),
            (intake.SUPPLEMENT, _("Ask for a supplement")),
            (intake.REFUSE, _("Refuse the dossier")),
        ],
        error_messages={"required": _("Choose a decision.")},
    )
    reason = forms.CharField(label=_("Remarks or reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = set(self.dossier.attachments.values_list("item", flat=True))
        self.items = [item for item in self.dossier.procedure.rules.checklist if item.required or item.code in present]
        for item in self.items:
            self.fields[f"ok_{item.code}"] = forms.BooleanField(
                label=item.title,
                required=False,
                initial=True,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            self.fields[f"remark_{item.code}"] = forms.CharField(
                label=_("What is missing"),
                required=False,
                max_length=500,
                widget=forms.TextInput(
                    attrs={"class": "form-control form-control-sm", "placeholder": _("What is missing")}
                ),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["findings"] = {
            item.code: (bool(data.get(f"ok_{item.code}")), data.get(f"remark_{item.code}", "")) for item in self.items
        }
        return data


class SupplementForm(StepForm):
    """What the proposer says about the supplement."""

    remark = forms.CharField(label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class CouncilForm(StepForm):
    """Seats: rows of a person and a kind; ``cleaned_data["seats"]`` holds pairs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = self._people()
        self.rows = self._rows()

    def _people(self) -> list[tuple[str, list[dict[str, Any]]]]:
        wanted = set(self.dossier.fields.values_list("pk", flat=True))
        experts = (
            Expert.objects.filter(active=True, person__is_active=True)
            .select_related("person")
            .prefetch_related("fields", "person__memberships")
        )
        fitting: list[dict[str, Any]] = []
        others: list[dict[str, Any]] = []
        for expert in experts:
            branches = {field.pk for field in expert.fields.all()} | {f.parent_id for f in expert.fields.all()}
            fields = ", ".join(field.name for field in expert.fields.all() if field.parent_id is None)
            (fitting if wanted & branches else others).append(self._option(expert.person, fields))
        office = Person.objects.filter(
            memberships__organisation=self.dossier.union,
            memberships__role__in=[Membership.Role.OFFICER, Membership.Role.LEADER, Membership.Role.CLERK],
            expert=None,
            is_active=True,
        )
        staff = [self._option(person, str(_("office"))) for person in office.prefetch_related("memberships").distinct()]
        groups = [(str(_("Experts in the dossier's fields")), fitting), (str(_("Other experts")), others)]
        return [(label, people) for label, people in [*groups, (str(_("The office")), staff)] if people]

    def _option(self, person: Person, about: str) -> dict[str, Any]:
        problem = councils.conflict_of(person, self.dossier)
        return {
            "pk": person.pk,
            "label": " — ".join(part for part in (person.titled_name, about) if part),
            "folded": fold(person.name),
            "conflict": say(problem) if problem else "",
        }

    def _rows(self) -> list[dict[str, Any]]:
        if self.is_bound:
            data = cast("QueryDict", self.data)
            people, kinds = data.getlist("person"), data.getlist("kind")
            return [{"person": p, "kind": k} for p, k in zip(people, kinds, strict=False)]
        council = getattr(self.dossier, "council", None)
        if council is not None:
            return [{"person": str(seat.person_id), "kind": seat.kind} for seat in council.seats.all()]
        rules = self.dossier.procedure.rules.seats
        kinds = [Seat.Kind.CHAIR, Seat.Kind.DEPUTY, *[Seat.Kind.REVIEWER] * rules.least_reviewers, Seat.Kind.SECRETARY]
        size = max(rules.least, len(kinds))
        size += rules.odd and size % 2 == 0
        kinds[-1:-1] = [Seat.Kind.MEMBER] * (size - len(kinds))
        return [{"person": "", "kind": str(kind)} for kind in kinds]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Seat.Kind.choices]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [row for row in self.rows if row["person"]]
        allowed = {option["pk"] for _label, options in self.people for option in options}
        keys = [int(row["person"]) for row in chosen if row["person"].isdigit() and int(row["person"]) in allowed]
        known = Person.objects.select_related("expert").prefetch_related("memberships").in_bulk(keys)
        seats = [
            (known[int(row["person"])], row["kind"])
            for row in chosen
            if row["person"].isdigit() and int(row["person"]) in known and row["kind"] in Seat.Kind.values
        ]
        for problem in councils.council_problems(self.dossier, seats):
            self.add_error(None, problem)
        data["seats"] = seats
        return data


class DecideForm(StepForm):
    """Approve, or send back with remarks."""

    decision = forms.ChoiceField(
        choices=[(opinions.APPROVE, _("Approve")), (opinions.SEND_BACK, _("Send back"))], widget=forms.HiddenInput
    )
    remarks = forms.CharField(
        label=_("Remarks"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("What should change (when sending back)")}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == opinions.SEND_BACK and not data.get("remarks", "").strip():
            self.add_error("remarks", _("Say what should change."))
        return data


class AnswerForm(StepForm):
    """A reviewer's declaration of interests and answer."""

    interests = forms.CharField(
        label=_("Declaration of interests"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Do you work for the proposer, are you related to its people, paid by it, or an author of the proposal? "
            "If not, leave this empty."
        ),
    )
    decision = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[
            (reviews.ACCEPT, _("I accept, and have no conflict of interest")),
            (reviews.DECLINE, _("I decline")),
            (reviews.CONFLICT, _("I have a conflict of interest")),
        ],
        error_messages={"required": _("Choose an answer.")},
    )
    reason = forms.CharField(
        label=_("Reason, if you do not accept"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") in (reviews.DECLINE, reviews.CONFLICT) and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why, so that the officer can find somebody else."))
        return data


class ReviewForm(StepForm):
    """The procedure's review form; ``cleaned_data["content"]`` maps a section to text and rating."""

    recommendation = forms.ChoiceField(
        label=_("Recommendation"), widget=forms.RadioSelect, choices=Review.Recommendation.choices, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        review = self.task.process.review
        self.sections = self.dossier.procedure.rules.review_form
        self.initial.setdefault("recommendation", review.recommendation)
        for section in self.sections:
            saved = review.content.get(section.code, {})
            if section.text:
                self.fields[f"text_{section.code}"] = forms.CharField(
                    label=section.title,
                    required=False,
                    initial=saved.get("text", ""),
                    max_length=reviews.MOST_CHARACTERS,
                    widget=forms.Textarea(attrs={"rows": 5, "class": "form-control"}),
                )
            if section.rating:
                self.fields[f"rating_{section.code}"] = forms.ChoiceField(
                    label=_("Rating"),
                    required=False,
                    initial=str(saved.get("rating", "")),
                    choices=[(str(n), str(n)) for n in range(1, 6)],
                    widget=forms.RadioSelect(attrs={"class": "form-selectgroup-input"}),
                )

    def rows(self) -> list[dict[str, Any]]:
        """The sections with their bound fields, for the page."""
        return [
            {
                "section": section,
                "text": self[f"text_{section.code}"] if section.text else None,
                "rating": self[f"rating_{section.code}"] if section.rating else None,
            }
            for section in self.sections
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["content"] = {
            section.code: {
                "text": data.get(f"text_{section.code}", ""),
                "rating": data.get(f"rating_{section.code}", ""),
            }
            for section in self.sections
        }
        return data


class HandInForm(ReviewForm):
    """The review form when it is handed in: what lacks is said where it lacks."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        content = reviews.clean_content(self.dossier, data["content"])
        for problem in reviews.review_problems(self.sections, content, data.get("recommendation", "")):
            rating_lacks = "rating" in problem.message.lower() and problem.where != "recommendation"
            field = (
                problem.where
                if problem.where == "recommendation"
                else (f"rating_{problem.where}" if rating_lacks else f"text_{problem.where}")
            )
            self.add_error(field, say(problem))
        return data


class MeetingForm(StepForm):
    """Where and when the council meets."""

    starts_at = forms.DateTimeField(
        label=_("Time"),
        widget=LocalDateTimeInput(),
        error_messages={"required": _("Choose a time."), "invalid": _("Write the time as 08:30 25/12/2026.")},
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    link = forms.URLField(label=_("Online link"), required=False, assume_scheme="https")
    agenda = forms.CharField(
        label=_("Agenda"), required=False, widget=forms.Textarea(attrs={"rows": 6}), help_text=_("One point a line.")
    )


class MinutesForm(StepForm):
    """Attendance, votes and minutes; ``cleaned_data["attendance"]`` maps a seat to its row."""

    deputised = forms.BooleanField(label=_("The chair has asked the deputy chair to preside"), required=False)
    minutes = forms.CharField(label=_("What was said"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    conclusion = forms.CharField(
        label=_("Conclusion of the meeting"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(self.dossier.council.seats.filter(released_at=None).select_related("person__expert"))
        for seat in self.seats:
            self.fields[f"mode_{seat.pk}"] = forms.ChoiceField(
                label=_("Presence"),
                choices=Attendance.Mode.choices,
                initial=Attendance.Mode.ROOM,
                widget=forms.Select(attrs={"class": "form-select", "data-mode": seat.kind}),
            )
            self.fields[f"vote_{seat.pk}"] = forms.ChoiceField(
                label=_("Vote"),
                choices=[("", "–"), *Attendance.Vote.choices],
                required=False,
                initial=Attendance.Vote.FOR,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"reserved_{seat.pk}"] = forms.CharField(
                label=_("Reserved opinion"),
                required=False,
                widget=forms.TextInput(attrs={"class": "form-control", "placeholder": _("Reserved opinion")}),
            )

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"seat": seat, **{key: self[f"{key}_{seat.pk}"] for key in ("mode", "vote", "reserved")}}
            for seat in self.seats
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["attendance"] = {
            seat.pk: {
                "mode": data.get(f"mode_{seat.pk}", ""),
                "vote": data.get(f"vote_{seat.pk}", ""),
                "reserved_opinion": data.get(f"reserved_{seat.pk}", ""),
            }
            for seat in self.seats
        }
        return data


class OpinionForm(StepForm):
    """The opinion's text."""

    body = ProseEditorFormField(
        label=_("Opinion"),
        sanitize=clean,
        preset="configurable",
        config={
            "extensions": {
                "Bold": True,
                "Italic": True,
                "BulletList": True,
                "OrderedList": True,
                "ListItem": True,
                "Heading": {"levels": [3, 4]},
                "Table": True,
                "TableRow": True,
                "TableHeader": True,
                "TableCell": True,
                "History": True,
            }
        },
        error_messages={"required": _("Write the opinion.")},
    )
    conclusion = forms.CharField(
        label=_("Conclusion"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the conclusion.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.dossier.opinions.order_by("-version").first()
        if newest is not None:
            self.initial.update(body=newest.body, conclusion=newest.conclusion)


class ResponseForm(StepForm):
    """What the proposer did with the opinion."""

    body = forms.CharField(
        label=_("What you accept and what you explain"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what you accepted and what you explain.")},
    )


class RemarkForm(StepForm):
    """A step with at most a remark."""

    remark = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
