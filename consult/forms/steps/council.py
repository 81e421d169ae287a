"""Council formation: seats."""

from __future__ import annotations

from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consult.actions import councils
from consult.messages import say
from consult.models import Expert, Membership, Person, Seat
from consult.rules.text import fold

from .base import StepForm


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
