from django.contrib.admin import AdminSite


class ConsultAdminSite(AdminSite):
    pass
