"""What pages promise to readers and to programs that read them aloud: named parts exist, links lead somewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from consult.models import Opinion

pytestmark = pytest.mark.django_db

DESCRIBED = re.compile(r'aria-describedby="([^"]*)"')
IDS = re.compile(r'\bid="([^"]*)"')
WITHIN = re.compile(r'href="#([^"]+)"')


def dangling(content: bytes) -> set[str]:
    """The ids that describe a field and that nothing has."""
    page = content.decode()
    named = {one for names in DESCRIBED.findall(page) for one in names.split()}
    return named - set(IDS.findall(page))


PAGES: dict[str, tuple[str, dict[str, Any] | None]] = {
    "incoming": ("clerk", None),
    "incoming, sent empty": ("clerk", {}),
    "registers, sent empty": ("clerk", {"form": "late"}),
    "add_expert": ("officer", None),
    "add_expert, sent empty": ("officer", {}),
    "retention": ("administrator", None),
    "keys": ("clerk", None),
    "office": ("clerk", None),
}


@pytest.mark.parametrize("page", PAGES)
def test_what_describes_a_field_is_on_the_page(office, as_person, page):
    role, data = PAGES[page]
    client, address = as_person(getattr(office, role)), reverse(page.split(",")[0])
    answer = client.get(address) if data is None else client.post(address, data)
    assert answer.status_code == (200 if data is None else 422)
    assert dangling(answer.content) == set()


def test_fields_with_help_and_with_errors_are_described(office, as_person):
    page = as_person(office.clerk).post(reverse("incoming"), {}).content.decode()
    named = {one for names in DESCRIBED.findall(page) for one in names.split()}
    assert {"id_sender_error", "id_dossier_helptext"} <= named


def markers(client: Any, walk: Any) -> tuple[set[str], set[str]]:
    """The reviews to which the dossier's page links, and those of them that are not on it."""
    page = client.get(reverse("dossier", args=[walk.dossier.pk])).content.decode()
    linked = {one for one in WITHIN.findall(page) if one.startswith("review-")}
    return linked, linked - set(IDS.findall(page))


def test_notes_of_where_a_point_comes_from_are_for_those_who_see_the_reviews(issued, as_person):
    pk = issued.dossier.reviews.first().pk
    body = f'<ul><li>Một ý <a href="#review-{pk}">[Phản biện 1]</a></li></ul>'
    Opinion.objects.filter(dossier=issued.dossier).update(body=body)
    linked, dead = markers(as_person(issued.office.officer), issued)
    assert (linked, dead) == ({f"review-{pk}"}, set())
    proposer = as_person(issued.office.investor_person)
    assert markers(proposer, issued) == (set(), set())
    page = proposer.get(reverse("dossier", args=[issued.dossier.pk])).content.decode()
    assert "Một ý" in page
    assert "[Phản biện 1]" not in page
