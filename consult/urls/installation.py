"""How an office begins, the demo, and what machines ask. The demo answers 404 in any other mode."""

from __future__ import annotations

from django.urls import path

from consult.views import demo, health, mail_events, setup

urlpatterns = [
    path("demo/", demo.accounts, name="demo"),
    path("demo/mails/", demo.mails, name="mails"),
    path("demo/<int:pk>/", demo.sign_in, name="demo_sign_in"),
    path("setup/", setup.setup, name="setup"),
    path("setup/check/", setup.setup_check, name="setup_check"),
    path("setup/<slug:page>/", setup.setup_page, name="setup_page"),
    path("robots.txt", health.robots, name="robots"),
    path("metrics", health.metrics, name="metrics"),
    path("mail-events/", mail_events.mail_events, name="mail_events"),
]
