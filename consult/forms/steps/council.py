"""Council formation: seats."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from consult.actions.choosing import Choice, choices_for, grouped
from consult.models import Person, Seat, StandingCouncil, SubjectArea
from consult.queries.candidates import pool_of
from consult.queries.standing import offered_for
from consult.rules.council import group_of, kind_of, seat_key, seats_to_fill
from consult.rules.text import whole_number

from .base import StepForm


def _row(person: int | None, place: str) -> dict[str, Any]:
    return {"person": str(person or ""), "kind": kind_of(place), "group": str(group_of(place) or "")}


class CouncilForm(StepForm):
    """Seats: rows of a person and a kind; ``cleaned_data["seats"]`` holds pairs."""

    gathered = ("seats",)
    standing = forms.ModelChoiceField(
        StandingCouncil.objects.none(),
        label=_("Formed of"),
        required=False,
        empty_label=_("experts of the registry, with a decision of its own"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing_councils = list(offered_for(self.dossier))
        if self.standing_councils:
            self.fields["standing"].queryset = offered_for(self.dossier)  # type: ignore[attr-defined]
            kept = getattr(self.dossier, "council", None)
            self.initial.setdefault("standing", kept.standing_id if kept else None)
        else:
            del self.fields["standing"]
        self.groups = self._groups()
        self.rows = self._rows()

    @cached_property
    def people(self) -> list[tuple[str, list[Choice]]]:
        """Whoever may be chosen, by group: put together only where the list is shown."""
        return grouped(choices_for(self.dossier))

    @cached_property
    def labels(self) -> dict[str, str]:
        return {str(one.person.pk): one.label for _label, choices in self.people for one in choices}

    def _rows(self) -> list[dict[str, Any]]:
        if self.is_bound:
            data = cast("QueryDict", self.data)
            people, kinds = data.getlist("person"), data.getlist("kind")
            groups = data.getlist("group") or [""] * len(kinds)
            return [{"person": p, "kind": k, "group": g} for p, k, g in zip(people, kinds, groups, strict=False)]
        if "seats" in self.initial:
            return [_row(person, place) for person, place in self.initial["seats"]]
        council = getattr(self.dossier, "council", None)
        if council is not None:
            return [_row(seat.person_id, seat.key) for seat in council.seats.all()]
        fields = [pk for pk, _name in self.groups if pk in set(self.dossier.subject_areas.values_list("pk", flat=True))]
        return [_row(None, place) for place in seats_to_fill(self.dossier.procedure.rules.seats, fields)]

    def _groups(self) -> list[tuple[int, str]]:
        """The fields that may be thematic groups, the dossier's first; none where the procedure has no groups."""
        if not self.dossier.procedure.rules.seats.groups:
            return []
        own = list(self.dossier.subject_areas.values_list("pk", "name"))
        others = SubjectArea.objects.filter(parent=None).exclude(pk__in=[pk for pk, _name in own])
        return [*own, *others.values_list("pk", "name")]

    def chosen(self) -> list[tuple[int, str]]:
        """The people who stand on seats of their kind now, as far as they are to be chosen from."""
        taken = [(whole_number(row["person"]), row) for row in self.rows if row["kind"] in Seat.Kind.values]
        return [(person, self._place(row)) for person, row in taken if person is not None and person in self.known]

    @cached_property
    def known(self) -> dict[int, Person]:
        """The people who were sent, as far as they may be chosen: they are looked up, and not everybody else."""
        sent = {whole_number(row["person"]) for row in self.rows} - {None}
        return pool_of(self.dossier.union_id, sent).people  # type: ignore[arg-type]

    def take(self, wish: str) -> None:
        """Put the person of ``wish``, written as "12 reviewer", on the first empty seat of that kind, or on one more."""
        sent, _space, place = wish.partition(" ")
        person = whole_number(sent)
        if person is None or kind_of(place) not in Seat.Kind.values:
            return
        if person not in pool_of(self.dossier.union_id, [person]).people:
            return
        row = next((one for one in self.rows if not one["person"] and self._place(one) == place), None)
        if row is None:
            self.rows.append(_row(person, place))
        else:
            row["person"] = sent

    def places(self) -> list[str]:
        """The seats that stand there, whether somebody is on them or not."""
        return [self._place(row) for row in self.rows if row["kind"] in Seat.Kind.values]

    def _place(self, row: dict[str, Any]) -> str:
        group = whole_number(row.get("group", ""))
        return seat_key(row["kind"], group if group in {pk for pk, _name in self.groups} else None)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        grouped = bool(self.groups)
        return [(str(value), str(label)) for value, label in Seat.Kind.choices if grouped or value != Seat.Kind.HEAD]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["seats"] = [(self.known[person], kind) for person, kind in self.chosen()]
        return data
