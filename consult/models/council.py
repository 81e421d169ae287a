"""Councils, their seats, the reviews and the meetings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock


class Council(models.Model):
    """Hội đồng: the experts of one dossier."""

    dossier = models.OneToOneField("Dossier", models.CASCADE, related_name="council", verbose_name=_("dossier"))
    proposed_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    approved_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    class Meta:
        verbose_name = _("council")
        verbose_name_plural = _("councils")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Seat(models.Model):
    """One person's place in one council. A seat given up stays, with its reason."""

    class Kind(models.TextChoices):
        CHAIR = "chair", _("Chair")
        DEPUTY = "deputy", _("Deputy chair")
        REVIEWER = "reviewer", _("Reviewer")
        MEMBER = "member", _("Member")
        SECRETARY = "secretary", _("Council secretary")

    council = models.ForeignKey(Council, models.CASCADE, related_name="seats", verbose_name=_("council"))
    person = models.ForeignKey("Person", models.PROTECT, related_name="seats", verbose_name=_("person"))
    kind = models.CharField(_("seat"), max_length=20, choices=Kind)
    position = models.PositiveIntegerField(_("order"), default=0)
    released_at = models.DateTimeField(_("given up"), null=True, blank=True)
    release_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person"],
                condition=models.Q(released_at=None),
                name="one_seat_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"


class Review(models.Model):
    """Phiếu nhận xét: what one reviewer is asked for and hands in."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        WRITING = "writing", _("Being written")
        HANDED_IN = "handed_in", _("Handed in")
        DECLINED = "declined", _("Declined")
        CONFLICTED = "conflicted", _("Conflict of interest")
        EXCUSED = "excused", _("Excused")
        REPLACED = "replaced", _("Replaced")
        CLOSED = "closed", _("Closed with the dossier")

    class Recommendation(models.TextChoices):
        APPROVE = "approve", _("Approve")
        CHANGES = "changes", _("Approve with changes")
        REJECT = "reject", _("Do not approve")

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="reviews", verbose_name=_("dossier"))
    seat = models.OneToOneField(Seat, models.CASCADE, related_name="review", verbose_name=_("seat"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.INVITED)
    invited_at = models.DateTimeField(_("invited"), default=clock.now, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    ties = models.JSONField(_("declared ties to the proposer"), default=list, blank=True)
    interests = models.TextField(_("declaration of interests"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    content = models.JSONField(_("sections"), default=dict, blank=True)
    revision = models.PositiveIntegerField(_("revision of the draft"), default=0)
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)
    asked_until = models.DateField(_("asked for time until"), null=True, blank=True)
    asked_reason = models.TextField(_("reason for more time"), blank=True)
    recommendation = models.CharField(_("recommendation"), max_length=20, choices=Recommendation, blank=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.seat.person}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.INVITED, self.State.WRITING)


class Meeting(models.Model):
    """One meeting of a council; one without quorum stays and another is called."""

    class State(models.TextChoices):
        CALLED = "called", _("Called")
        HELD = "held", _("Held")
        NO_QUORUM = "no_quorum", _("No quorum")
        CANCELLED = "cancelled", _("Cancelled")

    council = models.ForeignKey(Council, models.CASCADE, related_name="meetings", verbose_name=_("council"))
    sequence = models.PositiveIntegerField(_("sequence"))
    revision = models.PositiveIntegerField(_("how often it was moved"), default=0, editable=False)
    starts_at = models.DateTimeField(_("time"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(_("online link"), blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.CALLED)
    deputised = models.BooleanField(_("the chair has asked a deputy to preside"), default=False)
    minutes = models.TextField(_("minutes"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    passed = models.BooleanField(_("approved by vote"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["council", "sequence"], name="one_meeting_a_sequence")]

    def __str__(self) -> str:
        return f"{self.sequence} · {self.starts_at:%d/%m/%Y}"


class Attendance(models.Model):
    """Who came to a meeting, how, and how they voted."""

    class Mode(models.TextChoices):
        ROOM = "room", _("In the room")
        ONLINE = "online", _("Online")
        ABSENT = "absent", _("Absent")

    class Vote(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        ABSTAIN = "abstain", _("Abstention")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name=_("meeting"))
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="attendances", verbose_name=_("seat"))
    mode = models.CharField(_("presence"), max_length=10, choices=Mode)
    vote = models.CharField(_("vote"), max_length=10, choices=Vote, blank=True)
    reserved_opinion = models.TextField(_("reserved opinion"), blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["seat__position", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="one_attendance_a_seat")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_mode_display()}"
