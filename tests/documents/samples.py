"""Every kind of document with short, ordinary and extreme content."""

from __future__ import annotations

from datetime import date
from typing import Any

from consult.documents import DEFINITIONS, example, samples, worded
from consult.documents.definition import DocumentDefinition
from consult.models import Organisation

DAY = date(2026, 1, 5)
NAME = "Nguyễn Phúc Công Huyền Tôn Nữ Thị Bảo Quỳnh Hương"
TITLE = " ".join(
    ("Đề án phát triển nông nghiệp sinh thái, tuần hoàn gắn với du lịch cộng đồng và bảo tồn văn hóa " * 5).split()[:60]
)
PROPOSER = (
    "Công ty Trách nhiệm hữu hạn Một thành viên Đầu tư Phát triển Thương mại Dịch vụ Xuất nhập khẩu Cao Nguyên Xanh"
)
RECIPIENTS = "\n".join(f"Sở, ban, ngành và địa phương có liên quan số {number}" for number in range(1, 41))
PARAGRAPH = f"<p>{'Thành viên Hội đồng cho rằng cần làm rõ tác động môi trường, giao thông và phòng cháy. ' * 6}</p>"
RICH = f"<h3>Ý kiến thảo luận</h3>{PARAGRAPH * 6}"
TABLE = "<ul><li>Một</li><li>Hai</li></ul><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
TABLE += (
    "<table><tr><td rowspan=2><p>Cao</p><p>hai dòng</p></td><td colspan=2>Rộng</td></tr><tr><td>X</td><td><ul><li>Y</li></ul>"
    "</td></tr><tr><td>Z</td><td>T</td><td>U</td></tr></table><ul><li>Ngoài<ul><li>Trong</li></ul></li></ul>"
)
SEATS = [{**samples.SEATS[turn % 7], "name": f"PGS.TS. {NAME}"} for turn in range(15)]
LONG: dict[str, Any] = {
    "seats": SEATS,
    "rows": [{**seat, "mode": "Có mặt", "vote": "Tán thành", "reserved": "Đề nghị bảo lưu ý kiến. " * 20} for seat in SEATS],
    "signature": {
        "lines": ["TM. BAN THƯỜNG VỤ LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT", "PHÓ CHỦ TỊCH THƯỜNG TRỰC"],
        "name": f"PGS.TS. {NAME}",
    },
    "left_signature": {"lines": ["THƯ KÝ HỘI ĐỒNG"], "name": f"PGS.TS. {NAME}"},
    "minutes": RICH * 62,
    "body": (RICH + TABLE) * 8,
    "sections": [{"title": TITLE, "paragraphs": ["Nhận xét. " * 100] * 3, "answer": "Đánh giá: 3/5"}] * 6,
    "questions": ["Nội dung cần làm rõ. " * 30] * 20,
    "paragraphs": ["Nội dung tiếp thu, giải trình. " * 30] * 20,
    "reason": ["Lý do không tiếp nhận. " * 30] * 10,
}  # fmt: skip
MANY = ("lines", "contents", "items", "attachments")
SHORT: dict[str, Any] = {
    "title": "Chợ",
    "proposer": "Sở A",
    "minutes": "<p>Họp.</p>",
    "body": "<p>Đạt.</p>",
    "conclusion": ["Đạt."],
    "agenda": [],
    "items": [{"title": "Tài liệu", "remark": ""}],
    "attachments": [],
    "employer": "",
    "location": "",
    "contact": "",
}


def dressed(
    definition: DocumentDefinition, union: Organisation, data: dict[str, Any], recipients: str
) -> dict[str, Any]:
    return {
        **example(definition, union, DAY),
        **worded(definition, union, data, {}, recipients, unit="TVPB", day=DAY),
    }


def content(kind: str, union: Organisation, size: str) -> dict[str, Any]:
    """The data of one kind of document: ``short``, ``ordinary`` or ``extreme``."""
    definition = DEFINITIONS[kind]
    data = dict(definition.sample)
    if size == "ordinary":
        return example(definition, union, DAY)
    if size == "short":
        changed = {name: value for name, value in SHORT.items() if name in data and isinstance(value, type(data[name]))}
        return dressed(definition, union, data | changed, "")
    changed = {name: value for name, value in LONG.items() if name in data and isinstance(value, type(data[name]))}
    changed |= {name: data[name] * 30 for name in MANY if isinstance(data.get(name), list)}
    return dressed(definition, union, data | changed | {"title": TITLE, "proposer": PROPOSER}, RECIPIENTS)
