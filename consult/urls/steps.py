"""The steps that wait for somebody."""

from __future__ import annotations

from django.urls import path

from consult.views import councils, entering, letters, previews, reviewing, steps, texts, word_drafts

urlpatterns = [
    path("steps/<int:pk>/letter/", letters.remind_by_letter, name="remind_by_letter"),
    path("steps/<int:pk>/letter/preview/", previews.preview_letter, name="preview_letter"),
    path("steps/<int:pk>/", steps.task, name="task"),
    path("steps/<int:pk>/from-letter/", entering.enter_step, name="enter_step"),
    path("steps/<int:pk>/preview/", previews.preview_step, name="preview_step"),
    path("steps/<int:pk>/suggest/", councils.suggest_council, name="suggest_council"),
    path("steps/<int:pk>/check/", councils.check_seats, name="check_seats"),
    path("steps/<int:pk>/calendar/", steps.deadline, name="step_calendar"),
    path("steps/<int:pk>/save/", reviewing.save_review, name="save_review"),
    path("steps/<int:pk>/text/", texts.save_text, name="save_text"),
    path("steps/<int:pk>/word/", word_drafts.draft_as_word, name="draft_as_word"),
    path("steps/<int:pk>/word/bring/", word_drafts.bring_draft, name="bring_draft"),
]
