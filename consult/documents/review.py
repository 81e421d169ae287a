"""Phiếu nhận xét của ủy viên phản biện."""

from __future__ import annotations

from datetime import date

from consult.models import DocumentKind, Dossier, Review

from . import samples
from .definition import DocumentDefinition, Frozen
from .names import RECOMMENDATIONS
from .parts import employer_of, paragraphs, seat_name


def freeze(dossier: Dossier, *, day: date, review: Review) -> Frozen:
    person = review.seat.person
    sections = []
    for section in dossier.procedure.rules.review_form:
        answer = review.content.get(section.code, {})
        sections.append(
            {
                "title": section.title,
                "paragraphs": paragraphs(answer.get("text", "")),
                "rating": answer.get("rating"),
            }
        )
    titles = dossier.file_titles() if review.remarks.exists() else {}
    return f"Phiếu nhận xét của {person.name}", {
        "reviewer": person.titled_name,
        "employer": employer_of(person),
        "seat": seat_name(review.seat),
        "sections": sections,
        "remarks": review.placed_remarks(titles),
        "files": [file.name for file in review.files.all()],
        "recommendation": RECOMMENDATIONS[review.recommendation],
        "signature": {"lines": ["NGƯỜI NHẬN XÉT"], "name": person.titled_name},
    }


DEFINITION = DocumentDefinition(
    DocumentKind.REVIEW,
    freeze,
    made="a reviewer hands in",
    signers="by hand",
    sample={
        **samples.COMMON,
        "reviewer": "TS. Phạm Thu Diệp",
        "employer": "Trường Đại học Cao Nguyên",
        "seat": "Ủy viên phản biện",
        "sections": [
            {"title": "Sự phù hợp với quy hoạch, đất đai", "paragraphs": ["Vị trí phù hợp quy hoạch."], "rating": 4},
            {"title": "Tác động môi trường", "paragraphs": ["Cần bổ sung giếng quan trắc."], "rating": 3},
        ],
        "remarks": [
            {"title": "Thuyết minh dự án", "page": 12, "quote": "bể chứa đặt nổi", "text": "Nên đặt chìm.", "file": 1},
            {
                "title": "Bản vẽ vị trí",
                "page": 3,
                "quote": "",
                "text": "Ghi kích thước.",
                "region": [0.1, 0.2, 0.3, 0.1],
                "file": 2,
            },
            {"title": "Bản vẽ vị trí", "page": 0, "quote": "", "text": "Thiếu hướng Bắc.", "file": 2},
        ],
        "files": ["Tính toán khoảng cách an toàn.pdf"],
        "recommendation": "Thông qua, có chỉnh sửa",
        "signature": {"lines": ["NGƯỜI NHẬN XÉT"], "name": "TS. Phạm Thu Diệp"},
    },
)
