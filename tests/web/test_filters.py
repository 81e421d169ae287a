"""Filters of lists hold each for itself: one that cannot be read is said at its field, and drops none of the others."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consult import clock
from consult.commands.dossiers import withdraw
from consult.models import Expert, Register

pytestmark = pytest.mark.django_db


def codes(form) -> dict[str, set[str]]:
    """The codes of what is wrong, by field."""
    return {name: {error.code for error in errors.as_data()} for name, errors in form.errors.items()}


def listed(page) -> set[str]:
    return {row["dossier"].title for row in page.context["rows"]}


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"field": "abc"}, "invalid_choice"),
        ({"organisation": "9999999"}, "invalid_choice"),
        ({"kind": "no-such-kind"}, "invalid_choice"),
        ({"procedure": "x"}, "invalid_choice"),
    ],
)
def test_a_bad_filter_of_dossiers_leaves_the_others_in_force(new_walk, as_person, bad, code):
    there, gone = new_walk("Dự án còn chạy"), new_walk("Dự án đã rút")
    withdraw(dossier_id=gone.dossier.pk, by=gone.office.investor_person, reason="Đổi ý")
    client = as_person(there.office.officer)
    assert listed(client.get(reverse("dossiers"))) == {"Dự án còn chạy", "Dự án đã rút"}
    page = client.get(reverse("dossiers"), {"stage": "closed", **bad})
    assert (page.status_code, listed(page)) == (200, {"Dự án đã rút"})
    assert codes(page.context["form"]) == {name: {code} for name in bad}
    said = page.content.decode()
    assert all(f'id="id_{name}_error"' in said for name in bad)
    assert said.count('role="alert"') - said.count('data-unanswered role="alert"') == len(bad)


def test_a_bad_stage_leaves_the_search_in_force(new_walk, as_person):
    walk, _other = new_walk("Dự án thứ nhất"), new_walk("Đề án thứ hai")
    page = as_person(walk.office.officer).get(reverse("dossiers"), {"stage": "abc", "text": "thu hai"})
    assert listed(page) == {"Đề án thứ hai"}
    assert codes(page.context["form"]) == {"stage": {"invalid_choice"}}


def test_what_htmx_fetches_says_it_beside_the_field_too(walk, as_person):
    client = as_person(walk.office.officer)
    asked = {"field": "abc", "stage": "intake"}
    rows = client.get(reverse("dossiers"), asked, headers={"HX-Request": "true"}).content.decode()
    assert '<div id="id_field_error" hx-swap-oob="true"><div' in rows
    # What was wrong before is taken away again.
    assert '<div id="id_stage_error" hx-swap-oob="true"></div>' in rows


def test_a_bad_filter_of_experts_leaves_the_others_in_force(office, as_person):
    client = as_person(office.officer)
    asked = {"degree": "PGS.TS.", "field": "abc", "load": "x"}
    page = client.get(reverse("experts"), asked)
    assert {row["expert"].degree for row in page.context["rows"]} == {"PGS.TS."}
    assert len(page.context["rows"]) == Expert.objects.filter(degree="PGS.TS.").count()
    assert codes(page.context["form"]) == {"field": {"invalid_choice"}, "load": {"invalid_choice"}}
    # A sheet has no place to say it: the list is shown instead, with the same filters.
    sheet = client.get(reverse("expert_table"), asked)
    assert sheet.status_code == 302
    assert sheet.url.startswith(reverse("experts"))
    assert "degree=PGS.TS." in sheet.url
    assert client.get(reverse("expert_table"), {"degree": "PGS.TS."}).status_code == 200


@pytest.mark.parametrize("bad", ["abc", "1899", "20261", "²²²²"])
@pytest.mark.parametrize("page", ["registers", "incoming", "fees_of_a_year", "fairness"])
def test_a_bad_year_leaves_the_union_in_force(office, as_person, page, bad):
    found = as_person(office.officer).get(reverse(page), {"union": office.union.pk, "year": bad})
    assert (found.status_code, found.context["year"]) == (200, clock.today().year)
    assert codes(found.context["filters"]) == {"year": {"invalid"}}
    assert 'id="id_year_error"' in found.content.decode()


@pytest.mark.parametrize("page", ["registers", "incoming", "fees_of_a_year", "fairness"])
def test_a_bad_union_leaves_the_year_in_force(office, as_person, page):
    for bad in ("abc", "9999999", f"{office.union.pk}²"):
        found = as_person(office.officer).get(reverse(page), {"union": bad, "year": "2024"})
        assert (found.context["union"], found.context["year"]) == (office.union, 2024), bad
        assert codes(found.context["filters"]) == {"union": {"invalid_choice"}}, bad


def test_a_register_that_is_not_there_is_said_and_the_year_holds(walk, as_person):
    client = as_person(walk.office.clerk)
    found = client.get(reverse("registers"), {"kind": "xyz", "year": "2025"})
    assert (found.context["kind"], found.context["year"]) == ("all", 2025)
    assert codes(found.context["filters"]) == {"kind": {"invalid_choice"}}
    for kind in ("", *Register.objects.filter(union=walk.office.union).values_list("kind", flat=True)):
        good = client.get(reverse("registers"), {"kind": kind})
        assert (good.context["kind"], codes(good.context["filters"])) == (kind, {})
    file = client.get(reverse("register_file", args=["out", "xlsx"]), {"kind": "xyz", "year": "2025"})
    assert file.status_code == 302
    assert file.url == f"{reverse('registers')}?kind=xyz&year=2025"


def test_a_bad_order_leaves_year_and_union_in_force(office, as_person):
    asked = {"order": "abc", "year": "2025", "union": office.union.pk}
    found = as_person(office.officer).get(reverse("fairness"), asked)
    assert (found.context["order"], found.context["year"]) == ("seats", 2025)
    assert codes(found.context["filters"]) == {"order": {"invalid_choice"}}


def test_a_bad_union_of_the_plan_and_a_bad_place_in_the_history_are_said(office, as_person):
    plan = as_person(office.officer).get(reverse("plan"), {"union": "abc"})
    assert (plan.context["union"], codes(plan.context["filters"])) == (office.union, {"union": {"invalid_choice"}})
    history = as_person(office.leader).get(reverse("office_history"), {"before": "abc", "union": office.union.pk})
    assert codes(history.context["filters"]) == {"before": {"invalid"}}
