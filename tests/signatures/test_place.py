"""Where a document is signed: typesetting's own word, held against what is measured on the finished page."""

from __future__ import annotations

from io import BytesIO

import pytest

from consult import clock
from consult.documents import DEFINITIONS, example, pdf
from consult.layout_checks.page import signatures
from consult.layout_checks.reading import MM, read
from consult.libraries.renderer import RenderedPdf
from consult.libraries.signing import signature_box

pytestmark = pytest.mark.django_db
LONG = "PGS.TS. Nguyễn Thị Hồng Ánh Tuyết Phương Thảo Nguyên Công Tằng Tôn Nữ"


def made_of(office, kind: str, **signature: object) -> tuple[RenderedPdf, str]:
    definition = DEFINITIONS[kind]
    data = example(definition, office.union, clock.today())
    data["signature"] = {**data["signature"], **signature}
    return pdf.render(kind, str(definition.kind.label), data), data["signature"]["name"]


@pytest.mark.parametrize(
    ("name", "confirmed"), [("Nguyễn Văn Mẫu", ""), (LONG, "Đã xác nhận lúc 08:00 ngày 02/03/2026")]
)
@pytest.mark.parametrize("kind", sorted(kind for kind, definition in DEFINITIONS.items() if definition.sealed))
def test_a_signature_stands_between_the_title_and_the_name(office, kind: str, name: str, confirmed: str):
    made, name = made_of(office, kind, name=name, confirmed=confirmed)
    place, sheet = signature_box(made), read(BytesIO(made.content))
    line, titles = next((line, titles) for line, titles in signatures(sheet) if name.startswith(line.text))
    height = sheet.sizes[line.page - 1][1]
    assert place.page == line.page - 1
    assert place.centre == pytest.approx(line.centre, abs=1 * MM)
    # The line's height is above and below the letters.
    assert place.title_bottom == pytest.approx(height - max(title.bottom for title in titles), abs=1.5 * MM)
    assert place.name_top == pytest.approx(height - line.top, abs=1.5 * MM)
    assert place.name_bottom < height - line.bottom + 1 * MM
    if name == LONG:
        assert place.name_top - place.name_bottom > 1.5 * (line.bottom - line.top)
