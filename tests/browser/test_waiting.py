"""How these tests wait."""

from pathlib import Path

import pytest

FORBIDDEN = {"wait_for_function": "compiles a text anew, which the pages' policy forbids; there is until()"}


@pytest.mark.parametrize("way", FORBIDDEN)
def test_no_test_waits_by_what_the_pages_forbid(way):
    folder = Path(__file__).parent
    assert [path.name for path in folder.glob("*.py") if f".{way}(" in path.read_text()] == [], FORBIDDEN[way]
