"""Placeholders in an office's standing sentences: "{proposer}" stands for the proposer's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

_NAME = re.compile(r"\{([^{}\n]*)\}|[{}]")


@dataclass(frozen=True)
class Misplaced:
    """A placeholder that is not known, or a brace that stands alone. ``line`` and ``column`` count from 1."""

    line: int
    column: int
    start: int
    end: int
    text: str


def misplaced(text: str, known: Collection[str]) -> list[Misplaced]:
    """Everything in braces that is not the name of a known placeholder, in order."""
    found = []
    for match in _NAME.finditer(text):
        if match.group(1) is not None and match.group(1) in known:
            continue
        before = text[: match.start()]
        line = before.count("\n") + 1
        column = match.start() - (before.rfind("\n") + 1) + 1
        found.append(Misplaced(line, column, match.start(), match.end(), match.group()))
    return found


def fill(text: str, values: Mapping[str, object]) -> str:
    """``text`` with its placeholders replaced; what is not known stays as it is, for the reader to see."""

    def replaced(match: re.Match[str]) -> str:
        name = match.group(1)
        return str(values[name]) if name is not None and name in values else match.group()

    return _NAME.sub(replaced, text)
