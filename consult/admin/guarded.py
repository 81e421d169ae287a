"""What every list of Django's admin has in common: only superusers, no questions but its filters', and what is written."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from consult.actions.actor import Actor, record_of_union
from consult.models import Organisation
from consult.rules.text import MOST_SEARCHED, MOST_WORDS
from consult.views.shared import person_of


def opens(request: HttpRequest) -> bool:
    """Whether this person runs the installation."""
    person = person_of(request)
    return bool(person.is_authenticated and person.is_active and person.is_superuser)


class Guarded(ModelAdmin):
    """Shown to and changed by superusers alone."""

    def written(self, obj: Any, *, removed: bool) -> tuple[Organisation | None, str, dict[str, Any]] | None:
        """What the history of which union says of a change: the union, the verb and its data. None where it says nothing."""
        return None

    def _note(self, request: HttpRequest, obj: Any, *, removed: bool) -> None:
        if said := self.written(obj, removed=removed):
            union, verb, data = said
            if union is not None:
                record_of_union(union, verb, Actor(person_of(request)), **data)

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

    def has_module_permission(self, request: HttpRequest) -> bool:
        return opens(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return opens(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return opens(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return opens(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return opens(request)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:  # type: ignore[override]
        """Only what the filters beside a list ask: any other question tells of columns that nobody shows."""
        return any(
            lookup in (f"{name}__exact", f"{name}__isnull", f"{name}__id__exact")
            for name in cast("list", self.list_filter)
        )


class ToLookAt(Guarded):
    """Looked at only: it is changed elsewhere, and written in a history there."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
