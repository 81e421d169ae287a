"""People of an office: entered with a role, corrected, given roles, their accounts closed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.access import OFFICE_ROLES
from consult.access.keeping import own_organisations
from consult.actions.people import roles_in
from consult.models import Membership, Organisation, Person
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


class RoleForm(DaysForm):
    """A role in the union or in a body that is its alone."""

    field_order = ["organisation", "role", "since", "until"]
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Works for"), empty_label=None)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=ROLES,
        help_text=_("People of a department, an investor or another body are proposers."),
    )

    def __init__(self, *args: Any, unions: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(own_organisations(unions)).order_by("-kind", "sort_key")
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        organisation, role = data.get("organisation"), data.get("role")
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

    field_order = ["name", "email", "phone", "organisation", "role", "since", "until"]
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


class SecondAccountForm(ListFilters):
    """The other account of the same person."""

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
        self.roles: list[tuple[Any, Any]] = []
        for role in waiting.roles:
            name = f"successor_{role.membership.pk}"
            able = role.may if role.steps else []
            self.people |= {person.pk: person for person in able}
            if able:
                self.fields[name] = forms.TypedChoiceField(
                    label=_("Taken over by"),
                    required=role.needs_successor,
                    coerce=int,
                    empty_value=None,
                    choices=[("", "—"), *((person.pk, str(person)) for person in able)],
                    widget=forms.Select(attrs={"class": "form-select"}),
                )
            self.roles.append((role, self[name] if able else None))

    @property
    def successors(self) -> dict[int, Person]:
        """Who takes a role over, by the membership's key."""
        return {
            int(name.removeprefix("successor_")): self.people[value]
            for name, value in self.cleaned_data.items()
            if name.startswith("successor_") and value
        }
