"""Files and papers, and the public page that knows a paper by its code."""

from __future__ import annotations

from django.urls import path

from consult.views import files, papers, verify

urlpatterns = [
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("files/<int:pk>/read/", files.read_attachment, name="read_attachment"),
    path("papers/<int:pk>/", files.paper, name="paper"),
    path("papers/<int:pk>/again/", files.make_again, name="make_again"),
    path("papers/<int:pk>/signatures/", papers.signatures, name="signatures"),
    path("papers/<int:pk>/signed/", papers.bring_signed, name="bring_signed"),
    path("papers/<int:pk>/revoke/", papers.revoke, name="revoke"),
    path("papers/<int:pk>/docx/", papers.as_docx, name="docx"),
    path("jobs/<int:pk>/retry/", files.retry_job, name="retry_job"),
    path("v/", verify.verify, name="verify"),
    path("v/<secret_slug:code>/", verify.verify_code, name="verify_code"),
]
