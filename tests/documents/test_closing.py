"""The room of a closing: no more than its signatures need, and no page for it alone where an office has its lines closer."""

from __future__ import annotations

import io

import pytest

from consult.documents import DEFINITIONS, example, pdf
from consult.layout_checks import rules as layout_rules
from consult.layout_checks.reading import MM, Sheet, read
from consult.libraries.renderer import RenderedPdf
from tests.documents.samples import DAY, content

pytestmark = pytest.mark.django_db


def made(office, kind: str, **changed: object) -> RenderedPdf:
    data = content(kind, office.union, "ordinary") | changed
    return pdf.typesetter().set(pdf.to_html(kind, str(DEFINITIONS[kind].kind.label), data))


def read_of(document: RenderedPdf) -> Sheet:
    return read(io.BytesIO(document.content))


def size_of_body(sheet: Sheet) -> float:
    sizes = [line.size for line in sheet.lines if not line.bold and line.width > 100 * MM]
    return max(sizes, key=sizes.count)


@pytest.mark.parametrize(("kind", "below"), [("opinion", 11.5), ("minutes", 0), ("review", 0), ("receipt", 0)])
def test_room_below_a_name_is_kept_only_for_the_words_of_a_bodys_signature(office, kind, below):
    places = made(office, kind, recipients=[], verify={}).places
    assert (places["signature-name"].bottom - places["closing"].bottom) / MM == pytest.approx(below, abs=0.5)


@pytest.mark.parametrize("kind", ["opinion", "council_decision"])
def test_a_page_for_the_signature_is_saved_where_the_office_wants_it(office, kind):
    usual = made(office, kind)
    assert usual.places["closing"].page == 1
    office.union.closer_lines = True
    closer = made(office, kind)
    sheet = read_of(closer)
    assert closer.places["closing"].page == 0
    assert closer.pages == usual.pages - 1
    assert (size_of_body(read_of(usual)), size_of_body(sheet)) == (14, 13)
    assert {name: found for name, found in layout_rules.check(io.BytesIO(closer.content)).items() if found} == {}


def test_lines_stay_as_they_are_where_no_page_is_saved(office):
    office.union.closer_lines = True
    long = "<p>" + "Vị trí dự án phù hợp với quy hoạch. " * 20 + "</p>"
    for kind, body in (("opinion", long * 3), ("refusal", "")):
        changed = {"body": body} if body else {}
        assert size_of_body(read_of(made(office, kind, **changed))) == 14, kind


def test_what_an_office_wants_is_frozen_with_the_document(walk):
    walk.office.union.closer_lines = True
    walk.office.union.save()
    walk.do("check_completeness", walk.office.officer, decision="refuse", reason="Không đủ năng lực.")
    data = {document.kind: document.versions.get().data for document in walk.dossier.documents.all()}
    assert (data["receipt"]["closer"], data["refusal"]["closer"]) == (False, True)
    assert example(DEFINITIONS["refusal"], walk.office.union, DAY)["closer"] is True
