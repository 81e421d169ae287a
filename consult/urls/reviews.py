"""Reviews, by their number."""

from __future__ import annotations

from django.urls import path

from consult.views import answering, entering, previews, reviewers, reviewing

urlpatterns = [
    path("reviews/<int:pk>/looked-at/", entering.confirm_review, name="confirm_review"),
    path("reviews/<int:pk>/not-mine/", entering.dispute_review, name="dispute_review"),
    path("reviews/<int:pk>/replace/", reviewers.replace_reviewer, name="replace_reviewer"),
    path("reviews/<int:pk>/replace/preview/", previews.preview_replacement, name="preview_replacement"),
    path("reviews/<int:pk>/excuse/", reviewers.excuse_reviewer, name="excuse_reviewer"),
    path("reviews/<int:pk>/files/", reviewing.add_file, name="add_review_file"),
    path("reviews/<int:pk>/files/<int:file>/remove/", reviewing.remove_file, name="remove_review_file"),
    path("review-files/<int:pk>/", reviewing.review_file, name="review_file"),
    path("reviews/<int:pk>/more-time/", reviewers.ask_more_time, name="ask_more_time"),
    path("reviews/<int:pk>/extend/", reviewers.extend_review, name="extend_review"),
    path("reviews/<int:pk>/invite-again/", reviewers.invite_again, name="invite_again"),
    path("invitation/<secret:code>/", answering.answer_by_link, name="answer_by_link"),
]
