"""The registry of experts, councils planned together, fairness and fees."""

from __future__ import annotations

from django.urls import path

from consult.views import councils, experts, fairness, fees, registry, sheet_imports

urlpatterns = [
    path("fees/", fees.fees_of_a_year, name="fees_of_a_year"),
    path("experts/fairness/", fairness.fairness, name="fairness"),
    path("experts/", experts.experts, name="experts"),
    path("experts/table/", experts.table, name="expert_table"),
    path("experts/new/", experts.add, name="add_expert"),
    path("experts/import/", sheet_imports.read, {"what": "experts"}, name="read_experts"),
    path("experts/import/<int:pk>/", sheet_imports.take_over, {"what": "experts"}, name="expert_import"),
    path("experts/<int:pk>/", experts.expert, name="expert"),
    path("experts/<int:pk>/judge/", registry.judge, name="judge_expert"),
    path("experts/<int:pk>/hand-over/", registry.hand_over, name="hand_over_expert"),
    path("experts/<int:pk>/proposals/<int:proposal>/", registry.decide, name="decide_proposal"),
    path("experts/<int:pk>/edit/", experts.edit, name="edit_expert"),
    path("experts/<int:pk>/withdraw/", experts.withdraw, name="withdraw_expert"),
    path("experts/<int:pk>/agree/", experts.agree, name="agree_expert"),
    path("experts/<int:pk>/files/<int:file>/", experts.proof, name="expert_file"),
    path("experts/<int:pk>/remove/<slug:kind>/<int:row>/", experts.remove_row, name="remove_expert_row"),
    path("councils/plan/", councils.plan, name="plan"),
    path("councils/plan/make/", councils.make_plan, name="make_plan"),
]
