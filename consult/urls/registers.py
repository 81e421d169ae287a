"""The registers of numbers."""

from __future__ import annotations

from django.urls import path

from consult.views import received, registers

urlpatterns = [
    path("registers/", registers.registers, name="registers"),
    path("registers/in/", registers.incoming, name="incoming"),
    path("registers/mail/", received.received, name="received"),
    path("registers/mail/<int:pk>/", received.received_mail, name="received_mail"),
    path("registers/mail/<int:pk>/settle/", received.settle_mail, name="settle_mail"),
    path("registers/mail/files/<int:pk>/", received.received_file, name="received_file"),
    path("registers/in/<int:pk>/", registers.complete_letter, name="complete_letter"),
    path("registers/<int:pk>/", registers.complete_entry, name="complete_entry"),
    path("registers/<int:pk>/void/", registers.void_entry, name="void_entry"),
    path("registers/<slug:direction>/<slug:form>/", registers.register_file, name="register_file"),
]
