"""All hard texts in all kinds of documents, as PDF and as DOCX, word by word: as rich text, and typed into every field."""

from __future__ import annotations

import pytest

from consult.documents import DEFINITIONS
from tests.documents.hard_texts import HARD_TEXTS
from tests.documents.test_fields import assert_fields_whole
from tests.documents.test_meaning import RICH_KINDS, assert_said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", RICH_KINDS)
@pytest.mark.parametrize("name", HARD_TEXTS)
def test_a_hard_text_is_said_whole(kind, name, office):
    assert_said(kind, name, office.union)


@pytest.mark.parametrize("kind", DEFINITIONS)
@pytest.mark.parametrize("name", HARD_TEXTS)
def test_a_hard_text_in_every_field_is_said_whole(kind, name, office):
    assert_fields_whole(kind, name, office.union)
