"""One's own notices and data, and what is kept about people."""

from __future__ import annotations

from django.urls import path

from consult.views import accounts, fees, notices, people

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/<int:pk>/", notices.open_notice, name="open_notice"),
    path("people/quiet/", people.quiet, name="quiet_hours"),
    path("people/<int:pk>/payment/", fees.payee, name="payee"),
    path("people/<int:pk>/data/", people.data, name="personal_data"),
    path("people/<int:pk>/data/file/", people.export, name="export_personal_data"),
    path("people/<int:pk>/data/erase/", people.erase, name="erase_personal_data"),
    path("language/", accounts.set_language, name="set_language"),
]
