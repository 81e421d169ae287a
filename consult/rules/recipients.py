"""To whom an opinion goes: names typed line by line, and what stands in the way of keeping them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .problem import Problem, gettext_noop
from .text import normal, normalise_for_search

MOST_LETTERS = 300
# A document with more of them would have a list of its own as an annex.
MOST = 60


def names_in(text: str) -> list[str]:
    """The names that lines of ``text`` say, each once, without the marks that lists have."""
    return without_repeats(normal(line).strip(" -–•;.,") for line in text.splitlines())


def without_repeats(names: Iterable[str]) -> list[str]:
    """``names`` in their order; of those that differ in accents or case alone the first, and nothing empty."""
    found: dict[str, str] = {}
    for name in names:
        if name:
            found.setdefault(normalise_for_search(name), name)
    return list(found.values())


def recipient_problems(to: Sequence[str], copies: Sequence[str]) -> list[Problem]:
    """Why an opinion cannot go to these: nobody is addressed, a name is too long, there are too many."""
    problems = []
    if not to:
        problems.append(
            Problem("recipients_missing", gettext_noop("Say to whom the opinion is addressed."), where="to")
        )
    for where, names in (("to", to), ("copies", copies)):
        too_long = next((name for name in names if len(name) > MOST_LETTERS), None)
        if too_long:
            message = gettext_noop("This is longer than the %(most)s characters that fit: “%(text)s…”")
            problems.append(Problem("too_long", message, {"most": MOST_LETTERS, "text": too_long[:40]}, where))
    if len(to) + len(copies) > MOST:
        message = gettext_noop("An opinion has at most %(most)s recipients.")
        problems.append(Problem("too_many_recipients", message, {"most": MOST}, "copies"))
    return problems
