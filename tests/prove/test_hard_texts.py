"""All hard texts in all kinds of documents that carry rich text, as PDF and as DOCX, word by word."""

from __future__ import annotations

import pytest

from tests.documents.hard_texts import HARD_TEXTS
from tests.documents.test_meaning import RICH_KINDS, assert_said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", RICH_KINDS)
@pytest.mark.parametrize("name", HARD_TEXTS)
def test_a_hard_text_is_said_whole(kind, name, office):
    assert_said(kind, name, office.union)
