"""Meetings, by their number."""

from __future__ import annotations

from django.urls import path

from consult.views import entering, meeting_session, meetings

urlpatterns = [
    path("meetings/<int:pk>/", meeting_session.meeting, name="meeting"),
    path("meetings/<int:pk>/live/", meeting_session.live, name="meeting_live"),
    path("meetings/<int:pk>/check-in-code/", meeting_session.check_in_code, name="meeting_check_in_code"),
    path("meetings/<int:pk>/act/<slug:name>/", meeting_session.act, name="meeting_act"),
    path("meetings/<int:pk>/by-letter/", entering.vote_by_letter, name="vote_by_letter"),
    path("workshop/<secret:code>/", meeting_session.register_guest, name="register_guest"),
    path("meetings/<int:pk>/calendar/", meetings.calendar, name="meeting_calendar"),
]
