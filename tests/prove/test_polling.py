"""A minute of writing and reading at once, without a broker."""

from __future__ import annotations

import pytest

from tests.services.conftest import Processes, processes, redis_url
from tests.services.test_polling import alone, written_and_read_at_once

__all__ = ["alone", "processes", "redis_url"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_minute_of_writing_and_reading_at_once(alone: Processes, walk):
    written_and_read_at_once(alone, walk, 60, 100_000)
