"""Phiếu biểu quyết: blank, one for each member to fill in by hand."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consult.models import DocumentKind, Dossier, Meeting

from . import samples
from .definition import DocumentDefinition, Frozen, StandingSentence
from .parts import written_time


def freeze(dossier: Dossier, *, day: date, meeting: Meeting) -> Frozen:
    return f"Phiếu biểu quyết {dossier.code}", {
        "sequence": meeting.sequence,
        "time": written_time(meeting.starts_at),
    }


DEFINITION = DocumentDefinition(
    DocumentKind.BALLOT,
    freeze,
    made="a meeting is called",
    authored=False,
    sentences={
        "instruction": StandingSentence(
            _("Instruction"),
            "Thành viên Hội đồng đánh dấu X vào một ô và bỏ phiếu kín; phiếu không đánh dấu hoặc đánh dấu nhiều hơn một ô "
            "là phiếu không hợp lệ.",
        )
    },
    placeholders=("sequence", "time"),
    sample={**samples.COMMON, "sequence": 1, "time": samples.TIME},
)
