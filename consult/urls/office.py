"""What an office sets for itself."""

from __future__ import annotations

from django.urls import path

from consult.views import (
    keys,
    office,
    office_history,
    office_templates,
    office_time,
    operations,
    procedure,
    procedure_parts,
    procedure_preview,
    procedures,
    setup,
)

urlpatterns = [
    path("office/", office.heading, name="office"),
    path("office/grounds/", office.grounds, name="office_grounds"),
    path("office/signers/", office.signers, name="office_signers"),
    path("office/rates/", office.rates, name="office_rates"),
    path("office/documents/", office.wordings, name="office_wordings"),
    path("office/documents/<slug:kind>/", office.wording, name="office_wording"),
    path("office/documents/<slug:kind>/preview/", office.preview, name="office_preview"),
    path("office/documents/<slug:kind>/template/", office_templates.template, name="office_template"),
    path("office/documents/<slug:kind>/template/leave/", office_templates.leave_template, name="leave_template"),
    path("office/templates/<int:pk>/", office_templates.template_file, name="template_file"),
    path("office/templates/<int:pk>/use/", office_templates.use_template, name="use_template"),
    path("office/hours/", office_time.hours, name="office_hours"),
    path("office/days-off/", office_time.days_off, name="office_days_off"),
    path("office/history/", office_history.history, name="office_history"),
    path("office/keys/", keys.keys, name="keys"),
    path("office/keys/<slug:whose>/forget/", keys.drop_key, name="drop_key"),
    path("office/roots/<int:pk>/remove/", keys.drop_root, name="drop_root"),
    path("office/certificates/<int:pk>/remove/", keys.drop_certificate, name="drop_certificate"),
    path("office/operations/", operations.operations, name="operations"),
    path("office/retention/", operations.retention, name="retention"),
    path("office/left-to-do/", setup.left_to_do, name="left_to_do"),
    path("office/left-to-do/<slug:item>/", setup.tick, name="tick_left"),
    path("office/kinds/", procedures.kinds, name="office_kinds"),
    path("office/kinds/new/", procedures.new_kind, name="new_kind"),
    path("office/kinds/from-file/", procedures.import_kind, name="import_kind"),
    path("office/kinds/<int:pk>/", procedures.kind, name="office_kind"),
    path("office/kinds/<int:pk>/draft/", procedures.draft, name="draft_procedure"),
    path("office/procedures/<int:pk>/", procedures.version, name="office_procedure"),
    path("office/procedures/<int:pk>/begin/", procedures.begin, name="begin_procedure"),
    path("office/procedures/<int:pk>/withdraw/", procedures.withdraw, name="withdraw_procedure"),
    path("office/procedures/<int:pk>/discard/", procedures.discard, name="discard_procedure"),
    path("office/procedures/<int:pk>/compare/", procedures.compare, name="compare_procedure"),
    path("office/procedures/<int:pk>/preview/", procedure_preview.preview, name="preview_procedure"),
    path("office/procedures/<int:pk>/file/", procedures.export, name="procedure_file"),
    path("office/procedures/<int:pk>/<slug:part>/", procedure_parts.part, name="procedure_part"),
    path("procedure/", procedure.procedure, name="procedure"),
    path("procedure/bpmn/", procedure.procedure_bpmn, name="procedure_bpmn"),
]
