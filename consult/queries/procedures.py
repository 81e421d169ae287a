"""Kinds of dossier of one union with the versions of their procedures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from consult import clock
from consult.models import Dossier, DossierKind, Organisation, Procedure

DRAFT, TO_BEGIN, IN_FORCE, FORMER = "draft", "to_begin", "in_force", "former"


@dataclass(frozen=True)
class Version:
    """A version, where it stands, and whether dossiers began with it."""

    procedure: Procedure
    state: str
    used: bool


@dataclass(frozen=True)
class Kind:
    """A kind with its versions, the newest first."""

    kind: DossierKind
    versions: list[Version]

    @property
    def in_force(self) -> Version | None:
        return next((one for one in self.versions if one.state == IN_FORCE), None)

    @property
    def draft(self) -> Version | None:
        return next((one for one in self.versions if one.state == DRAFT and not one.used), None)

    @property
    def to_begin(self) -> Version | None:
        return next((one for one in self.versions if one.state == TO_BEGIN), None)


def kinds_of(union: Organisation) -> list[Kind]:
    """All kinds of a union, in their order."""
    return [_kind(kind, list(kind.versions)) for kind in _with_versions(DossierKind.objects.filter(union=union))]


def kind_with_versions(kind: DossierKind) -> Kind:
    """One kind with its versions."""
    found = _with_versions(DossierKind.objects.filter(pk=kind.pk)).get()
    return _kind(found, list(found.versions))


def _with_versions(kinds: QuerySet[DossierKind]) -> QuerySet[Any]:
    used = Exists(Dossier.objects.filter(procedure=OuterRef("pk")))
    versions = Procedure.objects.annotate(used=used).order_by("-version").defer("config")
    return kinds.order_by("position", "pk").prefetch_related(Prefetch("procedures", versions, to_attr="versions"))


def _kind(kind: DossierKind, versions: list[Procedure]) -> Kind:
    today = clock.today()
    in_force = next((one for one in versions if one.in_force_from and one.in_force_from <= today), None)
    return Kind(kind, [Version(one, _state(one, in_force, today), one.used) for one in versions])  # type: ignore[attr-defined]


def _state(one: Procedure, in_force: Procedure | None, today: date) -> str:
    if one.in_force_from is None:
        return DRAFT
    if one.in_force_from > today:
        return TO_BEGIN
    return IN_FORCE if one is in_force else FORMER
