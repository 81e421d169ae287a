"""What the wording of a mail may name besides its own sentence."""

from __future__ import annotations

import re

# Of every mail about a dossier.
COMMON = ("name", "sentence", "union", "asker", "phone", "title", "code", "proposer")
# Written by hand where a person reads their name; the rest is what the default sentence names.
_NAMED = re.compile(r"%\((\w+)\)s")


def known_of(sentence: str) -> tuple[str, ...]:
    """Every placeholder that the wording of a mail with this default ``sentence`` may use, each once."""
    return tuple(dict.fromkeys([*COMMON, *_NAMED.findall(sentence)]))
