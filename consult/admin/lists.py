"""Unions, bodies, people and who does what in them; what all unions use; channels and background work."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consult.actions.accounts import change_address
from consult.models import Membership, Organisation, Person
from consult.views.shared import person_of

from .guarded import Guarded, ToLookAt


class OrganisationAdmin(Guarded):
    """Unions, which are made here alone, and bodies. Whoever enters a body says which union keeps it."""

    list_display = ["name", "kind", "level", "symbol", "place"]
    list_filter = ["kind", "level"]
    search_fields = ["name", "search_text"]
    # The hours in which a union speaks have a page of their own under Office.
    exclude = ["mails_from", "mails_until", "mails_every_day", "names_responsible"]

    def written(self, obj: Any, *, removed: bool) -> tuple[Organisation | None, str, dict[str, Any]]:
        if obj.kind == Organisation.Kind.UNION:
            return None if removed else obj, "heading_changed", {}
        return obj.keeper, "body_removed" if removed else "body_changed", {"body": str(obj.uid)}


class MembershipForm(ModelForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        organisation = data.get("organisation") or getattr(self.instance, "organisation", None)
        outside = organisation is not None and organisation.kind != Organisation.Kind.UNION
        if outside and data.get("role", Membership.Role.PROPOSER) != Membership.Role.PROPOSER:
            raise ValidationError({"role": _("People of a body that is not a union are proposers.")})
        return data


class MembershipAdmin(Guarded):
    """Who does what in a union, and who proposes for a body. Another person or body is another row."""

    form = MembershipForm
    list_display = ["person", "organisation", "role"]
    list_filter = ["role"]
    search_fields = ["person__name", "organisation__name"]
    autocomplete_fields = ["person", "organisation"]
    # In which division a role is held is said on a page under Office, which the union's history knows.
    exclude = ("division",)

    def written(self, obj: Any, *, removed: bool) -> tuple[Organisation | None, str, dict[str, Any]]:
        whom = {"person": str(obj.person.uid), "body": str(obj.organisation.uid), "role": obj.role}
        body = obj.organisation
        union = body if body.kind == Organisation.Kind.UNION else body.keeper
        return union, "role_taken" if removed else "role_given", whom

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["person", "organisation"] if obj is not None else []


class PersonAdmin(Guarded):
    """Accounts, those of superusers among them. Closed with what waits for somebody handed over: on the union's pages."""

    list_display = ["name", "email", "is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "phone", "language", "is_active", "keeper"]

    def view_on_site(self, obj: Model) -> str:
        """What is kept about this person."""
        return reverse("personal_data", args=[obj.pk])

    def written(self, obj: Any, *, removed: bool) -> tuple[Organisation | None, str, dict[str, Any]]:
        return obj.keeper, "person_changed", {"person": str(obj.uid)}

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        person = cast("Person", obj)
        if not change:
            person.set_unusable_password()
            super().save_model(request, person, form, change)
            return
        # An address is corrected by an act of its own: the old one is told and opens nothing any more.
        corrected, person.email = person.email, form.initial["email"]
        super().save_model(request, person, form, change)
        if corrected is not None:
            change_address(person=person, by=person_of(request), email=corrected)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class SubjectAreaAdmin(Guarded):
    list_display = ["name", "parent"]
    search_fields = ["name"]


class ClusterAdmin(Guarded):
    list_display = ["name"]


class ExpertAdmin(ToLookAt):
    """What the registry holds is changed on its own pages, by whoever keeps it."""

    list_display = ["__str__", "employer", "keeper"]
    list_filter = ["subject_areas"]
    search_fields = ["search_text", "person__name", "employer"]


class ChannelAdmin(ToLookAt):
    """Channels are kept on pages of their own under Office; their secrets are shown nowhere."""

    list_display = ["union", "kind", "address", "active"]
    fields = ["union", "kind", "address", "active"]


class JobAdmin(ToLookAt):
    """Background work: how far it got, and why not further. What it is about stands on the dossier's page."""

    list_display = ["key", "kind", "state", "attempts", "run_after", "error"]
    list_filter = ["state", "kind"]
    fields = ["key", "kind", "state", "attempts", "run_after", "error", "created_at", "finished_at", "seconds"]
