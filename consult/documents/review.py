"""Phiếu nhận xét của ủy viên phản biện."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from consult.models import DocumentKind, Dossier, Review
from consult.rules.conditions import asked_sections
from consult.rules.questions import Section, spoken

from . import samples
from .definition import DocumentDefinition, Frozen
from .names import RECOMMENDATIONS
from .papers import paper_of
from .parts import employer_of, paragraphs, seat_name


def freeze(dossier: Dossier, *, day: date, review: Review) -> Frozen:
    person = review.seat.person
    sections = []
    for section in asked_sections(dossier.procedure.rules.review_form, review.content):
        answer = review.content.get(section.code, {})
        sections.append(
            {
                "title": section.title,
                "paragraphs": paragraphs(answer.get("text", "")),
                "answer": _answered(section, answer),
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
        "paper": paper_of(review),
        "signature": {"lines": ["NGƯỜI NHẬN XÉT"], "name": person.titled_name},
    }


def _answered(section: Section, answer: Mapping[str, Any]) -> str:
    said = spoken(section, answer)
    return f"{'Đánh giá' if section.rating else 'Trả lời'}: {said}" if said else ""


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
            {
                "title": "Sự phù hợp với quy hoạch",
                "paragraphs": ["Vị trí phù hợp quy hoạch."],
                "answer": "Đánh giá: 4/5 (tốt)",
            },
            {"title": "Tác động môi trường", "paragraphs": ["Cần bổ sung giếng quan trắc."], "answer": "Đánh giá: 3/5"},
            {"title": "Có ảnh hưởng đến đất trồng lúa", "paragraphs": [], "answer": "Trả lời: Có"},
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
        "paper": "",
        "signature": {"lines": ["NGƯỜI NHẬN XÉT"], "name": "TS. Phạm Thu Diệp"},
    },
)
