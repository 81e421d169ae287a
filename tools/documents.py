"""The table of documents in docs/documents.md, read from ``consult.documents``; the rest of that page is written by hand."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation

from consult.documents import DEFINITIONS
from consult.models import DocumentKind
from tools.prepare import ROOT

PAGE = ROOT / "docs" / "documents.md"
HEAD = "| document | kind | made when | number | signed | code |"


def _rows() -> Iterator[str]:
    for kind, definition in DEFINITIONS.items():
        number = "–" if definition.symbol is None else definition.symbol or "letter"
        code = "yes" if definition.issued else "–"
        label = DocumentKind(kind).label
        yield f"| {label} | `{kind}` | {definition.made} | {number} | {definition.signers or '–'} | {code} |"


def page() -> str:
    """The whole page, with its table written anew. Django must be set up."""
    text = PAGE.read_text()
    before, head, rest = text.partition(HEAD)
    after = rest[rest.index("\n\n") :]
    with translation.override("en"):
        return before + "\n".join([head, "|---" * 6 + "|", *_rows()]) + after
