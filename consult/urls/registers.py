"""The registers of numbers."""

from __future__ import annotations

from django.urls import path

from consult.views import dispatch, incoming, received, registers

urlpatterns = [
    path("registers/", registers.registers, name="registers"),
    path("registers/in/", registers.incoming, name="incoming"),
    path("registers/mail/", received.received, name="received"),
    path("registers/mail/<int:pk>/", received.received_mail, name="received_mail"),
    path("registers/mail/<int:pk>/register/", received.register_mail, name="register_mail"),
    path("registers/mail/<int:pk>/settle/", received.settle_mail, name="settle_mail"),
    path("registers/mail/files/<int:pk>/", received.received_file, name="received_file"),
    path("registers/in/<int:pk>/", registers.complete_letter, name="complete_letter"),
    path("registers/in/<int:pk>/letter/", incoming.incoming_letter, name="incoming_letter"),
    path("registers/in/<int:pk>/files/", incoming.add_letter_files, name="add_letter_files"),
    path("registers/in/<int:pk>/give/", incoming.give_letter, name="give_letter"),
    path("registers/in/<int:pk>/settled/", incoming.settle_letter, name="settle_letter"),
    path("registers/in/<int:pk>/lay/", incoming.file_letter, name="file_letter"),
    path("registers/in/<int:pk>/correct/", incoming.correct_letter, name="correct_letter"),
    path("registers/in/<int:pk>/void/", incoming.void_letter, name="void_letter"),
    path("registers/in/<int:pk>/dossier/", incoming.open_from_letter, name="open_from_letter"),
    path("registers/in/scans/<int:pk>/", incoming.letter_file, name="letter_file"),
    path("registers/dispatch/", dispatch.dispatch, name="dispatch"),
    path("registers/sendings/<int:pk>/take-back/", dispatch.take_back_sending, name="take_back_sending"),
    path("registers/<int:pk>/recipients/", dispatch.entry_recipients, name="entry_recipients"),
    path("registers/<int:pk>/", registers.complete_entry, name="complete_entry"),
    path("registers/<int:pk>/void/", registers.void_entry, name="void_entry"),
    path("registers/<slug:direction>/<slug:form>/", registers.register_file, name="register_file"),
]
