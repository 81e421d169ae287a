"""Whether a dossier brought what its procedure asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from .problem import Problem, gettext_noop
from .questions import ChecklistItem, Question


def missing_items(checklist: Sequence[ChecklistItem], present: Collection[str]) -> list[Problem]:
    """The required attachments of ``checklist`` that are not among the codes ``present``."""
    return [
        Problem("attachment_missing", gettext_noop("“%(title)s” is missing."), {"title": item.title}, item.code)
        for item in checklist
        if item.required and item.code not in present
    ]


def unsorted(names: Sequence[str]) -> list[Problem]:
    """Files of which nobody has said yet which attachment they are, by their names."""
    said = gettext_noop("Say which attachment “%(name)s” is, or remove it.")
    return [Problem("file_unsorted", said, {"name": name}) for name in names]


def unanswered(questions: Sequence[Question], answers: Mapping[str, str]) -> list[Problem]:
    """The questions to the proposer that must be answered and are not among ``answers``."""
    return [
        Problem("question_unanswered", gettext_noop("Answer “%(title)s”."), {"title": one.title}, f"answer_{one.code}")
        for one in questions
        if one.required and one.code not in answers
    ]
