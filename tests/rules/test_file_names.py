import unicodedata

import pytest

from consult.rules.file_names import item_named
from consult.rules.questions import ChecklistItem

TITLES = {
    "request": "Văn bản đề nghị chấp thuận chủ trương đầu tư",
    "legal_status": "Tài liệu về tư cách pháp lý của nhà đầu tư",
    "finance": "Tài liệu chứng minh năng lực tài chính",
    "project": "Đề xuất dự án đầu tư",
    "land": "Nhu cầu hoặc quyền sử dụng đất",
    "technology": "Giải trình về công nghệ và an toàn",
    "drawings": "Bản đồ vị trí và bản vẽ tổng mặt bằng",
    "other": "Tài liệu khác",
}
CHECKLIST = [ChecklistItem(code, title) for code, title in TITLES.items()]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Đề xuất dự án đầu tư.docx", "project"),
        ("De xuat du an dau tu Cua hang xang dau Pong Drang (1).pdf", "project"),
        ("3. ĐỀ-XUẤT_DỰ-ÁN v2 final.docx", "project"),
        ("DeXuatDuAn.pdf", "project"),
        ("DXDA_ban cuoi.docx", "project"),
        ("van ban de nghi.pdf", "request"),
        ("Năng lực tài chính công ty.pdf", "finance"),
        ("PHAP LY CUA NHA DAU TU.pdf", "legal_status"),
        ("quyen su dung dat.jpg", "land"),
        ("giai trinh cong nghe an toan.pdf", "technology"),
        ("ban ve tong mat bang.dwg", "drawings"),
        ("Bản đồ vị trí.jpg", "drawings"),
        ("z6123456789_0a1b2c3d4e5f.jpg", None),
        ("IMG_0001.HEIC", None),
        ("scan.pdf", None),
        ("Tài liệu.pdf", None),
        ("", None),
    ],
)
def test_a_name_tells_which_attachment_a_file_is(name, code):
    for written in (name, unicodedata.normalize("NFD", name)):
        found = item_named(written, CHECKLIST)
        assert (found.code if found else None) == code


def test_a_name_that_fits_two_attachments_tells_nothing():
    twins = [ChecklistItem("a", "Bản vẽ mặt bằng tầng một"), ChecklistItem("b", "Bản vẽ mặt bằng tầng hai")]
    assert item_named("ban ve mat bang.pdf", twins) is None
    assert item_named("bản vẽ mặt bằng tầng hai.pdf", twins) == twins[1]
    assert item_named("x.pdf", []) is None
