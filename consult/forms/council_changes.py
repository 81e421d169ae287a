"""Who leaves an approved council and who comes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.actions.choosing import choices_for, grouped
from consult.actions.council_changes import Wanted
from consult.actions.decisions import StepDecision
from consult.models import Dossier, Person, Seat, SubjectArea
from consult.queries.candidates import pool_of
from consult.rules.text import whole_number

from .base import StyledForm
from .dossier import ReasonForm

# So many lines are asked for: the chair leaves, the deputy moves up, somebody becomes deputy.
LINES = 3


class CouncilChangeForm(ReasonForm):
    """Lines of a change, with the reason; ``wanted`` is what they say."""

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        self.seats = list(
            dossier.council.seats.filter(released_at=None)
            .select_related("person__expert", "group")
            .order_by("position")
        )
        self.wanted: list[Wanted] = []
        sitting = [(str(seat.pk), f"{seat.person.titled_name} – {seat_label(seat)}") for seat in self.seats]
        kinds = [(str(kind), str(label)) for kind, label in Seat.Kind.choices if kind != Seat.Kind.HEAD or self._groups]
        people = self._people()
        for number in range(1, LINES + 1):
            self.fields[f"leaves_{number}"] = _choice(_("Who leaves"), [("", _("– nobody –")), *sitting])
            self.fields[f"comes_{number}"] = _choice(_("Who comes"), [("", _("– nobody –")), *people])
            self.fields[f"kind_{number}"] = _choice(_("Onto which seat"), [("", _("the one that is left")), *kinds])
        self.order_fields([f"{name}_{n}" for n in range(1, LINES + 1) for name in ("leaves", "comes", "kind")])

    @property
    def _groups(self) -> bool:
        return any(seat.group_id for seat in self.seats)

    def _people(self) -> list[Any]:
        """Whoever may be asked, who fits first; who has a tie that forbids the seat is not among them."""
        return [
            (label, [(str(one.person.pk), one.label) for one in listed if not one.conflict])
            for label, listed in grouped(choices_for(self.dossier))
        ]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The fields of each line, for the page."""
        return [
            {"number": n, **{name: self[f"{name}_{n}"] for name in ("leaves", "comes", "kind")}}
            for n in range(1, LINES + 1)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seats = {str(seat.pk): seat for seat in self.seats}
        sent = {whole_number(data.get(f"comes_{n}") or "") for n in range(1, LINES + 1)} - {None}
        known: dict[int, Person] = pool_of(self.dossier.union_id, sent).people if sent else {}  # type: ignore[arg-type]
        for number in range(1, LINES + 1):
            left = seats.get(data.get(f"leaves_{number}") or "")
            come = known.get(whole_number(data.get(f"comes_{number}") or "") or 0)
            if left is None and come is None:
                continue
            kind = data.get(f"kind_{number}") or (left.kind if left else "")
            if not kind:
                self.add_error(f"kind_{number}", _("Choose the seat."))
                continue
            group: SubjectArea | None = left.group if left is not None and left.kind == kind else None
            self.wanted.append(Wanted(left, come, kind, group))
        return data


def _choice(label: Any, choices: list[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=forms.Select(attrs={"class": "form-select"})
    )


def seat_label(seat: Seat) -> str:
    """A seat on screen, with its thematic group."""
    return f"{seat.get_kind_display()}, {seat.group.name}" if seat.group else str(seat.get_kind_display())


class DecideChangeForm(StyledForm):
    """Approve a change, or send it back with remarks."""

    decision = forms.ChoiceField(
        choices=[(StepDecision.APPROVE, _("Approve")), (StepDecision.SEND_BACK, _("Send back"))],
        widget=forms.HiddenInput,
    )
    remarks = forms.CharField(
        label=_("Remarks"), required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("What should change (when sending back)")}),
    )  # fmt: skip
