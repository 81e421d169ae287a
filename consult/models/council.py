"""Councils, their seats and the reviews."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.rules.council import seat_key

from .fields import CharField, CodeField, JSONField, TextField


class Council(models.Model):
    """Hội đồng: the experts of one dossier."""

    dossier = models.OneToOneField("Dossier", models.CASCADE, related_name="council", verbose_name=_("dossier"))
    proposed_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    approved_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    # For whom that was done, where a stand-in did it.
    approved_for = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved for")
    )
    # Formed of its people, without a decision of its own.
    standing = models.ForeignKey(
        "StandingCouncil",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="councils",
        verbose_name=_("standing council"),
    )

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
        HEAD = "head", _("Head of a group")
        REVIEWER = "reviewer", _("Reviewer")
        MEMBER = "member", _("Member")
        SECRETARY = "secretary", _("Council secretary")

    council = models.ForeignKey(Council, models.CASCADE, related_name="seats", verbose_name=_("council"))
    person = models.ForeignKey("Person", models.PROTECT, related_name="seats", verbose_name=_("person"))
    kind = CodeField(_("seat"), max_length=20, choices=Kind)
    group = models.ForeignKey(
        "SubjectArea", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("thematic group")
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    # Of whoever came after the council was approved.
    seated_at = models.DateTimeField(_("seated"), null=True, blank=True, editable=False)
    released_at = models.DateTimeField(_("given up"), null=True, blank=True)
    release_reason = TextField(_("reason"), blank=True)
    released_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person"],
                condition=models.Q(released_at=None),
                name="seat_one_per_person",
            ),
            models.UniqueConstraint(
                fields=["council", "kind"],
                condition=models.Q(released_at=None, kind__in=["chair", "secretary"]),
                name="seat_one_chair_and_one_secretary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"

    @property
    def review(self) -> Review | None:
        """The review of the newest round that was asked of this seat, or None."""
        return max(self.reviews.all(), key=lambda review: review.round, default=None)

    @property
    def key(self) -> str:
        """Kind and thematic group in one word, as the rules write it."""
        return seat_key(self.kind, self.group_id)


def review_file_path(file: ReviewFile, filename: str) -> str:
    """Where a reviewer's file lies in the store: no name a person chose becomes a path."""
    return f"reviews/{file.review_id}/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class ReviewFile(models.Model):
    """A file that a reviewer adds to their review: a calculation, a picture, a law."""

    review = models.ForeignKey("Review", models.CASCADE, related_name="files", verbose_name=_("review"))
    name = CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=review_file_path, max_length=300)
    media_type = CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("file of a review")
        verbose_name_plural = _("files of reviews")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class GroupReport(models.Model):
    """Báo cáo nhóm: what a thematic group comes to, written before the report of the whole."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="group_reports", verbose_name=_("council"))
    group = models.ForeignKey("SubjectArea", models.PROTECT, related_name="+", verbose_name=_("thematic group"))
    text = TextField(_("text"), blank=True)
    revision = models.PositiveIntegerField(_("revision of the draft"), default=0)
    saved_by = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("saved by")
    )
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)

    class Meta:
        verbose_name = _("group report")
        verbose_name_plural = _("group reports")
        ordering = ["group__sort_key"]
        constraints = [models.UniqueConstraint(fields=["council", "group"], name="group_report_one_per_group")]

    def __str__(self) -> str:
        return f"{self.council}: {self.group}"


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
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="reviews", verbose_name=_("seat"))
    round = models.PositiveIntegerField(_("round of consultation"), default=1)
    state = CodeField(_("state"), max_length=20, choices=State, default=State.INVITED)
    invited_at = models.DateTimeField(_("invited"), default=clock.now, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    ties = JSONField(_("declared ties to the proposer"), default=list, blank=True)
    interests = TextField(_("declaration of interests"), blank=True)
    reason = TextField(_("reason"), blank=True)
    content = JSONField(_("sections"), default=dict, blank=True)
    revision = models.PositiveIntegerField(_("revision of the draft"), default=0)
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)
    asked_until = models.DateField(_("asked for time until"), null=True, blank=True)
    asked_reason = TextField(_("reason for more time"), blank=True)
    recommendation = CodeField(_("recommendation"), max_length=20, choices=Recommendation, blank=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["seat", "round"], name="review_one_per_round")]

    def __str__(self) -> str:
        return f"{self.seat.person}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.INVITED, self.State.WRITING)

    @property
    def parts_written(self) -> int:
        """How many parts of the form hold something: what the officer may know of a draft."""
        return sum(any(answer.values()) for answer in self.content.values())

    def remark_list(self) -> list[dict[str, Any]]:
        """The remarks as ``rules.remarks.read_remarks`` gives them."""
        return [remark.written for remark in self.remarks.all()]

    def placed_remarks(self, titles: dict[int, str]) -> list[dict[str, Any]]:
        """The remarks, each with the title of the attachment that it is on, from ``Dossier.file_titles()``."""
        return [{**remark, "title": titles.get(remark["file"], "")} for remark in self.remark_list()]


class ReviewRemark(models.Model):
    """One remark on an attachment of the dossier: on a page of it, counted from 1, on a passage or a region there, or as a
    whole (page 0).

    ``key`` is what the page on which it was written calls it. A region is a rectangle in fractions of its page as it is shown.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="remarks", verbose_name=_("review"))
    position = models.PositiveIntegerField(_("order"))
    key = CharField(max_length=40)
    attachment = models.ForeignKey(
        "Attachment", models.PROTECT, null=True, related_name="+", verbose_name=_("attachment")
    )
    page = models.PositiveIntegerField(_("page"), default=0)
    quote = TextField(_("passage"), blank=True)
    left = models.FloatField(_("left edge of the region"), null=True, blank=True)
    top = models.FloatField(_("upper edge of the region"), null=True, blank=True)
    width = models.FloatField(_("width of the region"), null=True, blank=True)
    height = models.FloatField(_("height of the region"), null=True, blank=True)
    text = TextField(_("remark"))

    class Meta:
        verbose_name = _("remark on an attachment")
        verbose_name_plural = _("remarks on attachments")
        ordering = ["review", "position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], name="review_remark_one_per_key"),
            models.CheckConstraint(
                condition=models.Q(left=None, top=None, width=None, height=None)
                | models.Q(
                    left__isnull=False, left__gte=0, left__lte=1 - models.F("width"),
                    top__isnull=False, top__gte=0, top__lte=1 - models.F("height"),
                    width__isnull=False, width__gt=0, width__lte=1,
                    height__isnull=False, height__gt=0, height__lte=1,
                    page__gte=1,
                ),
                name="review_remark_region_within_its_page",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def written(self) -> dict[str, Any]:
        said = {"id": self.key, "file": self.attachment_id, "page": self.page, "quote": self.quote, "text": self.text}
        return said if self.left is None else {**said, "region": [self.left, self.top, self.width, self.height]}
