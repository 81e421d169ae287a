"""What can be copied of a dossier: its numbered documents, and the scans of the letters that lie with it."""

from __future__ import annotations

from dataclasses import dataclass

from consult.access import Capacity, capacities_of, check
from consult.files import MEDIA_TYPES
from consult.models import Document, DocumentKind, Dossier, IncomingLetter, Person
from consult.rules.copies import NAMES, OF_A_COPY
from consult.rules.numbering import written_date

from .letters import letters_in


@dataclass(frozen=True)
class Original:
    """One file that can be copied: ``name`` on paper, where it lies, how many ``pages`` it has (0 unknown).

    ``copied`` is the form of what is a copy itself.
    """

    name: str
    file: str
    sha256: str
    pages: int
    copied: str = ""


def originals(dossier: Dossier, person: Person) -> dict[str, Original]:
    """By a key that a form sends, what this person may read and have copied, newest documents first."""
    capacities = capacities_of(person, dossier)
    found = _documents(dossier, person, capacities)
    if check(person, "paper.read", dossier, capacities):
        for letter in letters_in(dossier):
            for file in letter.files.all():
                if file.media_type == MEDIA_TYPES["pdf"]:
                    name = f"{_letter_name(letter)} ({file.name})"
                    found[f"f{file.pk}"] = Original(name, str(file.file), file.sha256, file.pages)
    return found


def _documents(dossier: Dossier, person: Person, capacities: frozenset[Capacity]) -> dict[str, Original]:
    issued = Document.objects.filter(dossier=dossier, entry__isnull=False, revoked_at=None)
    found = {}
    may: dict[str, bool] = {}
    for document in issued.select_related("entry").prefetch_related("versions").order_by("-pk"):
        assert document.entry is not None
        kind = str(document.kind)
        if kind not in may:
            may[kind] = bool(check(person, f"document.{kind}", dossier, capacities))
        made = [one for one in document.versions.all() if one.file]
        if not may[kind] or not made:
            continue
        newest = max(made, key=lambda one: one.version)
        copied = _form_of(newest.data) if kind == DocumentKind.CERTIFIED_COPY else ""
        name = f"{document.title} (số {document.entry.symbol})"
        found[f"d{document.pk}"] = Original(name, str(newest.file), newest.sha256, newest.pages or 0, copied)
    return found


def _form_of(data: dict[str, str]) -> str:
    return next((form for form, name in NAMES.items() if name == data.get("form")), OF_A_COPY)


def _letter_name(letter: IncomingLetter) -> str:
    said = letter.said
    numbered = f" số {said.symbol}" if said.symbol else ""
    dated = f" {written_date(said.dated)}" if said.dated else ""
    return f"Văn bản{numbered}{dated} của {said.sender}"
