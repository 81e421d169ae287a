"""What an office sets for itself."""

from __future__ import annotations

from django.urls import path

from consult.views import keys, office, office_history, office_time, operations, procedure

urlpatterns = [
    path("office/", office.heading, name="office"),
    path("office/grounds/", office.grounds, name="office_grounds"),
    path("office/signers/", office.signers, name="office_signers"),
    path("office/rates/", office.rates, name="office_rates"),
    path("office/documents/", office.wordings, name="office_wordings"),
    path("office/documents/<slug:kind>/", office.wording, name="office_wording"),
    path("office/documents/<slug:kind>/preview/", office.preview, name="office_preview"),
    path("office/hours/", office_time.hours, name="office_hours"),
    path("office/days-off/", office_time.days_off, name="office_days_off"),
    path("office/history/", office_history.history, name="office_history"),
    path("office/keys/", keys.keys, name="keys"),
    path("office/keys/<slug:whose>/forget/", keys.drop_key, name="drop_key"),
    path("office/roots/<int:pk>/remove/", keys.drop_root, name="drop_root"),
    path("office/certificates/<int:pk>/remove/", keys.drop_certificate, name="drop_certificate"),
    path("office/operations/", operations.operations, name="operations"),
    path("office/retention/", operations.retention, name="retention"),
    path("procedure/", procedure.procedure, name="procedure"),
    path("procedure/bpmn/", procedure.procedure_bpmn, name="procedure_bpmn"),
]
