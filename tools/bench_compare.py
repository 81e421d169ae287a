"""How long two versions of the longest text that is taken take to compare, against reading and writing it alone."""

from __future__ import annotations

import random
from collections.abc import Callable

LETTERS = 400_000
# Syllables that a long opinion of one project uses.
VOCABULARY = 3_000
EVERY = 40
RUNS = 3


def long_text(*, changed_every: int = 0) -> str:
    """``LETTERS`` letters in paragraphs of eighty words; every so many words another one, or none."""
    chance = random.Random(1)
    words = [f"t{chance.randrange(VOCABULARY)}" for _ in range(LETTERS // 6)]
    if changed_every:
        words[::changed_every] = [f"khac{place}" for place in range(len(words[::changed_every]))]
    lines = [" ".join(words[start : start + 80]) for start in range(0, len(words), 80)]
    return "".join(f"<p>{line}</p>" for line in lines)


def comparing(in_turn: Callable[..., dict[str, float]]) -> dict[str, float]:
    """Medians in seconds, and how many times as long as when there is nothing to compare."""
    from consult.rules.compare import compare  # noqa: PLC0415

    old, new = long_text(), long_text(changed_every=EVERY)
    pairs = {"equal": (old, old), "every 40th word": (old, new), "all other": (old, new.replace("t", "k"))}
    took = in_turn({name: lambda pair=pair: compare(*pair) for name, pair in pairs.items()}, runs=RUNS)
    return {f"{name}, s": seconds for name, seconds in took.items()} | {
        "every 40th word / equal": took["every 40th word"] / took["equal"]
    }
