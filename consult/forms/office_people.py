"""People of an office: entered with a role, corrected, given roles, their accounts closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.access import OFFICE_ROLES
from consult.access.keeping import own_organisations
from consult.actions.people import roles_in
from consult.models import Division, Membership, Organisation, Person
from consult.queries.people import ACTIVE, CLOSED, INVITED, NO_ROLE, Waiting

from .base import LocalDateInput, StyledForm
from .filters import ListFilters

Role = Membership.Role
ROLES = [(str(role), Role(role).label) for role in (*OFFICE_ROLES, Role.PROPOSER)]


class PeopleFilterForm(ListFilters):
    """What the list of people is narrowed to."""

    text = forms.CharField(label=_("Name, e-mail, telephone"), required=False)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("All")), *ROLES, (NO_ROLE, _("without a role"))]
    )
    state = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[
            ("", _("open accounts")),
            (ACTIVE, _("accounts in use")),
            (INVITED, _("invited, without a password yet")),
            (CLOSED, _("closed accounts")),
        ],
    )


class DaysForm(StyledForm):
    """From when until when a role counts."""

    since = forms.DateField(
        label=_("From"), required=False, widget=LocalDateInput(), help_text=_("Left empty: at once.")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=LocalDateInput(), help_text=_("The last day; left empty: for good.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return data


class DivisionField(forms.ModelChoiceField):
    """The division in which somebody holds a role."""

    def __init__(self) -> None:
        super().__init__(Division.objects.none(), label=_("Division"), required=False, empty_label=_("none"))


def _offer_divisions(form: forms.Form, unions: Collection[int], kept: Division | None = None) -> None:
    """The divisions in use of ``unions`` and the one that is kept; without any there is nothing to ask."""
    offered = Division.objects.filter(Q(union__in=unions, in_use=True) | Q(pk=kept.pk if kept else None))
    if not offered.exists():
        del form.fields["division"]
        return
    form.fields["division"].queryset = offered  # type: ignore[attr-defined]


class ChangeRoleForm(DaysForm):
    """From when until when a role counts, and in which division it is held."""

    field_order = ["division", "since", "until"]
    division = DivisionField()

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        kept = {name: getattr(membership, name) for name in ("since", "until", "division")}
        super().__init__(*args, initial=kept, **kwargs)
        union = [membership.organisation_id] if membership.organisation.kind == Organisation.Kind.UNION else []
        _offer_divisions(self, union, membership.division)


class RoleForm(DaysForm):
    """A role in the union or in a body that is its alone."""

    field_order = ["organisation", "role", "division", "since", "until"]
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Works for"), empty_label=None)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=ROLES,
        help_text=_("People of a department, an investor or another body are proposers."),
    )
    division = DivisionField()

    def __init__(self, *args: Any, unions: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(own_organisations(unions)).order_by("-kind", "sort_key")
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        _offer_divisions(self, unions)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        organisation, role = data.get("organisation"), data.get("role")
        division = data.setdefault("division", None)
        if division is not None and organisation is not None and division.union_id != organisation.pk:
            self.add_error("division", _("Choose a division of the same union."))
        if organisation is not None and role and role not in roles_in(organisation):
            union = organisation.kind == Organisation.Kind.UNION
            self.add_error(
                "role",
                _("Proposers belong to a body that is not a union.")
                if union
                else _("People of a body that is not a union are proposers."),
            )
        return data


class AddPersonForm(RoleForm):
    """Somebody new, with their first role."""

    field_order = ["name", "email", "phone", "organisation", "role", "division", "since", "until"]
    name = forms.CharField(label=_("Full name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("The invitation goes there."))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)


class ColleagueForm(StyledForm):
    """Somebody else who stands for one's own body."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("The invitation goes there."))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)


class EditPersonForm(StyledForm):
    """What an office corrects of an account."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)


class AddressForm(StyledForm):
    """The address by which somebody signs in."""

    email = forms.EmailField(label=_("New e-mail address"), max_length=254)


class WhyForm(StyledForm):
    """Why something is done to somebody's account."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SecondAccountForm(StyledForm):
    """The other account of the same person."""

    on_paper = False

    email = forms.EmailField(label=_("E-mail address of the second account"), max_length=254)


class JoinForm(WhyForm):
    """Which of two accounts remains, and why they are one person's."""

    field_order = ["remains", "reason"]
    remains = forms.TypedChoiceField(label=_("Which account remains?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, accounts: Collection[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["remains"]
        field.choices = [(one.pk, f"{one.name} · {one.email}") for one in accounts]


class CloseForm(WhyForm):
    """Who takes over what waits for somebody, by role."""

    def __init__(self, *args: Any, waiting: Waiting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[int, Person] = {}
        self.roles: list[tuple[Any, Any, Any]] = []
        for role in waiting.roles:
            name = f"successor_{role.membership.pk}"
            able = role.may if role.steps else []
            self.people |= {person.pk: person for person in able}
            if able:
                self.fields[name] = _person_choice(_("Taken over by"), able, "—", required=role.needs_successor)
            heir = f"heir_{role.membership.pk}"
            if role.dossiers and role.colleagues:
                self.people |= {person.pk: person for person in role.colleagues}
                self.fields[heir] = _person_choice(_("Their dossiers go to"), role.colleagues, _("all officers"))
            self.roles.append((role, self[name] if able else None, self[heir] if heir in self.fields else None))

    @property
    def successors(self) -> dict[int, Person]:
        """Who takes a role over, by the membership's key."""
        return self._chosen("successor_")

    @property
    def heirs(self) -> dict[int, Person]:
        """Who becomes the responsible officer of the person's dossiers, by the membership's key."""
        return self._chosen("heir_")

    def _chosen(self, prefix: str) -> dict[int, Person]:
        return {
            int(name.removeprefix(prefix)): self.people[value]
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value
        }


def _person_choice(
    label: Any, people: Iterable[Person], nobody: str | Promise, *, required: bool = False
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=required,
        coerce=int,
        empty_value=None,
        choices=[("", nobody), *((person.pk, str(person)) for person in people)],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
