"""Every kind of document, with little and much in it, has as many pages in LibreOffice as on paper; hard texts are valid."""

from __future__ import annotations

import pytest

from consult.documents import DEFINITIONS, word
from tests.documents.hard_texts import HARD_TEXTS
from tests.documents.samples import content
from tests.documents.test_meaning import RICH_KINDS
from tests.documents.test_word import SIZES
from tests.documents.test_word_form import assert_as_many_pages
from tests.documents.words import faults_of

pytestmark = pytest.mark.django_db


def test_every_document_has_as_many_pages_in_libreoffice(office, tmp_path):
    assert_as_many_pages([f"{kind}-{size}" for kind in DEFINITIONS for size in SIZES], office, tmp_path)


@pytest.mark.parametrize("kind", RICH_KINDS)
@pytest.mark.parametrize("name", HARD_TEXTS)
def test_a_hard_text_is_valid_in_word(kind, name, office, tmp_path):
    data = {**content(kind, office.union, "short"), RICH_KINDS[kind]: HARD_TEXTS[name]}
    assert faults_of(word.render(kind, "x", data), tmp_path) == []
