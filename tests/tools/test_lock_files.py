"""Lock files hold versions and hashes; where packages come from is each machine's own affair."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

LOCKS = [settings.BASE_DIR / "package-lock.json", *sorted((settings.BASE_DIR / "requirements").glob("*.txt"))]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_holds_no_address(lock):
    assert re.findall(r"https?://\S+", lock.read_text()) == []
