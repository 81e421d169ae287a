"""Django's admin, for whoever runs the installation."""

from django.contrib.admin.apps import AdminConfig


class ConsultAdminConfig(AdminConfig):
    """Puts our own site in the place of Django's."""

    default_site = "config.admin_site.ConsultAdminSite"
