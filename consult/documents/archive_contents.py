"""Mục lục văn bản trong hồ sơ lưu."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from consult.models import DocumentKind, Dossier

from . import samples
from .paper import Frozen, Paper


def freeze(dossier: Dossier, *, day: date, contents: Sequence[dict[str, str]]) -> Frozen:
    return f"Mục lục văn bản hồ sơ {dossier.code}", {"contents": list(contents)}


PAPER = Paper(
    DocumentKind.ARCHIVE_CONTENTS,
    freeze,
    made="the dossier is archived",
    sample={
        **samples.COMMON,
        "contents": [
            {"number": "", "day": "02/01/2026", "author": samples.PROPOSER, "title": "Đề xuất dự án đầu tư", "pages": "18"},
            {"number": "05/QĐ-LHH", "day": "09/01/2026", "author": "LHH", "title": "Quyết định thành lập hội đồng",
             "pages": "2"},
        ],
    },
)  # fmt: skip
