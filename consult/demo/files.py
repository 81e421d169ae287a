"""The demo's attachments: real PDF files, made by the project's own renderer."""

from __future__ import annotations

from functools import lru_cache

from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from consult.documents.pdf import typesetter
from consult.rules.questions import ChecklistItem

TEXTS = {
    "request": [
        "Kính đề nghị cơ quan có thẩm quyền xem xét, chấp thuận chủ trương đầu tư dự án với các nội dung nêu trong hồ sơ.",
        "Đơn vị cam kết chịu trách nhiệm về tính trung thực, chính xác của hồ sơ và chấp hành các quy định của pháp luật.",
    ],
    "project": [
        "Mục tiêu: đáp ứng nhu cầu nhiên liệu của nhân dân và phương tiện vận tải trong vùng, hoàn thiện mạng lưới phân phối.",
        "Quy mô: diện tích 2.450 m²; 04 cột bơm điện tử; 03 bể chứa ngầm 25 m³, tổng dung tích 75 m³; nhà bán hàng 120 m².",
        "Tổng vốn đầu tư dự kiến: 12,5 tỷ đồng, trong đó vốn của nhà đầu tư 40%. Tiến độ thực hiện: 12 tháng.",
    ],
    "technology": [
        "Bể chứa hai lớp vỏ, có thiết bị đo bồn tự động và hệ thống thu hồi hơi; cột bơm đạt yêu cầu kiểm định.",
        "Phòng cháy chữa cháy: họng nước, bình bột, cát khô, cột thu sét; khoảng cách an toàn đến nhà dân gần nhất 35 m.",
    ],
}
ORDINARY = [
    "Tài liệu thuộc hồ sơ đề nghị, gồm các nội dung theo quy định hiện hành và các số liệu do đơn vị thu thập, tổng hợp.",
    "Các thông tin trong tài liệu này được lập để phục vụ việc xem xét, đánh giá hồ sơ.",
]


@lru_cache(maxsize=200)
def _pdf(title: str, subject: str, author: str, code: str) -> bytes:
    html = render_to_string(
        "documents/demo_attachment.html",
        {"title": title, "subject": subject, "author": author, "paragraphs": TEXTS.get(code, []) + ORDINARY},
    )
    return typesetter().set(html).content


def attachment(item: ChecklistItem, subject: str, author: str) -> ContentFile:
    """A PDF for one attachment of a checklist."""
    return ContentFile(_pdf(item.title, subject, author, item.code), name=f"{item.title}.pdf")


def sample_pdf(title: str) -> ContentFile:
    """Any PDF, such as a scan."""
    return ContentFile(_pdf(title, "", "", ""), name=f"{title}.pdf")
