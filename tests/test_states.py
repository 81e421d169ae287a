"""What tests begin from is the same each time, whatever an earlier test did to it."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage

from consult.models import DocumentVersion, Dossier

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("time", [1, 2])
def test_what_one_test_does_another_does_not_see(time, issued):
    kept = Dossier.objects.get()
    assert issued.dossier.title == kept.title == "Dự án Cửa hàng xăng dầu thử nghiệm"
    assert issued.office.leader.name
    issued.dossier.title = issued.office.leader.name = ""
    issued.dossier.save()
    for version in DocumentVersion.objects.exclude(file=""):
        assert default_storage.open(version.file.name).read().startswith(b"%PDF")
        default_storage.delete(version.file.name)


def test_a_farther_state_is_reached_from_a_nearer_one(walk, request):
    assert walk.dossier.step == "check_completeness"
    assert request.getfixturevalue("in_council") is walk
    assert walk.dossier.step == "propose_council"
