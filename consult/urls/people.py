"""One's own notices and data, and what is kept about people."""

from __future__ import annotations

from django.urls import path

from consult.views import (
    access_requests,
    accounts,
    answering,
    colleagues,
    data_requests,
    fees,
    mails,
    notices,
    office_bodies,
    people,
    stand_ins,
)

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/<int:pk>/", notices.open_notice, name="open_notice"),
    path("ask-for-access/", access_requests.ask_access, name="ask_access"),
    path("colleagues/", colleagues.own_bodies, name="own_bodies"),
    path("colleagues/<int:pk>/", colleagues.colleagues, name="colleagues"),
    path("colleagues/roles/<int:pk>/retire/", colleagues.retire_colleague, name="retire_colleague"),
    path("people/quiet/", people.quiet, name="quiet_hours"),
    path("proposals/<int:pk>/", office_bodies.change_proposal, name="change_proposal"),
    path("people/ask/", data_requests.ask, name="ask_about_data"),
    path("people/<int:pk>/payment/", fees.payee, name="payee"),
    path("people/<int:pk>/data/", people.data, name="personal_data"),
    path("people/<int:pk>/data/file/", people.export, name="export_personal_data"),
    path("people/<int:pk>/data/erase/", people.erase, name="erase_personal_data"),
    path("stand-ins/", stand_ins.stand_ins, name="stand_ins"),
    path("absences/", stand_ins.add_absence, name="add_absence"),
    path("absences/<int:pk>/remove/", stand_ins.remove_absence, name="remove_absence"),
    path("stand-ins/<int:pk>/end/", stand_ins.end_stand_in, name="end_stand_in"),
    path("people/<int:pk>/mails/", mails.person_mails, name="person_mails"),
    path("mails/<int:pk>/", mails.mail, name="mail"),
    path("mails/<int:pk>/address/", mails.correct_address, name="correct_address"),
    path("people/daily-mail/<secret:code>/", answering.end_daily_mail, name="end_daily_mail"),
    path("language/", accounts.set_language, name="set_language"),
]
