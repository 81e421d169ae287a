"""What one administrator sees and changes in Django's admin."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest

from consult.access import Capacity
from consult.access.keeping import administered, are_all_unions
from consult.actions.actor import Actor, record_of_union
from consult.models import Organisation
from consult.rules.text import MOST_SEARCHED, MOST_WORDS
from consult.views.shared import person_of


def opens(request: HttpRequest) -> bool:
    """Whether this person has anything to administer."""
    person = person_of(request)
    return bool(person.is_authenticated and person.is_active and (person.is_superuser or administered(person)))


def choices(request: HttpRequest, column: Field) -> QuerySet:
    """What a column that points at another row may point at: what this person's own lists show, whatever is sent."""
    target = column.related_model
    assert isinstance(target, type)
    if target is Organisation and column.name in ("union", "keeper"):
        person, unions = person_of(request), Organisation.objects.filter(kind=Organisation.Kind.UNION)
        return unions if person.is_superuser else unions.filter(pk__in=administered(person))
    return admin.site.get_model_admin(target).get_queryset(request)


def note(request: HttpRequest, union: Organisation | None, verb: str, **data: Any) -> None:
    """Write into a union's own history what its administrator changed here. Bodies and people of no union have none."""
    if union is not None:
        person = person_of(request)
        capacity = Capacity.ADMINISTRATOR if union.pk in administered(person) else ""
        record_of_union(union, verb, Actor(person, capacity), **data)


class UnionScoped(ModelAdmin):
    """Shows and changes only what belongs to the administrator's unions. ``scope`` is the condition for that."""

    def scope(self, unions: list[int]) -> Q:
        raise NotImplementedError

    def may_change(self, request: HttpRequest, obj: Any) -> bool:
        """Whether what is in scope may be changed as well; None asks for any."""
        return True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        person = person_of(request)
        return rows if person.is_superuser else rows.filter(self.scope(administered(person)))

    def written(self, obj: Any, *, removed: bool) -> tuple[Organisation | None, str, dict[str, Any]] | None:
        """What the history of which union says of a change: the union, the verb and its data. None where it says nothing."""
        return None

    def _note(self, request: HttpRequest, obj: Any, *, removed: bool) -> None:
        if said := self.written(obj, removed=removed):
            union, verb, data = said
            note(request, union, verb, **data)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change or form.has_changed():
            self._note(request, obj, removed=False)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        # Written first: afterwards the row has no key any more.
        self._note(request, obj, removed=True)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        first = " ".join(search_term[:MOST_SEARCHED].split()[:MOST_WORDS])
        return super().get_search_results(request, queryset, first)

    def _in_scope(self, request: HttpRequest, obj: Model | None) -> bool:
        return opens(request) and (obj is None or self.get_queryset(request).filter(pk=obj.pk).exists())

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._in_scope(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return opens(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        free = person_of(request).is_superuser or self.may_change(request, obj)
        return self._in_scope(request, obj) and free

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:  # type: ignore[override]
        """Only what the filters beside a list ask: any other question tells of columns that nobody shows."""
        return any(
            lookup in (f"{name}__exact", f"{name}__isnull", f"{name}__id__exact")
            for name in cast("list", self.list_filter)
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = choices(request, db_field)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = choices(request, db_field)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class UnionRecordAdmin(UnionScoped):
    """Something that one union entered and keeps. Whoever enters it says for which of their unions; it stays there."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["keeper"] if obj is not None and not person_of(request).is_superuser else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "keeper" and not person_of(request).is_superuser:
            field.required, field.initial = True, field.queryset.first()
        return field


class CommonAdmin(UnionScoped):
    """What all unions use: to look at; changed by a superuser, or where only one union has people, by that one."""

    def scope(self, unions: list[int]) -> Q:
        return Q()

    def may_change(self, request: HttpRequest, obj: Any) -> bool:
        return are_all_unions(administered(person_of(request)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)


class ForSuperusers(UnionScoped):
    """What unions keep on pages of their own; here for whoever runs the installation."""

    def scope(self, unions: list[int]) -> Q:
        return Q(pk__in=[])

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        first = " ".join(search_term[:MOST_SEARCHED].split()[:MOST_WORDS])
        return super().get_search_results(request, queryset, first)

    def _in_scope(self, request: HttpRequest, obj: Model | None) -> bool:
        return opens(request) and person_of(request).is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._in_scope(request, None)
