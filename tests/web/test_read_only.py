"""A data folder that takes nothing: a sentence wherever it shows, and no change."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from environs import Env

from config.deployment import read_deployment
from consult.actions.uploads import add_file
from consult.files import FileFaultError
from consult.models import Attachment, Dossier
from tests.actions.test_uploads import pdf_bytes
from tools.folder import require_writable
from tools.prepare import StepFailedError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder in which nobody, root neither, can make anything."""
    (tmp_path / "file").touch()
    return tmp_path / "file" / "var"


def test_secrets_that_cannot_be_kept_are_a_sentence(closed, monkeypatch, tmp_path):
    monkeypatch.setenv("CONSULT_DATA_DIR", str(closed))
    with pytest.raises(ImproperlyConfigured, match="cannot be written to"):
        read_deployment(Env(), tmp_path)


def test_the_program_ends_with_that_sentence(closed):
    env = {**os.environ, "CONSULT_DATA_DIR": str(closed), "CONSULT_ENV": "embedded"}
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "cannot be written to" in done.stderr.splitlines()[-1]
    assert "CONSULT_DATA_DIR" in done.stderr


def test_make_run_looks_before_it_begins(closed, tmp_path):
    with pytest.raises(StepFailedError, match="Nothing was changed"):
        require_writable(closed)
    require_writable(tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.django_db
def test_an_upload_into_a_closed_store_is_a_sentence_and_no_row(walk, settings, closed):
    Dossier.objects.filter(pk=walk.dossier.pk).update(stage="draft")
    folder = {"BACKEND": "consult.storage.store.FolderStore", "OPTIONS": {"location": str(closed)}}
    settings.STORAGES = {**settings.STORAGES, "default": folder}
    before = Attachment.objects.count()
    upload = SimpleUploadedFile("a.pdf", pdf_bytes(pages=9))
    with pytest.raises(FileFaultError, match="chọn lại sau ít phút"):
        add_file(dossier_id=walk.dossier.pk, item_code="request", upload=upload, by=walk.office.investor_person)
    assert Attachment.objects.count() == before
