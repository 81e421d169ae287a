"""Council formation: seats."""

from __future__ import annotations

from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consult.actions import councils
from consult.models import Membership, Person, Seat, SubjectArea
from consult.problem_text import problem_text
from consult.queries.candidates import active_experts, branch
from consult.rules.conflict import barring
from consult.rules.council import group_of, kind_of, seat_key, seats_to_fill
from consult.rules.text import whole_number

from .base import StepForm


def _row(person: int | None, place: str) -> dict[str, Any]:
    return {"person": str(person or ""), "kind": kind_of(place), "group": str(group_of(place) or "")}


class CouncilForm(StepForm):
    """Seats: rows of a person and a kind; ``cleaned_data["seats"]`` holds pairs."""

    gathered = ("seats",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = self._people()
        self.groups = self._groups()
        self.labels = {str(option["pk"]): option["label"] for _label, options in self.people for option in options}
        self.rows = self._rows()

    def _people(self) -> list[tuple[str, list[dict[str, Any]]]]:
        wanted = set(self.dossier.subject_areas.values_list("pk", flat=True))
        experts = {expert.person: expert for expert in active_experts(self.dossier.union_id)}
        office = Person.objects.filter(
            memberships__organisation=self.dossier.union,
            memberships__role__in=[Membership.Role.OFFICER, Membership.Role.LEADER, Membership.Role.CLERK],
            expert=None,
            is_active=True,
        )
        staff = list(office.prefetch_related("memberships__organisation").distinct())
        objections = councils.objections_to([*experts, *staff], self.dossier)

        def option(person: Person, about: str) -> dict[str, Any]:
            problem = barring(objections[person.pk])
            label = " — ".join(part for part in (person.titled_name, about) if part)
            return {"pk": person.pk, "label": label, "conflict": problem_text(problem) if problem else ""}

        fitting: list[dict[str, Any]] = []
        others: list[dict[str, Any]] = []
        for person, expert in experts.items():
            fields = ", ".join(field.name for field in expert.subject_areas.all() if field.parent_id is None)
            (fitting if wanted & branch(expert) else others).append(option(person, fields))
        groups = [
            (str(_("Experts in the dossier's fields")), fitting),
            (str(_("Other experts")), others),
            (str(_("The office")), [option(person, str(_("office"))) for person in staff]),
        ]
        return [(label, people) for label, people in groups if people]

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
        allowed = {option["pk"] for _label, options in self.people for option in options}
        taken = [(whole_number(row["person"]), row) for row in self.rows if row["kind"] in Seat.Kind.values]
        return [(person, self._place(row)) for person, row in taken if person is not None and person in allowed]

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
        chosen = self.chosen()
        known = (
            Person.objects.select_related("expert")
            .prefetch_related("memberships__organisation", "expert__ties")
            .in_bulk([person for person, _kind in chosen])
        )
        data["seats"] = [(known[person], kind) for person, kind in chosen]
        return data
