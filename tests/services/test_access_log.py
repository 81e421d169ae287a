"""Somebody with two windows is written down once, and neither window fails."""

from __future__ import annotations

import pytest

from consult.actions.access_log import log_access
from consult.models import ConfidentialAccess, Dossier
from tests.services.conftest import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_windows_at_the_same_moment_leave_one_row(walk):
    Dossier.objects.filter(pk=walk.dossier.pk).update(confidential=True)
    dossier, person = Dossier.objects.get(pk=walk.dossier.pk), walk.office.officer
    for page in ("dossier", "attachments", "reviews", "versions"):
        assert together(*[lambda page=page: log_access(dossier, person, page)] * 6) == [None] * 6
        assert ConfidentialAccess.objects.filter(page=page).count() == 1
