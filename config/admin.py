"""Django's admin, for the administrators of a union."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ConsultAdminSite(AdminSite):
    """Open to administrators by membership, not by a flag."""

    site_header = site_title = _("Administration")
    index_title = _("Consult")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take our own models only: what other packages bring along asks nothing of the access table."""
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        own = [model for model in models if model._meta.app_label == "consult"]
        super().register(own, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        from consult.admin import administered  # models are loaded by now, not when this module is

        user = request.user
        return bool(user.is_authenticated and user.is_active and administered(request))


class ConsultAdminConfig(AdminConfig):
    """Puts ``ConsultAdminSite`` in the place of Django's own."""

    default_site = "config.admin.ConsultAdminSite"
