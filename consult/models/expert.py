"""Experts: the fields they know, what ties them to others, when they are away, and what proves it all."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.rules.conflict import AUTHOR, BUSINESS, FAMILY, FORMER_EMPLOYER, PAID
from consult.rules.experts import name_key
from consult.rules.text import normalise_for_search

from .fields import CharField, CodeField, TextField
from .named import Named
from .person import Person


class SubjectArea(Named):
    """A field of expertise; a tree of two levels that the office maintains."""

    name = CharField(_("name"), max_length=150)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
        limit_choices_to={"parent": None},
    )

    class Meta:
        verbose_name = _("field of expertise")
        verbose_name_plural = _("fields of expertise")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="subject_area_one_per_parent_and_name"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(parent=None), name="subject_area_one_root_per_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Expert(models.Model):
    """Chuyên gia: a person who is invited into councils, perhaps an outsider to every office.

    What stands here is shared by all unions. ``keeper`` is the union that keeps it until the person signs in for the first
    time; what one union holds for itself is its ``UnionJudgement``.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="expert", verbose_name=_("person"))
    degree = CharField(_("degree and title"), max_length=50, blank=True, help_text=_("As in “PGS.TS.”"))
    employer = CharField(_("employer"), max_length=300, blank=True)
    employer_organisation = models.ForeignKey(
        "Organisation", models.SET_NULL, null=True, blank=True, verbose_name=_("employer, if registered here")
    )
    place = CharField(_("province or city"), max_length=100, blank=True)
    association = models.ForeignKey(
        "Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="experts",
        verbose_name=_("member association"),
        limit_choices_to={"kind": "association"},
    )
    subject_areas: models.ManyToManyField = models.ManyToManyField(
        SubjectArea, related_name="experts", blank=True, verbose_name=_("fields of expertise")
    )
    biography = TextField(
        _("what they work on"),
        blank=True,
        help_text=_("Subjects, projects, publications; used to find a suitable expert."),
    )
    keeper = models.ForeignKey(
        "Organisation", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )
    consented_at = models.DateTimeField(_("agreed to the use of their data"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrew their consent"), null=True, blank=True, editable=False)
    name_key = CharField(max_length=150, editable=False, default="")
    search_text = TextField(editable=False)

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering = ["person__sort_key"]
        indexes = [models.Index(fields=["name_key"], name="expert_by_name")]

    def __str__(self) -> str:
        return self.person.titled_name

    def save(self, *args, **kwargs) -> None:
        self.search_text = self.searched
        self.name_key = name_key(self.person.name)
        super().save(*args, **kwargs)

    @property
    def absences(self) -> Any:
        """The person's absences, as they keep them for everything that they do."""
        return self.person.absences

    @property
    def searched(self) -> str:
        """What a search finds the expert by; the fields they know and their association as well."""
        own = f"{self.degree} {self.person.name} {self.person.email or ''} {self.employer} {self.biography}"
        fields = " ".join(field.name for field in self.subject_areas.all()) if self.pk else ""
        return normalise_for_search(f"{own} {self.association.name if self.association else ''} {fields}")

    @property
    def facts_keeper_id(self) -> int | None:
        """The union that keeps the shared facts of somebody who has not signed in: the registry's, else the account's."""
        return self.keeper_id or self.person.keeper_id


class Tie(models.Model):
    """What ties an expert to a body besides present employment: declared by them, or known to an office.

    ``union`` is set on what a union wrote down: it holds for that union's councils, and no other sees it.
    """

    class Kind(models.TextChoices):
        FORMER_EMPLOYER = FORMER_EMPLOYER, _("Former employer")
        FAMILY = FAMILY, _("Family")
        BUSINESS = BUSINESS, _("Business")
        PAID = PAID, _("Paid by them")
        AUTHOR = AUTHOR, _("Author of their documents, or with them")

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="ties", verbose_name=_("expert"))
    kind = CodeField(_("kind"), max_length=20, choices=Kind)
    body = CharField(_("body"), max_length=300)
    organisation = models.ForeignKey(
        "Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body, if registered here"),
    )
    until = models.DateField(_("last day"), null=True, blank=True, help_text=_("Of a former employment."))
    note = CharField(_("note"), max_length=300, blank=True)
    union = models.ForeignKey(
        "Organisation", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("union")
    )
    declared_by = models.ForeignKey(
        "Person", models.SET_NULL, null=True, related_name="+", verbose_name=_("declared by")
    )
    declared_at = models.DateTimeField(_("declared"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "kind", "body"], condition=models.Q(union=None), name="tie_once_for_all"
            ),
            models.UniqueConstraint(fields=["expert", "kind", "body", "union"], name="tie_once_for_a_union"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.body}"


class Absence(models.Model):
    """Days, both included, on which somebody is away: takes no seat, and does no step."""

    person = models.ForeignKey("Person", models.CASCADE, related_name="absences", verbose_name=_("person"))
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    reason = CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="absence_first_day_before_last"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%d/%m/%Y} – {self.last_day:%d/%m/%Y}"


def proof_path(proof: ExpertFile, filename: str) -> str:
    return f"experts/{proof.expert_id}/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class ExpertFile(models.Model):
    """A CV, or a proof of a degree or a licence."""

    class Kind(models.TextChoices):
        CV = "cv", _("CV")
        PROOF = "proof", _("Proof")

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="files", verbose_name=_("expert"))
    kind = CodeField(_("kind"), max_length=10, choices=Kind)
    name = CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=proof_path, max_length=300)
    media_type = CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    uploaded_by = models.ForeignKey(
        "Person", models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("file of an expert")
        verbose_name_plural = _("files of experts")
        ordering = ["kind", "-id"]

    def __str__(self) -> str:
        return self.name
