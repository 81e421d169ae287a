"""An office's channels and background work."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import Model, Q
from django.forms import CharField, ModelForm, Textarea
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consult import models
from consult.access.keeping import administered
from consult.actions.notifications.channels import require_allowed, save_secret, way_of
from consult.libraries.channels import KINDS, ChannelFaultError
from consult.models import Organisation, Person
from consult.refusals import ActionError
from consult.views.shared import person_of

from .scope import UnionScoped, choices, opens


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
            except (ActionError, ChannelFaultError) as fault:
                self.add_error("address", str(getattr(fault, "reason", fault)))
        return data


class AddressInline(admin.TabularInline):
    model = models.Address
    autocomplete_fields = ["person"]
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return opens(request)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = choices(request, db_field)
        if db_field.name == "person":
            # Who stands on the channel already stays there, whoever keeps them by now.
            here = models.Address.objects.filter(channel__union__in=administered(person_of(request)))
            kwargs["queryset"] |= Person.objects.filter(pk__in=here.values("person"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ChannelAdmin(UnionScoped):
    """Other ways than mail. Only hosts that the operator allows can be called."""

    form = ChannelForm
    list_display = ["union", "kind", "address", "active"]
    fields = ["union", "kind", "address", "secret", "active"]
    inlines = [AddressInline]

    def scope(self, unions: list[int]) -> Q:
        return Q(union__in=unions)

    def written(self, obj: Any, *, removed: bool) -> tuple[Organisation | None, str, dict[str, Any]]:
        return obj.union, "channel_removed" if removed else "channel_changed", {"kind": obj.kind}

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        if form.cleaned_data.get("secret"):
            save_secret(cast("models.Channel", obj), form.cleaned_data["secret"])
        super().save_model(request, obj, form, change)


class JobAdmin(UnionScoped):
    """Background work: how far it got, and why not further. What it is about stands on the dossier's page."""

    list_display = ["key", "kind", "state", "attempts", "run_after", "error"]
    list_filter = ["state", "kind"]
    fields = ["key", "kind", "state", "attempts", "run_after", "error", "created_at", "finished_at", "seconds"]

    def scope(self, unions: list[int]) -> Q:
        return Q(dossier__union__in=unions) & ~Q(dossier__stage=models.Stage.DRAFT)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
