"""What departments are asked; they answer without an account."""

from __future__ import annotations

from django.urls import path

from consult.views import departments

urlpatterns = [
    path("departments/<int:pk>/", departments.record, name="record_answer"),
    path("departments/<int:pk>/file/", departments.file, name="department_file"),
    path("answer/<secret:code>/", departments.answer, name="answer_department"),
]
