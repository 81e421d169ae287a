"""Whatever people write, it stays on its page and in its column; or the renderer says which passage does not."""

from __future__ import annotations

import io

import pypdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from consult.documents import DEFINITIONS, pdf
from consult.layout_checks import page as page_rules
from consult.layout_checks import rules as layout_rules
from consult.layout_checks.page import Faults
from consult.layout_checks.reading import Sheet, read
from consult.libraries.renderer import RenderedPdf
from consult.libraries.renderer.wrapping import MAY_BREAK, breakable
from consult.richtext import printed
from tests.documents.samples import content

SENTENCE = "Hội đồng cho rằng cần làm rõ tác động môi trường và giao thông trong khu vực dự án"
LANDSCAPE, UPRIGHT = (842, 595), (595, 842)


def made(body: str, css: str = "") -> RenderedPdf:
    page = f'<html lang="vi"><body><p>Đầu.</p><div class="rich">{printed(body)}</div><p>Cuối.</p></body></html>'
    return pdf.typesetter().set(page, extra_style=css)


def beyond(sheet: Sheet) -> dict[str, list[str]]:
    """What another program measures in the finished PDF."""
    rules: dict[str, Faults] = {
        rule.__name__: rule(sheet)
        for rule in (
            page_rules.paper,
            page_rules.margins,
            page_rules.overlaps,
            page_rules.cells,
            layout_rules.body_text,
        )
    }
    return {name: found for name, faults in rules.items() if (found := list(faults))}


def sizes(content: bytes) -> list[tuple[int, int]]:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages]


def rows_of(*rows: list[str]) -> str:
    return (
        "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    )


def table(columns: int) -> str:
    return rows_of([f"Chỉ tiêu {number}" for number in range(columns)], *[["12.500.000"] * columns] * 3)


FILE = "bao_cao_danh_gia_tac_dong_moi_truong-ban.cuoi_" * 3 + ".pdf"
HARD: dict[str, str] = {
    "a paragraph of fixed blanks": f"<p>{' '.join([SENTENCE] * 5)}</p>".replace(" ", "&nbsp;"),
    "a word of 160 letters": f"<p>Xem {'đ' * 160} sau</p>",
    "a long word in two weights": f"<p>Xem <b>{'w' * 60}</b><i>{'m' * 70}</i> sau</p>",
    "an address": f"<p>Tại https://example.org/van-ban/{'a1b2c3d4' * 20}?x=1&amp;y=2 đó</p>",
    "leader dots": f"<p>Họ tên: {'.' * 300}</p><p>{'…' * 150}</p>",
    "a row of underscores": f"<p>Ký tên {'_' * 200}</p>",
    "long words in points": f"<ul><li>{'m' * 160}<ul><li>{'w' * 100}</li></ul></li></ul>",
    "a long word quoted": f"<blockquote>{'x' * 200}</blockquote>",
    "a long heading": f"<h3>{'M' * 120}</h3>",
    "a file's name in a cell": rows_of(["1", "Tên tài liệu", FILE]),
    "long words in cells": rows_of(["W" * 160, "đó"] * 4),
    "fixed blanks in cells": rows_of([SENTENCE.replace(" ", "&nbsp;")] * 4),
    "a table in a cell": rows_of([table(4)] * 2),
    "a wide table in a point": f"<ul><li>Một{table(9)}</li></ul>",
    "a cell over twelve": rows_of(*[["Dòng", *["123.456.789.000"] * 12]] * 3).replace(
        "<table>", "<table><tr><th>Nội dung</th><th colspan=12>Chung</th></tr>"
    ),
    **{f"{columns} columns": table(columns) for columns in (6, 8, 9, 11, 14, 30)},
}  # fmt: skip


@pytest.mark.parametrize("body", HARD.values(), ids=HARD.keys())
def test_it_stays_on_its_page(body):
    document = made(body)
    assert document.faults == ()
    assert beyond(read(io.BytesIO(document.content))) == {}


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [(7, [UPRIGHT]), (9, [UPRIGHT, LANDSCAPE, UPRIGHT]), (14, [UPRIGHT])],
    ids=["smaller type", "a page on its side", "split"],
)
def test_a_table_gets_the_first_cure_that_fits(columns, wanted):
    document = made(table(columns))
    assert sizes(document.content) == wanted
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document.content)).pages)
    heads = [text.count(f"Chỉ tiêu {number}\n") + text.count(f"Chỉ tiêu {number} ") for number in range(columns)]
    # Where a table is split, its first column tells in each part what the rows are.
    assert (heads[0] > 1) is (columns == 14)
    assert set(heads[1:]) == {1}


def test_a_row_is_not_broken_unless_it_is_higher_than_a_page():
    above = f"<p>{SENTENCE}</p>" * 16
    row = f"<tr><td>Một</td><td>{f'<p>{SENTENCE}</p>' * 4}</td></tr>"
    kept = pypdf.PdfReader(io.BytesIO(made(f"{above}<table>{row}</table>").content)).pages
    assert [page.extract_text().count("Hội đồng") for page in kept] == [16, 4]
    higher = made(f"<table><tr><td>Một</td><td>{f'<p>{SENTENCE}</p>' * 60}</td></tr></table>")
    assert higher.faults == ()
    assert higher.pages > 2


SAID = f"<p>{SENTENCE}</p>"
SEEDS = {
    "a line without an end": (
        ".rich p { white-space: nowrap }", f"<p>{SENTENCE} {SENTENCE}</p>", ("off_page", "right", 1, SENTENCE[:40]),
    ),
    "a text in the margin": (".rich p { margin-left: -19mm }", SAID, ("off_page", "left", 1, SENTENCE[:40])),
    "a text above its page": (
        ".rich p { position: relative; top: -30mm }", SAID, ("off_page", "top", 1, SENTENCE[:40]),
    ),
    "a line higher than a page": (".rich p { line-height: 400mm }", SAID, ("off_page", "bottom", 2, SENTENCE[:40])),
    "a wide table": (".rich table { width: 250mm }", table(3), ("off_page", "right", 1, "Chỉ tiêu 0")),
    "a word wider than its cell": (
        ".rich table { table-layout: fixed } .rich td { white-space: nowrap }", rows_of([SENTENCE[:40], "1", "2"]),
        ("too_wide", "right", 1, SENTENCE[:40]),
    ),
    "a number within the text": (
        "@page :first { @top-center { content: 'Trang'; padding-top: 18mm } }", SAID,
        ("page_number", "top", 1, "Trang"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("css", "body", "wanted"), SEEDS.values(), ids=SEEDS.keys())
def test_what_stands_out_is_told_with_its_passage(css, body, wanted):
    assert made(body).faults == ()
    found = made(body, css).faults
    *where, passage = wanted
    told = [one for one in found if [one.kind, one.side, one.page] == where and one.passage.startswith(passage)]
    assert told, found
    assert all(one.by > 0 for one in found)


def test_ordinary_words_stay_as_they_are():
    for text in (
        SENTENCE,
        "0900 000 000",
        "12\u00a0500\u00a0000 đồng",
        "TS.\u00a0Nguyễn\u00a0Văn\u00a0Mẫu",
        "05/QĐ-LHH",
    ):
        assert breakable(text, in_table=True) == text
    assert breakable(FILE).replace(MAY_BREAK, "") == FILE
    assert all(len(part) <= 20 for part in breakable("x" * 160).split(MAY_BREAK))
    # No letter is parted from its mark.
    assert f"{MAY_BREAK}\u0301" not in breakable("e\u0301" * 90)


WORDS = st.one_of(
    st.sampled_from(["Hội đồng", "12.500.000", "NH₄⁺", "…", "中國水利", SENTENCE]),
    st.builds(lambda letter, count: letter * count, st.sampled_from("aW_.đ-/ệ國"), st.integers(1, 170)),
    st.builds(lambda count: "\u00a0".join(["từ"] * count), st.integers(1, 80)),
)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
ROWS = st.integers(1, 16).flatmap(
    lambda columns: st.lists(st.lists(WORDS, min_size=columns, max_size=columns), min_size=1, max_size=3)
)
BODIES = st.lists(
    st.one_of(
        TEXTS.map("<p>{}</p>".format),
        TEXTS.map("<ul><li>{}</li></ul>".format),
        ROWS.map(lambda rows: rows_of(*rows)),
    ),
    min_size=1,
    max_size=3,
).map("".join)  # fmt: skip


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)
@given(BODIES)
def test_whatever_is_written_lies_within_its_page_or_is_told(body):
    document = made(body)
    found = beyond(read(io.BytesIO(document.content)))
    assert found == {} or document.faults


def hardened(value: object, more: str) -> object:
    """Whatever a document is made of with ``more`` behind each of its texts."""
    if isinstance(value, str):
        return f"{value} {more}" if value else value
    if isinstance(value, list):
        return [hardened(one, more) for one in value]
    return {name: hardened(one, more) for name, one in value.items()} if isinstance(value, dict) else value


# What no person writes: the picture of a code, sums, and what stands in a number's place.
OURS = ("verify", "kind", "say", "total", "total_tax", "total_net")


def test_no_field_of_any_document_runs_off(office):
    told, more = {}, f"{'W' * 150} {SENTENCE[:60]}".replace(" ", "\u00a0")
    for kind, definition in DEFINITIONS.items():
        data = content(kind, office.union, "ordinary")
        data |= {name: hardened(value, more) for name, value in data.items() if name not in OURS}
        document = pdf.typesetter().set(pdf.to_html(kind, str(definition.kind.label), data))
        told[kind] = document.faults
    assert {kind: found for kind, found in told.items() if found} == {}


@pytest.mark.parametrize(
    "name", ["a" * 150 + ".pdf", FILE, "đề án " * 25 + ".docx", "báo\u00a0cáo\u00a0" * 15 + ".pdf"]
)
def test_long_names_of_files_make_no_receipt_of_many_pages(office, name):
    for kind, field in (("receipt", "attachments"), ("archive_contents", "contents"), ("supplement_request", "items")):
        rows = [
            {**row, "name": name, "title": f"Tài liệu {name}"} for row in content(kind, office.union, "ordinary")[field]
        ]
        data = {**content(kind, office.union, "ordinary"), field: rows}
        document = pdf.typesetter().set(pdf.to_html(kind, "x", data))
        assert (document.faults, document.pages <= 2) == ((), True), kind
