"""Who stands in for whom, from when until when and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.actions.stand_ins import may_stand_in
from consult.models import Membership, Person, Signatory
from consult.models.stand_in import Held
from consult.queries.stand_ins import name_of, roles_to_stand_in_for, seats_to_stand_in_for

from .base import LocalDateInput, StyledForm


def held_label(held: Held) -> str:
    """A role or a seat as the list of a form names it."""
    if isinstance(held, Membership):
        return f"{held.person.name} – {held.get_role_display()}"
    return f"{held.person.name} – {held.get_kind_display()}, {held.council.dossier.code}"


class StandInForm(StyledForm):
    """``held`` is a role or a seat, ``stand_in`` who acts. The list holds whoever could for any of them; the act says no."""

    on_paper = True
    held = forms.ChoiceField(label=_("For whom"))
    person = forms.TypedChoiceField(label=_("Who stands in"), coerce=int)
    since = forms.DateField(label=_("First day"), widget=LocalDateInput())
    until = forms.DateField(label=_("Last day"), widget=LocalDateInput())
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    authority = forms.ChoiceField(
        label=_("Signs by"), choices=[one for one in Signatory.Authority.choices if one[0] in ("TUQ", "KT", "Q", "TL")],
        initial=Signatory.Authority.TUQ, required=False,
    )  # fmt: skip
    title = forms.CharField(
        label=_("Office held"), max_length=100, required=False,
        help_text=_(
            "As it stands under a leader's documents, such as “Chánh Văn phòng”. Left empty: as the union's signers say."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: list[Held] = [*roles_to_stand_in_for(by), *seats_to_stand_in_for(by)]
        self.offered = {name_of(row): row for row in rows}
        people = {one.pk: one for one in self._people()}
        self.people = people
        self.fields["held"].choices = [  # type: ignore[attr-defined]
            ("", _("– choose –")), *((name, held_label(row)) for name, row in self.offered.items())
        ]  # fmt: skip
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("– choose –")), *((pk, one.name) for pk, one in people.items())
        ]  # fmt: skip
        self.fields["since"].initial = clock.today()

    def _people(self) -> list[Person]:
        """Whoever may stand in for one of the roles and seats that are offered; each union and council is asked once."""
        asked: set[tuple[int, str]] = set()
        found: dict[int, Person] = {}
        seats = 0
        for row in self.offered.values():
            if isinstance(row, Membership):
                key = (row.organisation_id, row.role)
            else:
                seats += 1
                key = (row.council.dossier_id, row.kind)
                # Chairs and secretaries choose among their own councils; of many, the office's people are enough.
                if seats > MOST_COUNCILS:
                    continue
            if key not in asked:
                asked.add(key)
                found |= {one.pk: one for one in may_stand_in(row)}
        return sorted(found.values(), key=lambda one: (one.sort_key, one.pk))

    @property
    def arguments(self) -> dict[str, Any]:
        """What the act is given."""
        said = dict(self.cleaned_data)
        said["held"] = self.offered[said["held"]]
        said["person"] = self.people[said["person"]]
        said["authority"] = said["authority"] or Signatory.Authority.TUQ
        return said


# Of so many seats the people of their councils are offered.
MOST_COUNCILS = 5
