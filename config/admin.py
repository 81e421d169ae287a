"""Django's admin, for the administrators of a union."""

from django.contrib.admin.apps import AdminConfig


class ConsultAdminConfig(AdminConfig):
    default_site = "consult.views.admin.ConsultAdminSite"
