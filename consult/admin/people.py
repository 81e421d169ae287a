"""Unions, bodies, people and who does what in them."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consult.access.keeping import check_person, own_bodies, own_organisations, own_people
from consult.actions.accounts import change_address
from consult.models import Membership, Organisation, Person
from consult.views.shared import person_of

from .scope import CommonAdmin, ForSuperusers, UnionRecordAdmin, UnionScoped


def union_of(body: Organisation) -> Organisation | None:
    """In whose history a change of a body is written."""
    return body if body.kind == Organisation.Kind.UNION else body.keeper


class OrganisationAdmin(UnionRecordAdmin):
    """An administrator's unions, and the bodies that are theirs alone. Unions themselves are made by a superuser."""

    list_display = ["name", "kind", "level", "symbol", "place"]
    list_filter = ["kind", "level"]
    search_fields = ["name", "search_text"]
    # The hours in which a union speaks have a page of their own under Office.
    exclude = ["mails_from", "mails_until", "mails_every_day", "names_responsible"]

    def scope(self, unions: list[int]) -> Q:
        return own_organisations(unions)

    def written(self, obj: Any, *, removed: bool) -> tuple[Organisation | None, str, dict[str, Any]]:
        if obj.kind == Organisation.Kind.UNION:
            return None if removed else obj, "heading_changed", {}
        return obj.keeper, "body_removed" if removed else "body_changed", {"body": str(obj.uid)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        of_a_union = obj is not None and obj.kind == Organisation.Kind.UNION and not person_of(request).is_superuser
        return (
            ["kind", "level", "parent", "cluster", "keeper"]
            if of_a_union
            else super().get_readonly_fields(request, obj)
        )

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "kind" and not person_of(request).is_superuser:
            kwargs["choices"] = [one for one in Organisation.Kind.choices if one[0] != Organisation.Kind.UNION]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        union = obj is not None and obj.kind == Organisation.Kind.UNION
        return super().has_delete_permission(request, obj) and (not union or person_of(request).is_superuser)


class MembershipForm(ModelForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        organisation = data.get("organisation") or getattr(self.instance, "organisation", None)
        outside = organisation is not None and organisation.kind != Organisation.Kind.UNION
        if outside and data.get("role", Membership.Role.PROPOSER) != Membership.Role.PROPOSER:
            raise ValidationError({"role": _("People of a body that is not a union are proposers.")})
        return data


class MembershipAdmin(UnionScoped):
    """Who does what in a union, and who proposes for a body of its own. Another person or body is another row."""

    form = MembershipForm
    list_display = ["person", "organisation", "role"]
    list_filter = ["role"]
    search_fields = ["person__name", "organisation__name"]
    autocomplete_fields = ["person"]
    # In which division a role is held is said on a page under Office, which the union's history knows.
    exclude = ("division",)

    def scope(self, unions: list[int]) -> Q:
        return Q(organisation__in=unions) | Q(organisation__in=Organisation.objects.filter(own_bodies(unions)))

    def written(self, obj: Any, *, removed: bool) -> tuple[Organisation | None, str, dict[str, Any]]:
        whom = {"person": str(obj.person.uid), "body": str(obj.organisation.uid), "role": obj.role}
        return union_of(obj.organisation), "role_taken" if removed else "role_given", whom

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["person", "organisation"] if obj is not None else []


class PersonAdmin(UnionRecordAdmin):
    """People of the administrator's unions and bodies. Who has a part in another union's work is only looked at."""

    list_display = ["name", "email", "is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "phone", "language", "is_active", "keeper"]

    def view_on_site(self, obj: Model) -> str:
        """What is kept about this person."""
        return reverse("personal_data", args=[obj.pk])

    def scope(self, unions: list[int]) -> Q:
        return own_people(unions)

    def written(self, obj: Any, *, removed: bool) -> tuple[Organisation | None, str, dict[str, Any]]:
        return obj.keeper, "person_changed", {"person": str(obj.uid)}

    def may_change(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or bool(check_person(person_of(request), obj))

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        person = cast("Person", obj)
        if not change:
            person.set_unusable_password()
            super().save_model(request, person, form, change)
            return
        # An address is corrected by an act of its own: the old one is told and opens nothing any more.
        corrected, person.email = person.email, form.initial["email"]
        super().save_model(request, person, form, change)
        change_address(person=person, by=person_of(request), email=corrected)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class SubjectAreaAdmin(CommonAdmin):
    list_display = ["name", "parent"]
    search_fields = ["name"]


class ClusterAdmin(CommonAdmin):
    list_display = ["name"]


class ExpertAdmin(ForSuperusers):
    """Looked at only: what the registry holds is changed on its own pages, by whoever keeps it, and written in its history."""

    list_display = ["__str__", "employer", "keeper"]
    list_filter = ["subject_areas"]
    search_fields = ["search_text", "person__name", "employer"]
    filter_horizontal = ["subject_areas"]
    autocomplete_fields = ["person", "employer_organisation"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
