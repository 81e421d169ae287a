"""Pages under Office stand in groups, and every one of them says where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from lxml import html

from consult.templatetags.office import GROUPS

pytestmark = pytest.mark.django_db

PAGES = Path(__file__).parents[2] / "templates" / "pages" / "office"
# What others extend.
FRAMES = {"base", "rows"}


def test_every_page_under_office_stands_under_one_link():
    names = [name for _label, tabs in GROUPS for tab in tabs for name in tab.sections]
    assert len(names) == len(set(names))
    assert {path.stem for path in PAGES.glob("*.html")} - FRAMES <= set(names)


def test_links_are_those_of_the_group_that_is_open(as_person, office):
    links = {}
    for _label, tabs in GROUPS:
        for tab in tabs:
            page = as_person(office.administrator).get(reverse(tab.url))
            if page.status_code == 200 and tab.url != "office_kinds":
                tree = html.fromstring(page.content)
                links[tab.url] = tree.xpath("//main//a[@aria-current='page']/@href")
                assert len(tree.xpath("//main//a[@aria-current='true']")) == 1, tab.url
    assert len(links) > 12
    assert all(found == [reverse(url)] for url, found in links.items()), links


def test_what_somebody_may_not_open_is_no_link(as_person, office):
    page = html.fromstring(as_person(office.officer).get(reverse("office_kinds")).content)
    assert reverse("people") not in page.xpath("//main//a/@href")
    assert reverse("office_kinds") in page.xpath("//main//a/@href")
