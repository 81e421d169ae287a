"""The demo and what machines ask. The demo answers 404 in any other mode."""

from __future__ import annotations

from django.urls import path

from consult.views import demo, health

urlpatterns = [
    path("demo/", demo.accounts, name="demo"),
    path("demo/mails/", demo.mails, name="mails"),
    path("demo/<int:pk>/", demo.sign_in, name="demo_sign_in"),
    path("robots.txt", health.robots, name="robots"),
    path("metrics", health.metrics, name="metrics"),
]
