"""Why a rule says no: an English msgid and its values, for the caller to put into the user's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    """Mark ``message`` for translation; rules know no language."""
    return message


@dataclass(frozen=True)
class Problem:
    """One objection. ``code`` names it for programs, ``where`` the part of the input that it is about."""

    code: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    where: str = ""
