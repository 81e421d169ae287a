"""Django's admin, for the administrators of a union."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ConsultAdminSite(AdminSite):
    """Open to administrators by membership, not by a flag."""

    site_header = site_title = _("Administration")
    index_title = _("Consult")

    def has_permission(self, request: HttpRequest) -> bool:
        from consult.admin import administered  # models are loaded by now, not when this module is

        user = request.user
        return bool(user.is_authenticated and user.is_active and administered(request))


class ConsultAdminConfig(AdminConfig):
    """Puts ``ConsultAdminSite`` in the place of Django's own."""

    default_site = "config.admin.ConsultAdminSite"
