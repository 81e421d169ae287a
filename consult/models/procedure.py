"""Kinds of dossier, and the versioned procedure of each: rows of one union."""

from __future__ import annotations

import uuid
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.rules.procedure import ProcedureFaultError, Rules, default_rules, procedure_problems

from .dossier import Dossier
from .fields import CharField, JSONField

if TYPE_CHECKING:
    from .organisation import Organisation


def all_consultations() -> list[str]:
    return list(Dossier.Kind.values)


class DossierKind(models.Model):
    """A kind of dossier that one union takes in.

    ``code`` is the same in every union that has the kind; ``consultations`` are codes of ``Dossier.Kind`` that may be asked
    for, the usual one first; ``submitters`` are kinds of organisation that may submit, among them the union itself.
    """

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="dossier_kinds", verbose_name=_("union"))
    code = CharField(_("code"), max_length=30)
    name = CharField(_("name"), max_length=200)
    consultations = JSONField(_("kinds of consultation"), default=all_consultations)
    submitters = JSONField(_("who may submit"), default=list)
    offered = models.BooleanField(_("offered for new dossiers"), default=True)
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("kind of dossier")
        verbose_name_plural = _("kinds of dossier")
        ordering = ["union", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["union", "code"], name="dossier_kind_one_per_code")]

    def __str__(self) -> str:
        return self.name

    def procedure_on(self, day: date) -> Procedure | None:
        """The version in force on ``day``: the newest of those that have begun by then."""
        return self.procedures.filter(in_force_from__lte=day).order_by("-version").first()


class ProcedureQuerySet(models.QuerySet):
    def offered(self, day: date) -> ProcedureQuerySet:
        """What new dossiers begin with on ``day``: of each kind that is offered the newest version that has begun."""
        begun = Procedure.objects.filter(kind=models.OuterRef("kind"), in_force_from__lte=day).order_by("-version")
        return self.filter(kind__offered=True, pk=models.Subquery(begun.values("pk")[:1]))


class Procedure(models.Model):
    """One version of the procedure of a kind: days, seats, quorum, vote, checklist and review form.

    A draft until it has a day from which it is in force; a dossier keeps the version it began with. ``shipped`` says that
    nobody of the union has looked it over since it came with the program.
    """

    kind = models.ForeignKey(DossierKind, models.CASCADE, related_name="procedures", verbose_name=_("kind of dossier"))
    version = models.PositiveIntegerField(_("version"), default=1)
    description = CharField(_("what it is, and when to use it"), max_length=500, blank=True)
    config = JSONField(_("rules"), default=default_rules)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    shipped = models.BooleanField(_("as shipped"), default=False)
    revision = models.PositiveIntegerField(_("revision of the draft"), default=0, editable=False)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="procedure_one_per_version")]

    def __str__(self) -> str:
        return f"{self.kind.name} (v{self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.in_force_from is not None and (problems := procedure_problems(self.config)):
            raise ProcedureFaultError.of(problems)
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def union(self) -> Organisation:
        return self.kind.union

    @cached_property
    def rules(self) -> Rules:
        """The rules as a typed value."""
        return Rules.from_json(self.config)

    def is_in_force(self) -> bool:
        """Whether dossiers may begin with this version today, unless a newer one is in force."""
        return self.in_force_from is not None and self.in_force_from <= clock.today()


def sample_path(sample: SampleFile, filename: str) -> str:
    """Where a sample lies in the store."""
    return f"samples/{sample.kind_id}/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class SampleFile(models.Model):
    """What the office lays out for proposers to fill in: a form, or an example, of one attachment of a kind of dossier."""

    kind = models.ForeignKey(DossierKind, models.CASCADE, related_name="samples", verbose_name=_("kind of dossier"))
    item = CharField(_("checklist item"), max_length=50)
    name = CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=sample_path, max_length=300)
    media_type = CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("sample file")
        verbose_name_plural = _("sample files")
        ordering = ["kind", "item"]
        constraints = [models.UniqueConstraint(fields=["kind", "item"], name="sample_file_one_per_item")]

    def __str__(self) -> str:
        return self.name

    @property
    def union(self) -> Organisation:
        return self.kind.union
