"""The steps that wait for somebody."""

from __future__ import annotations

from django.urls import path

from consult.views import councils, letters, reviewing, steps, texts

urlpatterns = [
    path("steps/<int:pk>/letter/", letters.remind_by_letter, name="remind_by_letter"),
    path("steps/<int:pk>/", steps.task, name="task"),
    path("steps/<int:pk>/suggest/", councils.suggest_council, name="suggest_council"),
    path("steps/<int:pk>/check/", councils.check_seats, name="check_seats"),
    path("steps/<int:pk>/calendar/", steps.deadline, name="step_calendar"),
    path("steps/<int:pk>/save/", reviewing.save_review, name="save_review"),
    path("steps/<int:pk>/text/", texts.save_text, name="save_text"),
]
