"""The page of the procedure: its steps with documents and basis, a dossier's place among them, and the file to take away."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from consult.actions.rows import save_rows
from consult.commands import dossiers
from consult.models import LegalGround
from consult.queries.grounds import bases
from consult.queries.progress import passed
from tests.refusals import refused

TEXT = "Căn cứ Quy chế số 5, Điều 7"


def part(page: str, step: str) -> str:
    """What the list says of one step."""
    return re.search(rf'data-listed="{step}".*?</li>', page, re.S)[0]


def drawn(page: str) -> ElementTree.Element:
    return ElementTree.fromstring(re.search(r'<svg class="picture".*?</svg>', page, re.S)[0])


def states(svg: ElementTree.Element) -> dict[str, str]:
    found = {one.get("data-step"): one.get("class").split()[1:] for one in svg.iter("g") if one.get("data-step")}
    return {step: rest[0].removeprefix("picture-") for step, rest in found.items() if rest}


@pytest.fixture
def ground(office):
    return LegalGround.objects.create(union=office.union, text=TEXT, key=LegalGround.Key.COUNCIL, position=9)


def test_a_basis_is_shown_where_the_office_knows_it_and_nowhere_else(walk, ground, as_person):
    for name, args in (("procedure", []), ("procedure_of", [walk.dossier.pk])):
        page = as_person(walk.office.officer).get(reverse(name, args=args)).content.decode()
        assert TEXT in part(page, "propose_council")
        assert TEXT in part(page, "approve_council")
        assert TEXT not in part(page, "call_meeting")
        assert page.count(TEXT) == 3


def test_a_basis_is_not_told_after_its_last_day_nor_to_another_union(walk, ground, as_person):
    outsider = as_person(walk.office.investor_person).get(reverse("procedure")).content.decode()
    assert TEXT not in outsider
    ground.valid_to = date(2020, 1, 1)
    ground.save()
    assert bases(walk.office.union) == {}


def test_documents_are_shown_beside_their_step(walk, as_person):
    page = as_person(walk.office.officer).get(reverse("procedure")).content.decode()
    assert "Phiếu biểu quyết" in part(page, "call_meeting")
    assert "có số" in part(page, "issue_opinion") + part(page, "opinion_document")
    assert "có số" not in part(page, "archive_dossier")


def test_a_dossiers_place_what_it_passed_and_how_often(walk, as_person):
    office = walk.office
    walk.do("check_completeness", office.officer, decision="supplement", reason="Thiếu")
    walk.do("supply_supplement", office.investor_person, remark="Đã nộp")
    walk.do("check_completeness", office.officer, decision="accept")
    way = passed(walk.dossier)
    assert (way.steps["check_completeness"], way.steps["supply_supplement"]) == (2, 1)
    assert way.edges["supply_supplement", "check_completeness"] == 1
    assert way.edges["check_completeness", "completeness_checked"] == 2
    assert way.edges["completeness_checked", "close_refused"] == 0
    page = as_person(office.officer).get(reverse("procedure_of", args=[walk.dossier.pk])).content.decode()
    svg = drawn(page)
    assert states(svg) == {
        "submit": "done", "check_completeness": "done", "completeness_checked": "done", "supply_supplement": "done",
        "propose_council": "current",
    }  # fmt: skip
    assert [
        text.text for group in svg.iter("g") if group.get("class") == "picture-times" for text in group.iter("text")
    ] == ["×2"]
    gone = {(one.get("data-src"), one.get("data-dst")) for one in svg.iter("path") if "passed" in one.get("class", "")}
    assert ("completeness_checked", "supply_supplement") in gone
    assert ("completeness_checked", "close_refused") not in gone
    assert "đã qua 2 lần" in part(page, "check_completeness")


@pytest.mark.parametrize(("way", "who"), [("withdraw", "investor_person"), ("cancel", "leader")])
def test_a_withdrawn_or_cancelled_dossier_ends_where_it_stood(in_council, as_person, way, who):
    office = in_council.office
    getattr(dossiers, way)(dossier_id=in_council.dossier.pk, by=getattr(office, who), reason="Lý do")
    page = as_person(office.officer).get(reverse("procedure_of", args=[in_council.dossier.pk])).content.decode()
    marked = {step for step, state in states(drawn(page)).items() if state == "stopped"}
    assert marked == {"propose_council", "broken_off"}
    assert "Đã rút" in part(page, "propose_council") or "Đã hủy" in part(page, "propose_council")


def test_the_queries_of_the_procedures_page_do_not_grow_with_the_way_that_was_gone(
    in_council, as_person, django_assert_num_queries, django_assert_max_num_queries
):
    office = in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    client = as_person(office.officer)
    address = reverse("procedure_of", args=[in_council.dossier.pk])
    client.get(address)
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    for _round in range(3):
        in_council.do("approve_council", office.leader, decision="send_back", remarks="Sửa")
        in_council.do("propose_council", office.officer, seats=in_council.seats())
    with django_assert_num_queries(len(few)):
        assert client.get(address).status_code == 200


def test_one_part_of_the_procedure_has_one_basis(office, ground, as_person):
    other = LegalGround(union=office.union, text="Căn cứ B", key=LegalGround.Key.COUNCIL)
    with refused("changed_meanwhile"):
        save_rows(union=office.union, owner="union", kept=[other], removed=[])
    clerk = as_person(office.clerk)
    rows = list(LegalGround.objects.filter(union=office.union))
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        data |= {
            f"form-{number}-id": row.pk, f"form-{number}-text": row.text, f"form-{number}-position": row.position,
            f"form-{number}-key": "opinion" if number < 2 else "",
        }  # fmt: skip
    assert clerk.post(reverse("office_grounds"), data).status_code == 422
    data["form-1-key"] = ""
    assert clerk.post(reverse("office_grounds"), data).status_code == 302
    assert list(LegalGround.objects.filter(union=office.union).values_list("key", flat=True)) == [
        "opinion", *[""] * (len(rows) - 1),
    ]  # fmt: skip


def test_the_bpmn_file_is_taken_away_as_a_file(office, as_person):
    answer = as_person(office.investor_person).get(reverse("procedure_bpmn"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert ElementTree.fromstring(answer.content).tag.endswith("definitions")
