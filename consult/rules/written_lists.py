"""Lists that somebody typed line by line, as documents number and end them."""

from __future__ import annotations

import re
from collections.abc import Sequence

# How people begin items themselves: "1." "2)" "1.2." "3/" "a)" "IV." before a blank; a hyphen, a plus, a dot before anything.
_OWN_MARK = re.compile(r"\s*(?:(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]{1,4})[.)/](?=\s)|[-+*•–—](?!\d))", re.IGNORECASE)
# What ends a sentence, behind it whatever closes with it.
_ENDED = re.compile(r"[.!?…:][”’\"')]*$")


def numbered(lines: Sequence[str], mark: str = ".") -> list[str]:
    """``lines`` with a number and ``mark`` before each; as they are where there is one alone or one is marked already."""
    if len(lines) < 2 or any(_OWN_MARK.match(line) for line in lines):
        return list(lines)
    return [f"{number}{mark} {line}" for number, line in enumerate(lines, start=1)]


def with_end(text: str) -> str:
    """``text`` with a full stop where no sentence's end was typed."""
    said = text.rstrip(" \t\n,;")
    return said if not said or _ENDED.search(said) else f"{said}."


def without_end(text: str) -> str:
    """``text`` without the full stop or semicolon behind it, for an item whose list ends it."""
    return text.rstrip(" \t\n,;.")
