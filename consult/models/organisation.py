"""Organisations, their divisions, people and days off."""

from __future__ import annotations

import uuid
from datetime import date, time

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.rules.text import normalise_for_search

from .fields import CharField, CodeField, TextField
from .named import Named

# The roles of a union's own people who may also submit on its behalf.
HANDLING = ("officer", "leader")


class EmulationCluster(models.Model):
    """Cụm thi đua: unions that report and are compared together."""

    name = CharField(_("name"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("emulation cluster")
        verbose_name_plural = _("emulation clusters")

    def __str__(self) -> str:
        return self.name


class Organisation(Named):
    """A union, department, member association or investor."""

    class Kind(models.TextChoices):
        UNION = "union", _("Union of science and technology associations")
        DEPARTMENT = "department", _("Department")
        ASSOCIATION = "association", _("Member association")
        INVESTOR = "investor", _("Investor")
        COMMUNE = "commune", _("Commune, ward or special zone")
        COMMUNE_UNION = "commune_union", _("Commune-level union of science and technology associations")

    class Level(models.TextChoices):
        CENTRAL = "central", _("Central")
        PROVINCIAL = "provincial", _("Provincial")
        # There is none since 1 July 2025; bodies of earlier years keep it.
        DISTRICT = "district", _("District")
        COMMUNE = "commune", _("Commune")

    # Stays the same wherever the row is carried: histories name it by this.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = CodeField(_("kind"), max_length=20, choices=Kind)
    level = CodeField(_("level"), max_length=20, choices=Level, blank=True)
    name = CharField(_("name"), max_length=300)
    superior = CharField(
        _("superior body"), max_length=300, blank=True, help_text=_("The upper line of the heading on documents.")
    )
    heading_lines = TextField(
        _("name in the heading, line by line"),
        blank=True,
        help_text=_("One line of the heading per line; left empty, the name breaks where the column ends."),
    )
    degrees_before_names = models.BooleanField(
        _("degrees and ranks stand before the names of who signs for the union"),
        default=False,
        help_text=_("Administrative documents leave them off: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7."),
    )
    closer_lines = models.BooleanField(
        _("documents are set closer where that saves a page for the signature alone"),
        default=False,
        help_text=_(
            "Type of 13 pt instead of 14 pt and lines nearer to each other: Nghị định 30/2020/NĐ-CP, Phụ lục I, allows both."
        ),
    )
    symbol = CharField(_("symbol"), max_length=20, blank=True, help_text=_("As in “05/QĐ-LHH”."))
    place = CharField(_("place"), max_length=100, blank=True, help_text=_("As in “Đắk Lắk, ngày …”."))
    address = CharField(_("address"), max_length=300, blank=True)
    identification_code = CharField(
        _("identification code"), max_length=40, blank=True, help_text=_("For electronic exchange of documents.")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    cluster = models.ForeignKey(
        EmulationCluster, models.PROTECT, null=True, blank=True, verbose_name=_("emulation cluster")
    )
    keeper = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kept by"),
        limit_choices_to={"kind": "union"},
        help_text=_("The union that entered this, and whose administrator may change it."),
    )
    # Of unions: when people are told what nobody waits for at that moment. Equal times are the whole day.
    mails_from = models.TimeField(_("mails go out from"), default=time(7))
    mails_until = models.TimeField(_("mails go out until"), default=time(17))
    mails_every_day = models.BooleanField(_("mails go out on days off, too"), default=False)
    # Of unions: the quiet hours of whoever has set none of their own.
    quiet_from = models.TimeField(_("no mails from"), null=True, blank=True)
    quiet_until = models.TimeField(_("no mails until"), null=True, blank=True)
    # Of unions: whether new versions of procedures wait for a leader.
    leader_approves_procedures = models.BooleanField(
        _("a leader puts new versions of procedures in force"), default=False
    )
    # Of unions: whether steps of the office wait for one officer of each dossier, or for all of them (decision 58).
    names_responsible = models.BooleanField(_("dossiers have a responsible officer"), default=False)
    search_text = CharField(max_length=300, editable=False, db_index=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="organisation_both_quiet_hours_or_none",
                violation_error_message=_("Give both times, or neither."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.search_text = normalise_for_search(self.name)
        super().save(*args, **kwargs)


class Division(models.Model):
    """Ban, phòng, văn phòng: a part of a union's own office. Departments of government are bodies (``Organisation``)."""

    union = models.ForeignKey(Organisation, models.CASCADE, related_name="divisions", verbose_name=_("union"))
    name = CharField(_("name"), max_length=200)
    abbreviation = CharField(_("abbreviation"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["union", "name"], name="division_once_per_union")]

    def __str__(self) -> str:
        return self.name


def in_force(through: str = "", day: date | None = None) -> models.Q:
    """The condition for a role whose days cover ``day``, or today: one that has begun and has not ended.

    ``through`` is the way to the row, as in ``memberships__``; asked in the same ``filter`` as what else the row must be.
    """
    day = day or clock.today()
    begun = models.Q(**{f"{through}since": None}) | models.Q(**{f"{through}since__lte": day})
    lasting = models.Q(**{f"{through}until": None}) | models.Q(**{f"{through}until__gte": day})
    return begun & lasting


class Memberships(models.QuerySet["Membership"]):
    """Roles, also those that have ended or have not begun; only those of the method ``in_force`` give anybody a right."""

    def in_force(self) -> Memberships:
        """Those that count today. Whoever submits on behalf of a union does so while they handle or lead in it."""
        handling = Membership.objects.filter(
            in_force(),
            person=models.OuterRef("person"),
            organisation=models.OuterRef("organisation"),
            role__in=HANDLING,
        )
        elsewhere = ~models.Q(organisation__kind=Organisation.Kind.UNION)
        return self.filter(in_force()).filter(
            ~models.Q(role=Membership.Role.PROPOSER) | elsewhere | models.Exists(handling)
        )


class Membership(models.Model):
    """Joins a person, an organisation and a role, from a day and until a day; one person may hold several.

    Outside its days a role counts nowhere. It stays as a row, so that one sees who held it.
    """

    class Role(models.TextChoices):
        PROPOSER = "proposer", _("Proposer")
        OFFICER = "officer", _("Officer")
        CLERK = "clerk", _("Clerk")
        LEADER = "leader", _("Leader")
        ADMINISTRATOR = "administrator", _("Administrator")
        AUDITOR = "auditor", _("Auditor")

    person = models.ForeignKey("Person", models.CASCADE, related_name="memberships", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = CodeField(_("role"), max_length=20, choices=Role)
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("division")
    )
    since = models.DateField(_("first day"), null=True, blank=True, help_text=_("Left empty: at once."))
    until = models.DateField(_("last day"), null=True, blank=True, help_text=_("The last day; left empty: for good."))

    objects = Memberships.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "role"], name="membership_one_per_role"),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(since__lte=models.F("until")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.organisation}"

    @property
    def begins_later(self) -> bool:
        """Whether its first day is still to come."""
        return self.since is not None and self.since > clock.today()

    @property
    def counts(self) -> bool:
        """Whether its days cover today, without another query."""
        today = clock.today()
        return (self.since is None or self.since <= today) and (self.until is None or self.until >= today)


class DayOff(models.Model):
    """A day on which an office does not work although the country does, or works although the country does not."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="days_off", verbose_name=_("organisation")
    )
    day = models.DateField(_("day"))
    working = models.BooleanField(_("worked"), default=False, help_text=_("A Saturday worked for a Monday off."))
    reason = CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="day_off_one_per_day")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.reason}"
