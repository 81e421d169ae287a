"""Decisions have the form of Nghị định 30/2020/NĐ-CP: who decides, on what grounds, who may sign."""

from __future__ import annotations

from datetime import date

import pytest

from consult import clock
from consult.actions.office import save_wording
from consult.actions.registers import enter_incoming
from consult.documents import pdf
from consult.documents.grounds import what_is_considered
from consult.initial_data import PROVINCIAL, grounds_of
from consult.models import Document, Organisation, Signatory
from tests.refusals import refused


def decide(walk, leader) -> Document:
    walk.do("propose_council", walk.office.officer, seats=walk.seats())
    walk.approve_council(leader)
    return walk.dossier.documents.get(kind="council_decision")


def html_of(document: Document) -> str:
    return pdf.to_html(document.kind, document.title, document.versions.get().data).replace("\u00a0", " ")


@pytest.mark.parametrize("who", ["leader", "second_leader"])
def test_the_head_decides_whoever_signs(in_council, who):
    union = in_council.office.union
    html = html_of(decide(in_council, getattr(in_council.office, who)))
    assert f'<p class="authority">CHỦ TỊCH {union.name.upper()}</p>' in html
    assert ("KT. CHỦ TỊCH" in html) == (who == "second_leader")
    data = in_council.dossier.documents.get(kind="council_decision").versions.get().data
    symbol, day = data["heading"]["number"], data["heading"]["date"]
    assert f"(Kèm theo Quyết định số {symbol} {day} của Chủ tịch {union.name})" in html


def test_a_body_decides_where_the_office_says_so(in_council):
    office = in_council.office
    save_wording(
        union=office.union, kind="council_decision", sentences={"authority": "Ban Thường vụ {union}"}, recipients="",
        by=office.clerk,
    )  # fmt: skip
    html = html_of(decide(in_council, office.second_leader))
    assert f'<p class="authority">BAN THƯỜNG VỤ {office.union.name.upper()}</p>' in html


def test_nobody_decides_by_order(in_council):
    office = in_council.office
    Signatory.objects.filter(person=office.leader).update(authority="TL", principal="Chủ tịch")
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    with refused("no_decision_by_order"):
        in_council.do("approve_council", office.leader, decision="approve")
    in_council.dossier.refresh_from_db()
    assert in_council.dossier.step == "approve_council"
    in_council.approve_council(office.second_leader)


def letter(walk, sender: str, symbol: str, dated: date | None = None, arrived: date | None = None) -> None:
    enter_incoming(
        union=walk.office.union, by=walk.office.clerk, arrived_on=arrived or clock.today(), sender=sender,
        subject="Đề nghị", symbol=symbol, dated=dated, dossier=walk.dossier,
    )  # fmt: skip


def test_the_letter_by_which_it_began_is_considered(walk):
    proposer = walk.dossier.proposer.name
    assert what_is_considered(walk.dossier) == f"Xét đề nghị của {proposer} về việc tư vấn hồ sơ “{walk.dossier.title}”"
    letter(walk, "UBND tỉnh", "1410/UBND", date(2026, 1, 5))
    assert what_is_considered(walk.dossier) == "Xét Văn bản số 1410/UBND ngày 05 tháng 01 năm 2026 của UBND tỉnh"
    letter(walk, f" {proposer.upper()}", "07/CV")
    assert what_is_considered(walk.dossier) == f"Xét Văn bản số 07/CV của {proposer.upper()}"


def test_what_a_department_answers_later_is_not_what_began_it(reviewing):
    submitted = clock.day_of(reviewing.dossier.submitted_at)
    reviewing.dossier.submitted_at = reviewing.dossier.submitted_at.replace(year=submitted.year - 1)
    letter(reviewing, "Sở Xây dựng", "99/SXD")
    assert what_is_considered(reviewing.dossier).startswith(f"Xét đề nghị của {reviewing.dossier.proposer.name}")


def test_a_union_begins_with_its_competence_and_its_provinces_rule(office):
    for place, (number, day) in PROVINCIAL.items():
        texts = [ground["text"] for ground in grounds_of(Organisation(name=f"LHH tỉnh {place}", place=place))]
        assert texts[0] == f"Căn cứ Điều lệ LHH tỉnh {place}"
        assert f"{number} {day}".strip() in texts[-1]
        assert "  " not in texts[-1]
    elsewhere = [ground["text"] for ground in grounds_of(Organisation(name="LHH", place="Cao Bằng"))]
    assert not any("QĐ-UBND" in text for text in elsewhere)
