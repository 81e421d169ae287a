"""Whether a dossier brought what its procedure asks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .problem import Problem, gettext_noop
from .procedure import ChecklistItem


def missing_items(checklist: Sequence[ChecklistItem], present: Collection[str]) -> list[Problem]:
    """The required attachments of ``checklist`` that are not among the codes ``present``."""
    return [
        Problem("attachment_missing", gettext_noop("“%(title)s” is missing."), {"title": item.title}, item.code)
        for item in checklist
        if item.required and item.code not in present
    ]
