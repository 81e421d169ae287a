"""A second union, of which the first one's people know nothing."""

from __future__ import annotations

import pytest

from consult.demo.office import Office
from consult.models import Organisation


@pytest.fixture
def other(office: Office) -> Organisation:
    return Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")
