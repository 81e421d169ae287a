"""Bản sao y, trích sao, sao lục: the pages of the original, or a typed extract, and below a line the copy's own block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from consult.models import DocumentKind, Dossier, Person
from consult.rules.copies import NAMES, WHOLE
from consult.rules.numbering import COPY

from . import samples
from .definition import DocumentDefinition, Frozen
from .parts import paragraphs, signature


def freeze(
    dossier: Dossier, *, day: date, form: str, name: str, original: Mapping[str, Any], extract: str,
    recipients: Sequence[str], signer: Person,
) -> Frozen:  # fmt: skip
    """``original`` is the file with its ``sha256`` and ``pages``, empty for a typed ``extract``; ``name`` is what is copied."""
    return f"Bản {NAMES[form].lower()} {name}", {
        "form": NAMES[form],
        "name": name,
        "original": dict(original),
        "extract": paragraphs(extract),
        "copies": list(recipients),
        "signature": signature(signer, dossier.union),
    }


DEFINITION = DocumentDefinition(
    DocumentKind.CERTIFIED_COPY,
    freeze,
    made="the clerk or a leader orders it",
    signers="whoever orders it, body",
    symbol=COPY,
    subject="{form_name} {name}",
    issued=True,
    sealed=True,
    sample={
        **samples.COMMON,
        "form": NAMES[WHOLE],
        "name": "Quyết định số 05/QĐ-LHH",
        "original": {},
        "extract": [],
        "copies": ["Sở Nông nghiệp và Môi trường"],
        "signature": samples.SIGNATURE,
    },
)
