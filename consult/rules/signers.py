"""Whose a certificate is by the name it bears: of a person, or of a body, that was to sign."""

from __future__ import annotations

from .experts import name_key
from .text import normalise_for_search


def names_person(subject: str, name: str) -> bool:
    """Whether a certificate of ``subject`` bears the name of a person: accents, case, spaces and degrees apart."""
    return bool(name_key(subject)) and name_key(subject) == name_key(name)


def names_body(subject: str, name: str) -> bool:
    """Whether a certificate of ``subject`` bears the name of a body: accents, case and spaces apart."""
    return bool(subject.strip()) and _body(subject) == _body(name)


def _body(name: str) -> str:
    return " ".join(normalise_for_search(name).split())
