"""Meetings of a council: when they can be, who came, what was decided, what was said."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .council import Council, Seat
from .fields import CharField, CodeField, TextField, URLField


def new_check_in_code() -> str:
    """What the code at the room's door holds."""
    return secrets.token_urlsafe(9)


class Meeting(models.Model):
    """One meeting of a council; one without quorum stays and another is called.

    ``version`` grows with everything that happens in its session, so that a page knows when to ask for more.
    """

    class Form(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        ROUND = "round", _("Written round")
        WORKSHOP = "workshop", _("Workshop")

    class State(models.TextChoices):
        CALLED = "called", _("Called")
        OPEN = "open", _("In session")
        ADJOURNED = "adjourned", _("Interrupted")
        CLOSED = "closed", _("Ended, minutes being written")
        HELD = "held", _("Held")
        NO_QUORUM = "no_quorum", _("No quorum")
        CANCELLED = "cancelled", _("Cancelled")

    # Still to be held, or being held.
    LIVE = (State.CALLED, State.OPEN, State.ADJOURNED)

    council = models.ForeignKey(Council, models.CASCADE, related_name="meetings", verbose_name=_("council"))
    sequence = models.PositiveIntegerField(_("sequence"))
    round = models.PositiveIntegerField(_("round of consultation"), default=1)
    form = CodeField(_("form"), max_length=10, choices=Form, default=Form.MEETING)
    revision = models.PositiveIntegerField(_("how often it was moved"), default=0, editable=False)
    starts_at = models.DateTimeField(_("time"))
    resumes_at = models.DateTimeField(_("continues"), null=True, blank=True)
    place = CharField(_("place"), max_length=300, blank=True)
    link = URLField(_("online link"), blank=True)
    agenda = TextField(_("agenda"), blank=True)
    invitation = models.ForeignKey(
        "Document", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("letter of invitation")
    )
    state = CodeField(_("state"), max_length=20, choices=State, default=State.CALLED)
    deputy_presides = models.BooleanField(_("the chair has asked a deputy to preside"), default=False)
    point = models.PositiveIntegerField(_("point of the agenda"), default=0)
    check_in_code = CharField(_("code at the door"), max_length=20, default=new_check_in_code, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    minutes = TextField(_("minutes"), blank=True)
    conclusion = TextField(_("conclusion"), blank=True)
    read_out = models.BooleanField(_("the minutes were read to those present"), default=False)
    minuted_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("minutes written by")
    )
    minuted_at = models.DateTimeField(_("minutes written"), null=True, blank=True)
    signed_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("minutes signed by")
    )
    signed_at = models.DateTimeField(_("minutes signed"), null=True, blank=True)
    passed = models.BooleanField(_("approved by vote"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["council", "sequence"], name="meeting_one_per_sequence"),
            models.UniqueConstraint(
                fields=["council"],
                condition=models.Q(state__in=["called", "open", "adjourned"]),
                name="meeting_one_live_per_council",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} · {clock.written(self.starts_at, '%d/%m/%Y')}"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def points(self) -> list[str]:
        """The agenda's points, a line each."""
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]


class Attendance(models.Model):
    """Who came to a meeting, how, and how they voted on the whole where the vote was open."""

    class Mode(models.TextChoices):
        ROOM = "room", _("In the room")
        ONLINE = "online", _("Online")
        WRITTEN = "written", _("In writing")
        ABSENT = "absent", _("Absent")

    class Vote(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        ABSTAIN = "abstain", _("Abstention")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name=_("meeting"))
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="attendances", verbose_name=_("seat"))
    mode = CodeField(_("presence"), max_length=10, choices=Mode)
    vote = CodeField(_("vote"), max_length=10, choices=Vote, blank=True)
    # Who came before an interruption has been there, whether they come again or not.
    mode_before_break = CodeField(_("presence before an interruption"), max_length=10, choices=Mode, blank=True)
    reserved_opinion = TextField(_("reserved opinion"), blank=True)
    absence_reason = CharField(_("reason for absence"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["seat__position", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_one_per_seat")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_mode_display()}"

    @property
    def is_present(self) -> bool:
        return self.mode != self.Mode.ABSENT


class Guest(models.Model):
    """Somebody without a seat who was asked to a meeting or came to a workshop: a department, the proposer, the public."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="guests", verbose_name=_("meeting"))
    name = CharField(_("name"), max_length=200)
    organisation = CharField(_("organisation"), max_length=300, blank=True)
    remark = TextField(_("remark"), blank=True)
    came = models.BooleanField(_("came"), default=False)
    by_themselves = models.BooleanField(_("registered themselves"), default=False)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Motion(models.Model):
    """One point that the council decides by vote; the ``is_final`` one is on the whole.

    While a secret vote runs, its counts lie sealed in ``ballot_box``; afterwards only the totals are kept.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Vote running")
        TIED = "tied", _("Tied")
        CLOSED = "closed", _("Decided")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="motions", verbose_name=_("meeting"))
    position = models.PositiveIntegerField(_("order"))
    text = CharField(_("what is decided"), max_length=1000)
    secret = models.BooleanField(_("secret vote"), default=False)
    is_final = models.BooleanField(_("on the whole"), default=False)
    state = CodeField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    ballot_box = models.BinaryField(blank=True, default=b"", editable=False)
    present = models.PositiveIntegerField(_("present"), default=0)
    votes_for = models.PositiveIntegerField(_("for"), default=0)
    votes_against = models.PositiveIntegerField(_("against"), default=0)
    abstentions = models.PositiveIntegerField(_("abstentions"), default=0)
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    tie_broken = models.BooleanField(_("decided by whoever presided"), default=False)
    closed_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        ordering = ["is_final", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(is_final=True), name="motion_one_final_per_meeting"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    present__gte=models.F("votes_for") + models.F("votes_against") + models.F("abstentions")
                ),
                name="motion_votes_within_present",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Ballot(models.Model):
    """That a seat has voted on a motion; ``choice`` stays empty where the vote is secret. It carries no time."""

    motion = models.ForeignKey(Motion, models.CASCADE, related_name="ballots", verbose_name=_("motion"))
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="ballots", verbose_name=_("seat"))
    choice = CodeField(_("vote"), max_length=10, choices=Attendance.Vote, blank=True)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["seat__position", "seat_id"]
        constraints = [models.UniqueConstraint(fields=["motion", "seat"], name="ballot_one_per_seat")]

    def __str__(self) -> str:
        return f"{self.motion_id} · {self.seat_id}"


class Entry(models.Model):
    """One thing that happened at a meeting, from which its minutes are written."""

    class Verb(models.TextChoices):
        OPENED = "opened", _("Opened")
        CAME = "came", _("Came")
        LEFT = "left", _("Left")
        POINT = "point", _("Point of the agenda")
        SPOKE = "spoke", _("Spoke")
        DECIDED = "decided", _("Decided")
        BROKEN_OFF = "broken_off", _("Vote broken off")
        ADJOURNED = "adjourned", _("Interrupted")
        RESUMED = "resumed", _("Continued")
        CLOSED = "closed", _("Ended")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="entries", verbose_name=_("meeting"))
    at = models.DateTimeField(_("time"), default=clock.now)
    verb = CodeField(_("what happened"), max_length=10, choices=Verb)
    seat = models.ForeignKey(Seat, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("seat"))
    guest = models.ForeignKey(Guest, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("guest"))
    motion = models.ForeignKey(
        Motion, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("motion")
    )
    text = TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("entry of the minutes")
        verbose_name_plural = _("entries of the minutes")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {clock.written(self.at, '%H:%M')}"


class Slot(models.Model):
    """A time at which the council could meet."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="slots", verbose_name=_("council"))
    starts_at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("possible time")
        verbose_name_plural = _("possible times")
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint(fields=["council", "starts_at"], name="slot_one_per_time")]

    def __str__(self) -> str:
        return clock.written(self.starts_at)


class Availability(models.Model):
    """What one seat says of one possible time."""

    class Answer(models.TextChoices):
        YES = "yes", _("I can")
        MAYBE = "maybe", _("If need be")
        NO = "no", _("I cannot")

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="answers", verbose_name=_("possible time"))
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+", verbose_name=_("seat"))
    answer = CodeField(_("answer"), max_length=5, choices=Answer)

    class Meta:
        verbose_name = _("answer to a possible time")
        verbose_name_plural = _("answers to possible times")
        constraints = [models.UniqueConstraint(fields=["slot", "seat"], name="availability_one_per_seat")]

    def __str__(self) -> str:
        return f"{self.slot}: {self.answer}"
