"""Mục lục văn bản trong hồ sơ lưu."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from consult.models import DocumentKind, Dossier

from . import samples
from .definition import DocumentDefinition, Frozen


def freeze(dossier: Dossier, *, day: date, contents: Sequence[dict[str, str]]) -> Frozen:
    return f"Mục lục văn bản hồ sơ {dossier.code}", {"contents": list(contents)}


DEFINITION = DocumentDefinition(
    DocumentKind.ARCHIVE_CONTENTS,
    freeze,
    made="the dossier is archived",
    authored=False,
    sample={
        **samples.COMMON,
        "contents": [
            {"number": "12/BM-DA", "day": "02/01/2026", "author": samples.PROPOSER, "title": "Đề xuất dự án đầu tư",
             "pages": "18", "place": "1-18", "remark": ""},
            {"number": "05/QĐ-LHH", "day": "09/01/2026", "author": "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh",
             "title": "Quyết định thành lập hội đồng", "pages": "2", "place": "19-20", "remark": "Bản giấy"},
        ],
    },
)  # fmt: skip
