"""The registers of numbers."""

from __future__ import annotations

from django.urls import path

from consult.views import dispatch, registers

urlpatterns = [
    path("registers/", registers.registers, name="registers"),
    path("registers/in/", registers.incoming, name="incoming"),
    path("registers/in/<int:pk>/", registers.complete_letter, name="complete_letter"),
    path("registers/dispatch/", dispatch.dispatch, name="dispatch"),
    path("registers/sendings/<int:pk>/take-back/", dispatch.take_back_sending, name="take_back_sending"),
    path("registers/<int:pk>/recipients/", dispatch.entry_recipients, name="entry_recipients"),
    path("registers/<int:pk>/", registers.complete_entry, name="complete_entry"),
    path("registers/<int:pk>/void/", registers.void_entry, name="void_entry"),
    path("registers/<slug:direction>/<slug:form>/", registers.register_file, name="register_file"),
]
