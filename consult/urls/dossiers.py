"""A dossier: the list, its pages, how it is submitted and broken off, what belongs to it."""

from __future__ import annotations

from django.urls import path

from consult.views import (
    dates,
    dossiers,
    fees,
    groups,
    letters,
    meetings,
    previews,
    procedure,
    reviewing,
    submitting,
    texts,
    work,
)

urlpatterns = [
    path("", work.my_work, name="my_work"),
    path("dossiers/", dossiers.dossiers, name="dossiers"),
    path("dossiers/new/", submitting.begin, name="begin"),
    path("dossiers/<int:pk>/", dossiers.dossier, name="dossier"),
    path("dossiers/<int:pk>/documents/", dossiers.dossier_documents, name="dossier_documents"),
    path("dossiers/<int:pk>/procedure/", procedure.procedure_of, name="procedure_of"),
    path("dossiers/<int:pk>/describe/", submitting.describe, name="describe"),
    path("dossiers/<int:pk>/describe/save/", submitting.save_description, name="save_description"),
    path("dossiers/<int:pk>/attachments/", submitting.attachments, name="attachments"),
    path("dossiers/<int:pk>/files/<slug:item>/", submitting.upload, name="upload"),
    path("dossiers/<int:pk>/remove/<int:attachment>/", submitting.remove_file, name="remove_file"),
    path("dossiers/<int:pk>/send/", submitting.send, name="send"),
    path("dossiers/<int:pk>/discard/", submitting.discard, name="discard"),
    path("dossiers/<int:pk>/withdraw/", dossiers.withdraw, name="withdraw"),
    path("dossiers/<int:pk>/cancel/", dossiers.cancel, name="cancel"),
    path("dossiers/<int:pk>/no-answer/", dossiers.waive_answer, name="waive_answer"),
    path("dossiers/<int:pk>/department/", letters.ask_department, name="ask_department"),
    path("dossiers/<int:pk>/department/preview/", previews.preview_department, name="preview_department"),
    path("dossiers/<int:pk>/documents/<slug:kind>/preview/", previews.preview_request, name="preview_request"),
    path("dossiers/<int:pk>/documents/<slug:kind>/request/", letters.request_document, name="request_document"),
    path("dossiers/<int:pk>/fees/", fees.fees, name="fees"),
    path("dossiers/<int:pk>/fees/table/", fees.fees_table, name="fees_table"),
    path("dossiers/<int:pk>/fees/work/<int:row>/remove/", fees.remove_extra_work, name="remove_extra_work"),
    path("dossiers/<int:pk>/confidential/", letters.classify, name="classify"),
    path("dossiers/<int:pk>/access-log/", dossiers.access_log, name="access_log"),
    path("dossiers/<int:pk>/versions/<slug:kind>/", texts.versions, name="versions"),
    path("dossiers/<int:pk>/reviews/", reviewing.side_by_side, name="reviews"),
    path("dossiers/<int:pk>/groups/<int:field>/", groups.group, name="group"),
    path("dossiers/<int:pk>/groups/<int:field>/preview/", previews.preview_group_report, name="preview_group_report"),
    path("dossiers/<int:pk>/groups/<int:field>/save/", groups.save, name="save_group_report"),
    path("dossiers/<int:pk>/dates/", dates.dates, name="dates"),
    path("dossiers/<int:pk>/dates/<int:slot>/", dates.answer, name="answer_date"),
    path("dossiers/<int:pk>/move-meeting/", meetings.move, name="move_meeting"),
    path("dossiers/<int:pk>/move-meeting/preview/", previews.preview_move, name="preview_move"),
]
