"""Words typed with accents find those first that are written so; without accents nothing is preferred."""

from __future__ import annotations

import pytest

from consult.models import Dossier, Expert
from consult.queries.dossiers import Filters, dossier_list
from consult.queries.experts import ExpertFilters, expert_list


@pytest.mark.parametrize(
    ("typed", "first"),
    [("da", "Đà"), ("đá", "Đá"), ("ĐÁ", "Đá"), ("đà", "Đà"), ("Đá", "Đá"), ("đã", "Đà"), ("đá xã", "Đá")],
)
def test_dossiers_written_as_typed_come_first(new_walk, typed, first):
    older, newer = new_walk("Mỏ Đá Chẻ").dossier, new_walk("Mỏ Đà Lạt").dossier
    found = list(dossier_list(_officer(newer), Filters(text=typed)))
    assert {row.pk for row in found} == {older.pk, newer.pk}
    assert first in found[0].title


def _officer(dossier: Dossier):
    return dossier.union.memberships.filter(role="officer").first().person


def test_experts_written_as_typed_come_first(office):
    first, second = Expert.objects.order_by("pk")[:2]
    for expert, name in ((first, "Lê Hoa"), (second, "Lê Hòa")):
        expert.person.name = name
        expert.person.save()
    unions = [office.union.pk]
    assert [row.person.name for row in expert_list(ExpertFilters(text="le hoa"), unions)] == ["Lê Hoa", "Lê Hòa"]
    assert [row.person.name for row in expert_list(ExpertFilters(text="lê hòa"), unions)] == ["Lê Hòa", "Lê Hoa"]
