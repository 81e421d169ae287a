"""What a kind of document is: its wording that an office may change, what is gathered for it, and an example of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from consult.models import DocumentKind

Frozen = tuple[str, dict[str, Any]]

# What every document's standing sentences may name.
COMMON = ("code", "title", "kind", "proposer", "union", "place")


@dataclass(frozen=True)
class StandingSentence:
    """A standing sentence: what it is for, and its wording until an office writes its own."""

    label: str | Promise
    text: str


@dataclass(frozen=True)
class DocumentDefinition:
    """One kind of document.

    ``freeze(dossier, day=…, …)`` gives the file's title and the data of the document. ``placeholders`` are names in that
    data which its sentences may use besides ``COMMON``. ``sample`` is such data, invented, for a preview.
    ``symbol`` is the abbreviation in the number, "" for a letter, None for what has no number; ``subject`` is what the
    register says of a numbered document before the dossier's title, and may name ``{kind}`` and what ``freeze`` is given.
    ``last_grounds`` are keys of its sentences that stand among the grounds, after the legal texts and what is considered.
    ``issued`` documents carry a code by which they can be checked; ``sealed`` ones are signed by a person and the union.
    ``authored`` ones say what whoever asks for them has written or decided: such an act is rehearsed first. The others are
    the system's own words about data.
    ``made`` says when it is made and ``signers`` who signs it, in the words of docs/documents.md.
    """

    kind: DocumentKind
    freeze: Callable[..., Frozen]
    sample: Mapping[str, Any]
    made: str
    sentences: Mapping[str, StandingSentence] = field(default_factory=dict)
    placeholders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    symbol: str | None = None
    subject: str = ""
    grounds: bool = False
    last_grounds: tuple[str, ...] = ()
    issued: bool = False
    sealed: bool = False
    authored: bool = True
    signers: str = ""

    @property
    def known(self) -> tuple[str, ...]:
        """Every placeholder that this document's sentences may use."""
        return COMMON + self.placeholders
