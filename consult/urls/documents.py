"""Files and documents, and the public page that knows a document by its code."""

from __future__ import annotations

from django.urls import path

from consult.views import documents, files, previews, verify

urlpatterns = [
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("files/<int:pk>/read/", files.read_attachment, name="read_attachment"),
    path("files/<int:pk>/pages/", files.reading_copy, name="reading_copy"),
    path("documents/<int:pk>/", files.document, name="document"),
    path("documents/<int:pk>/again/", files.make_again, name="make_again"),
    path("documents/<int:pk>/signatures/", documents.signatures, name="signatures"),
    path("documents/<int:pk>/signed/", documents.bring_signed, name="bring_signed"),
    path("documents/<int:pk>/revoke/", documents.revoke, name="revoke"),
    path("documents/<int:pk>/docx/", documents.as_docx, name="docx"),
    path("jobs/<int:pk>/retry/", files.retry_job, name="retry_job"),
    path("previews/<slug:digest>/", previews.preview_file, name="preview_file"),
    path("previews/<slug:digest>/read/", previews.preview_reader, name="preview_reader"),
    path("v/", verify.verify, name="verify"),
    path("v/<secret_slug:code>/", verify.verify_code, name="verify_code"),
]
