"""Where the addresses are put together; see ``consult.urls``."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

SUBJECTS = (
    "dossiers", "steps", "reviews", "meetings", "departments", "experts", "documents", "registers", "yearly_tasks", "office",
    "people", "accounts", "installation",
)  # fmt: skip
handler500 = "consult.views.unwritable.fault"
urlpatterns = [
    *(path("", include(f"consult.urls.{subject}")) for subject in SUBJECTS),
    *([path("administration/", admin.site.urls)] if settings.ADMIN else []),
]
