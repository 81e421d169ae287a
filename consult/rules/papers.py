"""Which documents the procedure makes of those that an office can do without, and which legal texts they cite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .problem import Problem, gettext_noop

# The others carry the dossier's code, tell the proposer something, or are what the procedure is for.
OPTIONAL_DOCUMENTS = (
    "council_decision", "reviewer_invitation", "review", "meeting_invitation", "attendance_list", "ballot",
    "archive_contents", "archive_cover",
)  # fmt: skip


@dataclass(frozen=True)
class Grounds:
    """Legal texts that decisions and reports cite: the ``office``'s that are valid on the day, then the kind's ``own``."""

    office: bool = True
    own: tuple[str, ...] = ()

    def cited(self, of_office: list[str]) -> list[str]:
        """All of them in order, none twice."""
        return list(dict.fromkeys([*(of_office if self.office else []), *self.own]))


def grounds_contradictions(rule: Grounds) -> Iterator[Problem]:
    if not rule.office and not rule.own:
        yield Problem(
            "grounds_empty", gettext_noop("A decision rests on something: write a text, or let those of the office be cited."),
            {}, "grounds.own",
        )  # fmt: skip
