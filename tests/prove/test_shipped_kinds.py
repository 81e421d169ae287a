"""A dossier of each kind that ships goes through the whole of the real flow, from its draft to the archive."""

from __future__ import annotations

import pytest

from consult.models import DocumentKind
from consult.rules.procedure_file import shipped_kinds
from tests.kinds import archived


@pytest.mark.django_db
@pytest.mark.parametrize("code", list(shipped_kinds()))
def test_a_dossier_of_each_kind_that_ships_comes_to_the_archive(office, code):
    walk = archived(office, code)
    assert (walk.dossier.stage, walk.dossier.outcome) == ("closed", "archived")
    assert {DocumentKind.COUNCIL_DECISION, DocumentKind.OPINION, DocumentKind.ARCHIVE_COVER} <= set(
        walk.dossier.documents.values_list("kind", flat=True)
    )
