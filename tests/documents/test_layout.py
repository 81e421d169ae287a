"""The layout checker passes every document, and fails on each rule broken on purpose."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from consult import tasks
from consult.documents import DEFINITIONS, example, pdf
from consult.layout_checks import rules as layout_rules
from consult.layout_checks.reading import read

LONG = "Đề án phát triển nông nghiệp sinh thái, tuần hoàn gắn với du lịch cộng đồng và bảo tồn văn hóa " * 3


def faults_of(content: bytes) -> dict[str, list[str]]:
    return {name: found for name, found in layout_rules.check(io.BytesIO(content)).items() if found}


def documents_of(walk) -> dict[str, bytes]:
    tasks.work_off()
    made = {}
    for document in walk.dossier.documents.all():
        with document.versions.get().file.open("rb") as stream:
            made[f"{document.kind} {document.pk}"] = stream.read()
    return made


def test_every_document_of_the_procedure_keeps_the_rules(issued):
    made = documents_of(issued)
    assert len(made) == 11
    assert {name: faults_of(content) for name, content in made.items()} == {name: {} for name in made}


def test_supplement_and_refusal_keep_the_rules(walk):
    findings = {"land": (False, "Bản đồ mờ"), "finance": (False, "Thiếu xác nhận số dư")}
    walk.do("check_completeness", walk.office.officer, decision="supplement", findings=findings)
    walk.attach("land", walk.office.investor_person)
    walk.do("supply_supplement", walk.office.investor_person, remark="Xin bổ sung sau")
    walk.do("check_completeness", walk.office.officer, decision="refuse", reason="Không đủ năng lực tài chính.")
    made = documents_of(walk)
    assert {name: faults_of(content) for name, content in made.items()} == {name: {} for name in made}


def test_a_title_of_sixty_words_and_the_largest_council_keep_the_rules(new_walk):
    walk = new_walk(LONG.strip())
    assert len(LONG.split()) >= 60
    office = walk.office
    walk.do("check_completeness", office.officer, decision="accept")
    walk.do("propose_council", office.officer, seats=walk.seats(size=11))
    walk.approve_council(office.leader)
    walk.accept_all()
    for review in walk.open_reviews():
        walk.review(review.seat.person)
    walk.call_meeting()
    walk.hold_meeting()
    made = documents_of(walk)
    assert {name: faults_of(content) for name, content in made.items()} == {name: {} for name in made}


Seed = tuple[str, str, Callable[[str], str]]


def same(html: str) -> str:
    return html


SEEDS: dict[str, Seed] = {
    "another format": ("paper", "@page { size: A5 }", same),
    "a page on its side without a table": ("paper", "@page { size: A4 landscape }", same),
    "a line without an end": ("margins", "body > p { white-space: nowrap }", same),
    "a row of underscores": (
        "margins", "",
        lambda html: html.replace("<p><strong>Điều 3.", f"<p style='white-space: nowrap'>{'_' * 200}</p><p><strong>Điều 3."),
    ),
    "a table wider than its page": ("margins", "table.grid { width: 220mm }", same),
    "words over their cells": (
        "cells", "table.grid { table-layout: fixed } table.grid td { white-space: nowrap; font-size: 14pt; width: 9mm }", same,
    ),
    "tiny type in a table": ("body", "table.grid td { font-size: 8pt }", same),
    "a narrow left margin": ("margins", "@page { margin-left: 20mm }", same),
    "a narrow bottom margin": ("margins", "@page { margin-bottom: 5mm } .annex { padding-top: 190mm }", same),
    "a coloured heading": ("colour", ".issuer { color: #c00 }", same),
    "a numbered first page": ("page numbers", "@page :first { @top-center { content: counter(page) } }", same),
    "no number on the second page": ("page numbers", "@page { @top-center { content: none } }", same),
    "a thin country": ("country", ".country { font-weight: 400 }", same),
    "a large country": ("country", ".country { font-size: 15pt }", same),
    "a thin form of a copy": (
        "form of a copy", ".country { font-weight: 400 }",
        lambda html: html.replace("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SAO Y"),
    ),
    "a misspelt motto": ("motto", "", lambda html: html.replace("Độc lập - Tự do", "Độc lập, Tự do")),
    "a short rule below the motto": ("motto", ".motto + .rule { width: 30% }", same),
    "a large issuer": ("issuer", ".issuer { font-size: 15pt }", same),
    "an issuer in small letters": ("issuer", "", lambda html: html.replace("HỌC VÀ", "Học và")),
    "a long rule below the issuer": ("issuer", ".issuer + .rule { width: 95% }", same),
    "a number without its nought": ("number", "", lambda html: html.replace("Số: 01/", "Số: 1/")),
    "an italic number": ("number", ".number { font-style: italic }", same),
    "an upright date": ("place and date", ".place-date { font-style: normal }", same),
    "a date without its nought": (
        "place and date", "", lambda html: re.sub(r"ngày \d\d tháng \d+ năm (\d+)</td>", r"ngày 5 tháng 1 năm \1</td>", html),
    ),
    "a kind in small letters": (
        "kind and subject", "", lambda html: html.replace("<h1>QUYẾT ĐỊNH", "<h1>Quyết định"),
    ),
    "a long rule below the subject": ("kind and subject", ".boxed-subject .rule { width: 100% }", same),
    "upright grounds": ("grounds", ".grounds p { font-style: normal }", same),
    "grounds without semicolons": ("grounds", "", lambda html: html.replace(";</p>", "</p>")),
    "small text": ("body", "body > p { font-size: 11pt }", same),
    "large recipients": ("recipients", ".recipients p { font-size: 14pt }", same),
    "no copy kept": ("recipients", "", lambda html: html.replace("- Lưu: VT", "- Gửi: VT")),
    "a thin name": ("signature", ".sign .name { font-weight: 400 }", same),
    "a title in small letters": (
        "signature", "", lambda html: html.replace('line">CHỦ\u00a0TỊCH</p>', 'line">Chủ tịch</p>'),
    ),
    "a deputy who decides": (
        "who decides", "", lambda html: re.sub(r'class="authority">CHỦ[^<]+', 'class="authority">PHÓ CHỦ TỊCH', html, count=1),
    ),
    "an annex without a day": (
        "annexes", "", lambda html: re.sub(r"(số \S+) ngày \d\d tháng \d+ năm \d+ của", r"\1 của", html),
    ),
    "an upright note of an annex": ("annexes", ".annex-note { font-style: normal }", same),
    "an hour in figures": (
        "hours", "", lambda html: html.replace("<p><strong>Điều 3.", "<p>Thời gian: 08 giờ 00.</p><p><strong>Điều 3."),
    ),
    "who is addressed is not first": (
        "whom it addresses", "", lambda html: html.replace("<h1>", '<p class="to">Kính gửi: Sở A</p><h1>'),
    ),
    "heads that lean": ("heads", "p:has(> strong) { font-weight: 700; font-style: italic }", same),
    "a title torn apart": (
        "words kept whole", "", lambda html: html.replace('line">CHỦ\u00a0TỊCH</p>', 'line">TM. CHỦ<br>TỊCH</p>'),
    ),
    "a name torn apart": (
        "words kept whole", ".sign .name { width: 30mm; margin: 0 auto }",
        lambda html: html.replace("Đại\u00a0Nghĩa", "Đại Nghĩa"),
    ),
    "lines over each other": ("overlaps", ".grounds p + p { margin-top: -19pt }", same),
    "a code in another form": ("verification", "", lambda html: re.sub(r"(<p>\w{4}-\w{4})-", r"\1 ", html)),
    "small words beside the code": ("verification", "table.verify p { font-size: 7pt }", same),
    "a signature alone": ("company", ".closing { break-before: page }", same),
}  # fmt: skip


@pytest.fixture
def decision(reviewing) -> str:
    document = reviewing.dossier.documents.get(kind="council_decision")
    return pdf.to_html(document.kind, document.title, document.versions.get().data)


def render(html: str, css: str = "") -> bytes:
    return pdf.typesetter().set(html, extra_style=css).content


def test_each_fault_is_found_by_its_rule(decision):
    assert faults_of(render(decision)) == {}
    missed = []
    for name, (rule, css, change) in SEEDS.items():
        html = change(decision)
        assert css or html != decision, name
        if rule not in faults_of(render(html, css)):
            missed.append(name)
    assert missed == [], f"not found: {missed}"
    sown = {rule for rule, _css, _change in SEEDS.values()} | {"face", "subject of a letter"}
    assert sown == {rule.name for rule in layout_rules.RULES}


@pytest.mark.parametrize(
    ("css", "change"),
    [
        (".about { padding-top: 0 !important }", same),
        (".about { padding-top: 16pt !important }", same),
        ("", lambda html: html.replace("V/v cho ý kiến về hồ sơ “", "V/v cho ý kiến về hồ sơ HS2026-0007 “")),
    ],
)
def test_the_subject_of_a_letter_stands_below_its_number_and_names_no_code(office, css, change):
    definition = DEFINITIONS["department_letter"]
    html = pdf.to_html("department_letter", "x", example(definition, office.union, date(2026, 1, 5)))
    assert faults_of(render(html)) == {}
    assert css or change(html) != html
    assert list(faults_of(render(change(html), css))) == ["subject of a letter"]


def test_minutes_older_than_their_meeting_are_found(office):
    definition = DEFINITIONS["minutes"]
    for day, found in ((5, []), (4, ["hours"])):
        html = pdf.to_html("minutes", "x", example(definition, office.union, date(2026, 1, day)))
        assert list(faults_of(render(html))) == found


def test_the_line_above_an_issuers_name_stands_above_it(office):
    """The demo's union has none: a superior body is what an office writes itself."""
    office.union.superior = "Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam"
    office.union.heading_lines = ""
    html = pdf.to_html("opinion", "x", example(DEFINITIONS["opinion"], office.union, date(2026, 1, 5)))
    assert faults_of(render(html)) == {}
    assert list(faults_of(render(html, ".superior { font-weight: 700 } .issuer { font-weight: 400 }"))) == ["issuer"]


def test_another_face_is_found(decision):
    sheet = read(io.BytesIO(render(decision)))
    lines = tuple(replace(line, faces=frozenset({"DejaVuSans"})) for line in sheet.lines)
    assert list(layout_rules.face(sheet)) == []
    assert list(layout_rules.face(replace(sheet, lines=lines)))


def test_the_command_prints_a_line_a_rule_and_fails_on_a_fault(decision, tmp_path, capsys):
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(render(decision))
    bad.write_bytes(render(decision, ".country { font-weight: 400 }"))
    call_command("check_layout", good)
    printed = capsys.readouterr().out
    assert printed.count("  ok  ") == len(layout_rules.RULES)
    with pytest.raises(CommandError):
        call_command("check_layout", bad)
    assert "FAIL country" in capsys.readouterr().out
