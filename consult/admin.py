"""Django's admin for a union's administrators: people, organisations and rules; of dossiers only to look."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.db.models import Model, Q, QuerySet
from django.forms import CharField, ModelForm, Textarea
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consult import models
from consult.access import Refused, Who, organisations_as
from consult.actions.channels import keep_secret, require_allowed, way_of
from consult.channels import KINDS, ChannelFaultError
from consult.models import Membership, Organisation, Person, Procedure
from consult.queries.reach import visible_dossiers

from .views.shared import person_of


def administered(request: HttpRequest) -> list[int]:
    """The unions whose administrator this person is; all of them for a superuser."""
    person = person_of(request)
    if person.is_superuser:
        return list(Organisation.objects.filter(kind=Organisation.Kind.UNION).values_list("pk", flat=True))
    return organisations_as(person, Who.ADMINISTRATOR)


class UnionScoped(ModelAdmin):
    """Shows and changes only what belongs to the administrator's unions. ``scope`` is the condition for that."""

    def scope(self, unions: list[int]) -> Q:
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(self.scope(administered(request))).distinct()

    def _open(self, request: HttpRequest, obj: Model | None = None) -> bool:
        unions = administered(request)
        if not unions or obj is None:
            return bool(unions)
        return type(obj)._default_manager.filter(self.scope(unions), pk=obj.pk).exists()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._open(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._open(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._open(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._open(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("union", "organisation"):
            own = Q(pk__in=administered(request))
            outside = Q() if db_field.name == "union" else ~Q(kind=Organisation.Kind.UNION)
            condition = own if db_field.name == "union" else own | outside
            kwargs["queryset"] = Organisation.objects.filter(condition)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


OWN_OR_OUTSIDE = ~Q(kind=Organisation.Kind.UNION)


class OrganisationAdmin(UnionScoped):
    list_display = ["name", "kind", "level", "symbol", "place"]
    list_filter = ["kind", "level"]
    search_fields = ["name", "folded"]

    def scope(self, unions: list[int]) -> Q:
        return Q(pk__in=unions) | OWN_OR_OUTSIDE


class MembershipAdmin(UnionScoped):
    list_display = ["person", "organisation", "role"]
    list_filter = ["role"]
    search_fields = ["person__name", "organisation__name"]
    autocomplete_fields = ["person"]

    def scope(self, unions: list[int]) -> Q:
        return Q(organisation__in=unions) | ~Q(organisation__kind=Organisation.Kind.UNION)


class PersonAdmin(UnionScoped):
    """People of the administrator's unions, experts and proposers; never the people of another union."""

    list_display = ["name", "email", "is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "phone", "language", "is_active"]

    def view_on_site(self, obj: Model) -> str:
        """What is kept about this person."""
        return reverse("personal_data", args=[obj.pk])

    def scope(self, unions: list[int]) -> Q:
        foreign = Membership.objects.filter(organisation__kind=Organisation.Kind.UNION).exclude(organisation__in=unions)
        return ~Q(pk__in=foreign.values("person")) & Q(is_superuser=False)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        person = cast("Person", obj)
        if not change:
            person.set_unusable_password()
        super().save_model(request, person, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ExpertAdmin(UnionScoped):
    list_display = ["__str__", "employer", "active"]
    list_filter = ["active", "fields"]
    search_fields = ["folded", "person__name", "employer"]
    filter_horizontal = ["fields"]
    autocomplete_fields = ["person", "employer_organisation"]

    def scope(self, unions: list[int]) -> Q:
        return Q()


class FieldAdmin(UnionScoped):
    list_display = ["name", "parent"]
    search_fields = ["name"]

    def scope(self, unions: list[int]) -> Q:
        return Q()


class ClusterAdmin(FieldAdmin):
    list_display = ["name"]


class ChannelForm(ModelForm):
    """A channel with its secret, which is written and never shown."""

    secret = CharField(
        label=_("Secret"),
        required=False,
        widget=Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("A webhook's shared secret, or the keys of a Zalo account as JSON. Left empty, it stays as it is."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, address = data.get("kind"), data.get("address")
        secret = data.get("secret", "")
        if not secret and not self.instance.locked:
            self.add_error("secret", _("Give the secret."))
        elif kind and address:
            try:
                require_allowed(KINDS[kind](address, secret) if secret else way_of(self.instance))
            except (Refused, ChannelFaultError) as fault:
                self.add_error("address", str(fault))
        return data


class AddressInline(admin.TabularInline):
    model = models.Address
    autocomplete_fields = ["person"]
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(administered(request))

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class ChannelAdmin(UnionScoped):
    """Other ways than mail. Only hosts that the operator allows can be called."""

    form = ChannelForm
    list_display = ["union", "kind", "address", "active"]
    fields = ["union", "kind", "address", "secret", "active"]
    inlines = [AddressInline]

    def scope(self, unions: list[int]) -> Q:
        return Q(union__in=unions)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        if form.cleaned_data.get("secret"):
            keep_secret(cast("models.Channel", obj), form.cleaned_data["secret"])
        super().save_model(request, obj, form, change)


class ProcedureAdmin(UnionScoped):
    """A version that dossiers began with does not change any more: a new version is made instead."""

    list_display = ["name", "union", "kind", "version", "active"]
    actions = ["make_new_version"]

    def scope(self, unions: list[int]) -> Q:
        return Q(union__in=unions)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        in_use = obj is not None and obj.dossiers.exists()
        return ["union", "kind", "version", "config"] if in_use else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or not obj.dossiers.exists())

    @admin.action(description=_("Make a new version of the chosen procedures"))
    def make_new_version(self, request: HttpRequest, queryset: QuerySet[Procedure]) -> None:
        for old in queryset:
            newest = Procedure.objects.filter(union=old.union, kind=old.kind).order_by("-version").first()
            version = newest.version + 1 if newest else 1
            Procedure.objects.create(
                union=old.union, kind=old.kind, version=version, name=old.name, description=old.description,
                config=old.config, active=False,
            )  # fmt: skip
        messages.success(request, _("Made. Change the new version, then offer it for new dossiers."))


class ReadOnly(UnionScoped):
    """Part of a dossier or of its history: to look at, never to change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def scope(self, unions: list[int]) -> Q:
        return Q(dossier__union__in=unions) & ~Q(dossier__stage=models.Stage.DRAFT)


class DossierAdmin(ReadOnly):
    list_display = ["code", "title", "union", "stage", "step", "due_on"]
    list_filter = ["stage"]
    search_fields = ["folded"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(visible_dossiers(person_of(request)))

    def scope(self, unions: list[int]) -> Q:
        return Q(union__in=unions) & ~Q(stage=models.Stage.DRAFT)


class EventAdmin(ReadOnly):
    list_display = ["at", "dossier", "verb", "person", "capacity"]
    list_filter = ["verb"]


class JobAdmin(ReadOnly):
    list_display = ["key", "kind", "state", "attempts", "run_after", "error"]
    list_filter = ["state", "kind"]


admin.site.register(models.Organisation, OrganisationAdmin)
admin.site.register(models.Membership, MembershipAdmin)
admin.site.register(models.Person, PersonAdmin)
admin.site.register(models.Expert, ExpertAdmin)
admin.site.register(models.Field, FieldAdmin)
admin.site.register(models.EmulationCluster, ClusterAdmin)
admin.site.register(models.Channel, ChannelAdmin)
admin.site.register(models.Procedure, ProcedureAdmin)
admin.site.register(models.Dossier, DossierAdmin)
admin.site.register(models.Event, EventAdmin)
admin.site.register(models.Job, JobAdmin)
